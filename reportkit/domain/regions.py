"""Administrative regions: names, GB/T 2260 codes and levels (data/regions.tsv)."""

from __future__ import annotations

import re

from reportkit import resources
from reportkit.model.records import Region
from reportkit.rules import cache as compiled

_AUTONOMOUS = re.compile("自治[州县旗]$")
"""Written short, such a division keeps its last character: 德宏州."""
_LEVELS = (
    (re.compile("(?:省|自治区|特别行政区)$"), "province"),
    (re.compile("(?:自治州|地区|盟)$"), "city"),
    (re.compile("(?:自治县|县|旗|区)$"), "county"),
    (re.compile("(?:镇|乡|街道|苏木)$"), "township"),
    (re.compile("市$"), "city"),
)
_ORDER = {"national": 0, "province": 1, "city": 2, "county": 3, "township": 4}


@resources.cached
def load() -> tuple[Region, ...]:
    """All regions of the table, by code."""
    return tuple(Region(name, code, level) for code, name, level, _ in resources.table("regions"))


@resources.cached
def _suffix() -> re.Pattern[str]:
    peoples = "|".join(sorted((name for (name,) in resources.table("peoples")), key=len, reverse=True))
    return compiled.pattern(
        f"(?<=..)(?:省|市|特别行政区|(?:(?:{peoples})族?)*自治[区州县旗]|地区|盟|林区|新区|区|县|旗)$"
    )


def short(name: str) -> str:
    """A name without its level: 聊城 of 聊城市, 德宏 of 德宏傣族景颇族自治州; names of one character keep it."""
    return _suffix().sub("", name)


@resources.cached
def _names() -> dict[str, tuple[Region, ...]]:
    """Every full and short name → the regions that bear it."""
    known = {region.adcode: region for region in load()}
    names: dict[str, list[Region]] = {}
    for code, name, _, aliases in resources.table("regions"):
        brief = short(name) + name[-1] if _AUTONOMOUS.search(name) else name
        for written in {name, brief, short(name), *filter(None, aliases.split("|"))}:
            names.setdefault(written, []).append(known[code])
    return {name: tuple(found) for name, found in names.items()}


@resources.cached
def _by_code() -> dict[str, Region]:
    return {region.adcode: region for region in load()}


def by_code(adcode: str) -> Region | None:
    """The region with a code, None if there is none."""
    return _by_code().get(adcode)


def ancestors(region: Region) -> tuple[Region, ...]:
    """The regions that hold ``region``, nearest first."""
    codes = [region.adcode[:4] + "00", region.adcode[:2] + "0000", "100000"]
    found = (by_code(code) for code in codes if code != region.adcode)
    return tuple(r for r in found if r is not None and r.adcode != region.adcode)


def children(region: Region) -> tuple[Region, ...]:
    """The regions directly below."""
    return tuple(r for r in load() if next(iter(ancestors(r)), None) == region)


def find(name: str, superior: str = "") -> Region | None:
    """The region of a full or short name, within ``superior`` if given; of several the highest, None in doubt."""
    found = _names().get(name, ())
    if superior:
        above = set(_names().get(superior, ()))
        found = tuple(r for r in found if above & set(ancestors(r)))
    if exact := tuple(r for r in found if r.name == name):
        found = exact
    highest = min((_ORDER[r.level] for r in found), default=0)
    best = [r for r in found if _ORDER[r.level] == highest]
    return best[0] if len(best) == 1 else None


def mentioned(text: str) -> list[tuple[int, int, Region]]:
    """Regions that a text names in full, from left to right, the longest name first."""
    found: list[tuple[int, int, Region]] = []
    at = 0
    while at < len(text):
        for end in range(min(len(text), at + 15), at + 1, -1):
            named = text[at:end]
            regions = [r for r in _names().get(named, ()) if r.name == named]
            if regions:
                superior = next((r.name for _, _, r in reversed(found)), "")
                region = find(named, superior) or find(named) or regions[0]
                found.append((at, end, region))
                at = end
                break
        else:
            at += 1
    return found


def level_of_name(name: str) -> str:
    """The level that the suffix of a name suggests; empty without a suffix."""
    return next((level for pattern, level in _LEVELS if pattern.search(name)), "")
