"""What a file is, by its content: never by its suffix."""

from __future__ import annotations

import io
import re
import zipfile

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_KINDS = (
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("EncryptedPackage", "locked"),
)
"""Streams of compound files and what they are of; without any of them it is one of WPS or Works, which have their own."""
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM\0")
_FOREIGN = (
    (b"CAJ\0", "a CAJ document", "export it as PDF or text"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"SQLite format 3", "an SQLite database", "give the report itself"),
    (b"PAR1", "a Parquet file", "say which column holds the text with --text-col"),
)
_INSIDE_ZIP = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"), ("OFD.xml", "ofd"), ("content.xml", "odt"))
_PDF_WITHIN = 1024
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta\s|div|p[\s>]|table|article)", re.IGNORECASE)
_MHT = re.compile(rb"^(?:From:.*\n|Subject:.*\n|Date:.*\n|MIME-Version:.*\n)+.*multipart/related", re.I | re.S)
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\v\f\r\x1a")
_TOO_MANY = 0.01


def kind(data: bytes) -> str:
    """pdf docx xlsx pptx ofd odt zip doc wps xls ppt locked rtf html mht image, ``text`` for all that is none of them."""
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _zip(data)
    if data.startswith(_OLE):
        return next((found for stream, found in _OLE_KINDS if stream.encode("utf-16-le") in data), "wps")
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(_IMAGES):
        return "image"
    start = _ascii(data[:4096])
    if _MHT.match(start):
        return "mht"
    return "html" if _HTML.match(start.lstrip(b" \t\r\n")) or _HTML.search(start[:1500]) else "text"


def foreign(data: bytes) -> str:
    """Name of a format that cannot be read and what to do about it, as the end of a sentence; empty for text."""
    return next((f"is {name}: {remedy}" for magic, name, remedy in _FOREIGN if data.startswith(magic)), "")


def has_controls(text: str) -> bool:
    """Whether control characters show that ``text`` is no text; a stray one does not."""
    if "\0" in text:
        return True
    return sum(ord(c) in _CONTROLS for c in text) > _TOO_MANY * len(text)


def is_binary(data: bytes) -> bool:
    """Whether bytes in no known encoding are more likely data than text."""
    return b"\0" in data or sum(b in _CONTROLS for b in data) > _TOO_MANY * len(data)


def _ascii(start: bytes) -> bytes:
    """The beginning without byte order mark, UTF-16 brought to one byte a character."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start[2:].replace(b"\0", b"")
    start = start.removeprefix(b"\xef\xbb\xbf")
    return re.sub(rb"^\s*<\?xml[^>]*\?>|^\s*(?:<!--.*?-->\s*)+", b"", start, flags=re.DOTALL)


def _zip(data: bytes) -> str:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        # the list of contents stands at the end: a file cut short still names its parts on the way
        names = [inside for inside, _ in _INSIDE_ZIP if inside.encode() in data[:65536]]
    return next((found for inside, found in _INSIDE_ZIP if any(n.startswith(inside) for n in names)), "zip")
