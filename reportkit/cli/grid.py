"""A table in a window: the columns that it has room for, the first the most important, and how wide each is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from reportkit.cli import streams
from reportkit.cli.wrap import width, wrapped
from reportkit.model import tables
from reportkit.output.export.labels import label, labelled
from reportkit.words import language, tr

_GAP = 2
"""Blanks between two columns."""
_LONG = {
    "name": 20, "indicator": 20, "text": 30, "told": 20, "object": 20, "sentence": 40, "reason": 30, "doubt": 24, "why": 24,
    "warnings": 24, "file": 20, "kept": 20, "note": 20, "before": 16, "after": 16, "years": 16,
}  # fmt: skip
"""Columns of running text, which wraps, and the cells in which it can be read; in comparisons with a letter for the
side behind the name."""


class Need(NamedTuple):
    """What a column takes: a column of numbers or codes all of ``most``, one of text ``least`` or more."""

    least: int
    most: int


class Drawn(NamedTuple):
    """A table as it was drawn, and the columns that had no room."""

    lines: Any
    hidden: tuple[tables.Column, ...]


def widths(needs: Sequence[Need], room: int) -> list[int]:
    """How wide each column is, 0 for one without room and for all behind it; the first is always there.

    What is left is given to the columns of text, to the narrowest first.
    """
    given: list[int] = []
    left = room
    for need in needs:
        left -= need.least + _GAP * bool(given)
        if left < 0:
            break
        given.append(need.least)
    if not given:
        return [room, *[0] * (len(needs) - 1)] if needs else []
    left = room - sum(given) - _GAP * (len(given) - 1)
    while left and (growing := [i for i, wide in enumerate(given) if wide < needs[i].most]):
        given[min(growing, key=given.__getitem__)] += 1
        left -= 1
    return given + [0] * (len(needs) - len(given))


def fits(table: tables.Table, room: int) -> bool:
    """Whether a window has room for all columns of a table."""
    table = labelled(table, language())
    return all(widths(_needs(table, _cells(table)), room))


def drawn(table: tables.Table, room: int, styles: Mapping[str, str]) -> Drawn:
    """A table with the columns that a window of ``room`` cells can hold, as an object of rich.

    Heads and codes are in the language of the reader; ``styles`` are the colours of codes.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    coded = list(table.rows)
    table = labelled(tables.Table(table.name, table.columns, coded), language())
    cells = _cells(table)
    given = widths(_needs(table, cells), room)
    made = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for column, wide in zip(table.columns, given, strict=True):
        if wide:
            right = "right" if column.type in ("int", "decimal") else "left"
            head = "\n".join(wrapped(_head(column), wide))
            made.add_column(head, width=wide, justify=right, overflow="fold")  # type: ignore[arg-type]
    for row, line in zip(coded, cells, strict=True):
        shown = [(c, cell, wide) for c, cell, wide in zip(table.columns, line, given, strict=True) if wide]
        made.add_row(
            *(Text("\n".join(wrapped(cell, wide)), styles.get(str(row.get(c.name)), "")) for c, cell, wide in shown)
        )
    return Drawn(made, tuple(c for c, wide in zip(table.columns, given, strict=True) if not wide))


def _head(column: tables.Column) -> str:
    return streams.visible(label(column, language()))


def _cells(table: tables.Table) -> list[list[str]]:
    return [[streams.visible(tables.plain(row[c.name])) for c in table.columns] for row in table.rows]


def _needs(table: tables.Table, cells: Sequence[Sequence[str]]) -> list[Need]:
    made = []
    for place, column in enumerate(table.columns):
        most = max((width(part) for line in cells for part in line[place].split("\n")), default=0)
        # a head of several words may stand on several lines
        head = max(map(width, _head(column).split()), default=0)
        least = min(most, _LONG.get(_stem(column), most))
        made.append(Need(max(least, head), max(most, head)))
    return made


def _stem(column: tables.Column) -> str:
    return column.name.removesuffix("_a").removesuffix("_b")


def title(name: str, shown: int, total: int) -> str:
    """What stands above a table: its name with how many rows it has, and how many of them are shown."""
    if shown < total:
        return tr("{table} ({shown} of {total})", table=tr(name), shown=f"{shown:,}", total=f"{total:,}")
    return tr("{table} ({total})", table=tr(name), total=f"{total:,}")
