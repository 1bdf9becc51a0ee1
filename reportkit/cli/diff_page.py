"""The page that ``reportkit diff`` shows on a terminal: totals first, then the sections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from reportkit.analysis.diff import wording
from reportkit.cli import terminal
from reportkit.model.codes import labels
from reportkit.model.tables import Row, Table
from reportkit.words import language, tr

_SHOWN = {
    "promises": ("region", "verdict", "indicator", "raw_a", "raw_b", "deviation", "bound_a"),
    "indicators": (
        "region", "change", "indicator", "raw_a", "raw_b", "difference", "kind", "percent", "shift",
    ),
    "commitments": ("region", "change", "text_a", "text_b", "told"),
    "projects": ("region", "change", "name_a", "name_b", "status_a", "status_b"),
}  # fmt: skip
"""Columns of each section, the most important first."""
_TONES = {"good": "green", "bad": "red", "open": "yellow", "new": "cyan", "shift": "magenta"}
_RAW = ("raw_a", "raw_b")


def show(
    wanted: Sequence[Table], made: Sequence[Table], path: Path | None, columns: str, most: int | None, whole: bool
) -> None:
    """Shows the sections ``wanted`` of all that were made, ``most`` rows of each; the summary only if asked for.

    ``whole`` says that the user chose the sections himself.
    """
    shown = [t for t in wanted if t.rows and (t.name != "summary" or whole)]
    parts = [part._replace(table=_for_eyes(part.table)) for part in (terminal.cut(t, most) for t in shown)]
    one_region = len({r["region"] for r in made[0].rows}) == 1
    usual = {name: usual[one_region:] for name, usual in _SHOWN.items()}
    terminal.show(parts, "table", path, columns, usual, _head(made, one_region), _styles())


def _for_eyes(table: Table) -> Table:
    """Differences in words, with an arrow for which way a number went, and numbers as people write them."""
    name = {"promises": "deviation", "indicators": "difference"}.get(table.name)
    if name is None:
        return table
    columns = [replace(c, type="text") if c.name == name else c for c in table.columns]
    return replace(table, columns=tuple(columns), rows=[_row_for_eyes(row, name) for row in table.rows])


def _row_for_eyes(row: Row, name: str) -> Row:
    moved = f"{wording.arrow(row[name])} {wording.amount(row[name], row['unit'])}".strip()
    return row | {name: moved} | {raw: wording.fallen(row, raw) for raw in _RAW}


def _styles() -> dict[str, str]:
    """The colour of every verdict and change, by its tone."""
    return {change: _TONES[tone] for change, (tone, _) in wording.changes().items() if tone in _TONES}


def _head(made: Sequence[Table], one_region: bool) -> str:
    """A line a section: how many of it came to what."""
    summary = list(made[0].rows)
    sections: dict[tuple[str, str], Counter[str]] = {}
    for row in summary:
        sections.setdefault((row["table"], row["kind"]), Counter())[row["change"]] += row["count"]
    lines = [_line(*section, counts) for section, counts in sections.items()]
    region = [summary[0]["region"]] if one_region and summary else []
    return "\n".join([*region, *lines]) or tr("no differences")


def _line(table: str, kind: str, counts: Counter[str]) -> str:
    words, tongue = labels("change", language()), language()
    told = [tr("{count} {change}", count=n, change=words.get(change, change)) for change, n in counts.most_common()]
    name = tr(table) if not kind else tr("{table} ({total})", table=tr(table), total=labels("comparison", tongue)[kind])
    return tr("{section}: {count} · {told}", section=name, count=counts.total(), told=tr(", ").join(told))
