"""Running text → the ledger: every number with value, unit, bound and role."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, cast

from reportkit.extraction.numbers.judge import bound_of, facts_of
from reportkit.extraction.numbers.scan import Found, scan
from reportkit.extraction.numbers.tabled import Cells
from reportkit.model.codes import Bound, Role
from reportkit.model.records import Number, Outline, TableCell, Trace
from reportkit.rules import Rules, cache

LEFT = 40
"""How many characters before a number a rule may look at."""
_BOUNDED = frozenset(("value", "qualifier", "rank"))
"""Roles whose number may be a bound."""


def ledger(outline: Outline, rules: Rules, cells: Sequence[TableCell] = ()) -> tuple[Number, ...]:
    """All numbers of the report in order of their place; ``cells`` are those of its tables that are understood."""
    document = outline.document
    text = document.text
    starts = [s.start for s in outline.sentences]
    numbers = []
    table = Cells(cells=cells, text=text, rules=rules) if cells else None
    for found in scan(text, rules):
        if table and (read := table.number(found)):
            numbers.append(read)
            continue
        family = "numbers.page" if document.is_around(found.start) else "numbers.role"
        numbers.append(_number(found, max(0, bisect_right(starts, found.start) - 1), text, rules, family))
    return tuple(_share_bounds(numbers, text, rules))


def contenders(outline: Outline, rules: Rules) -> list[tuple[str, ...]]:
    """The role rules that match each number of the ledger, in their order: the first decided, the second is the runner-up."""
    text = outline.document.text
    family = rules.asked("numbers.role")
    return [
        tuple(decision.id for decision in family.every_around(_left(f, text), text, f.core, facts_of(f, text)))
        for f in scan(text, rules)
    ]


def _left(found: Found, text: str) -> str:
    return text[max(0, found.start - LEFT) : found.start]


def _share_bounds(numbers: list[Number], text: str, rules: Rules) -> list[Number]:
    """Let a bound before the first or after the last number of a 分别 list hold for all: 分别突破40亿元、25亿元,
    分别增长4%、7%左右."""
    joint, hand_out = rules.memo(_shared)
    first = 0
    for last in range(len(numbers)):
        one, two = numbers[last], numbers[last + 1] if last + 1 < len(numbers) else None
        if two and one.role == two.role == "value" and joint.fullmatch(text, one.end, two.start):
            continue
        if last > first and hand_out.search(text, max(0, numbers[first].start - LEFT), numbers[first].start):
            _lend_bound(numbers, first, range(first + 1, last + 1), rules, leads=True)
            _lend_bound(numbers, last, range(first, last), rules, leads=False)
        first = last + 1
    return numbers


def _lend_bound(numbers: list[Number], lender: int, others: range, rules: Rules, *, leads: bool) -> None:
    """Give the bound of one number, if its words stand before (``leads``) or after it, to others that have none."""
    rule = rules.rule(dict(numbers[lender].trace).get("bound", ""))
    if rule is None or any(pattern.startswith("#") is leads for pattern in rule.patterns):
        return
    for place in others:
        number = numbers[place]
        if number.bound == "eq":
            trace = (*number.trace, ("bound", rule.id))
            numbers[place] = replace(number, bound=numbers[lender].bound, trace=trace)


def _shared(rules: Rules) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What may stand between two numbers that share a bound, and the words that hand them out."""
    return cache.pattern(f"(?:{rules.terms('joints')})?"), cache.pattern(
        rules.terms("function_words", "kind", "hand_out")
    )


def _number(found: Found, sentence: int, text: str, rules: Rules, family: str) -> Number:
    """A number of the ledger; ``family`` are the rules that say what it is for."""
    left, facts = _left(found, text), facts_of(found, text)
    decided = rules.ask_around(family, left, text, found.core, facts)
    assert decided is not None, "a default of the family holds for every number"
    role = cast(Role, decided.set["role"])
    trace: Trace = (("role", decided.id), ("form", found.rule.id))
    trace += (("join", found.join),) if found.join else ()
    bound: Bound | Literal[""] = ""
    unit, value_max = found.unit, None
    if role in _BOUNDED:
        bound, rule = bound_of(found, left, text, found.end, facts, rules)
        trace += (("bound", rule),) if rule else ()
        value_max = found.value_max
    if role == "value" and not unit and (unsaid := rules.ask_around("numbers.unit", left, text, found.core, facts)):
        unit = unsaid.set["unit"]
        trace += (("unit", unsaid.id),)
    return Number(
        start=found.start,
        end=found.end,
        sentence=sentence,
        role=role,
        value=found.value,
        value_max=value_max,
        unit=unit,
        bound=bound,
        reason="" if role == "value" else decided.rule.doc,
        core=(found.start, found.core),
        trace=trace,
    )
