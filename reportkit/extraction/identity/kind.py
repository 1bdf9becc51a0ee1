"""Whether a text is a government work report, and what it is instead."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from reportkit import resources
from reportkit.extraction.identity.evidence import Places, added, said
from reportkit.rules import Rules

REPORT, UNKNOWN = "report", "unknown"
_HAN = re.compile("[\u4e00-\u9fff]")
_LEAST = 3
"""Evidence that makes a report of a text: an address to the deputies is enough, a file's name is not."""
_LEAST_HAN = 20
"""Chinese characters below which a text says nothing."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a text is, with the words of it that say so."""

    name: str
    """A kind of data/read/kinds.tsv."""
    reason: str

    @property
    def words(self) -> str:
        """What it is, as messages say it."""
        return dict(_kinds())[self.name]


def kind_of(where: Places, rules: Rules) -> Kind:
    """What the evidence makes of a text; in doubt it is a report."""
    if (
        len(_HAN.findall(where["body"], 0, 10 * _LEAST_HAN)) < _LEAST_HAN
        and len(_HAN.findall(where["body"])) < _LEAST_HAN
    ):
        return Kind(UNKNOWN, "it holds no Chinese text")
    found: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for one in said("kind", where, rules):
        found[one.rule.set["kind"]].append((one.weight, one.match[0].strip()))
    sums = dict(added(found))
    report = sums[REPORT].weight if REPORT in sums else 0
    best, sum_ = next(iter(sums.items()), (UNKNOWN, None))
    if report >= _LEAST and sum_ and report >= sum_.weight:
        return Kind(REPORT, sums[REPORT].words[0])
    if sum_ and best != REPORT:
        return Kind(best, f"“{sum_.words[0]}”")
    return Kind(UNKNOWN, "no title, no headings, no address to the deputies")


@resources.cached
def _kinds() -> tuple[tuple[str, str], ...]:
    return tuple((name, words) for name, words in resources.table("read/kinds"))
