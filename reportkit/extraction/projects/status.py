"""How far a named project is, by the words around each of its mentions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from reportkit.extraction.projects.layout import Layout
from reportkit.extraction.projects.records import Mention
from reportkit.model.codes import Progress
from reportkit.model.quick import quick
from reportkit.rules import Rules, cache


@quick
@dataclass(frozen=True, slots=True)
class State:
    """What one mention says of its project."""

    status: Progress
    action: str
    rule: str
    default: bool
    """Whether the outlook of the sentence alone decided."""


def state(mention: Mention, ground: Layout, rules: Rules) -> State:
    """The state that a mention tells: the first rule that matches, else the default of the outlook."""
    begin, _ = ground.clause(mention.start)
    governing, cut = _governing(ground.masked[begin : mention.start], rules)
    left = ground.text[begin : begin + cut]
    sentence = ground.sentences[mention.sentence]
    facts = {
        "part": sentence.part,
        "outlook": sentence.frame.outlook,
        "kind": mention.kind,
        "name": mention.name,
    }
    decided = rules.ask_around("projects.status", left, ground.text, mention.end, facts)
    assert decided is not None, "a default of projects.status holds everywhere"
    return State(
        status=cast(Progress, decided.set["status"]),
        action=decided.groups.get("verb", governing),
        rule=decided.id,
        default=decided.rule.default,
    )


def _verbs(rules: Rules) -> tuple[re.Pattern[str], re.Pattern[str]]:
    strong = rules.terms("project_verbs", "kind", "strong|title|event|issue")
    return cache.pattern(strong), cache.pattern(rules.terms("project_verbs"))


def _governing(left: str, rules: Rules) -> tuple[str, int]:
    """The verb that governs a name, and where the words that bear on its state end."""
    strong, verb = rules.memo(_verbs)
    found = [*strong.finditer(left)][-1:] or [*verb.finditer(left.partition("、")[0])][-1:]
    return (found[0][0], found[0].end()) if found else ("", len(left))
