"""Which characters a match begins or ends with, which words it cannot do without, and how long it can be.

So rules that cannot match are not asked: a rule of a hundred is asked about each number; all but a few can be left out by
the character before or after it. What is said here is never too little: where a pattern is not understood, any character
may stand at its edge, and a match may be of any length (None).
"""

from __future__ import annotations

import atexit
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from itertools import groupby
from typing import Any

from reportkit import kept

_VERSION = 10
"""Raised when this module comes to find other characters than before."""
_MOST = 8000
"""Patterns that are remembered; beyond, only those of the last process."""
_WIDTH = 1000
"""Characters of a match beyond which its length bounds nothing."""
_WIDEST = 300
"""Characters of a range in brackets that are worth listing; beyond, any character counts."""
REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_BETWEEN = "\0"
"""Between words as they are remembered."""
_RARER = 10
"""How many times rarer a word becomes with each character: of the size of it, so that 目标 is preferred to 目 or 的."""
_RECENT = 8
"""Patterns whose parts are kept: what is found out of one pattern is asked for in a row."""
_AHEAD, _BACK = 1, -1
"""Where an assertion looks, in the words of the parser."""
Edge = frozenset[str] | None


def first(pattern: str) -> Edge:
    """The characters that can stand where a match begins; None if any, or if it can be empty and asks for none."""
    return _chars(remembered("first", pattern, lambda: _edge(parts_of(pattern), last=False)))


def last(pattern: str) -> Edge:
    """The characters that can stand where a match ends; None as above."""
    return _chars(remembered("last", pattern, lambda: _edge(parts_of(pattern), last=True)))


def first_of(parsed: Any) -> Edge:
    """The same of a pattern that ``re`` has parsed."""
    found = _edge(plain(parsed), last=False)
    return None if found is None else frozenset(found)


def ignores_case(parsed: Any) -> bool:
    """Whether a letter stands for its other case too in a pattern that ``re`` has parsed."""
    return bool(parsed.state.flags & re.IGNORECASE)


def ignores_case_in(op: Any, argument: Any) -> bool:
    """Likewise within one part of it: ``(?i:…)``."""
    return str(op) == "SUBPATTERN" and bool(argument[1] & re.IGNORECASE)


def breadth(parsed: Any) -> int:
    """How many alternatives a pattern that ``re`` has parsed may have to try on its first character."""
    return _breadth(plain(parsed))


def needed(pattern: str) -> Edge:
    """Words of which every match holds one: the rarest that can be named; None if there are none."""
    known = remembered("needed", pattern, lambda: _BETWEEN.join(sorted(_needed(parts_of(pattern)) or ())) or None)
    return None if known is None else frozenset(known.split(_BETWEEN))


def longest(pattern: str) -> int | None:
    """The most characters that a match can have; None if there is no end to it."""
    known = remembered("longest", pattern, lambda: _width(pattern))
    return int(known) if known else None


def _chars(known: str | None) -> Edge:
    return None if known is None else frozenset(known)


def _width(pattern: str) -> str | None:
    """Figures, as they are remembered."""
    try:
        _, most = _parsed(pattern).getwidth()
        return str(most) if most <= _WIDTH else None
    except Exception:  # likewise
        return None


def remembered(kind: str, pattern: str, find: Callable[[], Iterable[str] | None]) -> str | None:
    """What was found out of a pattern before, in this process or an earlier one, else what is found now.

    To read all patterns takes as long as to read a report by them.
    """
    key = f"{kind} {hashlib.sha256(pattern.encode('utf-8', 'surrogatepass')).hexdigest()}"
    held = _held()
    if key not in held:
        if not held.new:
            atexit.register(held.keep)
        found = find()
        held[key] = held.new[key] = found if found is None or isinstance(found, str) else "".join(sorted(found))
    return held[key]


class _Held(dict[str, str | None]):
    """What is known by kind and pattern, kept in the user's cache folder for this build of Python."""

    def __init__(self) -> None:
        super().__init__()
        self.new: dict[str, str | None] = {}
        build = hashlib.sha256(f"{sys.version} {_VERSION}".encode()).hexdigest()[:16]
        self._name = f"edges-{build}"
        if found := kept.load(self._name):
            self.update(json.loads(found))

    def keep(self) -> None:
        """Writes them all; a folder that may not be written keeps nothing."""
        kept.store(self._name, json.dumps(dict(self) if len(self) <= _MOST else self.new).encode())


