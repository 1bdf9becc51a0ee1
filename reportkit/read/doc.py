"""Word documents of 1997 to 2003 (.doc): the text that the piece table puts together.

Layout of the file as in [MS-DOC], Word (.doc) Binary File Format: the file information block tells where the piece table
stands, the pieces tell where the characters are, in UTF-16 or in one byte each. Automatic numbers of lists are not part
of that text.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from reportkit.errors import UnreadableInput
from reportkit.model.records import Source
from reportkit.read.lines import Row, assembled

_WORD, _ENCRYPTED, _TABLE_1 = 0xA5EC, 0x0100, 0x0200
"""What the file information block begins with, and two of its flags."""
_LENGTHS, _CLX = 0x4C, 0x1A2
"""Where it holds the lengths of the parts of the text, and place and length of the piece table."""
_COMPRESSED = 1 << 30
_FIELD = re.compile("\x13[^\x13\x14\x15]*(?:\x14([^\x13\x14\x15]*))?\x15")
"""A field: its code goes, its result stays."""
_CELL = "\x07"
_LEAST_ROW = 2
"""Marks of the shortest row: that of a cell and its own."""
_BREAK = re.compile("[\r\x0b\x0c\x0e]")
_INVISIBLE = re.compile("[\x00-\x06\x08\x13-\x1d\x1f\xad]")


class _Odd(Exception):
    """Not as the format says."""


def from_bytes(data: bytes, name: str, shown: str) -> Source:
    """The text of a .doc file, its foot- and endnotes and text boxes behind it. Raises UnreadableInput."""
    try:
        main, *others = _parts(data)
    except _Odd as error:
        raise UnreadableInput(f"{shown}: is an old Word document that {error}") from None
    except (OSError, struct.error, ValueError, IndexError, KeyError, MemoryError):
        raise UnreadableInput(f"{shown}: is a damaged Word document (.doc)") from None
    return assembled((line for part in (main, *others) for line in _lines(part)), name, "doc")


def _parts(data: bytes) -> list[str]:
    """The text, its footnotes, endnotes and text boxes."""
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as folder:
        if not folder.exists("WordDocument"):
            raise _Odd("holds no text")
        block = folder.openstream("WordDocument").read()
        kind, flags = struct.unpack_from("<H8xH", block)
        if kind != _WORD or flags & _ENCRYPTED:
            raise _Odd("is encrypted" if kind == _WORD else "is older than Word 97; save it as .docx")
        table = folder.openstream("1Table" if flags & _TABLE_1 else "0Table").read()
    place, length = struct.unpack_from("<II", block, _CLX)
    text = "".join(_pieces(block, _piece_table(table[place : place + length])))
    main, notes, heads, _, comments, ends, boxes = struct.unpack_from("<7I", block, _LENGTHS)
    if not 0 < main <= len(text):
        raise _Odd("holds no text")
    spans, at = [], 0
    for size in (main, notes, heads, comments, ends, boxes):
        spans.append(text[at : at + size])
        at += size
    return [spans[0], spans[1], spans[4], spans[5]]


def _piece_table(clx: bytes) -> bytes:
    """The part of the Clx after its formatting exceptions."""
    at = 0
    while clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if clx[at] != 2:
        raise _Odd("holds no text")
    (length,) = struct.unpack_from("<I", clx, at + 1)
    return clx[at + 5 : at + 5 + length]


def _pieces(block: bytes, table: bytes) -> Iterator[str]:
    count = (len(table) - 4) // 12
    places = struct.unpack_from(f"<{count + 1}I", table)
    for index in range(count):
        size = places[index + 1] - places[index]
        (told,) = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * index + 2)
        begin = told & (_COMPRESSED - 1)
        begin, length = (begin // 2, size) if told & _COMPRESSED else (begin, 2 * size)
        if not (size >= 0 and begin + length <= len(block)):
            raise _Odd("is damaged: a part of its text is missing")
        yield block[begin : begin + length].decode("cp1252" if told & _COMPRESSED else "utf-16-le", "replace")


def _lines(text: str) -> Iterator[str | Row]:
    """Paragraphs, and rows of tables: their cells end with a mark, and so does the row."""
    while (shorter := _FIELD.sub(r"\1", text)) != text:
        text = shorter
    text = _INVISIBLE.sub("", text).replace("\x1e", "-")
    table = _Table()
    for paragraph in text.split("\r"):
        *ended, rest = paragraph.split(_CELL)
        for cell in ended:
            table.end(_BREAK.sub("", cell))
        if table.inside:
            table.begun += _BREAK.sub("", rest)  # a cell of several paragraphs
        else:
            yield from table.rows()
            table = _Table(table.number + bool(table.cells))
            yield from filter(None, _BREAK.split(rest))
    yield from table.rows()


@dataclass(slots=True)
class _Table:
    """The cells of a table as they come: what ends a row looks like one more cell, an empty one."""

    number: int = 0
    cells: list[str] = field(default_factory=list)
    begun: str = ""
    """What there is of a cell that goes on in the next paragraph."""

    def end(self, words: str) -> None:
        """A cell, or a row, ends."""
        self.cells.append(self.begun + words)
        self.begun = ""

    @property
    def inside(self) -> bool:
        """Whether the last row still lacks its end."""
        return bool(self.begun or (self.cells and self.cells[-1]))

    def rows(self) -> Iterator[Row]:
        """Its rows: of one length, if they can be; else a row ends at the first empty cell."""
        count = len(self.cells)
        fitting = (n for n in range(_LEAST_ROW, count + 1) if count % n == 0 and not any(self.cells[n - 1 :: n]))
        length = next(fitting, 0)
        if length:
            for start in range(0, count, length):
                yield Row(tuple(self.cells[start : start + length - 1]), self.number)
            return
        row: list[str] = []
        for cell in (*self.cells, ""):
            if cell or not row:
                row.append(cell)
            else:
                yield Row(tuple(row), self.number)
                row = []
