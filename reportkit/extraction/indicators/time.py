"""Of when a number is, and whether it is told or promised."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from reportkit.domain import numerals
from reportkit.model.records import ReportInfo, Sentence, Trace
from reportkit.rules import Rule, Rules

_FIRST_PLAN_END = 2005
"""The tenth five-year plan (十五) ended in 2005; plans follow one another every five years."""
_CHINESE_YEAR = re.compile("[一二][〇零○九八][〇零○一二三四五六七八九]{2}(?=年)")
_MEAN = re.compile(r"年(?:均|平均)[^，。；]{0,6}\Z")
_BASE = re.compile(r"(?:由|从|是|比|较)((?:19|20)[0-9]{2})年")
_QUOTED = re.compile(r"“[^”]*”|（[^）]*）|《[^》]*》")


@dataclass(frozen=True, slots=True)
class When:
    """Status and years of a number, and the rules that decided."""

    status: str
    year: int | None
    year_start: int | None
    trace: Trace


def when(left: str, sentence: Sentence, info: ReportInfo, rules: Rules) -> When:
    """``left`` is the sentence up to the number; the part and stance of the sentence give the default."""
    ahead = info.planned_year
    past = sentence.part == "review" or sentence.stance == "circumstance"
    status = "actual" if past else "target"
    year = ahead - 1 if ahead and sentence.part == "review" else ahead
    year_start: int | None = None
    trace: Trace = ()
    told = _nearest(left, rules) or _of_section(sentence.section, rules)
    if told:
        rule, m = told
        span = _years(rule, m, info)
        if rule.set["year"] == "unknown":
            return When(rule.set["status"], None, None, (("year", rule.id),))
        if span:
            year_start, year = span
            trace = (("year", rule.id),)
            status = rule.set.get("status", "") if _overrides(rule, sentence) else status
            if rule.set["year"] == "named" and ahead and year is not None:
                status = "actual" if year < ahead else "target" if year > ahead else status
    if year_start is None and _MEAN.search(left) and (mean := _mean_over(left, sentence, year, info, rules)):
        year_start = mean
        trace = (*trace, ("year_start", "indicators.time.mean"))
    clause = re.split("[，。；]", left)[-1] if sentence.part == "plan" else left
    if decided := rules.ask_before("indicators.status", clause, {"part": sentence.part}):
        status, trace = decided.set["status"], (*trace, ("status", decided.id))
    return When(status, year, year_start, trace)


def _mean_over(left: str, sentence: Sentence, last: int | None, info: ReportInfo, rules: Rules) -> int | None:
    """The first year that an annual mean up to ``last`` covers: after the base that the sentence names, or the section's."""
    for m in reversed(list(_BASE.finditer(left))):
        return int(m[1]) + 1 if last and int(m[1]) + 1 < last else None
    told = _of_section(sentence.section, rules)
    span = _years(*told, info) if told else None
    return span[0] if span and span[1] == last else None


def _contexts(rules: Rules) -> dict[str, re.Pattern[str]]:
    return rules.memo(_compile)


def _compile(rules: Rules) -> dict[str, re.Pattern[str]]:
    return {r.id: r.compile() for r in rules.family("indicators.time")}


def _overrides(rule: Rule, sentence: Sentence) -> bool:
    return "status" in rule.set and not (rule.set["year"] == "same" and sentence.stance == "circumstance")


def _nearest(left: str, rules: Rules) -> tuple[Rule, re.Match[str]] | None:
    """The time expression that stands last; of several at one place, the first rule's."""
    if not re.search("[年五由从]", left):
        return None
    left = _CHINESE_YEAR.sub(lambda m: str(numerals.chinese(m[0])), left)
    left = _QUOTED.sub(lambda m: m[0] if re.fullmatch("“?十[一二三四五]五”?", m[0]) else "　" * len(m[0]), left)
    best: tuple[int, Rule, re.Match[str]] | None = None
    for rule in rules.family("indicators.time"):
        for m in _contexts(rules)[rule.id].finditer(left):
            if best is None or m.end() > best[0] + 1:
                best = (m.end(), rule, m)
    return best[1:] if best else None


@lru_cache(1024)
def _of_section(section: tuple[str, ...], rules: Rules) -> tuple[Rule, re.Match[str]] | None:
    """The span of years that a heading above sets, the nearest heading first: 过去五年, 今后五年, 过去一年."""
    for title in reversed(section):
        for rule in rules.family("indicators.time"):
            if rule.set["year"] in ("span_last", "span_next", "last", "plan_span", "streak") and (
                m := _contexts(rules)[rule.id].search(title)
            ):
                return rule, m
    return None


def _years(rule: Rule, m: re.Match[str], info: ReportInfo) -> tuple[int | None, int] | None:
    """First and last year that an expression means."""
    ahead = info.planned_year
    group = m.groupdict()
    kind = rule.set["year"]
    if kind == "named":
        return None, int(next(v for v in group.values() if v))
    if kind == "named_span":
        return int(group["first"]), int(group["last"])
    if kind in ("plan_end", "plan_span"):
        end = _FIRST_PLAN_END + 5 * (int(numerals.chinese(group["plan"]) or 10) - 10)
        return (None if kind == "plan_end" else end - 4), end
    if ahead is None or info.report_year is None or kind == "unknown":
        return None
    if kind == "streak":
        n = next(v for v in group.values() if v)
        count = int(n) if n.isdigit() else int(numerals.chinese(n) or 1)
        return (ahead - count if count > 1 else None), ahead - 1
    return {
        "same": (None, info.report_year),
        "last": (None, ahead - 1),
        "next": (None, info.report_year + 1),
        "span_last": (ahead - 5, ahead - 1),
        "span_next": (ahead, ahead + 4),
    }[kind]
