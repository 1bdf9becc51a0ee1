"""Running text → the ledger: every number with value, unit, bound and role."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from reportkit.extraction.numbers.scan import Found, scan
from reportkit.model.records import Number, Outline
from reportkit.rules import Context, Rule, Rules, cache

_LEFT = 40
"""How many characters before a number a rule may look at."""

_Match = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Judge:
    """A context rule with its conditions ready to ask."""

    rule: Rule
    contexts: tuple[Context, ...]
    asked: tuple[tuple[_Match | None, _Match | None], ...]
    """Of every context what must match after the number, and what before it."""
    number: re.Pattern[str] | None
    script: str
    kinds: frozenset[str]
    vague: str
    not_before: re.Pattern[str] | None

    @classmethod
    def of(cls, rule: Rule) -> Judge:
        """The rule compiled. Raises BadRules."""
        when, contexts = rule.when, rule.contexts()
        return cls(
            rule,
            contexts,
            tuple((c.after and c.after.match, c.before and c.before.search) for c in contexts),
            cache.pattern(when["number"]) if "number" in when else None,
            when.get("script", ""),
            frozenset(when["kind"].split("|")) if "kind" in when else frozenset(),
            when.get("vague", ""),
            cache.pattern(when["not_before"]) if "not_before" in when else None,
        )

    def suits(self, kind: str, chinese: bool) -> bool:
        """Whether the rule is for numbers with a kind of unit, written so."""
        return (not self.kinds or kind in self.kinds) and (not self.script or (self.script == "chinese") == chinese)

    def holds(self, found: Found, core: str, left: str, text: str, end: int) -> bool:
        """Whether the rule matches a number that it suits: ``left`` precedes it, it goes on at ``end``."""
        if self.vague and not (found.vague and found.vague in self.vague):
            return False
        if self.number is not None and not self.number.fullmatch(core):
            return False
        for after, before in self.asked:
            if (after is None or after(text, end)) and (before is None or before(left)):
                return self.not_before is None or not self.not_before.search(left)
        return False


class _Bench(dict[tuple[str, bool], list[Judge]]):
    """The judges of a family in their order, by the kind of unit and the script of the numbers that they suit."""

    def __init__(self, judges: list[Judge]) -> None:
        super().__init__()
        self.all = judges

    def __missing__(self, asked: tuple[str, bool]) -> list[Judge]:
        self[asked] = [judge for judge in self.all if judge.suits(*asked)]
        return self[asked]

    def of(self, found: Found) -> list[Judge]:
        """Those to ask about a number."""
        return self[found.kind or "none", found.chinese]


def _judges(rules: Rules) -> dict[str, _Bench]:
    return {f: _Bench([Judge.of(r) for r in rules.family(f"numbers.{f}")]) for f in ("role", "bound", "unit", "page")}


def ledger(outline: Outline, rules: Rules) -> tuple[Number, ...]:
    """All numbers of the report in order of their place."""
    document = outline.document
    text = document.text
    starts = [s.start for s in outline.sentences]
    numbers = []
    for found in scan(text, rules):
        family = "page" if document.is_around(found.start) else "role"
        numbers.append(_number(found, max(0, bisect_right(starts, found.start) - 1), text, rules, family))
    return tuple(_share_bounds(numbers, text, rules))


def contenders(outline: Outline, rules: Rules) -> list[tuple[str, ...]]:
    """The role rules that match each number of the ledger, in their order: the first decided, the second is the runner-up."""
    text = outline.document.text
    found = scan(text, rules)
    bench = rules.memo(_judges)["role"]
    return [
        tuple(
            j.rule.id
            for j in bench.of(f)
            if j.holds(f, text[f.start : f.core], text[max(0, f.start - _LEFT) : f.start], text, f.core)
        )
        for f in found
    ]


def _share_bounds(numbers: list[Number], text: str, rules: Rules) -> list[Number]:
    """Let a bound before the first number of a 分别 hold for the rest: 分别突破30亿元、18亿元."""
    leading = {j.rule.id for j in rules.memo(_judges)["bound"].all if any(c.before for c in j.contexts)}
    for i in range(1, len(numbers)):
        one, two = numbers[i - 1], numbers[i]
        if two.role != "value" or two.bound != "eq" or one.role != "value" or text[one.end : two.start] not in "、和":
            continue
        rule = dict(one.trace).get("bound", "")
        if rule in leading and "分别" in text[max(0, one.start - _LEFT) : one.start]:
            numbers[i] = replace(two, bound=one.bound, trace=(*two.trace, ("bound", rule)))
    return numbers


def _number(found: Found, sentence: int, text: str, rules: Rules, family: str) -> Number:
    """A number of the ledger; ``family`` are the rules that say what it is for: role, page."""
    judges = rules.memo(_judges)
    left, core = text[max(0, found.start - _LEFT) : found.start], text[found.start : found.core]
    role, reason, trace = _role(found, judges[family].of(found), left, core, text)
    bound, unit, value_max = "", found.unit, None
    if role in ("value", "qualifier", "rank"):
        bound, rule = _bound(found, judges["bound"].of(found), left, core, text)
        trace += (("bound", rule),) if rule else ()
        value_max = found.value_max
    if role == "value" and not unit:
        for judge in judges["unit"].of(found):
            if judge.holds(found, core, left, text, found.core):
                unit = judge.rule.set["unit"]
                trace += (("unit", judge.rule.id),)
                break
    return Number(
        found.start, found.end, sentence, role, found.value, value_max, unit, bound, reason,
        (found.start, found.core), trace,
    )  # fmt: skip


def _role(
    found: Found, roles: list[Judge], left: str, core: str, text: str
) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    form = ("form", found.rule.id)
    if found.range_of is not None:
        return "range_end", "the end of a range", (("role", "numbers.role.range_end"), form)
    for judge in roles:
        if judge.holds(found, core, left, text, found.core):
            rule = judge.rule
            return rule.set["role"], "" if rule.set["role"] == "value" else rule.doc, (("role", rule.id), form)
    if found.value is not None:
        return "value", "", (("role", "numbers.role.value"), form)
    return "other", "no rule claims it", (("role", ""), form)


def _bound(found: Found, bounds: list[Judge], left: str, core: str, text: str) -> tuple[str, str]:
    if found.value_max is not None:
        return "range", ""
    if fixed := found.rule.set.get("bound"):
        return fixed, found.rule.id
    for judge in bounds:
        if judge.holds(found, core, left, text, found.end):
            return judge.rule.set["bound"], judge.rule.id
    return "eq", ""
