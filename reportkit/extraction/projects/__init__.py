"""Outline and ledger → projects: works and programmes that the report calls by their name."""

from __future__ import annotations

from collections.abc import Sequence

from reportkit.extraction.projects.edges import squeeze
from reportkit.extraction.projects.find import Candidate, find
from reportkit.extraction.projects.layout import layout
from reportkit.extraction.projects.merge import merge
from reportkit.extraction.projects.places import places
from reportkit.extraction.projects.records import Mention
from reportkit.model.records import Number, Outline, Project
from reportkit.rules import Rules

__all__ = ["Mention", "mentions", "projects"]


def mentions(outline: Outline, rules: Rules) -> tuple[Mention, ...]:
    """All mentions in the running text, in order, none overlapping another."""
    ground = layout(outline)
    found = sorted(find(ground, places(outline, rules), rules), key=lambda c: (c.rank, c.start - c.end))
    return tuple(
        Mention(
            start=c.start,
            end=c.end,
            sentence=ground.sentence(c.start),
            name=squeeze(ground.text[c.start : c.end] + c.tail),
            kind=c.kind,
            rule=c.rule,
        )
        for c in sorted(_apart(found), key=lambda c: c.start)
    )


def projects(
    outline: Outline, ledger: tuple[Number, ...], found: Sequence[Mention], rules: Rules
) -> tuple[Project, ...]:
    """The mentions merged: one row for every project and programme, in order of first mention."""
    return tuple(merge(found, layout(outline), ledger, places(outline, rules), rules))


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
