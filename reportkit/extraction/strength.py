"""How firmly a target or a commitment is meant: the one judge of both."""

from __future__ import annotations

from typing import NamedTuple, cast

from reportkit.model.codes import Strength
from reportkit.rules import Decision, Rules


class Firmness(NamedTuple):
    """Strength by the codebook of patterns/strength.toml."""

    strength: Strength
    wording: str
    """All words of firmness that were found, by a blank each."""
    rule: str


class Slot(NamedTuple):
    """A number in its sentence, for the words of bound at it."""

    left: str
    """What precedes it, from the number before on."""
    text: str
    end: int
    """Where it ends in ``text``."""
    bound: str = ""


def firmness(clause: str, slot: Slot | None, rules: Rules) -> Firmness:
    """How firm a target or commitment is, by the words of its ``clause`` and those right at its number, if it has one."""
    book = rules.asked("strength")
    if slot is None:
        found = list(book.every(clause))
    else:
        found = list(book.every_beside(clause, slot.left, slot.text, slot.end, {"bound": slot.bound}))
    if not found:
        return rules.memo(_plain)
    decided = found[0]
    return Firmness(strength=cast(Strength, decided.set["strength"]), wording=_wording(found, clause), rule=decided.id)


def _plain(rules: Rules) -> Firmness:
    """Without any word of firmness."""
    default = rules.asked("strength").default()
    assert default is not None, "strength has a default"
    return Firmness(strength=cast(Strength, default.set["strength"]), wording="", rule=default.id)


def _wording(found: list[Decision], clause: str) -> str:
    """The words of the clause as they stand, then those at the number."""
    of_clause = sorted((d for d in found if not d.at_slot), key=lambda d: d.start)
    words = [d.groups.get("word", clause[d.start : d.end]) for d in of_clause]
    words += [d.groups["word"] for d in found if d.at_slot and "word" in d.groups]
    return " ".join(dict.fromkeys(words))
