"""Expressions of time → years, seen from the year of a report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reportkit.domain import numerals
from reportkit.model.quick import quick

PLAN_YEARS = 5
"""Years of a five-year plan, and of the term of a government that looks back on 五年."""
_FIRST_PLANS = {1: 1957, 2: 1962}
_THIRD_PLAN, _THIRD_PLAN_END = 3, 1970
"""The plans one and two ended in 1957 and 1962; the third began in 1966, and since then they have followed without a gap."""
_CONGRESS, _CONGRESS_YEAR, _BETWEEN_CONGRESSES = 18, 2012, 5
"""The eighteenth congress of the party (十八大) met in 2012; they meet every five years."""
_EARLIEST = 1000
"""A number below is no calendar year."""
_NO_YEARS = ("keep", "basis")
"""Named groups of a rule that hold no years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Years from ``first`` to ``last``, the same for one year; ``first`` is None where the beginning is not said."""

    first: int | None
    last: int

    @property
    def several(self) -> bool:
        """Whether the span is known to be longer than a year."""
        return self.first is not None and self.first < self.last


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """The years from which the time words of a report are seen."""

    delivered: int | None
    """Year of delivery: this year (今年)."""
    ahead: int | None
    """The year that is planned; the one before it is under review."""


def one(year: int) -> Span:
    """The span of a single year."""
    return Span(first=year, last=year)


def plan(number: str) -> Span | None:
    """The years of a five-year plan by its number in Chinese: 十四 → 2021–2025, 七 → 1986–1990."""
    n = numerals.chinese(number)
    if not n:
        return None
    end = _FIRST_PLANS.get(int(n)) or _THIRD_PLAN_END + PLAN_YEARS * (int(n) - _THIRD_PLAN)
    return Span(first=end - PLAN_YEARS + 1, last=end)


def count(written: str) -> int | None:
    """A number of years as written: 五 → 5, 12 → 12; None for 几 and 数."""
    if written.isdigit():
        return int(written)
    value = numerals.chinese(written)
    return int(value) if value and written[0] not in "几数" else None


def year(written: str) -> int | None:
    """A calendar year in any way of writing: 2025, 二〇二五, 一九九七."""
    value = int(written) if written.isdigit() else numerals.chinese(written)
    return int(value) if value and value >= _EARLIEST else None


def span(kind: str, group: Mapping[str, str | None], now: Now) -> Span | None:
    """The years that an expression of ``kind`` (a key of ``SAID`` or ``SEEN``) means, with the groups its rule found.

    None where it needs the year of the report and that is not known, or where the groups make no years.
    """
    said = [value for name, value in group.items() if value and name not in _NO_YEARS]
    if kind in SAID:
        return SAID[kind](said)
    if now.ahead is None or now.delivered is None:
        return None
    return SEEN[kind](said, now.delivered, now.ahead)


def _named(said: list[str]) -> Span | None:
    found = year(said[0])
    return one(found) if found else None


def _named_span(said: list[str]) -> Span | None:
    first, last = year(said[0]), year(said[1])
    return Span(first=first, last=last) if first and last and first <= last else None


def _compared(said: list[str]) -> Span | None:
    last, base = year(said[0]), year(said[1])
    return Span(first=base + 1, last=last) if last and base and base < last else None


def _plan_end(said: list[str]) -> Span | None:
    found = plan(said[0])
    return one(found.last) if found else None


def _plan_first(said: list[str]) -> Span | None:
    found, n = plan(said[0]), count(said[1]) if len(said) > 1 else 1
    return Span(first=found.first, last=found.first + n - 1) if found and found.first and n else None


def _before(said: list[str], delivered: int, ahead: int) -> Span:
    n = count(said[0]) or 1
    return Span(first=ahead - 1 - n, last=ahead - 2)


def _streak(said: list[str], delivered: int, ahead: int) -> Span:
    n = count(said[0])
    return Span(first=ahead - n if n else None, last=ahead - 1)


def _coming(said: list[str], delivered: int, ahead: int) -> Span:
    n = count(said[0]) or 1
    return Span(first=ahead, last=ahead + n - 1)


def _since(said: list[str], delivered: int, ahead: int) -> Span | None:
    first = year(said[0])
    return Span(first=first, last=ahead - 1) if first and first < ahead else None


def _since_plan(said: list[str], delivered: int, ahead: int) -> Span | None:
    found = plan(said[0])
    if not found or not found.first or found.first >= ahead:
        return None
    return Span(first=found.first, last=min(found.last, ahead - 1))


def _since_congress(said: list[str], delivered: int, ahead: int) -> Span | None:
    congress = count(said[0]) if said else _CONGRESS
    first = _CONGRESS_YEAR + _BETWEEN_CONGRESSES * ((congress or _CONGRESS) - _CONGRESS)
    return Span(first=first, last=ahead - 1) if first < ahead else None


SAID: Mapping[str, Callable[[list[str]], Span | None]] = {
    "named": _named,
    "named_span": _named_span,
    "plan_span": lambda said: plan(said[0]),
    "plan_end": _plan_end,
    "plan_first": _plan_first,
    "compared": _compared,
}
"""Kinds of expression that say their years: the year, both years, a plan's number."""
SEEN: Mapping[str, Callable[[list[str], int, int], Span | None]] = {
    "same": lambda said, delivered, ahead: one(delivered),
    "next": lambda said, delivered, ahead: one(delivered + 1),
    "ahead": lambda said, delivered, ahead: one(ahead),
    "last": lambda said, delivered, ahead: one(ahead - 1),
    "recent": lambda said, delivered, ahead: Span(first=None, last=ahead - 1),
    "span_last": lambda said, delivered, ahead: Span(first=ahead - PLAN_YEARS, last=ahead - 1),
    "span_next": lambda said, delivered, ahead: Span(first=ahead, last=ahead + PLAN_YEARS - 1),
    "streak": _streak,
    "before": _before,
    "coming": _coming,
    "since": _since,
    "since_plan": _since_plan,
    "since_congress": _since_congress,
}
"""Kinds of expression whose years depend on the report: the year delivered and the year ahead."""
KINDS = frozenset((*SAID, *SEEN))
