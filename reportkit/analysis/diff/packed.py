"""Rows of comparisons, kept as tuples: a thousand reports make a million rows, and dicts of them would fill the
memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, overload

from reportkit.model.tables import Row

Values = tuple[Any, ...]


class Packed(Sequence[Row]):
    """Rows with the same columns; read as dicts."""

    __slots__ = ("columns", "values")

    def __init__(self, columns: tuple[str, ...], values: Iterable[Values] = ()) -> None:
        self.columns = columns
        self.values = list(values)

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[Row]:
        columns = self.columns
        return (dict(zip(columns, values, strict=True)) for values in self.values)

    @overload
    def __getitem__(self, at: int) -> Row: ...

    @overload
    def __getitem__(self, at: slice) -> Packed: ...

    def __getitem__(self, at: int | slice) -> Row | Packed:
        if isinstance(at, slice):
            return Packed(self.columns, self.values[at])
        return dict(zip(self.columns, self.values[at], strict=True))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def column(self, name: str) -> list[Any]:
        """The values of a column, row by row."""
        at = self.columns.index(name)
        return [values[at] for values in self.values]

    def kept(self, wanted: Callable[..., bool], *names: str) -> Packed:
        """The rows whose values of some columns are wanted."""
        places = [self.columns.index(name) for name in names]
        return Packed(self.columns, [v for v in self.values if wanted(*(v[at] for at in places))])
