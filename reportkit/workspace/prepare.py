"""An extraction made ready for the workspace: plain values, which pickle fast and need no more work to be inserted."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict, astuple, dataclass
from datetime import UTC, datetime
from decimal import Decimal
from operator import itemgetter
from typing import Any

from reportkit._version import __version__
from reportkit.model import tables
from reportkit.model.records import CORPUS, Document, Extraction, Source
from reportkit.workspace import schema
from reportkit.workspace.likeness import sketch

LAYOUT = ("furniture", "continued", "begun", "recognised", "doubtful")
"""What the layout of a source told, beside its pages."""
_MISREAD = 0.2
"""By what share a recognised character counts less: enough that a scan never stands for a text of the same length."""
_MOST = 2**63
_EPOCH = "SOURCE_DATE_EPOCH"
"""The variable by which builds that can be repeated name their time, in seconds since 1970."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What the tables of the workspace take of a report, without the keys that they give."""

    report: dict[str, Any]
    text: str
    pages: str
    sentences: list[tuple[Any, ...]]
    running: str
    rows: dict[str, list[tuple[Any, ...]]]
    """Of every table: place of the sentence, whether the name was restored, and the columns of the base table."""
    sketch: bytes
    """By which it is known again in another form."""
    is_file: bool = True
    """Its file holds nothing but it: no row of a corpus."""


def prepared(
    extraction: Extraction, rules_hash: str, file: str = "", region: str = "", year: int | None = None
) -> Prepared:
    """``file`` is where the report came from, ``region`` and ``year`` what the user said against it."""
    outline, document = extraction.outline, extraction.outline.document
    source, info, text = document.source, outline.info, document.text
    found = {table: _rows(extraction, table) for table in tables.TABLES}
    report = {name: getattr(info, name) for name in info.__slots__} | {
        "file": file, "source": source.name, "encoding": source.encoding, "characters": len(source.text),
        "source_hash": hash_of(source.text), "rules_hash": rules_hash, "version": __version__,
        "saved": now(), "told_region": region, "told_year": year,
        "warnings": "; ".join(source.warnings),
        "base": info.id, "clues": clues_of(source), "length": _length(document), "paged": int(bool(source.pages)),
        "known": bool(info.region) + bool(info.report_year) + (not info.doubt),
        **{table: len(rows) for table, rows in found.items()},
    }  # fmt: skip
    sentences = [
        (s.part, " / ".join(s.section), s.kind, s.item, *document.to_source(s.start, s.end), text[s.start : s.end])
        for s in outline.sentences
    ]
    running = "\n".join(text[s.start : s.end].replace("\n", " ") for s in outline.sentences)
    # the lines above the address are the same in all reports of a region and year
    data = sketch("\n".join(text[s.start : s.end] for s in outline.sentences if s.kind != "front"))
    return Prepared(
        report=report,
        text=source.text,
        pages=_pages(source),
        sentences=sentences,
        running=running,
        rows=found,
        sketch=data,
        is_file=source.encoding != CORPUS,
    )


def hash_of(text: str) -> str:
    """What identifies a source text: SHA-256 of its UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def clues_of(source: Source) -> str:
    """What identifies all that is known of a text besides its characters: its name, and what was said beside it."""
    name = source.name.rpartition("-")[0] if source.encoding == CORPUS else source.name
    return hash_of("\n".join(map(str, (name, *astuple(source.beside)))))


def now() -> str:
    """UTC, ISO 8601; where SOURCE_DATE_EPOCH is set, that: the same reports then give the same files at any time."""
    noted = os.environ.get(_EPOCH, "")
    moment = datetime.fromtimestamp(int(noted), UTC) if noted.isdecimal() else datetime.now(UTC)
    return moment.isoformat(timespec="seconds")


def _own(document: Document) -> str:
    """The running text without what a web page has around it."""
    pieces, at = [], 0
    for start, end in document.around:
        pieces.append(document.text[at:start])
        at = end
    return "".join((*pieces, document.text[at:]))


def _length(document: Document) -> int:
    """Characters of a report, a recognised one counting less than one that was written."""
    recognised = sum(end - start for start, end, _ in document.source.recognised)
    return len(_own(document)) - int(_MISREAD * recognised)


def _rows(extraction: Extraction, table: str) -> list[tuple[Any, ...]]:
    stored = schema.stored(table)
    values = itemgetter(*(c.name for c in stored))
    encoders = [(c.name, _ENCODERS[c.type]) for c in stored if c.type in _ENCODERS]
    made = []
    for record, row in zip(getattr(extraction, table), tables.rows(extraction, table), strict=True):
        for name, encode in encoders:
            if row[name] is not None:
                row[name] = encode(row[name])
        made.append((record.sentence, row.get("name", "") not in row["sentence"], *values(row)))
    return made


def _pages(source: Source) -> str:
    return json.dumps({
        "pages": [[page.number, page.start, page.end] for page in source.pages],
        **{name: sorted(getattr(source, name)) for name in LAYOUT},
        "grids": [grid.rows for grid in source.grids],
        "beside": asdict(source.beside),
    })  # fmt: skip


def _number(value: Decimal) -> int | float | str:
    """What SQLite can compare, if that is exact; else the digits."""
    if value == value.to_integral_value() and abs(value) < _MOST:
        return int(value)
    near = float(value)
    return near if Decimal(repr(near)) == value else str(value)


_ENCODERS: dict[str, Callable[[Any], Any]] = {"decimal": _number, "spans": json.dumps}
