"""Rules and lexicons as data: loading, checking, overlaying a user's own.

A rule file is TOML: a ``family``, optional ``[macros]``, and ``[[rule]]`` tables with ``id``,
``doc``, ``pattern``, ``set`` (what the rule says when it matches), ``hit`` and ``miss`` examples.
Three things are substituted in a pattern: ``{name}`` is a macro, ``{lex:verbs}`` the terms of a
lexicon, longest first, and ``#``, in families that judge numbers, is the number itself: what
stands before it must end where the number starts, what stands after it begins where it ends.
Within a family the first rule that matches decides; a user's rules come before the shipped ones.

A lexicon is a TSV file with a header line; its first column is the term.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

from reportkit import resources
from reportkit.errors import BadRules
from reportkit.rules import cache

T = TypeVar("T")
_SUBSTITUTE = re.compile(r"\{(lex:)?([a-z_]+)(?::([a-z_]+)=([a-z_|]+))?\}")
_SAYS = {
    "numbers.role": "role", "numbers.page": "role", "numbers.bound": "bound", "numbers.unit": "unit", "strength": "strength",
    "indicators.predicate": "class", "indicators.measure": "measure", "indicators.wordless": "bound",
    "indicators.time": "year", "indicators.status": "status", "structure.part": "part", "structure.cue": "part",
    "structure.heading": "kind", "structure.stance": "stance", "projects.status": "status",
}  # fmt: skip
"""What a rule of a family must say."""
USER_TIMEOUT = 1.0
"""Seconds a pattern of the user may run on one piece of text before it is reported as runaway."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text that a rule must match (with what it must give) or must leave alone."""

    text: str
    found: str
    fields: dict[str, Any]
    why: str
    xfail: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, its macros expanded."""

    id: str
    family: str
    doc: str
    patterns: tuple[str, ...]
    """One or more alternatives, macros expanded."""
    set: dict[str, str]
    when: dict[str, str]
    """Conditions beside the pattern; which ones there are is told in docs/rules.md."""
    hits: tuple[Example, ...]
    misses: tuple[Example, ...]
    file: str
    user: bool

    @property
    def pattern(self) -> str:
        """The alternatives as one regular expression."""
        return "|".join(self.patterns)

    def compile(self) -> re.Pattern[str]:
        """The pattern, ready to search with. Raises BadRules."""
        return _compile(self.pattern, self)

    def contexts(self) -> tuple[Context, ...]:
        """The alternatives, each cut at its number slot. Raises BadRules."""
        return tuple(self._context(pattern) for pattern in self.patterns)

    def _context(self, pattern: str) -> Context:
        before, slot, after = pattern.partition("#")
        if not slot or "#" in after:
            raise BadRules(f"{self.file}: rule {self.id}: each pattern needs one # where the number stands")
        return Context(
            _compile(f"(?:{before})\\Z", self) if before else None,
            _compile(after, self) if after else None,
        )


@dataclass(frozen=True, slots=True)
class Context:
    """What must stand before and after a number."""

    before: re.Pattern[str] | None
    after: re.Pattern[str] | None

    def match(self, left: str, text: str, end: int) -> bool:
        """Whether ``left`` (what precedes the number) and ``text`` from ``end`` on both fit."""
        if self.after is not None and not self.after.match(text, end):
            return False
        return self.before is None or self.before.search(left) is not None


class _Timed:
    """A user's pattern behind the interface of ``re``, stopped when it runs away."""

    def __init__(self, pattern: str, rule: Rule) -> None:
        import regex

        self._compiled = regex.compile(pattern)
        self._rule = rule

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._compiled, name)

        def call(*args: Any) -> Any:
            try:
                found = method(*args, timeout=USER_TIMEOUT)
                return iter(list(found)) if name == "finditer" else found
            except TimeoutError:
                raise BadRules(
                    f"{self._rule.file}: rule {self._rule.id}: the pattern ran longer than {USER_TIMEOUT:g} s"
                ) from None

        return call


def _compile(pattern: str, rule: Rule) -> re.Pattern[str]:
    try:
        if rule.user:
            return _Timed(pattern, rule)  # type: ignore[return-value]
        return cache.pattern(pattern)
    except Exception as error:
        raise BadRules(f"{rule.file}: rule {rule.id}: bad pattern: {error}") from None


