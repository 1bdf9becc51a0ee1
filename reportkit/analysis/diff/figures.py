"""Numbers of indicator rows side by side: which measure the same, how far apart, how firm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from reportkit import resources
from reportkit.analysis.diff.names import Likeness, core, likeness, made, opposed, quoted
from reportkit.analysis.diff.pairing import Paired, near, pair
from reportkit.analysis.diff.patterns import pattern
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
_CORE = "core"
_STATUSES = {"actual": ("actual", "estimate"), "target": ("target",)}
"""The statuses of the rows of a kind."""
_REMEMBERED = 1 << 14
"""Names and sentences whose scopes and keys are kept ready."""


class IndicatorRows:
    """The indicator rows of a report without repetitions, sorted out once for all that they are set against."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self._primary = primary(rows)
        self._found: dict[tuple[str, int], list[Row]] = {}

    def of(self, kind: str, year: int) -> list[Row]:
        """The rows of a kind (actual, target) for the one year."""
        if (kind, year) not in self._found:
            self._found[kind, year] = told_once(
                r for r in self._primary
                if r["year"] == year and r["status"] in _STATUSES[kind] and not r["year_start"]
            )  # fmt: skip
        return self._found[kind, year]


class NearNames:
    """Which names of two lists of rows are alike enough to be looked at: compared once, asked of any part of them."""

    def __init__(self, ones: Iterable[Row], others: Iterable[Row]) -> None:
        first, second = (list(dict.fromkeys(core(row["name"]) for row in rows)) for rows in (ones, others))
        self._near: dict[str, list[str]] = defaultdict(list)
        for i, j in near(first, second, NAMES):
            self._near[first[i]].append(second[j])

    def pairs(
        self, ones: Sequence[Row], others: Sequence[Row], apart: Callable[[Row], object] = lambda _: None
    ) -> set[tuple[int, int]]:
        """Index pairs of rows that share a canonical name, the end of the name or what is made, or whose names are
        near; rows that ``apart`` tells apart are no pairs."""
        places: dict[tuple[object, tuple[str, str]], list[int]] = defaultdict(list)
        for j, row in enumerate(others):
            kind = apart(row)
            for key in _keys(row["name"], row["indicator"]):
                places[kind, key].append(j)
        found: set[tuple[int, int]] = set()
        for i, row in enumerate(ones):
            kind, own = apart(row), _keys(row["name"], row["indicator"])
            (_, bare), *_ = own
            for key in (*own, *((_CORE, name) for name in self._near.get(bare, ()))):
                if there := places.get((kind, key)):
                    found.update((i, j) for j in there)
        return found


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


@resources.remembered(_REMEMBERED)
def _scope(sentence: str, raw: str, scope: str) -> str:
    if found := pattern("each").search(sentence.partition(raw)[0]):
        return found[1]
    return "" if of_whole_region(scope) else scope


def manner(row: Row) -> tuple[object, ...]:
    """How a row measures: only rows alike in this can be set against each other."""
    return row["measure"], row["unit"], scope(row), row["value"] is None


def pair_alike(ones: Sequence[Row], others: Sequence[Row], names: NearNames) -> Paired[Row]:
    """Pairs of rows that measure the same thing in the same way."""
    return pair(ones, others, same_name, NAMES, names.pairs(ones, others, manner))


@resources.remembered(_REMEMBERED)
def _keys(name: str, indicator: str) -> tuple[tuple[str, str], ...]:
    """What a name may share with another: first its core, then canonical name, what is made, and its end."""
    bare = core(name)
    told = {"indicator": indicator, "made": quoted(name) or made(name) or name, "end": bare[-_SHORTEST:]}
    return ((_CORE, bare), *((kind, word) for kind, word in told.items() if word))


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
