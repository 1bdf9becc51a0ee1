"""Ruled tables of PDF pages as rows of cells; only pages with rules are looked at."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reportkit.read.drawn import Rule
from reportkit.read.lines import Cell, Merged, Row
from reportkit.read.printed import Line

_LEAST = 2
"""Rows and columns that a table has at least; less is a frame."""
_NEAR = 3.0
"""Points by which the columns of a table may shift from page to page, and characters stand over its rules."""
_OPEN = 6.0
"""Points without a level rule after which plumb rules have run on over the edge of a table: half a line of text."""
_SIDES = 3
"""Plumb rules that two columns have."""
_FIGURE = re.compile(r"[0-9.,，%％\s]+")
"""A cell that holds a figure and nothing else."""
_MARGIN_LINES = 3
"""Lines of text that may stand between two pages of a table: a running head, a foot, a page number."""


_Box = tuple[float, float, float, float]
Words = Callable[[float, float, float, float], str]
"""Of left, bottom, right and top of a box on a page, in points from below: the words in it, a line a line."""


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
    is_cut: bool = False
    """Whether no rule ends its last row: the page does."""
    is_slight: bool = False
    """Whether it has too few rows and columns for a table of its own: the end of one of the page before, or a frame."""
    number: int = 0
    """Which table of the document it is, or goes on with."""

    def holds(self, line: Line) -> bool:
        """Whether a line stands inside, or reaches into it from a table beside it."""
        if line.bottom is None or not self.bottom - _NEAR <= line.bottom <= self.top + _NEAR:
            return False
        return line.left < self.right and line.right > self.left


@dataclass(frozen=True, slots=True)
class _Page:
    """What pdfplumber wants to know of a page: it finds the cells, and need not read the page for that."""

    edges: list[dict[str, Any]]


def grids(rules: Sequence[Rule], words: Words) -> list[Ruled]:
    """The tables of a page that has ``rules``, their cells as ``words`` reads them."""
    level = sum(rule.is_level for rule in rules)
    if min(level, len(rules) - level) < _LEAST:
        return []
    from pdfplumber.table import TableFinder

    cuts = _cuts(rules)
    page: Any = _Page([_edge(rule) for rule in (*rules, *cuts)])
    found = [table for table in (_ruled(one, words) for one in TableFinder(page).tables) if table]
    feet = [rule.bottom for rule in cuts]
    return [replace(table, is_cut=any(abs(table.bottom - foot) <= _NEAR for foot in feet)) for table in found]


def joined(found: Mapping[int, Sequence[Ruled]], pages: Sequence[Sequence[Line]]) -> dict[int, list[Ruled]]:
    """The tables numbered through; one that goes on from the foot of a page at the head of the next is the same.

    Of tables that are none of their own, those that go on with none are left out.
    """
    made: dict[int, list[Ruled]] = {}
    number = 0
    for page in sorted(found):
        made[page] = []
        for place, table in enumerate(found[page]):
            before = made.get(page - 1, [])[-1:] if place == 0 else []
            if before and _goes_on(before[0], table, pages[page - 1], pages[page]):
                made[page - 1][-1], table = _mended(before[0], table)
            elif table.is_slight:
                continue
            else:
                number += 1
            made[page].append(replace(table, number=number))
    return made


def _mended(before: Ruled, table: Ruled) -> tuple[Ruled, Ruled]:
    """Two parts of a table, a row that the end of the page broke wholly in the first."""
    place = _broken(before, table)
    if place is None:
        return before, table
    whole = _whole(before.rows[-1], table.rows[place])
    rest = (*table.rows[:place], *table.rows[place + 1 :])
    return replace(before, rows=(*before.rows[:-1], whole)), replace(table, rows=rest)


def _broken(before: Ruled, table: Ruled) -> int | None:
    """Which row of a table goes on with the last row of the page before; None if that ends with its page.

    It does so where no rule ends the page before, or where the row has no first cell, as all others of the table have.
    A figure never goes on with another.
    """
    place = _head_again(before, table)
    if not before.rows or place >= len(table.rows):
        return None
    last, row = before.rows[-1], table.rows[place]
    others = (*before.rows, *table.rows[:place], *table.rows[place + 1 :])
    unnamed = not _held(row[0]) and all(_held(other[0]) for other in others)
    apart = all(_runs_on(above, below) for above, below in zip(last, row, strict=True))
    return place if (before.is_cut or unnamed) and apart else None


def _head_again(before: Ruled, table: Ruled) -> int:
    """Rows at the head of a page that repeat those at the head of the page before."""
    return next(
        (n for n, (one, other) in enumerate(zip(before.rows, table.rows, strict=False)) if one != other),
        min(len(before.rows), len(table.rows)),
    )


def _held(cell: Cell) -> str:
    """The words of a cell, empty for one that another covers."""
    return "" if isinstance(cell, Merged) else cell.strip()


def _runs_on(above: Cell, below: Cell) -> bool:
    """Whether the words of a cell may go on with those of another."""
    one, other = _held(above), _held(below)
    return not (one and other) or not (_FIGURE.fullmatch(one) or _FIGURE.fullmatch(other))


def _whole(above: Sequence[Cell], below: Sequence[Cell]) -> tuple[Cell, ...]:
    """A row of its two parts."""
    return tuple(
        one if isinstance(one, Merged) else _held(one) + _held(other) for one, other in zip(above, below, strict=True)
    )


def _cuts(rules: Sequence[Rule]) -> list[Rule]:
    """Where plumb rules side by side run on over the edge of a table and end at one height, as the page ends a row."""
    heights = sorted(rule.bottom for rule in rules if rule.is_level)
    plumb = [rule for rule in rules if not rule.is_level]
    ends: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for rule in plumb:
        for end in (rule.bottom, rule.top):
            if all(abs(end - height) > _OPEN for height in heights):
                ends[round(end)].append((rule.left, end))
    made = []
    for found in ends.values():
        lefts = sorted({round(left) for left, _ in found})
        if len(lefts) >= _SIDES:
            height = found[0][1]
            left, right = min(left for left, _ in found), max(left for left, _ in found)
            made.append(Rule(left=left, bottom=height, right=right, top=height))
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
            yield Line(text="", left=0.0, right=0.0, row=row)


def _goes_on(before: Ruled, table: Ruled, page: Sequence[Line], following: Sequence[Line]) -> bool:
    """Whether a table has the columns of the one that ends the page before, and no text stands between them."""
    if len(before.columns) != len(table.columns) or abs(before.right - table.right) > _NEAR:
        return False
    below = sum(line.bottom is not None and line.bottom < before.bottom - _NEAR for line in page)
    above = sum(line.bottom is not None and line.bottom > table.top + _NEAR for line in following)
    same = all(abs(one - other) <= _NEAR for one, other in zip(before.columns, table.columns, strict=True))
    return same and max(below, above) <= _MARGIN_LINES


def _edge(rule: Rule) -> dict[str, Any]:
    """A rule as pdfplumber has it, which counts from above."""
    return {
        "object_type": "line",
        "orientation": "h" if rule.is_level else "v",
        "x0": rule.left,
        "x1": rule.right,
        "top": -rule.top,
        "bottom": -rule.bottom,
        "width": rule.right - rule.left,
        "height": rule.top - rule.bottom,
    }


def _ruled(table: Any, words: Words) -> Ruled | None:
    edges = sorted({cell[0] for cell in table.cells})
    rows = tuple(
        tuple(_cell(box, edge, row, table.cells, words) for box, edge in zip(row.cells, edges, strict=True))
        for row in table.rows
    )
    filled = [sum(isinstance(cell, str) and bool(cell.strip()) for cell in row) for row in rows]
    if not any(filled):
        return None
    slight = sum(cells >= _LEAST for cells in filled) < _LEAST
    left, top, right, bottom = table.bbox
    return Ruled(
        left=left, bottom=-bottom, right=right, top=-top, columns=tuple(edges), rows=rows, is_slight=slight
    )  # fmt: skip


def _cell(box: _Box | None, edge: float, row: Any, boxes: Sequence[_Box], words: Words) -> Cell:
    """The words of a cell, or which cell covers its place; ``edge`` is the left edge of its column."""
    if box is not None:
        left, top, right, bottom = box
        return "".join(words(left, -bottom, right, -top).split("\n"))
    begin = row.bbox[1]
    for left, above, right, bottom in boxes:
        if left <= edge < right and above <= begin < bottom:
            return Merged.ABOVE if above < begin else Merged.LEFT
    return ""
