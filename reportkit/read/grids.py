"""Ruled tables of PDF pages as rows of cells; only pages with rules are looked at."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from reportkit.read.lines import row
from reportkit.read.printed import Line

_LEAST = 2
"""Rows and columns that a table has at least; less is a frame."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: where it stands on its page, in points from below, and its rows as lines."""

    bottom: float
    top: float
    rows: list[str]

    def holds(self, line: Line) -> bool:
        """Whether a line stands inside."""
        return line.bottom is not None and self.bottom <= line.bottom <= self.top


def grids(data: bytes, password: str, pages: Sequence[int]) -> dict[int, list[Grid]]:
    """The tables of pages (from 0). A page that cannot be analysed keeps its lines as they are."""
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    found: dict[int, list[Grid]] = {}
    try:
        with pdfplumber.open(io.BytesIO(data), pages=[n + 1 for n in pages], password=password) as document:
            for page in document.pages:
                height = float(page.height)
                made = [_grid(table, height) for table in page.find_tables()]
                found[page.page_number - 1] = [grid for grid in made if grid]
    except Exception:  # of a damaged file any, and the text layer is read already
        return found
    return found


def with_rows(lines: Sequence[Line], tables: Sequence[Grid]) -> list[Line]:
    """The lines of a page, those inside a table given way to its rows."""
    made: list[Line] = []
    told: set[int] = set()
    for line in lines:
        place = next((n for n, grid in enumerate(tables) if grid.holds(line)), None)
        if place is None:
            made.append(line)
        elif place not in told:
            told.add(place)
            made += [Line(words, 0.0, 0.0) for words in tables[place].rows]
    return made


def _grid(table: object, height: float) -> Grid | None:
    cells: list[list[str | None]] = table.extract()  # type: ignore[attr-defined]
    filled = [[cell for cell in line if cell and cell.strip()] for line in cells]
    if sum(len(line) >= _LEAST for line in filled) < _LEAST:
        return None
    _, top, _, bottom = table.bbox  # type: ignore[attr-defined]
    rows = [row("".join(cell.split("\n")) for cell in line) for line in filled]
    return Grid(height - bottom, height - top, [words for words in rows if words])
