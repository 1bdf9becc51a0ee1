"""Regular expressions compiled once a machine, not once a process.

Compiling the rules takes several times as long as reading a report by them. What the compiler of ``re`` makes of a
pattern is therefore kept in the user's cache folder, as Python keeps its bytecode, for this very build of Python. The
engine takes what it is given without a check, so nothing is taken but what the user has kept himself (see ``kept``).

The patterns match what those of ``re.compile`` match (a test says so). They differ in what is tried alone: where a match can
begin with some characters only, the engine is told so, and a search goes past all others many times as fast (the
compiler of ``re`` tells it of the simplest patterns, we of every one whose first characters ``edges`` can name); and
wherever many alternatives stand (the verbs of a lexicon), the engine looks at the character before it tries them one by
one. Where anything is amiss, the patterns are those of ``re.compile``.
"""

from __future__ import annotations

import atexit
import hashlib
import marshal
import re
import sys
from array import array
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from typing import Any

from reportkit import kept
from reportkit.rules import edges, pairs

_VERSION = 6
"""Raised when patterns come to be compiled in another way."""
_MOST = 4000
"""Patterns that are kept; beyond, only those of the last process."""
_HEAD = 5
"""Words of code of a head that tells no more than widths."""
_BROAD = 8
"""Alternatives at the beginning of a pattern, from which on a look at the first character costs less than trying them."""
_BROAD_INSIDE = 12
"""Likewise anywhere else, where more often than not one of them matches."""
_Parts = tuple[Any, ...]
"""What the engine makes a pattern of: flags, code, groups, names."""
_made: dict[str, re.Pattern[str]] = {}
_new: dict[str, _Parts] = {}


def pattern(text: str) -> re.Pattern[str]:
    """The compiled pattern, as ``re.compile`` gives it. Raises re.error."""
    if found := _made.get(text):
        return found
    try:
        import _sre  # type: ignore[import-not-found]

        if (parts := _kept().get(text)) is None:
            parts = _new[text] = _parts(text)
            if len(_new) == 1:
                atexit.register(keep)
        flags, code, *rest = parts
        found = _sre.compile(text, flags, array("I", code).tolist(), *rest)
    except (ImportError, AttributeError, TypeError, ValueError, RuntimeError):  # another Python than we know
        found = re.compile(text)
    _made[text] = found
    return found


def keep() -> None:
    """Writes what was compiled into the cache; a folder that may not be written keeps nothing."""
    held = {} if len(_kept()) + len(_new) > _MOST else _kept()
    kept.store(_name(), marshal.dumps(held | _new))


def _parts(text: str) -> _Parts:
    """As ``re._compiler.compile`` gives them to the engine."""
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(text, 0)
    names = dict(parsed.state.groupdict)
    numbers: list[str | None] = [None] * parsed.state.groups
    for name, number in names.items():
        numbers[number] = name
    first = edges.first_of(parsed)
    if not edges.ignores_case(parsed):
        _look_inside(parsed)
    if first and edges.breadth(parsed) >= _BROAD:
        _look(parsed, _openings(parsed, first))
    code = list(map(int, _compiler._code(parsed, 0)))
    if first:
        code = _headed(code, first)
    return (int(parsed.state.flags), array("I", code).tobytes(), parsed.state.groups - 1, names, tuple(numbers))


def _openings(parsed: Any, first: Iterable[str]) -> list[tuple[Iterable[str], ...]]:
    """The ways in which a match can begin: two characters after one another, or one alone."""
    known = pairs.first_of(parsed)
    if known is None:
        return [(first,)]
    twos = [pair for pair in known if len(pair) > 1]
    alone = {pair for pair in known if len(pair) == 1}
    ways = [({pair[0] for pair in twos}, {pair[1] for pair in twos}), (alone,)]
    return [way for way in ways if way[0]]


def _look(parsed: Any, openings: list[tuple[Iterable[str], ...]], place: int = 0) -> None:
    """Has a pattern look at the next characters before what stands at ``place``: as if ``(?=[…][…]|[…])`` stood there."""
    from re import _constants, _parser  # type: ignore[attr-defined]

    ways = [
        _parser.SubPattern(parsed.state, [(_constants.IN, _literals(characters)) for characters in way])
        for way in openings
    ]
    look = ways[0] if len(ways) == 1 else _parser.SubPattern(parsed.state, [(_constants.BRANCH, (None, ways))])
    parsed.insert(place, (_constants.ASSERT, (1, look)))


def _literals(characters: Iterable[str]) -> list[tuple[Any, int]]:
    from re import _constants  # type: ignore[attr-defined]

    return [(_constants.LITERAL, ord(char)) for char in sorted(characters)]


def _look_inside(parsed: Any) -> None:
    """Has a pattern look at the next character wherever one of many alternatives may follow."""
    for place in reversed(range(len(parsed))):
        op, argument = parsed[place]
        if edges.ignores_case_in(op, argument):
            continue
        for part in _parts_in(argument):
            _look_inside(part)
        if (
            str(op) == "BRANCH"
            and len(argument[1]) >= _BROAD_INSIDE
            and (first := edges.first_of(parsed[place : place + 1]))
        ):
            _look(parsed, [(first,)], place)


def _parts_in(argument: Any) -> Iterator[Any]:
    """The patterns that stand in a part of a parsed pattern."""
    if hasattr(argument, "getwidth"):
        yield argument
    elif isinstance(argument, (tuple, list)):
        for inner in argument:
            yield from _parts_in(inner)


def _headed(code: list[int], first: Iterable[str]) -> list[int]:
    """The code of a pattern, with the characters that a match can begin with in its head if nothing stands there.

    The head of a code is ``INFO``, its length, what is known, the least and the greatest width, and what is known itself.
    """
    from re import _compiler, _constants  # type: ignore[attr-defined]

    info, length, known, least, most = code[:_HEAD]
    if info != int(_constants.INFO) or length != _HEAD - 1 or known or not least:
        return code
    characters, _ = _compiler._optimize_charset(_literals(first))
    told: list[int] = []
    _compiler._compile_charset(characters, 0, told)
    head = [info, length + len(told), int(_constants.SRE_INFO_CHARSET), least, most]
    return [*head, *map(int, told), *code[_HEAD:]]


@cache
def _kept() -> dict[str, _Parts]:
    """What the cache holds; nothing if it is not there or damaged."""
    with suppress(ValueError, EOFError, TypeError):
        if data := kept.load(_name()):
            held: dict[str, _Parts] = marshal.loads(data)
            return held
    return {}


def _name() -> str:
    build = hashlib.sha256(f"{sys.version} {sys.platform} {sys.maxunicode} {_VERSION}".encode()).hexdigest()[:16]
    return f"patterns-{build}"
