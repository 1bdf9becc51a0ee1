"""Running text → every written number with its value and unit, before anyone asks what it is for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from itertools import pairwise

from reportkit import limits
from reportkit.domain import numerals
from reportkit.model.quick import quick
from reportkit.rules import Decision, Rule, Rules, cache

_PARTS = {"%": Decimal(100), "‰": Decimal(1000)}
"""How many parts of a whole are told in a unit."""
_CENT = Decimal("0.01")
_EXACT = Context(prec=2 * limits.NUMERAL)
"""Room for all digits of the longest numeral and its scale."""
_TWICE = ("whole", "part", "vague", "some")
"""Groups that a pattern may name twice."""
_YEAR_DIGITS = 4
_PERCENT = "percent"
"""Kind of the units of rates."""
_NO_NUMERAL = re.compile(
    f"(?:[0-9０-９]{{{limits.NUMERAL + 1},}}|[0-9]{{1,3}}(?:,[0-9]{{3}}){{{limits.NUMERAL // 3},}}"
    f"|[零〇一二两三四五六七八九十百千万亿]{{{limits.NUMERAL + 1},}})[十百千万亿]*"
)
"""Digits in a row that are none (``limits``)."""
_OWN_SCALES = "亿"
"""A numeral that has it goes on below it: what follows a vague word is of its last part only."""
_BLANK = "\u3000"
_ONE = "一"
"""What a form without a numeral counts: 翻番."""
_MOVEMENT = 26
"""How many characters before the first of two numbers a rule of joining may look at."""


@quick
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
    in_word: bool = False
    """Whether it stands in a word, idiom or name that counts nothing."""
    join: str = ""
    """The rule by which it goes on into the next number."""
    range_of: int | None = None
    """For the second number of a range: start of the first."""


@dataclass(frozen=True, slots=True)
class _Forms:
    words: re.Pattern[str]
    """Words with a numeral in them that count nothing."""
    passed: frozenset[str]
    """Those of them whose numeral has no sense of number."""
    unit: re.Pattern[str]
    canonical: dict[str, tuple[str, str]]


def _forms(rules: Rules) -> _Forms:
    canonical: dict[str, tuple[str, str]] = {}
    for row in rules.lexicon("units"):
        for written in (row["unit"], *filter(None, row["aliases"].split("|"))):
            canonical.setdefault(written, (row["unit"], row["kind"]))
    return _Forms(
        cache.pattern(rules.terms("numeral_words")),
        frozenset(row["word"] for row in rules.lexicon("numeral_words") if row["kind"] != "name"),
        cache.pattern(f"(?!{rules.terms('unit_traps')})(?:{rules.terms('units')})(?![A-Za-z])"),
        canonical,
    )


def scan(text: str, rules: Rules) -> list[Found]:
    """All written numbers from left to right, none overlapping another but the ends of ranges."""
    forms = rules.memo(_forms)
    words = [(m.start(), m.end(), m.group() in forms.passed) for m in forms.words.finditer(text)]
    found: list[Found] = []
    shown = _NO_NUMERAL.sub(lambda m: _BLANK * len(m[0]), text)
    for decision in sorted(rules.every("numbers.form", shown), key=_place):
        start, end = decision.start, decision.end
        if found and start < found[-1].end:
            continue
        while words and words[0][1] <= start:
            words.pop(0)
        in_word = bool(words) and words[0][0] <= start and end <= words[0][1]
        if not in_word:
            found.append(_read(text, decision, forms))
        elif not words[0][2]:
            number = _read(text, decision, forms)
            found.append(replace(number, end=number.core, unit="", kind="", in_word=True))
    return _joined(text, found, rules)


def _place(decision: Decision) -> tuple[int, int]:
    """The first numeral that begins at a place, the longest of several."""
    return decision.start, -decision.end


def _read(text: str, decision: Decision, forms: _Forms) -> Found:
    """The number that a form found, with the unit that its words, else those after it, give."""
    said = decision.set
    group = {name: words for name, words in decision.groups.items() if words}
    for name in _TWICE:
        if (again := f"{name}2") in group:
            group[name] = group[again]
    chinese = group.get("chinese") or group.get("some") or ""
    value, value_max = _value(group, chinese, said)
    end, unit = decision.end, said.get("unit", "")
    kind = forms.canonical[unit][1] if unit else ""
    if not ({"unit", "role"} & said.keys()) and (written := forms.unit.match(text, end)):
        unit, kind = forms.canonical[written.group()]
        end = written.end()
    return Found(
        start=decision.start,
        core=decision.end,
        end=end,
        value=value,
        value_max=value_max,
        unit=unit,
        kind=kind,
        vague="几" if "some" in group else group.get("vague", ""),
        chinese=bool(chinese),
        rule=decision.rule,
    )


def _value(group: Mapping[str, str], chinese: str, said: Mapping[str, str]) -> tuple[Decimal | None, Decimal | None]:
    """The value of a numeral by its groups; of two digits in a row (三五, 五、六) the lower and the upper one."""
    if fixed := said.get("value"):
        return Decimal(fixed), None
    if "whole" in group:
        return _fraction(group["whole"], group["part"], group.get("upto", ""), _PARTS[said["unit"]])
    last = group.get("scale3", "")
    times = numerals.scale(group.get("scale", "") + ("" if "arabic2" in group else last))
    if chinese and "arabic2" not in group:
        if _OWN_SCALES in chinese and "点" not in chinese:
            chinese, times = chinese + group.get("scale", ""), numerals.scale(last)  # 一亿三千多万 is 一亿三千万
        return _spelled(chinese, times * int(said.get("factor", 1)))
    number = _times(numerals.arabic(group["arabic"]), times) if "arabic" in group else numerals.chinese(chinese or _ONE)
    rest = _times(numerals.arabic(group.get("arabic2", "0")), numerals.scale(group.get("scale2", "") + last))
    if number is None or (times == 1 and not rest):
        return (-number if number and "sign" in group else number), None
    return _plain(_EXACT.add(number, rest)), None


def _spelled(chinese: str, times: int) -> tuple[Decimal | None, Decimal | None]:
    """The value of a Chinese numeral."""
    digits = chinese.rstrip("".join(numerals.SCALES)).replace("、", "")
    if both := numerals.pair(digits):
        times *= numerals.scale("".join(c for c in chinese if c in numerals.SCALES))
        return Decimal(both[0] * times), Decimal(both[1] * times)
    number = numerals.chinese(chinese)
    return (None if number is None else _plain(_times(number, times))), None


def _fraction(whole: str, part: str, upto: str, parts: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """A fraction in so many ``parts``, and its upper end: 三 and 一 make 33.33 per cent."""
    base = _any(whole)
    if not base:
        return None, None
    if both := numerals.pair(part.replace("、", "")):
        return both[0] * parts / base, both[1] * parts / base
    return _of(part, base, parts), _of(upto, base, parts) if upto else None


def _of(part: str, base: Decimal, parts: Decimal) -> Decimal | None:
    number = _any(part)
    return number if number is None or base == parts else _plain((number * parts / base).quantize(_CENT))


def _any(numeral: str) -> Decimal | None:
    return numerals.arabic(numeral) if numeral[0].isdigit() else numerals.chinese(numeral)


def _plain(value: Decimal) -> Decimal:
    """Without the trailing zeros that a scale word brings: 3.7 × 10**8 → 370000000."""
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize(_EXACT)


def _times(number: Decimal, times: int) -> Decimal:
    """A numeral with its scale, to the last digit."""
    return _EXACT.multiply(number, Decimal(times)) if times != 1 else number


def _joined(text: str, found: list[Found], rules: Rules) -> list[Found]:
    """The numbers with what neighbours lend them: the unit of a list, the two ends of a range."""
    joins = [
        rules.ask("numbers.join", text, one.end, two.start, {"before": text[max(0, one.start - _MOVEMENT) : one.start]})
        for one, two in pairwise(found)
    ]
    kinds = [decided.set["join"] if decided else "" for decided in joins]
    lent = list(found)
    for i in range(len(kinds) - 1, -1, -1):
        one, two = lent[i], lent[i + 1]
        if kinds[i] == "list" and (_unsaid(one, two) or _cut_short(text, one, two)):
            lent[i] = replace(one, unit=two.unit, kind=two.kind, join=_rule(joins[i]))
    for i, kind in enumerate(kinds):
        if kind == "range" and (ends := _range(text, lent[i], lent[i + 1])):
            lent[i : i + 2] = replace(ends[0], join=_rule(joins[i])), ends[1]
    return lent


def _unsaid(one: Found, two: Found) -> bool:
    """Whether the first of two numbers leaves its unit to the second: 3万、7万人."""
    return not one.unit and bool(two.unit) and not one.chinese


def _cut_short(text: str, one: Found, two: Found) -> bool:
    """Whether the first of two numbers has but the beginning of their unit: 2.3个和1.8个百分点."""
    said, whole = text[one.core : one.end], text[two.core : two.end]
    return two.kind == _PERCENT and bool(said) and said != whole and whole.startswith(said)


def _rule(decided: Decision | None) -> str:
    return decided.id if decided else ""


def _range(text: str, one: Found, two: Found) -> tuple[Found, Found] | None:
    """Both ends of a range, the first with the whole span and the second pointing to it; none if they do not fit."""
    if one.value is None or two.value is None or one.range_of is not None or one.chinese != two.chinese:
        return None
    if (one.unit and one.unit != two.unit) or (not one.unit and not two.unit):
        return None
    factor = _scale_of(text, two) if not one.unit and _scale_of(text, one) == 1 else 1
    low = one.value * factor
    if low >= two.value or (two.kind == "time" and len(str(two.value)) == _YEAR_DIGITS):
        return None
    whole = replace(one, end=two.end, value=low, value_max=two.value, unit=two.unit, kind=two.kind)
    return whole, replace(two, range_of=one.start)


def _scale_of(text: str, number: Found) -> int:
    """The scale word that ends a numeral in digits."""
    numeral = text[number.start : number.core]
    scales = numeral[len(numeral.rstrip("".join(numerals.SCALES))) :]
    return 1 if number.chinese else numerals.scale(scales)
