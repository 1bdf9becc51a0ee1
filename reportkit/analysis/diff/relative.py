"""Targets set against another indicator (农村居民收入增速高于城镇), judged by both outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportkit import resources
from reportkit.analysis.diff.names import exchangeable
from reportkit.domain import indicators
from reportkit.model.measures import of_whole_region, signed
from reportkit.model.tables import Row, plain


@dataclass(frozen=True, slots=True)
class Relation:
    """A word that sets one outcome against another."""

    word: str
    kind: str
    """gt ge eq le lt: how the own outcome must stand to the other's."""
    between: bool
    """Whether the other indicator stands before the word, after a link (与…同步)."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a target set against another indicator."""

    outcome: Row
    other: Row
    verdict: str
    """met or missed; exceeded where the two were to go together and the own outcome ran ahead."""
    deviation: Decimal
    """Own outcome minus the other's; falls are negative."""

    @property
    def reason(self) -> str:
        """Both outcomes, in words."""
        told = (
            f"{row['indicator'] or row['name']} {plain(signed(row, row['value']))}{row['unit']}"
            for row in (self.outcome, self.other)
        )
        return f"judged by both outcomes: {next(told)} against {next(told)}"


def judged(target: Row, outcomes: Sequence[Row], tolerance: Decimal) -> Judged | None:
    """The verdict on a target in words; None if it sets nothing against an indicator that has an outcome.

    ``tolerance`` in points is how far apart two may be that were to go together.
    """
    relation = next((r for r in _relations() if r.word in target["raw"]), None)
    if relation is None or not target["indicator"]:
        return None
    named = _other(target, relation)
    own = _outcome(target["indicator"], target["measure"], outcomes)
    other = _outcome(named, target["measure"], outcomes) if named else None
    if own is None or other is None or own is other or own["unit"] != other["unit"]:
        return None
    one, two = signed(own, own["value"]), signed(other, other["value"])
    if one is None or two is None:
        return None
    return Judged(own, other, _verdict(relation.kind, one - two, tolerance), one - two)


def _verdict(kind: str, difference: Decimal, tolerance: Decimal) -> str:
    if kind == "eq":
        return "met" if abs(difference) <= tolerance else "exceeded" if difference > 0 else "missed"
    met = {"gt": difference > 0, "ge": difference >= 0, "le": difference <= 0, "lt": difference < 0}
    return "met" if met[kind] else "missed"


def _other(target: Row, relation: Relation) -> str:
    """The canonical name of the indicator that a target is set against; empty if it is none, or another region's."""
    before, _, after = target["raw"].partition(relation.word)
    words = _trimmed(_after_link(before) if relation.between else after)
    if not words or words.startswith(_words("region")):
        return ""
    if term := indicators.find(words):
        return term.name
    swapped = (indicators.find(name) for name in exchangeable(target["indicator"], words))
    return next((term.name for term in swapped if term), "")


def _after_link(before: str) -> str:
    at = max((before.rfind(link) + len(link) for link in _words("link") if link in before), default=len(before))
    return before[at:]


def _trimmed(words: str) -> str:
    """The words of an indicator, without what may stand at their ends; those that are one with it stay: 经济增长."""
    while not indicators.find(words):
        end = next((w for w in _words("end") if words.endswith(w) or words.startswith(w)), "")
        if not end:
            break
        words = words.removesuffix(end) if words.endswith(end) else words.removeprefix(end)
    return words


def _outcome(indicator: str, measure: str, outcomes: Sequence[Row]) -> Row | None:
    alike = (r for r in outcomes if r["indicator"] == indicator and r["measure"] == measure and r["value"] is not None)
    return next((row for row in alike if of_whole_region(row["scope"])), None)


@resources.cached
def _relations() -> tuple[Relation, ...]:
    told = (Relation(word, kind, other == "between") for word, kind, other in resources.table("diff/relations"))
    return tuple(sorted(told, key=lambda r: -len(r.word)))


@resources.cached
def _words(kind: str) -> tuple[str, ...]:
    words = (word for word, of_kind in resources.table("diff/relation_trim") if of_kind == kind)
    return tuple(sorted(words, key=len, reverse=True))
