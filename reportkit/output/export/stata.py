"""dta for Stata 14 and later (format 118): labels in Chinese or English, codes as labelled numbers."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reportkit.model.codes import CODES
from reportkit.model.tables import Column, Table, plain
from reportkit.output.export.text import label

if TYPE_CHECKING:
    import pandas

_LABEL = 80
"""Characters of a variable label."""
_STR = 2045
"""Bytes of a fixed string; longer ones are strL."""


def write_dta(found: Sequence[Table], path: Path, labels: str) -> None:
    """One table. The whole of it is held in memory, as the format wants its strings last.

    Columns of codes become numbers with value labels, texts that are too long for Stata's fixed strings
    become strL, a column without any value stays as an empty one.
    """
    (table,) = found
    rows = list(table.rows)
    import pandas

    data = pandas.DataFrame({c.name: _series([row[c.name] for row in rows], c, labels) for c in table.columns})
    long = [c.name for c in table.columns if _is_text(c) and _longest(data[c.name]) > _STR]
    named = {c.name: (f"{label(c, labels)}: {c.doc}" if labels == "en" else c.zh)[:_LABEL] for c in table.columns}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # value labels of other columns that share a code are told to be no error
        data.to_stata(path, write_index=False, version=118, variable_labels=named, convert_strl=long)


def _series(values: list[object], column: Column, labels: str) -> pandas.Series:
    import pandas

    if column.type in ("int", "decimal"):
        numbers = [float("nan") if v is None else float(v) for v in values]  # type: ignore[arg-type]
        return pandas.Series(numbers, dtype="float64")
    if column.name in CODES:
        return _coded([str(v) for v in values], column.name, labels)
    return pandas.Series([plain(v) for v in values], dtype="object")


def _coded(values: list[str], column: str, labels: str) -> pandas.Series:
    import pandas

    known = CODES[column]
    shown = [known[code] if labels == "zh" else code for code in known]
    names = list(dict.fromkeys(shown))
    told = [(known.get(v) if labels == "zh" else v) if v in known else None for v in values]
    return pandas.Series(pandas.Categorical(told, categories=names, ordered=False))


def _is_text(column: Column) -> bool:
    return column.type in ("text", "spans") and column.name not in CODES


def _longest(values: pandas.Series) -> int:
    return max((len(str(v).encode()) for v in values), default=0)
