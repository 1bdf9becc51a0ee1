"""Promise against outcome: what a report set for its year, and what the next one tells of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from reportkit.analysis.diff.figures import NAMES, IndicatorRows, NearNames, pair_alike, same_name, scope, told_once
from reportkit.analysis.diff.names import better, core
from reportkit.analysis.diff.pairing import Pair
from reportkit.analysis.diff.patterns import pattern
from reportkit.analysis.diff.relative import judged
from reportkit.model.measures import is_rate, signed
from reportkit.model.tables import Row

POINTS, SHARE = Decimal("0.3"), Decimal("0.03")
"""How far 左右 reaches by default: 0.3 percentage points for rates and shares, 3 per cent of other values.
No document defines it; the literature takes a miss of a few tenths of a point as met."""
VERDICTS = ("met", "exceeded", "missed", "below target", "unclear", "not stated", "no word")
_PART, _LEAST = 0.64, 3
"""How much of a name must stand in the review to be named there: so great a part, and so many characters."""
Clauses = dict[str, list[tuple[str, Row]]]
"""Clauses of a review without verb, each with its sentence, by their first characters."""
_AIMED_AT = ("near", "control")
"""Ways in which going past the target is no success."""
_WORDS = ("name", "bound", "direction", "strength", "raw")
_CLAUSE = re.compile("[，、。；]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A target with its outcome, if one is told."""

    target: Row
    outcome: Row | None = None
    verdict: str
    """met, exceeded, missed, below target (of what is to be controlled: prices, unemployment), unclear (told, but not
    so that it can be judged), not stated (named in the review without
    an outcome), no word (not found in the later text)."""
    deviation: Decimal | None = None
    """Outcome minus target, from the nearer end of a range; falls are negative."""
    score: float | None = None
    reason: str


def promises(
    a: IndicatorRows,
    b: IndicatorRows,
    year: int,
    reviewed: Sequence[Row] = (),
    points: Decimal = POINTS,
    share: Decimal = SHARE,
) -> list[Promise]:
    """The targets of report ``a`` for ``year`` against the outcomes of that year in report ``b``, both indicator rows.

    ``reviewed`` are the sentences of the review of ``b``, where a target without an outcome may still be named.
    """  # fmt: skip
    targets = a.of("target", year)
    told = [r for r in b.rows if r["status"] in ("actual", "estimate") and r["year"] == year and not r["year_start"]]
    outcomes = told_once(r for r in told if r["value"] is not None)
    valued = [t for t in targets if t["value"] is not None]
    names = NearNames(targets, outcomes)
    found = pair_alike(valued, outcomes, names)
    made = {id(pair.a): _kept(pair, points, share) for pair in found.pairs}
    rest = [t for t in targets if id(t) not in made]
    others: dict[int, Row] = {}
    for i, j in sorted(names.pairs(rest, outcomes)):
        if scope(rest[i]) == scope(outcomes[j]) and same_name(rest[i], outcomes[j]).score >= NAMES:
            others.setdefault(id(rest[i]), outcomes[j])
    clauses: Clauses = {}
    for sentence in reviewed:
        for clause in map(core, _CLAUSE.split(sentence["sentence"])):
            clauses.setdefault(clause[:_LEAST], []).append((clause, sentence))
    return [
        made.get(id(t)) or _by_both(t, outcomes, points) or _without(t, others.get(id(t)), clauses) for t in targets
    ]


def _kept(pair: Pair[Row], points: Decimal, share: Decimal) -> Promise:
    """What became of a target whose outcome was found."""
    verdict, deviation = judge(pair.a, pair.b, points, share)
    return Promise(
        target=pair.a,
        outcome=pair.b,
        verdict=verdict,
        deviation=deviation,
        score=pair.score,
        reason=pair.reason,
    )


def judge(target: Row, outcome: Row, points: Decimal = POINTS, share: Decimal = SHARE) -> tuple[str, Decimal | None]:
    """Verdict and deviation. The outcome's own bound counts: 突破500 meets 500以上, 近500 says nothing for sure."""
    low, high = _span(target)
    value = signed(outcome, outcome["value"])
    if low is None or high is None or value is None:
        return "unclear", None
    bound = target["bound"]
    tolerance = (points if is_rate(target["unit"]) else abs(low) * share) if bound == "approx" else Decimal(0)
    deviation = value - high if value > high else value - low if value < low else Decimal(0)
    if bound in ("ge", "gt", "le", "lt"):
        return _by_bound(bound, low, value, outcome["bound"]), deviation
    if abs(deviation) <= tolerance:
        return "met", deviation
    way = better(target["indicator"], target["name"])
    if way == "control" and deviation < 0:
        return "below target", deviation
    falls = target["direction"] == "down" and target["measure"] in ("growth", "change")
    good = deviation < 0 if way == "down" or falls else deviation > 0
    return ("exceeded" if good and way not in _AIMED_AT else "missed"), deviation


def _by_bound(bound: str, limit: Decimal, value: Decimal, told: str) -> str:
    # falls are negative: 下降3%以上 is at most -3
    above = (bound in ("ge", "gt")) == (limit >= 0)
    met = value >= limit if above else value <= limit
    if bound in ("gt", "lt") and value == limit and told != bound:
        met = False
    if told in ("lt", "le") and above and met:
        return "unclear"
    return "met" if met else "missed"


def _named(name: str, clauses: Clauses) -> Row | None:
    """The first sentence with a clause that begins with the first words of a name, verbs aside."""
    head = name[: max(_LEAST, ceil(len(name) * _PART))]
    if len(head) < _LEAST:
        return None
    return next((s for clause, s in clauses.get(head[:_LEAST], ()) if clause.startswith(head)), None)


def _span(row: Row) -> tuple[Decimal | None, Decimal | None]:
    ends = [signed(row, row[name]) for name in ("value", "value_max") if row[name] is not None]
    values = [end for end in ends if end is not None]
    return (min(values), max(values)) if values else (None, None)


def _by_both(target: Row, outcomes: Sequence[Row], points: Decimal) -> Promise | None:
    """A target in words that sets the indicator against another one, judged by the outcomes of the two."""
    if target["bound"] != "relative" or (found := judged(target, outcomes, points)) is None:
        return None
    return Promise(
        target=target,
        outcome=found.outcome,
        verdict=found.verdict,
        deviation=found.deviation,
        reason=found.reason,
    )


def _without(target: Row, other: Row | None, clauses: Clauses) -> Promise:
    """A target that no outcome is measured like; ``other`` bears its name all the same."""
    if other is None and (named := _named(core(target["name"]), clauses)):
        there = named | dict.fromkeys(_WORDS, "") | {"value": None, "value_max": None}
        return Promise(
            target=target,
            outcome=there,
            verdict="not stated",
            reason="named in the review, without an outcome to judge by",
        )
    if other is None:
        return Promise(
            target=target,
            verdict="no word",
            reason="not found in the later text",
        )
    value = signed(other, other["value"])
    grows = pattern("growing").search(target["raw"])
    if grows and other["measure"] == "growth" and value is not None:
        return Promise(
            target=target,
            outcome=other,
            verdict="met" if value > 0 else "missed",
            deviation=value,
            reason=f"{grows[0]} is growth above 0",
        )
    if target["value"] is None:
        return Promise(
            target=target,
            outcome=other,
            verdict="unclear",
            reason="the target has no number",
        )
    return Promise(
        target=target,
        outcome=other,
        verdict="unclear",
        reason=f"told as {other['measure']} in {other['unit'] or 'no unit'}",
    )
