"""From what a user names to extractions."""

from __future__ import annotations

import sys
from typing import Any

from reportkit import pipeline, rules, tables
from reportkit.errors import UnreadableInput
from reportkit.read import files, text
from reportkit.read.scans import Scans
from reportkit.read.sources import expand
from reportkit.types import Extraction, Source

__all__ = ["expand", "extraction", "read"]

_LEAST_HAN = 20


def scans(mode: str) -> Scans:
    """How to read images, with a bar on standard error where that is a terminal."""
    return Scans(mode, progress=_Bar() if sys.stderr.isatty() else None)


class _Bar:
    """Pages recognised so far."""

    def __init__(self) -> None:
        self._bar: Any = None

    def __call__(self, done: int, pages: int, shown: str) -> None:
        from rich.console import Console
        from rich.progress import Progress

        if self._bar is None:
            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._bar.start()
            self._bar.add_task(f"recognising {shown}", total=pages)
        self._bar.update(0, completed=done)
        if done == pages:
            self._bar.stop()
            self._bar = None


def extraction(item: str, known: rules.Rules) -> Extraction:
    """A report read as it is, checked. Raises UnreadableInput, UsageError."""
    return read(files.read(item, scans=scans("auto")), known, item)


def read(
    source: Source, known: rules.Rules, item: str, region: str = "", year: int | None = None, force: bool = False
) -> Extraction:
    """A source read and verified; ``force`` accepts what looks like no report. Raises UnreadableInput."""
    found = pipeline.extract(source, known, region, year)
    if not force:
        _check(found, item)
    tables.verify(found)
    return found


def _check(found: Extraction, item: str) -> None:
    outline = found.outline
    han = sum("\u4e00" <= c <= "\u9fff" for c in outline.document.text[:2000])
    parts = any(s.part for s in outline.sentences)
    if han < _LEAST_HAN or not (outline.info.title or parts or outline.info.session):
        raise UnreadableInput(
            f"{text.printable(item)}: does not look like a government work report (no title, no headings, "
            "no address to the deputies); --force reads it all the same"
        )
