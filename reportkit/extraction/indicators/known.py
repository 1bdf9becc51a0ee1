"""Names of indicators → the lexicon's canonical names and topics."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportkit.model.quick import quick
from reportkit.rules import Decision, Rules, cache

_GLOSS = re.compile("（[^（）]*）|的(?=比[重例率])")
"""What a name may add: brackets, 地区生产总值（GDP）, and 的 before what it is a share of."""


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An indicator of the lexicon."""

    name: str = ""
    topic: str = ""
    unit: str = ""
    """The unit that it usually has."""


_NONE = Known()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lexicon:
    terms: dict[str, Known]
    verbs: frozenset[str]
    """What may stand before a term, beside an area."""
    longest: int
    """Characters of the longest verb."""
    suffix: re.Pattern[str]
    """What may stand after a term."""
    growth: tuple[str, ...]
    """What a term may leave out of which growth is stated: 增长."""


def canonical(name: str, measure: str, area: Decision | None, rules: Rules) -> Known:
    """The indicator that a name means; empty when the lexicon holds none that fits. ``area`` is what it is said to be of.

    What a name adds in brackets, and 的 before 比重, may be left out. An area or a verb may stand before the term, a word for
    its size or rate behind it; of a rate of change the term may name the growth itself: 经济 of which it is said to grow is
    经济增长.
    """
    lexicon = rules.memo(_lexicon)
    found = _meant(name, measure, area, lexicon)
    if found is not _NONE or (bare := _GLOSS.sub("", name)) == name:
        return found
    return _meant(bare, measure, rules.ask("indicators.scope", bare), lexicon)


def _meant(name: str, measure: str, area: Decision | None, lexicon: _Lexicon) -> Known:
    """The indicator that a name means as it is written."""
    starts = [0, area.end] if area else [0]
    starts += [end for end in range(1, min(len(name), lexicon.longest) + 1) if name[:end] in lexicon.verbs]
    for start in starts:
        rest = name[start:]
        if measure == "growth":
            grown = (lexicon.terms.get(rest + word) for word in lexicon.growth)
            if found := next(filter(None, grown), None):
                return found
        suffix = lexicon.suffix.search(rest)
        if found := lexicon.terms.get(rest) or (lexicon.terms.get(rest[: suffix.start()]) if suffix else None):
            return found
    return _NONE


def _lexicon(rules: Rules) -> _Lexicon:
    terms: dict[str, Known] = {}
    for row in rules.lexicon("indicators"):
        for term in (row["indicator"], *filter(None, row["aliases"].split("|"))):
            terms.setdefault(term, Known(name=row["indicator"], topic=row["topic"], unit=row["unit"]))
    verbs = frozenset(r["verb"] for r in rules.lexicon("verbs") if {"act", "light"} & set(r["kind"].split("|")))
    return _Lexicon(
        terms=terms,
        verbs=verbs,
        longest=max(map(len, verbs)),
        suffix=cache.pattern(f"(?:{rules.terms('figure_words')})\\Z"),
        growth=tuple(r["word"] for r in rules.lexicon("function_words") if r["kind"] == "growth"),
    )
