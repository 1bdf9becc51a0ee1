"""Regular expressions that users write: compiled by ``regex``, whose work can be stopped, and of bounded size."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

TIMES = 10_000
"""How often a piece may be repeated in all: ``regex`` writes every repetition out, a million of them take seconds."""
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(|\)|\{(?P<least>\d+)(?:,(?P<most>\d*))?\}|.", re.S)
"""A piece of a pattern: an escape, a set, a bracket, a count of repetitions, any other character."""


@lru_cache
def compiled(pattern: str, flags: int = 0) -> regex.Pattern[str]:
    """A regular expression in words of ``regex``. Raises ValueError, with what is wrong with it."""
    import regex

    if (times := _times(pattern)) > TIMES:
        raise ValueError(f"repeats a piece {times:,} times; at most {TIMES:,}")
    try:
        return regex.compile(pattern, flags)
    except regex.error as error:
        raise ValueError(str(error)) from None
    except (RecursionError, MemoryError, OverflowError):
        raise ValueError("is too large") from None


def _times(pattern: str) -> int:
    """At most how often the counts of a pattern repeat a piece: those of groups that stand inside one another together."""
    inside, last = [1], 1
    for token in _TOKEN.finditer(pattern):
        if token[0] == "(":
            inside.append(1)
        elif token[0] == ")" and len(inside) > 1:
            last = inside.pop()
        elif token["least"]:
            last *= max(1, *map(int, filter(None, token.group("least", "most"))))
        else:
            last = 1
        inside[-1] = max(inside[-1], last)
    return max(inside)
