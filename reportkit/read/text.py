"""Plain text: .txt, .md and standard input."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import BinaryIO

from reportkit.errors import UnreadableInput, UsageError
from reportkit.read import formats
from reportkit.read.encoding import decode, diagnosis
from reportkit.types import Source

STDIN = "-"
LIMIT = 64 * 2**20
"""Bytes that a text file may have: three thousand reports."""


def read(path: str | os.PathLike[str]) -> Source:
    """The text of the file ``path``, of standard input for ``-``. Raises UnreadableInput, UsageError."""
    if path == STDIN:
        return from_bytes(_limited(sys.stdin.buffer, "standard input"), "stdin", "standard input")
    shown = printable(os.fspath(path))
    try:
        if stat.S_ISDIR(os.stat(path).st_mode):
            raise UsageError(f"{shown}: is a folder, a file is wanted here")
        with open(path, "rb") as handle:
            return from_bytes(_limited(handle, shown), printable(Path(path).stem), shown)
    except FileNotFoundError:
        raise UnreadableInput(f"{shown}: no such file") from None
    except PermissionError:
        raise UnreadableInput(f"{shown}: may not be read (permission denied)") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UnreadableInput(f"{shown}: cannot be read: {reason}") from None


def from_bytes(data: bytes, name: str, shown: str = "") -> Source:
    """The text in ``data``; ``shown`` is what messages call it. Raises UnreadableInput."""
    shown = shown or name
    if not data:
        raise UnreadableInput(f"{shown}: is empty")
    if foreign := formats.foreign(data):
        raise UnreadableInput(f"{shown}: {foreign}")
    decoded = decode(data)
    if (decoded is None and formats.is_binary(data)) or (decoded and formats.has_controls(decoded.text)):
        raise UnreadableInput(f"{shown}: is a binary file; this version reads plain text")
    if decoded is None:
        raise UnreadableInput(f"{shown}: {diagnosis(data)}")
    if not decoded.text.strip("\ufeff\u200b \t\r\n\f\v\u3000\xa0"):
        raise UnreadableInput(f"{shown}: holds nothing but blanks")
    return Source(decoded.text, name, decoded.encoding)


def printable(name: str) -> str:
    """A file name fit for a message or a table, also when it is not valid in any encoding."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _limited(handle: BinaryIO, shown: str) -> bytes:
    data = handle.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise UnreadableInput(f"{shown}: is larger than {LIMIT >> 20} MB; give one report a file")
    return data
