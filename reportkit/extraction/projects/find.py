"""Finds the names: by head noun, by quotation marks, in lists, as documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from reportkit.extraction.projects.edges import HEADS, Edge, Words, edge, proper, words
from reportkit.extraction.projects.layout import Layout
from reportkit.extraction.projects.places import Places
from reportkit.rules import Context, Rule, Rules, cache

_BETWEEN = re.compile(r"”[、和与及]?“")
_CLOSE = re.compile(r"[、和与及]?")
_ITEM = re.compile(r"、|以及|及|和|与")
_PERIOD = re.compile("十[一二三四五六七]五")
_SUM = re.compile("[0-9.]+[万亿]+元的")
_LONGEST = 40
_FURTHER = "以及"
"""Opens a second enumeration that the verb before the first one governs too."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name found, before overlaps are settled."""

    start: int
    end: int
    kind: str
    rule: str
    rank: int
    """Candidates of lower rank win."""


def _kinds(rule: Rule) -> frozenset[str]:
    return frozenset(filter(None, rule.when.get("verb", "").split("|")))


def _compiled(rule: Rule, condition: str) -> re.Pattern[str] | None:
    return cache.pattern(rule.when[condition]) if condition in rule.when else None


@dataclass(frozen=True, slots=True)
class HeadRule:
    """A rule on the head noun of a name, ready to ask."""

    rule: Rule
    head: re.Pattern[str]
    verbs: frozenset[str]
    """Kinds of verb of which one must govern the name; empty when none need."""
    after: re.Pattern[str] | None
    stem: re.Pattern[str] | None
    reject: re.Pattern[str] | None

    @classmethod
    def of(cls, rule: Rule, after: str) -> HeadRule:
        """The rule compiled; ``after`` looks ahead for what may follow any name."""
        return cls(
            rule,
            cache.pattern(f"(?:{rule.pattern}){after}"),
            _kinds(rule),
            _compiled(rule, "after"),
            _compiled(rule, "stem"),
            _compiled(rule, "not"),
        )


@dataclass(frozen=True, slots=True)
class ListRule:
    """A rule on an enumeration closed by 等, ready to ask."""

    rule: Rule
    pattern: re.Pattern[str]
    verbs: frozenset[str]
    after: re.Pattern[str] | None
    ends: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class QuoteRule:
    """A rule on a quotation and what stands around it."""

    rule: Rule
    contexts: tuple[Context, ...]
    inner: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Finders:
    """All rules of the finding families, compiled."""

    heads: tuple[HeadRule, ...]
    quotes: tuple[QuoteRule, ...]
    lists: tuple[ListRule, ...]
    documents: tuple[tuple[Rule, re.Pattern[str]], ...]
    entries: tuple[tuple[Rule, re.Pattern[str], re.Pattern[str]], ...]


def _finders(rules: Rules) -> Finders:
    after = rules.memo(words).start_after
    return Finders(
        tuple(HeadRule.of(r, after) for family in HEADS for r in rules.family(family)),
        tuple(QuoteRule(r, r.contexts(), _compiled(r, "inner")) for r in rules.family("projects.quote")),
        tuple(
            ListRule(r, r.compile(), _kinds(r), _compiled(r, "after"), _compiled(r, "ends"))
            for r in rules.family("projects.list")
        ),
        tuple((r, r.compile()) for r in rules.family("projects.document")),
        tuple((r, r.compile(), cache.pattern(r.when["section"])) for r in rules.family("projects.entry")),
    )


def find(layout: Layout, places: Places, rules: Rules) -> Iterator[Candidate]:
    """Every candidate; ranks follow the order of the families and of the rules in them."""
    finders, lexicons = rules.memo(_finders), rules.memo(words)
    yield from _entries(layout, finders)
    yield from _documents(layout, finders)
    yield from _lists(layout, finders, places, lexicons)
    yield from _heads(layout, finders, places, lexicons)
    yield from _quotes(layout, finders, lexicons)


def _entries(layout: Layout, finders: Finders) -> Iterator[Candidate]:
    for sentence in layout.sentences:
        if sentence.part != "appendix" or not sentence.item:
            continue
        for rule, pattern, section in finders.entries:
            if section.search("/".join(sentence.section)):
                if m := pattern.match(layout.text, sentence.body, sentence.end):
                    yield Candidate(m.start("name"), m.end("name"), rule.set["kind"], rule.id, 0)


def _documents(layout: Layout, finders: Finders) -> Iterator[Candidate]:
    for rule, pattern in finders.documents:
        for m in pattern.finditer(layout.text):
            if layout.sentences[layout.sentence(m.start())].kind != "front":
                yield Candidate(m.start("name"), m.end("name"), rule.set["kind"], rule.id, 1)


