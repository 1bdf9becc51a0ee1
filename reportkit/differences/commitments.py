"""What became of commitments: said again, with another number, reported done, or not said any more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from reportkit import resources
from reportkit.differences.names import Likeness, numbers, ratio
from reportkit.differences.pairing import Pair, near, pair
from reportkit.tables import Row

TEXTS, DONE = 73, 80
"""Least likeness of the words of two commitments, and of a commitment and what the review tells, numbers aside."""
_NUMBER = re.compile(
    r"[0-9０-９][0-9０-９.,]*|[一二三四五六七八九十百千]+(?=[个家项所座条处公万亿名])|以上|以下|以内|左右|不低于|不少于|力争|确保|约"
)
_QUANTITY = re.compile(r"(?<![过超第A-Za-z0-9.])[0-9][0-9.,]*[万亿千百]*")
_CLAUSE = re.compile(r"[，。；！？]")
_EXCHANGED = 15
"""What a word in the place of another takes from the likeness of two commitments."""
_LEAST = 6
"""Characters that words must have to pair: shorter ones are alike by chance."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A commitment on both sides, or on one."""

    change: str
    """same, reworded, raised, lowered, dropped, new; told of in the later review: reported (with a number), done."""
    a: Row | None
    b: Row | None
    told: str = ""
    """Of one told of in the review: its words there."""
    score: float | None = None
    reason: str = ""


def commitments(a: Sequence[Row], b: Sequence[Row], reviewed: Iterable[str] = ()) -> list[Kept]:
    """Commitments of two reports paired by their words; ``reviewed`` are the sentences of the later report's review."""
    ones, others = list(a), list(b)
    words_a, words_b = [words(r) for r in ones], [words(r) for r in others]
    found = pair(ones, others, _alike, TEXTS, near(words_a, words_b, TEXTS))
    made = [Kept(_change(p), p.a, p.b, "", p.score, p.reason) for p in found.pairs]
    clauses = [c for sentence in reviewed for c in _CLAUSE.split(sentence) if len(c) >= _LEAST]
    for row, told in zip(found.only_a, _told_done(found.only_a, clauses), strict=True):
        change = "reported" if row["kind"] == "quantified" else "done"
        made.append(Kept(change, row, None, *told, "told in the review") if told else Kept("dropped", row, None))
    return made + [Kept("new", None, row) for row in found.only_b]


def words(row: Row) -> str:
    """The words of a commitment without its numbers and bounds."""
    return _NUMBER.sub("", row["text"])


def _alike(a: Row, b: Row) -> Likeness:
    one, other = words(a), words(b)
    if a["text"] == b["text"]:
        return Likeness(100, "same words")
    if min(len(one), len(other)) < _LEAST:
        return Likeness(0, "")
    same_verb = a["action"] == b["action"]
    score = ratio(one, other) - (0 if same_verb else 5) - _EXCHANGED * exchanged(one, other)
    objects = _sizes(a) == _sizes(b)
    return Likeness(score if objects else 0, "same verb, words alike" if same_verb else "other verb, words alike")


def _sizes(row: Row) -> frozenset[str]:
    """Numbers that belong to what the action is on, not to how much of it."""
    return numbers(_QUANTITY.sub("", row["object"]))


def exchanged(one: str, other: str) -> int:
    """How many words of two characters or more stand in the place of others, verbs and adverbs aside: 国际科技合作,
    国际人文合作."""
    from rapidfuzz.distance import Levenshtein

    first, second = sorted((one, other))
    found = 0
    for op in Levenshtein.opcodes(first, second):
        before, after = first[op.src_start : op.src_end], second[op.dest_start : op.dest_end]
        if op.tag == "replace" and min(len(before), len(after)) > 1 and not {before, after} & _action_words():
            found += 1
    return found


@cache
def _action_words() -> frozenset[str]:
    return frozenset(row[0] for name in ("verbs", "adverbs") for row in resources.table(name))


def _change(p: Pair[Row]) -> str:
    if p.a["text"] == p.b["text"]:
        return "same"
    before: Decimal | None = p.a["value"]
    after: Decimal | None = p.b["value"]
    if p.a["unit"] == p.b["unit"] and before is not None and after is not None and before != after:
        return "raised" if after > before else "lowered"
    return "reworded"


def _told_done(rows: Sequence[Row], clauses: Sequence[str]) -> list[tuple[str, float] | None]:
    """For each commitment the clause of the review that tells of it."""
    if not rows or not clauses:
        return [None] * len(rows)
    from rapidfuzz import fuzz, process

    stripped = [_NUMBER.sub("", c) for c in clauses]
    scores = process.cdist([words(r) for r in rows], stripped, scorer=fuzz.ratio, score_cutoff=DONE)
    made: list[tuple[str, float] | None] = []
    for row, line in zip(rows, scores, strict=True):
        best = int(line.argmax())
        long = len(words(row)) >= _LEAST
        made.append((clauses[best], float(line[best])) if long and line[best] >= DONE else None)
    return made
