"""What the user names on the command line → the files that are meant."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from reportkit.errors import UnreadableInput
from reportkit.read import corpora
from reportkit.read.files import STDIN
from reportkit.read.text import printable

_TEXTS = (".txt", ".md", ".pdf", ".docx", ".doc", ".wps", ".rtf", ".odt", ".html", ".htm", ".shtml", ".mht", ".mhtml")
SUFFIXES = (*_TEXTS, *corpora.SUFFIXES)
"""What is taken from a folder; a file named as such is read whatever its suffix."""


_LOCK = "~$"
"""Begins the name of the file with which Word marks an open document."""


def expand(sources: Iterable[str]) -> list[str]:
    """Files as given, the texts and tables in folders, what globs match; each once. Raises UnreadableInput.

    The files with which Word marks open documents are passed over: a shell names them beside the documents.
    """
    found = list(dict.fromkeys(path for source in sources for path in _one(source)))
    kept = [path for path in found if not Path(path).name.startswith(_LOCK)]
    if found and not kept:
        raise UnreadableInput(
            f"{printable(found[0])}: is what Word keeps beside a document that is open; name the document itself"
        )
    return kept


def _one(source: str) -> Iterator[str]:
    if os.path.isdir(source):
        yield from _folder(source)
    elif source == STDIN or os.path.lexists(source) or not glob.has_magic(source):
        yield source
    else:
        found = sorted(glob.glob(source, recursive=True))
        if not found:
            raise UnreadableInput(f"{printable(source)}: no file matches")
        for path in found:
            if not os.path.isdir(path):
                yield path
            elif not source.rstrip("/\\").endswith("**"):
                yield from _folder(path)


def _folder(folder: str) -> list[str]:
    """The texts in a folder and below it; a folder below that may not be read is one of them, to be told as such."""
    closed: list[str] = []
    found = [
        os.path.join(place, name)
        for place, _, names in os.walk(folder, onerror=lambda error: closed.append(os.fspath(error.filename)))
        for name in names
        if Path(name).suffix.lower() in SUFFIXES
    ]
    found = sorted(path for path in (*found, *closed) if not _hidden(Path(path).relative_to(folder)))
    if not found:
        raise UnreadableInput(f"{printable(folder)}: holds no report ({', '.join(SUFFIXES)})")
    return found


def _hidden(path: Path) -> bool:
    """Hidden files, and those with which Word marks an open document."""
    return any(part.startswith((".", _LOCK)) for part in path.parts)
