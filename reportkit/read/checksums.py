"""Whether the parts of a PDF are as they were written: a compressed stream ends in a checksum of what it holds."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_STREAM = re.compile(rb"\bstream\r?\n")
_OBJECT = b" obj"
_FLATE = re.compile(rb"/Filter\s*\[?\s*/(?:FlateDecode|Fl)\b")
_ENCRYPTED = re.compile(rb"/Encrypt\b")
_HEAD = 4096
"""Bytes before a stream in which its object is described."""
_PIECE = 2**16
"""Bytes that are unpacked at a time: what is left of the last piece is copied."""
_END = b"endstream"


def damaged(data: bytes) -> int:
    """How many compressed streams of a PDF do not hold what was written into them.

    An encrypted document tells nothing: its streams are not what was compressed.
    """
    if _ENCRYPTED.search(data):
        return 0
    view = memoryview(data)
    return sum(not _is_sound(view, start) for start in _flate(data))


def _flate(data: bytes) -> Iterator[int]:
    """Where streams begin whose first filter is Flate."""
    at = 0
    while found := _STREAM.search(data, at):
        at = found.end()
        head = data.rfind(_OBJECT, max(0, found.start() - _HEAD), found.start())
        if head >= 0 and _FLATE.search(data, head, found.start()):
            yield at
            end = data.find(_END, at)
            at = end if end > 0 else at


def _is_sound(data: memoryview, start: int) -> bool:
    """Whether a stream can be unpacked to its end and has the checksum that it says; nothing is kept of it."""
    unpacking = zlib.decompressobj()
    rest, at = b"", start
    try:
        while not unpacking.eof:
            piece: bytes | memoryview = rest or data[at : at + _PIECE]
            at += 0 if rest else len(piece)
            if not piece:
                return False
            unpacking.decompress(piece, _PIECE)
            rest = unpacking.unconsumed_tail
    except zlib.error:
        return False
    return True
