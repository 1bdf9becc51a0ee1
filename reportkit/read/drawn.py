"""Rules that are drawn on a page: the lines, and the sides of boxes, that run along it or down it."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import c_float, c_int
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_STRAIGHT = 0.5
"""Points by which a line may be off the level or the plumb."""
_LEAST = 1.0
"""Points that it has at least."""
_CORNERS = 400
"""Corners of a path; one with more is a drawing, no rule and no box."""
_PATHS = 20_000
"""Paths of a page that are looked at."""
_DEEP = 4
"""How deep forms may stand in one another."""
_Matrix = tuple[float, float, float, float, float, float]
_Point = tuple[float, float]
_UNMOVED: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A straight line in points from the left and from below; level if its ends are equally high, else plumb."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def is_level(self) -> bool:
        """Whether it runs along the page."""
        return self.bottom == self.top


def count(page: PdfPage, most: int) -> int:
    """How many lines and boxes are drawn on a page, counted up to ``most``."""
    return sum(1 for _ in islice(_paths(page.raw, _UNMOVED, form=False), most))


def rules(page: PdfPage) -> list[Rule]:
    """All straight lines of a page that run along it or down it."""
    found: list[Rule] = []
    for path, matrix in islice(_paths(page.raw, _UNMOVED, form=False), _PATHS):
        found += _straight(path, matrix)
    return found


def _paths(holder: Any, matrix: _Matrix, form: bool, depth: int = 0) -> Iterator[tuple[Any, _Matrix]]:
    """The paths of a page or a form, each with what leads from the points of its holder to those of the page."""
    from pypdfium2 import raw

    count, item = (
        (raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject)
        if form
        else (raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject)
    )
    kind = raw.FPDFPageObj_GetType
    for index in range(count(holder)):
        one = item(holder, index)
        told = kind(one)
        if told == raw.FPDF_PAGEOBJ_PATH:
            yield one, matrix
        elif told == raw.FPDF_PAGEOBJ_FORM and depth < _DEEP:
            yield from _paths(one, _product(_matrix(one), matrix), form=True, depth=depth + 1)


def _straight(path: Any, matrix: _Matrix) -> Iterator[Rule]:
    """The level and plumb lines of a path that is painted."""
    from pypdfium2 import raw

    filled, stroked = c_int(), c_int()
    raw.FPDFPath_GetDrawMode(path, filled, stroked)
    corners = raw.FPDFPath_CountSegments(path)
    if not (filled.value or stroked.value) or corners > _CORNERS:
        return
    moved = _product(_matrix(path), matrix)
    begin = here = (0.0, 0.0)
    for index in range(corners):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        kind, there = raw.FPDFPathSegment_GetType(segment), _place(segment, moved)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            begin = there
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield from _rule(here, there)
        if raw.FPDFPathSegment_GetClose(segment):
            yield from _rule(there, begin)
        here = there


def _rule(one: _Point, other: _Point) -> Iterator[Rule]:
    """A line as a rule, if it is one."""
    (left, right), (bottom, top) = (sorted(pair) for pair in zip(one, other, strict=True))
    if top - bottom <= _STRAIGHT and right - left >= _LEAST:
        yield Rule(left=left, bottom=bottom, right=right, top=bottom)
    elif right - left <= _STRAIGHT and top - bottom >= _LEAST:
        yield Rule(left=left, bottom=bottom, right=left, top=top)


def _place(segment: Any, matrix: _Matrix) -> _Point:
    from pypdfium2 import raw

    x, y = c_float(), c_float()
    raw.FPDFPathSegment_GetPoint(segment, x, y)
    a, b, c, d, e, f = matrix
    return a * x.value + c * y.value + e, b * x.value + d * y.value + f


def _matrix(item: Any) -> _Matrix:
    from pypdfium2 import raw

    told = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, told)
    return told.a, told.b, told.c, told.d, told.e, told.f


def _product(first: _Matrix, then: _Matrix) -> _Matrix:
    """What moves a point by one matrix and then by another."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u
