"""Finds the names: by head noun, by quotation marks, in lists, as documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import cast

from reportkit.extraction.projects.edges import HEADS, UNBOUNDED, Edge, Words, edge, proper, words
from reportkit.extraction.projects.layout import Layout
from reportkit.extraction.projects.places import Places
from reportkit.extraction.projects.shared import row
from reportkit.model.codes import Named
from reportkit.model.quick import quick
from reportkit.rules import Asked, Decision, Facts, Later, Rules

_ITEM = re.compile("[^、]+")
_QUOTE = re.compile("“[^”]*”")
_LONGEST = 40
"""Characters of the longest name."""
_SHORTEST = 2
"""Characters of the shortest member of an enumeration."""
_OWN_NAME = 5
"""Characters behind a slogan that make a name of the whole: “小巨人”企业培育工程, but not “三农”工程."""
_REACH = 80
"""Characters before a head noun in which its name may begin."""
_ENTRY, _DOCUMENT, _LIST, _HEAD, _QUOTATION, _KNOWN = 0, 1, 2, 10, 100, 1000
"""Ranks of the ways to find a name; those of head nouns and quotations count on, rule by rule."""


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A name found, before overlaps are settled."""

    start: int
    end: int
    kind: Named
    rule: str
    rank: int
    """Candidates of lower rank win."""
    tail: str = ""
    """The head noun that the name shares with another one and leaves unsaid."""


def find(layout: Layout, places: Places, rules: Rules) -> Iterator[Candidate]:
    """Every candidate; ranks follow the order of the families and of the rules in them."""
    lexicons = rules.memo(words)
    yield from _entries(layout, rules)
    yield from _documents(layout, rules)
    yield from _lists(layout, places, lexicons, rules)
    yield from _heads(layout, places, lexicons, rules)
    yield from _quotes(layout, lexicons, rules)
    for decision in rules.every("projects.known", layout.text):
        yield _named(decision, _KNOWN)


def _kind(decision: Decision) -> Named:
    return cast(Named, decision.set["kind"])


def _named(decision: Decision, rank: int) -> Candidate:
    """A candidate whose rule marks the name as a group."""
    start, end = decision.span("name")
    return Candidate(start=start, end=end, kind=_kind(decision), rule=decision.id, rank=rank)


def _entries(layout: Layout, rules: Rules) -> Iterator[Candidate]:
    for sentence in layout.sentences:
        if sentence.part != "appendix" or not sentence.item:
            continue
        facts = {"section": "/".join(sentence.section)}
        for decision in rules.every("projects.entry", layout.text, sentence.body, sentence.end, facts):
            yield _named(decision, _ENTRY)


def _documents(layout: Layout, rules: Rules) -> Iterator[Candidate]:
    for decision in rules.every("projects.document", layout.text):
        if layout.sentences[layout.sentence(decision.start)].kind != "front":
            yield _named(decision, _DOCUMENT)


def _candidate(decision: Decision, start: int, end: int, rank: int, tail: str = "") -> Candidate:
    return Candidate(start=start, end=end, kind=_kind(decision), rule=decision.id, rank=rank, tail=tail)


def _lists(layout: Layout, places: Places, words: Words, rules: Rules) -> Iterator[Candidate]:
    for decision in rules.asked("projects.list").every(layout.masked, facts=None):
        yield from _list(decision, layout, places, words, rules)


def _list(decision: Decision, layout: Layout, places: Places, words: Words, rules: Rules) -> Iterator[Candidate]:
    """The members of an enumeration, if its rule holds."""
    family = rules.asked("projects.list")
    begin, _ = layout.clause(decision.start)
    left = layout.masked[begin : decision.start]
    at = edge(left, words, reach=True)
    further = words.joint_word.match(left)
    if further and further[0] in words.apart and begin:
        governing = layout.masked[layout.clause(begin - 1)[0] : begin - 1]
        begin, left = begin + further.end(), left[further.end() :]
        at = replace(edge(left, words, reach=True), kinds=edge(governing, words, reach=True).kinds)
    spans = list(_items(left, min(at.start, _first_item(left, words)), begin, places, words))
    names = [layout.text[s:e] for s, e in spans]
    known = {
        "verb": at.kinds,
        "after": (layout.text, decision.end),
        "class": layout.text[decision.start : decision.end],
    }
    if not family.fits(decision.rule, Later(known, proper=partial(_any_proper, names, places, words))):
        return
    for (s, e), name in zip(spans, names, strict=True):
        if not 1 < len(name) <= _LONGEST or _slogan(name, rules):
            continue
        one = Later({"member": name}, own=partial(_any_proper, [name], places, words))
        if all(family.holds(decision.rule, key, one) for key in ("ends", "own")):
            tail = "" if words.heads.search(name) else decision.groups.get("tail", "")
            begun = _past_acts(layout.text, s, e, places, words)
            if decision.set["kind"] == "project" and layout.text[s:begun] in words.verbs:
                s = begun
            for first, last in _parts(layout.text, s, e, words):
                yield _candidate(decision, first, last, _LIST, tail)


def _any_proper(names: list[str], places: Places, words: Words) -> str:
    return _yes(any(proper(name, places, words) for name in names))


def _yes(holds: bool) -> str:
    return "yes" if holds else ""


