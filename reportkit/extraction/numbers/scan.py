"""Running text → every written number with its value and unit, before anyone asks what it is for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from reportkit.domain import numerals
from reportkit.rules import Decision, Rule, Rules, cache

_RANGE = re.compile(r"(?:[-–—－~～]{1,2}|至|到)\Z")
_FROM = re.compile(r"[从由自][^，。；]{0,24}\Z")
_LISTED = re.compile(r"[、和及]\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A written number. ``start:core`` is the numeral with its scale, ``core:end`` the unit."""

    start: int
    core: int
    end: int
    value: Decimal | None
    value_max: Decimal | None
    unit: str
    kind: str
    """Kind of the unit (data/units.tsv); empty without a unit."""
    vague: str
    chinese: bool
    rule: Rule
    range_of: int | None = None
    """For the second number of a range: start of the first."""


@dataclass(frozen=True, slots=True)
class _Forms:
    words: re.Pattern[str]
    unit: re.Pattern[str]
    canonical: dict[str, tuple[str, str]]


def _forms(rules: Rules) -> _Forms:
    canonical: dict[str, tuple[str, str]] = {}
    for row in rules.lexicon("units"):
        for written in (row["unit"], *filter(None, row["aliases"].split("|"))):
            canonical.setdefault(written, (row["unit"], row["kind"]))
    return _Forms(
        cache.pattern(rules.terms("numeral_words")),
        cache.pattern(f"(?!{rules.terms('unit_traps')})(?:{rules.terms('units')})(?![A-Za-z])"),
        canonical,
    )


def scan(text: str, rules: Rules) -> list[Found]:
    """All written numbers from left to right, none overlapping another but the ends of ranges."""
    forms = rules.memo(_forms)
    taken = [m.span() for m in forms.words.finditer(text)]
    found: list[Found] = []
    candidates = [_read(text, decision, forms) for decision in rules.every("numbers.form", text)]
    for number in sorted(candidates, key=lambda f: (f.start, -f.core)):
        if found and number.start < found[-1].end:
            continue
        while taken and taken[0][1] <= number.start:
            taken.pop(0)
        if taken and taken[0][0] <= number.start and number.core <= taken[0][1]:
            continue
        found.append(number)
    return _ranges(text, _lend_units(text, found))


def _read(text: str, decision: Decision, forms: _Forms) -> Found:
    """The number that a form found, with the unit that its words, else those after it, give."""
    groups, said = decision.groups, decision.set
    chinese = groups.get("chinese") or groups.get("chinese2") or ""
    value, value_max = _value(groups, chinese, said.get("value", ""))
    unit, kind, end = said.get("unit", ""), "", decision.end
    if unit == "成":
        value, unit, kind = (value * 10 if value is not None else None), "%", "percent"
    elif groups.get("whole") == "百":
        unit, kind = "%", "percent"
    elif unit:
        kind = forms.canonical[unit][1]
    elif (
        not ({"unit", "role"} & said.keys())
        and "whole" not in groups
        and (follows := forms.unit.match(text, decision.end))
    ):
        unit, kind = forms.canonical[follows.group()]
        end = follows.end()
    vague = groups.get("vague") or groups.get("vague2") or ""
    return Found(
        start=decision.start,
        core=decision.end,
        end=end,
        value=value,
        value_max=value_max,
        unit=unit,
        kind=kind,
        vague="几" if chinese[:1] in ("几", "数") else vague,
        chinese=bool(chinese),
        rule=decision.rule,
    )


def _value(group: Mapping[str, str], chinese: str, fixed: str) -> tuple[Decimal | None, Decimal | None]:
    """The value of a numeral, or the ends of a range such as 三五; ``fixed`` is what the rule itself says."""
    if fixed:
        return Decimal(fixed), None
    if whole := group.get("whole"):
        part = group["part"]
        number = Decimal(part) if part[0].isdigit() else numerals.chinese(part)
        base = numerals.chinese(whole)
        if number is None or not base:
            return None, None
        return (number, None) if whole == "百" else ((number / base).quantize(Decimal("1.0000")).normalize(), None)
    last = group.get("scale3") or ""
    times = numerals.scale((group.get("scale") or "") + ("" if group.get("arabic2") else last))
    if arabic := group.get("arabic"):
        rest = numerals.arabic(group.get("arabic2") or "0") * numerals.scale((group.get("scale2") or "") + last)
        number = numerals.arabic(arabic)
        return (number if times == 1 else _plain(number * times + rest)), None
    digits = chinese.rstrip("十百千万亿")
    if both := numerals.pair(digits):
        times *= numerals.scale(chinese[len(digits) :])
        return Decimal(both[0] * times), Decimal(both[1] * times)
    number = numerals.chinese(chinese) if chinese else Decimal(1)
    return (None if number is None else _plain(number * times)), None


def _plain(value: Decimal) -> Decimal:
    """Without the trailing zeros that a scale word brings: 3.7 × 10**8 → 370000000."""
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()


def _lend_units(text: str, found: list[Found]) -> list[Found]:
    """Give 422万 in 422万、562万人 the unit of its neighbour."""
    for i in range(len(found) - 2, -1, -1):
        one, two = found[i], found[i + 1]
        if not one.unit and two.unit and not one.chinese and _LISTED.fullmatch(text[one.end : two.start]):
            found[i] = replace(one, unit=two.unit, kind=two.kind)
    return found


def _ranges(text: str, found: list[Found]) -> list[Found]:
    """Join 1-2个 and 4.5%—5%: the first number takes the whole span, the second points to it."""
    joined = list(found)
    for i in range(len(found) - 1):
        one, two = joined[i], found[i + 1]
        between = text[one.end : two.start]
        if not _RANGE.fullmatch(between) or one.range_of is not None or one.chinese != two.chinese:
            continue
        if (one.unit and one.unit != two.unit) or (not one.unit and not two.unit):
            continue
        if (
            one.value is None
            or two.value is None
            or (between in "至到" and _FROM.search(text, max(0, one.start - 26), one.start))
        ):
            continue
        factor = _scale_of(text, two) if not one.unit and _scale_of(text, one) == 1 else 1
        low = one.value * factor
        if low >= two.value or (two.kind == "time" and len(str(two.value)) == 4):
            continue
        joined[i] = replace(one, end=two.end, value=low, value_max=two.value, unit=two.unit, kind=two.kind)
        joined[i + 1] = replace(two, range_of=one.start)
    return joined


def _scale_of(text: str, number: Found) -> int:
    m = re.search("[万亿千百]+$", text[number.start : number.core])
    return numerals.scale(m[0]) if m and not number.chinese else 1
