"""A panel from a workspace: which rows to ask for, and what to set beside them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from reportkit.analysis.panel import official as statistics
from reportkit.analysis.panel.beside import Beside, Official, beside, superior_of, superiors
from reportkit.analysis.panel.cells import DELAY, HORIZONS, POINTS, RESOLVES, STATUSES, Asked, Cell, Shelf
from reportkit.analysis.panel.shape import Found, conflicts, fields, long, wide, with_beside
from reportkit.analysis.panel.variables import Variable, instead_of, variables
from reportkit.errors import UsageError
from reportkit.model.codes import CODES
from reportkit.model.tables import Row, Table
from reportkit.suggest import unknown
from reportkit.workspace import Query, ReportRow, Workspace

_NATION = "100000"
_BESIDE = (
    "report", "indicator", "measure", "status", "year", "year_start", "scope", "value", "value_max", "unit", "bound",
    "direction", "wording", "raw", "confidence",
)  # fmt: skip
"""Columns that cells beside others are made of."""
_NEEDED = (*_BESIDE, "report_year", "name", "strength", "sentence", "page", "start", "end")
"""Columns that cells are made of."""
_SILENT = frozenset({"not stated", "no report"})
_CELLS = ("cell is", "cells are")
_NAMED = 3
"""Reports that are named where they are missing; of more the rest is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is to be set beside the cells, and in which form."""

    fields: Sequence[str] = ()
    """Makes the panel wide, with one column a field and variable."""
    gap: bool = False
    outcome: bool = False
    official: Path | None = None
    """A file of official statistics; sets the outcome beside too."""

    @property
    def extras(self) -> tuple[str, ...]:
        """gap, outcome, official: those that are wanted."""
        wanted = {"gap": self.gap, "outcome": self.outcome or self.official, "official": self.official}
        return tuple(name for name, want in wanted.items() if want)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A panel and what it could not settle."""

    table: Table
    conflicts: Table
    states: dict[str, int]
    """Cells by state."""
    notes: tuple[str, ...] = ()
    """What the reader of the panel should know, in words: other measures, missing reports of superiors."""
    variables: tuple[tuple[Variable, str], ...] = ()
    """What it measures, with the status."""
    reports: tuple[ReportRow, ...] = field(default=(), repr=False)
    """The reports that cells rest on."""


def build(
    workspace: Workspace, asked: Sequence[Asked], reports: Query, years: Sequence[int] = (),
    options: Options | None = None
) -> Panel:  # fmt: skip
    """The panel of the reports that a query asks for, a row a region, year and variable. Raises UsageError."""
    options = options or Options()
    _check(options)
    own = workspace.reports(reports)
    planned = {report.planned_year for report in own} - {None}
    told = years or sorted({year - DELAY[status] for status in {a.status for a in asked} for year in planned if year})
    above = workspace.reports(Query(region=_above(own))) if options.gap else []
    later = _later(workspace, reports, own) if "outcome" in options.extras else []
    rows = _rows(workspace, asked, {r.id: r for r in (*own, *above, *later)})
    shelf, higher = Shelf(own, rows), Shelf(above, rows)
    following = shelf if not later or later == own else Shelf(later, rows)
    official, notes = _official(options, asked, own)
    places = _regions(own)
    found: dict[Asked, list[tuple[Cell, Beside]]] = {}
    highest = _regions(above)
    for one in asked:
        cells = shelf.cells(places, told, one)
        superior = higher.cells(highest, told, one)
        outcomes = (
            following.cells(places, told, replace(one, status="actual")) if later and one.horizon == "annual" else []
        )
        found[one] = list(zip(cells, beside(cells, superior, outcomes, official.get(one.variable)), strict=True))
    extras = options.extras
    table = wide(found, with_beside(options.fields, extras), extras) if options.fields else long(found, extras)
    states = Counter(cell.state for cells in found.values() for cell, _ in cells)
    notes += (*_elsewhere(found), *_unstated(found), *(_missing(found) if options.gap else ()))
    shown = tuple(dict.fromkeys((one.variable, one.status) for one in asked))
    return Panel(
        table=table,
        conflicts=conflicts(found),
        states=dict(states.most_common()),
        notes=notes,
        variables=shown,
        reports=tuple(own),
    )


def asked_for(
    names: Sequence[str], measure: str = "", unit: str = "", status: str = "target", point: str = "mid",
    resolve: str = "", horizons: Sequence[str] = ("annual",),
) -> list[Asked]:  # fmt: skip
    """What a panel of indicators holds: every variable of each, for every horizon, once.

    A name may carry a measure or a unit of its own: 进出口总额:level, 进出口总额:亿元. Raises UsageError.
    """
    if status != "target" and "plan" in horizons:
        raise UsageError("the horizon plan is of targets; outcomes are annual")
    _known(status, point, resolve, horizons)
    known = [variable for name in names for variable in _variables(name, measure, unit)]
    return [
        Asked(variable=v, status=status, point=point, resolve=resolve, horizon=horizon)
        for v in dict.fromkeys(known)
        for horizon in horizons
    ]


def _variables(name: str, measure: str, unit: str) -> tuple[Variable, ...]:
    """The variables of a name that may carry its own measure or unit behind a colon."""
    indicator, _, own = name.replace("：", ":").partition(":")
    if not own:
        return variables(indicator, measure, unit)
    return variables(indicator, own) if own in CODES["measure"] else variables(indicator, measure, own)


