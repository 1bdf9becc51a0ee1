"""Units of measurement: which there are, scale words before them, and which can be told in which."""

from __future__ import annotations

from decimal import Decimal

from reportkit import resources
from reportkit.domain import numerals
from reportkit.errors import UsageError
from reportkit.suggest import unknown


@resources.cached
def known() -> dict[str, str]:
    """Every unit and written variant of one → the unit as tables hold it."""
    names: dict[str, str] = {}
    for unit, _, aliases in resources.table("units"):
        names |= dict.fromkeys((unit, *filter(None, aliases.split("|"))), unit)
    return names


@resources.cached
def parse(text: str) -> tuple[int, str]:
    """亿元 → (10**8, 元), 千瓦时 → (1, 千瓦时): the scale and the unit as tables hold it. Raises UsageError."""
    if not text or text in known():
        return 1, known().get(text, "")
    # the longest unit that fits: 万千瓦时 is 万 of 千瓦时, not 万千 of 瓦时
    for cut in range(1, len(text)):
        if text[cut - 1] not in numerals.SCALES:
            break
        if text[cut:] in known():
            return numerals.scale(text[:cut]), known()[text[cut:]]
    scale = text[: len(text) - len(text.lstrip("".join(numerals.SCALES)))]
    names = [scale + unit for unit in (*_money(), *known())]
    raise UsageError(unknown("unit", text, names, "reports have 元, 人, 亩, 吨, 个, 家, % and the like"))


def _money() -> list[str]:
    return [unit for unit, kind, _ in resources.table("units") if kind == "money"]


@resources.cached
def factor(unit: str, base: str) -> Decimal | None:
    """How many ``base`` one ``unit`` is; None if they measure different things."""
    if unit == base:
        return Decimal(1)
    to_unit, to_base = _conversions().get(unit), _conversions().get(base)
    one, other = to_unit or (unit, Decimal(1)), to_base or (base, Decimal(1))
    return one[1] / other[1] if one[0] == other[0] else None


@resources.cached
def _conversions() -> dict[str, tuple[str, Decimal]]:
    return {unit: (base, Decimal(factor)) for unit, base, factor in resources.table("panel/conversions")}
