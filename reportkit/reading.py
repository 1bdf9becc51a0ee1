"""From a source to a verified report in a workspace, once."""

from __future__ import annotations

from dataclasses import dataclass

from reportkit import pipeline, rules, tables
from reportkit.errors import UnreadableInput
from reportkit.read import files, text
from reportkit.read.scans import Scans
from reportkit.store import Workspace
from reportkit.types import Extraction, Source

TIMEOUT = 300.0
"""Seconds that a report may take, of many."""
_LEAST_HAN = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """How the user wants reports to be read."""

    region: str = ""
    """Said against what the report says of itself, as is the year."""
    year: int | None = None
    force: bool = False
    """Accept what does not look like a report."""
    password: str = ""
    ocr: str = "auto"


@dataclass(frozen=True, slots=True)
class Unit:
    """One report to be read: a file, or a source that a corpus has given."""

    item: str
    source: Source | None = None
    region: str = ""
    year: int | None = None

    @property
    def file(self) -> str:
        """What the workspace keeps as the file of the report."""
        return "" if self.item == files.STDIN else text.printable(self.item)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a unit."""

    item: str
    report: str = ""
    """Its id, empty if it failed."""
    unchanged: bool = False
    """It was in the workspace already, read from the same text by the same rules."""
    notes: tuple[str, ...] = ()
    error: str = ""
    code: int = 0
    """Exit code that the error stands for."""


def keep(unit: Unit, asked: Asked, known: rules.Rules, workspace: Workspace, scans: Scans | None = None) -> Outcome:
    """Reads a unit and saves it, if that has not been done yet. Raises UnreadableInput, UsageError."""
    source = unit.source or files.read(unit.item, asked.password, scans)
    notes = [f"{text.printable(unit.item)}: {warning}" for warning in source.warnings]
    region, year = asked.region or unit.region, asked.year or unit.year
    if found := workspace.current(source, known.hash, region=region, year=year):
        return Outcome(unit.item, found, unchanged=True, notes=tuple(notes))
    extraction = read(source, known, unit.item, region, year, asked.force)
    before = workspace.report(extraction.outline.info.id)
    if before and before.file != unit.file:
        names = (name or "standard input" for name in (unit.file, before.file))
        notes.append(f"{next(names)} takes the place of {before.id}, read from {next(names)}")
    saved = workspace.save(extraction, known.hash, unit.file, region=region, year=year)
    return Outcome(unit.item, saved, notes=tuple(notes))


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
