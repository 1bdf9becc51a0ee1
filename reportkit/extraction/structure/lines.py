"""Paragraphs → sentences, headings and list entries, as their first words and their form show them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from reportkit import limits
from reportkit.model.quick import quick
from reportkit.model.records import Trace
from reportkit.rules import Decision, Rules, cache

_SENTENCE = re.compile(r"[^。！？\n]*(?:[。！？]+[”’）]*|\Z|(?=\n))")
_LEAD_MAX = 26
"""Characters of a first sentence that still titles its paragraph; longer ones are running text."""
_HEADING_MAX = 80
"""Characters of a numbered first sentence that is still a heading; a longer one is running text with a number."""
_NO_LEAD = re.compile("[，；：0-9]")
_LEAD_LEVEL = 3
_ENDS = "。！："
_MARKS = "，；：、"
"""Where a sentence without an end is cut."""
_ALONE, _LEADS, _INSIDE = "alone", "leads", "inside"
"""Where a sentence stands: all of its paragraph, at its beginning, in it."""


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A sentence before anything is known of its part and its time."""

    start: int
    end: int
    kind: str
    """heading lead body item, as in ``Sentence``."""
    section: tuple[str, ...]
    item: str
    paragraph: int
    body: int
    opens: bool
    """Whether it is the first of its paragraph."""
    level: int = 0
    """Level of the heading that it is or begins with; 0 for none."""
    title: str = ""
    """Words of that heading without its number."""
    numbered: bool = False
    appended: bool = False
    """Whether it stands in a list or an explanation after the report."""
    trace: Trace = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heading:
    rule: str
    kind: str
    level: int
    """0 for the entry of a list."""
    title: str
    shown: str
    """The title as the section column shows it."""
    number: str
    length: int
    """Characters before the words of the sentence begin."""


@dataclass(slots=True)
class Stack:
    """The headings above a sentence."""

    appended: bool = False
    headings: dict[int, str] = field(default_factory=dict)
    item: str = ""
    section: tuple[str, ...] = ()
    """Titles, outermost first."""

    def enter(self, level: int, title: str) -> None:
        """A heading ends all of its level and below."""
        self._set({k: v for k, v in self.headings.items() if k < level} | {level: title})
        self.item = ""

    def append(self, title: str) -> None:
        """What follows stands after the report, under a title of its own."""
        self.appended = True
        self.headings = {}
        self.enter(1, title)

    def leave(self, level: int) -> None:
        """No heading of a level stands above what follows."""
        if level in self.headings:
            self._set({k: v for k, v in self.headings.items() if k != level})

    def _set(self, headings: dict[int, str]) -> None:
        self.headings = headings
        self.section = tuple(headings[level] for level in sorted(headings))


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the non-empty lines of the running text."""
    return (m.span() for m in re.finditer(r"[^\n]+", text))


def split_sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences of a paragraph; one that is longer than any is cut (``limits``)."""
    return [piece for span in _sentences(text, start, end) for piece in _cut(text, *span)]


def overlong(text: str) -> int:
    """How many sentences of a text are cut."""
    long = (span for span in paragraphs(text) if span[1] - span[0] > limits.SENTENCE)
    return sum(end - start > limits.SENTENCE for span in long for start, end in _sentences(text, *span))


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A full stop inside quotation marks does not end a sentence, unless they never close."""
    begin, quoted = start, 0
    for m in _SENTENCE.finditer(text, start, end):
        if m.end() == m.start():
            continue
        quoted += m[0].count("“") - m[0].count("”")
        closed = not quoted and not m[0].endswith("”")
        if m.end() < end and not closed and m.end() - begin <= limits.SENTENCE:
            continue
        yield begin, m.end()
        begin, quoted = m.end(), 0
    if begin < end:
        yield begin, end


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence in pieces that are not too long: cut after its last mark in reach, or where reach ends."""
    while end - start > limits.SENTENCE:
        stop = start + limits.SENTENCE
        mark = max(text.rfind(mark, start, stop) for mark in _MARKS) + 1
        yield start, mark or stop
        start = mark or stop
    yield start, end


