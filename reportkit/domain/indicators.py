"""The indicators of the lexicon (data/indicators.tsv): canonical names, topics, usual units, aliases."""

from __future__ import annotations

from dataclasses import dataclass

from reportkit import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """An indicator that has a canonical name."""

    name: str
    topic: str
    unit: str
    """In which levels of it are usually stated; % for rates and shares."""


@resources.cached
def names() -> dict[str, Term]:
    """Every canonical name and alias, as written, and its indicator; of two that share one, the first."""
    found: dict[str, Term] = {}
    for name, topic, unit, aliases in resources.table("indicators"):
        term = Term(name=name, topic=topic, unit=unit)
        for word in (name, *filter(None, aliases.split("|"))):
            found.setdefault(word, term)
    return found


def find(name: str) -> Term | None:
    """The indicator of a canonical name or an alias, letters in either case: gdp. None if there is none."""
    return names().get(name) or _folded().get(name.casefold())


@resources.cached
def topics() -> tuple[str, ...]:
    """All topics, in the order of the lexicon."""
    return tuple(dict.fromkeys(term.topic for term in names().values()))


@resources.cached
def _folded() -> dict[str, Term]:
    return {word.casefold(): term for word, term in reversed(names().items())}
