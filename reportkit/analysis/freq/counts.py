"""Counting words of dictionaries in the sentences of a report."""

from __future__ import annotations

import logging
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from reportkit.analysis.freq.dictionary import Dictionary
from reportkit.errors import UsageError
from reportkit.model.codes import CODES
from reportkit.model.tables import Column, Row, Table
from reportkit.suggest import unknown
from reportkit.workspace import ReportRow, Sentence

PER = ("tokens", "characters", "sentences")
"""Denominators: words as jieba cuts them (accurate mode with HMM, its own dictionary) and characters, both without
punctuation and blanks; sentences with list items and headings."""
_ZH = dict(zip(PER, ("词数", "字数", "句数"), strict=True))
_NEGATED = re.compile(r"(?:不|未|没有?|无|非|并非|尚未|不再|不得|禁止|杜绝|防止|避免)\Z")
_BEFORE = 4
"""Characters before a word in which a negation is looked for."""
_WORD = re.compile(r"\w")
_PLACES = 6
"""Decimal places of a share."""
_REPORT = (
    Column("report", "text", "报告", "id of the report"),
    Column("region", "text", "地区", "region of the report"),
    Column("level", "text", "层级", "national province city county township"),
    Column("adcode", "text", "区划代码", "GB/T 2260 code, empty where unknown"),
    Column("report_year", "int", "报告年份", "year of delivery"),
    Column("part", "text", "所属部分", "part of the report counted; empty for the whole"),
)
_GROUP = (
    Column("dictionary", "text", "词典", "dictionary"),
    Column("group", "text", "词组", "group of words"),
    Column("count", "int", "频次", "hits, the longest word first, none counted twice"),
    Column("negated", "int", "否定频次", "of them directly behind a negation (不 未 没有 无 防止 …)"),
    Column("hit_sentences", "int", "含词句数", "sentences with a hit"),
    Column("share", "decimal", "占比", "count of the denominator asked for (sentences: hit_sentences)"),
)
_WORD_COLUMN = Column("word", "text", "词", "word of the dictionary")
_CONTEXT = (
    Column("start", "int", "起始位置", "first character of the sentence in the source text"),
    Column("end", "int", "结束位置", "one past its last character"),
    Column("before", "text", "上文", "what stands before the word in its sentence"),
    Column("word", "text", "词", "the word as written"),
    Column("after", "text", "下文", "what stands after it"),
    Column("group", "text", "词组", "groups it belongs to"),
    Column("negated", "text", "否定", "yes directly behind a negation"),
)


@dataclass(kw_only=True)
class Hits:
    """Hits of one dictionary: by group, and by word."""

    hits: Counter[str] = field(default_factory=Counter)
    negated: Counter[str] = field(default_factory=Counter)
    hit_sentences: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    negated_words: Counter[str] = field(default_factory=Counter)
    word_sentences: Counter[str] = field(default_factory=Counter)


