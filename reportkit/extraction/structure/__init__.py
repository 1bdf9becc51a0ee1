"""Running text → outline: what the report is, its parts, headings, lists, sentences, and of when each speaks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from reportkit import limits
from reportkit.domain.calendar import Now, Span
from reportkit.extraction.structure import frames, turns
from reportkit.extraction.structure.division import Heading, divide, read_title
from reportkit.extraction.structure.front import describe
from reportkit.extraction.structure.lines import Draft, Stack, drafts, overlong, paragraphs, split_sentences
from reportkit.model.records import Document, Frame, Outline, ReportInfo, Sentence
from reportkit.rules import Rules

__all__ = ["outline", "paragraphs", "snippet", "split_sentences"]
_GLOSSARY = "glossary"
_NO_FRAME = Frame()


def outline(document: Document, rules: Rules, region: str = "", year: int | None = None) -> Outline:
    """The outline of a report; ``region`` and ``year`` override what the text says."""
    info, front_end = describe(document, rules, region, year)
    text, now = document.text, _now(info)
    stack = Stack()
    rows = document.rows()
    front: list[Sentence] = []
    tabled: list[Sentence] = []
    spoken: list[Draft] = []
    appended: list[Draft] = []
    for number, (start, end) in enumerate(paragraphs(text)):
        if start in rows:
            tabled.append(_plain(start, end, "row", "", number))
            continue
        if end <= front_end or document.is_around(start):
            front.append(_plain(start, end, "front", "", number))
            continue
        for draft in drafts(text, start, end, number, stack, rules):
            (appended if draft.appended else spoken).append(draft)
    told = _spoken(text, spoken, now, rules)
    # what a page has below a report is no part of it, and stands behind its last sentence
    found = sorted((*front, *told, *_appended(text, appended, now, rules)), key=_place)
    if tabled:
        found = sorted((*found, *_placed(tabled, found)), key=_place)
    doubts = "; ".join(filter(None, (info.doubt, turns.doubt(found), _cut(text))))
    return Outline(document=document, info=replace(info, doubt=doubts), sentences=tuple(found))


def snippet(document: Document, part: str, rules: Rules, year: int | None) -> Outline:
    """The outline of a few sentences taken as body text of ``part``."""
    info, _ = describe(document, rules, "", year)
    frame = frames.default("plan" if part in ("governance", "appendix") else part, _now(info), rules)
    rows = document.rows()
    sentences = [
        _with_stance(_plain(s, e, "row" if start in rows else "body", part, number, frame), document.text, rules)
        for number, (start, end) in enumerate(paragraphs(document.text))
        for s, e in ([(start, end)] if start in rows else split_sentences(document.text, start, end))
    ]
    return Outline(document=document, info=info, sentences=tuple(sentences))


def _place(sentence: Sentence) -> int:
    return sentence.start


def _placed(rows: Sequence[Sentence], others: Sequence[Sentence]) -> Iterator[Sentence]:
    """The rows of tables, each in the part and the frame of the words before it; they move neither."""
    for row in rows:
        before = bisect_right(others, row.start, key=_place) - 1
        if before < 0 or others[before].kind == "front":
            yield row
            continue
        last = others[before]
        yield replace(
            row, part=last.part, section=last.section, frame=last.frame, sureness=last.sureness,
            trace=(("frame", last.frame.rule),),
        )  # fmt: skip


def _cut(text: str) -> str:
    """That sentences were cut, in words."""
    count = overlong(text)
    if not count:
        return ""
    sentences = "a sentence" if count == 1 else f"{count:,} sentences"
    return f"{sentences} of more than {limits.SENTENCE:,} characters cut at commas"


def _now(info: ReportInfo) -> Now:
    return Now(delivered=info.report_year, ahead=info.planned_year)


def _spoken(text: str, spoken: Sequence[Draft], now: Now, rules: Rules) -> Iterator[Sentence]:
    """The sentences of the report itself."""
    division = divide(text, spoken, now, rules)
    framed = frames.frames(text, spoken, division, now, rules)
    governing = False
    for draft, part, heading, frame, sure in zip(
        spoken, division.parts, division.headings, framed, division.sureness, strict=True
    ):
        if draft.level == 1 and heading:
            governing = heading.part == "governance"
        shown = "governance" if governing and part == "plan" else part
        sentence = _sentence(draft, shown, frame, sure)
        if heading:
            sentence = replace(sentence, trace=(*sentence.trace, *heading.trace))
        yield _with_stance(sentence, text, rules)


def _appended(text: str, drafts: Sequence[Draft], now: Now, rules: Rules) -> Iterator[Sentence]:
    """The lists and explanations after the report, each under its own title."""
    for title, group in groupby(drafts, key=lambda draft: draft.section[:1]):
        frame = _of_appendix(title[0] if title else "", now, rules)
        for draft in group:
            yield _with_stance(_sentence(draft, "appendix", frame, 1.0), text, rules)


def _of_appendix(title: str, now: Now, rules: Rules) -> Frame:
    """A list of works is of the year that its title names, else of the year ahead; an explanation of terms is of none."""
    asked = rules.ask("structure.appendix", title)
    if asked and asked.set.get("kind") == _GLOSSARY:
        return Frame()
    read: Heading = read_title(title, now, rules)
    span: Span | None = read.spans[0] if read.spans else None
    if not span:
        return frames.default("plan", now, rules)
    return frames.named(span, now, rules)


def _plain(start: int, end: int, kind: str, part: str, paragraph: int, frame: Frame = _NO_FRAME) -> Sentence:
    """A sentence without headings above it."""
    return Sentence(
        start=start, end=end, kind=kind, part=part, section=(), item="", paragraph=paragraph, body=start, frame=frame
    )


def _sentence(draft: Draft, part: str, frame: Frame, sure: float) -> Sentence:
    return Sentence(
        start=draft.start,
        end=draft.end,
        kind=draft.kind,
        part=part,
        section=draft.section,
        item=draft.item,
        paragraph=draft.paragraph,
        body=draft.body,
        trace=(*draft.trace, ("frame", frame.rule)),
        frame=frame,
        sureness=sure,
    )


def _with_stance(sentence: Sentence, text: str, rules: Rules) -> Sentence:
    if sentence.kind in ("heading", "front", "item", "row"):
        return sentence
    if decision := rules.ask("structure.stance", text[sentence.start : sentence.end]):
        return replace(sentence, stance=decision.set["stance"], trace=(*sentence.trace, ("stance", decision.id)))
    return sentence
