"""A panel from a workspace: which rows to ask for, and what to set beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from reportkit.analysis.panel.cells import Asked, Cell, cells_of
from reportkit.analysis.panel.pairs import Pairs, superiors, with_gap, with_outcome
from reportkit.analysis.panel.shape import conflicts, long, wide
from reportkit.model.tables import Table
from reportkit.workspace import Query, Workspace

FIELDS = ("point", "value", "value_max", "unit", "bound", "strength", "wording", "raw", "sentence", "page", "start", "end", "report", "confidence", "state")  # fmt: skip
"""What a wide panel can hold of a variable."""
_NATION = "100000"


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel and what it could not settle."""

    table: Table
    conflicts: Table
    states: dict[str, int]
    """Cells by state."""


def build(
    workspace: Workspace, variables: Sequence[Asked], reports: Query, years: Sequence[int] = (), *,
    fields: Sequence[str] = (), gap: bool = False, outcome: bool = False,
) -> Panel:  # fmt: skip
    """The panel of the reports that a query asks for; ``fields`` make it wide, with one column a field and variable.

    Raises UsageError.
    """
    held = workspace.reports(reports)
    told = years or sorted({r.report_year - (v.status == "actual") for v in variables for r in held if r.report_year})
    found = {asked: _cells(workspace, asked, reports, told) for asked in variables}
    if fields:
        table = wide(found, fields)
    else:
        gaps = {asked: _gaps(workspace, asked, cells, told) for asked, cells in found.items()} if gap else None
        pairs = {a: _outcomes(workspace, a, cells, reports, told) for a, cells in found.items()} if outcome else None
        table = long(found, gaps, pairs)
    return Panel(table, conflicts(found), _states(found.values()))


def _cells(workspace: Workspace, asked: Asked, query: Query, years: Sequence[int]) -> list[Cell]:
    rows = workspace.rows("indicators", replace(query, indicator=[asked.variable.indicator]))
    return cells_of(workspace.reports(query), rows, years, asked)


def _gaps(workspace: Workspace, asked: Asked, cells: Sequence[Cell], years: Sequence[int]) -> Pairs:
    above = Query(region=superiors(cells) or [_NATION])
    return with_gap(cells, _cells(workspace, asked, above, years))


def _outcomes(workspace: Workspace, asked: Asked, cells: Sequence[Cell], query: Query, years: Sequence[int]) -> Pairs:
    later = replace(query, report_year=[year + 1 for year in years])
    return with_outcome(cells, _cells(workspace, replace(asked, status="actual"), later, years))


def _states(found: Iterable[Sequence[Cell]]) -> dict[str, int]:
    return dict(Counter(cell.state for cells in found for cell in cells).most_common())
