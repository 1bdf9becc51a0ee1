"""Which characters a match can begin or end with, so that rules that cannot match are not asked.

A rule of a hundred is asked about each number; all but a few can be left out by the character before or after it. What is said
here is never too little: where a pattern is not understood, any character may stand at its edge (None).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

_WIDEST = 300
"""Characters of a range in brackets that are worth listing; beyond, any character counts."""
Edge = frozenset[str] | None


@cache
def first(pattern: str) -> Edge:
    """The characters that a match can begin with; None if any, or if the match can be empty."""
    return _edge(pattern, last=False)


@cache
def last(pattern: str) -> Edge:
    """The characters that a match can end with; None if any, or if the match can be empty."""
    return _edge(pattern, last=True)


def _edge(pattern: str, last: bool) -> Edge:
    try:
        import re
        from re import _parser  # type: ignore[attr-defined]

        parsed = _parser.parse(pattern)
        if parsed.state.flags & re.IGNORECASE:
            return None
        found, empty = _sequence(parsed, last)
    except Exception:  # a pattern of another syntax, or another Python than we know
        return None
    return None if empty or found is None else frozenset(found)


_Found = tuple[set[str] | None, bool]
"""Characters (None: any), and whether nothing at all may stand there."""


def _sequence(items: Sequence[Any], last: bool) -> _Found:
    found: set[str] = set()
    for op, argument in reversed(items) if last else items:
        chars, empty = _item(str(op), argument, last)
        if chars is None:
            return None, False
        found |= chars
        if not empty:
            return found, False
    return found, True


def _item(op: str, argument: Any, last: bool) -> _Found:
    if op == "LITERAL":
        return {chr(argument)}, False
    if op == "IN":
        return _set(argument), False
    if op == "BRANCH":
        return _branch(argument[1], last)
    if op == "SUBPATTERN":
        return _sequence(argument[3], last)
    if op == "ATOMIC_GROUP":
        return _sequence(argument, last)
    if op in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, _, repeated = argument
        chars, empty = _sequence(repeated, last)
        return chars, empty or least == 0
    if op in ("AT", "ASSERT", "ASSERT_NOT"):  # of no width: what they exclude is not followed up
        return set(), True
    return None, False


def _branch(alternatives: Iterable[Sequence[Any]], last: bool) -> _Found:
    found: set[str] = set()
    may_be_empty = False
    for alternative in alternatives:
        chars, empty = _sequence(alternative, last)
        if chars is None:
            return None, False
        found |= chars
        may_be_empty |= empty
    return found, may_be_empty


def _set(items: Iterable[tuple[Any, Any]]) -> set[str] | None:
    found: set[str] = set()
    for op, argument in items:
        if str(op) == "LITERAL":
            found.add(chr(argument))
        elif str(op) == "RANGE" and argument[1] - argument[0] < _WIDEST:
            found |= set(map(chr, range(argument[0], argument[1] + 1)))
        else:
            return None
    return found