@cache
def _held() -> _Held:
    return _Held()


def _edge(items: Sequence[Any], last: bool) -> set[str] | None:
    found, empty = _sequence(items, last)
    return None if empty else found


def parts_of(pattern: str) -> Sequence[Any]:
    """The parts of a pattern as ``re`` reads it; none for one of another syntax, or in a Python that we do not know."""
    try:
        return plain(_parsed(pattern))
    except Exception:  # whatever another version raises: all this is a help, no need
        return ()


@lru_cache(maxsize=_RECENT)
def _parsed(pattern: str) -> Any:
    """A pattern as ``re`` reads it."""
    from re import _parser  # type: ignore[attr-defined]

    return _parser.parse(pattern)


def plain(parsed: Any) -> Sequence[Any]:
    """The parts of a pattern; none where a letter stands for its other case too."""
    return () if ignores_case(parsed) else list(parsed)


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
    if op in ("LITERAL", "IN"):
        return characters(op, argument), False
    if op == "BRANCH":
        return _branch(argument[1], last)
    if op == "SUBPATTERN" and not ignores_case_in(op, argument):
        return _sequence(argument[3], last)
    if op == "ATOMIC_GROUP":
        return _sequence(argument, last)
    if op in REPEATS:
        least, _, repeated = argument
        chars, empty = _sequence(repeated, last)
        return chars, empty or least == 0
    if op == "ASSERT" and argument[0] == (_BACK if last else _AHEAD):  # what stands there is what it asks for
        return _sequence(argument[1], last)
    if op in ("AT", "ASSERT", "ASSERT_NOT"):  # of no width: what they exclude is not followed up
        return set(), True
    return None, False


def _breadth(items: Sequence[Any]) -> int:
    tried = 0
    for op, argument in items:
        if str(op) == "BRANCH":
            return tried + sum(map(_breadth, argument[1]))
        if str(op) in ("SUBPATTERN", "ATOMIC_GROUP"):
            return tried + _breadth(argument[3] if str(op) == "SUBPATTERN" else argument)
        if str(op) in ("ASSERT", "ASSERT_NOT"):
            tried += _breadth(argument[1])
            continue
        if str(op) not in REPEATS:
            return tried + 1
        tried += _breadth(argument[2])
        if argument[0]:
            return tried
    return tried


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


def characters(op: str, argument: Any) -> set[str] | None:
    """Those that a part of one character can be; None if any, or if it is no such part."""
    if op == "LITERAL":
        return {chr(argument)}
    if op != "IN":
        return None
    found: set[str] = set()
    for kind, value in argument:
        if str(kind) == "LITERAL":
            found.add(chr(value))
        elif str(kind) == "RANGE" and value[1] - value[0] < _WIDEST:
            found |= set(map(chr, range(value[0], value[1] + 1)))
        elif str(value) == "CATEGORY_SPACE":
            found |= _blanks()
        else:
            return None
    return found


@cache
def _blanks() -> frozenset[str]:
    r"""What ``\s`` stands for."""
    return frozenset(filter(str.isspace, map(chr, range(sys.maxunicode + 1))))


def _needed(items: Sequence[Any]) -> set[str] | None:
    """Of the parts that every match has, the one whose words are rarest."""
    known = [{word} for word in _words(items) if _BETWEEN not in word]
    known += [found for op, argument in items if (found := _needed_by(str(op), argument)) is not None]
    return min(known, key=commonness, default=None)


def _words(items: Sequence[Any]) -> Iterator[str]:
    """The words of several characters that stand in a row of parts."""
    for is_literal, parts in groupby(items, key=lambda part: str(part[0]) == "LITERAL"):
        if is_literal:
            yield "".join(chr(argument) for _, argument in parts)


def commonness(words: AbstractSet[str]) -> float:
    """How often any of some words is to be expected in a text: 1 for ten single characters, or a hundred words of two."""
    return sum(float(_RARER) ** -len(word) for word in words)


def _needed_by(op: str, argument: Any) -> set[str] | None:
    if op == "IN":
        return characters(op, argument)
    if op == "BRANCH":
        found = [_needed(alternative) for alternative in argument[1]]
        return None if None in found else set().union(*(one for one in found if one is not None))
    if op == "SUBPATTERN" and not ignores_case_in(op, argument):
        return _needed(argument[3])
    if op == "ATOMIC_GROUP":
        return _needed(argument)
    if op in REPEATS and argument[0]:
        return _needed(argument[2])
    return None
