"""Projects from year to year: planned, started, under way, done; stalled, vanished, new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportkit import resources
from reportkit.analysis.diff.names import Likeness, numbers, quoted, ratio, within
from reportkit.analysis.diff.pairing import Pair, near, pair
from reportkit.analysis.diff.patterns import pattern
from reportkit.model.tables import Row

NAMES = 80
"""Least likeness of two names of a project."""
_ORDER = {"planned": 0, "start": 1, "ongoing": 2, "done": 3}
_BRAND = 3
"""Characters in quotation marks that make a name."""
_ENDS = 2
"""First and last characters that a name shares with one that shortens it."""
_REMEMBERED = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A project on both sides, or on one."""

    change: str
    """progress, stalled (a work planned or to be started in the same words two years running), pending (so, in other words), ongoing, finished (done on both sides), regress, new, vanished, concluded (done, then not named)."""
    a: Row | None
    b: Row | None
    score: float | None = None
    reason: str = ""


def projects(a: Sequence[Row], b: Sequence[Row], follows: bool = False) -> list[Work]:
    """Projects of two reports paired by name within works and within programmes; only between the reports of two
    years running (``follows``) can one stall."""
    found = pair(a, b, _alike, NAMES, _candidates(a, b))
    made = [Work(change=_change(p, follows), a=p.a, b=p.b, score=p.score, reason=p.reason) for p in found.pairs]
    made += [Work(change="concluded" if row["status"] == "done" else "vanished", a=row, b=None) for row in found.only_a]
    return made + [Work(change="new", a=None, b=row) for row in found.only_b]


def _candidates(ones: Sequence[Row], others: Sequence[Row]) -> set[tuple[int, int]]:
    """Index pairs of names that ``_alike`` may find alike: they share a key, or their cores are alike."""
    places: dict[tuple[str, str], list[int]] = {}
    for j, row in enumerate(others):
        for key in _keys(row["name"]):
            places.setdefault(key, []).append(j)
    shared = {(i, j) for i, row in enumerate(ones) for key in _keys(row["name"]) for j in places.get(key, ())}
    return shared | set(near([core(r["name"]) for r in ones], [core(r["name"]) for r in others], NAMES))


@resources.remembered(_REMEMBERED)
def _keys(name: str) -> tuple[tuple[str, str], ...]:
    """What two names share that are the same but for their likeness: core, quotation, or first and last characters,
    with the phase and without it."""
    phase = pattern("phase")
    whole = (name, phase.sub("", core(name)), phase.sub("", name))
    ends = (("ends", bare[:_ENDS] + bare[-_ENDS:]) for bare in map(_unmarked, whole))
    cores = (("core", core(one)) for one in whole)
    marked = quoted(name)
    return tuple(dict.fromkeys((*cores, *ends, *((("quoted", marked),) if marked else ()))))


@resources.remembered(_REMEMBERED)
def core(name: str) -> str:
    """A name without marks, the place at its head and the words for building at its end: 聊城民用机场 → 民用机场."""
    bare = _unmarked(name)
    return pattern("place").sub("", pattern("works").sub("", bare) or bare)


def _alike(a: Row, b: Row) -> Likeness:
    if a["kind"] != b["kind"]:
        return Likeness(0, "")
    if a["name"] == b["name"]:
        return Likeness(100, "same name")
    one, other = core(a["name"]), core(b["name"])
    if one == other:
        return Likeness(97, "same name but for place or kind of work")
    if len(quoted(a["name"])) >= _BRAND and quoted(a["name"]) == quoted(b["name"]):
        return Likeness(95, "same name in quotation marks")
    if _phased(one) != _phased(other) and _but_for_phase(a["name"], b["name"]):
        return Likeness(85, "one names the phase")
    if numbers(one) != numbers(other):
        return Likeness(0, "")
    short, long = sorted((_unmarked(a["name"]), _unmarked(b["name"])), key=len)
    if len(short) >= 4 and within(short, long):
        return Likeness(90, "one name shortens the other")
    return Likeness(ratio(one, other), "names alike")


@resources.remembered(_REMEMBERED)
def _unmarked(name: str) -> str:
    return pattern("marks").sub("", name)


def _phased(name: str) -> bool:
    return bool(pattern("phase").search(name))


def _but_for_phase(one: str, other: str) -> bool:
    short, long = sorted((pattern("phase").sub("", name) for name in (one, other)), key=len)
    return core(short) == core(long) or within(short, long)


def _change(p: Pair[Row], follows: bool) -> str:
    before, after = _ORDER.get(p.a["status"]), _ORDER.get(p.b["status"])
    if before is None or after is None:
        return "unclear"
    to_finish = (before, after) == (_ORDER["ongoing"], _ORDER["start"])
    if follows and after < before and (to_finish or p.a["kind"] == "programme"):
        return "ongoing"
    if after != before:
        return "progress" if after > before else "regress"
    if p.a["kind"] == "programme" or not follows:
        return "ongoing"
    same = "stalled" if p.a["action"] == p.b["action"] else "pending"
    return {"ongoing": "ongoing", "done": "finished"}.get(p.a["status"], same)
