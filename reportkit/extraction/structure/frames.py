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
from reportkit.extraction.structure.division import PLAN, REVIEW, Division, Heading
from reportkit.extraction.structure.lines import Draft
from reportkit.extraction.structure.outlook import looking_back
from reportkit.model.records import Frame
from reportkit.rules import Decision, Rules

_PAST, _AHEAD = "past", "ahead"


@dataclass(slots=True, kw_only=True)
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
    spans: tuple[Span, ...] = ()
    """The years that the heading of the section names."""
    by: Frame | None = None
    """The last time ahead that a sentence began with, for 届时."""

    def frame(self) -> Frame:
        """What holds for the sentence at hand."""
        return self.sentence or self.paragraph or self.block

    def at_hand(self) -> frozenset[str]:
        """What may be said of the block, for the conditions of rules."""
        open_ = ("fresh",) if self.fresh and not self.pinned else ()
        return frozenset((*open_, "several") if self.block.several else open_)


def default(part: str, now: Now, rules: Rules) -> Frame:
    """The frame of a part without any word of time: the year under review, the year ahead."""
    if part not in (REVIEW, PLAN):
        return Frame()
    outlook = _PAST if part == REVIEW else _AHEAD
    rule = _default("part", part, rules)
    if now.ahead is None:
        return Frame(outlook=outlook, rule=rule)
    year = now.ahead - 1 if part == REVIEW else now.ahead
    return Frame(outlook=outlook, first=year, last=year, base=year - 1, rule=rule)


def named(span: Span, now: Now, rules: Rules) -> Frame:
    """The frame of a section whose title names its years."""
    return _framed(span, now, _default("heading", PLAN, rules))


def _default(found: str, part: str, rules: Rules) -> str:
    """The rule that stands for a frame that no opening has set, by how it was found."""
    decision = rules.asked("structure.frame").default({"found": found, "part": part, "block": frozenset()})
    return decision.id if decision else ""


def frames(text: str, drafts: Sequence[Draft], division: Division, now: Now, rules: Rules) -> list[Frame]:
    """The frame of every sentence."""
    clock = _Clock(now=now)
    back = looking_back(drafts, division.parts, division.signs, division.claimed)
    found = []
    for place, (draft, part, heading) in enumerate(zip(drafts, division.parts, division.headings, strict=True)):
        if part != clock.part:
            _turn(clock, part, rules)
        if heading:
            _enter(clock, heading, draft, rules)
        if draft.opens:
            clock.paragraph = None
        clock.sentence = None
        words = text[draft.body : draft.end]
        turned = rules.ask("structure.back", words) is not None
        if turned:
            clock.paragraph = None
        _listen(clock, words, rules)
        frame = clock.frame()
        found.append(_looked_back(now, rules) if place in back and frame is clock.block and not turned else frame)
    return found


def _looked_back(now: Now, rules: Rules) -> Frame:
    """A sentence of the plan that reports, of no year that it says."""
    return Frame(outlook=_PAST, last=now.ahead - 1 if now.ahead else None, rule=_default("looking_back", PLAN, rules))


def _turn(clock: _Clock, part: str, rules: Rules) -> None:
    """The other part begins: with the years that the heading names for it, else with those of the part."""
    clock.part, clock.paragraph = part, None
    clock.block, clock.pinned, clock.fresh = default(part, clock.now, rules), False, True
    _pin(clock, rules)


def _enter(clock: _Clock, heading: Heading, draft: Draft, rules: Rules) -> None:
    """A heading sets the frame of its section; a new section of the plan forgets what a sentence before it opened."""
    if draft.level == 1:
        clock.spans = ()
    if heading.spans:
        clock.spans = heading.spans
        _pin(clock, rules)
    elif draft.level == 1 and clock.part == PLAN and not clock.fresh:
        _turn(clock, PLAN, rules)


def _pin(clock: _Clock, rules: Rules) -> None:
    """The block is of the first years named by the heading that suit the part, pinned if they are the only ones."""
    ahead = clock.now.ahead
    suiting = [span for span in clock.spans if not ahead or (span.last < ahead) == (clock.part == REVIEW)]
    if suiting:
        clock.block = _framed(suiting[0], clock.now, _default("heading", clock.part, rules))
        clock.pinned, clock.fresh, clock.paragraph = len(suiting) == 1, True, None


def _framed(span: Span, now: Now, rule: str) -> Frame:
    past = now.ahead is not None and span.last < now.ahead
    base = span.first - 1 if span.first else None
    return Frame(outlook=_PAST if past else _AHEAD, first=span.first, last=span.last, base=base, rule=rule)


def _listen(clock: _Clock, words: str, rules: Rules) -> None:
    """What the beginning of a sentence does to the clock."""
    decision = rules.ask("structure.frame", words, facts={"part": clock.part, "block": clock.at_hand()})
    if decision is None or decision.rule.default:
        return
    if decision.set["hold"] == "then":
        clock.sentence = clock.by and replace(clock.by, rule=decision.id)
    elif span := calendar.span(decision.set["year"], decision.groups, clock.now):
        frame = _framed(span, clock.now, decision.id)
        _open(clock, decision, replace(frame, outlook=decision.set.get("outlook", frame.outlook)))


def _based(frame: Frame, decision: Decision, block: Frame) -> Frame:
    """From 2020 to 2025 a movement starts in 2020; in a sentence on one year of several it starts before them all."""
    if decision.set["year"] == "named_span":
        return replace(frame, base=frame.first)
    if block.several and not frame.several:
        return replace(frame, base=block.base)
    return frame


def _open(clock: _Clock, decision: Decision, frame: Frame) -> None:
    hold = decision.set["hold"]
    if hold == "open":
        hold = "paragraph" if clock.pinned else "block"
    if hold == "block" and clock.part == REVIEW and clock.now.ahead and frame.last != clock.now.ahead - 1:
        hold = "sentence"  # a block of the review reaches up to the year under review
    if hold == "block":
        clock.block, clock.fresh, clock.paragraph = frame, False, None
    elif hold == "paragraph":
        clock.paragraph = frame
    else:
        clock.sentence = _based(frame, decision, clock.block)
    if frame.outlook == _AHEAD:
        clock.by = frame
