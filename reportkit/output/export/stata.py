"""dta for Stata 14 and later (format 118): labels in Chinese or English, codes as labelled numbers."""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reportkit import resources
from reportkit.model.tables import Column, Table, plain
from reportkit.output.export.labels import code_of

if TYPE_CHECKING:
    import pandas

    from reportkit.output.export import Style

_NAME = 32
"""Characters of the name of a variable."""
_LABEL = 80
"""Characters of a label of a variable or of the data."""
_STR = 2045
"""Bytes of a fixed string; longer ones are strL."""
_BYTES = 4
"""Bytes that a character may take in UTF-8."""
_CUT = " …"
_PAUSES = " ，；、：。（,;:("
"""Where a label may be cut."""
_RESERVED_PATTERN = re.compile(r"str[0-9]+")


def write_dta(found: Sequence[Table], path: Path, style: Style) -> None:
    """One table. The whole of it is held in memory, as the format wants its strings last.

    Names are made legal by Stata's rules, with the name meant in the label. Columns of codes become numbers with value
    labels, whole numbers are stored as such, texts that are too long for Stata's fixed strings become strL, a column
    without any value stays as an empty one. The label of the data tells version, rules and date.
    """
    (table,) = found
    rows = list(table.rows)
    import pandas

    told = [*table.columns]
    if style.codes:
        told = [one for c in table.columns for one in ((c, code_of(c)) if c.labels else (c,))]
    names = legal_names([c.name for c in told])
    series = {}
    for column in told:
        source = column.name if column in table.columns else column.name.removesuffix("_code")
        series[names[column.name]] = _series([row[source] for row in rows], column, style.labels)
    data = pandas.DataFrame(series)
    long = [names[c.name] for c in told if data[names[c.name]].dtype == object and _longest(data[names[c.name]]) > _STR]
    labels = {names[c.name]: variable_label(c, names[c.name], style.labels) for c in told}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # value labels of other columns that share a code are told to be no error
        data.to_stata(
            path, write_index=False, version=118, variable_labels=labels, convert_strl=long,
            data_label=shortened(style.origin.label, _LABEL), time_stamp=style.origin.date.replace(tzinfo=None),
        )  # fmt: skip


def legal_names(names: Iterable[str]) -> dict[str, str]:
    """Names → names that Stata takes: letters, digits and _, no digit first, no word of Stata's, 32 characters, each
    once."""
    made: dict[str, str] = {}
    for name in names:
        letters = "".join(char if char == "_" or unicodedata.category(char)[0] in "LN" else "_" for char in name)
        bare = re.sub("_{2,}", "_", letters).strip("_") or "v"
        if bare[0].isdigit() or name.startswith("_"):
            bare = f"_{bare}"
        if bare in _reserved() or _RESERVED_PATTERN.fullmatch(bare):
            bare = f"{bare}_"
        made[name] = _once(_fitting(bare), made.values())
    return made


def _fitting(name: str) -> str:
    """A name of at most 32 characters; what is measured goes before the words at its end, which tell variables
    apart."""
    if len(name) <= _NAME:
        return name
    head, *tails = name.split("_")
    tail = "".join(f"_{word}" for word in tails)[-(_NAME - 1) :]
    return head[: _NAME - len(tail)] + tail


def _once(name: str, taken: Iterable[str]) -> str:
    there = {one.casefold() for one in taken}
    made, number = name, 1
    while made.casefold() in there:
        number += 1
        made = f"{name[: _NAME - len(str(number))]}{number}"
    return made


def variable_label(column: Column, name: str, language: str) -> str:
    """The label of a variable, with the name that was meant where Stata does not take it."""
    label = column.zh if language == "zh" else column.doc
    if name != column.name:
        label = (
            f"{label} [{column.name}]" if len(label) + len(column.name) + 3 <= _LABEL else f"[{column.name}] {label}"
        )
    return shortened(label, _LABEL)


def shortened(text: str, most: int) -> str:
    """A text of at most so many characters, cut where a word or a clause ends."""
    if len(text) <= most:
        return text
    room = text[: most - len(_CUT) + 1]
    cut = max(room.rfind(pause) for pause in _PAUSES)
    return (room[:cut] if cut > 0 else room[:-1]).rstrip(_PAUSES) + _CUT


def _series(values: list[object], column: Column, language: str) -> pandas.Series:
    import pandas

    if column.type == "int":
        return (
            pandas.Series(values, dtype="Int64").astype("Int32")
            if any(v is not None for v in values)
            else _empty(values)
        )
    if column.type == "decimal":
        numbers = [float("nan") if v is None else float(v) for v in values]  # type: ignore[arg-type]
        return pandas.Series(numbers, dtype="float64")
    known = column.labels
    if known and all(value in known or not value for value in values):
        return _coded([str(v or "") for v in values], known, language)
    return pandas.Series([v if isinstance(v, str) else plain(v) for v in values], dtype="object")


def _empty(values: list[object]) -> pandas.Series:
    import pandas

    return pandas.Series([float("nan")] * len(values), dtype="float64")


def _coded(values: list[str], known: Mapping[str, str], language: str) -> pandas.Series:
    import pandas

    shown = {code: known[code] if language == "zh" else code for code in known}
    names = list(dict.fromkeys(shown.values()))
    return pandas.Series(pandas.Categorical([shown.get(v) for v in values], categories=names, ordered=False))


def _longest(values: pandas.Series) -> int:
    """Bytes of the longest text."""
    characters = max(map(len, values), default=0)
    return characters if characters * _BYTES <= _STR else max(len(v.encode()) for v in values)


def _reserved() -> frozenset[str]:
    return frozenset(word for (word,) in resources.table("export/stata_reserved"))
