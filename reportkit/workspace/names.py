"""The names that a user gives, as the workspace and the lexicons have them; wrong ones are answered with the
nearest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reportkit import resources
from reportkit.domain import indicators, regions, units
from reportkit.errors import UsageError
from reportkit.model.codes import CODES
from reportkit.suggest import nearest, unknown
from reportkit.workspace.query import Query
from reportkit.workspace.workspace import Workspace

_CODED = ("level", "measure", "status", "bound", "strength", "part", "kind", "role")
"""Conditions whose values are one of a closed set."""


def resolved(workspace: Workspace, query: Query) -> tuple[Query, tuple[str, ...]]:
    """A query with the names as the tables have them, and what should be said of it: regions without a report.

    Aliases of an indicator stand for its canonical name too, a unit with a scale word for its base unit (亿元: 元), and
    regions and reports may be named by the short name of a region (聊城, 聊城-2025). Raises UsageError for a name that there is not.
    """
    for name in _CODED:
        _among(name, getattr(query, name), CODES[name])
    _among("topic", query.topic, indicators.topics())
    _among("sector", query.sector, _sectors())
    for name in query.within:
        _known_region(workspace, name)
    notes = [note for name in query.region if (note := _without_report(workspace, name))]
    changed = replace(
        query,
        region=[_as_held(workspace, name) for name in query.region],
        report=[report_id(workspace, name) for name in query.report],
        indicator=list(dict.fromkeys(n for name in query.indicator for n in _indicator(workspace, name))),
        unit=[units.parse(name)[1] for name in query.unit],
    )
    return changed, tuple(notes)


def report_id(workspace: Workspace, name: str) -> str:
    """The id of a report that may be named by the short name of its region. Raises UsageError."""
    if workspace.report(name):
        return name
    place, _, year = name.partition("-")
    region = regions.find(place)
    there = [report.id for report in workspace.reports()]
    for full in (region.name if region else "", *_bearing(workspace, place)):
        if f"{full}-{year}" in there:
            return f"{full}-{year}"
    raise UsageError(unknown("report", name, there, "`reportkit reports` lists those of the workspace"))


def meant(workspace: Workspace, reports: Sequence[str], query: Query) -> tuple[list[str], tuple[str, ...]]:
    """Ids of the reports named and of those that a query asks for, if it asks for any, and what should be said.

    Raises UsageError for a name that there is not.
    """
    ids = {report_id(workspace, name) for name in reports}
    if query == Query():
        return sorted(ids), ()
    asked, notes = resolved(workspace, query)
    return sorted(ids | {report.id for report in workspace.reports(asked)}), notes


def _bearing(workspace: Workspace, short: str) -> list[str]:
    """Regions of the workspace whose name without its level is ``short``."""
    return [name for name in _held(workspace) if short and regions.short(name) == short]


def _held(workspace: Workspace) -> list[str]:
    return list(dict.fromkeys(report.region for report in workspace.reports()))


def _among(what: str, given: Sequence[str], names: Iterable[str]) -> None:
    for word in given:
        if word not in names:
            raise UsageError(unknown(what, word, names))


def _without_report(workspace: Workspace, name: str) -> str:
    """That the workspace has no report of a region; empty if it has. Raises UsageError for an unknown region."""
    region = _known_region(workspace, name)
    meant = {name, region} | ({found.adcode} if (found := regions.find(region)) else set())
    if any({report.region, report.adcode} & meant for report in workspace.reports()):
        return ""
    near = nearest(region, _held(workspace))
    return f"the workspace has no report of {region}" + (f"; it has {', '.join(near)}" if near else "")


def _as_held(workspace: Workspace, name: str) -> str:
    """A region as a query finds it: codes and names of the gazetteer as they are, the short name of a region that only
    the workspace has in full. Raises UsageError for an unknown region."""
    full = _known_region(workspace, name)
    return name if regions.by_code(name) or regions.find(name) else full


def _known_region(workspace: Workspace, name: str) -> str:
    """The full name of a region of the gazetteer or of the workspace. Raises UsageError."""
    if region := regions.by_code(name) or regions.find(name):
        return region.name
    held = _held(workspace)
    bearing = [name] if name in held else _bearing(workspace, name)
    if len(bearing) == 1:
        return bearing[0]
    every = [region.adcode if name.isdigit() else region.name for region in regions.load()]
    several = [r.name for r in regions.load() if name in (r.name, regions.short(r.name))]
    if len(several) > 1:
        raise UsageError(f"{name}: several regions bear this name; give the code of one")
    raise UsageError(unknown("region", name, [*held, *every]))


def _indicator(workspace: Workspace, name: str) -> tuple[str, ...]:
    """The names that rows of an indicator may have. Raises UsageError for one that no row and no lexicon has."""
    if term := indicators.find(name):
        return (name, term.name)
    sql = "SELECT 1 FROM indicator_rows WHERE name = ? OR indicator = ? LIMIT 1"
    if workspace.connection.execute(sql, (name, name)).fetchone():
        return (name,)
    worded = (row[0] for row in workspace.connection.execute("SELECT DISTINCT name FROM indicator_rows"))
    raise UsageError(unknown("indicator", name, [*indicators.names(), *worded]))


@resources.cached
def _sectors() -> tuple[str, ...]:
    return tuple(dict.fromkeys(row[1] for row in resources.table("project_sectors")))
