"""The patterns and lexicons that tell a subject from what surrounds it, compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

from reportkit.rules import Asked, Rules, cache

OF = "的"
"""The particle of attributes. After a verb it makes a relative clause, which is part of the name: 增加的产量."""


@dataclass(frozen=True, slots=True, kw_only=True)
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
    added_end: re.Pattern[str]
    """A verb of what is added at the end of a text: 里程新增."""
    nouns: frozenset[str]
    attributive: frozenset[str]
    """Verbs without an object, which narrow the noun after them."""
    formal: frozenset[str]
    """Verbs whose object is itself a verb: 开展审计."""
    deeds: frozenset[str]
    """Verbs of something done, which can be that object."""
    figures: frozenset[str]
    """Generic heads of the figure before itself: 占比, not 产量."""
    events: frozenset[str]
    people: frozenset[str]
    numbers: dict[str, str]
    """Unit of people → how many there are: 户 → 户数."""
    branch: re.Pattern[str]
    """A branch of the economy at the start of a clause that tells how it fares."""
    branch_figure: re.Pattern[str]
    """Figures that a clause leaves to the branch told of before it."""
    members: re.Pattern[str]
    """What parts the members of a coordination."""
    joints: tuple[str, ...]
    """The same as words."""
    link: re.Pattern[str]
    """The same but for 、."""
    hand_out: re.Pattern[str]
    """分别: the numbers after it are one each of the members before it."""
    in_turn: re.Pattern[str]
    """接连: the numbers after it are of one subject, one after the other."""
    per_start: re.Pattern[str]
    """每千人, 人均 at the start of a text."""
    share: re.Pattern[str]
    """占: what follows is the whole of which a share is."""
    shares: dict[str, str]
    """The same → how it is written where it ends a name: 占比."""
    per_end: re.Pattern[str]
    """人均, 户均 at the end of a text."""
    list_end: re.Pattern[str]
    """At the end of a name that wants the noun after the number."""
    copula: re.Pattern[str]
    """At the end of a text: what follows is said of what stands before."""
    joint_end: re.Pattern[str]
    """A joint at the end of a text."""
    joined: re.Pattern[str]
    """What stands between two numbers side by side (group list: a joint, not a comma)."""
    bound_before: re.Pattern[str]
    """A word of bound at the end of a text."""
    bound_after: re.Pattern[str]
    """Words of bound behind a number, with 的."""
    achieved: re.Pattern[str]
    """Who all members of a coordination are about, and the first: 规模以上工业实现销售收入、利税."""
    measure_end: re.Pattern[str]
    """The last character of what is measured."""
    money_noun: re.Pattern[str]
    """A noun for a sum at the end of a text: 资金."""
    short_nouns: frozenset[str]
    """Nouns of one character that are counted."""
    kinds: dict[str, str]
    """Unit → kind of unit."""
    fused: tuple[tuple[str, tuple[str, ...]], ...]

    def kind(self, unit: str) -> str:
        """The kind of a unit; ``none`` without one."""
        return self.kinds.get(unit, "none")

    def counts(self, unit: str) -> bool:
        """Whether things or people are counted in a unit."""
        return self.kind(unit) in ("count", "person")

    def closed(self, name: str) -> str:
        """A name that ends in the word of a share, written as the name of one: 占 is 占比."""
        word = next((word for word in self.shares if name.endswith(word)), "")
        return name.removesuffix(word) + self.shares[word] if word else name

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
    joints, small = rules.terms("joints"), partial(rules.terms, "function_words", "kind")
    measure_noun = f"(?:{small('per')})?(?:{rules.terms('measure_nouns')})\\Z"
    bound_after, bound_before = (rules.terms("bound_words", "place", place) for place in ("after", "before"))
    return Words(
        predicate=rules.asked("indicators.predicate"),
        lead=rules.asked("indicators.lead"),
        trail=rules.asked("indicators.trail"),
        infix=rules.asked("indicators.infix"),
        verb=cache.pattern(f"(?>{adverb})*(?P<verb>{verb})(?:{rules.terms_unless('verb_particles')})?"),
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
        event=cache.pattern(f"(?:{event})(?:(?:{joints})(?:{event}))*"),
        measured=cache.pattern(f"(?:{rules.terms('generic_heads', 'reach', 'comma')})\\Z"),
        event_end=cache.pattern(f"(?:{event})\\Z"),
        added_end=cache.pattern(f"(?<=.)(?:{rules.terms('verbs', 'kind', 'added')})\\Z"),
        bound_before=cache.pattern(f"(?:{bound_before})\\Z"),
        nouns=frozenset(v for v, kinds in verbs.items() if "noun" in kinds),
        attributive=frozenset(v for v, kinds in verbs.items() if "attributive" in kinds),
        formal=frozenset(v for v, kinds in verbs.items() if "formal" in kinds),
        deeds=frozenset(v for v, kinds in verbs.items() if "act" in kinds and not kinds & {"modal", "light", "formal"}),
        figures=frozenset(row["head"] for row in rules.lexicon("generic_heads") if row["of"] == "figure"),
        events=frozenset(v for v, kinds in verbs.items() if "event" in kinds),
        people=frozenset(v for v, kinds in verbs.items() if "people" in kinds),
        numbers={row["unit"]: row["number"] for row in rules.lexicon("people_numbers")},
        branch=cache.pattern(
            f"(?P<name>[\u4e00-\u9fff]{{1,8}}?(?:{rules.terms('branch_words', 'kind', 'branch')}))"
            f"(?:\\Z|(?>{adverb})*(?:{verb}))"
        ),
        branch_figure=cache.pattern(rules.terms("branch_words", "kind", "figure")),
        members=cache.pattern(joints),
        joints=tuple(row["joint"] for row in rules.lexicon("joints")),
        link=cache.pattern(f"(?!、)(?:{joints}|{small('and')})"),
        hand_out=cache.pattern(small("hand_out")),
        in_turn=cache.pattern(small("in_turn")),
        per_start=cache.pattern(
            f"(?:每[一十百千万0-9]*(?:名|个)?(?:{rules.terms('people_numbers')}|人口|常住人口))|(?:{small('per')})"
        ),
        share=cache.pattern(small("share")),
        shares={r["word"]: r["named"] for r in rules.lexicon("function_words") if r["kind"] == "share"},
        per_end=cache.pattern(f"(?:{small('per')})\\Z"),
        list_end=cache.pattern(f"(?:{small('list_end')}|{OF})\\Z"),
        copula=cache.pattern(f"(?:{small('copula')})\\Z"),
        joint_end=cache.pattern(f"(?!、)(?:{joints})\\Z"),
        joined=cache.pattern(f"(?:{bound_after})?(?:(?P<list>{joints})|，)(?:{bound_before}|{small('each')})?\\Z"),
        bound_after=cache.pattern(f"(?:{bound_after}){OF}?"),
        achieved=cache.pattern(f"(?P<who>.{{2,}}?)(?:{rules.terms('verbs', 'kind', 'achieve')})(?P<what>.{{2,}})"),
        measure_end=cache.pattern(f"(?:{rules.terms('measure_endings')})\\Z"),
        money_noun=cache.pattern(f"(?:{rules.terms('money_nouns')})\\Z"),
        short_nouns=frozenset(row["word"] for row in rules.lexicon("short_nouns")),
        kinds={row["unit"]: row["kind"] for row in rules.lexicon("units")},
        fused=tuple((r["written"], tuple(r["members"].split("|"))) for r in rules.lexicon("coordinations")),
    )