@dataclass
class Counted:
    """What was counted in one report, or one part of it."""

    report: ReportRow
    part: str
    denominators: Counter[str] = field(default_factory=Counter)
    found: dict[str, Hits] = field(default_factory=dict)
    """By the name of the dictionary."""

    def of(self, dictionary: Dictionary) -> Hits:
        """The hits of a dictionary."""
        return self.found.setdefault(dictionary.name, Hits())

    def share(self, dictionary: Dictionary, group: str, per: str) -> Decimal | None:
        """Of the denominator; None if that is nought."""
        hits = self.of(dictionary)
        return self.of_whole(hits.hit_sentences[group] if per == "sentences" else hits.hits[group], per)

    def of_whole(self, count: int, per: str) -> Decimal | None:
        """A count as a share of a denominator; None if that is nought."""
        whole = self.denominators[per]
        return Decimal(str(round(count / whole, _PLACES))) if whole else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A word of a dictionary where it stands in a sentence."""

    start: int
    end: int
    word: str
    """As the dictionary writes it."""
    groups: tuple[str, ...]
    negated: bool


def frequencies(
    reports: Sequence[ReportRow], sentences: Callable[[str], Iterable[Sentence]], dictionaries: Sequence[Dictionary],
    by_part: bool = False, parts: Sequence[str] = (), per: str = PER[0],
) -> list[Counted]:  # fmt: skip
    """Counts for every report, or every part of it; ``parts`` leaves all other parts out.

    ``per`` is the denominator wanted: tokens are cut only for it. Raises UsageError for a word that is none.
    """
    _check(per, parts)
    finders = [(dictionary, finder(dictionary)) for dictionary in dictionaries]
    made: list[Counted] = []
    for report in reports:
        found: dict[str, Counted] = {}
        for sentence in sentences(report.id):
            if not parts or sentence.part in parts:
                key = sentence.part if by_part else ""
                counted = found.setdefault(key, Counted(report, key))
                _measure(counted, sentence.text, per)
                for dictionary, find in finders:
                    _count(counted.of(dictionary), find(sentence.text))
        made += found.values()
    return made


def finder(dictionary: Dictionary) -> Callable[[str], list[Hit]]:
    """What finds the words of a dictionary in a text, the longest first."""
    pattern = dictionary.pattern()
    known = {word.lower(): (word, groups) for word, groups in dictionary.words.items()}

    def find(text: str) -> list[Hit]:
        hits = []
        for m in pattern.finditer(text):
            word, groups = known[m[0].lower()]
            negated = _NEGATED.search(text, max(0, m.start() - _BEFORE), m.start()) is not None
            hits.append(Hit(start=m.start(), end=m.end(), word=word, groups=groups, negated=negated))
        return hits

    return find


def _check(per: str, parts: Sequence[str]) -> None:
    for what, given, there in (("denominator", (per,), PER), ("part", parts, CODES["part"])):
        for word in given:
            if word not in there:
                raise UsageError(unknown(what, word, there))


def _measure(into: Counted, text: str, per: str) -> None:
    into.denominators.update(characters=len(_WORD.findall(text)), sentences=1)
    if per == "tokens":
        into.denominators["tokens"] += sum(bool(_WORD.search(token)) for token in _cut()(text))


def _count(into: Hits, hits: Sequence[Hit]) -> None:
    """Adds the hits of one sentence."""
    for hit in hits:
        into.hits.update(hit.groups)
        into.words[hit.word] += 1
        if hit.negated:
            into.negated.update(hit.groups)
            into.negated_words[hit.word] += 1
    into.hit_sentences.update({group for hit in hits for group in hit.groups})
    into.word_sentences.update({hit.word for hit in hits})


def long(found: Sequence[Counted], dictionary: Dictionary, per: str = PER[0]) -> Table:
    """A row a report (or part) and group."""
    rows = [
        _place(c, per) | {
            "dictionary": dictionary.name, "group": group, "count": hits.hits[group], "negated": hits.negated[group],
            "hit_sentences": hits.hit_sentences[group], "share": c.share(dictionary, group, per),
        }
        for c in found for hits in (c.of(dictionary),) for group in dictionary.groups
    ]  # fmt: skip
    return Table("freq", (*_REPORT, *_GROUP, *_denominators(per)), rows)


def by_word(found: Sequence[Counted], dictionary: Dictionary, per: str = PER[0]) -> Table:
    """A row a report (or part) and word that has a hit, the most frequent first."""
    rows = []
    for c in found:
        hits = c.of(dictionary)
        for word, count in hits.words.most_common():
            counted = hits.word_sentences[word] if per == "sentences" else count
            rows.append(_place(c, per) | {
                "dictionary": dictionary.name, "group": ", ".join(dictionary.words[word]), "word": word, "count": count,
                "negated": hits.negated_words[word], "hit_sentences": hits.word_sentences[word],
                "share": c.of_whole(counted, per),
            })  # fmt: skip
    return Table("freq", (*_REPORT, *_GROUP[:2], _WORD_COLUMN, *_GROUP[2:], *_denominators(per)), rows)


def wide(found: Sequence[Counted], dictionary: Dictionary, per: str = PER[0]) -> Table:
    """A row a report (or part), for each group a column with its count and one with its share."""
    columns: list[Column] = [*_REPORT]
    for group in dictionary.groups:
        columns.append(Column(group, "int", group, f"hits of {dictionary.name}/{group}"))
        columns.append(Column(f"{group}_share", "decimal", f"{group}占比", f"share of {per}"))
    rows: list[Row] = []
    for c in found:
        cells: Row = {group: c.of(dictionary).hits[group] for group in dictionary.groups}
        cells |= {f"{group}_share": c.share(dictionary, group, per) for group in dictionary.groups}
        rows.append(_place(c, per) | cells)
    return Table("freq", (*columns, *_denominators(per)), rows)


def contexts(
    reports: Sequence[ReportRow], sentences: Callable[[str], Iterable[Sentence]], dictionary: Dictionary, width: int,
    parts: Sequence[str] = (),
) -> Table:  # fmt: skip
    """Every hit with at most ``width`` characters of its sentence on either side, a row a hit."""
    _check(PER[0], parts)
    return Table(
        "context", (*_REPORT, *_CONTEXT), list(_contexts(reports, sentences, finder(dictionary), width, parts))
    )


def _contexts(
    reports: Sequence[ReportRow], sentences: Callable[[str], Iterable[Sentence]], find: Callable[[str], list[Hit]],
    width: int, parts: Sequence[str],
) -> Iterator[Row]:  # fmt: skip
    for report in reports:
        place = _reported(report)
        for sentence in sentences(report.id):
            if parts and sentence.part not in parts:
                continue
            text = sentence.text
            for hit in find(text):
                yield place | {
                    "part": sentence.part, "start": sentence.start, "end": sentence.end,
                    "word": text[hit.start : hit.end],
                    "before": text[max(0, hit.start - width) : hit.start], "after": text[hit.end : hit.end + width],
                    "group": ", ".join(hit.groups), "negated": "yes" if hit.negated else "",
                }  # fmt: skip


def _denominators(per: str) -> tuple[Column, ...]:
    """The columns of what shares are of, the one asked for first; tokens only where they were cut."""
    names = (per, *(name for name in PER if name not in (per, "tokens")))
    return tuple(Column(name, "int", _ZH[name], f"{name} of what was counted") for name in names)


def _reported(report: ReportRow) -> Row:
    return {"report": report.id} | {c.name: getattr(report, c.name) for c in _REPORT[1:5]}


def _place(counted: Counted, per: str) -> Row:
    told = {c.name: counted.denominators[c.name] for c in _denominators(per)}
    return {**_reported(counted.report), "part": counted.part, **told}


@cache
def _cut() -> Callable[[str], Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the package itself, on newer Pythons
        import jieba
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    return tokenizer.lcut  # type: ignore[no-any-return]
