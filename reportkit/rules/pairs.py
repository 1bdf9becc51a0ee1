"""The two characters with which a match begins or ends.

A rule around a number is asked only if the characters beside the number allow it. One character tells little (every 成长,
市长 and 增长 ends in 长), two tell nearly all. As in ``edges``, what is said is never too little.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from reportkit.rules import edges

_SIZE = 2
_MOST = 5000
"""Pairs that are worth listing; beyond, they rule little out."""
_MOST_TRIED = 50_000
"""Pairs that are put together at most to list them."""
_ANY = "\0"
"""Stands for whatever character there may be."""
_BETWEEN = "\1"
"""Between pairs as they are remembered."""
_SAYS_NOTHING = frozenset(("AT", "ASSERT", "ASSERT_NOT"))
"""Parts of no width."""
_ONE_CHARACTER = frozenset(("LITERAL", "IN", "NOT_LITERAL", "ANY"))
Pairs = frozenset[str] | None
"""Of two characters, or of the outer one where it is a whole match or any may stand beside it; None if there is no
telling."""
_Strings = set[str] | None
"""Of one or no character: a whole match; of two: its beginning, or its end. None: not known."""


def first(pattern: str) -> Pairs:
    """The first two characters of every match."""
    return _pairs("first pairs", pattern, last=False)


def last(pattern: str) -> Pairs:
    """The last two characters of every match."""
    return _pairs("last pairs", pattern, last=True)


def first_of(parsed: Any) -> Pairs:
    """The first two characters of every match of a pattern that ``re`` has parsed."""
    known = _outer(edges.plain(parsed), last=False)
    return known if known is None else frozenset(known)


def _pairs(kind: str, pattern: str, *, last: bool) -> Pairs:
    known = edges.remembered(kind, pattern, lambda: _known(pattern, last))
    return known if known is None else frozenset(known.split(_BETWEEN))


def _known(pattern: str, last: bool) -> str | None:
    outer = _outer(edges.parts_of(pattern), last)
    return None if outer is None or any(_BETWEEN in string for string in outer) else _BETWEEN.join(sorted(outer))


def _outer(items: Sequence[Any], last: bool) -> _Strings:
    """The pairs, or the outer character alone where the other one may be any."""
    found = _sequence(items, last)
    if found is None:
        return None
    outer = {string.lstrip(_ANY) if last else string.rstrip(_ANY) for string in found}
    return None if any(not string or _ANY in string for string in outer) else outer


def _sequence(items: Sequence[Any], last: bool) -> _Strings:
    found = {""}
    for op, argument in reversed(items) if last else items:
        grown = _joined(found, _item(str(op), argument, last), last)
        if grown is None or all(len(string) == _SIZE for string in grown):
            return grown
        found = grown
    return found


def _joined(near: set[str], far: _Strings, last: bool) -> _Strings:
    """What two parts begin with together, or end with; the ``near`` one is the first, or the last."""
    growing = [one for one in near if len(one) < _SIZE]
    if far is None or len(growing) * len(far) > _MOST_TRIED:
        return None
    grown = {(other + one)[-_SIZE:] if last else (one + other)[:_SIZE] for one in growing for other in far}
    grown |= near.difference(growing)
    return grown if len(grown) <= _MOST else None


def _item(op: str, argument: Any, last: bool) -> _Strings:
    if op in _SAYS_NOTHING:
        return {""}
    if op == "BRANCH":
        return _branch(argument[1], last)
    if op == "SUBPATTERN" and not edges.ignores_case_in(op, argument):
        return _sequence(argument[3], last)
    if op == "ATOMIC_GROUP":
        return _sequence(argument, last)
    if op in edges.REPEATS:
        least, most, repeated = argument
        return _repeated(least, most, repeated, last)
    if op in _ONE_CHARACTER:
        return edges.characters(op, argument) or {_ANY}
    return None


def _branch(alternatives: Iterable[Sequence[Any]], last: bool) -> _Strings:
    found: set[str] = set()
    for alternative in alternatives:
        strings = _sequence(alternative, last)
        if strings is None:
            return None
        found |= strings
    return found if len(found) <= _MOST else None


def _repeated(least: int, most: int, items: Sequence[Any], last: bool) -> _Strings:
    """A part again and again: after as many times as a pair has characters, more change nothing."""
    once = _sequence(items, last)
    found: set[str] = set()
    so_far: _Strings = {""}
    for times in range(min(most, _SIZE) + 1):
        if so_far is None:
            return None
        if times >= min(least, _SIZE):
            found |= so_far
        so_far = _joined(so_far, once, last)
    return found
