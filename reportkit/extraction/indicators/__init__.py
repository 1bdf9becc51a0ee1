"""Ledger → indicators: what every value measures, how, of when, and how firmly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from reportkit.extraction.indicators.elision import Subject
from reportkit.extraction.indicators.subject import subjects
from reportkit.extraction.indicators.time import Asking, when
from reportkit.extraction.indicators.wordless import Worded, worded
from reportkit.model.records import Indicator, Number, Outline, ReportInfo, Sentence
from reportkit.rules import Context, Rule, Rules, cache

_CLAUSE_END, _STOP = re.compile(r"[，。；！？\n]"), re.compile(r"[，、。；！？\n]")
_NO_DIRECTION = "none"
_PLACES = tuple(f"全{place}" for place in "市省县区州旗国盟") + tuple(f"我{place}" for place in "市省县区")
_SUFFIXES = ("", "增速", "增幅", "涨幅", "总量", "总额", "预期目标", "目标", "规模", "数量", "总数", "建设")
_MOVING = frozenset(("growth", "change", "multiple"))
"""Measures of what happens over a time."""
_LEVELS = frozenset(("level", "share", "rank"))
"""Measures of what there is at its end, unless it is counted over the time: 新增5家."""


def indicators(outline: Outline, ledger: tuple[Number, ...], rules: Rules) -> tuple[Indicator, ...]:
    """Rows for every value of the ledger and every target in words, by their place."""
    numbered = [(i, n) for i, n in enumerate(ledger) if n.role == "value"]
    rows: list[Indicator] = []
    for place, group in groupby(numbered, key=lambda pair: pair[1].sentence):
        rows += _sentence_rows(outline, place, list(group), rules)
    taken = [n.start for _, n in numbered]
    rows += (_worded_row(outline, w, rules) for w in worded(outline, rules, taken))
    return tuple(sorted(rows, key=lambda r: r.start))


def _sentence_rows(
    outline: Outline, place: int, numbered: list[tuple[int, Number]], rules: Rules
) -> Iterator[Indicator]:
    text, sentence = outline.document.text, outline.sentences[place]
    told = subjects(text, sentence.body, sentence.end, [n for _, n in numbered], rules)
    before = sentence.start
    runs = _runs(told)
    for (index, number), subject, run in zip(numbered, told, runs, strict=True):
        yield _row(text, sentence, place, index, number, before, subject, run, outline.info, rules)
        before = number.end


def _runs(told: Sequence[Subject]) -> Iterator[tuple[int, int]]:
    """Of every number its place among the neighbours that 分别 hands out, and how many they are."""
    for shared, group in groupby(told, key=lambda subject: (subject.told == "distributed", subject.predicate)):
        size = len(list(group))
        for nth in range(size):
            yield (nth, size) if shared[0] else (0, 1)


def _row(
    text: str, sentence: Sentence, place: int, index: int, number: Number, before: int, subject: Subject,
    run: tuple[int, int], info: ReportInfo, rules: Rules,
) -> Indicator:  # fmt: skip
    left = text[sentence.start : number.core[0]]
    measure, measure_rule = _measure(text, left, number, subject, rules)
    asking = Asking(
        text=text, sentence=sentence, start=number.core[0], end=number.end,
        moves=measure in _MOVING and subject.class_ != "compare",
        reached=_reached(measure, subject, rules), nth=run[0], run=run[1],
    )  # fmt: skip
    time = when(asking, info, rules)
    name, scope = subject.name, _scope(subject.name, rules)
    canonical, topic = canonical_name(name, rules)
    strength, wording, strength_rule, stretch_rule = "", "", "", ""
    if time.status == "target":
        clause, near, stretch, stretch_rule = _clause(text, sentence, number, before, rules)
        strength, wording, strength_rule = firmness(clause, near, rules, number.bound)
        wording = " ".join(filter(None, (wording, stretch)))
    trace = (
        *number.trace, ("name", f"name.{subject.told}"), ("predicate", subject.predicate), ("measure", measure_rule),
        *time.trace, ("strength", strength_rule), ("stretch", stretch_rule),
    )  # fmt: skip
    return Indicator(
        number.start, number.end, place, index, canonical, name, topic, measure, number.value, number.value_max,
        number.unit, number.bound, subject.direction if measure in ("growth", "change") else _NO_DIRECTION,
        time.status, time.year, time.year_start, subject.basis, subject.action, strength, wording,
        scope[0], tuple((k, v) for k, v in (*trace, ("scope", scope[1])) if v),
    )  # fmt: skip


def _reached(measure: str, subject: Subject, rules: Rules) -> bool:
    """Whether a number is a state at the end of a time, not a total of what was done over it."""
    if measure == "multiple":
        return subject.class_ == "compare"
    if measure != "level":
        return measure in _LEVELS
    totals = rules.memo(_totals)
    if subject.class_ == "reach":
        return not totals.added.match(subject.name)
    return not (subject.action and subject.action not in totals.states) and not totals.done.match(subject.name)


@dataclass(frozen=True, slots=True)
class _Totals:
    """Verbs that tell a total from a state."""

    done: re.Pattern[str]
    """At the beginning of a name: what was done is counted (建成公路)."""
    added: re.Pattern[str]
    """Likewise, even where the figure is said to be reached (新增就业达到5万人)."""
    states: frozenset[str]
    """Verbs of a state that lasts: 覆盖, 拥有."""


def _totals(rules: Rules) -> _Totals:
    where = "(?:城镇|农村|全[国省市县区])?"
    return _Totals(
        done=cache.pattern(f"{where}(?:{rules.terms('verbs', 'kind', 'event')})"),
        added=cache.pattern(f"{where}(?:{rules.terms('verbs', 'kind', 'added')})"),
        states=frozenset(r["verb"] for r in rules.lexicon("verbs") if "state" in r["kind"].split("|")),
    )


def _scope(name: str, rules: Rules) -> tuple[str, str]:
    """The area that a name begins with, and the rule."""
    for rule, pattern in rules.memo(_patterns)["indicators.scope"]:
        if m := pattern.match(name):
            return m[0], rule.id
    return "", ""


def _patterns(rules: Rules) -> dict[str, list[tuple[Rule, re.Pattern[str]]]]:
    families = ("indicators.scope", "indicators.stretch", "strength")
    return {f: [(r, r.compile()) for r in rules.family(f)] for f in families}


def _measure(text: str, left: str, number: Number, subject: Subject, rules: Rules) -> tuple[str, str]:
    form = dict(number.trace).get("form", "")
    for rule in rules.family("numbers.form"):
        if rule.id == form and "measure" in rule.set:
            return rule.set["measure"], rule.id
    for rule, contexts in rules.memo(_measures):
        units = rule.when.get("unit", number.unit).split("|")
        if number.unit in units and any(c.match(left[-40:], text, number.end) for c in contexts):
            return rule.set["measure"], rule.id
    percent = number.unit in ("%", "‰")
    if form == "numbers.form.fraction" and not number.unit:
        return ("growth" if subject.class_ == "growth" else "share"), form
    if subject.class_ == "growth":
        return ("growth" if percent else "change"), subject.predicate
    if subject.class_ == "change":
        return "change", subject.predicate
    return ("share" if percent else "level"), subject.predicate or "measure.default"


def _measures(rules: Rules) -> list[tuple[Rule, tuple[Context, ...]]]:
    return [(r, r.contexts()) for r in rules.family("indicators.measure")]


def _clause(text: str, sentence: Sentence, number: Number, before: int, rules: Rules) -> tuple[str, str, str, str]:
    """Clause of a number up to it, the words at the number, and a stretch clause that follows with its rule.

    ``before`` is the end of the number before it in the sentence.
    """
    starts = [m.end() for m in _CLAUSE_END.finditer(text, sentence.start, number.start)]
    begin = starts[-1] if starts else sentence.start
    stop = m.start() if (m := _STOP.search(text, number.end)) else sentence.end
    near = text[max(begin, before) : stop]
    for rule, pattern in rules.memo(_patterns)["indicators.stretch"]:
        if stretch := pattern.match(text, stop):
            return text[begin : number.start], near, stretch[0].lstrip("，、"), rule.id
    return text[begin : number.start], near, "", ""


def firmness(clause: str, near: str, rules: Rules, bound: str = "") -> tuple[str, str, str]:
    """Strength by the codebook, the words that decided, and the rule.

    ``clause`` is where words for the whole clause are looked for, ``near`` the words at the number.
    """
    book = rules.memo(_patterns)["strength"]
    hits = [
        (m.start(), m[0], r) for r, p in book for m in p.finditer(near if r.set.get("scope") == "number" else clause)
    ]
    if not hits:
        return ("soft", "", "strength.soft.vague") if bound == "range" else ("plain", "", "")
    decided = next(r for r, _ in book if any(hit[2] is r for hit in hits))
    ordered = sorted(hits, key=lambda h: (h[2].set.get("scope") == "number", h[0]))
    return decided.set["strength"], " ".join(dict.fromkeys(word for _, word, _ in ordered)), decided.id


def canonical_name(name: str, rules: Rules) -> tuple[str, str]:
    """The indicator's name and topic in the lexicon, both empty when it holds none that fits.

    A place or a verb may stand before the term, a word for its size or rate behind it.
    """
    known, prefixes, longest = rules.memo(_lexicon)
    for start in (n for n in range(min(len(name), longest), -1, -1) if not n or name[:n] in prefixes):
        for suffix in _SUFFIXES:
            if name.endswith(suffix) and (found := known.get(name[start:].removesuffix(suffix))):
                return found
    return "", ""


def _lexicon(rules: Rules) -> tuple[dict[str, tuple[str, str]], frozenset[str], int]:
    """Terms with their canonical names and topics, what may stand before them, and the length of the longest of that."""
    known: dict[str, tuple[str, str]] = {}
    for row in rules.lexicon("indicators"):
        for term in (row["indicator"], *filter(None, row["aliases"].split("|"))):
            known.setdefault(term, (row["indicator"], row["topic"]))
    verbs = {row["verb"] for row in rules.lexicon("verbs") if {"act", "light"} & set(row["kind"].split("|"))}
    prefixes = frozenset(verbs | set(_PLACES))
    return known, prefixes, max(map(len, prefixes))


def _worded_row(outline: Outline, found: Worded, rules: Rules) -> Indicator:
    sentence = outline.sentences[found.sentence]
    clause = outline.document.text[found.start : found.end]
    canonical, topic = canonical_name(found.name, rules)
    text_before = outline.document.text[sentence.start : found.start]
    begin = max(text_before.rfind(mark) for mark in "，。；\n") + 1
    strength, wording, rule = firmness(text_before[begin:] + clause, clause, rules)
    asking = Asking(
        text=outline.document.text, sentence=sentence, start=found.start, end=found.end,
        moves=found.rule.set["measure"] in _MOVING, reached=found.rule.set["measure"] in _LEVELS,
    )  # fmt: skip
    time = when(asking, outline.info, rules)
    scope = _scope(found.name, rules)
    return Indicator(
        found.start, found.end, found.sentence, None, canonical, found.name, topic, found.rule.set["measure"],
        None, None, "", found.rule.set["bound"], _NO_DIRECTION, time.status, time.year, time.year_start, found.basis,
        "", strength, wording, scope[0],
        tuple((k, v) for k, v in (("wordless", found.rule.id), *time.trace, ("strength", rule)) if v),
    )  # fmt: skip
