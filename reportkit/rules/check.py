"""What a rule file can get wrong, said with file, rule, key and the nearest right word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, NoReturn

from reportkit.errors import BadRules
from reportkit.rules.families import FAMILIES, Codes, Column, Decimal, Family, Integer, Pattern, RuleId, Values, Way
from reportkit.rules.match import slots
from reportkit.rules.rule import Rule, compiled

Rows = tuple[dict[str, str], ...]
_FILE_KEYS: Mapping[str, str] = {"family": "text", "macros": "a table", "rule": "[[rule]] tables"}
_RULE_KEYS = ("id", "doc", "pattern", "set", "when", "hit", "miss", "before", "default")
_MANY = 12
"""Beyond so many known words a message names only the nearest."""
_NAME = re.compile(r"[^\s\x00-\x1f]+")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
"""A class of characters, in which braces mean themselves."""
_STRAY = re.compile(r"(?<!\\)(?<!\\[pPNxu])\{(?!\d+(?:,\d*)?\}|,\d+\}|[^}]*<)[^}]{0,20}\}?")
"""A brace that begins nothing: counts, properties and the fuzzy counts of ``regex`` aside."""
_INTEGER = re.compile("[+-]?[0-9]+")
_DECIMAL = re.compile("[+-]?[0-9]+(?:[.][0-9]+)?")


def wrong(where: str, what: str) -> NoReturn:
    """Raises BadRules."""
    raise BadRules(f"{where}: {what}")


def nearest(word: str, known: Iterable[str]) -> str:
    """What to say of a word that is not among those known: the nearest, else all if they are few."""
    names = [name for name in known if name]
    if close := get_close_matches(word, names, 1, 0.5):
        return f"; did you mean {close[0]}?"
    return f" (known: {', '.join(names)})" if len(names) <= _MANY else ""


def file(path: str, table: Mapping[str, Any]) -> None:
    """The top of a rule file. Raises BadRules."""
    for key in table:
        if key not in _FILE_KEYS:
            wrong(path, f"unknown key {key}{nearest(key, _FILE_KEYS)}")
    macros = table.get("macros", {})
    if not isinstance(macros, dict) or not all(isinstance(value, str) for value in macros.values()):
        wrong(path, "macros must be a table of names and patterns, [macros]")
    rules = table.get("rule", [])
    if not isinstance(rules, list) or not all(isinstance(entry, dict) for entry in rules):
        wrong(path, "rules must be written as [[rule]] tables")
    if not rules:
        return
    family = table.get("family", "")
    if not family:
        wrong(path, "lacks its family")
    if family not in FAMILIES:
        wrong(path, f"unknown family {family}{nearest(str(family), FAMILIES)}")


def entry(where: str, family: Family, rule: Mapping[str, Any]) -> None:
    """The keys of a rule and their types. Raises BadRules."""
    for key in rule:
        if key not in _RULE_KEYS:
            wrong(where, f"unknown key {key}{nearest(key, _RULE_KEYS)}")
    default = rule.get("default", False)
    if not isinstance(default, bool):
        wrong(where, "default must be true or false")
    needed = ("id", "doc") if default else ("id", "doc", "pattern")
    if missing := [key for key in needed if _is_blank(rule.get(key))]:
        wrong(where, f"lacks {', '.join(missing)}")
    if default and "pattern" in rule:
        wrong(where, "a default has no pattern: it holds where no other rule decides")
    for key in ("id", "doc", "before"):
        if not isinstance(rule.get(key, ""), str):
            wrong(where, f"{key} must be text")
    if not _NAME.fullmatch(rule["id"]):
        wrong(where, "id must be one word, such as own.rule")
    _patterns(where, rule.get("pattern", []))
    _table(where, "set", rule, (str, int, float))
    _table(where, "when", rule, (str,))
    for key in ("hit", "miss"):
        _examples(f"{where}: {key}", rule.get(key, []))
    if not rule.get("hit"):
        wrong(where, "a rule needs at least one example under hit")
    _says(where, family, rule.get("set", {}))
    _conditions(where, family, rule.get("when", {}))


def values(rule: Rule, lexicons: Mapping[str, Rows], ids: Iterable[str]) -> None:
    """What ``set`` and ``when`` of a rule hold. Raises BadRules."""
    family = FAMILIES[rule.family]
    for key, value in rule.set.items():
        _value(f"{rule.where}: set.{key}", value, family.set[key], lexicons, ids)
    for key, value in rule.when.items():
        _value(f"{rule.where}: when.{key}", value, family.when[key].values, lexicons, ids)


def patterns(rule: Rule) -> None:
    """The slots and named groups of a rule, and whether its patterns compile. Raises BadRules."""
    family = FAMILIES[rule.family]
    for key, value in rule.when.items():
        if family.when[key].values == Pattern():
            compiled(value, rule, key=f"when.{key}")
    groups: set[str] = set()
    for pattern in rule.patterns:
        groups |= _groups(rule, family, pattern)
    bare = [pattern for pattern in rule.patterns if len(slots(pattern)) == 1]
    if len(bare) > 1:
        compiled("|".join(bare), rule)
    for group in groups:
        if group.rstrip("0123456789") not in family.groups:
            wrong(f"{rule.where}: pattern", f"{family.name} reads no group {group}{nearest(group, family.groups)}")


def _groups(rule: Rule, family: Family, pattern: str) -> set[str]:
    parts = slots(pattern)
    slotted = family.asks.slot or (family.asks.beside and len(parts) == 2)
    if family.asks.slot and len(parts) != 2:
        wrong(f"{rule.where}: pattern", f"each pattern of {family.name} needs one # where the number stands")
    if not slotted and len(parts) > 1:
        wrong(f"{rule.where}: pattern", f"{family.name} is not asked around a number; write \\# for the character #")
    if family.asks is Way.BEFORE and parts[1]:
        wrong(f"{rule.where}: pattern", f"{family.name} looks only at what precedes the number: # must end the pattern")
    groups: set[str] = set()
    for place, part in enumerate(parts):
        ends = f"(?:{part})\\Z" if slotted and not place else part
        groups |= compiled(ends, rule).groupindex.keys() if part else set()
    if missing := [need for need in family.needs if need not in groups]:
        wrong(f"{rule.where}: pattern", f"lacks the group (?P<{missing[0]}>…), which {family.name} reads")
    return groups


def _is_blank(value: object) -> bool:
    return value in (None, []) or (isinstance(value, str) and not value.strip("\0 \t\r\n"))


def placeholders(where: str, pattern: str) -> None:
    """What stands in braces and is no count, no macro and no lexicon. Raises BadRules."""
    if found := _STRAY.search(_CLASS.sub("", pattern)):
        wrong(where, f"{found[0]} is neither a macro nor a lexicon nor a count; write \\{{ for the character")


def _patterns(where: str, pattern: Any) -> None:
    listed = pattern if isinstance(pattern, list) else [pattern]
    if not all(isinstance(one, str) and one for one in listed):
        wrong(where, "pattern must be text, or a list of texts")


def _table(where: str, key: str, rule: Mapping[str, Any], types: tuple[type, ...]) -> None:
    table = rule.get(key, {})
    if not isinstance(table, dict):
        wrong(where, f"{key} must be a table: {key} = {{ … }}")
    for name, value in table.items():
        if not isinstance(value, types) or isinstance(value, bool):
            wrong(f"{where}: {key}.{name}", 'must be text in quotation marks, such as "yes"')


def _examples(where: str, examples: Any) -> None:
    if not isinstance(examples, list) or not all(isinstance(one, dict) for one in examples):
        wrong(where, "examples must be a list of tables: [{ text = … }]")
    for example in examples:
        for key in ("text", "found", "why", "xfail"):
            if not isinstance(example.get(key, ""), str):
                wrong(where, f"{key} must be text")
        if not example.get("text"):
            wrong(where, "an example lacks its text")


def _says(where: str, family: Family, table: Mapping[str, Any]) -> None:
    for key in table:
        if key not in family.set:
            wrong(f"{where}: set.{key}", f"{family.name} sets no {key}{nearest(key, family.set)}")
    for key in sorted(family.required):
        if key not in table:
            wrong(where, f"lacks set.{key}: what the rule says when it matches")


def _conditions(where: str, family: Family, table: Mapping[str, Any]) -> None:
    for key in table:
        if key not in family.when:
            wrong(f"{where}: when.{key}", f"{family.name} has no condition {key}{nearest(key, family.when)}")
    for key, condition in family.when.items():
        if condition.required and key not in table:
            wrong(where, f"lacks when.{key}, which {family.name} needs")
        if condition.excuses and key in table and condition.excuses not in table:
            wrong(f"{where}: when.{key}", f"stands in for when.{condition.excuses}, which the rule lacks")


def _value(where: str, value: str, allowed: Values, lexicons: Mapping[str, Rows], ids: Iterable[str]) -> None:
    if isinstance(allowed, Integer):
        if not _INTEGER.fullmatch(value):
            wrong(where, f"must be a whole number, not {value}")
    elif isinstance(allowed, Decimal):
        if not _DECIMAL.fullmatch(value):
            wrong(where, f"must be a number, not {value}")
    elif isinstance(allowed, RuleId):
        known = list(ids)
        if value not in known:
            wrong(where, f"there is no rule {value}{nearest(value, known)}")
    elif isinstance(allowed, (Codes, Column)):
        codes = allowed.allowed if isinstance(allowed, Codes) else column(lexicons, allowed)
        for code in value.split("|") if allowed.several else [value]:
            if code not in codes:
                wrong(where, f"unknown code {code or '(empty)'}{nearest(code, codes)}")


def column(lexicons: Mapping[str, Rows], wanted: Column) -> tuple[str, ...]:
    """The values that a column of a lexicon holds, and those beside them."""
    found = {part for row in lexicons[wanted.lexicon] for part in row[wanted.column].split("|")}
    return (*wanted.also, *sorted(found - {""}))
