"""From what a user names to extractions."""

from __future__ import annotations

from reportkit import pipeline, rules, tables
from reportkit.errors import UnreadableInput
from reportkit.read import files, text
from reportkit.read.sources import expand
from reportkit.types import Extraction, Source

__all__ = ["expand", "extraction", "read"]

_LEAST_HAN = 20


def extraction(item: str, known: rules.Rules) -> Extraction:
    """A report read as it is, checked. Raises UnreadableInput, UsageError."""
    return read(files.read(item), known, item)


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
