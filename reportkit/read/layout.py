"""Lines with their places on pages → the text of a document, furniture and paragraphs told by the layout."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
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
_UNIT = re.compile("[“‘（《〈【]*(?:[0-9A-Za-z.,%]+|.)[，。！？；：、”’）》〉】…]*")
"""What is not broken at the end of a line: a character or a number, the marks that belong to it."""
_STRETCHED = 0.2
"""Characters by which a line that is stretched to the right margin may miss it."""
_SPREAD, _SURE = 0.9, 20
"""A text is set to both margins if such a share of the lines that go on end at the right one; of so many at least."""
_GAP = 1.25
"""How much wider than usual the gap above a paragraph is."""
_USUAL = 0.04
"""Least share of indented lines in a document whose paragraphs begin with an indent."""


def source_of(
    pages: Sequence[Sequence[Line]], name: str, encoding: str, warnings: tuple[str, ...] = (),
    doubtful: Collection[int] = (),
) -> Source:  # fmt: skip
    """The pages one after the other, a line a line; footnotes after the last, each still of its own page.

    ``doubtful`` are the pages, from 0, whose characters may not be what was printed.
    """
    running = _running(pages)
    pages, notes = parted(pages, running)
    layout = _paragraphs(pages)
    text = _Text()
    for number, lines in enumerate(pages, 1):
        begin = text.at
        for place, line in enumerate(lines):
            at_edge = not line.row and _at_edge(place, len(lines)) and masked(line.text) in running
            # on the first page it may be the title
            text.add(line, layout.get((number, place)), at_edge and not (number == 1 and place < _EDGE))
        text.page(number, begin)
    for number, line in notes:
        begin = text.at
        text.add(line, starts_note(line.text), False)
        text.page(number, begin)
    return Source(
        text="".join(text.pieces), name=name, encoding=encoding, pages=tuple(text.spans), furniture=tuple(text.furniture), continued=frozenset(text.continued),
        begun=frozenset(text.begun), recognised=tuple(text.recognised), warnings=warnings, grids=text.grids.made,
        doubtful=tuple((page.start, page.end) for page in text.spans if page.number - 1 in doubtful),
    )  # fmt: skip


@dataclass(slots=True, kw_only=True)
class _Text:
    """The text of a document while its lines are put one below the other."""

    pieces: list[str] = field(default_factory=list)
    spans: list[Page] = field(default_factory=list)
    furniture: list[tuple[int, int]] = field(default_factory=list)
    continued: set[int] = field(default_factory=set)
    begun: set[int] = field(default_factory=set)
    recognised: list[tuple[int, int, float]] = field(default_factory=list)
    grids: Grids = field(default_factory=Grids)
    at: int = 0
    """Where the next line begins, and where the one before it does."""
    before: int = 0
    after_row: bool = False

    def add(self, line: Line, begins: bool | None, is_furniture: bool) -> None:
        """The next line; ``begins`` tells whether a paragraph begins with it, None where the layout does not say."""
        words = self.grids.add(line.row, self.at) if line.row else line.text
        end = self.at + len(words)
        if is_furniture:
            self.furniture.append((self.at, end))
        if self.after_row or line.row:
            begins = True
        if begins is not None:
            (self.begun if begins else self.continued).add(self.at)
        if line.row:
            self.begun.add(self.before)
        if line.score is not None:
            self.recognised.append((self.at, end, line.score))
        self.pieces.append(words + "\n")
        self.after_row = line.row is not None
        self.before, self.at = self.at, end + 1

    def page(self, number: int, begin: int) -> None:
        """What was added since ``begin`` is of a page; the notes of one stand together."""
        if self.spans and self.spans[-1].number == number:
            begin = self.spans.pop().start
        self.spans.append(Page(number=number, start=begin, end=self.at))


def _paragraphs(pages: Sequence[Sequence[Line]]) -> dict[tuple[int, int], bool]:
    """Page and place of a line → whether it begins a paragraph, where indents, full lines and gaps tell."""
    flat = [
        (number, place, line, margins)
        for number, lines in enumerate(pages, 1) if (margins := _margins(lines))
        for place, line in enumerate(lines) if not line.row and not is_page_number(line.text)
    ]  # fmt: skip
    indented = [m.indents(line) for _, _, line, m in flat]
    indents = sum(indented) >= _USUAL * len(flat)
    spread = _is_spread([(line, margins) for _, _, line, margins in flat])
    found: dict[tuple[int, int], bool] = {}
    for before, after, starts in zip(flat, flat[1:], indented[1:], strict=False):
        number, place, line, margins = after
        roomy = before[3].has_room(before[2], line, spread)
        ended = _END.search(before[2].text)
        full = before[3].full(before[2]) and not (roomy and ended)
        apart = before[0] == number and margins.apart(before[2], line)
        goes_on = full and not apart
        if (starts or apart) if indents else not goes_on:
            if not full or ended:
                found[number, place] = True
        elif goes_on and margins.flush(line) and not roomy:
            found[number, place] = False
    return found


def _is_spread(lines: Sequence[tuple[Line, _Margins]]) -> bool:
    """Whether lines that go on in the next are stretched to the right margin."""
    going_on = [margins.rest(line) for line, margins in lines if margins.full(line) and not _END.search(line.text)]
    return len(going_on) >= _SURE and sum(rest < _STRETCHED for rest in going_on) >= _SPREAD * len(going_on)


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
        return self.rest(line) < _FULL

    def rest(self, line: Line) -> float:
        """Characters for which there is room behind a line."""
        return (self.right - line.right) / self.size

    def has_room(self, line: Line, following: Line, spread: bool) -> bool:
        """Whether what follows a line would have had room in it, so that the line was ended on purpose.

        In a text set to both margins the last line of a paragraph alone is not stretched. A line whose end is known
        by its ink only (``bottom`` is None) does not tell.
        """
        if line.bottom is None:
            return False
        unit = _UNIT.match(following.text)
        return self.rest(line) > (_STRETCHED if spread or not unit else width(unit[0]))


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
