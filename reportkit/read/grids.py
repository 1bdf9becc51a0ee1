"""Ruled tables of PDF pages as rows of cells; only pages with rules are looked at."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from reportkit.read.lines import Cell, Merged, Row
from reportkit.read.printed import Line

_LEAST = 2
"""Rows and columns that a table has at least; less is a frame."""
_NEAR = 3.0
"""Points by which the columns of a table may shift from page to page, and characters stand over its rules."""
_MARGIN_LINES = 3
"""Lines of text that may stand between two pages of a table: a running head, a foot, a page number."""


_Box = tuple[float, float, float, float]
Texts = Callable[[int, float, float, float, float], str]
"""Of a page (from 0) and left, bottom, right and top of a box, in points from below: the words in it, a line a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """A table of a page: where it stands, in points from the left and from below, and its rows."""

    left: float
    bottom: float
    right: float
    top: float
    columns: tuple[float, ...]
    """Left edges of its columns."""
    rows: tuple[tuple[Cell, ...], ...]
    number: int = 0
    """Which table of the document it is, or goes on with."""

    def holds(self, line: Line) -> bool:
        """Whether a line stands inside, or reaches into it from a table beside it."""
        if line.bottom is None or not self.bottom - _NEAR <= line.bottom <= self.top + _NEAR:
            return False
        return line.left < self.right and line.right > self.left


def grids(data: bytes, password: str, pages: Sequence[int], texts: Texts) -> dict[int, list[Ruled]]:
    """The tables of pages (from 0), their words as ``texts`` reads them; one that cannot be analysed keeps its lines.

    The rules are found by one library and the words by another, which reads fonts that the first does not.
    """
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    found: dict[int, list[Ruled]] = {}
    try:
        with pdfplumber.open(io.BytesIO(data), pages=[n + 1 for n in pages], password=password) as document:
            for page in document.pages:
                if page.rotation:
                    continue  # the two count its points from different corners
                number, height = page.page_number - 1, float(page.height)
                made = [_ruled(table, height, partial(texts, number)) for table in page.find_tables()]
                found[number] = [table for table in made if table]
    except Exception:  # of a damaged file any, and the text layer is read already
        return found
    return found


def joined(found: Mapping[int, Sequence[Ruled]], pages: Sequence[Sequence[Line]]) -> dict[int, list[Ruled]]:
    """The tables numbered through; one that goes on from the foot of a page at the head of the next is the same."""
    made: dict[int, list[Ruled]] = {}
    number = 0
    for page in sorted(found):
        made[page] = []
        for place, table in enumerate(found[page]):
            before = made.get(page - 1, [])[-1:] if place == 0 else []
            if not (before and _goes_on(before[0], table, pages[page - 1], pages[page])):
                number += 1
            made[page].append(replace(table, number=number))
    return made


def with_rows(lines: Sequence[Line], tables: Sequence[Ruled]) -> list[Line]:
    """The lines of a page, those inside a table given way to its rows."""
    made: list[Line] = []
    seen: set[int] = set()
    for line in lines:
        places = [place for place, table in enumerate(tables) if table.holds(line)]
        if not places:
            made.append(line)
        for place in places:
            if place not in seen:
                seen.add(place)
                made += _rows(tables[place])
    return made


def _rows(table: Ruled) -> Iterator[Line]:
    for cells in table.rows:
        if row := Row(cells, table.number):
            yield Line("", 0.0, 0.0, row=row)


def _goes_on(before: Ruled, table: Ruled, page: Sequence[Line], following: Sequence[Line]) -> bool:
    """Whether a table has the columns of the one that ends the page before, and no text stands between them."""
    if len(before.columns) != len(table.columns) or abs(before.right - table.right) > _NEAR:
        return False
    below = sum(line.bottom is not None and line.bottom < before.bottom - _NEAR for line in page)
    above = sum(line.bottom is not None and line.bottom > table.top + _NEAR for line in following)
    same = all(abs(one - other) <= _NEAR for one, other in zip(before.columns, table.columns, strict=True))
    return same and max(below, above) <= _MARGIN_LINES


def _ruled(table: Any, height: float, words: Callable[..., str]) -> Ruled | None:
    edges = sorted({cell[0] for cell in table.cells})
    rows = tuple(
        tuple(_cell(box, edge, row, table.cells, height, words) for box, edge in zip(row.cells, edges, strict=True))
        for row in table.rows
    )
    filled = [sum(isinstance(cell, str) and bool(cell.strip()) for cell in row) for row in rows]
    if sum(cells >= _LEAST for cells in filled) < _LEAST:
        return None
    left, top, right, bottom = table.bbox
    return Ruled(
        left=left, bottom=height - bottom, right=right, top=height - top, columns=tuple(edges), rows=rows,
    )  # fmt: skip


def _cell(
    box: _Box | None, edge: float, row: Any, boxes: Sequence[_Box], height: float, words: Callable[..., str]
) -> Cell:
    """The words of a cell, or which cell covers its place; ``edge`` is the left edge of its column."""
    if box is not None:
        left, top, right, bottom = box
        return "".join(words(left, height - bottom, right, height - top).split("\n"))
    begin = row.bbox[1]
    for left, above, right, bottom in boxes:
        if left <= edge < right and above <= begin < bottom:
            return Merged.ABOVE if above < begin else Merged.LEFT
    return ""
