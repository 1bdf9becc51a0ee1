"""One-to-one pairs of two lists: the surest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from reportkit.analysis.diff.names import Likeness

if TYPE_CHECKING:
    import numpy

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pair(Generic[T]):
    """One of each side, with the score and the reason of the pairing."""

    a: T
    b: T
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Paired(Generic[T]):
    """Pairs in the order of the first side, and what is left of both."""

    pairs: list[Pair[T]]
    only_a: list[T]
    only_b: list[T]


def near(ones: Sequence[str], others: Sequence[str], least: float) -> Iterator[tuple[int, int]]:
    """Index pairs of words whose likeness is at least so much."""
    if ones and others:
        found = likenesses(ones, others, least)
        yield from zip(*(axis.tolist() for axis in found.nonzero()), strict=True)


def likenesses(ones: Sequence[str], others: Sequence[str], least: float) -> numpy.ndarray:
    """The likeness of every word to every other, 0 to 100; 0 for what is less than ``least``."""
    import numpy
    from rapidfuzz import fuzz, process

    return process.cdist(ones, others, scorer=fuzz.ratio, score_cutoff=least, dtype=numpy.float64)


def pair(
    ones: Sequence[T], others: Sequence[T], alike: Callable[[T, T], Likeness], threshold: float,
    candidates: Iterable[tuple[int, int]] | None = None,
) -> Paired[T]:  # fmt: skip
    """Pairs whose score reaches the threshold, the highest first, then those that stand first; none twice.

    ``candidates`` are the index pairs to look at, all of them by default. Swapping the sides swaps the result.
    """
    places = candidates if candidates is not None else ((i, j) for i in range(len(ones)) for j in range(len(others)))
    scored = []
    for i, j in places:
        found = alike(ones[i], others[j])
        if found.score >= threshold:
            scored.append((-found.score, i + j, i, j, found.reason))
    taken_a: set[int] = set()
    taken_b: set[int] = set()
    pairs: list[tuple[int, Pair[T]]] = []
    for score, _, i, j, reason in sorted(scored):
        if i not in taken_a and j not in taken_b:
            taken_a.add(i)
            taken_b.add(j)
            pairs.append((i, Pair(ones[i], others[j], -score, reason)))
    return Paired(
        [p for _, p in sorted(pairs, key=lambda pair: pair[0])],
        [one for i, one in enumerate(ones) if i not in taken_a],
        [other for j, other in enumerate(others) if j not in taken_b],
    )
