"""Comparisons of the reports for two years, region by region."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from reportkit.analysis.diff.compare import SECTIONS, absent, alone, compare
from reportkit.analysis.diff.sides import load, of_years
from reportkit.errors import UsageError
from reportkit.model.tables import Row
from reportkit.workspace import Query, ReportRow, Workspace

BACKWARDS = "{a} comes after {b}: promises are held against the report of the year after; `diff {b} {a}` judges them"


def between(
    workspace: Workspace,
    a: int,
    b: int,
    query: Query,
    note: Callable[[str], object],
    used: Callable[[ReportRow], object] = lambda _: None,
    **how: Any,
) -> Iterator[dict[str, list[Row]]]:
    """A comparison for every region that has a report for one of two years; ``how`` is for ``compare``.

    ``note`` hears which reports are missing, and that the years run backwards, ``used`` every report as it is read.
    Raises UsageError.
    """
    pairs = of_years(workspace, a, b, query)
    if not pairs:
        years = sorted({r.planned_year for r in workspace.reports(query) if r.planned_year})
        there = f" (there are reports for {', '.join(map(str, years))})" if years else ""
        raise UsageError(
            f"diff: the workspace holds no report of {a} or {b} that is asked for{there}; `reportkit reports` lists them"
        )
    if b < a:
        note(BACKWARDS.format(a=a, b=b))
    for one, other in pairs:
        for report in filter(None, (one, other)):
            used(report)
        if one and other:
            before, after = (load(workspace, report, how.get("sections", SECTIONS)) for report in (one, other))
            yield compare(before, after, **how)
        elif other and b == a + 1:
            note(f"{other.region}: no report of {a} in the workspace; what the report of {b} says of both years")
            yield absent(other.region, a)
            yield alone(load(workspace, other))
        elif held := one or other:
            missing = b if one else a
            note(f"{held.region}: no report of {missing} in the workspace")
            yield absent(held.region, missing)
