"""Promises kept: the targets of a region's year, counted by what its next report says of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from reportkit.analysis import diff
from reportkit.analysis.panel import Panel, place
from reportkit.analysis.panel.shape import PLACE
from reportkit.model.tables import Column, Row, Table
from reportkit.workspace import Query, ReportRow, Workspace

_KEPT = ("met", "exceeded")
_JUDGED = (*_KEPT, "missed", "below target")
_SECTIONS = ("promises",)
_SHARE = Decimal("0.0001")
_COLUMNS = (
    *PLACE,
    Column("report", "text", "报告", "id of the report that sets the targets"),
    Column(
        "later_report", "text", "次年报告", "id of the report that says what became of them; empty if there is none"
    ),
    Column("targets", "int", "目标数", "targets of the year"),
    Column("judged", "int", "可判断", "of them met, exceeded, missed or below target"),
    Column("kept", "int", "兑现", "of them met or exceeded"),
    Column("kept_share", "decimal", "兑现率", "kept of judged"),
    *(
        Column(verdict.replace(" ", "_"), "int", zh, f"targets that are {verdict}")
        for verdict, zh in diff.verdicts().items()
    ),
    *(
        Column(f"{strength}_{name}", "int", f"{zh}{what}", f"{strength} targets {doc}")
        for strength, zh in (("hard", "硬约束"), ("soft", "软约束"))
        for name, what, doc in (("judged", "可判断", "that can be judged"), ("kept", "兑现", "met or exceeded"))
    ),
)


def build(workspace: Workspace, settings: Mapping[str, Any], query: Query, years: Sequence[int] = ()) -> Panel:
    """A row a region and year of a report; the years are those of the targets. Raises UsageError."""
    held = workspace.reports(query)
    rows: list[Row] = []
    states: Counter[str] = Counter()
    for before, after in _pairs(held):
        if before.planned_year and (not years or before.planned_year in years):
            told = _promises(workspace, before, after, settings) if after else ()
            rows.append(_row(before, after, told))
            states.update(row["verdict"] for row in told)
            states["no next report"] += after is None
    none = Table("conflicts", (), [])
    return Panel(
        table=Table("panel", _COLUMNS, rows), conflicts=none, states=dict(states.most_common()), reports=tuple(held)
    )


def _pairs(held: Sequence[ReportRow]) -> Iterator[tuple[ReportRow, ReportRow | None]]:
    """Every report with that of its region for the year after."""
    there: dict[tuple[str, str], dict[int, ReportRow]] = defaultdict(dict)
    for report in held:
        if report.planned_year:
            there[report.adcode, report.region].setdefault(report.planned_year, report)
    for of_years in there.values():
        for year in sorted(of_years):
            yield of_years[year], of_years.get(year + 1)


def _promises(workspace: Workspace, before: ReportRow, after: ReportRow, settings: Mapping[str, Any]) -> Sequence[Row]:
    one, other = (diff.load(workspace, report, _SECTIONS) for report in (before, after))
    points = Decimal(str(settings.get("tolerance", diff.POINTS)))
    share = Decimal(str(settings.get("tolerance_share", diff.SHARE)))
    return diff.compare(one, other, points, share, _SECTIONS)["promises"]


def _row(before: ReportRow, after: ReportRow | None, told: Sequence[Row]) -> Row:
    judged = [row for row in told if row["verdict"] in _JUDGED]
    kept = [row for row in judged if row["verdict"] in _KEPT]
    counts = Counter(row["verdict"] for row in told)
    row: Row = place(before.region, before.level, before.adcode) | {
        "year": before.planned_year, "report": before.id, "later_report": after.id if after else "",
        "targets": len(told), "judged": len(judged), "kept": len(kept),
        "kept_share": (Decimal(len(kept)) / len(judged)).quantize(_SHARE) if judged else None,
    }  # fmt: skip
    row |= {verdict.replace(" ", "_"): counts[verdict] for verdict in diff.verdicts()}
    for strength in ("hard", "soft"):
        row[f"{strength}_judged"] = sum(r["strength_a"] == strength for r in judged)
        row[f"{strength}_kept"] = sum(r["strength_a"] == strength for r in kept)
    return row if after else row | dict.fromkeys(c.name for c in _COLUMNS if c.type != "text" and c.name != "year")
