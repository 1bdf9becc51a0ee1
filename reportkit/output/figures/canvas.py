"""What charts are drawn with: shapes whose looks the page's style decides, by their class."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from reportkit.model.measures import MINUS

WIDTH = 600.0
LINE = 22.0
"""Height of a row of a chart."""
_WIDE, _NARROW = 12.0, 6.6
"""Widths of a Chinese and of a Latin character at the size of a chart's labels, 12 px."""
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Shape:
    """An SVG element: its name, its attributes, its text, and what it tells when pointed at."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    told: str = ""


@dataclass(slots=True, kw_only=True)
class Figure:
    """A chart with the numbers it shows."""

    title: str
    note: str
    heads: Sequence[str]
    rows: list[Sequence[str]]
    keys: list[tuple[str, str]] = field(default_factory=list)
    """What the legend explains: form (box diamond line) and class, and label."""
    height: float = 0.0
    shapes: list[Shape] = field(default_factory=list)

    def rect(self, x: float, y: float, width: float, height: float, kind: str, told: str = "") -> None:
        """A filled box; one that ends left of where it begins is turned round."""
        x, width = min(x, x + width), abs(width)
        self._add("rect", {"x": x, "y": y, "width": width, "height": height}, kind, told=told)

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str) -> None:
        """A straight line."""
        self._add("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2}, kind)

    def curve(self, points: Sequence[tuple[float, float]], kind: str, told: str = "", region: str = "") -> None:
        """A line through points; of ``region``, if it is to be found by it."""
        joined = " ".join(f"{_short(x)},{_short(y)}" for x, y in points)
        named = {"data-region": region} if region else {}
        self.shapes.append(Shape("polyline", {"points": joined, "class": kind} | named, told=told))

    def dot(self, x: float, y: float, kind: str, told: str = "", size: float = 4.5, region: str = "") -> None:
        """A round mark; of ``region``, if it is to be found by it."""
        self._add("circle", {"cx": x, "cy": y, "r": size}, kind, told=told)
        if region:
            self.shapes[-1].attributes["data-region"] = region

    def diamond(self, x: float, y: float, kind: str, told: str = "", size: float = 5.5) -> None:
        """A mark that stands on its point."""
        corners = ((x, y - size), (x + size, y), (x, y + size), (x - size, y))
        joined = " ".join(f"{_short(a)},{_short(b)}" for a, b in corners)
        self.shapes.append(Shape("polygon", {"points": joined, "class": kind}, told=told))

    def write(self, x: float, y: float, text: str, kind: str = "", told: str = "") -> None:
        """Words that begin at ``x``; with the class ``end`` or ``middle`` they end there or stand about it."""
        self._add("text", {"x": x, "y": y}, kind, text, told)

    def _add(self, tag: str, places: dict[str, float], kind: str, text: str = "", told: str = "") -> None:
        attributes = {name: _short(value) for name, value in places.items()} | ({"class": kind} if kind else {})
        self.shapes.append(Shape(tag, attributes, text, told))


def clipped(text: str, width: float) -> str:
    """As much of a text as fits a width, with … for the rest."""
    taken = 0.0
    for place, char in enumerate(text):
        taken += _WIDE if unicodedata.east_asian_width(char) in "WFA" else _NARROW
        if taken > width:
            return text[: max(1, place - 1)] + "…"
    return text


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers from one at or below ``low`` to one at or above ``high``."""
    span = (high - low) or abs(high) or 1.0
    size = 10.0 ** math.floor(math.log10(span / most))
    step = next(s * size for s in _STEPS if span / (s * size) <= most)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(k * step, 10) for k in range(first, max(last, first + 1) + 1)]


def number(value: float) -> str:
    """A number as an axis shows it, with a minus and no hyphen."""
    return f"{value:g}".replace("-", MINUS)


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
