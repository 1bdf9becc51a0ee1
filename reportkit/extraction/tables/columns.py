"""The head of a table → what each of its columns holds, and of when its figures are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from reportkit.domain import calendar
from reportkit.domain.calendar import Now, Span
from reportkit.extraction import heads
from reportkit.model.codes import Direction, Measure, Status
from reportkit.model.records import Trace
from reportkit.rules import Rules

_BLANK = re.compile(r"\s+")
BETWEEN = "between"
"""Of years that only the other columns name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """What stands above a table, and the clock of the place: what heads leave unsaid."""

    words: str
    now: Now
    outlook: str
    """Of the frame that the table stands in, as are its years."""
    span: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column by its head."""

    head: str
    holds: str = ""
    """Empty where the head is not understood."""
    measure: Measure | None = None
    direction: Direction | None = None
    status: Status | None = None
    span: Span | None = None
    between: bool = False
    """Whether its figures are of the years from the first to the last of the other columns: 年均增速."""
    trace: Trace = ()


def columns(head: Sequence[Sequence[str]], caption: Caption, rules: Rules) -> tuple[Column, ...]:
    """The columns of a table; ``head`` are the words of its head rows, a merged cell at each of its places."""
    words = ["".join(dict.fromkeys(cells)) for cells in zip(*head, strict=True)]
    found = [
        _column(told, cells, caption.now, rules) for told, cells in zip(words, zip(*head, strict=True), strict=True)
    ]
    figures = [column.span for column in found if column.span]
    made: list[Column] = []
    beside: Column | None = None
    for column in found:
        if column.holds != "figure":
            made.append(column)
            beside = None if column.holds == "name" else beside
            continue
        made.append(_timed(_between(column, figures), beside, caption, rules))
        beside = made[-1]
    return tuple(made)


def _column(words: str, cells: Sequence[str], now: Now, rules: Rules) -> Column:
    """A column by its own head; ``cells`` are the words of each head row in turn."""
    decided = heads.column(words, rules)
    # a head of several rows is what the last of them that is understood says: 2025年 above 绝对值
    decided = decided or next(filter(None, (heads.column(cell, rules) for cell in reversed(cells))), None)
    if decided is None:
        return Column(head=words)
    trace: Trace = (("column", decided.id),)
    if decided.set["holds"] != "figure":
        return Column(head=words, holds=decided.set["holds"], trace=trace)
    measured = rules.ask("tables.measure", words, facts={"of": "head"})
    stated, timed = rules.ask("tables.status", words), rules.ask("tables.year", words)
    years = timed.set["year"] if timed else ""
    span = calendar.span(years, timed.groups, now) if timed and years != BETWEEN else None
    return Column(
        head=words,
        holds="figure",
        measure=cast(Measure, measured.set["measure"]) if measured else None,
        direction=cast(Direction, measured.set.get("direction")) if measured else None,
        status=cast(Status, stated.set["status"]) if stated else None,
        span=span,
        between=years == BETWEEN,
        trace=(
            *trace,
            *((("measure", measured.id),) if measured else ()),
            *((("year", timed.id),) if timed else ()),
            *((("status", stated.id),) if stated else ()),
        ),
    )


def _between(column: Column, figures: Sequence[Span]) -> Column:
    """A mean or a total without years of its own is of those after the first of the others."""
    if not (column.between and figures):
        return column
    first, last = min(span.last for span in figures), max(span.last for span in figures)
    return replace(column, span=Span(first=first + 1 if first < last else last, last=last))


def _timed(column: Column, beside: Column | None, caption: Caption, rules: Rules) -> Column:
    """Status and years that a head leaves unsaid: of the column beside it, the line above the table, the clock."""
    if column.span is None and column.status is None and column.measure and beside:
        times = tuple(pair for pair in beside.trace if pair[0] in ("year", "status"))
        return replace(column, span=beside.span, status=beside.status, trace=(*column.trace, *times))
    timed = rules.ask("tables.year", caption.words) if column.span is None else None
    if timed and timed.set["year"] != BETWEEN:
        span = calendar.span(timed.set["year"], timed.groups, caption.now)
        column = replace(column, span=span, trace=(*column.trace, ("year", timed.id)))
    if column.status is None and not (column.span and timed is None):
        stated = rules.ask("tables.status", caption.words)
        if stated:
            status = cast(Status, stated.set["status"])
            column = replace(column, status=status, trace=(*column.trace, ("status", stated.id)))
    return _by_clock(column, caption)


def _by_clock(column: Column, caption: Caption) -> Column:
    """A year before the one ahead is reported, any other targeted; a target without a year is of the year ahead."""
    ahead = caption.now.ahead
    status = column.status
    if status is None and column.span and ahead:
        status = "actual" if column.span.last < ahead else "target"
    if status is None:
        status = "actual" if caption.outlook == "past" else "target"
    span = column.span
    if span is None and caption.span and (caption.outlook == "ahead") == (status == "target"):
        span = caption.span
    if span is None and ahead:
        span = calendar.one(ahead if status == "target" else ahead - 1)
    return replace(column, status=status, span=span)


def packed(words: str) -> str:
    """Words without their blanks."""
    return _BLANK.sub("", words)
