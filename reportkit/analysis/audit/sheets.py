"""Checked sheets read back: xlsx, csv, or the JSON that the check mode of a view saves."""

from __future__ import annotations

import csv
import io
import json
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import BadZipFile

from reportkit.analysis.audit.sample import FIELDS
from reportkit.errors import UnreadableInput
from reportkit.paths import content
from reportkit.suggest import unknown

_YES, _NO = {"1", "true", "y", "yes", "对", "是", "正确", "√"}, {"0", "false", "n", "no", "错", "否", "错误", "×"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a coder said of a row, or of what a sentence holds besides the rows."""

    table: str
    """One of the four, or ``sentences``."""
    key: tuple[str, int, int]
    """Report, start and end."""
    right: bool | None
    wrong: tuple[str, ...]
    found: int = 0
    missed: int = 0
    """Of a sentence: rows found, rows missed."""
    fields: tuple[str, ...] = ()
    """What was there to be judged: a sheet of an older version has fewer fields."""


def read(path: Path) -> list[Verdict]:
    """The verdicts of a sheet; rows left empty are left out.

    Raises UnreadableInput for a file that is no such sheet, or a cell that is no verdict.
    """
    try:
        verdicts = [
            v
            for table, rows in _rows(path)
            for number, row in enumerate(rows, 2)
            if (v := _verdict(path, table, number, row))
        ]
    except (
        OSError,
        BadZipFile,
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        ArithmeticError,
        RecursionError,
    ) as error:
        if isinstance(error, FileNotFoundError):
            raise UnreadableInput(f"{path}: no such file") from None
        raise UnreadableInput(f"{path}: is no sheet of `reportkit audit sample` ({error})") from None
    if not verdicts:
        raise UnreadableInput(f"{path}: holds no verdict; write 1 or 0 into the column right")
    return verdicts


def _rows(path: Path) -> Iterator[tuple[str, Iterable[dict[str, Any]]]]:
    data = content(path)  # a pipe would be waited for
    if path.suffix == ".json":
        yield from json.loads(data)["verdicts"].items()
    elif path.suffix == ".csv":
        rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        yield path.stem.rsplit(".", 1)[-1], list(rows)
    else:
        yield from _sheets(io.BytesIO(data))


def _sheets(file: BinaryIO) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles of other programs that the library does not know
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            heads, *rows = list(sheet.iter_rows(values_only=True)) or [()]
            if sheet.title in (*FIELDS, "sentences"):
                yield sheet.title, [dict(zip(map(str, heads), row, strict=False)) for row in rows]
    finally:
        book.close()


def _verdict(path: Path, table: str, number: int, row: dict[str, Any]) -> Verdict | None:
    cell = {name: "" if value is None else str(value).strip() for name, value in row.items()}
    told = cell["missed"] if table == "sentences" else cell["right"]
    if not told:
        return None
    key = (cell["report"], int(float(cell["start"])), int(float(cell["end"])))
    if table == "sentences":
        return Verdict(
            table=table, key=key, right=None, wrong=(), found=int(float(cell["indicators"])), missed=int(float(told))
        )
    word = told.lower().removesuffix(".0")
    if word not in _YES | _NO:
        raise UnreadableInput(f"{path}: {table}, line {number}: {told} is no verdict; 1 (right) or 0 (wrong) is wanted")
    wrong = tuple(
        w.strip() for w in cell.get("wrong", "").replace("，", ",").replace("、", ",").split(",") if w.strip()
    )
    for field in wrong:
        if field not in FIELDS.get(table, ()):
            raise UnreadableInput(f"{path}: {table}, line {number}: {unknown('field', field, FIELDS.get(table, ()))}")
    there = tuple(field for field in FIELDS.get(table, ()) if field in row)
    return Verdict(table=table, key=key, right=word in _YES, wrong=wrong, fields=there or FIELDS.get(table, ()))
