"""The reference of the families of rules, as docs/rules.md holds it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reportkit.rules.families import FAMILIES, Codes, Column, Condition, Decimal, Family, How, Integer, RuleId, Values

_HOW: Mapping[How, str] = {
    How.FULL: "a pattern for the whole of it",
    How.SEARCH: "a pattern that must be found in it",
    How.START: "a pattern that must match right there",
    How.ABSENT: "a pattern that must not be found in it",
}
_FACTS: Mapping[str, str] = {
    "after": "what follows the name",
    "class": "class of the predicate",
    "inner": "words of a quotation",
    "kind": "kind of the unit",
    "left": "what precedes the number",
    "member": "a member of the enumeration",
    "name": "the name",
    "number": "the numeral with its scale",
    "predicate": "the rule that read the number before",
    "section": "the titles above, / between them",
    "stem": "the name without its head noun",
    "verb": "kinds of the verb that governs the name",
}


def markdown() -> str:
    """One section per family: what it decides, how it is asked, what its rules may hold."""
    return "\n".join(line for family in FAMILIES.values() for line in _family(family))


def _family(family: Family) -> Iterator[str]:
    yield f"### `{family.name}`"
    yield ""
    yield f"Decides {family.decides}."
    yield f"Held against {family.text}: {family.asks.value}; {family.wins.value}."
    yield ""
    for key, values in family.set.items():
        needed = " (must be there)" if key in family.required else ""
        yield f"- `set.{key}`{needed}: {_values(values)}"
    for key, condition in family.when.items():
        yield f"- `when.{key}`{' (must be there)' if condition.required else ''}: {_condition(condition)}"
    if family.groups:
        names = ", ".join(f"`{name}`" + (" (must be there)" if name in family.needs else "") for name in family.groups)
        yield f"- named groups: {names}"
    if family.set or family.when or family.groups:
        yield ""


def _condition(condition: Condition) -> str:
    said = _HOW.get(condition.how) or _values(condition.values)
    of = _FACTS.get(condition.fact, "")
    if condition.how is How.NOT:
        said = f"none of {said}"
    instead = f"; stands in for `when.{condition.excuses}`" if condition.excuses else ""
    return said + (f" ({of})" if of else "") + instead


def _values(values: Values) -> str:
    match values:
        case Codes(allowed=allowed, several=several):
            codes = ", ".join(f"`{code}`" if code else "empty" for code in allowed)
            return codes + (", several with `|`" if several else "")
        case Column(lexicon=lexicon, column=column, also=also, several=several):
            beside = "".join(f", `{code}`" if code else ", empty" for code in also)
            return f"column `{column}` of data/{lexicon}.tsv{beside}{', several with `|`' if several else ''}"
        case Integer():
            return "a whole number"
        case Decimal():
            return "a number"
        case RuleId():
            return "id of a rule"
    return "a pattern"
