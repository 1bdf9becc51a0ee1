"""Mentions of one thing become one project: its best name, state, sector, place and size."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportkit.extraction.projects.layout import Layout
from reportkit.extraction.projects.places import Places
from reportkit.extraction.projects.records import Mention
from reportkit.extraction.projects.status import State, state
from reportkit.model.records import Number, Project
from reportkit.rules import Rules, cache

_MARKS = re.compile(r"[“”《》（）·、，—\-]")
_BRAND = re.compile("“([^”]{3,})”")
_CLOSE = 0.6
_SHORTEST = 3


def merge(
    found: Sequence[Mention], ground: Layout, ledger: Sequence[Number], near: Places, rules: Rules
) -> Iterator[Project]:
    """One project for each thing that the mentions name, in order of first mention."""
    generic, units = rules.memo(_generic), rules.memo(_units)
    groups: dict[str, list[Mention]] = {}
    for mention in found:
        key = _key(mention.name, generic)
        if key not in groups:
            known = (k for k in groups if (k in key or key in k) and _same(key, k, generic))
            groups[key] = groups[twin] if (twin := next(known, "")) else []
        groups[key].append(mention)
    sizes = [n for n in ledger if n.role == "value" and n.unit in units["money"] | units["size"]]
    for members in {id(g): g for g in groups.values()}.values():
        yield _project(members, ground, sizes, near, rules)


@dataclass(frozen=True, slots=True)
class _Generic:
    """What two names of one thing may differ in, and what keeps them apart."""

    tail: re.Pattern[str]
    inner: re.Pattern[str]
    phase: re.Pattern[str]


def _generic(rules: Rules) -> _Generic:
    tail, inner, phase = (rules.terms("project_generic", "kind", kind) for kind in ("tail", "inner", "phase"))
    return _Generic(cache.pattern(f"(?:{tail})+\\Z"), cache.pattern(inner), cache.pattern(phase))


def _units(rules: Rules) -> dict[str, frozenset[str]]:
    """The units of money and of size."""
    rows = rules.lexicon("project_sizes")
    return {kind: frozenset(row["unit"] for row in rows if row["kind"] == kind) for kind in ("money", "size")}


def _key(name: str, generic: _Generic) -> str:
    """What two names of one thing share: the quotation, or the words without generic ones."""
    if m := _BRAND.search(name):
        return m[1]
    bare = generic.inner.sub("", _MARKS.sub("", name))
    return generic.tail.sub("", bare) or bare


def _same(one: str, two: str, generic: _Generic) -> bool:
    """Whether two keys, one contained in the other, name one thing."""
    short, long = sorted((one, two), key=len)
    rest = long.replace(short, "", 1)
    return len(short) >= _SHORTEST and len(short) / len(long) >= _CLOSE and not generic.phase.fullmatch(rest)


def _project(members: list[Mention], ground: Layout, sizes: Sequence[Number], near: Places, rules: Rules) -> Project:
    best = max(members, key=lambda m: (len(m.name), -m.start))
    states = [state(m, ground, rules) for m in members]
    last = _last(states)
    value, unit = _size(members, ground, sizes, rules)
    return Project(
        name=best.name,
        kind=best.kind,
        sector=_sector(best.name, best.kind, rules),
        place=_place(best, ground, near),
        status=last.status,
        action=last.action,
        value=value,
        unit=unit,
        mentions=tuple((m.start, m.end) for m in members),
        sentence=members[0].sentence,
        trace=(("name", best.rule), ("status", last.rule)),
    )


def _last(states: Sequence[State]) -> State:
    """The last state that words decide; what was under way before is not begun anew."""
    decided = [s for s in states if not s.default] or states[-1:]
    last = decided[-1]
    return next((s for s in decided if s.status == "ongoing"), last) if last.status == "start" else last


def _sectors(rules: Rules) -> tuple[dict[str, str], dict[str, int]]:
    """The sector of every word, and the length of the longest that ends with a character."""
    words: dict[str, str] = {}
    for row in rules.lexicon("project_sectors"):
        words.setdefault(row["word"], row["sector"])
    longest: dict[str, int] = {}
    for word in words:
        longest[word[-1]] = max(longest.get(word[-1], 0), len(word))
    return words, longest


def _sector(name: str, kind: str, rules: Rules) -> str:
    """The sector whose word stands last in the name: the head tells more than what modifies it."""
    words, longest = rules.memo(_sectors)
    for end in range(len(name), 0, -1):
        shortest = 1 if kind == "project" and end == len(name) else 2
        for length in range(min(longest.get(name[end - 1], 0), end), shortest - 1, -1):
            if sector := words.get(name[end - length : end]):
                return sector
    return ""


def _place(mention: Mention, ground: Layout, near: Places) -> str:
    """The region that the name, or the words right before it, mention."""
    begin, _ = ground.clause(mention.start)
    return near.first(mention.name) or near.first(ground.text[max(begin, mention.start - 6) : mention.start])


def _start(number: Number) -> int:
    return number.start


def _size(
    members: Sequence[Mention], ground: Layout, sizes: Sequence[Number], rules: Rules
) -> tuple[Decimal | None, str]:
    """The first amount of money, else size, that stands in the clause of a mention."""
    for units in rules.memo(_units).values():
        for mention in members:
            begin, end = ground.clause(mention.start)
            if further := rules.ask("projects.size", ground.masked, end):
                end = further.end
            place = bisect_left(sizes, begin, key=_start)
            while place < len(sizes) and sizes[place].start < end:
                if sizes[place].unit in units and not mention.start <= sizes[place].start < mention.end:
                    return sizes[place].value, sizes[place].unit
                place += 1
    return None, ""
