"""How this stage asks its families of rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportkit.rules import Rule, Rules

_FAMILIES = (
    "structure.appendix", "structure.back", "structure.frame", "structure.heading", "structure.part", "structure.sign",
    "structure.stance", "structure.years",
)  # fmt: skip
Asked = tuple[tuple[Rule, re.Pattern[str]], ...]


def compiled(rules: Rules, family: str) -> Asked:
    """The rules of a family with their patterns, in order."""
    return rules.memo(_compiled)[family]


def _compiled(rules: Rules) -> dict[str, Asked]:
    return {family: tuple((rule, rule.compile()) for rule in rules.family(family)) for family in _FAMILIES}


def first(rules: Rules, family: str, text: str) -> tuple[Rule, re.Match[str]] | None:
    """The first rule that matches at the start of a text."""
    for rule, pattern in compiled(rules, family):
        if m := pattern.match(text):
            return rule, m
    return None


def each(rules: Rules, family: str, text: str) -> Iterator[tuple[Rule, re.Match[str]]]:
    """All matches of all rules anywhere in a text, rule by rule."""
    for rule, pattern in compiled(rules, family):
        for m in pattern.finditer(text):
            yield rule, m
