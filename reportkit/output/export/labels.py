"""The heads, codes and sentences of a table in a language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from reportkit.model.tables import Column, Row, Table
from reportkit.words import translated

_CODE = "_code"
"""What the head of a column of codes ends in."""
_SENTENCES = ("reason", "why", "doubt", "warnings", "note", "notes", "error")
"""Columns that hold what the program says: why a number is no indicator, why a file could not be read."""


def label(column: Column, language: str) -> str:
    """The head of a column in a language, ``en`` or ``zh``."""
    return column.zh if language == "zh" else column.name


def title(table: Table, language: str) -> str:
    """The name of a table in a language."""
    return translated(table.name, language)


def labelled(table: Table, language: str, codes: bool = False) -> Table:
    """The table with its codes, and what the program says in it, in a language.

    With ``codes`` a column of the codes stands beside each of labels.
    """
    if language != "zh":
        return table
    coded = [column for column in table.columns if column.labels]
    said = [column.name for column in table.columns if column.name in _SENTENCES]
    columns = chain.from_iterable((c, code_of(c)) if codes and c in coded else (c,) for c in table.columns)
    return replace(table, columns=tuple(columns), rows=_Labelled(table, {c.name: c.labels for c in coded}, said))


def code_of(column: Column) -> Column:
    """The column that holds the codes of one of labels."""
    return replace(column, name=column.name + _CODE, zh=f"{column.zh}代码", doc=f"code: {column.doc}", codes=_CODE)


class _Labelled:
    """Rows whose codes are labels, and their codes beside; read as often as the rows themselves."""

    def __init__(self, table: Table, coded: Mapping[str, Mapping[str, str]], said: Sequence[str]) -> None:
        self._rows = table.rows
        self._coded = coded
        self._said = said

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            made = dict(row)
            for name, labels in self._coded.items():
                made[name], made[name + _CODE] = labels.get(row[name], row[name]), row[name]
            for name in self._said:
                made[name] = translated(str(row[name] or ""), "zh")
            yield made
