"""Outline and ledger → projects: works and programmes that the report calls by their name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportkit.projects.edges import squeeze
from reportkit.projects.find import Candidate, find
from reportkit.projects.layout import layout
from reportkit.projects.merge import merge
from reportkit.projects.records import Mention
from reportkit.rules import Rules
from reportkit.types import Number, Outline, Project

__all__ = ["Mention", "mentions", "projects"]
_OWN = re.compile(r"(?:自治[区州县旗]|[省市县区州盟旗])\Z")


def mentions(outline: Outline, rules: Rules) -> tuple[Mention, ...]:
    """All mentions in the running text, in order, none overlapping another."""
    ground = layout(outline)
    found = sorted(find(ground, _places(outline), rules), key=lambda c: (c.rank, c.start - c.end))
    return tuple(
        Mention(c.start, c.end, ground.sentence(c.start), squeeze(ground.text[c.start : c.end]), c.kind, c.rule)
        for c in sorted(_apart(found), key=lambda c: c.start)
    )


def projects(
    outline: Outline, ledger: tuple[Number, ...], found: Sequence[Mention], rules: Rules
) -> tuple[Project, ...]:
    """The mentions merged: one row for every project and programme, in order of first mention."""
    return tuple(merge(found, layout(outline), ledger, rules))


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


def _places(outline: Outline) -> frozenset[str]:
    """Names of the report's own region, with and without 省 市 县 区."""
    name = outline.info.region
    return frozenset(filter(lambda p: len(p) > 1 and p != "全国", (name, _OWN.sub("", name))))
