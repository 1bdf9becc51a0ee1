"""Sentences → review and plan: the division of a report that all its signs together make the cheapest.

A report looks back and then ahead. Headings say where it turns, and never the wrong way; where they are missing, say
nothing or name both, the words of the sentences decide. Every sentence has a price in each part: what its signs weigh
for the other part. Every turn has a price that depends on where it stands. The cheapest way through is found over all
sentences at once (Viterbi), and the share of all ways that agree with it (forward and backward sums) says how sure
each sentence is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from reportkit.domain import calendar
from reportkit.domain.calendar import Now, Span
from reportkit.extraction.structure.lines import Draft
from reportkit.model.quick import quick
from reportkit.model.records import Trace
from reportkit.rules import Rules

REVIEW, PLAN = "review", "plan"
_JOINED = re.compile("和|与|及|、|，")
"""Where coordinated titles part."""
_PARTS = (REVIEW, PLAN)
_HEADING = 25.0
"""Weight of a numbered heading that names its part: more than any run of signs that is read in a real report."""
_LINE = 15.0
"""Weight of a heading without a number: it may be the title of a paragraph."""
_MOST_SIGNS = 3.0
"""The most that the signs of one sentence weigh, however many words repeat them."""
_BEGINS_AHEAD = 5.0
"""Price of a report that begins with the plan."""
_TURN = {"heading": 1.0, "paragraph": 4.0, "sentence": 6.0}
"""Price of going from review to plan, by where the turn stands: some six or nine sentences must speak for it."""
_BACK = {"heading": 8.0, "paragraph": 8.0, "sentence": 11.0}
"""Price of going back: reports do it at headings on another subject, hardly ever elsewhere."""
_ANNOUNCED = {"paragraph": 1.0, "sentence": 3.0}
"""Price of the turn that a heading with both parts announces: it must come somewhere below."""
_CLAIMED = 60.0
"""Added to the price of a turn inside a section whose heading names its part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What a heading says of the clock."""

    part: str
    """review plan governance, or empty."""
    mixed: bool
    """Whether it names the other part too: 工作回顾和今后任务."""
    spans: tuple[Span, ...]
    """The years it names, in order."""
    weight: float = 0.0
    """How much it speaks for its part; 0 where it rules its whole section."""
    trace: Trace = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """The part of every sentence (none, where nothing in the text speaks for any), how sure that is (0 to 1), and what
    decided."""

    parts: tuple[str, ...]
    sureness: tuple[float, ...]
    headings: tuple[Heading | None, ...]
    signs: tuple[float, ...]
    """What the words of each sentence weigh for the plan (above 0) or the review (below 0)."""
    claimed: tuple[bool, ...]
    """Whether each stands in a section whose heading names its part."""


def divide(text: str, drafts: Sequence[Draft], now: Now, rules: Rules) -> Division:
    """The cheapest division of the sentences of a report (those of its appendices left out)."""
    headings = tuple(_heading(draft, now, rules) if draft.level else None for draft in drafts)
    signs = tuple(_signs(text, draft, rules) for draft in drafts)
    weights = [_weight(sign, h, d) for sign, h, d in zip(signs, headings, drafts, strict=True)]
    claims = tuple(_claims(drafts, headings))
    turns = [_turn(_place(draft), claim) for draft, claim in zip(drafts, claims, strict=True)]
    ways = _cheapest(weights, turns)
    parts = tuple(_PARTS[way] for way in ways) if any(weights) else ("",) * len(drafts)
    return Division(
        parts=parts, sureness=tuple(_sure(weights, turns, ways)), headings=headings,
        signs=signs, claimed=tuple(claim == "one" for claim in claims),
    )  # fmt: skip


def read_title(title: str, now: Now, rules: Rules) -> Heading:
    """The part and the years that the words of a heading name.

    The last noun of a title is its head (目标任务完成情况 is of the review); of coordinated titles each has its own.
    """
    pieces = (rules.ask("structure.part", piece) for piece in _JOINED.split(title))
    found = [decision for decision in pieces if decision and not decision.rule.default]
    spans = _spans(title, now, rules)
    if found:
        ruling = [decision for decision in found if "weight" not in decision.set] or found
        ways = {PLAN if one.set["part"] == "governance" else one.set["part"] for one in ruling}
        first = ruling[0]
        weight = float(first.set.get("weight", 0))
        trace = (("part", first.id),)
        return Heading(part=first.set["part"], mixed=len(ways) > 1, spans=spans, weight=weight, trace=trace)
    if spans and now.ahead:
        past = {span.last < now.ahead for span in spans}
        part = REVIEW if spans[0].last < now.ahead else PLAN
        default = rules.asked("structure.part").default()
        trace = (("part", default.id if default else ""),)
        return Heading(part=part, mixed=len(past) > 1, spans=spans, trace=trace)
    return Heading(part="", mixed=False, spans=spans)


def _spans(title: str, now: Now, rules: Rules) -> tuple[Span, ...]:
    found = []
    for decision in rules.every("structure.years", title):
        if span := calendar.span(decision.set["year"], decision.groups, now):
            found.append((decision.start, span))
    return tuple(span for _, span in sorted(found, key=lambda pair: pair[0]))


def _heading(draft: Draft, now: Now, rules: Rules) -> Heading | None:
    if draft.level == 1 or _spans(draft.title, now, rules):
        return read_title(draft.title, now, rules)
    return None


def _signs(text: str, draft: Draft, rules: Rules) -> float:
    """What speaks for the plan (above 0) or the review (below 0)."""
    total = 0.0
    for rule in rules.matching("structure.sign", text[draft.body : draft.end]):
        weight = float(rule.set["weight"])
        total += weight if rule.set["part"] == PLAN else -weight
    return max(-_MOST_SIGNS, min(_MOST_SIGNS, total))


def _weight(sign: float, heading: Heading | None, draft: Draft) -> float:
    """The signs of a sentence, or what a heading says, which outweighs them."""
    if draft.level != 1 or heading is None or not heading.part:
        return sign
    weight = heading.weight or (_HEADING if draft.numbered else _LINE)
    return -weight if heading.part == REVIEW else weight


@quick
@dataclass(frozen=True, slots=True)
class _Turn:
    ahead: float
    """Price of turning to the plan at a sentence."""
    back: float


def _claims(drafts: Sequence[Draft], headings: Sequence[Heading | None]) -> Iterator[str]:
    """What the heading above says of the parts below it: nothing, "one", or "both"."""
    claim = ""
    for draft, heading in zip(drafts, headings, strict=True):
        if draft.level == 1 and heading:
            claim = "both" if heading.mixed else "one" if heading.part and not heading.weight else ""
        yield claim


def _place(draft: Draft) -> str:
    return "heading" if draft.level == 1 else "paragraph" if draft.opens else "sentence"


@cache
def _turn(place: str, claim: str) -> _Turn:
    """The prices at a heading, or the first sentence of a paragraph, or another one, below a heading that claims this."""
    if place == "heading":
        return _Turn(_TURN[place], _BACK[place])
    if claim == "both":
        return _Turn(_ANNOUNCED[place], _BACK[place])
    more = _CLAIMED if claim else 0.0
    return _Turn(_TURN[place] + more, _BACK[place] + more)


def _prices(sign: float) -> tuple[float, float]:
    """Price of a sentence in the review and in the plan."""
    return max(sign, 0.0), max(-sign, 0.0)


def _cheapest(signs: Sequence[float], turns: Sequence[_Turn]) -> list[int]:
    costs = (0.0, _BEGINS_AHEAD)
    came: list[tuple[int, int]] = []
    for place, (sign, turn) in enumerate(zip(signs, turns, strict=True)):
        review, plan = _prices(sign)
        if not place:
            costs = (costs[0] + review, costs[1] + plan)
            came.append((0, 1))
            continue
        from_plan, to_plan = costs[1] + turn.back, costs[0] + turn.ahead
        came.append((1 if from_plan < costs[0] else 0, 0 if to_plan < costs[1] else 1))
        costs = (min(costs[0], from_plan) + review, min(costs[1], to_plan) + plan)
    way = 0 if costs[0] <= costs[1] else 1
    ways: list[int] = []
    for step in reversed(came):
        ways.append(way)
        way = step[way]
    return ways[::-1]


def _sure(signs: Sequence[float], turns: Sequence[_Turn], ways: Sequence[int]) -> list[float]:
    """The share of all divisions, each weighed by the exponential of minus its price, that agree at a sentence."""
    forward: list[tuple[float, float]] = []
    for place, (sign, turn) in enumerate(zip(signs, turns, strict=True)):
        review, plan = _prices(sign)
        if not place:
            forward.append((-review, -plan - _BEGINS_AHEAD))
            continue
        before = forward[-1]
        forward.append((
            _add(before[0], before[1] - turn.back) - review,
            _add(before[1], before[0] - turn.ahead) - plan,
        ))  # fmt: skip
    backward = [(0.0, 0.0)] * len(signs)
    for place in range(len(signs) - 2, -1, -1):
        review, plan = _prices(signs[place + 1])
        turn, after = turns[place + 1], backward[place + 1]
        backward[place] = (
            _add(after[0] - review, after[1] - plan - turn.ahead),
            _add(after[1] - plan, after[0] - review - turn.back),
        )
    sure = []
    for (a, b), (c, d), way in zip(forward, backward, ways, strict=True):
        both = (a + c, b + d)
        sure.append(math.exp(both[way] - _add(*both)))
    return sure


def _add(a: float, b: float) -> float:
    """The logarithm of the sum of two exponentials."""
    high, low = (a, b) if a > b else (b, a)
    return high + math.log1p(math.exp(low - high))
