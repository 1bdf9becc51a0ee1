"""What a panel measures: an indicator with its measure and the unit it is reported in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import cache

from reportkit import resources
from reportkit.domain import indicators, units
from reportkit.domain.indicators import Term
from reportkit.errors import UsageError
from reportkit.suggest import unknown

_USUAL = "-"
"""In the tables: the unit as it is."""
_COUNTED = frozenset({"count", "person"})
"""Kinds of units in which one thing is counted as well as in the other: 改造老旧小区50个, 6000户."""


@dataclass(frozen=True, slots=True)
class Variable:
    """An indicator as a panel reports it."""

    indicator: str
    """Canonical name."""
    measure: str
    unit: str
    """With its scale word: 亿元, 万人, %."""

    @property
    def name(self) -> str:
        """Its name as a column: 地区生产总值_growth."""
        return f"{self.indicator}_{self.measure}"

    def told(self, value: Decimal | None, unit: str) -> Decimal | None:
        """A value of a table in the unit of the panel; None if ``unit`` measures something else."""
        if value is None or (factor := _factor(unit, self.unit, resources.overlays())) is None:
            return None
        return (value * factor).normalize()

    def takes(self, unit: str) -> bool:
        """Whether a unit of a table can be told in the unit of the panel."""
        return _factor(unit, self.unit, resources.overlays()) is not None


@dataclass(frozen=True, slots=True)
class _Measure:
    """A measure: the kinds of its units, its usual unit, and that of rates."""

    kinds: tuple[str, ...]
    unit: str
    rate: str


@dataclass(frozen=True, slots=True)
class _Usual:
    """How an indicator is reported: its measures, the usual one first, and the unit of its levels."""

    measures: tuple[str, ...]
    level: str

    def unit(self, measure: str) -> str:
        told = _measures()[measure]
        if not self.level:
            return told.rate
        return self.level if told.unit == _USUAL else told.unit


def variables(indicator: str, measure: str = "", unit: str = "") -> tuple[Variable, ...]:
    """What a panel of an indicator holds: a variable for each measure that reports state of it.

    ``indicator`` is a canonical name or an alias. A measure, or a unit, which decides the measure (亿元: level, %: growth
    or share), leaves one variable. The defaults are those of data/panel/variables.tsv.
    Raises UsageError for a name or a unit that there is not, and for a unit that cannot measure the indicator.
    """
    term = indicators.find(indicator)
    if term is None:
        raise UsageError(unknown("indicator", indicator, indicators.names(), "data/indicators.tsv lists them"))
    usual = _usual(term)
    if measure and measure not in _measures():
        raise UsageError(unknown("measure", measure, _measures()))
    if not unit:
        wanted = (measure,) if measure else usual.measures
        return tuple(Variable(term.name, one, usual.unit(one)) for one in wanted)
    base = units.parse(unit)[1]
    fitting = [one for one in dict.fromkeys((*usual.measures, *_measures())) if _takes(one, base)]
    if measure and measure not in fitting:
        raise UsageError(
            f"{measure} is never in {unit}; {measure} of {term.name} is in {usual.unit(measure) or 'no unit'}"
        )
    chosen = measure or fitting[0]
    _check(term, usual, chosen, unit, base)
    return (Variable(term.name, chosen, unit),)


def variable(indicator: str, measure: str = "", unit: str = "") -> Variable:
    """The first of the variables of an indicator. Raises UsageError as ``variables``."""
    return variables(indicator, measure, unit)[0]


def instead_of(indicator: str) -> tuple[str, ...]:
    """Indicators that reports state in the stead of one (data/panel/instead.tsv), and those whose names hold its
    name."""
    told = [
        other for name, others in resources.table("panel/instead") if name == indicator for other in others.split("|")
    ]
    held = (term.name for term in indicators.names().values() if indicator in term.name and term.name != indicator)
    return tuple(dict.fromkeys((*told, *held)))


def _check(term: Term, usual: _Usual, measure: str, unit: str, base: str) -> None:
    """Raises UsageError for a level in a unit that neither the indicator's levels nor its usual ones are in."""
    if _kind(base) == "percent" or _measures()[measure].unit != _USUAL:
        return
    known = {units.parse(usual.level)[1], term.unit}
    if not any(_kind(one) == _kind(base) or {_kind(one), _kind(base)} <= _COUNTED for one in known):
        there = " or ".join(filter(None, dict.fromkeys(map(usual.unit, (*usual.measures, "level")))))
        raise UsageError(f"{term.name} is not measured in {unit}; it is in {there}")


@cache
def _factor(unit: str, wanted: str, _: resources.Folders) -> Decimal | None:
    """How many of a unit with its scale word one unit of a table is; None if they measure different things.

    Kept for the folders laid over the data by the cache of the language: it is asked for every row of a panel.
    """
    scale, base = units.parse(wanted)
    factor = units.factor(unit, base)
    return None if factor is None else factor / scale


def _takes(measure: str, base: str) -> bool:
    kinds = _measures()[measure].kinds
    kind = _kind(base)
    return kind in kinds or ("*" in kinds and kind not in ("percent", "times"))


@resources.cached
def _kind(unit: str) -> str:
    return {name: kind for name, kind, _ in resources.table("units")}.get(unit, "")


@resources.cached
def _usual(term: Term) -> _Usual:
    for name, unit, measures, level in resources.table("panel/variables"):
        if fnmatchcase(term.name, name) and unit in ("*", term.unit):
            levels = term.unit if level == _USUAL else level
            return _Usual(tuple(measures.split("|")), "" if _kind(levels) == "percent" else levels)
    return _Usual(("level",), term.unit)


@resources.cached
def _measures() -> dict[str, _Measure]:
    return {
        name: _Measure(tuple(kinds.split("|")), unit, rate)
        for name, kinds, unit, rate in resources.table("panel/measures")
    }
