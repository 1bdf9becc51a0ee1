"""What rules are told of a number, and how firm it is."""

from __future__ import annotations

from typing import cast

from reportkit.extraction.numbers.scan import Found
from reportkit.model.codes import Bound
from reportkit.rules import Facts, Rules


def facts_of(found: Found, text: str) -> Facts:
    """What the conditions of the families of numbers are held against."""
    return {
        "number": text[found.start : found.core],
        "kind": found.kind or "none",
        "script": "chinese" if found.chinese else "arabic",
        "vague": found.vague,
        "place": "in_word" if found.in_word else "" if found.range_of is None else "range_end",
        "readable": "" if found.value is None else "yes",
    }


def bound_of(found: Found, left: str, text: str, end: int, facts: Facts, rules: Rules) -> tuple[Bound, str]:
    """The bound of a number and the rule that says so."""
    if found.value_max is not None:
        return "range", ""
    if fixed := found.rule.set.get("bound"):
        return cast(Bound, fixed), found.rule.id
    decided = rules.ask_around("numbers.bound", left, text, end, facts)
    return (cast(Bound, decided.set["bound"]), decided.id) if decided else ("eq", "")
