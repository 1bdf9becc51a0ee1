"""Lines of a document → its text: rows of tables on lines of their own, cells apart, and where every cell stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from reportkit import limits
from reportkit.model.records import Grid, Source, Span

_CELL, _ROW = "，", "；"
_ENDS = "，；。！？：、"


class Merged(Enum):
    """A place of a table that another cell covers."""

    ABOVE = "above"
    """The cell of the row before."""
    LEFT = "left"
    """The cell of the column before."""


Cell = str | Merged
"""The words of a cell, empty for an empty one, or which cell goes on in its place."""


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: a cell for every column, and the number of the table that it belongs to."""

    cells: tuple[Cell, ...]
    table: int = 0

    def __bool__(self) -> bool:
        """Whether it holds any words of its own."""
        return any(isinstance(cell, str) and _packed(cell) for cell in self.cells)


def spread(rows: Iterable[Iterable[tuple[str, int, int]]], table: int) -> list[Row]:
    """Rows of cells with the numbers of rows and columns that each covers → rows with a cell for every column."""
    made: list[Row] = []
    above: dict[int, tuple[int, int]] = {}
    for cells in rows:
        laid, below = _under(above), dict[int, tuple[int, int]]()
        for words, high, wide in cells:
            column = next(n for n in range(len(laid) + 1) if n not in laid)
            laid |= {column: words} | dict.fromkeys(range(column + 1, column + wide), Merged.LEFT)
            if high > 1:
                below[column] = high - 1, wide
        above = {column: (high - 1, wide) for column, (high, wide) in above.items() if high > 1} | below
        made.append(Row(tuple(laid.get(n, "") for n in range(max(laid, default=-1) + 1)), table))
    return made


def _under(above: dict[int, tuple[int, int]]) -> dict[int, Cell]:
    """The columns that cells of the rows above cover: column → how many rows they still cover, and how many columns."""
    return {
        place: Merged.ABOVE for column, (_, wide) in above.items() for place in range(column, column + wide)
    }  # fmt: skip


@dataclass(slots=True)
class Grids:
    """The tables of a document while its text is put together."""

    _rows: dict[int, list[tuple[Span | None, ...]]] = field(default_factory=dict)

    def add(self, row: Row, at: int) -> str:
        """The line of a row that begins at ``at``: its cells parted by ，, ended by ；."""
        rows = self._rows.setdefault(row.table, [])
        above = rows[-1] if rows else ()
        spans: list[Span | None] = []
        words = ""
        for column, cell in enumerate(row.cells):
            if isinstance(cell, Merged):
                beside = spans[-1] if spans else None
                spans.append(beside if cell is Merged.LEFT else above[column] if column < len(above) else None)
            elif packed := _packed(cell):
                words += _CELL if words else ""
                spans.append((at + len(words), at + len(words) + len(packed)))
                words += packed
            else:
                spans.append(None)
        rows.append(tuple(spans))
        return words + _ROW

    @property
    def made(self) -> tuple[Grid, ...]:
        """The tables, in their order."""
        return tuple(Grid(rows=tuple(rows)) for rows in self._rows.values())


def assembled(lines: Iterable[str | Row], name: str, encoding: str) -> Source:
    """The lines one below the other; a table row is known to begin a paragraph, and so are its neighbours.

    Raises Exceeded for more cells or characters than are allowed.
    """
    pieces: list[str] = []
    begun: set[int] = set()
    grids = Grids()
    at = before = 0
    after_row = False
    most = limits.current()
    cells = 0
    for line in lines:
        is_row = isinstance(line, Row)
        cells += len(line.cells) if isinstance(line, Row) else 0
        if cells > most.cells:
            raise limits.Exceeded("cells", most.cells)
        if at > most.characters:
            raise limits.Exceeded("characters", most.characters)
        if is_row and not line:
            continue
        if after_row or is_row:
            begun |= {before, at}
        after_row = is_row
        words = grids.add(line, at) if isinstance(line, Row) else line
        pieces.append(words + "\n")
        before, at = at, at + len(words) + 1
    return Source(text="".join(pieces), name=name, encoding=encoding, begun=frozenset(begun), grids=grids.made)


def flat(row: Row) -> str:
    """The words of a row where it stands inside a cell of another table."""
    words: Sequence[str] = [packed for cell in row.cells if isinstance(cell, str) and (packed := _packed(cell))]
    return _CELL.join(words) + _ROW if words else ""


def _packed(cell: str) -> str:
    return " ".join(cell.split()).rstrip(_ENDS)
