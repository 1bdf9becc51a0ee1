"""The division of a report as a reader wants to see it: where its clock turns, and how sure the parts are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from reportkit.model.records import Frame, Sentence

SURE = 0.9
"""A sentence less sure of its part than this is doubtful: read by people, one in ten such sentences was of the other."""
_DOUBTFUL_SHARE = 0.05
"""Of the text in the parts; below it only some sentences around a turn are doubtful, which no reader would miss."""
_LEAST = 20
"""Sentences below which a text is an excerpt, whose division nobody needs to doubt."""
_DIVIDED = ("review", "plan", "governance")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Sentences one after another that stand in one part and under one frame."""

    start: int
    end: int
    part: str
    frame: Frame
    sureness: float
    """That of the least sure sentence."""


def turns(sentences: Sequence[Sentence]) -> tuple[Turn, ...]:
    """The turns of a report, in order; spans count the running text."""
    found = []
    for (part, frame), group in groupby(sentences, key=lambda s: (s.part, s.frame)):
        members = list(group)
        found.append(
            Turn(
                start=members[0].start, end=members[-1].end, part=part, frame=frame,
                sureness=min(member.sureness for member in members),
            )
        )  # fmt: skip
    return tuple(found)


def doubt(sentences: Sequence[Sentence]) -> str:
    """Why the division into review and plan is not certain, in words; empty where it is, or for an excerpt."""
    divided = [s for s in sentences if s.part in _DIVIDED]
    if len(divided) < _LEAST:
        return ""
    parts = {"review" if s.part == "review" else "plan" for s in divided}
    if parts != {"review", "plan"}:
        return f"all of it was read as {parts.pop()}"
    length = sum(s.end - s.start for s in divided)
    doubtful = sum(s.end - s.start for s in divided if s.sureness < SURE)
    if doubtful <= _DOUBTFUL_SHARE * length:
        return ""
    return f"where the review ends and the plan begins is not certain for {doubtful / length:.0%} of the text"
