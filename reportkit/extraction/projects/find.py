"""Finds the names: by head noun, by quotation marks, in lists, as documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from reportkit.extraction.projects.edges import HEADS, Edge, Words, edge, proper, words
from reportkit.extraction.projects.layout import Layout
from reportkit.extraction.projects.places import Places
from reportkit.rules import Decision, Facts, Later, Rules

_BETWEEN = re.compile(r"”[、和与及]?“")
_CLOSE = re.compile(r"[、和与及]?")
_ITEM = re.compile(r"、|以及|及|和|与")
_PERIOD = re.compile("十[一二三四五六七]五")
_SUM = re.compile("[0-9.]+[万亿]+元的")
_QUOTE = re.compile("“[^”]*”")
_LONGEST = 40
"""Characters of the longest name."""
_REACH = 80
"""Characters before a head noun in which its name may begin."""
_ENTRY, _DOCUMENT, _LIST, _HEAD, _QUOTATION = 0, 1, 2, 10, 100
"""Ranks of the ways to find a name; those of head nouns and quotations count on, rule by rule."""
_FURTHER = "以及"
"""Opens a second enumeration that the verb before the first one governs too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A name found, before overlaps are settled."""

    start: int
    end: int
    kind: str
    rule: str
    rank: int
    """Candidates of lower rank win."""


def find(layout: Layout, places: Places, rules: Rules) -> Iterator[Candidate]:
    """Every candidate; ranks follow the order of the families and of the rules in them."""
    lexicons = rules.memo(words)
    yield from _entries(layout, rules)
    yield from _documents(layout, rules)
    yield from _lists(layout, places, lexicons, rules)
    yield from _heads(layout, places, lexicons, rules)
    yield from _quotes(layout, lexicons, rules)


def _named(decision: Decision, rank: int) -> Candidate:
    """A candidate whose rule marks the name as a group."""
    start, end = decision.span("name")
    return Candidate(start=start, end=end, kind=decision.set["kind"], rule=decision.id, rank=rank)


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


def _lists(layout: Layout, places: Places, words: Words, rules: Rules) -> Iterator[Candidate]:
    family = rules.asked("projects.list")
    for decision in family.every(layout.masked, facts=None):
        begin, _ = layout.clause(decision.start)
        left = layout.masked[begin : decision.start]
        at = edge(left, words, reach=True)
        if left.startswith(_FURTHER):
            begin, left = begin + len(_FURTHER), left[len(_FURTHER) :]
            governing = layout.masked[layout.clause(begin - len(_FURTHER) - 1)[0] : begin - len(_FURTHER) - 1]
            at = replace(edge(left, words, reach=True), kinds=edge(governing, words, reach=True).kinds)
        spans = list(_items(left, min(at.start, _first_item(left, words)), begin))
        names = [layout.text[s:e] for s, e in spans]
        known = {"verb": at.kinds, "after": (layout.text, decision.end)}
        facts = Later(known, proper=partial(_any_proper, names, places, words))
        if not family.fits(decision.rule, facts):
            continue
        for (s, e), name in zip(spans, names, strict=True):
            if 1 < len(name) <= _LONGEST and not _slogan(name, words):
                if family.holds(decision.rule, "ends", {"member": name}):
                    yield Candidate(start=s, end=e, kind=decision.set["kind"], rule=decision.id, rank=_LIST)


def _any_proper(names: list[str], places: Places, words: Words) -> str:
    return _yes(any(proper(name, places, words) for name in names))


def _yes(holds: bool) -> str:
    return "yes" if holds else ""


def _first_item(left: str, words: Words) -> int:
    """Where the first item of an enumeration begins: after the verb that governs it all."""
    cut = left.find("、")
    return edge(left[:cut], words, reach=True).start if cut > 0 else len(left)


def _items(left: str, start: int, begin: int) -> Iterator[tuple[int, int]]:
    for m in re.finditer(r"[^、]+", left[start:]):
        at, stop = start + m.start(), start + m.end()
        joint = re.search("以及|和|与", left[at:stop])
        if joint and stop == len(left) and joint.start() > 2 and stop - at - joint.end() > 2 and "\u3000" not in m[0]:
            yield begin + at, begin + at + joint.start()
            at += joint.end()
        if told := _SUM.match(left, at):
            at = told.end()
        yield begin + at, begin + stop


def _heads(layout: Layout, places: Places, words: Words, rules: Rules) -> Iterator[Candidate]:
    rank = _HEAD
    for name in HEADS:
        family = rules.asked(name, words.start_after)
        for decision in family.every(layout.masked, facts=None):
            if not words.after.match(layout.masked, decision.end):
                continue
            begin, _ = layout.clause(decision.start)
            begin = max(begin, decision.start - _REACH)
            at = edge(layout.masked[begin : decision.start], words, decision.rule.when.get("reach") == "yes")
            start = begin + at.start
            if start >= decision.start or decision.end - start > _LONGEST:
                continue
            if not family.fits(decision.rule, _of_head(decision, at, layout, start, places, words)):
                continue
            if any(_slogan(quote, words) for quote in _QUOTE.findall(layout.text[start : decision.end])):
                continue
            for s, e in _parts(layout.text, start, decision.end):
                yield Candidate(start=s, end=e, kind=decision.set["kind"], rule=decision.id, rank=rank + decision.rank)
        rank += len(rules.family(name))


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


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A name, or the names of a row of quotations, the last with the head noun."""
    for m in _BETWEEN.finditer(text, start, end):
        yield start, m.start() + 1
        start = m.end() - 1
    yield start, end


def _slogan(quote: str, words: Words) -> bool:
    inner = quote.strip("“”")
    return inner in words.slogans or inner.count("、") > 1 or bool(_PERIOD.match(inner))


def _quotes(layout: Layout, words: Words, rules: Rules) -> Iterator[Candidate]:
    run: list[re.Match[str]] = []
    for m in [*layout.quotations(), None]:
        if m and run and _CLOSE.fullmatch(layout.text, run[-1].end(), m.start()):
            run.append(m)
            continue
        if run:
            yield from _run(run, layout, words, rules)
        run = [m] if m else []


def _run(run: list[re.Match[str]], layout: Layout, words: Words, rules: Rules) -> Iterator[Candidate]:
    """Quotations in a row: the words before the first and after the last hold for all."""
    begin, _ = layout.clause(run[0].start())
    left, end = layout.text[begin : run[0].start()], run[-1].end()
    names = [m for m in run if not _slogan(m[0], words)]
    family = rules.asked("projects.quote")
    for decision in family.every_around(left, layout.masked, end):
        for m in names:
            if family.holds(decision.rule, "inner", {"inner": m[0][1:-1]}):
                yield Candidate(
                    start=m.start(),
                    end=m.end(),
                    kind=decision.set["kind"],
                    rule=decision.id,
                    rank=_QUOTATION + decision.rank,
                )
