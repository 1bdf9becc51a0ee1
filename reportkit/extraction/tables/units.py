"""The words of a unit → how many of the base unit one is, and the base unit."""

from __future__ import annotations

from collections.abc import Iterable

from reportkit.domain import numerals, units
from reportkit.errors import UsageError
from reportkit.model.records import Trace
from reportkit.rules import Rules

_RATES = ("%", "‰", "百分点")
_PARTS = "、，,；;"
"""What parts the units of a cell that names several: 亿元、%."""


def told(texts: Iterable[tuple[str, str]], rate: bool, rules: Rules) -> tuple[int, str, Trace]:
    """Scale, unit and rule by the first of several texts that names a unit, each with where it stands.

    ``rate`` asks for a rate of change: a unit that is none is passed over. (1, "", ()) without any.
    """
    for of, words in texts:
        decided = rules.ask("tables.unit", words, facts={"of": of}) if words else None
        for written in _several(decided.groups["unit"]) if decided else ():
            found = parsed(written, free=of == "unit")
            if found and decided and (found[1] in _RATES or not rate):
                return *found, (("unit", decided.id),)
    return (1, "%", ()) if rate else (1, "", ())


def parsed(written: str, free: bool) -> tuple[int, str] | None:
    """Scale and unit; ``free`` takes a unit that nobody knows as it stands, without its scale: 万吨标准煤."""
    try:
        return units.parse(written)
    except UsageError:
        bare = written.lstrip("".join(numerals.SCALES))
        return (numerals.scale(written[: -len(bare)]), bare) if free and bare else None


def _several(written: str) -> list[str]:
    for part in _PARTS:
        written = written.replace(part, _PARTS[0])
    return [one for one in written.split(_PARTS[0]) if one]
