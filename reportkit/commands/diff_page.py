"""The page that ``reportkit diff`` shows on a terminal: totals first, then the sections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from reportkit.commands import output
from reportkit.tables import Row, Table, plain

_SHOWN = {
    "promises": ("region", "verdict", "indicator", "raw_a", "bound_a", "raw_b", "trend", "deviation"),
    "indicators": (
        "region",
        "kind",
        "change",
        "indicator",
        "raw_a",
        "raw_b",
        "trend",
        "difference",
        "percent",
        "shift",
    ),
    "commitments": ("region", "change", "text_a", "text_b", "told"),
    "projects": ("region", "change", "name_a", "name_b", "status_a", "status_b"),
}
_STYLES = {
    "met": "green", "exceeded": "bold green", "missed": "bold red", "no word": "yellow", "not stated": "yellow", "unclear": "yellow",
    "dropped": "red", "vanished": "red", "new": "cyan", "softened": "magenta", "hardened": "magenta",
    "raised": "green", "lowered": "red", "reported": "green", "done": "green", "progress": "green", "stalled": "yellow", "pending": "yellow", "▲": "green", "▼": "red",
}  # fmt: skip
_SCREEN = 25
"""Rows of a section that a terminal shows unless the section is asked for."""
_RAW = ("raw_a", "raw_b")
_RATES = ("%", "‰", "百分点")
_SCALES = ((Decimal(10**8), "亿"), (Decimal(10**4), "万"))


def show(wanted: Sequence[Table], made: Sequence[Table], path: Path | None, columns: str, whole: bool) -> None:
    """Shows the sections ``wanted`` of all that were made, cut to a screen unless ``whole`` or written to a file."""
    shown = [t for t in wanted if t.rows and (t.name != "summary" or whole)]
    cut = [output.cut(_for_eyes(t), None if whole or path else _SCREEN) for t in shown]
    one_region = len({r["region"] for t in made for r in t.rows}) == 1
    usual = {name: usual[one_region:] for name, usual in _SHOWN.items()}
    head = _head(made, one_region)
    output.show([t for t, _ in cut], "table", path, columns, dict(title for _, title in cut), usual, head, _STYLES)


def _for_eyes(table: Table) -> Table:
    """Differences in words, with an arrow for which way a number went."""
    name = {"promises": "deviation", "indicators": "difference"}.get(table.name)
    if name is None:
        return table
    trend = replace(table.columns[0], name="trend", type="text", zh="升降", doc="up or down")
    columns = [replace(c, type="text") if c.name == name else c for c in table.columns]
    rows = [
        r | {"trend": _arrow(r[name]), name: _amount(r[name], r["unit"])} | {raw: _fallen(r, raw) for raw in _RAW}
        for r in table.rows
    ]  # fmt: skip
    return replace(table, columns=(*columns, trend), rows=rows)


def _fallen(row: Row, raw: str) -> str:
    """A fall of 18.3% as -18.3%: the words as written do not hold the verb."""
    rates = row["measure"] in ("growth", "change") or row["value_a"] is None
    falls = rates and row[raw.replace("raw", "direction")] == "down" and row[raw.replace("raw", "value")] is not None
    return f"-{row[raw]}" if falls else str(row[raw])


def _arrow(difference: Decimal | None) -> str:
    return "" if not difference else "▲" if difference > 0 else "▼"


def _amount(value: Decimal | None, unit: str) -> str:
    """With sign, scale and unit: +21.7亿元, -0.4百分点."""
    if value is None:
        return ""
    scale, word = next(((s, w) for s, w in _SCALES if abs(value) >= s), (Decimal(1), ""))
    return f"{'+' if value > 0 else ''}{plain((value / scale).normalize())}{word}{'百分点' if unit in _RATES else unit}"


def _head(made: Sequence[Table], one_region: bool) -> str:
    summary = list(made[0].rows)
    counts: dict[str, Counter[str]] = {}
    for row in summary:
        name = f"{row['table']} ({row['kind']})" if row["kind"] else row["table"]
        counts.setdefault(name, Counter())[row["change"]] += row["count"]
    lines = [
        f"{name}: {sum(c.values())} · " + ", ".join(f"{n} {change}" for change, n in c.most_common())
        for name, c in counts.items()
    ]
    return "\n".join([*([summary[0]["region"]] if one_region and summary else []), *lines]) or "no differences"
