"""Two reports side by side: promise against outcome, then against now, commitments, projects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from reportkit.differences import shape
from reportkit.differences.commitments import commitments
from reportkit.differences.indicators import figures, outlook
from reportkit.differences.projects import projects
from reportkit.differences.promises import POINTS, SHARE, promises
from reportkit.differences.sides import Side, load, of_years
from reportkit.tables import Row, Table

SECTIONS = ("promises", "indicators", "commitments", "projects")
UNCHANGED = ("same", "ongoing", "finished")
"""What is no change."""

_ABSENT = "reports"

__all__ = ["POINTS", "SECTIONS", "SHARE", "Side", "absent", "alone", "compare", "load", "of_years", "tables_of"]


def compare(a: Side, b: Side, points: Decimal = POINTS, share: Decimal = SHARE) -> dict[str, list[Row]]:
    """Rows of the four sections for two reports. Promises are held against outcomes only where ``b`` is the report
    of the same region for the year after ``a``."""
    region = a.report.region if a.report.region == b.report.region else f"{a.report.region} / {b.report.region}"
    ones, others = a.rows["indicators"], b.rows["indicators"]
    follows = a.report.region == b.report.region and a.year is not None and b.year == a.year + 1
    set_ = shape.promises(region, promises(ones, others, a.year or 0, b.reviewed, points, share)) if follows else []
    told = [
        figure
        for kind, back in (("actual", 1), ("target", 0)) if a.year and b.year
        for figure in figures(ones, others, kind, a.year - back, b.year - back)
    ]  # fmt: skip
    reviewed = b.reviewed if follows else []
    return {
        "promises": set_,
        "indicators": shape.indicators(region, told),
        "commitments": shape.commitments(region, commitments(a.rows["commitments"], b.rows["commitments"], reviewed)),
        "projects": shape.projects(region, projects(a.rows["projects"], b.rows["projects"], follows)),
    }


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
    compared, named = list(found), (*SECTIONS, _ABSENT)
    rows = {name: [row for one in compared for row in one.get(name, ())] for name in named}
    counts = Counter(
        (row["region"], name, row.get("kind", "") if name == "indicators" else "", _change(row))
        for name in named for row in rows[name]
    )  # fmt: skip
    summary = [
        dict(zip(("region", "table", "kind", "change", "count"), (*key, count), strict=True))
        for key, count in counts.items() if everything or key[1] == "promises" or key[3] not in UNCHANGED
    ]  # fmt: skip
    made = [shape.table("summary", summary)]
    for name in SECTIONS:
        kept = [r for r in rows[name] if everything or name == "promises" or _change(r) not in UNCHANGED]
        made.append(shape.table(name, [r for r in kept if not only or {_change(r), r.get("shift")} & set(only)]))
    return made


def _change(row: Row) -> str:
    return str(row.get("verdict") or row.get("change"))
