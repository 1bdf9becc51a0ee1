"""How far a named project is, by the words around each of its mentions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportkit.extraction.projects.layout import Layout
from reportkit.extraction.projects.records import Mention
from reportkit.rules import Context, Rule, Rules, cache

_DEFAULT = {"review": "done", "plan": "ongoing", "governance": "ongoing", "appendix": "start"}


@dataclass(frozen=True, slots=True)
class State:
    """What one mention says of its project."""

    status: str
    action: str
    rule: str
    """Empty when the part of the report alone decided."""


@dataclass(frozen=True, slots=True)
class _Asked:
    rule: Rule
    contexts: tuple[Context, ...]
    part: str
    kind: str
    name: re.Pattern[str] | None


def _rules(rules: Rules) -> list[_Asked]:
    return [
        _Asked(r, r.contexts(), r.when.get("part", ""), r.when.get("kind", ""),
               cache.pattern(r.when["name"]) if "name" in r.when else None)
        for r in rules.family("projects.status")
    ]  # fmt: skip


def state(mention: Mention, ground: Layout, rules: Rules) -> State:
    """The state that a mention tells: the first rule that matches, else the default of the part."""
    begin, _ = ground.clause(mention.start)
    governing, cut = _governing(ground.masked[begin : mention.start], rules)
    left = ground.text[begin : begin + cut]
    part = ground.sentences[mention.sentence].part or "plan"
    for asked in rules.memo(_rules):
        if (asked.part and part not in asked.part.split("|")) or asked.kind not in ("", mention.kind):
            continue
        if asked.name is not None and not asked.name.search(mention.name):
            continue
        for context in asked.contexts:
            if context.match(left, ground.text, mention.end):
                told = context.after.match(ground.text, mention.end) if context.after else None
                verb = told.groupdict().get("verb") if told else None
                return State(asked.rule.set["status"], verb or governing, asked.rule.id)
    return State(_DEFAULT[part], governing, "")


def _verbs(rules: Rules) -> tuple[re.Pattern[str], re.Pattern[str]]:
    strong = rules.terms("project_verbs", "kind", "strong|title|event|issue")
    return cache.pattern(strong), cache.pattern(rules.terms("project_verbs"))


def _governing(left: str, rules: Rules) -> tuple[str, int]:
    """The verb that governs a name, and where the words that bear on its state end."""
    strong, verb = rules.memo(_verbs)
    found = [*strong.finditer(left)][-1:] or [*verb.finditer(left.partition("、")[0])][-1:]
    return (found[0][0], found[0].end()) if found else ("", len(left))
