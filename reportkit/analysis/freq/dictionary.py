"""Dictionaries: groups of words, shipped or a user's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reportkit import resources
from reportkit.errors import UsageError

_FOLDER = "dictionaries"


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Words with the groups that each belongs to, and where the list comes from."""

    name: str
    source: str
    words: Mapping[str, tuple[str, ...]]

    @property
    def groups(self) -> tuple[str, ...]:
        """In the order of the file."""
        return tuple(dict.fromkeys(group for groups in self.words.values() for group in groups))

    def pattern(self) -> re.Pattern[str]:
        """Any of the words, the longest first; letters in either case."""
        words = sorted(self.words, key=len, reverse=True)
        return re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE)


def shipped() -> list[Dictionary]:
    """The dictionaries that come with reportkit."""
    names = [name for name in resources.names(resources.overlays()) if name.startswith(f"{_FOLDER}/")]
    return [_shipped(name) for name in sorted(names)]


def _shipped(name: str) -> Dictionary:
    """A dictionary of the data, the user's words of the same name laid over it."""
    words: dict[str, list[str]] = {}
    for group, word in resources.table(name):
        words.setdefault(word, []).append(group)
    return Dictionary(
        name.removeprefix(f"{_FOLDER}/"),
        resources.comments(name),
        {word: tuple(dict.fromkeys(groups)) for word, groups in words.items()},
    )


def load(name: str) -> Dictionary:
    """A shipped dictionary by its name, or a file: columns group and word apart by a tab or a comma, # for comments;
    a line with a word alone belongs to the group that is named like the file. Raises UsageError.
    """
    path = Path(name)
    if path.is_file():
        return _read(path)
    known = {d.name: d for d in shipped()}
    if name in known:
        return known[name]
    raise UsageError(f"{name}: no such file, and no dictionary of that name (there are: {', '.join(known)})")


def _read(path: Path) -> Dictionary:
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read as UTF-8 text ({error})") from None
    source = " ".join(line.lstrip("# ") for line in lines if line.startswith("#"))
    words: dict[str, list[str]] = {}
    for line in (line.strip() for line in lines):
        if not line or line.startswith("#") or line.lower() in ("group\tword", "group,word"):
            continue
        group, _, word = line.rpartition("\t" if "\t" in line else ",")
        words.setdefault(word.strip(), []).append(group.strip() or path.stem)
    if not words:
        raise UsageError(f"{path}: holds no word; a line is GROUP<tab>WORD")
    return Dictionary(path.stem, source, {word: tuple(dict.fromkeys(groups)) for word, groups in words.items()})
