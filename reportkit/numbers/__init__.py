"""Running text → the ledger: every number with value, unit, bound and role."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from reportkit import compiled
from reportkit.numbers.scan import Found, scan
from reportkit.rules import Context, Rule, Rules
from reportkit.types import Number, Outline

_LEFT = 40
"""How many characters before a number a rule may look at."""


@dataclass(frozen=True, slots=True)
class Judge:
    """A context rule with its conditions ready to ask."""

    rule: Rule
    contexts: tuple[Context, ...]
    number: re.Pattern[str] | None
    script: str
    kinds: frozenset[str]
    vague: str
    not_before: re.Pattern[str] | None

    @classmethod
    def of(cls, rule: Rule) -> Judge:
        """The rule compiled. Raises BadRules."""
        when = rule.when
        return cls(
            rule,
            rule.contexts(),
            compiled.pattern(when["number"]) if "number" in when else None,
            when.get("script", ""),
            frozenset(when["kind"].split("|")) if "kind" in when else frozenset(),
            when.get("vague", ""),
            compiled.pattern(when["not_before"]) if "not_before" in when else None,
        )

    def holds(self, found: Found, core: str, left: str, text: str, end: int) -> bool:
        """Whether the rule matches a number: ``left`` precedes it, it goes on at ``end``."""
        if self.kinds and (found.kind or "none") not in self.kinds:
            return False
        if self.script and (self.script == "chinese") != found.chinese:
            return False
        if self.vague and not (found.vague and found.vague in self.vague):
            return False
        if self.number is not None and not self.number.fullmatch(core):
            return False
        if not any(c.match(left, text, end) for c in self.contexts):
            return False
        return self.not_before is None or not self.not_before.search(left)


def _judges(rules: Rules) -> dict[str, list[Judge]]:
    return {f: [Judge.of(r) for r in rules.family(f"numbers.{f}")] for f in ("role", "bound", "unit")}


def ledger(outline: Outline, rules: Rules) -> tuple[Number, ...]:
    """All numbers of the report in order of their place."""
    text = outline.document.text
    starts = [s.start for s in outline.sentences]
    numbers = [
        _number(found, max(0, bisect_right(starts, found.start) - 1), text, rules) for found in scan(text, rules)
    ]
    return tuple(_share_bounds(numbers, text, rules))


def contenders(outline: Outline, rules: Rules) -> list[tuple[str, ...]]:
    """The role rules that match each number of the ledger, in their order: the first decided, the second is the runner-up."""
    text = outline.document.text
    found = scan(text, rules)
    return [
        tuple(
            j.rule.id
            for j in rules.memo(_judges)["role"]
            if j.holds(f, text[f.start : f.core], text[max(0, f.start - _LEFT) : f.start], text, f.core)
        )
        for f in found
    ]


def _share_bounds(numbers: list[Number], text: str, rules: Rules) -> list[Number]:
    """Let a bound before the first number of a 分别 hold for the rest: 分别突破30亿元、18亿元."""
    leading = {j.rule.id for j in rules.memo(_judges)["bound"] if any(c.before for c in j.contexts)}
    for i in range(1, len(numbers)):
        one, two = numbers[i - 1], numbers[i]
        if two.role != "value" or two.bound != "eq" or one.role != "value" or text[one.end : two.start] not in "、和":
            continue
        rule = dict(one.trace).get("bound", "")
        if rule in leading and "分别" in text[max(0, one.start - _LEFT) : one.start]:
            numbers[i] = replace(two, bound=one.bound, trace=(*two.trace, ("bound", rule)))
    return numbers


def _number(found: Found, sentence: int, text: str, rules: Rules) -> Number:
    judges = rules.memo(_judges)
    left, core = text[max(0, found.start - _LEFT) : found.start], text[found.start : found.core]
    role, reason, trace = _role(found, judges["role"], left, core, text)
    bound, unit, value_max = "", found.unit, None
    if role in ("value", "qualifier", "rank"):
        bound, rule = _bound(found, judges["bound"], left, core, text)
        trace += (("bound", rule),) if rule else ()
        value_max = found.value_max
    if role == "value" and not unit:
        for judge in judges["unit"]:
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
