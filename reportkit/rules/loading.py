"""Reads rule files and lexicons, checks them, and lays a user's own over the shipped ones.

A rule file is TOML: a ``family``, optional ``[macros]``, and ``[[rule]]`` tables with ``id``,
``doc``, ``pattern``, ``set`` (what the rule says when it matches), ``hit`` and ``miss`` examples.
Three things are substituted in a pattern: ``{name}`` is a macro, ``{lex:verbs}`` the terms of a
lexicon, longest first, and ``#``, in families that judge numbers, is the number itself: what
stands before it must end where the number starts, what stands after it begins where it ends.

A rule of the user replaces the shipped one of the same id where it stands; a new one is asked
before the rule that it names (``before``), else before all of its family.

A lexicon is a TSV file with a header line; its first column is the term.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from reportkit import resources
from reportkit.errors import BadRules
from reportkit.paths import content
from reportkit.rules import check, lexicons
from reportkit.rules.collection import Rules
from reportkit.rules.families import FAMILIES
from reportkit.rules.rule import Example, Rule

_SUBSTITUTE = re.compile(r"\{(lex:)?([A-Za-z_][A-Za-z_0-9]*)(?::([a-z_]+)=([a-z_|]+))?\}")
_DEEP = re.compile(r"(?<![\w-])(?:[\w-]++\s*+\.\s*+){100}")
"""A name of a hundred parts."""
_LONGEST = 200_000
"""Characters of an expanded pattern; the longest shipped one has some 20,000. Macros that hold one another grow fast."""


@lru_cache(maxsize=8)
def load(overlays: tuple[Path, ...] = ()) -> Rules:
    """The shipped rules and lexicons with the user's folders laid over them.

    A user's rule with the id of a shipped one replaces it; his lexicon ``units.tsv`` adds to (or,
    with the same term, replaces in) the shipped ``units.tsv``. Raises BadRules.
    """
    resources.check(overlays)
    digest = hashlib.sha256(resources.digest(overlays))
    words = lexicons.Lexicons(overlays)
    macros: dict[str, str] = {}
    shipped = list(_folder(resources.folder("patterns"), False, macros, words, digest))
    own = [rule for folder in overlays for rule in _folder(folder, True, macros, words, digest)]
    rules = _laid_over(shipped, own)
    _check_used(overlays)
    ids = [rule.id for rule in rules]
    for rule in rules:
        check.values(rule, words, ids)
        check.patterns(rule)
    return Rules(all=tuple(rules), lexicons=words, hash=digest.hexdigest())


def _check_used(overlays: tuple[Path, ...]) -> None:
    """Refuses a table of the user that is none of the shipped ones and that no rule of his names."""
    named = {m[2] for folder in overlays for path in folder.rglob("*.toml")
             for m in _SUBSTITUTE.finditer(content(path).decode("utf-8-sig")) if m[1]}  # fmt: skip
    for path, nearest in resources.unknown(overlays):
        if path.stem not in named:
            check.wrong(str(path), f"there is no lexicon of this name, and no rule uses it{nearest}")


def _folder(base: Path, user: bool, macros: dict[str, str], words: lexicons.Lexicons, digest: Any) -> Iterator[Rule]:
    for path in sorted(base.rglob("*.toml")):
        name = str(path) if user else path.relative_to(base).as_posix()
        yield from _Reader(path, name, user, macros, words).rules(digest)


def _laid_over(shipped: list[Rule], own: list[Rule]) -> list[Rule]:
    """The rules in the order in which they are asked."""
    rules: dict[str, Rule] = {}
    for rule in shipped:
        if rule.id in rules:
            check.wrong(rule.where, "is there twice")
        rules[rule.id] = rule
    seen: set[str] = set()
    fresh: list[Rule] = []
    for rule in own:
        if rule.id in seen:
            check.wrong(rule.where, "is there twice")
        seen.add(rule.id)
        if (replaced := rules.get(rule.id)) is None:
            fresh.append(rule)
            continue
        if replaced.family != rule.family or replaced.default != rule.default:
            kind = "a default" if replaced.default else "a rule"
            check.wrong(rule.where, f"replaces {kind} of {replaced.family}, and must be one")
        rules[rule.id] = rule
    return _with_fresh(list(rules.values()), fresh)


def _with_fresh(rules: list[Rule], fresh: list[Rule]) -> list[Rule]:
    """The user's new rules before the rules that they name, the others first."""
    first = [rule for rule in fresh if not rule.before]
    placed = first + rules
    for rule in (r for r in fresh if r.before):
        members = {r.id: place for place, r in enumerate(placed) if r.family == rule.family}
        if rule.before not in members:
            known = check.nearest(rule.before, members)
            check.wrong(f"{rule.where}: before", f"there is no rule {rule.before} in {rule.family}{known}")
        placed.insert(members[rule.before], rule)
    return placed