def _known(status: str, point: str, resolve: str, horizons: Sequence[str]) -> None:
    """Raises UsageError for what is none of the words that there are."""
    words = [("status", status, STATUSES), ("point", point, POINTS), ("resolve", resolve, ("", *RESOLVES))]
    words += [("horizon", horizon, HORIZONS) for horizon in horizons]
    for what, word, there in words:
        if word not in there:
            raise UsageError(unknown(what, word, [name for name in there if name]))


def _check(options: Options) -> None:
    """Raises UsageError for fields that the panel will not have."""
    there = fields(options.extras)
    for name in options.fields:
        if name not in there:
            hint = next(
                (o for o in ("gap", "outcome", "official") if name in fields((o,)) and o not in options.extras), ""
            )
            option = {"gap": "--gap", "outcome": "--realised", "official": "--outcome FILE"}.get(hint)
            raise UsageError(f"--wide {name} needs {option}" if option else f"--wide: {unknown('column', name, there)}")


def _later(workspace: Workspace, query: Query, own: list[ReportRow]) -> list[ReportRow]:
    """The reports that may state outcomes: those of the same regions, whatever their year."""
    if not query.report_year and not query.report:
        return own
    return workspace.reports(replace(query, report_year=(), report=()))


def _above(reports: Sequence[ReportRow]) -> list[str]:
    return superiors(r.adcode for r in reports) or [_NATION]


def _regions(reports: Sequence[ReportRow]) -> list[tuple[str, str, str]]:
    return sorted({(r.adcode, r.region, r.level) for r in reports})


def _rows(workspace: Workspace, asked: Sequence[Asked], reports: Mapping[str, ReportRow]) -> list[Row]:
    """The rows that cells of the reports can rest on, each read once whatever it is needed for.

    Only those of the statuses asked for with their sentences: of an outcome beside a target the panel shows none.
    """
    names = list(dict.fromkeys(one.variable.indicator for one in asked))
    every = len(reports) == workspace.connection.execute("SELECT count(*) FROM reports").fetchone()[0]
    shown = {one.status for one in asked}
    rows: list[Row] = []
    for status, statuses in STATUSES.items():
        columns = _NEEDED if status in shown else _BESIDE
        query = Query(canonical=names, status=statuses, columns=columns, report=() if every else list(reports))
        rows += workspace.rows("indicators", query)
    return rows


def _official(
    options: Options, asked: Sequence[Asked], own: Sequence[ReportRow]
) -> tuple[Mapping[Variable, Official], tuple[str, ...]]:
    if options.official is None:
        return {}, ()
    read = statistics.read(options.official, [a.variable for a in asked], {r.region for r in own})
    return read.values, read.told


def _elsewhere(found: Found) -> Iterable[str]:
    """How many cells are stated in another measure or unit, and the options that show them."""
    for asked, cells in found.items():
        variable = asked.variable
        shown = {one.variable.measure for one in found if one.variable.indicator == variable.indicator}
        others = Counter(
            (row["measure"], row["unit"])
            for cell, _ in cells if cell.state == "other measure"
            for row in cell.others[:1] if row["measure"] not in shown or row["measure"] == variable.measure
        )  # fmt: skip
        for (measure, unit), count in others.most_common():
            how = f"--measure {measure}" + (f" --unit {unit}" if unit and measure in ("level", "change") else "")
            yield f"{variable.name}: {count} {_CELLS[count > 1]} stated in another measure ({how})"


def _unstated(found: Found) -> Iterable[str]:
    """What reports state in the stead of indicators of which they state nothing."""
    there: dict[str, bool] = {}
    for asked, cells in found.items():
        states = {cell.state for cell, _ in cells}
        stated = bool(states - _SILENT) or "not stated" not in states
        there[asked.variable.indicator] = there.get(asked.variable.indicator, False) or stated
    for name, stated in there.items():
        if not stated and (others := instead_of(name)):
            yield f"{name}: no report states it; reports rather state {' or '.join(others)}"


def _missing(found: Found) -> Iterable[str]:
    """Which reports of superiors are missing for the gap."""
    missing: dict[str, dict[int, None]] = defaultdict(dict)
    for asked, cells in found.items():
        for cell, other in cells:
            above = superior_of(cell.adcode)
            silent = other.superior is None or other.superior.state == "no report"
            if asked.horizon == "annual" and above and silent and cell.state != "no report":
                missing[above.name][cell.year + DELAY[asked.status]] = None
    if missing:
        told = [f"{name} {_spans(years)}" for name, years in sorted(missing.items())]
        more = f" and of {len(told) - _NAMED} more regions" if len(told) > _NAMED else ""
        yield f"--gap: the workspace has no report of {'; '.join(told[:_NAMED])}{more}"


def _spans(years: Iterable[int]) -> str:
    """Years in words, those that follow one another as a span: 2006–2008, 2010."""
    spans: list[list[int]] = []
    for year in sorted(years):
        if spans and spans[-1][-1] == year - 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    return ", ".join("–".join(dict.fromkeys((str(span[0]), str(span[-1])))) for span in spans)
