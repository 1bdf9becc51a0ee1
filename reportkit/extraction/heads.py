"""What the columns of a table hold by its head row; tables of plain texts, their cells between tabs or bars."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from reportkit.model.records import Grid, Span
from reportkit.rules import Decision, Rules

HEAD_ROWS = 3
"""Rows that a head has at most: years, what is told of each, units."""
_LEAST = 2
"""Columns whose head must be understood before a table is read by it."""
_LINE = re.compile(r"[^\n]+")
_PARTS = ("\t", "|", "｜")
"""What parts the cells of a line."""
_CELL = re.compile(r"[^\t|｜\n]*")
_RULE = re.compile(r"[\s|｜:：—–-]*")
"""A line that only rules off the head: |---|---|."""
_TITLE = 20
"""Characters that the title of a group of rows has at most."""
_SPACES = " \u3000\xa0\r"
_BLANK = re.compile(r"\s+")


def column(words: str, rules: Rules) -> Decision | None:
    """What a column holds by the words of its head, their blanks left out."""
    return rules.ask("tables.column", words) if words else None


def is_head(cells: Iterable[str], rules: Rules) -> bool:
    """Whether the distinct cells of a row are mostly heads of columns that are understood, and two of them at least."""
    distinct = [cell for cell in dict.fromkeys(cells) if cell]
    known = sum(column(cell, rules) is not None for cell in distinct)
    return known >= _LEAST and 2 * known > len(distinct)


def is_understood(text: str, grid: Grid, rules: Rules) -> bool:
    """Whether a table has a head by which it can be read; any other is text like the lines around it."""
    return _has_head(text, grid.rows, rules) or is_turned(text, grid, rules)


def is_turned(text: str, grid: Grid, rules: Rules) -> bool:
    """Whether the head of a table stands in its first column: the years down the side, the names above."""
    first = tuple(row[0] for row in grid.rows if row)
    return not _has_head(text, grid.rows, rules) and _has_head(text, (first,), rules)


def turned(grid: Grid) -> Grid:
    """A table with its columns as rows."""
    return Grid(rows=tuple(zip_longest(*grid.rows)))


def _has_head(text: str, rows: Iterable[tuple[Span | None, ...]], rules: Rules) -> bool:
    return any(is_head((_BLANK.sub("", text[s:e]) for s, e in filter(None, row)), rules) for row in rows)


def tabbed(text: str, rules: Rules) -> tuple[Grid, ...]:
    """The tables of a plain text: lines of cells, from a head on to the last that follows without text between."""
    if not any(mark in text for mark in _PARTS):
        return ()
    found: list[Grid] = []
    rows: list[tuple[Span | None, ...]] = []
    waiting: list[tuple[Span | None, ...]] = []
    last = 0
    for line in _LINE.finditer(text):
        if not any(mark in line[0] for mark in _PARTS):
            continue
        cells = tuple(_cells(text, line.start(), line.end()))
        if sum(cell is not None for cell in cells) < _LEAST:
            continue  # an indent
        title = _title(text, last, line.start()) if rows else None
        follows = title is not None and len(cells) <= len(rows[0])
        if not follows:
            found += _made(rows)
            rows = []
        if follows or is_head((_BLANK.sub("", text[s:e]) for s, e in filter(None, cells)), rules):
            last = line.end()
            rows += [title] if follows and title else []
            if not _RULE.fullmatch(text, line.start(), line.end()):
                rows.append(cells)
            waiting = []
            continue
        waiting = [*waiting, cells] if waiting and not text[last : line.start()].strip() else [cells]
        last = line.end()
        if _has_head(text, (tuple(row[0] for row in waiting),), rules):
            rows, waiting = waiting, []  # the years stand down the side
    return (*found, *_made(rows))


def _title(text: str, start: int, end: int) -> tuple[Span, ...] | None:
    """What stands between two rows: nothing, or one short line that titles a group of rows; None for anything else."""
    words = text[start:end].strip()
    if not words:
        return ()
    if len(words) > _TITLE or "\n" in words or "。" in words:
        return None
    begin = text.index(words, start)
    return ((begin, begin + len(words)),)


def _made(rows: Sequence[tuple[Span | None, ...]]) -> Iterator[Grid]:
    if len(rows) >= _LEAST:
        yield Grid(rows=tuple(rows))


def _cells(text: str, start: int, end: int) -> Iterator[Span | None]:
    """The cells of a line; bars at its ends part nothing, a tab at its beginning follows an empty cell."""
    line = text[start:end]
    start += len(line) - len(line.lstrip(_SPACES))
    bars = line.strip(_SPACES)
    end = start + len(bars)
    start += bars.startswith(_PARTS[1:])
    end -= bars.endswith(_PARTS[1:])
    at = start
    while at <= end:
        cell = _CELL.match(text, at, end)
        assert cell is not None, "the pattern matches everywhere"
        words = cell[0].strip()
        begin = cell.start() + len(cell[0]) - len(cell[0].lstrip())
        yield (begin, begin + len(words)) if words else None
        at = cell.end() + 1
