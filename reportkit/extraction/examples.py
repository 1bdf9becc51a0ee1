"""Checks every rule against its own examples, through the whole pipeline.

A ``hit`` passes when reading its text gives a row that the rule decided, whose text is ``found``
and whose fields equal those of the example; a ``miss`` when the rule decides nothing in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Any

from reportkit.extraction import pipeline
from reportkit.extraction.structure.front import front_matches, front_of
from reportkit.model.records import Extraction, Source
from reportkit.rules import Example, Rule, Rules
from reportkit.rules.families import FAMILIES, Way

_CHINESE_MARKS = str.maketrans("(),:;!?", "（），：；！？")
_FULL = ("structure.", "clean.")
_WHOLE_LINES = ("clean.", "identity.", "audit.", "structure.opening")
"""Families whose patterns see lines, or fields of rows; the others' see clauses."""
_SETTINGS = ("part", "year_of_report")
_YEAR = 2025


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An example that did not come out as its rule says."""

    rule: str
    text: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something a rule decided: the text it decided on, and the fields of the row."""

    rule: str
    found: str
    fields: dict[str, Any]


def count(rules: Rules, ids: Collection[str] | None = None) -> int:
    """How many examples the rules have."""
    return sum(len(r.hits) + len(r.misses) for r in rules.all if ids is None or r.id in ids)


def check(rules: Rules, ids: Collection[str] | None = None) -> list[Failure]:
    """The examples that fail, of all rules or of those named. An ``xfail`` that passes fails too."""
    failures: list[Failure] = []
    for rule in rules.all:
        if ids is not None and rule.id not in ids:
            continue
        for example in rule.hits:
            failures += _judge(rule, example, _hit(rule, example, rules))
        for example in rule.misses:
            failures += _judge(rule, example, _miss(rule, example, rules))
    return failures


def _judge(rule: Rule, example: Example, message: str) -> Iterator[Failure]:
    if example.xfail and not message:
        message = f"passes although it is marked xfail ({example.xfail})"
        yield Failure(rule=rule.id, text=example.text, message=message)
    elif message and not example.xfail:
        yield Failure(rule=rule.id, text=example.text, message=message)


def _hit(rule: Rule, example: Example, rules: Rules) -> str:
    if FAMILIES[rule.family].silent:
        return _silent_hit(rule, example, rules)
    decided = [e for e in events(_read(rule, example, rules), rules) if e.rule == rule.id]
    if not decided:
        return "decides nothing"
    wrong = [_difference(event, example) for event in decided]
    return min(wrong, key=len)


def _silent_hit(rule: Rule, example: Example, rules: Rules) -> str:
    """With fields, some row must have them; without, the pattern must find what the example says."""
    if example.fields:
        wrong = [_difference(event, example) for event in events(_read(rule, example, rules), rules) if event.fields]
        return min(wrong, key=len, default="gives no row")
    found = _asked(rule, example.text)
    return "" if any(_same(f, example.found) for f in found) else f"finds {found}"


def _asked(rule: Rule, text: str) -> list[str]:
    lines = ["".join(unicodedata.normalize("NFKC", line).split()) for line in text.split("\n")]
    lines = [line.translate(_CHINESE_MARKS) for line in lines]
    ask = _asks(rule)
    texts = lines if rule.family.startswith(_WHOLE_LINES) else [c for line in lines for c in re.split("[，。]", line)]
    return [found for text in texts if (m := ask(text)) for found in (m[0], text)]


def _asks(rule: Rule) -> Callable[[str], re.Match[str] | None]:
    """How the pattern of a rule is held against a text by its family."""
    pattern, way = rule.compile(), FAMILIES[rule.family].asks
    if way is Way.WHOLE:
        return pattern.fullmatch
    return pattern.match if way in (Way.START, Way.RUN) else pattern.search


def _miss(rule: Rule, example: Example, rules: Rules) -> str:
    if FAMILIES[rule.family].silent:
        found = _asked(rule, example.text)
        return f"finds {found}" if found else ""
    decided = [e for e in events(_read(rule, example, rules), rules) if e.rule == rule.id]
    return f"decides on {decided[0].found!r}" if decided else ""


def _difference(event: Event, example: Example) -> str:
    """What of the example the event lacks; the empty string when all is there."""
    told = [] if not example.found or _same(event.found, example.found) else [f"found {event.found!r}"]
    for key, want in example.fields.items():
        if key in _SETTINGS and key not in event.fields:
            continue
        have = event.fields.get(key)
        if not _same(have, want):
            told.append(f"{key} {have!r}, not {want!r}")
    return "; ".join(told)


def _same(have: Any, want: Any) -> bool:
    if isinstance(have, Decimal) or isinstance(want, float):
        return have is not None and Decimal(str(have)) == Decimal(str(want))
    return _plain(have) == _plain(want)


def _plain(value: Any) -> str:
    return "".join(unicodedata.normalize("NFKC", str(value)).split())


def _read(rule: Rule, example: Example, rules: Rules) -> Extraction:
    year = example.fields.get("year_of_report", _YEAR)
    if rule.family.startswith(_FULL) or "\n" in example.text:
        full = Source(text=example.text, name="example", encoding="str")
        return pipeline.extract(full, rules, year=None if "report_year" in example.fields else year)
    return pipeline.read_snippet(example.text, rules, example.fields.get("part", "plan"), year)


def events(extraction: Extraction, rules: Rules) -> Iterator[Event]:
    """All that the rules decided in a report."""
    outline = extraction.outline
    document, info = outline.document, outline.info
    for dropped in document.dropped:
        yield Event(rule=dropped.rule, found=document.source.text[dropped.start : dropped.end], fields={})
    for front_rule, m in front_matches(front_of(document, rules), rules):
        yield Event(rule=front_rule.id, found=m[0], fields=_fields(info))
    for s in outline.sentences:
        for (_, rule), start in product(s.trace, (s.start, s.body)):
            yield Event(rule=rule, found=document.text[start : s.end].rstrip("。"), fields=_fields(s))
            yield Event(rule=rule, found=document.text[start : s.end], fields=_fields(s))
    by_number = {row.number: row for row in extraction.indicators}
    for i, number in enumerate(extraction.numbers):
        row = by_number.get(i)
        yield from _rows(row.trace if row else number.trace, document.text, number, row)
    for target in extraction.indicators:
        if target.number is None:
            yield from _rows(target.trace, document.text, target, None)
    for promise in extraction.commitments:
        yield from _rows(promise.trace, document.text, promise, None)
    for project in extraction.projects:
        start, end = project.mentions[0]
        for (_, rule), found in product(project.trace, (document.text[start:end], project.name)):
            yield Event(rule=rule, found=found, fields=_fields(project))


def _rows(trace: tuple[tuple[str, str], ...], text: str, first: Any, second: Any) -> Iterator[Event]:
    fields = _fields(first) | (_fields(second) if second else {})
    for _, rule in trace:
        yield Event(rule=rule, found=text[first.start : first.end], fields=fields)


def _fields(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}
