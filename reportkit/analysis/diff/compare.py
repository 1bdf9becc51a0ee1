"""Two reports side by side: promise against outcome, then against now, commitments, projects."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from decimal import Decimal

from reportkit.analysis.diff import shape
from reportkit.analysis.diff.commitments import commitments
from reportkit.analysis.diff.figures import IndicatorRows
from reportkit.analysis.diff.indicators import Figure, figures, outlook
from reportkit.analysis.diff.projects import projects
from reportkit.analysis.diff.promises import POINTS, SHARE, promises
from reportkit.analysis.diff.sides import Side
from reportkit.model.tables import Row

SECTIONS = ("promises", "indicators", "commitments", "projects")
_ABSENT = "reports"

Compared = dict[str, Sequence[Row]]
"""The rows of every section; of a region without a report, what is missing."""


def compare(
    a: Side, b: Side, points: Decimal = POINTS, share: Decimal = SHARE, sections: Collection[str] = SECTIONS
) -> Compared:
    """Rows of the sections for two reports, none for those not asked for. Promises are held against outcomes only
    where ``b`` is the report of the same region for the year after ``a``."""
    region = a.report.region if a.report.region == b.report.region else f"{a.report.region} / {b.report.region}"
    follows = a.report.region == b.report.region and a.year is not None and b.year == a.year + 1
    one, other = (IndicatorRows(side.rows["indicators"]) for side in (a, b))
    made: dict[str, Callable[[], Sequence[Row]]] = {
        "promises": lambda: shape.promises(
            region, promises(one, other, a.year or 0, b.reviewed, points, share) if follows else []
        ),
        "indicators": lambda: shape.indicators(region, _figures(one, other, a.year, b.year)),
        "commitments": lambda: shape.commitments(
            region, commitments(a.rows["commitments"], b.rows["commitments"], b.reviewed if follows else [])
        ),
        "projects": lambda: shape.projects(region, projects(a.rows["projects"], b.rows["projects"], follows)),
    }
    return {name: make() if name in sections else shape.nothing(name) for name, make in made.items()}


def _figures(a: IndicatorRows, b: IndicatorRows, year_a: int | None, year_b: int | None) -> list[Figure]:
    return [
        figure
        for kind, back in (("actual", 1), ("target", 0)) if year_a and year_b
        for figure in figures(a, b, kind, year_a - back, year_b - back)
    ]  # fmt: skip


def alone(side: Side) -> Compared:
    """What one report says of the past year beside what it sets for the next."""
    told = outlook(IndicatorRows(side.rows["indicators"]), side.year) if side.year else []
    return _nothing() | {"indicators": shape.indicators(side.report.region, told)}


def absent(region: str, year: int) -> Compared:
    """Of a region without a report of a year: nothing but that, for the summary."""
    return _nothing() | {_ABSENT: [{"region": region, "change": f"no report of {year}"}]}


def _nothing() -> Compared:
    return {name: shape.nothing(name) for name in SECTIONS}
