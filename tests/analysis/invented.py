"""Workspaces of invented reports, and panels of them."""

from __future__ import annotations

from typing import Any

from reportkit import rules
from reportkit import workspace as store
from reportkit.analysis import panel as panels
from reportkit.analysis.panel import Options, asked_for
from reportkit.extraction import pipeline
from reportkit.model.records import Source
from reportkit.workspace import Query

HEAD = "政府工作报告\n——{date}在{region}第九届人民代表大会第四次会议上\n各位代表：\n一、{last}年工作回顾\n{review}\n二、{year}年工作安排\n{plan}\n"


def workspace(*told: tuple[str, int, str, str], date: str = "{year}年1月10日") -> store.Workspace:
    """A workspace of reports: region, year, review, plan."""
    made = store.open(None, write=True)
    known = rules.load()
    for region, year, review, plan in told:
        text = HEAD.format(
            date=date.format(year=year), region=region, last=year - 1, year=year, review=review, plan=plan
        )
        made.save(pipeline.extract(Source(text=text, name=f"{region}-{year}", encoding="utf-8"), known), known.hash)
    return made


def built(held: store.Workspace, *names: str, **asked: Any) -> panels.Panel:
    options = {name: asked.pop(name) for name in ("gap", "outcome", "fields", "official") if name in asked}
    years = asked.pop("years", ())
    return panels.build(held, asked_for(names, **asked), Query(), years, Options(**options))


def cells(panel: panels.Panel) -> list[tuple[Any, ...]]:
    return [(r["year"], r["measure"], r["state"], r["point"], r["unit"]) for r in panel.table.rows]


QUIET = "全市经济平稳运行。"
