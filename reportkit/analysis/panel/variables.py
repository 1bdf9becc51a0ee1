"""What a panel measures: an indicator with its measure and the unit it is told in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from reportkit import resources
from reportkit.domain import numerals
from reportkit.errors import UsageError

_UNIT = re.compile(r"([十百千万亿]*)(\D+)")


@dataclass(frozen=True, slots=True)
class Variable:
    """An indicator as a panel tells it."""

    indicator: str
    """Canonical name."""
    measure: str
    unit: str
    """As told, with its scale word: 亿元, 万人, %."""

    @property
    def name(self) -> str:
        """Its name as a column: 地区生产总值_growth."""
        return f"{self.indicator}_{self.measure}"

    def told(self, value: Decimal | None, unit: str) -> Decimal | None:
        """A value of a table in the unit of the panel; None if ``unit`` measures something else."""
        scale, base = _split(self.unit)
        if value is None or (factor := _factor(unit, base)) is None:
            return None
        return (value * factor / scale).normalize()

    def takes(self, unit: str) -> bool:
        """Whether a unit of a table can be told in the unit of the panel."""
        return _factor(unit, _split(self.unit)[1]) is not None


def variable(indicator: str, measure: str = "", unit: str = "") -> Variable:
    """The indicator of a canonical name or alias, by the defaults of data/panel/variables.tsv unless told otherwise.

    Raises UsageError for a name that the lexicon does not hold.
    """
    known = _indicators()
    if indicator not in known:
        near = sorted({name for term, (name, _) in known.items() if indicator in term})[:8]
        hint = f"; there are {', '.join(near)}" if near else ""
        raise UsageError(f"{indicator}: no indicator of that name in data/indicators.tsv{hint}")
    name, usual = known[indicator]
    defaults = _defaults()
    told = defaults.get(name) or defaults.get(f"*{usual}") or ("level", usual)
    if measure and measure != told[0]:
        told = (measure, "%" if measure in ("growth", "share") else _scaled(usual))
    return Variable(name, told[0], unit or told[1])


def _scaled(usual: str) -> str:
    """The unit of levels: money in 亿元, people in 万人."""
    return {"元": "亿元", "人": "万人", "人次": "万人次", "吨": "万吨", "亩": "万亩"}.get(usual, usual)


def _split(unit: str) -> tuple[int, str]:
    m = _UNIT.fullmatch(unit)
    return (numerals.scale(m[1]), m[2]) if m else (1, unit)


def _factor(unit: str, base: str) -> Decimal | None:
    if unit == base:
        return Decimal(1)
    return _conversions().get((unit, base))


@resources.cached
def _conversions() -> dict[tuple[str, str], Decimal]:
    return {(unit, base): Decimal(factor) for unit, base, factor in resources.table("panel/conversions")}


@resources.cached
def _defaults() -> dict[str, tuple[str, str]]:
    return {indicator: (measure, unit) for indicator, measure, unit in resources.table("panel/variables")}


@resources.cached
def _indicators() -> dict[str, tuple[str, str]]:
    """Every name of the lexicon → the canonical name and its usual unit."""
    found: dict[str, tuple[str, str]] = {}
    for name, _, unit, aliases in resources.table("indicators"):
        for term in (name, *filter(None, aliases.split("|"))):
            found.setdefault(term, (name, unit))
    return found