def drafts(text: str, start: int, end: int, number: int, stack: Stack, rules: Rules) -> Iterator[Draft]:
    """The sentences of a paragraph; ``stack`` is brought up to date by its heading."""
    spans = split_sentences(text, start, end)
    first = text[spans[0][0] : spans[0][1]]
    heading: _Heading | None = None
    trace: Trace = ()
    if appendix := rules.ask("structure.appendix", text[start:end]):
        stack.append(text[start:end])
        kind, body, trace = "heading", start, (("part", appendix.id),)
    elif heading := _heading(rules, first, _ALONE if _is_alone(first, len(spans)) else _LEADS, stack.appended):
        kind, body, trace = heading.kind, start + heading.length, (("kind", heading.rule),)
        if heading.level:
            stack.enter(heading.level, heading.shown)
        if kind == "item":
            stack.item = heading.number
    else:
        kind, body = _unmarked(first, len(spans), stack, rules), start
    yield _first(spans[0], kind, body, trace, number, heading, stack)
    rest = "item" if stack.item and stack.appended else "body"
    for s, e in spans[1:]:
        if inside := _heading(rules, text[s:e], _INSIDE, stack.appended):
            stack.enter(inside.level, inside.shown)
            place = s + inside.length
            yield _first((s, e), inside.kind, place, (("kind", inside.rule),), number, inside, stack)
            continue
        yield Draft(
            start=s, end=e, kind=rest, section=stack.section, item=stack.item, paragraph=number, body=s,
            opens=False, appended=stack.appended,
        )  # fmt: skip


def _first(
    span: tuple[int, int], kind: str, body: int, trace: Trace, number: int, heading: _Heading | None, stack: Stack
) -> Draft:
    """The sentence that opens a paragraph or a section."""
    return Draft(
        start=span[0], end=span[1], kind=kind, section=stack.section, item=stack.item, paragraph=number, body=body,
        opens=True, level=heading.level if heading else 0, title=heading.title if heading else "",
        numbered=bool(heading and heading.number), appended=stack.appended, trace=trace,
    )  # fmt: skip


def _unmarked(first: str, sentences: int, stack: Stack, rules: Rules) -> str:
    """What a first sentence without a number is: a short one titles its paragraph."""
    short = sentences > 1 and len(first) <= _LEAD_MAX and not _NO_LEAD.search(first)
    if short and not rules.memo(_address).match(first):
        stack.enter(_LEAD_LEVEL, first.rstrip("。！"))
        return "lead"
    if not stack.appended:
        stack.leave(_LEAD_LEVEL)
    return "body"


def _address(rules: Rules) -> re.Pattern[str]:
    return cache.pattern(rules.terms("salutations"))


def _heading(rules: Rules, sentence: str, place: str, appended: bool) -> _Heading | None:
    """The heading or list entry that a sentence is or begins with; inside a paragraph where a text has lost its breaks."""
    facts = {"place": place, "appended": "yes" if appended else "no"}
    found = rules.ask("structure.heading", sentence, facts=facts)
    return _found(found, sentence) if found else None


def _is_alone(first: str, sentences: int) -> bool:
    """Whether a first sentence is a line of its own, without a full stop."""
    return sentences == 1 and not first.endswith(("。", "！", "？"))


def _found(decision: Decision, first: str) -> _Heading:
    level = int(decision.set.get("level", 0))
    number = next((words for name, words in decision.groups.items() if name.startswith("number")), "")
    title = decision.groups.get("title", "")
    words = title or first[decision.end :]
    whole = not title or decision.end == len(first)
    kind = decision.set["kind"]
    if kind == "heading" and (len(first) > _HEADING_MAX or not whole):
        kind = "body"
    shown = first if level == 1 and whole else words
    length = decision.span("title")[0] if whole and title else decision.end
    return _Heading(
        rule=decision.id, kind=kind, level=level, title=words.rstrip(_ENDS), shown=shown.rstrip(_ENDS), number=number,
        length=length,
    )  # fmt: skip
