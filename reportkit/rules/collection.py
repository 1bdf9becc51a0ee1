"""All rules and lexicons of a run, and the way to ask them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from reportkit.resources import Folders, Rows
from reportkit.rules.families import FAMILIES
from reportkit.rules.lexicons import Lexicons, alternation, terms
from reportkit.rules.match import NO_FACTS, Asked, Decision, Facts
from reportkit.rules.rule import Rule

T = TypeVar("T")


@dataclass(eq=False, slots=True, kw_only=True)
class Rules:
    """All rules and lexicons of a run."""

    all: tuple[Rule, ...]
    lexicons: Lexicons
    hash: str
    """SHA-256 over every rule file and all data, in hexadecimal."""
    _memo: dict[Any, Any] = field(default_factory=dict, repr=False)
    _asked: dict[str, Asked] = field(default_factory=dict, repr=False)
    _followed: dict[tuple[str, str], Asked] = field(default_factory=dict, repr=False)
    """By family and lookahead."""

    def family(self, name: str) -> tuple[Rule, ...]:
        """The rules of one family that have a pattern, in the order in which they are asked."""
        return tuple(rule for rule in self.memo(_families).get(name, ()) if not rule.default)

    def rule(self, id: str) -> Rule | None:
        """The rule of this id."""
        return self.memo(_by_id).get(id)

    def asked(self, family: str, followed: str = "") -> Asked:
        """A family compiled; ``followed`` is a lookahead for what must follow every match. Raises BadRules."""
        found = self._followed.get((family, followed)) if followed else self._asked.get(family)
        if found is None:
            found = Asked(FAMILIES[family], self.memo(_families).get(family, ()), followed)
            if followed:
                self._followed[family, followed] = found
            else:
                self._asked[family] = found
        return found

    def ask(
        self, family: str, text: str, start: int = 0, end: int | None = None, facts: Facts = NO_FACTS
    ) -> Decision | None:
        """What a family decides on ``text[start:end]``; None if nothing. Raises BadRules."""
        return (self._asked.get(family) or self.asked(family)).ask(text, start, end, facts)

    def ask_around(self, family: str, left: str, text: str, end: int, facts: Facts = NO_FACTS) -> Decision | None:
        """What a family decides on a slot: ``left`` precedes it, ``text`` goes on at ``end``. Raises BadRules."""
        return (self._asked.get(family) or self.asked(family)).ask_around(left, text, end, facts)

    def ask_before(self, family: str, left: str, facts: Facts = NO_FACTS) -> Decision | None:
        """What a family decides on a slot that ends ``left``. Raises BadRules."""
        return self.asked(family).ask_before(left, facts)

    def every(
        self, family: str, text: str, start: int = 0, end: int | None = None, facts: Facts | None = NO_FACTS
    ) -> list[Decision]:
        """Every match of every rule of a family in ``text[start:end]``, rule by rule. Raises BadRules."""
        return self.asked(family).every(text, start, end, facts)

    def matching(self, family: str, text: str, start: int = 0, end: int | None = None) -> Iterator[Rule]:
        """The rules of a family that match anywhere in ``text[start:end]``, each once. Raises BadRules."""
        return self.asked(family).matching(text, start, end)

    @property
    def folders(self) -> Folders:
        """The user's folders, to be laid over all data."""
        return self.lexicons.folders

    def lexicon(self, name: str) -> Rows:
        """The rows of ``data/<name>.tsv``, those of the user first."""
        return self.lexicons[name]

    def terms(self, name: str, column: str = "", values: str = "") -> str:
        """A pattern for any of a lexicon's terms, the longest where several fit."""
        return alternation(terms(self.lexicons, name, column, values))

    def terms_unless(self, name: str, kind: str = "") -> str:
        """A pattern for any term of a lexicon that has a column ``unless``, where nothing that it names follows.

        Only terms of ``kind`` if it is given.
        """
        rows = [row for row in self.lexicons[name] if not kind or kind in row["kind"].split("|")]
        told = [(next(iter(row.values())), row["unless"]) for row in rows]
        return "|".join(f"{term}(?!{unless})" if unless else term for term, unless in told)

    def initials(self, name: str, column: str = "", values: str = "") -> frozenset[str]:
        """The first characters of a lexicon's terms."""
        return frozenset(term[0] for term in terms(self.lexicons, name, column, values) if term)

    def memo(self, build: Callable[[Rules], T]) -> T:
        """``build(self)``, computed once for this set of rules."""
        if build not in self._memo:
            self._memo[build] = build(self)
        result: T = self._memo[build]
        return result


def _families(rules: Rules) -> dict[str, tuple[Rule, ...]]:
    found: dict[str, list[Rule]] = {}
    for rule in rules.all:
        found.setdefault(rule.family, []).append(rule)
    return {name: tuple(members) for name, members in found.items()}


def _by_id(rules: Rules) -> dict[str, Rule]:
    return {rule.id: rule for rule in rules.all}
