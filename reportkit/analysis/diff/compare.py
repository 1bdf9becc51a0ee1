"""Two reports side by side: promise against outcome, then against now, commitments, projects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from decimal import Decimal

from reportkit.analysis.diff import shape
from reportkit.analysis.diff.commitments import commitments
from reportkit.analysis.diff.indicators import Figure, figures, outlook
from reportkit.analysis.diff.packed import Packed
from reportkit.analysis.diff.projects import projects
from reportkit.analysis.diff.promises import POINTS, SHARE, Promise, promises
from reportkit.analysis.diff.sides import Side
from reportkit.model.tables import Row, Table

SECTIONS = ("promises", "indicators", "commitments", "projects")
UNCHANGED = ("same", "ongoing", "finished")
"""What is no change."""

_ABSENT = "reports"
_VERDICT = {"promises": "verdict"}
"""The column that tells what became of a row, where it is not ``change``."""


Compared = dict[str, Sequence[Row]]
"""The rows of every section; of a region without a report, what is missing."""


def compare(
    a: Side, b: Side, points: Decimal = POINTS, share: Decimal = SHARE, sections: Collection[str] = SECTIONS
) -> Compared:
    """Rows of the sections for two reports, none for those not asked for. Promises are held against outcomes only
    where ``b`` is the report of the same region for the year after ``a``."""
    region = a.report.region if a.report.region == b.report.region else f"{a.report.region} / {b.report.region}"
    follows = a.report.region == b.report.region and a.year is not None and b.year == a.year + 1
    made: dict[str, Callable[[], Sequence[Row]]] = {
        "promises": lambda: shape.promises(region, _promises(a, b, points, share) if follows else []),
        "indicators": lambda: shape.indicators(region, _figures(a, b)),
        "commitments": lambda: shape.commitments(
            region, commitments(a.rows["commitments"], b.rows["commitments"], b.reviewed if follows else [])
        ),
        "projects": lambda: shape.projects(region, projects(a.rows["projects"], b.rows["projects"], follows)),
    }
    return {name: make() if name in sections else shape.nothing(name) for name, make in made.items()}


def _promises(a: Side, b: Side, points: Decimal, share: Decimal) -> list[Promise]:
    return promises(a.rows["indicators"], b.rows["indicators"], a.year or 0, b.reviewed, points, share)


def _figures(a: Side, b: Side) -> list[Figure]:
    return [
        figure
        for kind, back in (("actual", 1), ("target", 0)) if a.year and b.year
        for figure in figures(a.rows["indicators"], b.rows["indicators"], kind, a.year - back, b.year - back)
    ]  # fmt: skip


def alone(side: Side) -> Compared:
    """What one report says of the past year beside what it sets for the next."""
    told = outlook(side.rows["indicators"], side.year) if side.year else []
    return _nothing() | {"indicators": shape.indicators(side.report.region, told)}


def absent(region: str, year: int) -> Compared:
    """Of a region without a report of a year: nothing but that, for the summary."""
    return _nothing() | {_ABSENT: [{"region": region, "change": f"no report of {year}"}]}


def _nothing() -> Compared:
    return {name: shape.nothing(name) for name in SECTIONS}


def tables_of(found: Iterable[Compared], everything: bool = False, only: Sequence[str] = ()) -> list[Table]:
    """The tables of comparisons: a summary that counts everything, then the sections with what changed.

    ``everything`` keeps what is the same on both sides, ``only`` the verdicts or changes named.
    """
    counts: Counter[tuple[str, str, str, str]] = Counter()
    rows = {name: shape.nothing(name) for name in SECTIONS}
    for one in found:
        for name, told in one.items():
            if not isinstance(told, Packed):
                counts.update((row["region"], name, "", row["change"]) for row in told)
                continue
            kinds = told.column("kind") if name == "indicators" else [""] * len(told)
            counts.update(
                zip(
                    told.column("region"),
                    [name] * len(told),
                    kinds,
                    told.column(_VERDICT.get(name, "change")),
                    strict=True,
                )
            )
            rows[name].values += _kept(name, told, everything, only).values
    summary = [
        dict(zip(("region", "table", "kind", "change", "count"), (*key, count), strict=True))
        for key, count in counts.items() if everything or key[1] == "promises" or key[3] not in UNCHANGED
    ]  # fmt: skip
    return [shape.table("summary", summary), *(shape.table(name, told) for name, told in rows.items())]


def _kept(name: str, told: Packed, everything: bool, only: Sequence[str]) -> Packed:
    """The rows to be shown: what changed, or the verdicts and changes named."""
    change, shift = _VERDICT.get(name, "change"), "shift"
    if not everything and name != "promises":
        told = told.kept(lambda word: word not in UNCHANGED, change)
    if not only:
        return told
    columns = (change, shift) if shift in told.columns else (change,)
    return told.kept(lambda *words: any(word in only for word in words), *columns)
