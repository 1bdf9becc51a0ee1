"""Which region a report is of, and how sure that is."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from reportkit.domain import regions
from reportkit.extraction.identity.evidence import RIVAL, THIN, Places, Sum, added, said
from reportkit.model.records import Region
from reportkit.rules import Rules

_NATION = Region("全国", "100000", "national")
_COUNTRY = "国"
_NAMED = 2
"""What it counts for a region to be named most often: a report names its neighbours and its parts too."""
_LEAST_CALLS, _LEADS = 5, 0.6
"""A text calls its region by one word if it does so this often, and in this share of all such calls."""
_LEAST_PLACED = 4
"""What names a region must count so much, a file's name; a portal's name, or being named in the text, is not enough."""
_LOOK = 6000
"""Characters in which a report has named its own region, if it does."""
_Weights = dict[Region, list[tuple[float, str]]]


@dataclass(frozen=True, slots=True)
class Decided:
    """What the evidence comes to: the answer, None where nothing speaks, and why it is not certain."""

    region: Region | None
    doubt: str = ""


def region_of(told: str, where: Places, rules: Rules) -> Decided:
    """The region that the evidence speaks for; the caller's word wins, and a doubt says what speaks against it."""
    placed = _placed(where, rules)
    ranked = _ranked(placed, where, rules)
    if told:
        region = regions.find(told) or regions.resolve(told) or Region(told, "", regions.level_of_name(told))
        return Decided(region, _against(region, ranked))
    if not ranked:
        return Decided(None, "no region is named")
    (best, sum_), *others = ranked
    thin = sum_.weight < THIN or sum(weight for weight, _ in placed.get(best, ())) < _LEAST_PLACED
    best = _in_table(best, [other for other, _ in others], where)
    if thin:
        return Decided(best, f"region only by {_list(sum_)}")
    rival = next(((r, s) for r, s in others if s.weight >= RIVAL * sum_.weight and not _related(r, best)), None)
    return Decided(best, f"region may be {rival[0].name} ({_list(rival[1])})" if rival else "")


def _placed(where: Places, rules: Rules) -> _Weights:
    """What names a region."""
    found: _Weights = defaultdict(list)
    for one in said("region", where, rules):
        name = one.rule.set.get("place") or one.match["place"]
        if region := _NATION if name == _NATION.name else regions.resolve(name) or regions.named_in(name):
            found[region].append((one.weight, one.words))
    return _merged(found)


def _ranked(placed: _Weights, where: Places, rules: Rules) -> list[tuple[Region, Sum]]:
    found: _Weights = defaultdict(list, {region: list(parts) for region, parts in placed.items()})
    words = _words(where, rules)
    if not any(_fits(region, word) for region in found for word, *_ in words):
        found |= _named_in_text(words, where)
    for word, weight, called in words:
        for region, parts in found.items():
            parts.append((weight if _fits(region, word) else -weight, called))
    _add_names(found, where["body"])
    return [(region, sum_) for region, sum_ in added(found) if sum_.weight > 0]


def _merged(found: _Weights) -> _Weights:
    """What speaks for a name that is in no table speaks for the region of that name, if there is one."""
    named = {region.name: region for region in found if region.adcode}
    merged: _Weights = defaultdict(list)
    for region, parts in found.items():
        merged[named.get(region.name, region)] += parts
    return merged


def _words(where: Places, rules: Rules) -> list[tuple[str, int, str]]:
    """Words for the level (省 市 县 …) with what they count and what speaks for them."""
    found = []
    for one in said("level", where, rules):
        if not one.rule.set.get("counted"):
            found.append((one.match["word"], one.weight, one.words))
            continue
        calls = Counter(m["word"] for m in one.rule.compile().finditer(where["body"]))
        word, most = calls.most_common(1)[0]
        if most >= _LEAST_CALLS and most >= _LEADS * calls.total():
            found.append((word, one.weight, one.words))
    return found


def _named_in_text(words: list[tuple[str, int, str]], where: Places) -> _Weights:
    """Where nothing else speaks: the region of the right level that the text names most often."""
    found: _Weights = defaultdict(list)
    if any(word == _COUNTRY for word, *_ in words):
        found[_NATION] = []
        return found
    named = Counter(region for _, _, region in regions.mentioned(where["body"][:_LOOK]))
    named += Counter({r: where["body"].count(regions.short(r.name)) for r in regions.load() if r.level == "province"})
    for region, _ in named.most_common():
        if any(_fits(region, word) for word, *_ in words):
            found[region] = []
            break
    return found


def _add_names(found: _Weights, text: str) -> None:
    counts = {region: text.count(regions.short(region.name)) for region in found if region != _NATION}
    most = max(counts.values(), default=0)
    for region, count in counts.items():
        if most:
            found[region].append((_NAMED * count / most, "how often it is named"))


def _fits(region: Region, word: str) -> bool:
    return region == _NATION if word == _COUNTRY else region.name.endswith(word)


def _related(one: Region, other: Region) -> bool:
    """A superior that is named beside a region contradicts nothing."""
    return regions.within(one, other) or regions.within(other, one)


def _in_table(region: Region, others: list[Region], where: Places) -> Region:
    """A county whose name several bear, told apart by a superior that is named too."""
    if region.adcode:
        return region
    superiors = [*others, *(r for _, _, r in regions.mentioned(where["front"] + where["column"] + where["name"]))]
    found = (regions.find(region.name, superior.name) for superior in superiors)
    return next((r for r in found if r), region)


def _against(told: Region, ranked: list[tuple[Region, Sum]]) -> str:
    if not ranked or ranked[0][0].name == told.name or ranked[0][1].weight < THIN:
        return ""
    return f"said to be {told.name}, the text speaks for {ranked[0][0].name} ({_list(ranked[0][1])})"


def _list(sum_: Sum) -> str:
    return ", ".join(sum_.words[:2])
