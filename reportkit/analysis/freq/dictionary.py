"""Dictionaries: groups of words, shipped or a user's own."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

from reportkit import resources
from reportkit.errors import UsageError
from reportkit.read.encoding import decode
from reportkit.suggest import unknown

_FOLDER = "dictionaries"
_HEADS = ("group", "word"), ("组", "词"), ("词组", "词"), ("类别", "词")
_APART = re.compile(r"[|｜]")
"""What stands between words of one line: 教育|就业."""
_SEPARATORS = ("\t", ",", "，")
_SHEETS = (".xlsx", ".xlsm")


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
    """A shipped dictionary by its name, or a file: text in any encoding that reports have, or xlsx.

    A line is a group and a word apart by a tab or a comma, or a word alone, which belongs to the group that is named
    like
    the file; several words of a line stand apart by |. # begins a comment. Raises UsageError.
    """
    path = Path(name)
    if path.is_file():
        return _read(path)
    known = [d.name for d in shipped()]
    if name in known:
        return next(d for d in shipped() if d.name == name)
    raise UsageError(f"{name}: no such file, and {unknown('dictionary', name, known)}")


def _read(path: Path) -> Dictionary:
    lines = list(_sheet(path) if path.suffix.lower() in _SHEETS else _lines(path))
    source = " ".join(word.lstrip("# ") for group, word in lines if not group and word.startswith("#"))
    words: dict[str, list[str]] = {}
    for group, told in lines:
        if (group or told).startswith("#") or (group.lower(), told.lower()) in _HEADS:
            continue
        for word in filter(None, (w.strip() for w in _APART.split(told))):
            words.setdefault(word, []).append(group or path.stem)
    if not words:
        raise UsageError(f"{path}: holds no word; a line is GROUP<tab>WORD")
    return Dictionary(path.stem, source, {word: tuple(dict.fromkeys(groups)) for word, groups in words.items()})


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """Group and words of every line of a text; a line without group has the words alone."""
    try:
        decoded = decode(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror or error})") from None
    if decoded is None:
        raise UsageError(f"{path}: cannot be read as text in any encoding that is known")
    for line in (line.strip() for line in decoded.text.splitlines()):
        apart = next((s for s in _SEPARATORS if s in line and not line.startswith("#")), None)
        group, _, word = line.rpartition(apart) if apart else ("", "", line)
        if line:
            yield group.strip(), word.strip()


def _sheet(path: Path) -> Iterator[tuple[str, str]]:
    """Group and words of the first sheet of a workbook: two columns, or one."""
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles of other programs that the library does not know
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (OSError, BadZipFile, KeyError, ValueError) as error:
        raise UsageError(f"{path}: cannot be read as a workbook ({error})") from None
    try:
        for row in book.worksheets[0].iter_rows(values_only=True):
            cells = [str(cell).strip() for cell in row if cell is not None and str(cell).strip()]
            if cells:
                yield (cells[0], cells[1]) if len(cells) > 1 else ("", cells[0])
    finally:
        book.close()
