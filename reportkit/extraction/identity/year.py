"""In which year a report was delivered, and how sure that is."""

from __future__ import annotations

from collections import defaultdict

from reportkit.domain import numerals
from reportkit.extraction.identity.evidence import RIVAL, THIN, Places, Sum, added, said
from reportkit.rules import Rules

_DELIVERED = 20
"""What the date of delivery counts: it decides against all the rest, which speak of the year ahead."""
_LATE = "10"
"""From this month on a report plans the next calendar year, and titles name that."""


def year_of(told: int | None, date: str, where: Places, rules: Rules) -> tuple[int | None, str]:
    """The year of delivery that the evidence speaks for, and why it is not certain; the caller's word wins.

    ``date`` is that of delivery, ISO 8601, where the lines above the address give it.
    """
    ranked = _ranked(date, where, rules)
    if told:
        best = ranked[0] if ranked else None
        against = best and best[0] != told and best[1].weight >= THIN
        return told, f"said to be {told}, the text speaks for {best[0]} ({_list(best[1])})" if best and against else ""
    if not ranked:
        return None, "no year is named"
    (year, sum_), *others = ranked
    if sum_.weight < THIN:
        return year, f"year only by {_list(sum_)}"
    late = date[5:7] >= _LATE
    for other, rival in others:
        if rival.weight >= RIVAL * sum_.weight and not (late and other == year + 1):
            return year, f"year may be {other} ({_list(rival)})"
    return year, ""


def published(where: Places, rules: Rules) -> str:
    """When the page says that it was published, ISO 8601; empty where it does not."""
    for one in said("published", where, rules):
        year, month, day = (int(one.match[name]) for name in ("year", "month", "day"))
        if 1 <= month <= 12 and 1 <= day <= 31:
            return f"{year}-{month:02}-{day:02}"
    return ""


def _ranked(date: str, where: Places, rules: Rules) -> list[tuple[int, Sum]]:
    found: dict[int, list[tuple[float, str]]] = defaultdict(list)
    if date:
        found[int(date[:4])].append((_DELIVERED, "the date of delivery"))
    for one in said("year", where, rules):
        told = one.match["year"]
        year = int(told) if told.isascii() else int(numerals.chinese(told) or 0)
        found[year + int(one.rule.set.get("offset", 0))].append((one.weight, one.words))
    return added(found)


def _list(sum_: Sum) -> str:
    return ", ".join(sum_.words[:2])
