"""Lines of a window: text wrapped by the width of Chinese characters, never inside a number, a code or a word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import combining, east_asian_width

_WIDE = "WF"
"""Classes of Unicode (UAX 11) whose characters take two cells."""
_GAP = 2
"""Blanks between what stands beside each other."""
_BESIDE = 2
"""Pairs of name and value in a line."""
_ATOM = re.compile(
    r"[（《“‘「〈【［\[(]*"
    r"(?:[0-9A-Za-z０-９_.,:/%％+\-−‑–—~@#&=*'`<>|\\]+[百千万亿]*|.)"
    r"[），。、；：？！》”’」〉】］\])%…,.;:!?]*"
    r"|\s+",
    re.DOTALL,
)
"""What stays together: a number with its sign, its point and its scale, a word, a Chinese character; and the marks
around it."""


def width(text: str) -> int:
    """Cells that a text takes in a window: two for a Chinese character, none for a mark over a letter.

    rich counts the same, but --help is to start without it.
    """
    if text.isascii():
        return len(text)
    return sum(0 if combining(char) else 2 if east_asian_width(char) in _WIDE else 1 for char in text)


def wrapped(text: str, room: int, hang: int = 0) -> list[str]:
    """The lines of a text in ``room`` cells, those after the first set in by ``hang``; line ends of its own are kept.

    Only what is longer than a line by itself (a path, a hash) is cut inside.
    """
    made: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for atom in _ATOM.findall(paragraph):
            if width(line) + width(atom.rstrip()) > room and line.strip():
                made.append(line.rstrip())
                line = " " * hang
                atom = atom.lstrip()
            while width(line) + width(atom.rstrip()) > room:
                head = _head(atom, room - width(line))
                made.append(line + head)
                line, atom = " " * hang, atom[len(head) :]
            line += atom
        made.append(line.rstrip())
    return made


def paired(items: Sequence[tuple[str, str]], room: int) -> list[str]:
    """Names with their values, aligned, as many beside each other as ``room`` holds; the longest stand below."""
    named = max((width(name) for name, _ in items), default=0) + _GAP
    told = [(name + " " * (named - width(name)) + value) for name, value in items]
    cell = (room - _GAP) // _BESIDE
    short = [one for one in told if width(one) <= cell]
    lines = []
    for place in range(0, len(short), _BESIDE):
        beside = [one + " " * (cell + _GAP - width(one)) for one in short[place : place + _BESIDE]]
        lines.append("".join(beside).rstrip())
    return lines + [line for one in told if one not in short for line in wrapped(one, room, named)]


def _head(text: str, room: int) -> str:
    """As many characters as the room holds, at least one."""
    taken = 0
    for place, char in enumerate(text):
        taken += width(char)
        if taken > room and place:
            return text[:place]
    return text
