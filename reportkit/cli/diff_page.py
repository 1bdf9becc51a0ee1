"""The page that ``reportkit diff`` shows on a terminal: totals first, then the sections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from reportkit.analysis.diff import wording
from reportkit.cli import terminal
from reportkit.model.tables import Table

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
_TONES = {"good": "green", "bad": "red", "open": "yellow", "new": "cyan", "shift": "magenta"}
_ARROWS = {"▲": "green", "▼": "red"}
_SCREEN = 25
"""Rows of a section that a terminal shows unless the section is asked for."""
_RAW = ("raw_a", "raw_b")


def show(wanted: Sequence[Table], made: Sequence[Table], path: Path | None, columns: str, whole: bool) -> None:
    """Shows the sections ``wanted`` of all that were made, cut to a screen unless ``whole`` or written to a file."""
    shown = [t for t in wanted if t.rows and (t.name != "summary" or whole)]
    cut = [terminal.cut(_for_eyes(t), None if whole or path else _SCREEN) for t in shown]
    one_region = len({r["region"] for t in made for r in t.rows}) == 1
    usual = {name: usual[one_region:] for name, usual in _SHOWN.items()}
    head = _head(made, one_region)
    terminal.show([t for t, _ in cut], "table", path, columns, dict(title for _, title in cut), usual, head, _styles())


def _for_eyes(table: Table) -> Table:
    """Differences in words, with an arrow for which way a number went."""
    name = {"promises": "deviation", "indicators": "difference"}.get(table.name)
    if name is None:
        return table
    trend = replace(table.columns[0], name="trend", type="text", zh="升降", doc="up or down")
    columns = [replace(c, type="text") if c.name == name else c for c in table.columns]
    rows = [
        r | {"trend": wording.arrow(r[name]), name: wording.amount(r[name], r["unit"])} | {raw: wording.fallen(r, raw) for raw in _RAW}
        for r in table.rows
    ]  # fmt: skip
    return replace(table, columns=(*columns, trend), rows=rows)


def _styles() -> dict[str, str]:
    """The colour of every verdict and change, by its tone."""
    return _ARROWS | {change: _TONES[tone] for change, (tone, _) in wording.changes().items() if tone in _TONES}


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
