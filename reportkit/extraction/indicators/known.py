"""Names of indicators → the lexicon's canonical names and topics."""

from __future__ import annotations

from dataclasses import dataclass

from reportkit.rules import Rules

_PLACES = tuple(f"全{place}" for place in "市省县区州旗国盟") + tuple(f"我{place}" for place in "市省县区")
_SUFFIXES = ("", "增速", "增幅", "涨幅", "总量", "总额", "预期目标", "目标", "规模", "数量", "总数", "建设")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An indicator of the lexicon."""

    name: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lexicon:
    terms: dict[str, Known]
    prefixes: frozenset[str]
    """What may stand before a term: places and verbs."""
    longest: int
    """Characters of the longest prefix."""


def canonical(name: str, rules: Rules) -> Known:
    """The indicator that a name means; empty when the lexicon holds none that fits.

    A place or a verb may stand before the term, a word for its size or rate behind it.
    """
    lexicon = rules.memo(_lexicon)
    for start in range(min(len(name), lexicon.longest), -1, -1):
        if start and name[:start] not in lexicon.prefixes:
            continue
        for suffix in _SUFFIXES:
            if name.endswith(suffix) and (found := lexicon.terms.get(name[start:].removesuffix(suffix))):
                return found
    return Known()


def _lexicon(rules: Rules) -> _Lexicon:
    terms: dict[str, Known] = {}
    for row in rules.lexicon("indicators"):
        for term in (row["indicator"], *filter(None, row["aliases"].split("|"))):
            terms.setdefault(term, Known(name=row["indicator"], topic=row["topic"]))
    verbs = {row["verb"] for row in rules.lexicon("verbs") if {"act", "light"} & set(row["kind"].split("|"))}
    prefixes = frozenset(verbs | set(_PLACES))
    return _Lexicon(terms=terms, prefixes=prefixes, longest=max(map(len, prefixes)))
