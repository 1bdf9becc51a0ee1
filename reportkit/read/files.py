"""A file of any form → its text: what it is decides its content, not its name."""

from __future__ import annotations

import os
import select
import stat
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from reportkit import kept, limits
from reportkit.children import is_confined
from reportkit.errors import UnreadableInput, UsageError
from reportkit.model.records import Source
from reportkit.read import apart, formats, text

if TYPE_CHECKING:
    from reportkit.read.scans import Scans

STDIN = "-"
_PATIENCE = 10.0
"""Seconds that the writer of a named pipe may take to begin."""
_APART = ("pdf", "docx", "xlsx", "doc", "rtf", "odt")
"""What libraries in C read, or what may unpack to much: in a process apart."""
_PAGES, _LARGE = ("html", "mht"), 2**18
"""So may pages of so many bytes; those of reports have less."""
_OFFICE = {
    "doc": ("an old Word document (.doc)", ".doc"),
    "wps": ("a document of WPS or Works (.wps)", ".wps"),
    "rtf": ("an RTF document", ".rtf"),
    "odt": ("an OpenDocument text", ".odt"),
}
_REFUSED = {
    "image": "is an image; run text recognition (OCR) on it first",
    "xls": "is an old Excel workbook; save it as .xlsx or .csv",
    "ppt": "is a PowerPoint file; save the report as .docx or .txt",
    "locked": "is an Office document locked by a password; save it without one",
    "pptx": "is a PowerPoint file; save the report as .docx or .txt",
    "ofd": "is an OFD document; export it as PDF",
    "zip": "is a ZIP archive; unpack it first",
}  # fmt: skip


def read(path: str | os.PathLike[str], password: str = "", scans: Scans | None = None) -> Source:
    """The text of a file, of standard input for ``-``. Raises UnreadableInput, UsageError."""
    name, shown, data = content(path)
    return from_bytes(data, name, shown, password, scans)


def content(path: str | os.PathLike[str]) -> tuple[str, str, bytes]:
    """Name without suffix, what messages call it, and the bytes. Raises UnreadableInput, UsageError."""
    if path == STDIN:
        return "stdin", "standard input", _limited(sys.stdin.buffer, "standard input")
    shown = text.printable(os.fspath(path))
    try:
        with opened(path) as handle:
            return text.printable(Path(path).stem), shown, _limited(handle, shown)
    except FileNotFoundError:
        raise UnreadableInput(f"{shown}: no such file") from None
    except PermissionError:
        raise UnreadableInput(f"{shown}: may not be read (permission denied)") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UnreadableInput(f"{shown}: cannot be read: {reason}") from None


def opened(path: str | os.PathLike[str]) -> BinaryIO:
    """A file, or a pipe that a program writes into, to be read. Raises UsageError, UnreadableInput, OSError.

    Never waits for somebody to come: a pipe without a writer, a device and a folder are refused.
    """
    shown = text.printable(os.fspath(path))
    kind = os.stat(path).st_mode
    if stat.S_ISDIR(kind):
        if not os.access(path, os.R_OK | os.X_OK):
            raise UnreadableInput(f"{shown}: is a folder that may not be read (permission denied)")
        raise UsageError(f"{shown}: is a folder, a file is wanted here")
    if not (stat.S_ISREG(kind) or stat.S_ISFIFO(kind)):
        raise UnreadableInput(f"{shown}: is no file but a device")
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if stat.S_ISFIFO(kind):
        named = os.path.exists(os.path.realpath(path))  # else a shell has made it together with its writer
        if named and not select.select([handle], [], [], _PATIENCE)[0]:
            os.close(handle)
            raise UnreadableInput(f"{shown}: is a pipe that nobody writes into")
        os.set_blocking(handle, True)
    return os.fdopen(handle, "rb")


def from_bytes(data: bytes, name: str, shown: str = "", password: str = "", scans: Scans | None = None) -> Source:
    """The text in ``data``; ``shown`` is what messages call it, ``scans`` how images are read (by default they are not). Raises UnreadableInput."""
    shown = shown or name
    kind = formats.kind(data)
    given = data, kind, name, shown, password
    if is_confined() or not (kind in _APART or (kind in _PAGES and len(data) > _LARGE)):
        return _parsed(*given, scans)
    if scans and scans.ready:
        kept.check()
    here = scans and replace(scans, progress=None)
    return apart.call(_parsed, *given, here, bool(scans), shown=shown, progress=scans.progress if scans else None)


def _parsed(
    data: bytes, kind: str, name: str, shown: str, password: str, scans: Scans | None, far: bool = False
) -> Source:  # fmt: skip
    """The text of a file of some kind within the limits; ``far`` from who shows the progress of ``scans``."""
    if scans and far:
        scans = replace(scans, progress=apart.report)
    try:
        source = _read(data, kind, name, shown, password, scans)
        limits.check("characters", len(source.text))
        return source
    except limits.Exceeded as error:
        raise UnreadableInput(f"{shown}: {error}") from None


def _read(data: bytes, kind: str, name: str, shown: str, password: str, scans: Scans | None) -> Source:
    if kind == "pdf":
        from reportkit.read import pdf

        return pdf.from_bytes(data, name, shown, password, scans)
    if kind == "docx":
        from reportkit.read import word

        return word.from_bytes(data, name, shown)
    if kind in _PAGES:
        from reportkit.read import web

        return (web.from_bytes if kind == "html" else web.from_archive)(data, name, shown)
    if kind == "xlsx":
        from reportkit.read import workbook

        return workbook.from_bytes(data, name, shown)
    if kind in _OFFICE:
        from reportkit.read import office

        return office.from_bytes(data, name, shown, *_OFFICE[kind])
    if kind in _REFUSED:
        raise UnreadableInput(f"{shown}: {_REFUSED[kind]}")
    return text.from_bytes(data, name, shown)


def _limited(handle: BinaryIO, shown: str) -> bytes:
    most = limits.current().file
    data = handle.read(most * limits.MB + 1)
    if len(data) > most * limits.MB:
        raise UnreadableInput(f"{shown}: {limits.Exceeded('file', most)}")
    return data
