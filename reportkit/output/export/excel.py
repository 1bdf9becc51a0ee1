"""xlsx: a sheet a table, heads frozen and filtered, numbers as numbers; rows are written as they come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from reportkit.model.tables import Column, Row, Table, plain
from reportkit.output.export.labels import label, labelled, title

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

    from reportkit.output.export import Style

_ROWS = 1_048_575
"""Rows of a sheet below the heads; what is more goes on in a further sheet."""
_NAME = 31
"""Characters of the name of a sheet."""
_CELL = 32_767
"""Characters of a cell."""
_WIDTHS = {"sentence": 60, "text": 50, "name": 30, "doc": 50, "codes": 50, "reason": 40, "section": 30, "wording": 16, "title": 30, "value": 16, "value_max": 16}  # fmt: skip
_WRAPPED = ("sentence", "text", "doc", "codes", "reason")
"""Columns of running text."""
_TYPE_WIDTHS = {"int": 9, "decimal": 12, "text": 13, "spans": 16}


class _Formats(NamedTuple):
    """How heads and running text look."""

    head: Format
    wrapped: Format


def write_xlsx(found: Sequence[Table], path: Path, style: Style) -> None:
    """One workbook. Words are never formulas, whatever they begin with; a column of verdicts has them to choose
    from."""
    from xlsxwriter import Workbook

    settings = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(str(path), settings) as book:
        # without a date of ours the library writes the hour, and no two files would be the same
        book.set_properties({"created": style.origin.date.replace(tzinfo=None), "comments": style.origin.label})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": False})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for table in (labelled(table, style.labels, style.codes) for table in found):
            rows = iter(table.rows)
            for number, part in enumerate(_parts(rows)):
                name = title(table, style.labels)
                name = f"{name} ({number + 1})" if number else name
                _sheet(book, name[:_NAME], table.columns, part, style.labels, _Formats(head, wrapped))


def _parts(rows: Iterator[Row]) -> Iterator[Iterator[Row]]:
    """The rows in pieces that a sheet can hold; one empty piece if there are none."""
    yield islice(rows, _ROWS)
    while (first := next(rows, None)) is not None:
        yield chain([first], islice(rows, _ROWS - 1))


def _sheet(
    book: Workbook, name: str, columns: Sequence[Column], rows: Iterator[Row], labels: str, formats: _Formats
) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _WIDTHS.get(column.name, _TYPE_WIDTHS[column.type]))
        sheet.write_string(0, place, label(column, labels), formats.head)
    last = 0
    for last, row in enumerate(rows, 1):
        for place, column in enumerate(columns):
            _cell(sheet, last, place, row[column.name], formats.wrapped if column.name in _WRAPPED else None)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    for place, column in enumerate(columns):
        if column.choices:
            rule = {"validate": "list", "source": list(column.choices), "ignore_blank": True}
            sheet.data_validation(1, place, max(1, last), place, rule)


def _cell(sheet: Any, row: int, place: int, value: Any, style: Format | None) -> None:
    if value is None or value == "":
        return
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        sheet.write_number(row, place, float(value))
    else:
        sheet.write_string(row, place, plain(value)[:_CELL], style)
