"""A line as it is printed on a page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportkit.read.lines import Row

_DIGITS = re.compile("[0-9０-９]+")
_HAN = re.compile("[\u4e00-\u9fff]")
_WIDE = "\u2e80"
"""Characters after it are as wide as a Chinese one, those before half as wide."""
_PAGE_NUMBER = 8
"""Characters that a page number with its dashes has less than."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    text: str
    left: float
    """Left and right edge in points, 0 where unknown."""
    right: float
    bottom: float | None = None
    """Lower edge in points from below."""
    score: float | None = None
    """How sure a recogniser was of the line, 0 to 1; None for a text layer."""
    size: float = 0.0
    """Size of its type in points, 0 where unknown."""
    uneven: bool = False
    """Whether its characters stand on several lines of the page."""
    row: Row | None = None
    """The row of a table that it is; its own text is empty then."""

    @property
    def words(self) -> str:
        """All that stands in it."""
        return "".join(cell for cell in self.row.cells if isinstance(cell, str)) if self.row else self.text


def width(words: str) -> float:
    """How wide words are set, in Chinese characters."""
    return (len(words) + sum(map(_WIDE.__lt__, words))) / 2


def masked(line: str) -> str:
    """A line without its blanks, every number as 0: what a running head has the same on all pages."""
    return _DIGITS.sub("0", "".join(line.split()))


def is_page_number(text: str) -> bool:
    """Whether a line holds no words and not much else: 3, - 3 -, — 3 —, 3/15."""
    return bool(text) and not _HAN.search(text) and len(masked(text)) < _PAGE_NUMBER
