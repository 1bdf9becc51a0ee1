"""Attention: the shares that the words of dictionaries have in every report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from reportkit.analysis import freq
from reportkit.analysis.panel import Panel, place
from reportkit.analysis.panel.shape import PLACE
from reportkit.model.tables import Column, Row, Table
from reportkit.workspace import Query, Workspace


def build(workspace: Workspace, settings: Mapping[str, Any], query: Query, years: Sequence[int] = ()) -> Panel:
    """A row a report, under the year it plans; of every group of words the count and the share. Raises UsageError."""
    per = settings.get("per") or freq.PER[0]
    dictionaries = [freq.load(name) for name in settings.get("dictionaries", ())]
    held = [r for r in workspace.reports(query) if not years or r.planned_year in years]
    found = freq.frequencies(held, workspace.sentences, dictionaries, parts=settings.get("parts", ()), per=per)
    columns = (*PLACE, Column("report", "text", "报告", "id of the report"), *_columns(dictionaries, per))
    rows: list[Row] = []
    for counted in found:
        report = counted.report
        row = place(report.region, report.level, report.adcode) | {"year": report.planned_year, "report": report.id}
        for dictionary in dictionaries:
            for group in dictionary.groups:
                name = _name(dictionary, group)
                row |= {
                    name: counted.of(dictionary).hits[group],
                    f"{name}_share": counted.share(dictionary, group, per),
                }
        rows.append(row | {per: counted.denominators[per]})
    states = Counter("counted" if row[per] else "empty" for row in rows)
    return Panel(
        table=Table("panel", columns, rows),
        conflicts=Table("conflicts", (), []),
        states=dict(states),
        reports=tuple(held),
    )


def _name(dictionary: freq.Dictionary, group: str) -> str:
    return group if group == dictionary.name else f"{dictionary.name}_{group}"


def _columns(dictionaries: Sequence[freq.Dictionary], per: str) -> list[Column]:
    made = []
    for dictionary in dictionaries:
        for group in dictionary.groups:
            name = _name(dictionary, group)
            made.append(Column(name, "int", group, f"hits of {dictionary.name}, group {group}"))
            made.append(Column(f"{name}_share", "decimal", f"{group}占比", f"hits of {group} by {per} of the report"))
    return [*made, Column(per, "int", per, f"{per} of the report")]
