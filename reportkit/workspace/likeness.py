"""How alike two texts are, whatever form they came in: from sketches small enough to be kept of every text ever seen."""

from __future__ import annotations

import re
import zlib
from array import array

SAME = 0.5
"""From this share of the shorter text found in the other, two texts are forms or editions of one report.

Measured on the bodies of 73 real texts, national, provincial and of a city: 20 pairs of one report in two forms (Word, PDF,
plain text, web page, abridged on a portal) share 0.998 to 1.000, all other pairs at most 0.182, one government's reports of
two years in a row. Half lies far from both, and leaves room for a scan: with one character in ten misread a piece of
six is whole in 0.53 of all cases.
"""
_LENGTH = 6
"""Characters of a piece: formulas of officialese are shorter, sentences two reports have in common longer."""
_ONE_OF = 8
"""Of so many pieces one is kept, by its hash, so that of two texts the same are kept."""
_SIGN = re.compile("[^0-9\u4e00-\u9fff]+")


def sketch(text: str) -> bytes:
    """The hashes of an eighth of the pieces of a text; marks, blanks and Latin letters do not count."""
    signs = _SIGN.sub("", text).encode("utf-32-le", "surrogatepass")
    width = 4 * _LENGTH
    hashes = {zlib.crc32(signs[at : at + width]) for at in range(0, len(signs) - width + 1, 4)}
    return array("I", sorted(h for h in hashes if h % _ONE_OF == 0)).tobytes()


def likeness(one: bytes, other: bytes) -> float:
    """The share of the shorter text that stands in the other, 0 to 1."""
    found = [set(array("I", data)) for data in (one, other)]
    least = min(map(len, found))
    return len(found[0] & found[1]) / least if least else float(one == other)
