"""What a file that is no plain text is, so that the message can say so."""

from __future__ import annotations

import io
import zipfile

_SAVE_AS = "open it in a word processor and save it as plain text (.txt)"
_NEEDS_TEXT = "this version reads plain text"
_MAGIC = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (.doc, .xls, .wps)", _SAVE_AS),
    (b"{\\rtf", "an RTF document", _SAVE_AS),
    (b"\x89PNG", "a PNG image", "run text recognition (OCR) on it first"),
    (b"\xff\xd8\xff", "a JPEG image", "run text recognition (OCR) on it first"),
    (b"GIF8", "a GIF image", "run text recognition (OCR) on it first"),
    (b"II*\0", "a TIFF image", "run text recognition (OCR) on it first"),
    (b"MM\0*", "a TIFF image", "run text recognition (OCR) on it first"),
    (b"CAJ\0", "a CAJ document", "export it as plain text (.txt)"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"SQLite format 3", "an SQLite database", "give the report itself"),
)
_INSIDE_ZIP = (
    ("word/", "a Word document (.docx)", _SAVE_AS),
    ("xl/", "an Excel workbook (.xlsx)", "save the report as plain text (.txt)"),
    ("ppt/", "a PowerPoint file (.pptx)", "save the report as plain text (.txt)"),
    ("OFD.xml", "an OFD document", "export it as plain text (.txt)"),
    ("content.xml", "an OpenDocument file (.odt)", _SAVE_AS),
)
_PDF_WITHIN = 1024
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\v\f\r\x1a")
_TOO_MANY = 0.01


def foreign(data: bytes) -> str:
    """Name of the format and what to do about it, as the end of a sentence; empty for text."""
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return _told("a PDF", "convert it first, for example with `pdftotext -layout FILE.pdf FILE.txt`")
    if data.startswith(b"PK\x03\x04"):
        return _zip(data)
    start = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return _told("an HTML page", "open it in a browser and copy or save its text")
    return next((_told(name, remedy) for magic, name, remedy in _MAGIC if data.startswith(magic)), "")


def has_controls(text: str) -> bool:
    """Whether control characters show that ``text`` is no text; a stray one does not."""
    if "\0" in text:
        return True
    return sum(ord(c) in _CONTROLS for c in text) > _TOO_MANY * len(text)


def is_binary(data: bytes) -> bool:
    """Whether bytes in no known encoding are more likely data than text."""
    return b"\0" in data or sum(b in _CONTROLS for b in data) > _TOO_MANY * len(data)


def _zip(data: bytes) -> str:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        names = []
    for inside, name, remedy in _INSIDE_ZIP:
        if any(n.startswith(inside) for n in names):
            return _told(name, remedy)
    return _told("a ZIP archive", "unpack it first")


def _told(name: str, remedy: str) -> str:
    return f"is {name}; {_NEEDS_TEXT}: {remedy}"
