"""The formats that are text: csv, tsv, json, jsonl, md. Rows are written as they come."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from html import escape
from itertools import islice
from operator import itemgetter
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any, TextIO

from reportkit.model.packed import Values, picked
from reportkit.model.tables import Row, Table, plain
from reportkit.output.export.labels import label, labelled, title

if TYPE_CHECKING:
    from reportkit.output.export import Style

_FORMULA = frozenset("=+-@\t\r＝＋－＠")
"""What spreadsheets take for the beginning of a formula, in full width too."""
_TOGETHER = 512
"""Rows that are made safe at a time."""
_FIRST = itemgetter(slice(0, 1))
_KNOWN, _WORDS = frozenset({int, NoneType}), {str}
"""Types of cells that the csv module writes as they are, and those of words."""
_MARKUP = re.compile(r"[\\`*\[\]|~]|(?<![0-9A-Za-z])_|_(?![0-9A-Za-z])")
"""What Markdown takes for markup; an underscore inside a word is none."""


def safe(cell: Any) -> Any:
    """A cell as the csv module writes it: words that a spreadsheet would take for a formula get an apostrophe in front.

    Most cells are words, whole numbers or nothing, which the module knows itself.
    """
    if isinstance(cell, str):
        return f"'{cell}" if cell[:1] in _FORMULA else cell
    return cell if type(cell) is int or cell is None else plain(cell)


def dumps(value: Any, indent: int | None = 1) -> str:
    """JSON with exact numbers: 5.7 stays 5.7, a whole Decimal becomes an integer."""
    return json.dumps(value, ensure_ascii=False, indent=indent, default=_number)


def csv_to(out: TextIO, table: Table, labels: str = "en", delimiter: str = ",", end: str = "\n") -> None:
    """Comma-separated rows below one line of heads."""
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    writer.writerow([safe(label(c, labels)) for c in table.columns])
    names = [c.name for c in table.columns]
    writer.writerows(_safe_rows(picked(table.rows, names)))


def _safe_rows(rows: Iterator[Values]) -> Iterator[Iterable[Any]]:
    """The rows with every cell safe. Column by column of many rows, since most columns need no change at all."""
    while together := list(islice(rows, _TOGETHER)):
        yield from zip(*map(_safe_column, zip(*together, strict=True)), strict=True)


def _safe_column(cells: Sequence[Any]) -> Iterable[Any]:
    kinds = set(map(type, cells))
    if kinds <= _KNOWN or (kinds == _WORDS and _FORMULA.isdisjoint(map(_FIRST, cells))):
        return cells
    return map(safe, cells)


def json_to(out: TextIO, found: Sequence[Table], labels: str = "en") -> None:
    """One object: every table a list of rows, a row a line."""
    out.write("{")
    for number, table in enumerate(found):
        out.write(f"{',' if number else ''}\n {dumps(table.name, None)}: [")
        for place, row in enumerate(table.rows):
            out.write(f"{',' if place else ''}\n  {dumps(_chosen(table, row, labels), None)}")
        out.write("\n ]")
    out.write("\n}\n")


def jsonl_to(out: TextIO, found: Sequence[Table], labels: str = "en") -> None:
    """One row a line, with the table it belongs to."""
    for table in found:
        out.writelines(dumps({"table": table.name} | _chosen(table, row, labels), None) + "\n" for row in table.rows)


def md_to(out: TextIO, found: Sequence[Table], labels: str = "en") -> None:
    """Markdown tables, each below its name."""
    for number, table in enumerate(found):
        names = [c.name for c in table.columns]
        out.write(f"{chr(10) if number else ''}## {title(table, labels)}\n\n")
        out.write("| " + " | ".join(_escaped(label(c, labels)) for c in table.columns) + " |\n")
        out.write("|---" * len(names) + "|\n")
        out.writelines("| " + " | ".join(_escaped(plain(row[n])) for n in names) + " |\n" for row in table.rows)


def write_csv(found: Sequence[Table], path: Path, style: Style) -> None:
    """With a byte order mark and CRLF, so that Excel reads the Chinese."""
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        csv_to(out, _styled(found, style)[0], style.labels, end="\r\n")


def write_tsv(found: Sequence[Table], path: Path, style: Style) -> None:
    """Tab-separated, UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as out:
        csv_to(out, _styled(found, style)[0], style.labels, delimiter="\t")


def write_json(found: Sequence[Table], path: Path, style: Style) -> None:
    """One JSON object."""
    with path.open("w", encoding="utf-8", newline="") as out:
        json_to(out, _styled(found, style), style.labels)


def write_jsonl(found: Sequence[Table], path: Path, style: Style) -> None:
    """JSON lines."""
    with path.open("w", encoding="utf-8", newline="") as out:
        jsonl_to(out, _styled(found, style), style.labels)


def write_md(found: Sequence[Table], path: Path, style: Style) -> None:
    """Markdown."""
    with path.open("w", encoding="utf-8", newline="") as out:
        md_to(out, _styled(found, style), style.labels)


def _styled(found: Sequence[Table], style: Style) -> list[Table]:
    return [labelled(table, style.labels, style.codes) for table in found]


class _Exact(float):
    """A Decimal that prints its own digits."""

    def __new__(cls, value: Decimal) -> _Exact:
        made = super().__new__(cls, value)
        made.digits = f"{value:f}"  # type: ignore[attr-defined]
        return made

    def __repr__(self) -> str:
        return str(self.digits)  # type: ignore[attr-defined]


def _number(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else _Exact(value)
    raise TypeError(f"cannot write {type(value).__name__}")


def _chosen(table: Table, row: Row, labels: str) -> Row:
    return {label(c, labels): row[c.name] for c in table.columns}


def _escaped(cell: str) -> str:
    """A cell that shows its characters as they are: no markup, no HTML, one line."""
    return _MARKUP.sub(r"\\\g<0>", escape(" ".join(cell.splitlines()), quote=False))
