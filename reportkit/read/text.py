"""Plain text."""

from __future__ import annotations

from reportkit import limits
from reportkit.errors import UnreadableInput
from reportkit.model.records import Source
from reportkit.read import formats
from reportkit.read.encoding import decode, diagnosis

_BYTES = 4
"""Bytes that a character takes at most, in any encoding."""


def from_bytes(data: bytes, name: str, shown: str = "") -> Source:
    """The text in ``data``; ``shown`` is what messages call it. Raises UnreadableInput."""
    shown = shown or name
    if not data:
        raise UnreadableInput(f"{shown}: is empty")
    limits.check("characters", len(data) / _BYTES)
    if foreign := formats.foreign(data):
        raise UnreadableInput(f"{shown}: {foreign}")
    decoded = decode(data)
    if (decoded is None and formats.is_binary(data)) or (decoded and formats.has_controls(decoded.text)):
        raise UnreadableInput(
            f"{shown}: is a binary file of a form that reportkit does not know; save it as .docx, .pdf or .txt"
        )
    if decoded is None:
        raise UnreadableInput(f"{shown}: {diagnosis(data)}")
    if not decoded.text.strip("\ufeff\u200b \t\r\n\f\v\u3000\xa0"):
        raise UnreadableInput(f"{shown}: holds nothing but blanks")
    return Source(text=decoded.text, name=name, encoding=decoded.encoding)


def printable(name: str) -> str:
    """A file name fit for a message or a table, also when it is not valid in any encoding."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
