"""Numbers of indicator rows side by side: which measure the same, how far apart, how firm."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from reportkit.analysis.diff.names import Likeness, core, likeness, made, opposed, quoted
from reportkit.analysis.diff.pairing import Paired, near, pair
from reportkit.model.measures import of_whole_region
from reportkit.model.tables import Row

NAMES = 85
"""Least likeness of the names of two indicators that pair without a common canonical name."""
_CANONICAL = 90
_NARROWED = 88
_SHORTEST, _HEAD = 4, 3
"""Characters of a name, and of what another puts before it, for which _narrowed speaks."""
_FIRM = {
    "ge": 2,
    "gt": 2,
    "le": 2,
    "lt": 2,
    "eq": 1,
    "approx": 0,
    "range": 0,
    "relative": -1,
    "delegated": -1,
    "qualitative": -2,
}
_STRENGTH = {"hard": 1, "plain": 0, "soft": -1}
_DOUBLINGS = 10
_REMEMBERED = 1 << 14
"""Names and sentences whose scopes and keys are kept ready."""
_EACH = re.compile(r"(?:^|[，。；：])(每个?(?:[市县区乡镇街村社])(?:（[^）]*）)?)[^，。；：]*$")
"""What stands before a number that each part of the region shall reach: 每个县（市、区）引进2个."""


def told_once(rows: Iterable[Row]) -> list[Row]:
    """Rows without those that tell the same number of the same thing again."""
    seen: set[tuple[object, ...]] = set()
    kept = []
    for row in rows:
        key = (
            row["indicator"] or row["name"],
            row["measure"],
            row["unit"],
            scope(row),
            row["status"],
            row["year"],
            row["value"],
            row["value_max"],
            row["direction"],
        )
        if key not in seen:
            seen.add(key)
            kept.append(row)
    return kept


def primary(rows: Iterable[Row]) -> list[Row]:
    """Rows without the differences that only repeat a level of the same sentence: 4.06万亿元，比上年增加1800亿元; what
    doubles grows by 100 %."""
    told = [_as_growth(row) for row in rows]
    levels = {(r["name"], r["sentence"]) for r in told if r["measure"] != "change"}
    return [r for r in told if r["measure"] != "change" or (r["name"], r["sentence"]) not in levels]


def _as_growth(row: Row) -> Row:
    if row["unit"] != "番" or row["value"] is None or row["value"] > _DOUBLINGS:
        return row
    return row | {"measure": "growth", "unit": "%", "value": (Decimal(2) ** row["value"] - 1) * 100, "direction": "up"}


def scope(row: Row) -> str:
    """The part of the region that a row speaks of, empty for all of it; 每个县 for what each part shall do."""
    return _scope(row["sentence"], row["raw"], row["scope"])


@lru_cache(_REMEMBERED)
def _scope(sentence: str, raw: str, scope: str) -> str:
    if found := _EACH.search(sentence.partition(raw)[0]):
        return found[1]
    return "" if of_whole_region(scope) else scope


def manner(row: Row) -> tuple[object, ...]:
    """How a row measures: only rows alike in this can be set against each other."""
    return row["measure"], row["unit"], scope(row), row["value"] is None


def pair_alike(ones: Sequence[Row], others: Sequence[Row]) -> Paired[Row]:
    """Pairs of rows that measure the same thing in the same way."""
    alike_a, alike_b = _by_manner(ones), _by_manner(others)
    named = (
        (places[i], there[j])
        for how, places in alike_a.items() if (there := alike_b.get(how))
        for i, j in near_names([ones[p] for p in places], [others[p] for p in there])
    )  # fmt: skip
    return pair(ones, others, same_name, NAMES, named)


def _by_manner(rows: Sequence[Row]) -> dict[tuple[object, ...], list[int]]:
    places: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        places[manner(row)].append(place)
    return places


def near_names(ones: Sequence[Row], others: Sequence[Row]) -> set[tuple[int, int]]:
    """Index pairs of rows that share a canonical name, the end of the name or what is made, or whose names are alike
    enough to be looked at."""
    places: dict[object, list[int]] = {}
    for j, row in enumerate(others):
        for key in _keys(row):
            places.setdefault(key, []).append(j)
    shared = {(i, j) for i, row in enumerate(ones) for key in _keys(row) for j in places.get(key, ())}
    return shared | set(near([core(r["name"]) for r in ones], [core(r["name"]) for r in others], NAMES))


def _keys(row: Row) -> list[tuple[str, str]]:
    return _keys_of(row["name"], row["indicator"])


@lru_cache(_REMEMBERED)
def _keys_of(name: str, indicator: str) -> list[tuple[str, str]]:
    told = {"indicator": indicator, "made": quoted(name) or made(name) or name, "end": core(name)[-_SHORTEST:]}
    return [(kind, word) for kind, word in told.items() if word]


def same_name(a: Row, b: Row) -> Likeness:
    """Whether two rows bear the same name, canonical or as worded."""
    if a["name"] == b["name"]:
        return Likeness(100, "same name")
    alike = likeness(a["name"], b["name"])
    if a["indicator"] and b["indicator"]:
        if a["indicator"] != b["indicator"] or opposed(core(a["name"]), core(b["name"])):
            return Likeness(0, "")
        return Likeness(_CANONICAL + alike.score / 11, f"both are {a['indicator']}")
    return alike if alike.score else _narrowed(a, b)


def _narrowed(a: Row, b: Row) -> Likeness:
    """For names of which one adds to the head of the other what the sentence of the other tells: 岑北水库大坝填筑."""
    (short, other), (long, _) = sorted(
        ((core(r["name"]), r["sentence"]) for r in (a, b)), key=lambda told: len(told[0])
    )
    head = long.removesuffix(short)
    if len(short) >= _SHORTEST and len(head) >= _HEAD and head != long and head in other and not opposed(short, long):
        return Likeness(_NARROWED, f"{head} is told in the sentence")
    return Likeness(0, "")


def firmness(row: Row) -> tuple[int, int]:
    """For comparing how hard a target is: by its bound, then by its wording."""
    return _FIRM.get(row["bound"], 1), _STRENGTH.get(row["strength"], 0)


def shift(a: Row, b: Row) -> str:
    """Whether the later target is softer or harder than the earlier one."""
    before, after = firmness(a), firmness(b)
    return "" if before == after else "hardened" if after > before else "softened"
