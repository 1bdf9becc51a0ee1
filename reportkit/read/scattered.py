"""Pages whose characters were drawn out of turn, digits after the text: put back to their places by position."""

from __future__ import annotations

import re
from collections.abc import Sequence
from ctypes import c_double
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from reportkit.read.printed import Line

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

_HAN = re.compile("[\u4e00-\u9fff]")
_DIGIT = re.compile("[0-9０-９]")
_WORD = re.compile("[0-9A-Za-z.%]")
_LEVEL = 0.5
"""Share of the width of a character by which one may stand off the line of the others."""
NEXT_LINE = 0.9
"""Share of the size of a character from which on one that stands lower is of the next line."""
_APART = 0.25
"""Share of that width from which a gap between two numbers or Latin words is a blank."""
_OVER = 0.5
"""Share of its width by which a character may lie over the one before; more is no text that people can read."""
_RAISED = 0.75
"""Characters smaller than this share of their line are numbers of footnotes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Char:
    """A character where it stands on a page, in points from the left and from below."""

    text: str
    left: float
    right: float
    base: float
    """Height of the line that it stands on, in points from below."""
    size: float


def is_scattered(lines: Sequence[Line]) -> bool:
    """Whether digits of a page stand in lines of their own that belong into other lines."""
    figures = [
        line for line in lines if line.bottom is not None and _DIGIT.search(line.text) and not _HAN.search(line.text)
    ]
    words = [line for line in lines if line.bottom is not None and _HAN.search(line.text)]
    return any(line.uneven for line in figures) or any(_inside(line, other) for line in figures for other in words)


def is_uneven(places: PdfTextPage, start: int, end: int, size: float) -> bool:
    """Whether characters without a word among them stand on several lines; ``size`` is that of their type."""
    bases = [_base(places, index) for index in range(start, end)]
    return max(bases) - min(bases) > _LEVEL * size


def levels(words: str, begin: int, size: float, places: PdfTextPage) -> list[tuple[str, int]]:
    """The parts of a line that stand one below the other, with where each begins; ``size`` is that of its type.

    pdfium reads a dash at the head of a line, whose ink is no higher than that of a stop, into the line above.
    """
    parts: list[tuple[str, int]] = []
    at, base = 0, _base(places, begin)
    for place in range(1, len(words)):
        if words[place].isspace() or not words[place - 1].isspace():
            continue
        if base - _base(places, begin + place) > NEXT_LINE * size:
            parts.append((words[at:place].rstrip(), begin + at))
            at, base = place, _base(places, begin + place)
    return [*parts, (words[at:], begin + at)]


def in_place(text: str, places: PdfTextPage) -> tuple[list[Line], bool]:
    """The lines of a page by the places of its characters, and whether they are sure: none lies over another."""
    chars = characters(text, places)
    wide = sorted(char.right - char.left for char in chars if _HAN.match(char.text))
    em = wide[len(wide) // 2] if wide else 0.0
    lines: list[list[Char]] = []
    for char in sorted(chars, key=lambda c: -c.base):
        if lines and lines[-1][0].base - char.base < _LEVEL * em:
            lines[-1].append(char)
        else:
            lines.append([char])
    ordered = [sorted(line, key=lambda c: c.left) for line in lines]
    return [_line(line, em) for line in ordered], not any(map(_overlaid, ordered))


def _base(places: PdfTextPage, index: int) -> float:
    from pypdfium2 import raw

    x, y = c_double(), c_double()
    raw.FPDFText_GetCharOrigin(places, index, x, y)
    return y.value


def characters(text: str, places: PdfTextPage) -> list[Char]:
    """The characters of a page, blanks aside."""
    from pypdfium2 import raw

    found = []
    for index, char in enumerate(text):
        if char.isspace() or ord(char) < ord(" "):
            continue
        left, _, right, _ = places.get_charbox(index)
        size = raw.FPDFText_GetFontSize(places, index)
        found.append(Char(text=char, left=left, right=right, base=_base(places, index), size=size))
    return found


def _line(chars: Sequence[Char], em: float) -> Line:
    size = max(char.size for char in chars)
    words = ""
    before: Char | None = None
    for char in chars:
        raised = char.size < _RAISED * size and _DIGIT.match(char.text)
        apart = before and char.left - before.right > _APART * em
        if raised or (before and apart and _WORD.match(before.text) and _WORD.match(char.text)):
            words += " "
        words += "" if raised else char.text
        before = char
    return Line(
        text=words.strip(),
        left=chars[0].left,
        right=chars[-1].right,
        bottom=min(char.base for char in chars),
        size=size,
    )


def _overlaid(chars: Sequence[Char]) -> bool:
    """Whether a character lies over the one before it."""
    return any(
        one.right - two.left > _OVER * min(one.right - one.left, two.right - two.left) for one, two in pairwise(chars)
    )


def _inside(figure: Line, words: Line) -> bool:
    """Whether digits stand on the line of some words, between its first and its last."""
    if figure.bottom is None or words.bottom is None:
        return False
    level = abs(figure.bottom - words.bottom) < _LEVEL * max(figure.size, words.size)
    return level and words.left < figure.left and figure.right < words.right
