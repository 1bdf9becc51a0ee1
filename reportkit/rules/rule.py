"""A rule as its file states it, macros expanded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from reportkit.errors import BadRules
from reportkit.rules import cache, expressions

USER_TIMEOUT = 1.0
"""Seconds a pattern of the user may run on one piece of text before it is reported as runaway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A text that a rule must match (with what it must give) or must leave alone."""

    text: str
    found: str = ""
    fields: dict[str, Any]
    why: str = ""
    xfail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule, its macros expanded."""

    id: str
    family: str
    doc: str
    patterns: tuple[str, ...] = ()
    """One or more alternatives, macros expanded; none for a default."""
    set: dict[str, str]
    when: dict[str, str]
    """Conditions beside the pattern; docs/rules.md lists those of each family."""
    hits: tuple[Example, ...]
    misses: tuple[Example, ...] = ()
    file: str
    user: bool = False
    default: bool = False
    """Whether it holds where no rule with a pattern decides."""
    before: str = ""
    """The rule that a rule of the user is to be asked before; empty for before all."""

    @property
    def pattern(self) -> str:
        """The alternatives as one regular expression."""
        return "|".join(self.patterns)

    @property
    def where(self) -> str:
        """File and rule, for messages."""
        return f"{self.file}: rule {self.id}"

    def compile(self) -> re.Pattern[str]:
        """The pattern, ready to search with. Raises BadRules."""
        return compiled(self.pattern, self)


def compiled(pattern: str, *rules: Rule, key: str = "pattern") -> re.Pattern[str]:
    """A pattern of ``rules``, stopped when it runs away if one of them is the user's.

    ``key`` is where in the rule it stands. Raises BadRules.
    """
    own = [rule for rule in rules if rule.user]
    try:
        if own:
            return _Timed(pattern, tuple(own), key)  # type: ignore[return-value]
        return cache.pattern(pattern)
    except Exception as error:  # re.error, OverflowError, RecursionError, …: whatever the compilers raise
        blamed = (own or list(rules))[0]
        raise BadRules(f"{blamed.where}: {key}: bad pattern: {error}") from None


class _Timed:
    """A pattern of the user behind the interface of ``re``, stopped when it runs away."""

    def __init__(self, pattern: str, rules: tuple[Rule, ...], key: str) -> None:
        self._compiled = expressions.compiled(pattern)
        self._where = f"{rules[0].file}: rule {' or '.join(rule.id for rule in rules)}: {key}"
        self.pattern = pattern
        self.groupindex = dict(self._compiled.groupindex)

    def match(self, *place: Any) -> Any:
        return self._timed(self._compiled.match, place)

    def fullmatch(self, *place: Any) -> Any:
        return self._timed(self._compiled.fullmatch, place)

    def search(self, *place: Any) -> Any:
        return self._timed(self._compiled.search, place)

    def finditer(self, *place: Any) -> Any:
        return iter(self._timed(self._all, place))

    def _all(self, text: str, start: int | None = None, end: int | None = None, *, timeout: float) -> list[Any]:
        return list(self._compiled.finditer(text, start, end, timeout=timeout))

    def _timed(self, method: Any, place: tuple[Any, ...]) -> Any:
        try:
            return method(*place, timeout=USER_TIMEOUT)
        except TimeoutError:
            raise BadRules(f"{self._where}: the pattern ran longer than {USER_TIMEOUT:g} s") from None
