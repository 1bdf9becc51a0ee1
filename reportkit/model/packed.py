"""Rows kept as tuples, in memory or in a file: a thousand reports make a million rows, and dicts of them would fill the
memory."""

from __future__ import annotations

import os
import pickle
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from operator import itemgetter
from tempfile import SpooledTemporaryFile
from typing import Any, overload
from weakref import finalize

from reportkit.model.tables import Row

Values = tuple[Any, ...]

_IN_MEMORY = 1 << 24
"""Bytes of filed rows from which on they are kept on disk."""


class Tuples(Sequence[Row]):
    """Rows with the same columns; read as dicts, or as tuples."""

    __slots__ = ("columns",)
    columns: tuple[str, ...]

    @abstractmethod
    def tuples(self) -> Iterator[Values]:
        """The values of every row, in the order of the columns."""

    def __iter__(self) -> Iterator[Row]:
        columns = self.columns
        return (dict(zip(columns, values, strict=True)) for values in self.tuples())

    @overload
    def __getitem__(self, at: int) -> Row: ...

    @overload
    def __getitem__(self, at: slice) -> Packed: ...

    def __getitem__(self, at: int | slice) -> Row | Packed:
        if isinstance(at, slice):
            return Packed(self.columns, islice(self.tuples(), *at.indices(len(self))))
        place = range(len(self))[at]
        return dict(zip(self.columns, next(islice(self.tuples(), place, None)), strict=True))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


class Packed(Tuples):
    """Rows in memory."""

    __slots__ = ("values",)

    def __init__(self, columns: tuple[str, ...], values: Iterable[Values] = ()) -> None:
        self.columns = columns
        self.values = list(values)

    def __len__(self) -> int:
        return len(self.values)

    def tuples(self) -> Iterator[Values]:
        """The values of every row, in the order of the columns."""
        return iter(self.values)

    def column(self, name: str) -> list[Any]:
        """The values of a column, row by row."""
        at = self.columns.index(name)
        return [values[at] for values in self.values]

    def kept(self, wanted: Callable[..., bool], *names: str) -> Packed:
        """The rows whose values of some columns are wanted."""
        places = [self.columns.index(name) for name in names]
        return Packed(self.columns, [v for v in self.values if wanted(*(v[at] for at in places))])


class Filed(Tuples):
    """Rows that come in batches and wait in a temporary file, read from it as often as they are asked for."""

    __slots__ = ("__weakref__", "_count", "_file", "_lengths")

    def __init__(self, columns: tuple[str, ...]) -> None:
        self.columns = columns
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  it is open as long as the rows are read
        finalize(self, self._file.close)
        self._lengths: list[int] = []
        self._count = 0

    @staticmethod
    def batch(rows: Packed) -> bytes:
        """Rows as ``add`` takes them."""
        return pickle.dumps(rows.values, pickle.HIGHEST_PROTOCOL)

    def add(self, batch: bytes, count: int) -> None:
        """Puts so many rows behind those that are there."""
        self._file.seek(0, os.SEEK_END)
        self._file.write(batch)
        self._lengths.append(len(batch))
        self._count += count

    def __len__(self) -> int:
        return self._count

    def tuples(self) -> Iterator[Values]:
        """The values of every row, in the order of the columns."""
        return chain.from_iterable(self._batches())

    def _batches(self) -> Iterator[list[Values]]:
        place = 0
        for length in self._lengths:
            # another reader may have moved the file's place meanwhile
            self._file.seek(place)
            yield pickle.loads(self._file.read(length))
            place += length


def picked(rows: Iterable[Row], names: Sequence[str]) -> Iterator[Values]:
    """The values of rows in the order of ``names``."""
    if isinstance(rows, Tuples):
        if rows.columns == tuple(names):
            return rows.tuples()
        return map(_picker([rows.columns.index(name) for name in names]), rows.tuples())
    return map(_picker(names), rows)


def _picker(places: Sequence[Any]) -> Callable[[Any], Values]:
    """What gives the values at some places of a row as a tuple, however few they are."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda row: tuple(row[place] for place in places)
