"""Office files are ZIP archives: how much they unpack to is looked at before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from reportkit import limits

_MARKUP = (".xml", ".rels")
_PIECE = limits.MB
_STREAMED = 10
"""So many elements of a part that is read as a stream weigh as much as one that is kept."""


def check(data: bytes, trees: bool = True) -> None:
    """Raises Exceeded for an archive that unpacks to too much, ``trees``: whose parts are held as trees of elements.

    What an archive says of its sizes is what is unpacked of it: a part that goes on is cut there. Raises BadZipFile,
    ValueError, OSError for one that cannot be read.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        limits.check("unpacked", sum(part.file_size for part in parts) / limits.MB)
        markup = [part for part in parts if part.filename.endswith(_MARKUP)]
        if trees:
            limits.check("markup", max((part.file_size for part in markup), default=0) / limits.MB)
        found = 0.0
        for part in markup:
            for count in _elements(archive, part):
                found += count if trees else count / _STREAMED
                limits.check("elements", found)


def _elements(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[int]:
    """How many elements begin in a part, piece by piece."""
    with archive.open(part) as content:
        while piece := content.read(_PIECE):
            yield piece.count(b"<") - piece.count(b"</")
