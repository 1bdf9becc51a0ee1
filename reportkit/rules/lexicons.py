"""Lexicons: tables of words, the user's laid over the shipped ones."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path
from typing import Any

from reportkit import resources
from reportkit.errors import BadRules

Rows = tuple[dict[str, str], ...]


def read(overlays: tuple[Path, ...], digest: Any) -> dict[str, Rows]:
    """The lexicons by name: ``units`` is ``units.tsv``. Raises BadRules."""
    lexicons = {
        p.stem: _read_tsv(p, digest) for p in sorted(resources.folder("data").glob("*.tsv")) if p.stem != "regions"
    }
    for folder in overlays:
        for path in sorted(folder.rglob("*.tsv")):
            lexicons[path.stem] = _overlay(path, lexicons.get(path.stem), _read_tsv(path, digest))
    return lexicons


def _overlay(path: Path, shipped: Rows | None, own: Rows) -> Rows:
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


def _read_tsv(path: Path, digest: Any) -> Rows:
    content = text(path, digest)
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


def text(path: Path, digest: Any) -> str:
    """A file as UTF-8 text, taken into the hash. Raises BadRules."""
    try:
        raw = path.read_bytes()
        digest.update(path.name.encode() + b"\0" + raw + b"\0")
        return raw.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadRules(f"{path}: cannot be read as UTF-8 text: {error}") from None


def terms(lexicons: dict[str, Rows], name: str, column: str = "", values: str = "") -> list[str]:
    """The terms of a lexicon with their aliases, sorted; only rows whose ``column`` holds one of ``values`` if given."""
    wanted = set(values.split("|"))
    return sorted(
        {
            term
            for row in lexicons[name]
            if not column or wanted & set(row[column].split("|"))
            for term in (next(iter(row.values())), *filter(None, row.get("aliases", "").split("|")))
        }
    )


def alternation(words: list[str]) -> str:
    """A pattern that prefers the longest of the sorted ``words``, with shared beginnings written once."""
    branches: list[str] = []
    single: list[str] = []
    ends = bool(words) and not words[0]
    for first, group in groupby(words[ends:], key=lambda t: t[0]):
        rest = alternation([t[1:] for t in group])
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
