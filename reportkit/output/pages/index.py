"""The page of a workspace: which reports it holds, the way to their pages, panels of chosen indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportkit import resources
from reportkit.analysis import panel
from reportkit.output.figures import lines
from reportkit.output.pages.page import render, words
from reportkit.workspace import Query, ReportRow, Workspace, overview

_STYLES = ("base.css", "chart.css", "index.css")
_SCRIPTS = ("common.js", "index.js")
_PLACE = 3
"""Columns of a coverage matrix that name the region."""


def charted() -> list[str]:
    """The indicators charted unless others are named, of data/view/indicators.tsv."""
    return [name for (name,) in resources.table("view/indicators")]


def index(
    workspace: Workspace, query: Query, links: Mapping[str, str], indicators: Sequence[str] = (), lang: str = "en"
) -> str:
    """The page in HTML; ``links`` lead from the ids of reports to their pages. Raises UsageError."""
    reports, w = workspace.reports(query), words(lang)
    asked = [panel.variable(name) for name in indicators or charted()]
    figures = [lines.figure(lines.panel(workspace, variable, query), w) for variable in asked]
    years = [c.name for c in overview.coverage(reports).columns[_PLACE:]]
    return render(
        "index.html", _STYLES, _SCRIPTS, lang, years=years, regions=_matrix(reports, years), links=links, reports=reports,
        figures=[f for f in figures if f], failures=workspace.failures() if query == Query() else [],
    )  # fmt: skip


def _matrix(reports: Sequence[ReportRow], years: Sequence[str]) -> list[tuple[str, str, list[list[ReportRow]]]]:
    """Region, code and its reports by year."""
    found: dict[tuple[str, str], list[list[ReportRow]]] = {}
    for report in reports:
        cells = found.setdefault((report.region or report.title, report.adcode), [[] for _ in years])
        cells[years.index(str(report.report_year or "unknown"))].append(report)
    return [(region, adcode, cells) for (region, adcode), cells in found.items()]
