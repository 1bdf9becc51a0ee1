"""Corpora: tables with one whole report a row (csv, tsv, jsonl, xlsx, parquet), read row by row."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import stat
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TextIO

from reportkit import resources
from reportkit.errors import UnreadableInput, UsageError
from reportkit.model.records import Source
from reportkit.read.encoding import decode

SUFFIXES = (".csv", ".tsv", ".jsonl", ".ndjson", ".xlsx", ".parquet")
_SAMPLE = 2**20
"""Bytes by which the encoding of a file is found."""
_BATCH = 64
_HALF = re.compile("[\ud800-\udfff]")
"""Half of a character, such as JSON may hold and no text."""
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns hold text, region and year of delivery; empty for none."""

    text: str
    region: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One report of a corpus."""

    source: Source
    region: str
    year: int | None
    row: int
    """1-based, the heads aside."""


def is_corpus(path: str) -> bool:
    """Whether a file is a table by its suffix."""
    return Path(path).suffix.lower() in SUFFIXES


def columns(path: Path, text: str = "", region: str = "", year: str = "") -> Columns:
    """The columns asked for, the others by their usual names (data/read/corpus_columns.tsv).

    Raises UsageError where the column of the text is not told and cannot be guessed, or one asked for is not there.
    """
    first = next(records(path), None)
    if first is None:
        raise UnreadableInput(f"{path}: holds no row")
    there = [str(name) for name in first]
    for name in filter(None, (text, region, year)):
        if name not in there:
            raise UsageError(f"{path}: has no column {name} (it has: {', '.join(there)})")
    found = Columns(text or _guess("text", there), region or _guess("region", there), year or _guess("year", there))
    if not found.text:
        raise UsageError(f"{path}: which column holds the text? say it with --text-col (it has: {', '.join(there)})")
    return found


def entries(path: Path, told: Columns) -> Iterator[Entry]:
    """The reports of a corpus as they are read; rows without text are left out."""
    for number, record in enumerate(records(path), 1):
        text = str(record.get(told.text) or "")
        if text.strip():
            name = f"{path.stem}-{number}"
            yield Entry(Source(text, name, "corpus"), _region(record, told), _year(record.get(told.year)), number)


def records(path: Path) -> Iterator[Record]:
    """The rows of a table as dicts. Raises UnreadableInput."""
    suffix = path.suffix.lower()
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # a table is read several times
            raise UnreadableInput(f"{path}: is no file but a folder, a device or a pipe")
        yield from {".xlsx": _xlsx, ".parquet": _parquet}.get(suffix, _lines)(path)
    except FileNotFoundError:
        raise UnreadableInput(f"{path}: no such file") from None
    except (UnreadableInput, UsageError):
        raise
    except Exception as error:
        raise UnreadableInput(f"{path}: cannot be read as {suffix.lstrip('.')}: {error}") from None


def _lines(path: Path) -> Iterator[Record]:
    with path.open("rb") as handle:
        head = handle.read(_SAMPLE)
    # a sample may end inside a character
    decoded = next(filter(None, (decode(head[: len(head) - cut]) for cut in range(4))), None)
    if decoded is None:
        raise UnreadableInput(f"{path}: is in no encoding that reportkit knows; save it as UTF-8")
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    with path.open(encoding=decoded.encoding, newline="") as file:
        if path.suffix.lower() in (".jsonl", ".ndjson"):
            yield from _json(path, file)
        else:
            first = decoded.text.split("\n", 1)[0]
            delimiter = (
                "\t" if first.count("\t") > first.count(",") else ";" if first.count(";") > first.count(",") else ","
            )
            yield from csv.DictReader(file, delimiter=delimiter)


def _json(path: Path, file: TextIO) -> Iterator[Record]:
    for number, line in enumerate(file, 1):
        if line.strip():
            record = json.loads(line)
            if not isinstance(record, dict):
                raise UnreadableInput(f"{path}: line {number} is no JSON object")
            yield {name: _HALF.sub("\ufffd", v) if isinstance(v, str) else v for name, v in record.items()}


def _xlsx(path: Path) -> Iterator[Record]:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles of other programs that the library does not know
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=True)
    try:
        rows = book.worksheets[0].iter_rows(values_only=True)
        heads = [str(cell or "") for cell in next(rows, ())]
        for row in rows:
            yield dict(zip(heads, row, strict=False))
    finally:
        book.close()


def _parquet(path: Path) -> Iterator[Record]:
    try:
        from pyarrow import parquet
    except ImportError:
        raise UsageError("parquet needs one more package: pip install 'reportkit[parquet]'") from None
    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=_BATCH):
            yield from batch.to_pylist()


def _region(record: Record, told: Columns) -> str:
    return str(record.get(told.region) or "").strip() if told.region else ""


def _year(value: Any) -> int | None:
    digits = "".join(c for c in str(value or "").split(".")[0] if c.isdigit())[:4]
    return int(digits) if len(digits) == 4 else None


def _guess(field: str, there: list[str]) -> str:
    names = _usual()[field]
    return next((column for name in names for column in there if column.strip().lower() == name), "")


@cache
def _usual() -> dict[str, list[str]]:
    return {field: names.split("|") for field, names in resources.table("read/corpus_columns")}
