"""Sentences → the clauses that may hold one action each."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BREAK = re.compile(r"[，；：。！？]")
HIDDEN = r"“[^”]*”|（[^（）]*）|《[^》]*》"
"""What stands in marks, where no clause begins and no verb is one of the clause."""
_HIDDEN = re.compile(HIDDEN)
_COUNTED = re.compile(r"、(?=[^、，。；“”]{4})")


def clauses(
    text: str, start: int, end: int, values_end: frozenset[int], verb: re.Pattern[str], same: re.Pattern[str]
) -> Iterator[tuple[int, int]]:
    """Spans of the clauses of ``start:end``: cut at commas, and at 、 where a counted action ends and another begins.

    ``values_end`` are the ends of the numbers, empty if there is none in the span; ``verb`` matches a verb at the start of
    a clause, ``same`` words that go on about the number before.
    """
    shown = _HIDDEN.sub(lambda m: "　" * len(m[0]), text[start:end])
    counted = bool(values_end) and "、" in shown
    begin = start
    cuts = [m.end() for m in _BREAK.finditer(shown)] + [end - start]
    for cut in cuts:
        stop = start + cut
        for m in _COUNTED.finditer(shown, begin - start, cut) if counted else ():
            after = start + m.end()
            if start + m.start() not in values_end or same.match(text, after) or not verb.match(text, after):
                continue
            yield _trim(text, begin, after)
            begin = after
        if stop > begin:
            yield _trim(text, begin, stop)
        begin = stop


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1] in "，；：。！？、 ":
        end -= 1
    return start, end
