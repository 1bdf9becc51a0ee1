"""Lines with their places on pages → the text of a document, furniture and paragraphs told by the layout."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reportkit.model.records import Page, Source
from reportkit.read.lines import Grids
from reportkit.read.notes import parted, starts_note
from reportkit.read.printed import Line, is_page_number, masked, width

_END = re.compile("[。！？；：…][”’）]*$")
_EDGE = 2
"""Lines at the head and at the foot of a page that may be furniture."""
_REPEATED, _SHARE = 2, 0.4
"""On so many pages, and such a share of them, a line at the edge is a running head or foot."""
_INDENTED, _FULL = 0.9, 2.5
"""How far in a paragraph begins, and how far from the right margin a full line may end, in characters."""
_GAP = 1.25
"""How much wider than usual the gap above a paragraph is."""
_USUAL = 0.04
"""Least share of indented lines in a document whose paragraphs begin with an indent."""


def source_of(pages: Sequence[Sequence[Line]], name: str, encoding: str, warnings: tuple[str, ...] = ()) -> Source:
    """The pages one after the other, a line a line; footnotes after the last, each still of its own page."""
    running = _running(pages)
    pages, notes = parted(pages, running)
    layout = _paragraphs(pages)
    pieces: list[str] = []
    spans: list[Page] = []
    furniture: list[tuple[int, int]] = []
    continued: set[int] = set()
    begun: set[int] = set()
    recognised: list[tuple[int, int, float]] = []
    grids = Grids()
    at = before = 0
    after_row = False
    for number, lines in enumerate(pages, 1):
        begin = at
        for place, line in enumerate(lines):
            words = grids.add(line.row, at) if line.row else line.text
            if (
                not line.row
                and _at_edge(place, len(lines))
                and masked(line.text) in running
                and not (number == 1 and place < _EDGE)
            ):
                # on the first page it may be the title
                furniture.append((at, at + len(line.text)))
            told = True if after_row or line.row else layout.get((number, place))
            if told is not None:
                (begun if told else continued).add(at)
            if line.row:
                begun.add(before)
            after_row = line.row is not None
            if line.score is not None:
                recognised.append((at, at + len(line.text), line.score))
            pieces.append(words + "\n")
            before, at = at, at + len(words) + 1
        spans.append(Page(number=number, start=begin, end=at))
    for number, line in notes:
        (begun if starts_note(line.text) else continued).add(at)
        pieces.append(line.text + "\n")
        begin, at = at, at + len(line.text) + 1
        if spans[-1].number == number:
            begin = spans.pop().start
        spans.append(Page(number=number, start=begin, end=at))
    return Source(
        "".join(pieces), name, encoding, tuple(spans), tuple(furniture), frozenset(continued), frozenset(begun),
        tuple(recognised), warnings, grids=grids.made,
    )  # fmt: skip


def _paragraphs(pages: Sequence[Sequence[Line]]) -> dict[tuple[int, int], bool]:
    """Page and place of a line → whether it begins a paragraph, where indents, full lines and gaps tell."""
    flat = [
        (number, place, line, margins)
        for number, lines in enumerate(pages, 1) if (margins := _margins(lines))
        for place, line in enumerate(lines) if not line.row and not is_page_number(line.text)
    ]  # fmt: skip
    indented = [m.indents(line) for _, _, line, m in flat]
    indents = sum(indented) >= _USUAL * len(flat)
    found: dict[tuple[int, int], bool] = {}
    for before, after, starts in zip(flat, flat[1:], indented[1:], strict=False):
        number, place, line, margins = after
        full = before[3].full(before[2])
        apart = before[0] == number and margins.apart(before[2], line)
        goes_on = full and not apart
        if (starts or apart) if indents else not goes_on:
            if not (full and not _END.search(before[2].text)):
                found[number, place] = True
        elif goes_on and margins.flush(line):
            found[number, place] = False
    return found


@dataclass(frozen=True, slots=True)
class _Margins:
    left: float
    right: float
    size: float
    """Width of a character."""
    spacing: float
    """Usual distance from line to line."""

    def indents(self, line: Line) -> bool:
        """Whether a line begins two characters or so in; a centred one begins further in."""
        return _INDENTED * self.size < line.left - self.left < 3.5 * self.size

    def flush(self, line: Line) -> bool:
        """Whether a line begins at the left margin."""
        return abs(line.left - self.left) < _INDENTED * self.size

    def apart(self, line: Line, other: Line) -> bool:
        """Whether the gap below a line is wider than between the lines of a paragraph."""
        if line.bottom is None or other.bottom is None:
            return False
        return line.bottom - other.bottom > _GAP * self.spacing

    def full(self, line: Line) -> bool:
        """Whether a line reaches the right margin."""
        return line.right > self.right - _FULL * self.size


def _margins(lines: Sequence[Line]) -> _Margins | None:
    long = [line for line in lines if len(line.text) > 10 and line.right]
    if len(long) < 3:
        return None
    left, right = min(line.left for line in long), max(line.right for line in long)
    widest = max(long, key=lambda line: line.right - line.left)
    bottoms = [line.bottom for line in lines if line.bottom is not None]
    gaps = sorted(above - below for above, below in pairwise(bottoms) if above > below)
    spacing = gaps[len(gaps) // 2] if gaps else 0.0
    return _Margins(left, right, (widest.right - widest.left) / width(widest.text), spacing)


def _running(pages: Sequence[Sequence[Line]]) -> set[str]:
    """Heads and feet, page numbers masked, that stand at the edge of many pages."""
    found: Counter[str] = Counter()
    for lines in pages:
        at_edge = (line for place, line in enumerate(lines) if _at_edge(place, len(lines)))
        found.update({masked(line.text) for line in at_edge if not line.row})
    least = max(_REPEATED, _SHARE * len(pages))
    return {line for line, count in found.items() if count >= least}


def _at_edge(place: int, lines: int) -> bool:
    return place < _EDGE or place >= lines - _EDGE
