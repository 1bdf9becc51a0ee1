"""Ledger → indicators: what every value measures, how, of when, and how firmly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal, cast

from reportkit import limits
from reportkit.extraction.indicators.elision import Subject
from reportkit.extraction.indicators.known import canonical
from reportkit.extraction.indicators.subject import subjects
from reportkit.extraction.indicators.tabled import reported, tabled
from reportkit.extraction.indicators.time import Asking, When, when
from reportkit.extraction.indicators.wordless import Worded, worded
from reportkit.extraction.strength import Firmness, Slot, firmness
from reportkit.model.codes import Bound, Direction, Measure, Status
from reportkit.model.quick import quick
from reportkit.model.records import Indicator, Number, Outline, ReportInfo, Sentence, TableCell, Trace
from reportkit.rules import Decision, Rules, cache

_CLAUSE_END, _STOP = "，。；！？\n", re.compile(r"[，、。；！？\n]")
_JOINTS = ("、", "和")
"""What parts the counts of a series whose nouns follow them: 改造8所县医院、9所卫生院和6所学校."""
_NO_DIRECTION: Direction = "none"
_DIRECTED = frozenset(("growth", "change"))
"""Measures that have a direction."""
_MOVING = frozenset(("growth", "change", "multiple"))
"""Measures of what happens over a time."""
_LEVELS = frozenset(("level", "share", "rank"))
"""Measures of what there is at its end, unless it is counted over the time: 新增5家."""
_RATES = frozenset(("%", "‰"))
"""Units of a share or a rate of change."""
_RELATIVE = ("%", "‰", "百分点", "倍", "番")
"""Units of what is told of any figure."""
_LEFT = 64
"""How many characters before a number a rule of measure may look at."""


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class _Measured:
    """What kind of quantity a number is, and the rule that says so."""

    measure: Measure
    direction: Direction | Literal[""]
    """Which way the rule says that it moves; empty where the predicate says so, or nothing."""
    rule: str


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A number in its sentence."""

    text: str
    sentence: Sentence
    index: int
    """Of the sentence."""
    number: int
    """Of the number in the ledger."""
    before: int
    """End of the number before it in the sentence; start of the sentence for the first."""
    nth: int
    """Its place among the neighbours that 分别 hands out, and how many they are."""
    run: int


def indicators(
    outline: Outline, ledger: tuple[Number, ...], rules: Rules, cells: Sequence[TableCell] = ()
) -> tuple[Indicator, ...]:
    """Rows for every value of the ledger and every target in words, by their place; ``cells`` are those of tables."""
    rows = list(tabled(outline, ledger, cells, rules)) if cells else []
    seen = {row.number for row in rows}
    numbered = [(i, n) for i, n in enumerate(ledger) if n.role == "value" and i not in seen]
    for index, group in groupby(numbered, key=lambda pair: pair[1].sentence):
        earlier = rows[-1] if rows and _follows(outline, rows[-1], index) else None
        rows += _sentence_rows(outline, index, list(group), earlier, rules)
    taken = [n.start for _, n in numbered]
    rows += (_worded_row(outline, w, rules) for w in worded(outline, rules, taken))
    if cells:
        rows = [reported(row, cells, outline.info.planned_year) for row in rows]
    return tuple(sorted(rows, key=lambda r: r.start))


def _follows(outline: Outline, row: Indicator, index: int) -> bool:
    """Whether a sentence comes right after that of a row, in the same paragraph."""
    begin = outline.sentences[index].body
    return row.sentence == index - 1 and "\n" not in outline.document.text[row.end : begin]


def _continued(subject: Subject, number: Number, earlier: Indicator | None) -> Subject:
    """A subject that its sentence does not name, from the sentence before: 税收增长8%。两年平均增长5%。"""
    if subject.name or earlier is None or number.unit not in (earlier.unit, *_RELATIVE):
        return subject
    return replace(subject, name=earlier.name, told="inherited")


def _sentence_rows(
    outline: Outline, index: int, numbered: list[tuple[int, Number]], earlier: Indicator | None, rules: Rules
) -> Iterator[Indicator]:
    """The rows of one sentence; ``earlier`` is the last row of the sentence before, for numbers without a subject."""
    text, sentence = outline.document.text, outline.sentences[index]
    named = subjects(text, sentence.body, sentence.end, [n for _, n in numbered], rules)
    told = [_continued(subject, number, earlier) for subject, (_, number) in zip(named, numbered, strict=True)]
    before, last = sentence.start, None
    for (place, number), subject, (nth, run) in zip(numbered, told, _runs(told), strict=True):
        where = _Place(text=text, sentence=sentence, index=index, number=place, before=before, nth=nth, run=run)
        row = _row(where, number, subject, outline.info, rules)
        last = _as_long(row, subject, last, text)
        yield last
        before = number.end


