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
    infix: Asked
    """Adverbs inside a subject."""
    verb: re.Pattern[str]
    """Adverbs and one verb (group verb) at the start of a text."""
    ends_in_verb: re.Pattern[str]
    """One verb (group verb) at the end of a text."""
    verbs: frozenset[str]
    adverbs: frozenset[str]
    longest: int
    """Characters of the longest verb."""
    tail: Asked
    """Where the noun that follows a number ends."""
    attribute: Asked
    """Names that leave out their noun."""
    aside: Asked
    """Clauses that name nothing that is measured."""
    turn: Asked
    """Where a clause turns to another action after 、."""
    known: re.Pattern[str]
    """Indicators of the lexicon, and nouns that begin like a verb."""
    acts: re.Pattern[str]
    """Adverbs and verbs at the end of a text."""
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
    attributive: frozenset[str]
    """Verbs without an object, which narrow the noun after them."""
    figures: frozenset[str]
    """Generic heads of the figure before itself: 占比, not 产量."""
    events: frozenset[str]
    people: frozenset[str]
    numbers: dict[str, str]
    """Unit of people → how many there are: 户 → 户数."""
    members: re.Pattern[str]
    """What parts the members of a coordination."""
    link: re.Pattern[str]
    """The same but for 、."""
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
        m = self.ends_in_verb.search(text, max(0, len(text) - self.longest - 1))
        return self._bare(text, *m.span("verb")) if m else None

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
        infix=rules.asked("indicators.infix"),
        verb=cache.pattern(f"(?>{adverb})*(?P<verb>{verb})(?:{rules.terms('verb_particles')})?"),
        ends_in_verb=cache.pattern(f"(?P<verb>{verb})(?:{rules.terms('verb_particles', 'kind', 'result')})?\\Z"),
        verbs=frozenset(verbs),
        adverbs=frozenset(row["adverb"] for row in rules.lexicon("adverbs")),
        longest=max(map(len, verbs)),
        tail=rules.asked("indicators.tail"),
        attribute=rules.asked("indicators.attribute"),
        aside=rules.asked("indicators.aside"),
        turn=rules.asked("indicators.turn"),
        known=cache.pattern(f"{rules.terms('noun_compounds')}|{rules.terms('indicators')}"),
        acts=cache.pattern(f"(?>{adverb}|{verb})+\\Z"),
        generic=cache.pattern(rules.terms("generic_heads")),
        generic_far=cache.pattern(rules.terms("generic_heads", "reach", "comma")),
        measure_noun=cache.pattern(measure_noun),
        shared_tail=cache.pattern(f"(?:{rules.terms('shared_nouns')})*{measure_noun}"),
        event=cache.pattern(f"(?:{event})(?:[、和及](?:{event}))*"),
        measured=cache.pattern(f"(?:{rules.terms('generic_heads', 'reach', 'comma')})\\Z"),
        event_end=cache.pattern(f"(?:{event})\\Z"),
        nouns=frozenset(v for v, kinds in verbs.items() if "noun" in kinds),
        attributive=frozenset(v for v, kinds in verbs.items() if "attributive" in kinds),
        figures=frozenset(row["head"] for row in rules.lexicon("generic_heads") if row["of"] == "figure"),
        events=frozenset(v for v, kinds in verbs.items() if "event" in kinds),
        people=frozenset(v for v, kinds in verbs.items() if "people" in kinds),
        numbers={row["unit"]: row["number"] for row in rules.lexicon("people_numbers")},
        members=cache.pattern(rules.terms("joints")),
        link=cache.pattern(f"(?!、)(?:{rules.terms('joints')}|并)"),
        kinds={row["unit"]: row["kind"] for row in rules.lexicon("units")},
        fused=tuple((r["written"], tuple(r["members"].split("|"))) for r in rules.lexicon("coordinations")),
    )
