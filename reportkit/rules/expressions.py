"""Regular expressions that users write: compiled by ``regex``, whose work can be stopped, and of bounded size."""

from __future__ import annotations

import re
from functools import lru_cache
from math import prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

TIMES = 10_000
"""How often a piece may be repeated in all: ``regex`` writes every repetition out, a million of them take seconds."""
_COUNT = re.compile(r"(?<!\\)(\))?\{(\d+)(?:,(\d*))?\}")
"""A count of repetitions, with the bracket before it if a group is repeated: groups stand inside one another."""


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
    """At most how often the counts of a pattern repeat a piece together."""
    groups, pieces = [1], [1]
    for bracket, least, most in _COUNT.findall(pattern):
        (groups if bracket else pieces).append(max(1, *map(int, filter(None, (least, most)))))
    return prod(groups) * max(pieces)
