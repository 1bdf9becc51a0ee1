"""Parts and openings → frames: of which years every sentence speaks where it does not say so itself.

A frame is opened by a heading and, inside it, by the way a sentence begins. How long it holds is what its rule says:
a ``block`` until the next one or the next heading; ``open`` likewise where the heading leaves the years open, else to
the end of the paragraph; a ``paragraph`` to its end or until a sentence that turns ``back``; a ``sentence`` no longer
than that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from reportkit.domain import calendar
from reportkit.domain.calendar import Now, Span
from reportkit.extraction.structure import asking
from reportkit.extraction.structure.division import PLAN, REVIEW, Division, Heading
from reportkit.extraction.structure.lines import Draft
from reportkit.extraction.structure.outlook import looking_back
from reportkit.model.records import Frame
from reportkit.rules import Rule, Rules

_PAST, _AHEAD = "past", "ahead"
_DEFAULT = {REVIEW: "structure.frame.review", PLAN: "structure.frame.plan"}
"""Where nothing is said: the year under review and the year ahead."""


@dataclass(slots=True)
class _Clock:
    """The frames that hold while the sentences are gone through."""

    now: Now
    part: str = ""
    block: Frame = field(default_factory=Frame)
    pinned: bool = False
    """Whether the heading names just one span of years."""
    fresh: bool = True
    """Whether no sentence has opened a block since the heading."""
    paragraph: Frame | None = None
    sentence: Frame | None = None
    by: Frame | None = None
    """The last time ahead that a sentence began with, for 届时."""

    def frame(self) -> Frame:
        """What holds for the sentence at hand."""
        return self.sentence or self.paragraph or self.block


def default(part: str, now: Now) -> Frame:
    """The frame of a part without any word of time."""
    if part not in _DEFAULT:
        return Frame()
    outlook = _PAST if part == REVIEW else _AHEAD
    if now.ahead is None:
        return Frame(outlook=outlook, rule=_DEFAULT[part])
    year = now.ahead - 1 if part == REVIEW else now.ahead
    return Frame(outlook=outlook, first=year, last=year, base=year - 1, rule=_DEFAULT[part])


def frames(text: str, drafts: Sequence[Draft], division: Division, now: Now, rules: Rules) -> list[Frame]:
    """The frame of every sentence."""
    clock = _Clock(now=now)
    back = looking_back(drafts, division.parts, division.signs, division.claimed)
    found = []
    for place, (draft, part, heading) in enumerate(zip(drafts, division.parts, division.headings, strict=True)):
        if part != clock.part:
            clock.part, clock.block, clock.pinned, clock.fresh = part, default(part, now), False, True
            clock.paragraph = None
        if heading:
            _enter(clock, heading, draft)
        if draft.opens:
            clock.paragraph = None
        clock.sentence = None
        words = text[draft.body : draft.end]
        turned = bool(asking.first(rules, "structure.back", words))
        if turned:
            clock.paragraph = None
        _listen(clock, words, rules)
        frame = clock.frame()
        found.append(_looked_back(now) if place in back and frame is clock.block and not turned else frame)
    return found


def _looked_back(now: Now) -> Frame:
    """A sentence of the plan that reports, of no year that it says."""
    return Frame(outlook=_PAST, last=now.ahead - 1 if now.ahead else None, rule="structure.frame.looking_back")


def _enter(clock: _Clock, heading: Heading, draft: Draft) -> None:
    """A heading sets the frame of its section by the first years it names that suit its part."""
    ahead = clock.now.ahead
    suiting = [s for s in heading.spans if not ahead or (s.last < ahead) == (clock.part == REVIEW)]
    if not suiting:
        if draft.level == 1 and clock.part == PLAN and not clock.fresh:
            clock.block, clock.pinned, clock.fresh = default(PLAN, clock.now), False, True
        return
    clock.block = _framed(suiting[0], clock.now, "structure.frame.heading")
    clock.pinned, clock.fresh = len(suiting) == 1, True
    clock.paragraph = None


def _framed(span: Span, now: Now, rule: str) -> Frame:
    past = now.ahead is not None and span.last < now.ahead
    base = span.first - 1 if span.first else None
    return Frame(outlook=_PAST if past else _AHEAD, first=span.first, last=span.last, base=base, rule=rule)


def _listen(clock: _Clock, words: str, rules: Rules) -> None:
    """What the beginning of a sentence does to the clock."""
    for rule, pattern in asking.compiled(rules, "structure.frame"):
        if rule.when.get("part", clock.part) != clock.part or not _suits(clock, rule):
            continue
        m = pattern.match(words)
        if not m:
            continue
        if rule.set["hold"] == "then":
            clock.sentence = clock.by and replace(clock.by, rule=rule.id)
            return
        span = calendar.span(rule.set["year"], m.groupdict(), clock.now)
        if span:
            _open(clock, rule, _framed(span, clock.now, rule.id))
            return


def _based(frame: Frame, rule: Rule, block: Frame) -> Frame:
    """From 2020 to 2025 a movement starts in 2020; in a sentence on one year of several it starts before them all."""
    if rule.set["year"] == "named_span":
        return replace(frame, base=frame.first)
    if block.several and not frame.several:
        return replace(frame, base=block.base)
    return frame


def _suits(clock: _Clock, rule: Rule) -> bool:
    wanted = rule.when.get("block", "")
    if wanted == "fresh":
        return clock.fresh and not clock.pinned
    if wanted == "several":
        return clock.block.several
    return True


def _open(clock: _Clock, rule: Rule, frame: Frame) -> None:
    hold = rule.set["hold"]
    if hold == "open":
        hold = "paragraph" if clock.pinned else "block"
    if hold == "block" and clock.part == REVIEW and clock.now.ahead and frame.last != clock.now.ahead - 1:
        hold = "sentence"  # a block of the review reaches up to the year under review
    if hold == "block":
        clock.block, clock.fresh, clock.paragraph = frame, False, None
    elif hold == "paragraph":
        clock.paragraph = frame
    else:
        clock.sentence = _based(frame, rule, clock.block)
    if frame.outlook == _AHEAD:
        clock.by = frame
