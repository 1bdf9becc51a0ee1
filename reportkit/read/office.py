"""Old Word documents (.doc, .wps), RTF and OpenDocument by way of LibreOffice; without it .doc alone, by our own reader."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from reportkit.children import unconfined
from reportkit.errors import UnreadableInput
from reportkit.model.records import Source
from reportkit.read import doc, word

_PROGRAMS = ("soffice", "libreoffice")
_UNNUMBERED = "automatic numbers of headings and lists are left out; with LibreOffice installed they are read"
_PATIENCE = 120
"""Seconds for a document; a cold start takes ten."""


def from_bytes(data: bytes, name: str, shown: str, kind: str, suffix: str) -> Source:
    """The text of a document that LibreOffice can open. Raises UnreadableInput, also where it is not installed."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None and suffix == ".doc":
        return replace(doc.from_bytes(data, name, shown), warnings=(_UNNUMBERED,))
    if program is None:
        raise UnreadableInput(
            f"{shown}: is {kind}; install LibreOffice, which reportkit reads it with, or save it as .docx or .txt"
        )
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / f"report{suffix}"
        given.write_bytes(data)
        # a profile of its own: a running LibreOffice would take the command and return at once
        command = [program, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "docx",
                   "--outdir", f"{folder}/out", str(given)]  # fmt: skip
        try:
            with unconfined():
                subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False, cwd=folder)
            made = (Path(folder) / "out" / "report.docx").read_bytes()
        except subprocess.TimeoutExpired:
            raise UnreadableInput(f"{shown}: LibreOffice took more than {_PATIENCE} s over it") from None
        except OSError:
            # an installation without Writer, too, opens no document
            if suffix == ".doc" and (read := _by_ourselves(data, name, shown)):
                return read
            raise UnreadableInput(
                f"{shown}: is {kind} that LibreOffice cannot open (damaged or encrypted?); save it as .docx or .txt"
            ) from None
    read = word.from_bytes(made, name, shown)
    return replace(read, encoding=suffix.lstrip("."))


def _by_ourselves(data: bytes, name: str, shown: str) -> Source | None:
    """An old Word document by our own reader; None for what that cannot read either."""
    try:
        return replace(doc.from_bytes(data, name, shown), warnings=(_UNNUMBERED,))
    except UnreadableInput:
        return None
