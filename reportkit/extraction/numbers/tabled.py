"""Numbers in the cells of tables: figures, in the unit of their row, and those that measure nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from reportkit.extraction.numbers.judge import bound_of, facts_of
from reportkit.extraction.numbers.scan import Found
from reportkit.model.codes import Role
from reportkit.model.records import Number, TableCell, Trace
from reportkit.rules import Rules


@dataclass(slots=True, kw_only=True)
class Cells:
    """The cells of tables, asked about one number after the other."""

    cells: Sequence[TableCell]
    text: str
    rules: Rules
    _next: int = 0
    _held: int = -1
    """The last cell whose figure was found."""

    def number(self, found: Found) -> Number | None:
        """A number by the cell that it stands in; None where the cell says nothing of it."""
        while self._next < len(self.cells) and self.cells[self._next].end <= found.start:
            self._next += 1
        if self._next == len(self.cells) or found.start < self.cells[self._next].start:
            return None
        cell = self.cells[self._next]
        if cell.holds == "figure":
            return self._figure(found, cell) if found.range_of is None else None
        role = dict(cell.trace).get("role", "")
        return self._aside(found, cell, role) if role else None

    def _figure(self, found: Found, cell: TableCell) -> Number | None:
        """The figure of a cell, in the unit of its row where it has none of its own."""
        words, begin = self.text[cell.start : cell.end], found.start - cell.start
        decided = self.rules.ask_around("tables.figure", words[:begin], words, found.end - cell.start)
        if self._held == self._next or decided is None or found.value is None:
            return None
        self._held = self._next
        bound, rule = bound_of(
            found, words[:begin], words, found.end - cell.start, facts_of(found, self.text), self.rules
        )
        scale = 1 if found.unit else cell.scale
        trace: Trace = (("role", decided.id), ("form", found.rule.id), *((("bound", rule),) if rule else ()))
        return Number(
            start=found.start,
            end=found.end,
            sentence=cell.sentence,
            role=cast(Role, decided.set["role"]),
            value=found.value * scale,
            value_max=None if found.value_max is None else found.value_max * scale,
            unit=found.unit or cell.unit,
            bound=bound,
            core=(found.start, found.core),
            trace=trace,
        )

    def _aside(self, found: Found, cell: TableCell, rule: str) -> Number | None:
        """What measures nothing by the place of its cell."""
        decided = self.rules.rule(rule)
        if decided is None:
            return None
        return Number(
            start=found.start,
            end=found.end,
            sentence=cell.sentence,
            role=cast(Role, decided.set["role"]),
            value=found.value,
            value_max=None,
            unit=found.unit,
            bound="",
            reason=decided.doc,
            core=(found.start, found.core),
            trace=(("role", decided.id), ("form", found.rule.id)),
        )
