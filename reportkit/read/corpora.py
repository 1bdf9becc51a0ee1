"""Corpora: tables with one whole report a row (csv, tsv, jsonl, xlsx, parquet), read row by row."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import stat
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from reportkit import limits, resources
from reportkit.children import is_confined
from reportkit.errors import NoReport, UnreadableInput, UsageError
from reportkit.model.records import CORPUS, Beside, Source
from reportkit.read import apart, archive
from reportkit.read.encoding import decode

SUFFIXES = (".csv", ".tsv", ".jsonl", ".ndjson", ".xlsx", ".parquet")
_SAMPLE = 2**20
"""Bytes by which the encoding of a file is found."""
_BATCH = 64
_LOOK = 20
"""Rows by which columns are told."""
_LEAST_TEXT, _LEAST_NAMED = 200, 20
"""Chinese characters of the longest text in a column of reports, and in one with a usual name."""
_HAN = re.compile("[\u4e00-\u9fff]")
_APART = re.compile(r"[\s_\-\ufeff]+")
_DATE = re.compile(r"([0-9]{4})[-/.年]?([0-9]{1,2})[-/.月]?([0-9]{1,2})")
_TOO_LONG = "field larger than field limit"
"""What the library says of a cell beyond the limit that it was given."""
_HALF = re.compile("[\ud800-\udfff]")
"""Half of a character, such as JSON may hold and no text."""
Record = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which columns hold what; empty for none."""

    text: str
    region: tuple[str, ...] = ()
    """Of a region and its superiors, the highest first."""
    year: str = ""
    title: str = ""
    url: str = ""
    published: str = ""
    told: frozenset[str] = frozenset()
    """Fields that the user has named: what stands there is the user's word."""

    def __str__(self) -> str:
        fields = {"text": self.text, "region": " ".join(self.region), "year": self.year, "title": self.title}
        fields |= {"url": self.url, "published": self.published}
        return ", ".join(f"{name} in {column}" for name, column in fields.items() if column)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a corpus."""

    source: Source
    region: str
    """In the column that the user has named; else it stands beside the text, as the year does."""
    year: int | None
    row: int
    """1-based, the heads aside."""


def is_corpus(path: str) -> bool:
    """Whether a file is a table by its suffix."""
    return Path(path).suffix.lower() in SUFFIXES


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook, whose sheets may be the tables of one report as well."""
    return path.suffix.lower() == ".xlsx"


def columns(path: Path, text: str = "", region: str = "", year: str = "") -> Columns:
    """The columns asked for, the others by their usual names (data/read/corpus_columns.tsv) and by what they hold.

    Raises UsageError where one asked for is not there, NoReport where no column holds texts.
    """
    sample = list(islice(records(path), _LOOK))
    if not sample:
        raise UnreadableInput(f"{path}: holds no row")
    there = [str(name) for name in sample[0]]
    for name in filter(None, (text, region, year)):
        if name not in there:
            raise UsageError(f"{path}: has no column {name} (it has: {', '.join(there)})")
    text = text or _text_column(sample, there)
    if not text:
        reason = f"no column holds long Chinese texts, --text-col names one (it has: {', '.join(there)})"
        reason += "; --force reads its sheets as the tables of one report" if is_workbook(path) else ""
        raise NoReport(f"{path}: {reason}", "table", reason)
    rest = [name for name in there if name != text]
    guessed = tuple(filter(None, (_guess(field, rest) for field in ("province", "city", "county"))))
    return Columns(
        text=text,
        region=(region,) if region else guessed or tuple(filter(None, (_guess("region", rest),))),
        year=year or _guess("year", rest),
        title=_guess("title", rest),
        url=_guess("url", rest),
        published=_guess("published", rest),
        told=frozenset(name for name, told in (("region", region), ("year", year)) if told),
    )


def holds_texts(path: Path, *asked: str) -> bool:
    """Whether a column of a table holds reports. Raises what ``columns`` does, NoReport aside."""
    try:
        return bool(columns(path, *asked).text)
    except NoReport:
        return False


def entries(path: Path, columns: Columns) -> Iterator[Entry]:
    """The rows of a corpus as they are read."""
    for number, record in _numbered(path):
        region = " ".join(filter(None, (_cell(record, name) for name in columns.region)))
        year = _year(record.get(columns.year))
        told = "region" in columns.told, "year" in columns.told
        beside = Beside(
            title=_cell(record, columns.title), region="" if told[0] else region, year=None if told[1] else year,
            url=_cell(record, columns.url), published=_date(_cell(record, columns.published)),
        )  # fmt: skip
        source = Source(
            text=str(record.get(columns.text) or ""), name=f"{path.stem}-{number}", encoding=CORPUS, beside=beside
        )
        yield Entry(source, region if told[0] else "", year if told[1] else None, number)


def records(path: Path) -> Iterator[Record]:
    """The rows of a table as dicts. Raises UnreadableInput."""
    return (record for _, record in _numbered(path))


def _numbered(path: Path) -> Iterator[tuple[int, Record]]:
    """The rows with their numbers; those of a sheet without anything in them are left out."""
    suffix = path.suffix.lower()
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # a table is read several times
            raise UnreadableInput(f"{path}: is no file but a folder, a device or a pipe")
        yield from _read(path, suffix)
    except FileNotFoundError:
        raise UnreadableInput(f"{path}: no such file") from None
    except limits.Exceeded as error:
        raise UnreadableInput(f"{path}: {error}") from None
    except (UnreadableInput, UsageError):
        raise
    except Exception as error:
        raise UnreadableInput(f"{path}: cannot be read as {suffix.lstrip('.')}: {error}") from None