@dataclass(eq=False, slots=True)
class Rules:
    """All rules and lexicons of a run."""

    all: tuple[Rule, ...]
    lexicons: dict[str, tuple[dict[str, str], ...]]
    hash: str
    """SHA-256 over every rule file and lexicon, in hexadecimal."""
    _memo: dict[Any, Any] = field(default_factory=dict, repr=False)

    def family(self, name: str) -> tuple[Rule, ...]:
        """The rules of one family, those of the user first."""
        return self.memo(_families).get(name, ())

    def lexicon(self, name: str) -> tuple[dict[str, str], ...]:
        """The rows of ``data/<name>.tsv``, those of the user first."""
        return self.lexicons[name]

    def terms(self, name: str, column: str = "", values: str = "") -> str:
        """A pattern for any of a lexicon's terms, the longest where several fit."""
        return _alternation(self.lexicons, name, column, values)

    def memo(self, build: Callable[[Rules], T]) -> T:
        """``build(self)``, computed once for this set of rules."""
        if build not in self._memo:
            self._memo[build] = build(self)
        result: T = self._memo[build]
        return result


def _families(rules: Rules) -> dict[str, tuple[Rule, ...]]:
    found: dict[str, list[Rule]] = {}
    for rule in sorted(rules.all, key=lambda r: not r.user):
        found.setdefault(rule.family, []).append(rule)
    return {name: tuple(members) for name, members in found.items()}


def _alternation(lexicons: dict[str, tuple[dict[str, str], ...]], name: str, column: str, values: str) -> str:
    wanted = set(values.split("|"))
    terms = {
        term
        for row in lexicons[name]
        if not column or wanted & set(row[column].split("|"))
        for term in (next(iter(row.values())), *filter(None, row.get("aliases", "").split("|")))
    }
    return _trie(sorted(terms))


def _trie(terms: list[str]) -> str:
    """An alternation that prefers the longest of the sorted ``terms``, with shared beginnings written once."""
    branches: list[str] = []
    single: list[str] = []
    ends = bool(terms) and not terms[0]
    for first, group in groupby(terms[ends:], key=lambda t: t[0]):
        rest = _trie([t[1:] for t in group])
        if rest:
            branches.append(re.escape(first) + rest)
        else:
            single.append(re.escape(first))
    if single:
        branches.append(single[0] if len(single) == 1 else f"[{''.join(single)}]")
    if not branches:
        return ""
    made = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{made})?" if ends else made


@lru_cache(maxsize=8)
def load(overlays: tuple[Path, ...] = ()) -> Rules:
    """The shipped rules and lexicons with the user's folders laid over them.

    A user's rule with the id of a shipped one replaces it; his lexicon ``units.tsv`` adds to (or,
    with the same term, replaces in) the shipped ``units.tsv``. Raises BadRules.
    """
    digest = hashlib.sha256()
    for folder in overlays:
        if not folder.is_dir():
            raise BadRules(f"{folder}: no such folder of rules")
    lexicons = {
        p.stem: _read_tsv(p, digest) for p in sorted(resources.folder("data").glob("*.tsv")) if p.stem != "regions"
    }
    for folder in overlays:
        for path in sorted(folder.rglob("*.tsv")):
            lexicons[path.stem] = _overlay(path, lexicons.get(path.stem), _read_tsv(path, digest))
    rules: dict[str, Rule] = {}
    macros: dict[str, str] = {}
    for base, user in [(resources.folder("patterns"), False), *((f, True) for f in overlays)]:
        for path in sorted(base.rglob("*.toml")):
            for rule in _read_rules(path, path.relative_to(base).as_posix(), user, macros, lexicons, digest):
                if rule.id in rules and not (user and not rules[rule.id].user):
                    raise BadRules(f"{path}: rule {rule.id} is there twice")
                rules[rule.id] = rule
    return Rules(tuple(rules.values()), lexicons, digest.hexdigest())


