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
_GENERIC = re.compile("(?:[我全本各该]|自治|地|特别行政|市辖|开发|新)?[省市县区州旗盟镇乡]")
"""Words for a level that name no region."""
_LONGEST = 15
"""Characters of the longest name."""
_BEGIN = 2
"""Characters of a name by which it is looked up in a text."""
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


@resources.cached
def _begins() -> dict[str, tuple[int, ...]]:
    """First characters of full names → their lengths, the longest first."""
    lengths: dict[str, set[int]] = {}
    for region in load():
        lengths.setdefault(region.name[:_BEGIN], set()).add(len(region.name))
    return {begin: tuple(sorted(found, reverse=True)) for begin, found in lengths.items()}


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
    at, names, begins = 0, _names(), _begins()
    while at < len(text):
        for length in begins.get(text[at : at + _BEGIN], ()):
            named = text[at : at + length]
            if regions := [r for r in names.get(named, ()) if r.name == named]:
                superior = next((r.name for _, _, r in reversed(found)), "")
                region = find(named, superior) or find(named) or regions[0]
                found.append((at, at + length, region))
                at += length
                break
        else:
            at += 1
    return found


def level_of_name(name: str) -> str:
    """The level that the suffix of a name suggests; empty without a suffix."""
    return next((level for pattern, level in _LEVELS if pattern.search(name)), "")


def resolve(name: str) -> Region | None:
    """The region that ``name`` ends on (山东省聊城市 → 聊城市), also one that is in no table."""
    name = name.removeprefix("中华人民共和国")
    if _GENERIC.fullmatch(name):
        return None
    if found := find(name):
        return found
    named = mentioned(name)
    if named and named[-1][1] == len(name):
        return find(named[-1][2].name, named[-2][2].name if len(named) > 1 else "") or named[-1][2]
    level = level_of_name(name)
    return Region(name, "", level) if level and len(name) > 1 else None


def named_in(words: str) -> Region | None:
    """The region that a title, a file's name or a cell names, the last and lowest; by its full name or else by a short one."""
    named = [region for _, _, region in mentioned(words)]
    if named:
        return named[-1]
    briefly = (
        find(words[at:end]) for at in range(len(words)) for end in range(min(len(words), at + _LONGEST), at + 1, -1)
    )
    return next((region for region in briefly if region), None)


def within(region: Region, superior: Region) -> bool:
    """Whether a region lies in another, or is it."""
    return region == superior or superior in ancestors(region)


def is_ambiguous(region: Region) -> bool:
    """Whether other regions bear the same full name."""
    return sum(other.name == region.name for other in _names().get(region.name, ())) > 1