def _read(path: Path, suffix: str) -> Iterator[tuple[int, Record]]:
    """The same; what may unpack to much is read in a process apart."""
    packed = {".xlsx": _xlsx, ".parquet": _parquet}.get(suffix)
    if packed is None:
        return enumerate(_lines(path), 1)
    return packed(path) if is_confined() else apart.each(packed, path.absolute(), shown=str(path))


def _lines(path: Path) -> Iterator[Record]:
    with path.open("rb") as handle:
        head = handle.read(_SAMPLE)
    # a sample may end inside a character
    decoded = next(filter(None, (decode(head[: len(head) - cut]) for cut in range(4))), None)
    if decoded is None:
        raise UnreadableInput(f"{path}: is in no encoding that reportkit knows; save it as UTF-8")
    csv.field_size_limit(limits.current().line)
    with path.open(encoding=decoded.encoding, newline="") as file:
        if path.suffix.lower() in (".jsonl", ".ndjson"):
            yield from _json(path, file)
        else:
            first = decoded.text.split("\n", 1)[0]
            delimiter = (
                "\t" if first.count("\t") > first.count(",") else ";" if first.count(";") > first.count(",") else ","
            )
            try:
                yield from csv.DictReader(_bounded(file), delimiter=delimiter)
            except csv.Error as error:
                if _TOO_LONG in str(error):  # a cell of many lines: in quotes that are not closed, for one
                    raise limits.Exceeded("line", limits.current().line) from None
                raise


def _bounded(file: TextIO) -> Iterator[str]:
    """The lines of a file. Raises Exceeded, before it is read, for one that does not end."""
    most = limits.current().line
    while line := file.readline(most + 1):
        if len(line) > most:
            raise limits.Exceeded("line", most)
        yield line


def _json(path: Path, file: TextIO) -> Iterator[Record]:
    for number, line in enumerate(_bounded(file), 1):
        if line.strip():
            record = json.loads(line)
            if not isinstance(record, dict):
                raise UnreadableInput(f"{path}: line {number} is no JSON object")
            yield {name: _HALF.sub("\ufffd", v) if isinstance(v, str) else v for name, v in record.items()}


def _xlsx(path: Path) -> Iterator[tuple[int, Record]]:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles of other programs that the library does not know
        data = path.read_bytes()
        archive.check(data, trees=False)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        rows = _filled(book.worksheets[0].iter_rows(values_only=True))
        first, heads = next(rows, (0, ()))
        names = [str(cell or "") for cell in heads]
        for number, row in rows:
            yield number - first, dict(zip(names, row, strict=False))
    finally:
        book.close()


def _filled(rows: Iterable[Sequence[Any]]) -> Iterator[tuple[int, Sequence[Any]]]:
    """The rows of a sheet that hold anything, numbered: a wrong number of a row is as many empty ones before it."""
    most = limits.current().rows
    for number, row in enumerate(rows, 1):
        if number > most:
            raise limits.Exceeded("rows", most)
        if any(cell is not None for cell in row):
            yield number, row


def _parquet(path: Path) -> Iterator[tuple[int, Record]]:
    try:
        from pyarrow import parquet
    except ImportError:
        raise UsageError("parquet needs one more package: pip install 'reportkit[parquet]'") from None
    with parquet.ParquetFile(path) as file:
        number = 0
        for batch in file.iter_batches(batch_size=_BATCH):
            for row in range(batch.num_rows):  # one at a time: a cell may be large, and stand in every row
                number += 1
                yield number, batch.slice(row, 1).to_pylist()[0]


def _cell(record: Record, column: str) -> str:
    value = record.get(column) if column else None
    return "" if value is None else " ".join(str(value).split())


def _year(value: Any) -> int | None:
    digits = re.match(r"[^0-9]*([0-9]{4})(?![0-9])", str(value or ""))
    return int(digits[1]) if digits else None


def _date(value: str) -> str:
    """A date as ISO 8601; empty for what is none."""
    if not (m := _DATE.match(value)):
        return ""
    year, month, day = map(int, m.groups())
    return f"{year}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else ""


def _text_column(sample: Sequence[Record], there: Sequence[str]) -> str:
    """The column with a usual name that holds Chinese texts, else the one with the longest."""
    longest = {name: max(len(_HAN.findall(str(row.get(name) or ""))) for row in sample) for name in there}
    named = [name for name in _named("text", there) if longest[name] >= _LEAST_NAMED]
    long = [name for name in there if longest[name] >= _LEAST_TEXT]
    found = [name for name in named if name in long] or sorted(long, key=lambda name: -longest[name]) or named
    return found[0] if found else ""


def _guess(field: str, there: Sequence[str]) -> str:
    return next(iter(_named(field, there)), "")


def _named(field: str, there: Sequence[str]) -> list[str]:
    """Columns with a usual name of a field, the likeliest first."""
    plain = {name: _APART.sub("", name.lower()) for name in there}
    return [name for usual in _usual()[field] for name in there if plain[name] == usual]


@resources.cached
def _usual() -> dict[str, list[str]]:
    return {field: names.split("|") for field, names in resources.table("read/corpus_columns")}
