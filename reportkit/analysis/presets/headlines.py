"""The headline targets of one report: what its year is measured by."""

from __future__ import annotations

from reportkit.analysis.presets.build import build
from reportkit.analysis.presets.files import load
from reportkit.model.tables import Row
from reportkit.workspace import Query, ReportRow, Workspace

_PRESET = "targets"
_ALONE = {"horizon": ["annual"], "gap": False, "realised": False}
"""Nothing of other reports, nothing of other years."""


def headlines(workspace: Workspace, report: ReportRow) -> list[Row]:
    """The cells of the preset ``targets`` that a report fills for the year it plans, in the order of the preset.

    Rows of the panel (``indicator``, ``raw``, ``bound``, ``unit`` …); none for a report whose year is not known.
    """
    if not report.planned_year:
        return []
    preset = load(_PRESET)
    panel = build(
        workspace, preset.kind, {**preset.settings, **_ALONE}, Query(report=[report.id]), (report.planned_year,)
    )
    order = {name: place for place, name in enumerate(preset.settings["indicators"])}
    return sorted((row for row in panel.table.rows if row["raw"]), key=lambda row: order.get(row["indicator"], 0))
