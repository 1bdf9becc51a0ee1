"""The page of a workspace: which reports it holds, the way to their pages, a map, panels of chosen indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportkit import resources
from reportkit.analysis import panel
from reportkit.model.codes import labels
from reportkit.output.figures import lines
from reportkit.output.figures.canvas import Figure
from reportkit.output.pages.page import file_name_of, render, words
from reportkit.words import translated
from reportkit.workspace import Failure, Query, ReportRow, Workspace, overview

_STYLES = ("base.css", "chart.css", "index.css")
_SCRIPTS = ("common.js", "index.js")
_PLACE = 3
"""Columns of a coverage matrix that name the region."""
_SHADES = 5
"""Steps in which cells of the coverage are shaded, and squares of the map."""
_PROVINCE = 2
"""Figures of a code that tell the province."""


@dataclass(frozen=True, slots=True)
class Level:
    """The regions of a level, with the reports of each by year."""

    label: str
    regions: list[tuple[str, str, list[list[ReportRow]]]]
    """Region, code and the reports of every year."""


@dataclass(frozen=True, slots=True)
class Chart:
    """The panel of an indicator at a level: its chart, and its numbers for the script."""

    level: str
    figure: Figure
    numbers: dict[str, Any]


def charted() -> list[str]:
    """The indicators charted unless others are named, of data/view/indicators.tsv."""
    return [name for (name,) in resources.table("view/indicators")]


def index(
    workspace: Workspace, query: Query, links: Mapping[str, str], indicators: Sequence[str] = (), lang: str = "en"
) -> str:
    """The page in HTML; ``links`` lead from the ids of reports to their pages. Raises UsageError."""
    reports, w = workspace.reports(query), words(lang)
    codes = {r.region: r.adcode for r in reports}
    asked = [panel.variable(name) for name in indicators or charted()]
    charts = [one for a in asked for one in _charts(lines.panel(workspace, a, query), w, lang, codes)]
    years = [c.name for c in overview.coverage(reports).columns[_PLACE:]]
    tiles = [(code, name, int(column), int(row)) for code, name, column, row in resources.table("view/tiles")]
    mapped = any(chart.level == "province" for chart in charts)
    return render(
        "index.html", _STYLES, _SCRIPTS, lang,
        {
            "panels": [c.numbers for c in charts], "tiles": tiles if mapped else [], "shades": _SHADES,
            "pages": _latest(reports, links),
        },
        years=years, levels=_levels(reports, years, lang), links=links, reports=reports, charts=charts, mapped=mapped,
        regions=sorted({region for chart in charts for region in chart.numbers["regions"]}),
        shade=_shade([r.counts["indicators"] for r in reports]),
        failures=_failures(workspace.failures(), lang) if query == Query() else [],
    )  # fmt: skip


def _levels(reports: Sequence[ReportRow], years: Sequence[str], lang: str) -> list[Level]:
    found: dict[str, dict[tuple[str, str], list[list[ReportRow]]]] = {}
    for report in reports:
        rows = found.setdefault(report.level, {})
        cells = rows.setdefault((report.region or report.title, report.adcode), [[] for _ in years])
        cells[years.index(str(report.report_year or "unknown"))].append(report)
    return [
        Level(_level(level, lang), [(region, adcode, cells) for (region, adcode), cells in found[level].items()])
        for level in sorted(found, key=lines.LEVELS.index)
    ]  # fmt: skip


def _level(level: str, lang: str) -> str:
    return labels("level", lang).get(level, level)


def _charts(told: lines.Panel, w: dict[str, str], lang: str, codes: Mapping[str, str]) -> list[Chart]:
    """A chart for every level with values; the level is named where there are several."""
    found = list(told.by_level())
    made = []
    for level, own in found:
        heading = lines.title(own, w)
        if len(found) > 1 and level:
            heading = w["at level"].replace("{title}", heading).replace("{level}", _level(level, lang))
        if figure := lines.figure(own, w, heading):
            made.append(Chart(level, figure, _numbers(own, heading, level, codes)))
    return made


def _numbers(told: lines.Panel, heading: str, level: str, codes: Mapping[str, str]) -> dict[str, Any]:
    """The panel as the script reads it: of every region its province, its values by status and year, and how they are
    written where a value alone would say too much: ranges and open bounds."""
    regions: dict[str, dict[str, Any]] = {
        r: {"code": codes.get(r, "")[:_PROVINCE], "written": {}} for r in told.regions
    }
    for (region, status), points in told.series.items():
        key = (region, status)
        special = told.ranges.get(key, {}).keys() | told.opens.get(key, {}).keys()
        regions[region][status] = points
        regions[region]["written"][status] = {
            year: lines.written(told, key, year) for year in points if year in special
        }
    return {"title": heading, "level": level, "unit": told.unit, "regions": regions}


def _latest(reports: Sequence[ReportRow], links: Mapping[str, str]) -> dict[str, str]:
    """Region → page of its latest report."""
    held = sorted((r for r in reports if r.id in links), key=lambda r: r.report_year or 0)
    return {r.region: links[r.id] for r in held}


def _shade(counts: Sequence[int]) -> dict[int, int]:
    """Number of indicators → how dark its cell is, from 0: as many numbers in every step."""
    known = sorted(set(counts))
    return {count: place * _SHADES // len(known) for place, count in enumerate(known)}


def _failures(found: Sequence[Failure], lang: str) -> list[tuple[str, str]]:
    """File and reason."""
    return [(file_name_of(one.file), translated(one.reason, lang)) for one in found]
