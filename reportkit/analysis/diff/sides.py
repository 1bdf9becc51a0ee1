"""The two sides of a comparison, loaded from a workspace."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from reportkit.model.tables import TABLES, Row
from reportkit.workspace import Query, ReportRow, Workspace

_PLACE = ("report", "page", "start", "end", "sentence")
_NEEDED = {
    "indicators": (
        *_PLACE, "indicator", "name", "measure", "value", "value_max", "unit", "raw", "bound", "direction",
        "status", "year",
        "year_start", "strength", "scope",
    ),
    "commitments": (*_PLACE, "text", "action", "object", "kind", "value", "unit"),
    "projects": (*_PLACE, "name", "kind", "status", "action"),
}  # fmt: skip
"""The columns that comparisons are made of."""


@dataclass(frozen=True, slots=True)
class Side:
    """A report with its rows and what its review says."""

    report: ReportRow
    rows: dict[str, list[Row]]
    reviewed: list[Row] = field(default_factory=list)
    """Sentences of the review, with report, page, start and end."""

    @property
    def year(self) -> int | None:
        """The year its targets are for."""
        return self.report.planned_year


def load(workspace: Workspace, report: ReportRow, sections: Collection[str] = TABLES) -> Side:
    """The side that a report of the workspace makes, with the rows that the sections need."""
    needed = {"indicators" if name == "promises" else name for name in sections}
    rows = {
        table: list(workspace.rows(table, Query(report=[report.id], columns=columns))) if table in needed else []
        for table, columns in _NEEDED.items()
    }
    reviewed = [
        {"report": report.id, "page": None, "start": start, "end": end, "sentence": text}
        for start, end, text in workspace.reviewed(report.id)
    ]
    return Side(report, rows, reviewed)


def of_years(workspace: Workspace, a: int, b: int, query: Query) -> list[tuple[ReportRow | None, ReportRow | None]]:
    """The reports for two years, region by region; None where a region has none for that year.

    A report is for the year that it plans: one delivered in December for the next.
    """
    found: dict[tuple[str, str], dict[int, ReportRow]] = {}
    for report in workspace.reports(query):
        if report.planned_year in (a, b):
            found.setdefault((report.adcode, report.region), {}).setdefault(report.planned_year, report)
    return [(years.get(a), years.get(b)) for years in found.values()]
