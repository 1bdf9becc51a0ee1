"""Targets without a number: growth in step, what a superior has set, a state to be kept."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportkit.model.records import Outline
from reportkit.rules import Rule, Rules, cache

_CLAUSE = re.compile(r"[^，。；：！？\n]+")


@dataclass(frozen=True, slots=True)
class Worded:
    """A clause that states a target in words."""

    start: int
    end: int
    sentence: int
    name: str
    basis: str
    rule: Rule


def _compiled(rules: Rules) -> tuple[re.Pattern[str], re.Pattern[str], list[tuple[Rule, re.Pattern[str]]]]:
    lead = cache.pattern("(?:力争|确保|保证|争取|努力|推动|促进|保持|使得?|让|全面|要|继续|其中)*")
    measurable = cache.pattern("|".join(rules.terms(n) for n in ("indicators", "measure_nouns", "measurables")))
    return lead, measurable, [(r, r.compile()) for r in rules.family("indicators.wordless")]


def worded(outline: Outline, rules: Rules, taken: Sequence[int]) -> Iterator[Worded]:
    """Targets in words in the plan and the lists; ``taken`` are the starts of the numbers that have a row, in order."""
    lead, measurable, patterns = rules.memo(_compiled)
    text = outline.document.text
    for index, sentence in enumerate(outline.sentences):
        if (
            sentence.frame.outlook != "ahead"
            or sentence.part not in ("plan", "appendix", "governance")
            or sentence.stance
            or sentence.kind in ("heading", "front")
        ):
            continue
        for clause in _CLAUSE.finditer(text, sentence.body, sentence.end):
            begin = lead.match(text, clause.start(), clause.end())
            start = begin.end() if begin else clause.start()
            if bisect_left(taken, start) < bisect_left(taken, clause.end()):
                continue
            for rule, pattern in patterns:
                m = pattern.fullmatch(text, start, clause.end())
                if m and measurable.search(m["name"]):
                    group = m.groupdict()
                    yield Worded(start, clause.end(), index, group["name"], group.get("basis") or "", rule)
                    break
