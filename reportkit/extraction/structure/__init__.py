"""Running text → outline: what the report is, its parts, headings, lists and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from reportkit.extraction.structure.front import describe
from reportkit.model.records import Document, Outline, Sentence, Trace
from reportkit.rules import Rules

_SENTENCE = re.compile(r"[^。！？\n]*(?:[。！？]+[”’）]*|\Z|(?=\n))")
_LEAD_MAX, _HEADING_MAX = 26, 80


@dataclass(frozen=True, slots=True)
class _Heading:
    rule: str
    kind: str
    level: int
    """0 for the entry of a list."""
    title: str
    number: str
    length: int
    """Characters that the number takes."""


@dataclass(slots=True)
class _State:
    part: str = ""
    headings: dict[int, str] = field(default_factory=dict)
    item: str = ""

    def section(self) -> tuple[str, ...]:
        return tuple(self.headings[level] for level in sorted(self.headings))

    def enter(self, level: int, title: str) -> None:
        self.headings = {k: v for k, v in self.headings.items() if k < level} | {level: title}
        self.item = ""


def outline(document: Document, rules: Rules, region: str = "", year: int | None = None) -> Outline:
    """The outline of a report; ``region`` and ``year`` override what the text says."""
    info, front_end = describe(document, rules, region, year)
    state = _State()
    sentences: list[Sentence] = []
    for number, (start, end) in enumerate(paragraphs(document.text)):
        if end <= front_end or document.is_around(start):
            sentences.append(Sentence(start, end, "front", "", (), "", number, start))
        else:
            sentences += _paragraph(document.text, start, end, number, state, rules, info.planned_year)
    return Outline(document, info, tuple(_with_stance(s, document.text, rules) for s in sentences))


def _with_stance(sentence: Sentence, text: str, rules: Rules) -> Sentence:
    if sentence.kind in ("heading", "front", "item"):
        return sentence
    for rule, pattern in rules.memo(_compiled)["structure.stance"]:
        if pattern.search(text[sentence.start : sentence.end]):
            return replace(sentence, stance=rule.set["stance"], trace=(*sentence.trace, ("stance", rule.id)))
    return sentence


def snippet(document: Document, part: str, rules: Rules, year: int | None) -> Outline:
    """The outline of a few sentences taken as body text of ``part``."""
    info, _ = describe(document, rules, "", year)
    sentences = [
        _with_stance(Sentence(s, e, "body", part, (), "", number, s), document.text, rules)
        for number, (start, end) in enumerate(paragraphs(document.text))
        for s, e in split_sentences(document.text, start, end)
    ]
    return Outline(document, info, tuple(sentences))


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the non-empty lines of the running text."""
    return (m.span() for m in re.finditer(r"[^\n]+", text))


def split_sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences of a paragraph. A full stop inside quotation marks does not end one."""
    spans: list[tuple[int, int]] = []
    begin = start
    for m in _SENTENCE.finditer(text, start, end):
        if m.end() == m.start():
            continue
        piece = text[begin : m.end()]
        if (m.end() < end and piece.count("“") != piece.count("”")) or (m.end() < end and piece.endswith("”")):
            continue
        spans.append((begin, m.end()))
        begin = m.end()
    if begin < end:
        spans.append((begin, end))
    return spans


def _paragraph(
    text: str, start: int, end: int, number: int, state: _State, rules: Rules, year: int | None
) -> Iterator[Sentence]:
    spans = split_sentences(text, start, end)
    first = text[spans[0][0] : spans[0][1]]
    kind, body = "body", start
    trace: Trace = ()
    if appendix := _first(rules, "structure.appendix", text[start:end]):
        state.part, kind, trace = "appendix", "heading", (("part", appendix[0]),)
        state.headings = {}
        state.enter(1, text[start:end])
    elif heading := _heading(rules, first, state.part):
        kind, body, trace = heading.kind, start + heading.length, (("kind", heading.rule),)
        if heading.level:
            state.enter(heading.level, heading.title)
        if heading.level == 1:
            state.part, rule = _part(rules, heading.title, state.part, year)
            trace += (("part", rule),)
        if kind == "item":
            state.item = heading.number
    else:
        if cue := _first(rules, "structure.cue", first):
            if cue[1].get("after", state.part) == state.part or not state.part:
                state.part, trace = cue[1]["part"], (("part", cue[0]),)
        if len(spans) > 1 and len(first) <= _LEAD_MAX and not re.search("[，；：0-9]|^各位代表|^同志们", first):
            kind = "lead"
            state.enter(3, first.rstrip("。！"))
        elif state.part != "appendix":
            state.headings.pop(3, None)
    section = state.section()
    yield Sentence(*spans[0], kind, state.part, section, state.item, number, body, "", trace)
    rest = "item" if state.item and state.part == "appendix" else "body"
    for s, e in spans[1:]:
        yield Sentence(s, e, rest, state.part, section, state.item, number, s)


def _first(rules: Rules, family: str, text: str) -> tuple[str, dict[str, str]] | None:
    for rule, pattern in rules.memo(_compiled).get(family, ()):
        if pattern.match(text):
            return rule.id, rule.set
    return None


def _compiled(rules: Rules) -> dict[str, list]:  # type: ignore[type-arg]
    families = ("structure.heading", "structure.part", "structure.cue", "structure.appendix", "structure.stance")
    return {f: [(r, r.compile()) for r in rules.family(f)] for f in families}


def _heading(rules: Rules, first: str, part: str) -> _Heading | None:
    """What the first sentence of a paragraph says by its number, if it has one."""
    for rule, pattern in rules.memo(_compiled)["structure.heading"]:
        if (rule.set.get("part", part) != part) or not (m := pattern.match(first)):
            continue
        level = int(rule.set.get("level", 0))
        title = first if level == 1 else first[m.end() :]
        kind = "body" if rule.set["kind"] == "heading" and len(first) > _HEADING_MAX else rule.set["kind"]
        number = next((v for v in m.groupdict().values() if v), "")
        return _Heading(rule.id, kind, level, title.rstrip("。！："), number, m.end())
    return None


def _part(rules: Rules, title: str, part: str, year: int | None) -> tuple[str, str]:
    """The part that a heading of the first level opens, and the rule that says so."""
    for rule, pattern in rules.memo(_compiled)["structure.part"]:
        if m := pattern.search(title):
            told = m.groupdict().get("year")
            if told and year and "offset" in rule.set and int(told) - year != int(rule.set["offset"]):
                continue
            return rule.set["part"], rule.id
    return {"": "review", "review": "plan"}.get(part, part), "structure.part.next"
