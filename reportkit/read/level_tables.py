"""Tables with level rules only, above them, below their head and at their end: columns are told by the gaps between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from reportkit.read.drawn import Rule
from reportkit.read.grids import Ruled
from reportkit.read.lines import Cell, Merged
from reportkit.read.scattered import Char

_NEAR = 3.0
"""Points by which the rules of one table may end apart, and pieces of one rule may lie apart."""
_WIDE = 100.0
"""Points that the rules of a table are long at least; a shorter one parts off footnotes."""
_LEAST = 3
"""Rules that a table has at least."""
_LEVEL = 0.5
"""Share of the size of a character by which one may stand off the line of the others."""
_GAP = 0.6
"""Sizes of a character from which a gap parts two cells; words of a cell are nearer."""
_STOPS, _OPENERS = "，。；：、！？”’）", "“‘（"
_BLANK = 0.6
"""Share of its place that is blank behind the ink of a stop, and before that of an opening mark."""
_MOSTLY = 0.5
"""Share of the lines of a table that have cells apart."""
_USUAL, _ROWS_APART = 0.85, 0.9
"""So many of the lines of a table are as near as rows or nearer, and within such a share of that they are of one row."""
_Span = tuple[float, float]


@dataclass(slots=True)
class _Piece:
    """Words that stand together on a line."""

    left: float
    right: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    base: float
    pieces: list[_Piece]


def level_tables(rules: Sequence[Rule], chars: Sequence[Char]) -> list[Ruled]:
    """The tables of a page that ``rules`` without a plumb one among them part off."""
    return [table for frame in frames(rules) for table in _tables(frame, chars)]


def frames(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Level rules of one width that stand below one another, from above, where no plumb rule meets them."""
    plumb = [rule for rule in rules if not rule.is_level]
    found: list[list[Rule]] = []
    for rule in _whole([rule for rule in rules if rule.is_level]):
        if rule.right - rule.left < _WIDE or any(_meets(rule, other) for other in plumb):
            continue
        for frame in found:
            if abs(frame[0].left - rule.left) <= _NEAR and abs(frame[0].right - rule.right) <= _NEAR:
                frame.append(rule)
                break
        else:
            found.append([rule])
    return [frame for frame in found if len(frame) >= _LEAST]


def _whole(level: Sequence[Rule]) -> list[Rule]:
    """Rules from above, those in one that lie end to end, or the two sides of a thick one."""
    made: list[Rule] = []
    for rule in sorted(level, key=lambda r: (-round(r.bottom / _NEAR), r.left)):
        last = made[-1] if made else None
        if last and abs(last.bottom - rule.bottom) <= _NEAR and rule.left <= last.right + _NEAR:
            right = max(last.right, rule.right)
            made[-1] = Rule(left=min(last.left, rule.left), bottom=last.bottom, right=right, top=last.top)
        else:
            made.append(rule)
    return made


def _meets(rule: Rule, plumb: Rule) -> bool:
    inside = rule.left - _NEAR <= plumb.left <= rule.right + _NEAR
    tall = plumb.top - plumb.bottom > _NEAR
    return inside and tall and plumb.bottom - _NEAR <= rule.bottom <= plumb.top + _NEAR


def _tables(frame: Sequence[Rule], chars: Sequence[Char]) -> Iterator[Ruled]:
    """Parts of a frame one below the other that hold cells: a head and what it heads."""
    parts = [(above, below, _lines(chars, above, below)) for above, below in pairwise(frame)]
    for is_tabular, run in groupby(parts, key=lambda part: _is_tabular(part[2])):
        held = list(run)
        if not is_tabular or len(held) < _LEAST - 1:
            continue
        columns = _columns([piece for _, _, lines in held[1:] for line in lines for piece in line.pieces])
        if len(columns) < 2:
            continue
        rows = [*_head(held[0][2], columns), *(row for _, _, lines in held[1:] for row in _rows(lines, columns))]
        yield Ruled(
            left=frame[0].left,
            bottom=held[-1][1].bottom,
            right=frame[0].right,
            top=held[0][0].bottom,
            columns=tuple(left for left, _ in columns),
            rows=tuple(rows),
        )


def _is_tabular(lines: Sequence[_Line]) -> bool:
    return bool(lines) and sum(len(line.pieces) > 1 for line in lines) >= _MOSTLY * len(lines)


