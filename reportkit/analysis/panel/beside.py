"""Cells beside others: the superior region's target (层层加码), what became of the own one, and official statistics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from reportkit import resources
from reportkit.analysis.panel.cells import Cell
from reportkit.domain import regions
from reportkit.model.records import Region

Official = Mapping[tuple[str, int], Decimal]
"""Region (its code, or its name where it has none) and year → value, in the unit of the panel."""

_REGIONS = 1 << 14
"""Regions whose superiors are kept ready."""


class Beside(NamedTuple):
    """What stands beside a cell; None for what was not asked for or is not there; made by keyword."""

    superior: Cell | None = None
    gap: Decimal | None = None
    """Own value minus the superior's."""
    outcome: Cell | None = None
    deviation: Decimal | None = None
    """Outcome minus target."""
    official: Decimal | None = None
    official_deviation: Decimal | None = None
    """Official value minus target, in a panel of outcomes minus the report's outcome."""
    difference: Decimal | None = None
    """Official value minus the outcome that the report states."""


@resources.remembered(_REGIONS)
def superior_of(adcode: str) -> Region | None:
    """The region directly above that of a code."""
    region = regions.by_code(adcode)
    return next(iter(regions.ancestors(region)), None) if region else None


def superiors(codes: Iterable[str]) -> list[str]:
    """Codes of the regions directly above those of the codes."""
    return sorted({above.adcode for code in set(codes) if (above := superior_of(code))})


def beside(
    cells: Sequence[Cell], above: Sequence[Cell] = (), outcomes: Sequence[Cell] = (), official: Official | None = None
) -> list[Beside]:
    """For each cell the superior's of the same year (and span), the outcome of its year, and the official value."""
    higher = {(c.adcode, c.year, c.plan_start, c.plan_end): c for c in above}
    later = {(c.key, c.year): c for c in outcomes}
    return [_beside(cell, higher, later, official or {}) for cell in cells]


def _beside(
    cell: Cell, higher: Mapping[tuple[str, int, int | None, int | None], Cell],
    later: Mapping[tuple[tuple[str, str], int], Cell], official: Official,
) -> Beside:  # fmt: skip
    region = superior_of(cell.adcode) if higher else None
    superior = higher.get((region.adcode, cell.year, cell.plan_start, cell.plan_end)) if region else None
    annual = cell.plan_end is None
    outcome = later.get((cell.key, cell.year)) if annual else None
    value = official.get((cell.adcode or cell.region, cell.year)) if annual else None
    reported = outcome.point if outcome else None
    return Beside(
        superior=superior, gap=minus(cell.point, superior.point if superior else None),
        outcome=outcome, deviation=minus(reported, cell.point),
        official=value, official_deviation=minus(value, cell.point), difference=minus(value, reported),
    )  # fmt: skip


def minus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    """The difference of two values, None without one of them."""
    return None if one is None or other is None else one - other
