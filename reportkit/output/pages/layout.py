"""The running text cut where rows begin and end, paragraph by paragraph, for a page to show."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

from reportkit.model.records import Document, Outline, Sentence
from reportkit.model.tables import Row

LETTERS = {"indicators": "i", "commitments": "c", "projects": "p", "numbers": "n"}
"""A row of a page is called by the letter of its table and its place in it: i12."""


class _Mark(NamedTuple):
    """A row in the running text."""

    start: int
    end: int
    key: str
    kinds: tuple[str, ...]
    """The letter of its table and its status; none for a number of the ledger that another row stands for."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Characters that the same rows cover."""

    text: str
    rows: tuple[str, ...] = ()
    """Keys of the rows, the shortest first."""
    kinds: tuple[str, ...] = ()
    """Letters of the tables they are in, and statuses of indicators; a number of the ledger counts only where it is no
    indicator."""
    page: int | None = None
    """The page that begins here, if one does."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of a paragraph."""

    index: int
    """Index of the sentence in the outline."""
    lead: bool
    """It titles the paragraph."""
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a heading."""

    kind: str
    """heading front body item."""
    level: int
    """Of a heading, 1 for the outermost."""
    pieces: tuple[Piece, ...]


def spans_of(row: Row) -> list[tuple[int, int]]:
    """Where a row stands in the source text: once, a project wherever it is named."""
    return [(s, e) for s, e in row["spans"]] if "spans" in row else [(row["start"], row["end"])]


def blocks(outline: Outline, rows: Mapping[str, Sequence[Row]]) -> list[Block]:
    """The paragraphs of an outline with the rows of the four tables marked in them."""
    document = outline.document
    marks = _by_sentence(outline.sentences, _marks(document, rows))
    pages = _page_starts(document)
    made = []
    for _, group in groupby(enumerate(outline.sentences), key=lambda pair: pair[1].paragraph):
        sentences = list(group)
        pieces = tuple(_piece(i, s, len(sentences) > 1, document.text, marks.get(i, ()), pages) for i, s in sentences)
        first = sentences[0][1]
        headed = first.kind == "heading" and len(sentences) == 1
        kind = first.kind if headed or first.kind in ("front", "item") else "body"
        made.append(Block(kind, len(first.section) if headed else 0, pieces))
    return made


def contents(outline: Outline) -> list[tuple[int, int, str]]:
    """Sentence, level and title of every heading, and of every sentence that titles its paragraph."""
    return [
        (index, len(s.section), s.section[-1])
        for index, s in enumerate(outline.sentences) if s.kind in ("heading", "lead") and s.section
    ]  # fmt: skip


def _marks(document: Document, rows: Mapping[str, Sequence[Row]]) -> Iterator[_Mark]:
    origin = document.origin
    for table, letter in LETTERS.items():
        for place, row in enumerate(rows[table]):
            kinds = () if row.get("table") else (letter, row["status"]) if table == "indicators" else (letter,)
            for start, end in spans_of(row):
                yield _Mark(bisect_left(origin, start), bisect_left(origin, end), f"{letter}{place}", kinds)


def _by_sentence(sentences: Sequence[Sentence], marks: Iterable[_Mark]) -> dict[int, list[_Mark]]:
    starts = [s.start for s in sentences]
    found: dict[int, list[_Mark]] = defaultdict(list)
    for mark in marks:
        index = max(0, bisect_left(starts, mark.start + 1) - 1)
        while index < len(sentences) and sentences[index].start < mark.end:
            found[index].append(mark)
            index += 1
    return found


def _page_starts(document: Document) -> dict[int, int]:
    """Running offset → the page that begins there; pages of nothing but furniture begin nowhere."""
    found: dict[int, int] = {}
    for page in document.source.pages:
        place = bisect_left(document.origin, page.start)
        if place < len(document.origin) and document.origin[place] < page.end:
            found[place] = page.number
    return found


def _piece(
    index: int, sentence: Sentence, several: bool, text: str, marks: Sequence[_Mark], pages: Mapping[int, int]
) -> Piece:
    lead = sentence.kind == "lead" or (sentence.kind == "heading" and several)
    return Piece(index, lead, tuple(_segments(sentence.start, sentence.end, text, marks, pages)))


def _segments(start: int, end: int, text: str, marks: Sequence[_Mark], pages: Mapping[int, int]) -> Iterator[Segment]:
    cuts = {start, end, *(place for place in pages if start < place < end)}
    cuts |= {min(max(place, start), end) for mark in marks for place in (mark.start, mark.end)}
    for a, b in pairwise(sorted(cuts)):
        over = sorted((m for m in marks if m.start < b and a < m.end), key=lambda m: m.end - m.start)
        kinds = tuple(sorted({kind for m in over for kind in m.kinds}))
        yield Segment(text[a:b], tuple(m.key for m in over), kinds, pages.get(a))
