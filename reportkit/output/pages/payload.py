"""The rows of a report as the script of its page reads them: every sentence and section once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportkit.analysis.audit.sample import FIELDS
from reportkit.model.codes import labels
from reportkit.model.measures import as_read
from reportkit.model.tables import COMMON, OWN, Column, Row, columns, plain
from reportkit.output.export.labels import label
from reportkit.output.pages.layout import LETTERS
from reportkit.words import translated

_SHOWN = {
    "indicators": ("name", "raw", "status", "year", "bound", "measure", "strength"),
    "commitments": ("text", "kind", "strength", "deadline", "owner"),
    "projects": ("name", "kind", "status", "sector", "place", "mentions"),
    "numbers": ("raw", "role", "reason"),
}
"""Columns that stand first, and are shown until the reader chooses others."""
_SAME = ("report", "region", "level", "adcode", "report_year")
"""Columns that hold the same in every row of a report."""
_POOLED = ("section", "sentence", "rule")
"""Columns whose cells stand once in the page, and by their place in the rows."""
_QUANTITY = ("value", "unit")
"""What numbers as written are sorted by."""


def payload(
    info: Mapping[str, Any], rows: Mapping[str, Sequence[Row]], sentences: Sequence[Sequence[int]], lang: str
) -> dict[str, Any]:
    """Everything the script needs: ``info`` of the report, its tables, the span of every sentence."""
    pool: dict[str, int] = {}
    tables = {table: _table(table, [_as_read(row, lang) for row in found], pool, lang) for table, found in rows.items()}
    return {
        "info": dict(info), "tables": tables, "sentences": list(sentences), "pool": list(pool),
        "report_label": label(COMMON[0], lang),
    }  # fmt: skip


def _as_read(row: Row, lang: str) -> Row:
    """A row as people read it: numbers with their sign, reasons in the language of the page."""
    told = {"raw": as_read(row, row["raw"])} if row.get("raw") else {}
    return row | told | ({"reason": translated(row["reason"], lang)} if row.get("reason") else {})


def _table(table: str, found: Sequence[Row], pool: dict[str, int], lang: str) -> dict[str, Any]:
    known = {c.name: c for c in columns(table) if c.name not in _SAME}
    ordered = [known[name] for name in dict.fromkeys((*_SHOWN[table], *(c.name for c in OWN[table]), *known))]
    return {
        "letter": LETTERS[table],
        "columns": [_column(table, c, lang) for c in ordered],
        "fields": FIELDS[table],
        "rows": [[_cell(c, row[c.name], pool) for c in ordered] for row in found],
    }


def _column(table: str, column: Column, lang: str) -> dict[str, Any]:
    told = {
        "name": column.name, "label": label(column, lang), "type": column.type,
        "shown": column.name in _SHOWN[table], "pooled": column.name in _POOLED, "codes": _codes(column, lang),
        "doc": column.doc if lang == "en" else "",
    }  # fmt: skip
    if column.name == "raw":
        told |= {"by": _QUANTITY}
    return told


def _codes(column: Column, lang: str) -> dict[str, str]:
    """The codes of a column with their labels."""
    return dict(labels(column.codes or column.name, lang)) if column.type == "text" else {}


def _cell(column: Column, value: Any, pool: dict[str, int]) -> Any:
    if column.name in _POOLED:
        return pool.setdefault(value, len(pool))
    if column.type == "int":
        return value
    return None if value is None else plain(value)