def _as_long(row: Indicator, subject: Subject, last: Indicator | None, text: str) -> Indicator:
    """The years of the number before also hold for how far a mean lies from another figure (年均增长8%，高于全省1个百分点)
    and for the next count of a series of one verb (新建桥5座、码头2座)."""
    if last is None or not last.year_start or row.year != last.year or row.year_start:
        return row
    distance = subject.class_ == "change" and subject.told == "inherited" and last.measure == "growth"
    between = text[last.end : row.start]
    joined = between.startswith("、") or (subject.told == "after" and between.endswith(_JOINTS))
    joined = joined and not any(mark in between for mark in _CLAUSE_END)
    series = joined and not subject.class_ and not subject.action and row.measure == last.measure == "level"
    return replace(row, year_start=last.year_start) if distance or series else row


def _runs(told: Sequence[Subject]) -> Iterator[tuple[int, int]]:
    """Of every number its place among the neighbours that 分别 hands out, and how many they are."""
    for shared, group in groupby(told, key=lambda subject: (subject.told == "distributed", subject.predicate)):
        size = len(list(group))
        for nth in range(size):
            yield (nth, size) if shared[0] else (0, 1)


def _row(place: _Place, number: Number, subject: Subject, info: ReportInfo, rules: Rules) -> Indicator:
    left = place.text[place.sentence.start : number.core[0]]
    scope = rules.ask("indicators.scope", subject.name)
    usual = canonical(subject.name, "level", scope, rules)
    measured = _measure(place.text, left, number, subject, usual.unit, rules)
    measure = measured.measure
    known = canonical(subject.name, measure, scope, rules) if measure == "growth" else usual
    time = _time(place, number, measure, subject, info, rules)
    firm, stretch = _firmness(place, number, rules) if time.status == "target" else (None, None)
    named = rules.ask("indicators.name", subject.name, facts={"found": subject.told})
    return Indicator(
        start=number.start,
        end=number.end,
        sentence=place.index,
        number=place.number,
        indicator=known.name,
        name=subject.name,
        topic=known.topic,
        measure=measure,
        value=number.value,
        value_max=number.value_max,
        unit=number.unit,
        bound=_bound(number, time.status, rules),
        direction=_direction(measured, subject),
        status=cast(Status, time.status),
        year=time.year,
        year_start=time.year_start,
        basis=subject.basis,
        action=subject.action,
        strength=firm.strength if firm else "",
        wording=" ".join(filter(None, (firm.wording if firm else "", _words(place.text, stretch).lstrip("，、")))),
        scope=_words(subject.name, scope),
        trace=(
            *number.trace,
            *_traced("name", named.id if named else ""),
            *_traced("predicate", subject.predicate),
            ("measure", measured.rule),
            *time.trace,
            *_traced("strength", firm.rule if firm else ""),
            *_traced("stretch", stretch.id if stretch else ""),
            *_traced("scope", scope.id if scope else ""),
        ),
    )


def _bound(number: Number, status: str, rules: Rules) -> Bound | Literal[""]:
    """The bound of a number; what is kept at a figure, once it is an outcome, is the figure: 控制在2.8%."""
    rule = rules.rule(dict(number.trace).get("bound", ""))
    outcome = rule.set.get("outcome") if rule and status == "actual" else None
    return cast(Bound, outcome) if outcome else number.bound


def _time(place: _Place, number: Number, measure: str, subject: Subject, info: ReportInfo, rules: Rules) -> When:
    """Of when a number is, and whether it is reported or targeted."""
    asking = Asking(
        text=place.text,
        sentence=place.sentence,
        start=number.core[0],
        end=number.end,
        moves=measure in _MOVING and subject.class_ != "compare",
        reached=_reached(measure, subject, rules),
        nth=place.nth,
        run=place.run,
    )
    return when(asking, info, rules)


def _reached(measure: str, subject: Subject, rules: Rules) -> bool:
    """Whether a number is a state at the end of a time, not a total of what was done over it."""
    if measure == "multiple":
        return subject.class_ == "compare"
    if measure != "level":
        return measure in _LEVELS
    total = rules.ask("indicators.total", subject.name)
    if subject.class_ == "reach":
        return not (total and total.set.get("reached"))
    return total is None and not (subject.action and subject.action not in rules.memo(_states))


def _states(rules: Rules) -> frozenset[str]:
    """Verbs of a state that lasts: 覆盖, 拥有."""
    return frozenset(r["verb"] for r in rules.lexicon("verbs") if "state" in r["kind"].split("|"))


