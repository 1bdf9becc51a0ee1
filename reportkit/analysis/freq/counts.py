"""Counting words of a dictionary in the sentences of a report."""

from __future__ import annotations

import logging
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from reportkit.analysis.freq.dictionary import Dictionary
from reportkit.model.tables import Column, Row, Table
from reportkit.workspace import ReportRow, Sentence

PER = ("tokens", "characters", "sentences")
"""Denominators: words as jieba cuts them (accurate mode with HMM, its own dictionary) and characters, both without
punctuation and blanks; sentences with list items and headings."""
_NEGATED = re.compile(r"(?:不|未|没有?|无|非|并非|尚未|不再|不得|禁止|杜绝|防止|避免)\Z")
_WORD = re.compile(r"\w")
_REPORT = (
    Column("report", "text", "报告", "id of the report"),
    Column("region", "text", "地区", "region of the report"),
    Column("level", "text", "层级", "national province city county township"),
    Column("adcode", "text", "区划代码", "GB/T 2260 code, empty where unknown"),
    Column("report_year", "int", "报告年份", "year of delivery"),
    Column("part", "text", "部分", "part of the report counted; empty for the whole"),
)
_DENOMINATORS = tuple(
    Column(name, "int", zh, f"{name} of what was counted")
    for name, zh in zip(PER, ("词数", "字数", "句数"), strict=True)
)
_GROUP = (
    Column("dictionary", "text", "词典", "dictionary"),
    Column("group", "text", "词组", "group of words"),
    Column("count", "int", "频次", "hits, the longest word first, none counted twice"),
    Column("negated", "int", "否定频次", "of them directly behind a negation (不 未 没有 无 防止 …)"),
    Column("hit_sentences", "int", "含词句数", "sentences with a hit"),
    Column("share", "decimal", "占比", "count of the denominator asked for (sentences: hit_sentences)"),
)


@dataclass
class Counted:
    """What was counted in one report, or one part of it."""

    report: ReportRow
    part: str
    denominators: Counter[str] = field(default_factory=Counter)
    hits: Counter[str] = field(default_factory=Counter)
    negated: Counter[str] = field(default_factory=Counter)
    hit_sentences: Counter[str] = field(default_factory=Counter)

    def share(self, group: str, per: str) -> Decimal | None:
        """Of the denominator; None if that is nought."""
        whole = self.denominators[per]
        counted = self.hit_sentences[group] if per == "sentences" else self.hits[group]
        return Decimal(str(round(counted / whole, 6))) if whole else None


def frequencies(
    reports: Sequence[ReportRow], sentences: Callable[[str], Iterable[Sentence]], dictionary: Dictionary,
    by_part: bool = False, parts: Sequence[str] = (),
) -> list[Counted]:  # fmt: skip
    """Counts for every report, or every part of it; ``parts`` leaves all other parts out."""
    pattern = dictionary.pattern()
    known = {word.lower(): groups for word, groups in dictionary.words.items()}
    made: list[Counted] = []
    for report in reports:
        found: dict[str, Counted] = {}
        for sentence in sentences(report.id):
            if not parts or sentence.part in parts:
                key = sentence.part if by_part else ""
                _count(found.setdefault(key, Counted(report, key)), sentence.text, pattern, known)
        made += found.values()
    return made


def _count(into: Counted, text: str, pattern: re.Pattern[str], known: Mapping[str, tuple[str, ...]]) -> None:
    """Adds the hits of one sentence; ``known`` are the groups of a word in lower case."""
    tokens = [token for token in _cut()(text) if _WORD.search(token)]
    into.denominators.update(tokens=len(tokens), characters=len(_WORD.findall(text)), sentences=1)
    here: set[str] = set()
    for m in pattern.finditer(text):
        groups = known[m[0].lower()]
        into.hits.update(groups)
        if _NEGATED.search(text, max(0, m.start() - 4), m.start()):
            into.negated.update(groups)
        here.update(groups)
    into.hit_sentences.update(here)


def long(found: Sequence[Counted], dictionary: Dictionary, per: str = "tokens") -> Table:
    """A row a report (or part) and group."""
    rows = [
        _place(c) | {
            "dictionary": dictionary.name, "group": group, "count": c.hits[group], "negated": c.negated[group],
            "hit_sentences": c.hit_sentences[group], "share": c.share(group, per),
        }
        for c in found for group in dictionary.groups
    ]  # fmt: skip
    return Table("freq", (*_REPORT, *_GROUP, *_DENOMINATORS), rows)


def wide(found: Sequence[Counted], dictionary: Dictionary, per: str = "tokens") -> Table:
    """A row a report (or part), for each group a column with its count and one with its share."""
    columns: list[Column] = [*_REPORT]
    for group in dictionary.groups:
        columns.append(Column(group, "int", group, f"hits of {dictionary.name}/{group}"))
        columns.append(Column(f"{group}_share", "decimal", f"{group}占比", f"share of {per}"))
    rows: list[Row] = []
    for c in found:
        cells: Row = {group: c.hits[group] for group in dictionary.groups}
        cells |= {f"{group}_share": c.share(group, per) for group in dictionary.groups}
        rows.append(_place(c) | cells)
    return Table("freq", (*columns, *_DENOMINATORS), rows)


def _place(counted: Counted) -> Row:
    report = {c.name: getattr(counted.report, c.name) for c in _REPORT[1:5]}
    told = {name: counted.denominators[name] for name in PER}
    return {"report": counted.report.id, **report, "part": counted.part, **told}


@cache
def _cut() -> Callable[[str], Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the package itself, on newer Pythons
        import jieba
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    return tokenizer.lcut  # type: ignore[no-any-return]
