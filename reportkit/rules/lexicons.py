"""The lexicons as rules see them: terms, and patterns for any of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from reportkit import resources
from reportkit.resources import Folders, Rows


@dataclass(frozen=True, slots=True)
class Lexicons(Mapping[str, Rows]):
    """Name → rows, read when they are asked for."""

    folders: Folders

    def __getitem__(self, name: str) -> Rows:
        if name not in resources.names(self.folders):
            raise KeyError(name)
        return resources.rows(name, self.folders)

    def __iter__(self) -> Iterator[str]:
        return iter(resources.names(self.folders))

    def __len__(self) -> int:
        return len(resources.names(self.folders))


def terms(lexicons: Mapping[str, Rows], name: str, column: str = "", values: str = "") -> list[str]:
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
    for first, group in groupby(words[ends:], key=itemgetter(0)):
        word, *others = group
        if others:
            branches.append(re.escape(first) + alternation([word[1:], *(t[1:] for t in others)]))
        else:
            (branches if len(word) > 1 else single).append(re.escape(word))
    if single:
        branches.append(single[0] if len(single) == 1 else f"[{''.join(single)}]")
    if not branches:
        return ""
    made = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{made})?" if ends else made
