"""The places of a report's region, by full and short name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from reportkit import resources
from reportkit.domain import regions
from reportkit.model.records import Outline
from reportkit.rules import Rules, cache

_PREFIX = {"province": 2, "city": 4, "county": 4, "township": 4}


@dataclass(frozen=True, slots=True)
class Places:
    """Written name → full name, and a pattern that finds them."""

    full: dict[str, str]
    pattern: re.Pattern[str] | None

    def first(self, text: str) -> str:
        """The full name of the first place that ``text`` holds, or the empty string."""
        m = self.pattern.search(text) if self.pattern else None
        return self.full[m[0]] if m else ""


def places(outline: Outline, rules: Rules) -> Places:
    """The report's own region and those beside and below it; the provinces for a national report."""
    return _places(
        outline.info.region, outline.info.adcode, outline.info.level, rules.memo(_traps), resources.overlays()
    )


def _traps(rules: Rules) -> frozenset[str]:
    """Names of places that are words as well."""
    return frozenset(row["name"] for row in rules.lexicon("place_traps"))


@lru_cache(maxsize=64)
def _places(region: str, adcode: str, level: str, traps: frozenset[str], _: resources.Folders) -> Places:
    near = [r.name for r in regions.load() if _near(r.adcode, r.level, adcode, level)]
    full = {short: name for name in [*near, region] for short in (name, regions.short(name))}
    full = {short: name for short, name in full.items() if short and short not in traps}
    terms = "|".join(map(re.escape, sorted(full, key=lambda t: (-len(t), t))))
    return Places(full, cache.pattern(terms) if terms else None)


def _near(code: str, level: str, adcode: str, own: str) -> bool:
    if own == "national":
        return level == "province"
    return bool(adcode) and code.startswith(adcode[: _PREFIX.get(own, 6)])
