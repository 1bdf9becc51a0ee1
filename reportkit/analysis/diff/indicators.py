"""Then against now: outcomes beside outcomes, targets beside targets."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reportkit.analysis.diff.figures import NAMES, IndicatorRows, NearNames, pair_alike, same_name, shift
from reportkit.analysis.diff.names import Likeness
from reportkit.analysis.diff.pairing import Pair, pair
from reportkit.model.measures import is_rate, signed
from reportkit.model.tables import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """An indicator on both sides, or on one."""

    kind: str
    """actual or target."""
    change: str
    """same, changed, redefined, new, dropped."""
    a: Row | None
    b: Row | None
    difference: Decimal | None = None
    """Value of b minus value of a; falls are negative."""
    percent: Decimal | None = None
    """Difference in per cent of a; empty for percentages, whose difference is in points."""
    shift: str = ""
    """softened or hardened."""
    score: float | None = None
    reason: str = ""


def figures(a: IndicatorRows, b: IndicatorRows, kind: str, year_a: int, year_b: int) -> list[Figure]:
    """Rows of ``kind`` for the year of each side, paired by what they measure; then those renamed or rescaled."""
    ones, others = a.of(kind, year_a), b.of(kind, year_b)
    names = NearNames(ones, others)
    exact = pair_alike(ones, others, names)
    loose = pair(exact.only_a, exact.only_b, _redefined, NAMES, names.pairs(exact.only_a, exact.only_b))
    made = [_figure(kind, p) for p in exact.pairs]
    made += [Figure(kind=kind, change="redefined", a=p.a, b=p.b, score=p.score, reason=p.reason) for p in loose.pairs]
    made += [Figure(kind=kind, change="dropped", a=row, b=None) for row in loose.only_a]
    return made + [Figure(kind=kind, change="new", a=None, b=row) for row in loose.only_b]


def _redefined(a: Row, b: Row) -> Likeness:
    if a["value"] is not None and b["value"] is not None and (a["measure"], a["unit"]) == (b["measure"], b["unit"]):
        return Likeness(0, "")
    if "change" in (a["measure"], b["measure"]):
        return Likeness(0, "")
    found = same_name(a, b)
    return Likeness(found.score, f"{found.reason}, {_told(a)} → {_told(b)}") if found.score else found


def _told(row: Row) -> str:
    return "in words" if row["value"] is None else f"{row['measure']} in {row['unit'] or 'no unit'}"


def _figure(kind: str, p: Pair[Row]) -> Figure:
    before, after = signed(p.a, p.a["value"]), signed(p.b, p.b["value"])
    difference = None if before is None or after is None else after - before
    rate = is_rate(p.a["unit"])
    percent = (
        None if rate or not before or difference is None else (difference / abs(before) * 100).quantize(Decimal("0.01"))
    )
    moved = shift(p.a, p.b) if kind == "target" else ""
    words = before is None and p.a["raw"] != p.b["raw"]
    ends = signed(p.a, p.a["value_max"]) != signed(p.b, p.b["value_max"])
    change = "changed" if difference or moved or words or ends else "same"
    return Figure(
        kind=kind,
        change=change,
        a=p.a,
        b=p.b,
        difference=difference,
        percent=percent,
        shift=moved,
        score=p.score,
        reason=p.reason,
    )


def outlook(rows: IndicatorRows, year: int) -> list[Figure]:
    """Of one report: outcomes of the year before ``year`` beside the targets for it."""
    outcomes, targets = rows.of("actual", year - 1), rows.of("target", year)
    found = pair_alike(outcomes, targets, NearNames(outcomes, targets))
    return [_figure("outlook", p) for p in found.pairs] + [
        Figure(kind="outlook", change="new", a=None, b=row) for row in found.only_b
    ]
