"""Of when a number is, and whether it is reported or promised.

A number takes its years from its own words where it has any, else from the frame of its sentence. Which end of several
years it belongs to depends on what it is: a total, a mean or a change is of all of them, a level that is reached is of
the last, the level that a movement starts from is of the year before the first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from reportkit import limits
from reportkit.domain import calendar
from reportkit.domain.calendar import Now, Span
from reportkit.model.quick import quick
from reportkit.model.records import Frame, ReportInfo, Sentence, Trace
from reportkit.rules import Decision, Rules

_QUOTED = re.compile(r"“[^”]*”|（[^）]*）|《[^》]*》")
_PLAN_NAME = re.compile("“[一二三四五六七八九十]{1,2}五”")
_CLAUSE = re.compile("[，。；：]")
_JOINED = re.compile("[、和及与]")
_TIMELY = re.compile("[年由从五届末]")
"""A text without any of these holds no expression of time: a cheap look before all patterns are asked."""


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A number in its sentence, as far as its time is concerned."""

    text: str
    sentence: Sentence
    start: int
    """Where the number begins in ``text``, and where it ends."""
    end: int
    moves: bool
    """Whether it is a change: growth, an increase, a multiple."""
    reached: bool
    """Whether it is a level at the end of the time, not a total over it."""
    nth: int = 0
    """Its place among the numbers that 分别 hands out, and how many they are."""
    run: int = 1

    @property
    def left(self) -> str:
        """The sentence up to the number, as far as a rule looks."""
        return self.text[max(self.sentence.start, self.start - limits.REACH) : self.start]


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Status and years of a number, and the rules that decided."""

    status: str
    year: int | None
    year_start: int | None
    trace: Trace


def when(asking: Asking, info: ReportInfo, rules: Rules) -> When:
    """The time of a number or of a target in words."""
    now = Now(delivered=info.report_year, ahead=info.planned_year)
    left = _shown(asking.left)
    timely = bool(_TIMELY.search(left))
    own = _own(left, asking, rules) if timely else None
    if own and own.set.get("starts"):
        return _stated(asking, _start(own, left, asking, now, rules), rules, starts=True)
    found = _of_frame(asking.sentence)
    if own:
        found = _of_words(own, found, asking.sentence, now)
    if timely and asking.run > 1:
        found = _of_each(left, asking, found, now, rules)
    return _stated(asking, _spread(asking, own, found, left, now, rules), rules)


def _own(left: str, asking: Asking, rules: Rules) -> Decision | None:
    """The expression of time that a number has for itself; of a change or a multiple none that is of a level only."""
    own = rules.ask("indicators.time", left)
    if own and own.set.get("still") and asking.moves:
        return max((d for d in rules.every("indicators.time", left) if not d.set.get("still")), key=_end, default=None)
    return own


def _end(decision: Decision) -> int:
    return decision.end


def _spread(asking: Asking, own: Decision | None, found: When, left: str, now: Now, rules: Rules) -> When:
    """Over which years a figure is spread: a mean, a total or a change over more than its last year."""
    spread = rules.ask("indicators.mean", _CLAUSE.split(left)[-1])
    if spread and spread.set.get("last"):
        return replace(found, year_start=None, trace=(*found.trace, ("spread", spread.id)))
    if found.year_start is None and (asking.moves or spread):
        base = _base(left, rules)
        if base and own and not (spread or base.set.get("starts")) and _dated(own, left):
            base = None  # 2025年较2020年增长90% is of 2025
        found = _since_base(base, found, asking.sentence.frame, bool(spread), now)
    if spread:
        return replace(found, trace=(*found.trace, ("spread", spread.id)))
    if asking.reached and not (own and own.set.get("each")):
        return replace(found, year_start=None)
    return found


def _base(left: str, rules: Rules) -> Decision | None:
    """What a change is measured from: told since the last ；, or at the head of the sentence for all that follows."""
    if found := rules.ask("indicators.base", left.rpartition("；")[2]):
        return found
    head = rules.ask("indicators.base", _CLAUSE.split(left)[0])
    return head if head and not head.start else None


def _dated(own: Decision, left: str) -> bool:
    """Whether a named year is that of a change, and not of the level told in a clause before."""
    begin = len(left) - len(_CLAUSE.split(left)[-1])
    return own.set["year"] == "named" and own.start >= begin


def _shown(left: str) -> str:
    """Without what stands in quotation marks and brackets, but for the names of plans."""
    if not _TIMELY.search(left):
        return left
    return _QUOTED.sub(lambda m: m[0] if _PLAN_NAME.fullmatch(m[0]) else "　" * len(m[0]), left)


def _of_frame(sentence: Sentence) -> When:
    frame = sentence.frame
    status = {"past": "actual", "ahead": "target"}.get(frame.outlook, "background")
    if sentence.stance == "circumstance":
        status = "actual"
    trace = (("year", frame.rule),) if frame.rule else ()
    first = frame.first if frame.several else None
    return When(status=status, year=frame.last, year_start=first, trace=trace)


def _of_words(own: Decision, found: When, sentence: Sentence, now: Now) -> When:
    """The time that an expression beside the number says."""
    kind = own.set["year"]
    if sentence.frame.outlook == "ahead":
        kind = own.set.get("ahead", kind)
    span = calendar.span(kind, own.groups, now)
    if span is None or (kind == "coming" and _as_long(span, sentence.frame)):
        return found
    status = own.set.get("status", "")
    if not status or (kind == "same" and sentence.stance == "circumstance"):
        status = _seen(span, found.status, now)
    first = span.first if span.several else None
    return When(status=status, year=span.last, year_start=first, trace=(("year", own.id),))


def _of_each(left: str, asking: Asking, found: When, now: Now, rules: Rules) -> When:
    """The year that 分别 hands out to the number, where as many years as numbers stand side by side."""
    asked = rules.ask("indicators.years_each", left)
    if not asked:
        return found
    years = [year for part in _JOINED.split(asked.groups["years"]) if (year := calendar.year(part.rstrip("年底末")))]
    if len(years) != asking.run:
        return found
    status = _seen(calendar.one(years[asking.nth]), found.status, now)
    return When(status=status, year=years[asking.nth], year_start=None, trace=(("year", asked.id),))


def _as_long(span: Span, frame: Frame) -> bool:
    """Whether a frame covers as many years: 五年内 under the heading of a five-year plan is that plan."""
    if not frame.several or span.first is None or frame.first is None or frame.last is None:
        return False
    return frame.last - frame.first == span.last - span.first


def _seen(span: Span, status: str, now: Now) -> str:
    """What years that are over or still to come say of the status."""
    if now.ahead is None or status not in ("actual", "target"):
        return status
    if span.last < now.ahead:
        return "actual"
    if span.last > now.ahead:
        return "target"
    return status


def _start(own: Decision, left: str, asking: Asking, now: Now, rules: Rules) -> When:
    """The level that a movement starts from: of the year it names, else of the year before the movement."""
    year: int | None = None
    first: int | None = None
    if own.set["year"] == "plan_span":
        span = calendar.span("plan_span", own.groups, now)
        year, first = (span.last, span.first) if span else (None, None)
    elif own.set["year"] != "base":
        year = _base_year(own, now)
    elif between := _between(left, now, rules):
        year = between.first
    else:
        year = asking.sentence.frame.base
    return When(status=own.set["status"], year=year, year_start=first, trace=(("year", own.id),))


def _between(left: str, now: Now, rules: Rules) -> Span | None:
    """The years of an expression 从2020年到2025年, whose first year is where a movement starts, or of 这两年中, before which
    it starts."""
    for decision in rules.every("indicators.time", left):
        kind = decision.set["year"]
        if kind not in ("named_span", "streak") or decision.set.get("starts"):
            continue
        span = calendar.span(kind, decision.groups, now)
        if span and span.first and kind == "streak":
            return calendar.one(span.first - 1)
        if span:
            return span
    return None


def _since_base(asked: Decision | None, found: When, frame: Frame, spread: bool, now: Now) -> When:
    """A change or mean covers the years after its base; a mean without one covers those of the frame."""
    if found.year is None:
        return found
    same_end = frame.several and frame.last == found.year
    if asked:
        base = _base_year(asked, now)
        if base and same_end and frame.first and base in (frame.first - 1, frame.first):
            base = frame.first - 1
        if base and base + 1 < found.year:
            return replace(found, year_start=base + 1, trace=(*found.trace, ("year_start", asked.id)))
        return found
    if spread and now.ahead and found.year > now.ahead and not frame.several:
        return replace(found, year_start=now.ahead, trace=(*found.trace, ("year_start", frame.rule)))
    if spread and same_end:
        return replace(found, year_start=frame.first, trace=(*found.trace, ("year_start", frame.rule)))
    return found


def _base_year(asked: Decision, now: Now) -> int | None:
    """The year that a figure is set against: the one named, the last of a plan, some years ago."""
    span = calendar.span(asked.set["year"], asked.groups, now)
    if span is None:
        return None
    if asked.set["year"] == "streak":
        return span.first - 1 if span.first else None
    return span.last


def _stated(asking: Asking, found: When, rules: Rules, *, starts: bool = False) -> When:
    """The status that words before the number state against the frame; ``starts``: a movement starts from the number."""
    facts = {"outlook": asking.sentence.frame.outlook, "starts": "yes" if starts else "no"}
    decided = rules.ask_around("indicators.status", asking.left, asking.text, asking.end, facts)
    if decided is None:
        return found
    return replace(found, status=decided.set["status"], trace=(*found.trace, ("status", decided.id)))