def _lists(layout: Layout, finders: Finders, places: Places, words: Words) -> Iterator[Candidate]:
    for listed in finders.lists:
        for m in listed.pattern.finditer(layout.masked):
            begin, _ = layout.clause(m.start())
            left = layout.masked[begin : m.start()]
            at = edge(left, words, reach=True)
            if left.startswith(_FURTHER):
                begin, left = begin + len(_FURTHER), left[len(_FURTHER) :]
                governing = layout.masked[layout.clause(begin - len(_FURTHER) - 1)[0] : begin - len(_FURTHER) - 1]
                at = replace(edge(left, words, reach=True), kinds=edge(governing, words, reach=True).kinds)
            told = listed.after is not None and listed.after.match(layout.text, m.end())
            if not listed.verbs & at.kinds and not told:
                continue
            spans = list(_items(left, min(at.start, _first_item(left, words)), begin))
            names = [layout.text[s:e] for s, e in spans]
            if listed.rule.when.get("proper") and not any(proper(n, places, words) for n in names):
                continue
            for (s, e), name in zip(spans, names, strict=True):
                if _member(name, listed, words):
                    yield Candidate(s, e, listed.rule.set["kind"], listed.rule.id, 2)


def _member(name: str, listed: ListRule, words: Words) -> bool:
    if not 1 < len(name) <= _LONGEST or _slogan(name, words):
        return False
    return listed.ends is None or bool(listed.ends.search(name))


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


def _heads(layout: Layout, finders: Finders, places: Places, words: Words) -> Iterator[Candidate]:
    for rank, head in enumerate(finders.heads):
        for m in head.head.finditer(layout.masked):
            if not words.after.match(layout.masked, m.end()):
                continue
            begin, _ = layout.clause(m.start())
            left = layout.masked[begin : m.start()]
            if not left or len(left) > 80:
                left, begin = left[-80:], max(begin, m.start() - 80)
            at = edge(left, words, head.rule.when.get("reach") == "yes")
            start = begin + at.start
            if start < m.start() and m.end() - start <= _LONGEST and _fits(head, at, layout, start, m, places, words):
                for s, e in _parts(layout.text, start, m.end()):
                    yield Candidate(s, e, head.rule.set["kind"], head.rule.id, 10 + rank)


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A name, or the names of a row of quotations, the last with the head noun."""
    for m in _BETWEEN.finditer(text, start, end):
        yield start, m.start() + 1
        start = m.end() - 1
    yield start, end


def _fits(head: HeadRule, at: Edge, layout: Layout, start: int, m: re.Match[str], places: Places, words: Words) -> bool:
    name = layout.text[start : m.end()]
    stem = layout.text[start : m.start()]
    quoted = "“" in name
    governed = bool(head.verbs & at.kinds) or (head.after is not None and bool(head.after.match(layout.text, m.end())))
    if head.verbs and not governed and not (quoted and head.rule.when.get("quoted") == "yes"):
        return False
    if head.reject is not None and head.reject.search(name):
        return False
    if head.stem is not None and not head.stem.search(stem):
        return False
    if quoted and any(_slogan(q, words) for q in re.findall("“[^”]*”", name)):
        return False
    return head.rule.when.get("proper") != "yes" or proper(stem, places, words)


def _slogan(quote: str, words: Words) -> bool:
    inner = quote.strip("“”")
    return inner in words.slogans or inner.count("、") > 1 or bool(_PERIOD.match(inner))


def _quotes(layout: Layout, finders: Finders, words: Words) -> Iterator[Candidate]:
    run: list[re.Match[str]] = []
    for m in [*layout.quotations(), None]:
        if m and run and _CLOSE.fullmatch(layout.text, run[-1].end(), m.start()):
            run.append(m)
            continue
        if run:
            yield from _run(run, layout, finders, words)
        run = [m] if m else []


def _run(run: list[re.Match[str]], layout: Layout, finders: Finders, words: Words) -> Iterator[Candidate]:
    """Quotations in a row: the words before the first and after the last hold for all."""
    begin, _ = layout.clause(run[0].start())
    left, end = layout.text[begin : run[0].start()], run[-1].end()
    for rank, quote in enumerate(finders.quotes):
        inner = [m for m in run if not _slogan(m[0], words) and (not quote.inner or quote.inner.search(m[0][1:-1]))]
        if inner and any(c.match(left, layout.masked, end) for c in quote.contexts):
            for m in inner:
                yield Candidate(m.start(), m.end(), quote.rule.set["kind"], quote.rule.id, 100 + rank)
