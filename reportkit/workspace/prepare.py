"""An extraction made ready for the workspace: plain values, which pickle fast and need no more work to be inserted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from operator import itemgetter
from typing import Any

from reportkit._version import __version__
from reportkit.model import tables
from reportkit.model.records import Extraction, Source
from reportkit.workspace import schema

LAYOUT = ("furniture", "continued", "begun", "recognised")
"""What the layout of a source told, beside its pages."""
_MOST = 2**63


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the tables of the workspace take of a report, without the keys that they give."""

    report: dict[str, Any]
    text: str
    pages: str
    sentences: list[tuple[Any, ...]]
    running: str
    rows: dict[str, list[tuple[Any, ...]]]
    """Of every table: place of the sentence, whether the name was restored, and the columns of the base table."""


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
        **{table: len(rows) for table, rows in found.items()},
    }  # fmt: skip
    sentences = [
        (s.part, " / ".join(s.section), s.kind, s.item, *document.to_source(s.start, s.end), text[s.start : s.end])
        for s in outline.sentences
    ]
    running = "\n".join(text[s.start : s.end].replace("\n", " ") for s in outline.sentences)
    return Prepared(report, source.text, _pages(source), sentences, running, found)


def hash_of(text: str) -> str:
    """What identifies a source text: SHA-256 of its UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def now() -> str:
    """UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")


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
    })  # fmt: skip


def _number(value: Decimal) -> int | float | str:
    """What SQLite can compare, if that is exact; else the digits."""
    if value == value.to_integral_value() and abs(value) < _MOST:
        return int(value)
    near = float(value)
    return near if Decimal(repr(near)) == value else str(value)


_ENCODERS: dict[str, Callable[[Any], Any]] = {"decimal": _number, "spans": json.dumps}
