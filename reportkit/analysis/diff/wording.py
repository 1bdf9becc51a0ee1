"""Comparisons in words: the tone and label of a change, an amount with its sign, which way a number went."""

from __future__ import annotations

from decimal import Decimal

from reportkit import resources
from reportkit.model.measures import MINUS, as_read, is_rate
from reportkit.model.tables import Row, plain

_SCALES = ((Decimal(10**8), "亿"), (Decimal(10**4), "万"))


def change_of(row: Row) -> str:
    """The verdict of a promise, the change of every other row."""
    return str(row.get("verdict") or row.get("change"))


@resources.cached
def changes() -> dict[str, tuple[str, str]]:
    """Every verdict and change with its tone (good bad open new shift none) and its Chinese label."""
    return {change: (tone, zh) for change, tone, zh in resources.table("diff/changes")}


def amount(value: Decimal | None, unit: str) -> str:
    """With sign, scale and unit: +21.7亿元, −0.4个百分点."""
    if value is None:
        return ""
    scale, word = next(((s, w) for s, w in _SCALES if abs(value) >= s), (Decimal(1), ""))
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    return f"{sign}{plain(abs(value / scale).normalize())}{word}{'个百分点' if is_rate(unit) else unit}"


def fallen(row: Row, raw: str) -> str:
    """A number of one side (``raw_a`` or ``raw_b``) as it is read: a fall of 18.3% is −18.3%."""
    side = {name: row[raw.replace("raw", name)] for name in ("direction", "value")}
    measure = "growth" if row["value_a"] is None else row["measure"]
    return as_read(side | {"measure": measure}, str(row[raw]))


def arrow(difference: Decimal | None) -> str:
    """▲ or ▼, nothing for no difference."""
    return "" if not difference else "▲" if difference > 0 else "▼"