def _first_item(left: str, words: Words) -> int:
    """Where the first item of an enumeration begins: after the verb that governs it all."""
    cut = left.find("、")
    return edge(left[:cut], words, reach=True).start if cut > 0 else len(left)


def _items(left: str, start: int, begin: int, places: Places, words: Words) -> Iterator[tuple[int, int]]:
    for m in _ITEM.finditer(left[start:]):
        at, stop = start + m.start(), start + m.end()
        joint = words.joint.search(left, at, stop) if stop == len(left) and "\u3000" not in m[0] else None
        if joint and _two(left[at : joint.start()], left[joint.end() : stop], places, words):
            yield begin + at, begin + joint.start()
            at = joint.end()
        at = max(at, *(m.end() for m in words.begin.finditer(left, at, stop)), 0)
        if at < stop:
            yield begin + at, begin + stop


def _two(one: str, other: str, places: Places, words: Words) -> bool:
    """Whether what stands on both sides of 和 is a name of its own."""
    return min(len(one), len(other)) >= _SHORTEST and proper(other, places, words)


def _heads(layout: Layout, places: Places, words: Words, rules: Rules) -> Iterator[Candidate]:
    rank = _HEAD
    for name in HEADS:
        bounded = name not in UNBOUNDED
        family = rules.asked(name, words.start_after if bounded else "")
        for decision in family.every(layout.masked, facts=None):
            if bounded and not words.after.match(layout.masked, decision.end):
                continue
            if family.holds(decision.rule, "head", {"head": layout.text[decision.start : decision.end]}):
                for start, end, tail in _named_by(decision, family, layout, places, words, rules):
                    yield _candidate(decision, start, end, rank + decision.rank, tail)
        rank += len(rules.family(name))


def _named_by(
    decision: Decision, family: Asked, layout: Layout, places: Places, words: Words, rules: Rules
) -> Iterator[tuple[int, int, str]]:
    """The names that end in a head noun, if its rule holds: their spans, and what they leave unsaid."""
    text = layout.text
    begin = max(layout.clause(decision.start)[0], decision.start - _REACH)
    left = layout.masked[begin : decision.start]
    at = edge(left, words, decision.rule.when.get("reach") == "yes")
    shared = row(left, places, words) if decision.rule.when.get("share") == "yes" else None
    start = begin + (shared.last if shared else at.start)
    if decision.set["kind"] == "project" or "“" in text[start : decision.end]:
        start = _past_acts(text, start, decision.start, places, words)
    if start >= decision.start or decision.end - start > _LONGEST:
        return
    if decision.set["kind"] == "project" and words.classes.search(at.chain):
        return
    if not family.fits(decision.rule, _of_head(decision, at, layout, start, places, words)):
        return
    quotes = _QUOTE.finditer(text, start, decision.end)
    if any(decision.end - quote.end() < _OWN_NAME and _slogan(quote[0], rules) for quote in quotes):
        return
    for s, e in _parts(text, start, decision.end, words):
        yield s, e, ""
    if shared:
        for s, e in shared.members:
            yield begin + s, begin + e, text[begin + shared.tail : decision.end]


def _past_acts(text: str, start: int, end: int, places: Places, words: Words) -> int:
    """Past the verbs before the name of a work, if what follows is still a name."""
    m = words.acts.match(text, start, end)
    return m.end() if m and proper(text[m.end() : end], places, words) else start


def _of_head(decision: Decision, at: Edge, layout: Layout, start: int, places: Places, words: Words) -> Facts:
    """What the conditions of a head noun are held against."""
    name, stem = layout.text[start : decision.end], layout.text[start : decision.start]
    known = {
        "verb": at.kinds,
        "after": (layout.text, decision.end),
        "name": name,
        "stem": stem,
        "quoted": _yes("“" in name),
    }
    return Later(known, proper=lambda: _yes(proper(stem, places, words)))


def _parts(text: str, start: int, end: int, words: Words) -> Iterator[tuple[int, int]]:
    """A name, or the names of a row of quotations, the last with the head noun."""
    for m in words.between.finditer(text, start, end):
        yield start, m.start() + 1
        start = m.end() - 1
    yield start, end


def _slogan(quote: str, rules: Rules) -> bool:
    return rules.ask("projects.no_name", quote.strip("“”")) is not None


def _quotes(layout: Layout, words: Words, rules: Rules) -> Iterator[Candidate]:
    run: list[re.Match[str]] = []
    for m in [*layout.quotations(), None]:
        if m and run and words.between.fullmatch(layout.text, run[-1].end() - 1, m.start() + 1):
            run.append(m)
            continue
        if run:
            yield from _run(run, layout, words, rules)
        run = [m] if m else []


def _run(run: list[re.Match[str]], layout: Layout, words: Words, rules: Rules) -> Iterator[Candidate]:
    """Quotations in a row: the words before the first and after the last hold for all."""
    begin, _ = layout.clause(run[0].start())
    left, end = layout.text[begin : run[0].start()], run[-1].end()
    names = [m for m in run if not _slogan(m[0], rules)]
    family = rules.asked("projects.quote")
    for decision in family.every_around(left, layout.masked, end):
        for m in names:
            if family.holds(decision.rule, "inner", {"inner": m[0][1:-1]}):
                yield _candidate(decision, m.start(), m.end(), _QUOTATION + decision.rank)