def _overlay(
    path: Path, shipped: tuple[dict[str, str], ...] | None, own: tuple[dict[str, str], ...]
) -> tuple[dict[str, str], ...]:
    if not shipped:
        return own
    header = list(shipped[0])
    for row in own:
        if unknown := set(row) - set(header):
            raise BadRules(f"{path}: unknown column {', '.join(sorted(unknown))} (known: {', '.join(header)})")
    key = header[0]
    full = tuple({h: row.get(h, "") for h in header} for row in own)
    replaced = {row[key] for row in full}
    return full + tuple(row for row in shipped if row[key] not in replaced)


def _read_tsv(path: Path, digest: Any) -> tuple[dict[str, str], ...]:
    content = _text(path, digest)
    lines = [line for line in content.split("\n") if line.strip() and not line.startswith("#")]
    if not lines:
        raise BadRules(f"{path}: the lexicon is empty; its first line must name the columns")
    header = lines[0].rstrip("\r").split("\t")
    rows = []
    for line in lines[1:]:
        cells = line.rstrip("\r").split("\t")
        if len(cells) > len(header):
            raise BadRules(f"{path}: more cells than columns: {line.strip()[:40]}")
        rows.append(dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True)))
    return tuple(rows)


def _text(path: Path, digest: Any) -> str:
    try:
        raw = path.read_bytes()
        digest.update(path.name.encode() + b"\0" + raw + b"\0")
        return raw.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadRules(f"{path}: cannot be read as UTF-8 text: {error}") from None


def _read_rules(
    path: Path,
    name: str,
    user: bool,
    shared: dict[str, str],
    lexicons: dict[str, tuple[dict[str, str], ...]],
    digest: Any,
) -> Iterable[Rule]:
    try:
        table = tomllib.loads(_text(path, digest))
    except tomllib.TOMLDecodeError as error:
        raise BadRules(f"{path}: {error}") from None
    own: dict[str, str] = {}
    for key, value in table.get("macros", {}).items():
        own[key] = _expand(value, {**shared, **own}, lexicons, f"{path}: macro {key}")
    if path.name.startswith("_"):
        shared.update(own)
    family = table.get("family", "")
    for entry in table.get("rule", ()):
        where = f"{path}: rule {entry.get('id', '?')}"
        if missing := [k for k in ("id", "doc", "pattern") if not entry.get(k)]:
            raise BadRules(f"{where}: lacks {', '.join(missing)}")
        if not family:
            raise BadRules(f"{path}: lacks its family")
        if (says := _SAYS.get(family)) and says not in entry.get("set", {}):
            raise BadRules(f"{where}: lacks set.{says}: what the rule says when it matches")
        if not entry.get("hit"):
            raise BadRules(f"{where}: a rule needs at least one example under hit")
        patterns = entry["pattern"] if isinstance(entry["pattern"], list) else [entry["pattern"]]
        macros = {**shared, **own}
        yield Rule(
            entry["id"], family, entry["doc"],
            tuple(_expand(p, macros, lexicons, where) for p in patterns),
            {k: str(v) for k, v in entry.get("set", {}).items()},
            {k: _expand(str(v), macros, lexicons, where) for k, v in entry.get("when", {}).items()},
            tuple(_example(e, where) for e in entry["hit"]),
            tuple(_example(e, where) for e in entry.get("miss", ())),
            str(path) if user else name, user,
        )  # fmt: skip


def _expand(pattern: str, macros: dict[str, str], lexicons: dict[str, Any], where: str) -> str:
    def one(m: re.Match[str]) -> str:
        known = lexicons if m[1] else macros
        if m[2] not in known:
            raise BadRules(f"{where}: unknown {'lexicon' if m[1] else 'macro'} {{{m[2]}}}")
        return f"(?:{_alternation(lexicons, m[2], m[3] or '', m[4] or '') if m[1] else macros[m[2]]})"

    return _SUBSTITUTE.sub(one, pattern)


def _example(entry: dict[str, Any], where: str) -> Example:
    if not entry.get("text"):
        raise BadRules(f"{where}: an example lacks its text")
    known = {"text", "found", "why", "xfail"}
    fields = {k: v for k, v in entry.items() if k not in known}
    return Example(entry["text"], entry.get("found", ""), fields, entry.get("why", ""), entry.get("xfail", ""))
