"""Targets without a number: growth in step, what a superior has set, a state to be kept."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportkit.extraction.indicators.elision import without_lead
from reportkit.extraction.indicators.words import Words, words
from reportkit.model.records import Outline
from reportkit.rules import Asked, Rule, Rules, cache

_CLAUSE = re.compile(r"[^，。；：！？\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """A clause that states a target in words."""

    start: int
    end: int
    sentence: int
    name: str
    basis: str
    rule: Rule


def _compiled(rules: Rules) -> tuple[Asked, re.Pattern[str], Asked]:
    lead = rules.asked("indicators.wordless_lead")
    measurable = cache.pattern("|".join(rules.terms(n) for n in ("indicators", "measure_nouns", "measurables")))
    return lead, measurable, rules.asked("indicators.wordless")


def _named(written: str, known: Words) -> str:
    """The name without the openings before it and the adverbs behind it: 但基本民生投入确保 is 基本民生投入."""
    return known.without_trail(without_lead(written, known))


def worded(outline: Outline, rules: Rules, taken: Sequence[int]) -> Iterator[Worded]:
    """Targets in words in the plan and the lists; ``taken`` are the starts of the numbers that have a row, in order."""
    lead, measurable, family = rules.memo(_compiled)
    known, text = rules.memo(words), outline.document.text
    for index, sentence in enumerate(outline.sentences):
        if (
            sentence.frame.outlook != "ahead"
            or sentence.part not in ("plan", "appendix", "governance")
            or sentence.stance
            or sentence.kind in ("heading", "front", "row")
        ):
            continue
        for clause in _CLAUSE.finditer(text, sentence.body, sentence.end):
            if not family.may(text, *clause.span()):
                continue
            begin = lead.ask(text, clause.start(), clause.end())
            start = begin.end if begin else clause.start()
            if bisect_left(taken, start) < bisect_left(taken, clause.end()):
                continue
            for decided in family.every(text, start, clause.end()):
                if measurable.search(decided.groups["name"]):
                    yield Worded(
                        start=start,
                        end=clause.end(),
                        sentence=index,
                        name=_named(decided.groups["name"], known),
                        basis=decided.groups.get("basis", ""),
                        rule=decided.rule,
                    )
                    break
