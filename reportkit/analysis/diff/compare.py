"""Two reports side by side: promise against outcome, then against now, commitments, projects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from decimal import Decimal

from reportkit.analysis.diff import shape
from reportkit.analysis.diff.commitments import commitments
from reportkit.analysis.diff.indicators import Figure, figures, outlook
from reportkit.analysis.diff.projects import projects
from reportkit.analysis.diff.promises import POINTS, SHARE, Promise, promises
from reportkit.analysis.diff.sides import Side
from reportkit.analysis.diff.wording import change_of
from reportkit.model.tables import Row, Table

SECTIONS = ("promises", "indicators", "commitments", "projects")
UNCHANGED = ("same", "ongoing", "finished")
"""What is no change."""

_ABSENT = "reports"


def compare(
    a: Side, b: Side, points: Decimal = POINTS, share: Decimal = SHARE, sections: Collection[str] = SECTIONS
) -> dict[str, list[Row]]:
    """Rows of the sections for two reports, none for those not asked for. Promises are held against outcomes only
    where ``b`` is the report of the same region for the year after ``a``."""
    region = a.report.region if a.report.region == b.report.region else f"{a.report.region} / {b.report.region}"
    follows = a.report.region == b.report.region and a.year is not None and b.year == a.year + 1
    made: dict[str, Callable[[], list[Row]]] = {
        "promises": lambda: shape.promises(region, _promises(a, b, points, share) if follows else []),
        "indicators": lambda: shape.indicators(region, _figures(a, b)),
        "commitments": lambda: shape.commitments(
            region, commitments(a.rows["commitments"], b.rows["commitments"], b.reviewed if follows else [])
        ),
        "projects": lambda: shape.projects(region, projects(a.rows["projects"], b.rows["projects"], follows)),
    }
    return {name: make() if name in sections else [] for name, make in made.items()}


def _promises(a: Side, b: Side, points: Decimal, share: Decimal) -> list[Promise]:
    return promises(a.rows["indicators"], b.rows["indicators"], a.year or 0, b.reviewed, points, share)


def _figures(a: Side, b: Side) -> list[Figure]:
    return [
        figure
        for kind, back in (("actual", 1), ("target", 0)) if a.year and b.year
        for figure in figures(a.rows["indicators"], b.rows["indicators"], kind, a.year - back, b.year - back)
    ]  # fmt: skip


def alone(side: Side) -> dict[str, list[Row]]:
    """What one report says of the past year beside what it sets for the next."""
    told = outlook(side.rows["indicators"], side.year) if side.year else []
    return {name: [] for name in SECTIONS} | {"indicators": shape.indicators(side.report.region, told)}


def absent(region: str, year: int) -> dict[str, list[Row]]:
    """Of a region without a report of a year: nothing but that, for the summary."""
    return {name: [] for name in SECTIONS} | {_ABSENT: [{"region": region, "change": f"no report of {year}"}]}


def tables_of(found: Iterable[dict[str, list[Row]]], everything: bool = False, only: Sequence[str] = ()) -> list[Table]:
    """The tables of comparisons: a summary that counts everything, then the sections with what changed.

    ``everything`` keeps what is the same on both sides, ``only`` the verdicts or changes named.
    """
    counts: Counter[tuple[str, str, str, str]] = Counter()
    rows: dict[str, list[Row]] = {name: [] for name in SECTIONS}
    for one in found:
        for name, told in one.items():
            counts.update((r["region"], name, r["kind"] if name == "indicators" else "", change_of(r)) for r in told)
            if name in rows:
                rows[name] += (r for r in told if everything or name == "promises" or change_of(r) not in UNCHANGED)
    summary = [
        dict(zip(("region", "table", "kind", "change", "count"), (*key, count), strict=True))
        for key, count in counts.items() if everything or key[1] == "promises" or key[3] not in UNCHANGED
    ]  # fmt: skip
    chosen = {
        n: [r for r in told if not only or {change_of(r), r.get("shift")} & set(only)] for n, told in rows.items()
    }
    return [shape.table("summary", summary), *(shape.table(name, told) for name, told in chosen.items())]
