"""Outline and ledger → projects: works and programmes that the report calls by their name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reportkit.extraction.projects.edges import squeeze
from reportkit.extraction.projects.find import Candidate, find
from reportkit.extraction.projects.layout import Layout, layout
from reportkit.extraction.projects.merge import merge
from reportkit.extraction.projects.places import Places, places
from reportkit.extraction.projects.records import Mention
from reportkit.model.records import Number, Outline, Project
from reportkit.rules import Rules

__all__ = ["Ground", "Mention", "ground", "mentions", "projects"]


class Ground(NamedTuple):
    """What both steps look at."""

    layout: Layout
    places: Places


def ground(outline: Outline, rules: Rules) -> Ground:
    """Where the names of a report may stand, and the regions that they may name."""
    return Ground(layout(outline), places(outline, rules))


def mentions(ground: Ground, rules: Rules) -> tuple[Mention, ...]:
    """All mentions in the running text, in order, none overlapping another."""
    layout = ground.layout
    found = sorted(find(layout, ground.places, rules), key=lambda c: (c.rank, c.start - c.end))
    return tuple(
        Mention(
            start=c.start,
            end=c.end,
            sentence=layout.sentence(c.start),
            name=squeeze(layout.text[c.start : c.end] + c.tail),
            kind=c.kind,
            rule=c.rule,
        )
        for c in sorted(_apart(found), key=lambda c: c.start)
    )


def projects(ground: Ground, ledger: tuple[Number, ...], found: Sequence[Mention], rules: Rules) -> tuple[Project, ...]:
    """The mentions merged: one row for every project and programme, in order of first mention."""
    return tuple(merge(found, ground.layout, ledger, ground.places, rules))


def _apart(found: list[Candidate]) -> list[Candidate]:
    """The candidates that no earlier one overlaps."""
    kept: list[Candidate] = []
    taken: set[int] = set()
    for c in found:
        span = range(c.start, c.end)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(c)
    return kept
