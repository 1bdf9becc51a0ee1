"""Lines of a document that has tables → its text: cells apart, rows on lines of their own."""

from __future__ import annotations

from collections.abc import Iterable

from reportkit.model.records import Source

MARK = "\x1e"
"""Before a line that is a table row; never in the text."""
_CELL, _ROW = "，", "；"
_ENDS = "，；。！？：、"


def row(cells: Iterable[str]) -> str:
    """The cells of a table row as one line: parted by ，, ended by ；. Empty for a row without words."""
    told = [words for cell in cells if (words := " ".join(cell.split()).rstrip(_ENDS))]
    return f"{MARK}{_CELL.join(told)}{_ROW}" if told else ""


def assembled(lines: Iterable[str], name: str, encoding: str) -> Source:
    """The lines one below the other; a table row is known to begin a paragraph, and so are its neighbours."""
    pieces: list[str] = []
    begun: set[int] = set()
    at = before = 0
    after_row = False
    for line in lines:
        words = line.removeprefix(MARK)
        if after_row or words != line:
            begun |= {before, at}
        after_row = words != line
        pieces.append(words + "\n")
        before, at = at, at + len(words) + 1
    return Source("".join(pieces), name, encoding, begun=frozenset(begun))
