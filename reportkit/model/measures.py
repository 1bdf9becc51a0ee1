"""What a number of the indicators table says: of which region, up or down, for one year or for a plan."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from reportkit import resources

_FALLS = ("growth", "change")
"""Measures whose ``direction`` is a sign; a level that fell is a level."""
_WHOLE = ("", "全", "我")
"""First characters of the scope of a number that is stated of the whole region: 全市, 我省."""
_WIDE = 0xFEE0
"""From an ASCII character to its full-width form: ５ is 5, ％ is %."""
_ORDINARY = {ord(char) + _WIDE: char for char in "0123456789%.+-"}
MINUS = "−"
"""The sign of a number in a text for people; a hyphen is none."""


def signed(row: Mapping[str, Any], value: Decimal | None) -> Decimal | None:
    """A value of ``row`` with a fall as a negative number, which the tables leave to ``direction``."""
    falls = row["direction"] == "down" and row["measure"] in _FALLS
    return -value if value is not None and falls else value


def as_read(row: Mapping[str, Any], raw: str) -> str:
    """A number as written (``raw`` of ``row``) for eyes: digits in ordinary width, a fall with its sign.

    The words as written do not hold the verb: 下降18.3% is −18.3%.
    """
    falls = row.get("direction") == "down" and row.get("measure") in _FALLS and row.get("value") is not None
    return f"{MINUS if falls else ''}{raw.translate(_ORDINARY)}"


def of_whole_region(scope: str) -> bool:
    """Whether a scope (全市, 市本级, …) is the region of the report and no part of it."""
    return scope[:1] in _WHOLE


def is_rate(unit: str) -> bool:
    """Whether differences in a unit are points: %, ‰, 百分点."""
    return unit in _rates()


def horizon(row: Mapping[str, Any], planned_year: int | None) -> str:
    """``annual`` for a target of the one year that the report plans, ``plan`` for one of several years or a later one.

    Empty where the target has no year, or lies behind.
    """
    year = row["year"]
    if not year or not planned_year or year < planned_year:
        return ""
    return "annual" if year == planned_year and not row["year_start"] else "plan"


@resources.cached
def _rates() -> frozenset[str]:
    return frozenset(unit for unit, kind, *_ in resources.table("units") if kind == "percent")
