"""From a source to a verified report in a workspace, once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reportkit import rules
from reportkit.errors import UnreadableInput
from reportkit.extraction import pipeline
from reportkit.model import tables
from reportkit.model.records import Extraction, Source
from reportkit.read import files, text
from reportkit.read.scans import Scans
from reportkit.workspace import Prepared, Workspace, prepared

There = Callable[[Source, str, int | None], str | None]
"""The id of the report that a source makes with the region and year that the user said, if it is known already."""
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
    at: str = ""
    """Where another process finds the file, if not at ``item``."""

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


@dataclass(frozen=True, slots=True)
class Taken:
    """A unit as read, not yet saved."""

    unit: Unit
    region: str
    """What the user said of the report, as is the year."""
    year: int | None
    notes: tuple[str, ...]
    extraction: Extraction | None = None
    there: str = ""
    """Id of the report, if it needs no reading: its extraction is None."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A unit ready to be saved; nothing is prepared of a report that is there already."""

    item: str
    notes: tuple[str, ...]
    prepared: Prepared | None
    there: str


def keep(unit: Unit, asked: Asked, known: rules.Rules, workspace: Workspace, scans: Scans | None = None) -> Outcome:
    """Reads a unit and saves it, if that has not been done yet. Raises UnreadableInput, UsageError."""

    def there(source: Source, region: str, year: int | None) -> str | None:
        return workspace.current(source, known.hash, region=region, year=year)

    return put(ready(take(unit, asked, known, there, scans), known.hash), workspace)


def take(unit: Unit, asked: Asked, known: rules.Rules, there: There, scans: Scans | None = None) -> Taken:
    """Reads a unit, unless ``there`` knows the report that its source makes. Raises UnreadableInput."""
    source = unit.source or files.read(unit.at or unit.item, asked.password, scans)
    notes = tuple(f"{text.printable(unit.item)}: {warning}" for warning in source.warnings)
    region, year = asked.region or unit.region, asked.year or unit.year
    if found := there(source, region, year):
        return Taken(unit, region, year, notes, there=found)
    return Taken(unit, region, year, notes, read(source, known, unit.item, region, year, asked.force))


def ready(taken: Taken, rules_hash: str) -> Ready:
    """What was read, ready to be saved."""
    found, file = taken.extraction, taken.unit.file
    made = prepared(found, rules_hash, file, taken.region, taken.year) if found else None
    return Ready(taken.unit.item, taken.notes, made, taken.there)


def put(made: Ready, workspace: Workspace) -> Outcome:
    """Saves what was read. Raises UsageError."""
    notes = made.notes
    if made.prepared is None:
        return Outcome(made.item, made.there, unchanged=True, notes=notes)
    report = made.prepared.report
    before = workspace.report(report["id"])
    if before and before.file != report["file"]:
        names = (name or "standard input" for name in (report["file"], before.file))
        notes = (*notes, f"{next(names)} takes the place of {before.id}, read from {next(names)}")
    return Outcome(made.item, workspace.put(made.prepared), notes=notes)


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