def _direction(measured: _Measured, subject: Subject) -> Direction | Literal[""]:
    """Which way a change goes; other measures go none."""
    if measured.measure not in _DIRECTED:
        return _NO_DIRECTION
    return measured.direction or cast(Direction | Literal[""], subject.direction)


def _words(text: str, decided: Decision | None) -> str:
    """The words that a rule decided on."""
    return text[decided.start : decided.end] if decided else ""


def _traced(aspect: str, rule: str) -> Trace:
    return ((aspect, rule),) if rule else ()


def _measure(text: str, left: str, number: Number, subject: Subject, usual: str, rules: Rules) -> _Measured:
    """What kind of quantity a number is, and the rule that says so; ``usual`` is the unit of the level."""
    form = rules.rule(dict(number.trace).get("form", ""))
    if form and "measure" in form.set:
        return _Measured(measure=cast(Measure, form.set["measure"]), direction="", rule=form.id)
    facts = {
        "unit": number.unit,
        "class": subject.class_ or "none",
        "rate": "yes" if number.unit in _RATES else "no",
        "action": subject.action,
        "usual": usual,
    }
    decided = rules.ask_around("indicators.measure", left[-_LEFT:], text, number.end, facts)
    assert decided is not None, "a default of indicators.measure holds for every number"
    direction = cast(Direction | Literal[""], decided.set.get("direction", ""))
    return _Measured(measure=cast(Measure, decided.set["measure"]), direction=direction, rule=decided.id)


def _firmness(place: _Place, number: Number, rules: Rules) -> tuple[Firmness, Decision | None]:
    """How firm a target is, and what the report adds in a clause of its own to say that it hopes for more."""
    text, sentence = place.text, place.sentence
    begin = _clause(text, sentence.start, number.start)
    governed = _governed(text, sentence.start, begin, rules)
    stop = m.start() if (m := _STOP.search(text, number.end)) else sentence.end
    left = text[max(begin, place.before) : number.start]
    slot = Slot(left=left, text=text, end=number.end, bound=number.bound)
    return firmness(text[governed : number.start], slot, rules), rules.ask("indicators.stretch", text, stop)


def _clause(text: str, start: int, end: int) -> int:
    """Where the clause begins that reaches up to ``end``."""
    return max(start, *(text.rfind(mark, start, end) + 1 for mark in _CLAUSE_END))


def _governed(text: str, start: int, begin: int, rules: Rules) -> int:
    """Where the words begin that govern a clause: 力争A增长7%，B达到40% is one list, until a clause has a deed of its own."""
    deed = rules.memo(_deeds)
    start, clause = max(start, begin - limits.REACH), begin
    while clause > start and text[clause - 1] == "，" and not deed.match(text, clause):
        clause = _clause(text, start, clause - 1)
        if rules.ask("indicators.governing", text, clause):
            return clause
    return begin


def _deeds(rules: Rules) -> re.Pattern[str]:
    """A deed at the beginning of a clause."""
    return cache.pattern(f"(?>{rules.terms('adverbs')})*(?:{rules.terms('verbs', 'kind', 'act|event')})")


def _worded_row(outline: Outline, found: Worded, rules: Rules) -> Indicator:
    sentence = outline.sentences[found.sentence]
    text = outline.document.text
    scope = rules.ask("indicators.scope", found.name)
    known = canonical(found.name, found.rule.set["measure"], scope, rules)
    left = text[sentence.start : found.start]
    begin = sentence.start + max(left.rfind(mark) for mark in "，。；\n") + 1
    clause = text[begin : found.end]
    firm = firmness(clause, Slot(left=clause, text="", end=0, bound=found.rule.set["bound"]), rules)
    asking = Asking(
        text=text,
        sentence=sentence,
        start=found.start,
        end=found.end,
        moves=found.rule.set["measure"] in _MOVING,
        reached=found.rule.set["measure"] in _LEVELS,
    )
    time = when(asking, outline.info, rules)
    return Indicator(
        start=found.start,
        end=found.end,
        sentence=found.sentence,
        number=None,
        indicator=known.name,
        name=found.name,
        topic=known.topic,
        measure=cast(Measure, found.rule.set["measure"]),
        value=None,
        value_max=None,
        unit="",
        bound=cast(Bound, found.rule.set["bound"]),
        direction=_NO_DIRECTION,
        status=cast(Status, time.status),
        year=time.year,
        year_start=time.year_start,
        basis=found.basis,
        action="",
        strength=firm.strength,
        wording=firm.wording,
        scope=_words(found.name, scope),
        trace=(("wordless", found.rule.id), *time.trace, ("strength", firm.rule)),
    )
