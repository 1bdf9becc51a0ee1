"""How far a row can be trusted: how probable it is that every field of it is right, year and status with them.

A row carries evidence: how its name was found, whether the name is in the lexicon, whose year it has, in what kind of
report it stands. Rows checked by hand give every piece of evidence a weight (data/reliability.tsv, made by
scripts/make_reliability.py); the weights of a row's evidence are added up, which puts rows in order. The sums fall
into a few levels (data/reliability_levels.tsv), and the confidence of a row is the share of the checked rows of its level that
were right. data/reliability.README.md says which rows were checked, and how well the confidence keeps its word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from reportkit import resources
from reportkit.model.records import Commitment, Indicator, Number, Project, Sentence

_STEP = Decimal("0.01")
_LEAST, _MOST = Decimal("0.01"), Decimal("0.99")
"""No row is certain, none is certainly wrong."""
_DOUBTFUL = {"indicators": 0.51, "commitments": 0.63, "projects": 0.80, "numbers": 0.51}
"""Share of the rows of doubtful pages that were read as those of a sound page (scripts/measure_doubtful_pages.py)."""
BASE = "*"
"""The evidence that every row has."""
_LISTING_PROSE = 2000
"""Reports before this year argue where later ones list figures and tasks."""
_SURE_OF_PART = 0.95
"""Below it the part, and with it the frame of year and status, is in doubt."""
_FEW = 10
"""Counts below it are often of aspects and points (两种手段, 四个方面), not of things."""
_LONG_NAME = 16
"""Characters: 95 in 100 names that are right are no longer."""
_SHORT_NAME = 2
"""Characters: as short as a piece of a name (人均) or the bare class of what is counted (项目)."""
_WHOLE_VERB = 2
"""Characters: verbs of promises have two, one is mostly a piece of a word (优 of 优先)."""
_AGAINST = {("plan", "actual"), ("review", "target"), ("governance", "actual")}
"""Parts that a status is rare in."""


def evidence(row: Indicator | Commitment | Project | Number, place: Sentence, report_year: int | None) -> list[str]:
    """The pieces of evidence that a row carries; ``place`` is its sentence, ``report_year`` that of its report."""
    return [BASE, *_of_place(place, report_year), *_of_row(row, place)]


def confidence(table: str, pieces: list[str], recognised: float | None = None, doubtful: bool = False) -> Decimal:
    """The probability, 0.01 to 0.99, that a row of ``table`` with these pieces of evidence is right in every field.

    A row is right if it was read rightly and understood rightly: ``recognised`` is how sure text recognition was of its
    least sure line, ``doubtful`` whether its page may have characters out of place.
    """
    weights = _weights()
    total = sum((weights.get((table, piece), Decimal(0)) for piece in pieces), Decimal(0))
    lowest, *higher = _levels()[table]
    level = max((level for level in higher if level.least <= total), default=lowest)
    read = Decimal(1 if recognised is None else recognised) * Decimal(_DOUBTFUL[table] if doubtful else 1)
    share = (read * level.right / level.rows).quantize(_STEP)
    return min(max(share, _LEAST), _MOST)


def _of_place(place: Sentence, report_year: int | None) -> Iterator[str]:
    if report_year is not None and report_year < _LISTING_PROSE:
        yield "old report"
    if place.sureness < _SURE_OF_PART:
        yield "part in doubt"


def _of_row(row: Indicator | Commitment | Project | Number, place: Sentence) -> Iterator[str]:
    trace = dict(row.trace)
    if isinstance(row, Indicator):
        yield from _of_indicator(row, trace, place)
    elif isinstance(row, Commitment):
        yield f"clause {trace.get('clause', '').rpartition('.')[2]}"
        yield f"kind {row.kind}"
        yield f"strength {row.strength}"
        if place.part == "governance":
            yield "part governance"
        if len(row.action) < _WHOLE_VERB:
            yield "part of a verb" if row.action else "no action"
    elif isinstance(row, Project):
        yield f"kind {row.kind}"
        yield f"name by {'.'.join(trace.get('name', '').split('.')[1:2])}"
        yield f"status {row.status}"
    else:
        yield f"role {row.role}"


def _of_indicator(row: Indicator, trace: Mapping[str, str], place: Sentence) -> Iterator[str]:
    if row.number is None:
        yield "in words"
    else:
        yield f"name {trace.get('name', '').rpartition('.')[2]}"
    if row.indicator:
        yield "known indicator"
    if len(row.name) <= _SHORT_NAME:
        yield "short name"
    if len(row.name) > _LONG_NAME:
        yield "long name"
    if row.measure != "level":
        yield "a change, share or multiple"
    elif row.value is not None and row.value < _FEW:
        yield "few"
    if row.number is not None and not row.unit:
        yield "no unit"
    if (place.part, row.status) in _AGAINST:
        yield "status against the part"
    if not trace.get("year", "").startswith("structure."):
        yield "year of its own" if "year" in trace else "year by default"
    if row.year_start is not None:
        yield "several years"


class Level(NamedTuple):
    """Checked rows whose weights add up to ``least`` or more, up to the next level."""

    least: Decimal
    rows: int
    right: int


@resources.cached
def _weights() -> dict[tuple[str, str], Decimal]:
    return {(table, piece): Decimal(weight) for table, piece, weight, *_ in resources.table("reliability")}


@resources.cached
def _levels() -> dict[str, list[Level]]:
    """The levels of every table, the least sure first."""
    found: dict[str, list[Level]] = {}
    for table, least, rows, right in resources.table("reliability_levels"):
        found.setdefault(table, []).append(Level(Decimal(least), int(rows), int(right)))
    return found