class _Reader:
    """One rule file."""

    def __init__(self, path: Path, name: str, user: bool, shared: dict[str, str], words: lexicons.Lexicons) -> None:
        self._path, self._name, self._user = path, name, user
        self._shared, self._words = shared, words
        self._written: dict[str, str] = {}

    def rules(self, digest: Any) -> Iterator[Rule]:
        """Its rules, macros expanded. Raises BadRules."""
        table = self._table(digest)
        check.file(str(self._path), table)
        own: dict[str, str] = {}
        for key, value in table.get("macros", {}).items():
            own[key] = self._expand(value, self._shared | own, f"{self._path}: macro {key}")
        if self._path.name.startswith("_"):
            self._shared.update(own)
        for entry in table.get("rule", ()):
            yield self._rule(table["family"], entry, self._shared | own)

    def _table(self, digest: Any) -> dict[str, Any]:
        try:
            raw = content(self._path)
            digest.update(self._path.name.encode() + b"\0" + raw + b"\0")
            text = raw.decode("utf-8-sig")
            if _DEEP.search(text):  # tomllib takes time and memory with the square of the depth
                raise RecursionError
            return tomllib.loads(text)
        except OSError as error:
            raise BadRules(f"{self._path}: cannot be read: {error.strerror or error}") from None
        except UnicodeDecodeError as error:
            raise BadRules(f"{self._path}: cannot be read as UTF-8 text: {error}") from None
        except tomllib.TOMLDecodeError as error:
            raise BadRules(f"{self._path}: {error}") from None
        except RecursionError:
            raise BadRules(f"{self._path}: tables or lists stand too deep inside one another") from None

    def _rule(self, family: str, entry: Mapping[str, Any], macros: dict[str, str]) -> Rule:
        where = f"{self._path}: rule {entry.get('id') or '?'}"
        check.entry(where, FAMILIES[family], entry)
        written = entry.get("pattern", [])
        alternatives = written if isinstance(written, list) else [written]
        when = entry.get("when", {})
        return Rule(
            id=entry["id"],
            family=family,
            doc=entry["doc"],
            patterns=tuple(self._expand(p, macros, f"{where}: pattern") for p in alternatives),
            set={key: str(value) for key, value in entry.get("set", {}).items()},
            when={key: self._expand(value, macros, f"{where}: when.{key}") for key, value in when.items()},
            hits=tuple(map(_example, entry["hit"])),
            misses=tuple(map(_example, entry.get("miss", ()))),
            file=self._name,
            user=self._user,
            default=entry.get("default", False),
            before=entry.get("before", ""),
        )

    def _expand(self, pattern: str, macros: Mapping[str, str], where: str) -> str:
        def one(m: re.Match[str]) -> str:
            return f"(?:{self._terms(m, where) if m[1] else self._macro(m[2], macros, where)})"

        if self._user:
            check.placeholders(where, _SUBSTITUTE.sub("", pattern))
        expanded = _SUBSTITUTE.sub(one, pattern)
        if len(expanded) > _LONGEST:
            check.wrong(where, f"grows to {len(expanded):,} characters by its macros; at most {_LONGEST:,}")
        return expanded

    @staticmethod
    def _macro(name: str, macros: Mapping[str, str], where: str) -> str:
        if name not in macros:
            check.wrong(where, f"unknown macro {{{name}}}{check.nearest(name, macros)}")
        return macros[name]

    def _terms(self, m: re.Match[str], where: str) -> str:
        """The terms of a lexicon as alternatives, written once for all places that name them in a file."""
        if m[0] not in self._written:
            self._written[m[0]] = self._alternatives(m, where)
        return self._written[m[0]]

    def _alternatives(self, m: re.Match[str], where: str) -> str:
        name, column, values = m[2], m[3] or "", m[4] or ""
        if name not in self._words:
            check.wrong(where, f"unknown lexicon {{lex:{name}}}{check.nearest(name, self._words)}")
        rows = self._words[name]
        if column and column not in rows[0]:
            check.wrong(where, f"the lexicon {name} has no column {column}{check.nearest(column, rows[0])}")
        if column:
            known = {part for row in rows for part in row[column].split("|")}
            for value in values.split("|"):
                if value not in known:
                    nearest = check.nearest(value, sorted(known))
                    check.wrong(where, f"no row of {name} has {value} as its {column}{nearest}")
        return lexicons.alternation(lexicons.terms(self._words, name, column, values))


def _example(entry: Mapping[str, Any]) -> Example:
    known = ("text", "found", "why", "xfail")
    fields = {key: value for key, value in entry.items() if key not in known}
    return Example(fields=fields, **{key: entry[key] for key in known if key in entry})
