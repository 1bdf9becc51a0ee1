"""Excel workbooks (.xlsx) whose sheets are the tables of one report: titles, heads and rows with their merged cells."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from reportkit import limits
from reportkit.errors import UnreadableInput
from reportkit.model.records import Source
from reportkit.read import archive
from reportkit.read.lines import Cell, Merged, Row, assembled

_MOST = 20_000
"""Rows that a sheet may have; more is a collection of data."""
_DIGITS = 12
"""Digits that a computed cell is shown with: 5.5 and not 5.500000000000001."""
_HUNDRED = 100


def from_bytes(data: bytes, name: str, shown: str) -> Source:
    """The sheets of a workbook one after the other. Raises UnreadableInput (damaged, too long, without words)."""
    import openpyxl

    try:
        archive.check(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles of other programs that the library does not know
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except (MemoryError, limits.Exceeded):
        raise
    except Exception as error:
        raise UnreadableInput(f"{shown}: is a damaged Excel workbook ({type(error).__name__})") from None
    if any(sheet.max_row > _MOST for sheet in book.worksheets):
        raise UnreadableInput(f"{shown}: has a sheet of more than {_MOST} rows; this is no table of a report")
    source = assembled((line for n, sheet in enumerate(book.worksheets) for line in _sheet(sheet, n)), name, "xlsx")
    if not source.text.strip():
        raise UnreadableInput(f"{shown}: is a workbook without words")
    return source


def _sheet(sheet: Any, number: int) -> Iterator[str | Row]:
    """The rows of a sheet; one of a single cell is a line of text, such as the title."""
    merged = {
        place: Merged.ABOVE if place[0] > span.min_row else Merged.LEFT
        for span in sheet.merged_cells.ranges
        for place in span.cells
        if place != (span.min_row, span.min_col)
    }
    for line in sheet.iter_rows():
        cells: list[Cell] = [merged.get((cell.row, cell.column)) or _words(cell) for cell in line]
        words = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
        if len(words) == 1 and Merged.ABOVE not in cells:
            yield " ".join(words[0].split())
        elif words:
            yield Row(tuple(cells), number)


def _words(cell: Any) -> str:
    """A cell as it is shown."""
    value, form = cell.value, str(cell.number_format)
    if isinstance(value, (datetime, date)):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return "" if value is None else str(value)
    shown = f"{value * _HUNDRED:.{_DIGITS}g}%" if "%" in form else f"{value:.{_DIGITS}g}"
    return shown if "e" not in shown else f"{value:f}"
