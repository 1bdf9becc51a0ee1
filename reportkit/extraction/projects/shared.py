"""Names in a row that share the head noun of the last: 岐沂、岐漳高铁 are two railways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportkit.extraction.projects.edges import Words, common_first, edge, residue
from reportkit.extraction.projects.places import Places

_SHORTEST, _LONGEST = 2, 3
"""Characters of a proper element that stands without its head noun: 岐沂, 格尔木."""


@dataclass(frozen=True, slots=True)
class Row:
    """Proper elements that share a head noun, as spans of the text before it."""

    members: tuple[tuple[int, int], ...]
    """Those that leave the head noun unsaid, in order."""
    last: int
    """Where the name that has it begins."""
    tail: int
    """Where its proper element ends, and what it shares begins."""


def bare(name: str, places: Places, words: Words) -> bool:
    """Whether a name is a proper element alone: a place, or a word for two places, without a head noun."""
    if name and name in places.full:
        return True
    return _SHORTEST <= len(name) <= _LONGEST and residue(name, words) == name and not words.heads.search(name)


def row(left: str, places: Places, words: Words) -> Row | None:
    """The row that ends in the name whose head noun follows ``left``; None where it shares with nobody."""
    joints = [(m.start(), m.end()) for m in words.joint.finditer(left)]
    if not joints:
        return None
    members = [*_members(left, joints, places, words)][::-1]
    last = joints[-1][1]
    if not members or (tail := _own(left, last, members, places, words)) is None:
        return None
    return Row(tuple(members), last, tail)


def _members(left: str, joints: Sequence[tuple[int, int]], places: Places, words: Words) -> Iterator[tuple[int, int]]:
    """The proper elements before the last joint, from the last back to the first."""
    begins = [0, *(end for _, end in joints[:-1])]
    for begin, (end, _) in zip(reversed(begins), reversed(joints), strict=True):
        start = begin if bare(left[begin:end], places, words) else begin + edge(left[begin:end], words, False).start
        if not bare(left[start:end], places, words):
            return
        yield start, end
        if start > begin:
            return


def _own(left: str, last: int, members: Sequence[tuple[int, int]], places: Places, words: Words) -> int | None:
    """The end of the proper element of the last name: as long as the others, else up to the first common word."""
    lengths = dict.fromkeys([*(end - start for start, end in members), *range(_LONGEST, _SHORTEST - 1, -1)])
    for length in lengths:
        end: int = last + length
        if end <= len(left) and bare(left[last:end], places, words) and common_first(left[end:], words):
            return end
    return None
