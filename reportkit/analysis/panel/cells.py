"""Rows of the indicators table → one cell a region and year, with what it rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from reportkit.analysis.panel.variables import Variable
from reportkit.model.tables import Row
from reportkit.workspace import ReportRow

_DELAY = {"target": 0, "actual": 1, "estimate": 1}
"""Years from the year of a number to the report that tells it: outcomes stand in the next year's."""
_WHOLE = ("", "全", "我")
"""First characters of the scope of a number that is told of the whole region."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the panel is to hold."""

    variable: Variable
    status: str = "target"
    """target, or actual (which takes estimates too)."""
    point: str = "mid"
    """What stands for a range: low, mid or high."""
    resolve: str = ""
    """Which of several candidates decides: first, last or surest; empty for none of them."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One region and year."""

    region: str
    level: str
    adcode: str
    year: int
    state: str
    """stated, in words, conflict, not stated, no report."""
    report: str = ""
    value: Decimal | None = None
    value_max: Decimal | None = None
    point: Decimal | None = None
    """The value, of a range what was asked for."""
    row: Row | None = None
    """The row it rests on."""
    rivals: tuple[Row, ...] = ()
    """Rows that say something else, or cannot be told in the unit of the panel."""


def candidates(rows: Iterable[Row], asked: Asked) -> dict[tuple[str, int], list[Row]]:
    """Rows by report and year that can speak for a cell: of the whole region, of one year, told when such are told."""
    wanted = ("actual", "estimate") if asked.status == "actual" else (asked.status,)
    found: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in rows:
        year, report_year = row["year"], row["report_year"]
        told = row["status"] in wanted and year and report_year == year + _DELAY[asked.status]
        if (
            told
            and not row["year_start"]
            and row["scope"][:1] in _WHOLE
            and row["indicator"] == asked.variable.indicator
        ):
            if row["measure"] == asked.variable.measure or row["value"] is None:
                found[row["report"], year].append(row)
    return found


def cells_of(reports: Sequence[ReportRow], rows: Iterable[Row], years: Sequence[int], asked: Asked) -> list[Cell]:
    """A cell for every region that has a report, and every year, by code, region and year."""
    found = candidates(rows, asked)
    delay = _DELAY[asked.status]
    by_year = defaultdict(list)
    for r in reports:
        by_year[r.adcode, r.region, r.report_year].append(r)
    regions = sorted({(r.adcode, r.region, r.level) for r in reports})
    made = []
    for adcode, region, level in regions:
        for year in years:
            empty = Cell(region, level, adcode, year, "no report")
            several = by_year.get((adcode, region, year + delay))
            if not several:
                made.append(empty)
                continue
            told = [row for report in several for row in found.get((report.id, year), [])]
            made.append(_cell(replace(empty, state="not stated", report=several[0].id), told, asked))
    return made


def _cell(cell: Cell, told: list[Row], asked: Asked) -> Cell:
    variable = asked.variable
    valued = [r for r in told if r["value"] is not None and variable.takes(r["unit"])]
    odd = [r for r in told if r["value"] is not None and not variable.takes(r["unit"])]
    if not valued:
        words = next((r for r in told if r["value"] is None), None)
        state = "in words" if words else "conflict" if odd else "not stated"
        return replace(cell, state=state, row=words, rivals=tuple(odd))
    different = {_key(row, variable) for row in valued}
    rivals = tuple(odd)
    if len(different) > 1:
        if not asked.resolve:
            return replace(cell, state="conflict", rivals=(*valued, *odd))
        chosen = _chosen(valued, asked.resolve)
        rivals = (*(r for r in valued if _key(r, variable) != _key(chosen, variable)), *odd)
    else:
        chosen = valued[0]
    value, value_max = (variable.told(chosen[name], chosen["unit"]) for name in ("value", "value_max"))
    return replace(
        cell, state="stated", row=chosen, rivals=rivals, value=_signed(value, chosen),
        value_max=_signed(value_max, chosen), point=_signed(_point(value, value_max, asked.point), chosen),
    )  # fmt: skip


def _key(row: Row, variable: Variable) -> tuple[Any, ...]:
    return _signed(variable.told(row["value"], row["unit"]), row), variable.told(row["value_max"], row["unit"])


def _chosen(rows: list[Row], resolve: str) -> Row:
    if resolve == "surest":
        return max(rows, key=lambda r: r["confidence"])
    return rows[0 if resolve == "first" else -1]


def _signed(value: Decimal | None, row: Row) -> Decimal | None:
    """A fall as a negative number, which a panel needs and the tables leave to ``direction``."""
    return (
        -value if value is not None and row["direction"] == "down" and row["measure"] in ("growth", "change") else value
    )


def _point(value: Decimal | None, value_max: Decimal | None, point: str) -> Decimal | None:
    if value is None or value_max is None or point == "low":
        return value
    return value_max if point == "high" else (value + value_max) / 2
