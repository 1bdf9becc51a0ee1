"""The patterns and lexicons that tell a subject from what surrounds it, compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportkit.rules import Asked, Rules, cache


@dataclass(frozen=True, slots=True)
class Words:
    """What ``subject`` and ``elision`` ask of the rules."""

    predicate: Asked
    lead: Asked
    """Times and openings before a subject."""
    trail: Asked
    """Adverbials between a subject and its predicate, at the end of a text."""
    verb: re.Pattern[str]
    """Adverbs and one verb (group verb) at the start of a text."""
    verbs: frozenset[str]
    adverbs: frozenset[str]
    longest: int
    """Characters of the longest verb."""
    tail: Asked
    """Where the noun that follows a number ends."""
    attribute: Asked
    """Names that leave out their noun."""
    known: re.Pattern[str]
    """Indicators of the lexicon."""
    generic: re.Pattern[str]
    """Names that need the subject before, after 、."""
    generic_far: re.Pattern[str]
    """The same after a comma."""
    measured: re.Pattern[str]
    """A generic head at the end of a text."""
    measure_noun: re.Pattern[str]
    shared_tail: re.Pattern[str]
    """A measure noun with the nouns before it that all members of a coordination share: 常住居民人均可支配收入."""
    event: re.Pattern[str]
    event_end: re.Pattern[str]
    nouns: frozenset[str]
    events: frozenset[str]
    people: frozenset[str]
    kinds: dict[str, str]
    """Unit → kind of unit."""
    fused: tuple[tuple[str, tuple[str, ...]], ...]

    def kind(self, unit: str) -> str:
        """The kind of a unit; ``none`` without one."""
        return self.kinds.get(unit, "none")

    def counts(self, unit: str) -> bool:
        """Whether things or people are counted in a unit."""
        return self.kind(unit) in ("count", "person")

    def without_trail(self, subject: str) -> str:
        """A subject without the adverbials at its end."""
        trail = self.trail.ask(subject)
        return subject[: trail.start] if trail else subject

    def last_verb(self, text: str) -> tuple[str, int] | None:
        """The verb that ends a text, 了 and 出 after it aside, and where it begins."""
        for start in range(max(0, len(text) - self.longest - 1), len(text)):
            for end in (len(text), len(text) - text.endswith(("了", "出"))):
                if text[start:end] in self.verbs:
                    return self._bare(text, start, end)
        return None

    def _bare(self, text: str, start: int, end: int) -> tuple[str, int]:
        """The verb without what is an adverb before another verb: 规划建设 is 建设."""
        for middle in range(end - 1, start, -1):
            if text[start:middle] in self.adverbs and text[middle:end] in self.verbs:
                return text[middle:end], middle
        return text[start:end], start

    def kept(self, verb: str) -> bool:
        """Whether a verb belongs to the name: 新增高标准农田."""
        return verb in self.events or verb in self.nouns


def words(rules: Rules) -> Words:
    """Compiled from the rules. Raises BadRules."""
    verbs = {row["verb"]: set(row["kind"].split("|")) for row in rules.lexicon("verbs")}
    adverb, verb, event = rules.terms("adverbs"), rules.terms("verbs"), rules.terms("verbs", "kind", "event")
    measure_noun = f"(?:人均)?(?:{rules.terms('measure_nouns')})\\Z"
    return Words(
        predicate=rules.asked("indicators.predicate"),
        lead=rules.asked("indicators.lead"),
        trail=rules.asked("indicators.trail"),
        verb=cache.pattern(f"(?:{adverb})*(?P<verb>{verb})(?:了|出|好|成|起)?"),
        verbs=frozenset(verbs),
        adverbs=frozenset(row["adverb"] for row in rules.lexicon("adverbs")),
        longest=max(map(len, verbs)),
        tail=rules.asked("indicators.tail"),
        attribute=rules.asked("indicators.attribute"),
        known=cache.pattern(rules.terms("indicators")),
        generic=cache.pattern(rules.terms("generic_heads")),
        generic_far=cache.pattern(rules.terms("generic_heads", "reach", "comma")),
        measure_noun=cache.pattern(measure_noun),
        shared_tail=cache.pattern(f"(?:{rules.terms('shared_nouns')})*{measure_noun}"),
        event=cache.pattern(f"(?:{event})(?:[、和及](?:{event}))*"),
        measured=cache.pattern(f"(?:{rules.terms('generic_heads', 'reach', 'comma')})\\Z"),
        event_end=cache.pattern(f"(?:{event})\\Z"),
        nouns=frozenset(v for v, kinds in verbs.items() if "noun" in kinds),
        events=frozenset(v for v, kinds in verbs.items() if "event" in kinds),
        people=frozenset(v for v, kinds in verbs.items() if "people" in kinds),
        kinds={row["unit"]: row["kind"] for row in rules.lexicon("units")},
        fused=tuple((r["written"], tuple(r["members"].split("|"))) for r in rules.lexicon("coordinations")),
    )
