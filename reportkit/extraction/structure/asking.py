"""How this stage asks its families of rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportkit.rules import Rule, Rules

Asked = tuple[Rule, re.Match[str]]


def compiled(rules: Rules, family: str) -> tuple[tuple[Rule, re.Pattern[str]], ...]:
    """The rules of a family with their patterns, in order."""
    return rules.memo(_compiled)[family]


def _compiled(rules: Rules) -> dict[str, tuple[tuple[Rule, re.Pattern[str]], ...]]:
    families = ("structure.heading", "structure.stance")
    return {family: tuple((rule, rule.compile()) for rule in rules.family(family)) for family in families}


def first(rules: Rules, family: str, text: str) -> Asked | None:
    """The first rule that matches at the start of a text."""
    decided = rules.ask(family, text)
    return (decided.rule, decided.matches[0]) if decided else None


def each(rules: Rules, family: str, text: str) -> Iterator[Asked]:
    """All matches of all rules in a text, rule by rule, whatever their conditions."""
    return ((decided.rule, decided.matches[0]) for decided in rules.every(family, text, facts=None))