def _lines(chars: Sequence[Char], above: Rule, below: Rule) -> list[_Line]:
    """What stands between two rules, line by line from above."""
    inside = [
        char
        for char in chars
        if below.bottom < char.base < above.bottom and above.left - _NEAR <= char.left <= above.right + _NEAR
    ]
    found: list[list[Char]] = []
    for char in sorted(inside, key=lambda c: -c.base):
        if found and found[-1][0].base - char.base < _LEVEL * char.size:
            found[-1].append(char)
        else:
            found.append([char])
    return [_Line(base=line[0].base, pieces=_pieces(sorted(line, key=lambda c: c.left))) for line in found]


def _pieces(chars: Sequence[Char]) -> list[_Piece]:
    made: list[_Piece] = []
    for char in chars:
        marks = (bool(made) and made[-1].words[-1] in _STOPS) + (char.text in _OPENERS)
        if made and char.left - made[-1].right < (_GAP + marks * _BLANK) * char.size:
            made[-1].words += char.text
            made[-1].right = char.right
        else:
            made.append(_Piece(char.left, char.right, char.text))
    return made


def _columns(pieces: Sequence[_Piece]) -> list[_Span]:
    """Left and right edges of the columns: pieces that stand above one another are of one."""
    found: list[_Span] = []
    for piece in sorted(pieces, key=lambda p: p.left):
        if found and piece.left <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], piece.right)
        else:
            found.append((piece.left, piece.right))
    return found


def _of(piece: _Piece, columns: Sequence[_Span]) -> list[int]:
    """The columns that a piece stands over; the nearest where it stands over none."""
    over = [n for n, (left, right) in enumerate(columns) if piece.left < right and left < piece.right]
    middle = (piece.left + piece.right) / 2
    return over or [min(range(len(columns)), key=lambda n: abs(sum(columns[n]) / 2 - middle))]


def _head(lines: Sequence[_Line], columns: Sequence[_Span]) -> Iterator[tuple[Cell, ...]]:
    """The rows of a head: lines whose pieces head other columns are of one row, as in the middle of a taller cell."""
    rows: list[dict[int, _Piece]] = []
    for line in lines:
        held = {place: piece for piece in line.pieces for place in _of(piece, columns)}
        if rows and not rows[-1].keys() & held.keys():
            rows[-1] |= held
        else:
            rows.append(held)
    rows = _unwrapped(rows)
    for upper, lower in pairwise(rows):
        _widened(upper, sorted(lower), columns)
    seen: dict[int, _Piece] = {}
    for row in rows:
        yield tuple(_head_cell(row, seen, place) for place in range(len(columns)))
        seen |= row


def _unwrapped(rows: Sequence[dict[int, _Piece]]) -> list[dict[int, _Piece]]:
    """The rows of a head, the lines of cells of several lines put together: each stands below one cell and alone."""
    made: list[dict[int, _Piece]] = []
    for row in rows:
        if not made or any(_covered(row, place) != _covered(made[-1], place) for place in row):
            made.append(row)
            continue
        for place, piece in row.items():
            if row.get(place - 1) is not piece:
                made[-1][place].words += piece.words
    return made


def _covered(row: dict[int, _Piece], place: int) -> list[int]:
    """The columns that the piece of a place stands over."""
    return [column for column, piece in row.items() if place in row and piece is row[place]]


def _widened(upper: dict[int, _Piece], lower: Sequence[int], columns: Sequence[_Span]) -> None:
    """A piece that stands in the middle above several columns heads them all: the nearest above each."""
    above = [(place, piece) for place, piece in upper.items() if place in lower]
    for place in lower:
        if place not in upper and above:
            middle = sum(columns[place]) / 2
            _, nearest = min(above, key=lambda one: abs((one[1].left + one[1].right) / 2 - middle))
            upper[place] = nearest


def _head_cell(row: dict[int, _Piece], seen: dict[int, _Piece], place: int) -> Cell:
    if place not in row:
        return Merged.ABOVE if place in seen else ""
    return Merged.LEFT if row.get(place - 1) is row[place] else row[place].words


def _rows(lines: Sequence[_Line], columns: Sequence[_Span]) -> Iterator[tuple[Cell, ...]]:
    """The rows of a body: lines nearer than rows mostly stand are of one, as in cells of several lines."""
    apart = sorted(one.base - other.base for one, other in pairwise(lines))
    reach = _ROWS_APART * apart[int(_USUAL * len(apart))] if apart else 0.0
    rows: list[list[str]] = []
    for place, line in enumerate(lines):
        cells = _cells(line, columns)
        if place and lines[place - 1].base - line.base < reach:
            rows[-1] = [before + more for before, more in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
    return map(tuple, rows)


def _cells(line: _Line, columns: Sequence[_Span]) -> list[str]:
    cells = [""] * len(columns)
    for piece in line.pieces:
        cells[_of(piece, columns)[0]] += piece.words
    return cells
