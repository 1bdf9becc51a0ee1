"""The heads and codes of a table in a language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain

from reportkit.model.tables import Column, Row, Table

LANGUAGES = ("en", "zh")
_CODE = "_code"
"""What the head of a column of codes ends in."""


def label(column: Column, language: str) -> str:
    """The head of a column in a language, ``en`` or ``zh``."""
    return column.zh if language == "zh" else column.name


def labelled(table: Table, language: str, codes: bool = False) -> Table:
    """The table with its codes in a language; with ``codes`` a column of the codes beside each of labels."""
    coded = [column for column in table.columns if column.labels] if language == "zh" else []
    if not coded:
        return table
    columns = chain.from_iterable((c, code_of(c)) if codes and c in coded else (c,) for c in table.columns)
    return replace(table, columns=tuple(columns), rows=_Labelled(table, {c.name: c.labels for c in coded}))


def code_of(column: Column) -> Column:
    """The column that holds the codes of one of labels."""
    return replace(column, name=column.name + _CODE, zh=f"{column.zh}代码", doc=f"code: {column.doc}", codes=_CODE)


class _Labelled:
    """Rows whose codes are labels, and their codes beside; read as often as the rows themselves."""

    def __init__(self, table: Table, coded: Mapping[str, Mapping[str, str]]) -> None:
        self._rows = table.rows
        self._coded = coded

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            made = dict(row)
            for name, labels in self._coded.items():
                made[name], made[name + _CODE] = labels.get(row[name], row[name]), row[name]
            yield made
