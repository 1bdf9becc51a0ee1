"""What became of commitments: said again, with another number, reported done, or not said any more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportkit import resources
from reportkit.analysis.diff.names import Likeness, contrary, numbers, ratio
from reportkit.analysis.diff.pairing import Pair, likenesses, near, pair
from reportkit.analysis.diff.patterns import pattern
from reportkit.model.tables import Row

TEXTS, DONE = 73, 80
"""Least likeness of the words of two commitments, and of a commitment and what the review tells, numbers aside."""
_CLAUSE = re.compile(r"[，。；！？]")
_OBJECTS = 85
"""Least likeness of two commitments that do something, whatever it is, to the same thing: 开展, 推进“人工智能+”行动."""
_EXCHANGED = 15
"""What a word in the place of another takes from the likeness of two commitments."""
_HEAD = 2
_REMEMBERED = 1 << 14
"""Texts whose words are kept ready."""
_LEAST = 6
"""Characters that words must have to pair: shorter ones are alike by chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A commitment on both sides, or on one."""

    change: str
    """same, reworded, raised, lowered, dropped, new; told of in the later review: reported (with a number), done."""
    a: Row | None
    b: Row | None
    told: str = ""
    """Of one told of in the review: its words there, in the sentence that ``b`` holds."""
    score: float | None = None
    reason: str = ""


def commitments(a: Sequence[Row], b: Sequence[Row], reviewed: Sequence[Row] = ()) -> list[Kept]:
    """Commitments of two reports paired by their words; ``reviewed`` are the sentences of the later report's review."""
    ones, others = list(a), list(b)
    words_a, words_b = [words(r) for r in ones], [words(r) for r in others]
    found = pair(ones, others, _alike, TEXTS, {*near(words_a, words_b, TEXTS), *_same_objects(ones, others)})
    made = [Kept(change=_change(p), a=p.a, b=p.b, told="", score=p.score, reason=p.reason) for p in found.pairs]
    clauses = [(c, s) for s in reviewed for c in _CLAUSE.split(s["sentence"]) if len(c) >= _LEAST]
    for row, told in zip(found.only_a, _told_done(found.only_a, [c for c, _ in clauses]), strict=True):
        made.append(_told(row, *clauses[told.place], told) if told else Kept(change="dropped", a=row, b=None))
    return made + [Kept(change="new", a=None, b=row) for row in found.only_b]


def _told(row: Row, clause: str, sentence: Row, told: Told) -> Kept:
    change = "reported" if row["kind"] == "quantified" else "done"
    there = sentence | {"text": "", "value": None, "unit": ""}
    return Kept(change=change, a=row, b=there, told=clause, score=told.score, reason=told.reason)


def _same_objects(ones: Sequence[Row], others: Sequence[Row]) -> Iterator[tuple[int, int]]:
    places: dict[str, list[int]] = {}
    for j, row in enumerate(others):
        places.setdefault(row["object"], []).append(j)
    return ((i, j) for i, row in enumerate(ones) if _whole_object(row) for j in places.get(row["object"], ()))


def _whole_object(row: Row) -> bool:
    return row["kind"] != "quantified" and len(row["object"]) >= _LEAST


def words(row: Row) -> str:
    """The words of a commitment without its numbers and bounds."""
    return _unnumbered(row["text"])


@resources.remembered(_REMEMBERED)
def _unnumbered(text: str) -> str:
    return pattern("amounts").sub("", text)


def _alike(a: Row, b: Row) -> Likeness:
    one, other = words(a), words(b)
    if a["text"] == b["text"]:
        return Likeness(100, "same words")
    if min(len(one), len(other)) < _LEAST or contrary(one, other):
        return Likeness(0, "")
    if _whole_object(a) and a["kind"] == b["kind"] and a["object"] == b["object"]:
        return Likeness(max(_OBJECTS, ratio(one, other)), "same object")
    same_verb = a["action"] == b["action"]
    score = ratio(one, other) - (0 if same_verb else 5) - _EXCHANGED * exchanged(one, other)
    objects = _sizes(a) == _sizes(b)
    return Likeness(score if objects else 0, "same verb, words alike" if same_verb else "other verb, words alike")


def _sizes(row: Row) -> frozenset[str]:
    """Numbers that belong to what the action is on, not to how much of it."""
    return numbers(pattern("quantity").sub("", row["object"]))


def exchanged(one: str, other: str) -> int:
    """How many words set two commitments apart: of two characters or more in the place of others (国际科技合作,
    国际人文合作), of three or more before a number's name (进出口额, 跨境电商进出口额); verbs and adverbs aside."""
    from rapidfuzz.distance import Levenshtein

    first, second = sorted((one, other))
    found = 0
    for op in Levenshtein.opcodes(first, second):
        before, after = first[op.src_start : op.src_end], second[op.dest_start : op.dest_end]
        if op.tag == "replace" and min(len(before), len(after)) > 1 and not {before, after} & _action_words():
            found += 1
        if op.tag in ("insert", "delete") and op.src_start == op.dest_start == 0 and len(before + after) > _HEAD:
            found += not (before + after).endswith("、") and not any(w in before + after for w in _action_words())
    return found


@resources.cached
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


@dataclass(frozen=True, slots=True)
class Told:
    """Which clause of the review tells of a commitment, and why it is thought so."""

    place: int
    score: float
    reason: str


def _told_done(rows: Sequence[Row], clauses: Sequence[str]) -> list[Told | None]:
    """For each commitment the clause of the review that tells of it."""
    if not rows or not clauses:
        return [None] * len(rows)
    found = likenesses([words(r) for r in rows], [_unnumbered(c) for c in clauses], DONE)
    places, scores = found.argmax(axis=1).tolist(), found.max(axis=1).tolist()
    review = "\n".join(clauses)
    return [
        _told_in(row, place, score, clauses, review) for row, place, score in zip(rows, places, scores, strict=True)
    ]


def _told_in(row: Row, place: int, score: float, clauses: Sequence[str], review: str) -> Told | None:
    """Where a clause tells of a commitment; ``place`` and ``score`` are of the one most like it, 0 if none is alike.

    ``review`` are all clauses in one text, which tells at once of most objects that no clause has them.
    """
    if score and len(words(row)) >= _LEAST and not contrary(words(row), clauses[place]):
        return Told(place, score, "told in the review")
    if _whole_object(row) and len(row["object"]) > _LEAST and row["object"] in review:
        there = next((i for i, clause in enumerate(clauses) if row["object"] in clause), None)
        return None if there is None else Told(there, _OBJECTS, "its object is told of in the review")
    return None
