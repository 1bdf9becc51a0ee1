"""Cells beside others: the superior region's target (层层加码), and what became of the own one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from reportkit.analysis.panel.cells import Cell
from reportkit.domain import regions
from reportkit.model.records import Region

Pair = tuple[Cell, Cell | None, Decimal | None]
"""A cell, the one beside it, and the difference of the two."""
Pairs = Sequence[Pair]


def superiors(cells: Iterable[Cell]) -> list[str]:
    """Codes of the regions directly above those of the cells."""
    return sorted({above.adcode for cell in cells if (above := _above(cell.adcode))})


def with_gap(cells: Sequence[Cell], above: Sequence[Cell]) -> list[Pair]:
    """Each cell with its superior's of the same year, and its own value minus the superior's."""
    known = {(cell.adcode, cell.year): cell for cell in above}
    made = []
    for cell in cells:
        region = _above(cell.adcode)
        other = known.get((region.adcode, cell.year)) if region else None
        made.append((cell, other, _difference(cell, other)))
    return made


def with_outcome(cells: Sequence[Cell], outcomes: Sequence[Cell]) -> list[Pair]:
    """Each target with what the next year's report tells of the same year, and outcome minus target."""
    known = {(cell.adcode, cell.region, cell.year): cell for cell in outcomes}
    paired = [(cell, known.get((cell.adcode, cell.region, cell.year))) for cell in cells]
    return [(cell, other, None if other is None else _difference(other, cell)) for cell, other in paired]


def _above(adcode: str) -> Region | None:
    region = regions.by_code(adcode)
    return next(iter(regions.ancestors(region)), None) if region else None


def _difference(one: Cell, other: Cell | None) -> Decimal | None:
    if other is None or one.point is None or other.point is None:
        return None
    return one.point - other.point
