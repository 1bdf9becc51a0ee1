"""From a source to a verified report in a workspace, once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from reportkit import limits, rules
from reportkit.errors import Locked, NoReport, ReportkitError, UnreadableInput
from reportkit.extraction import pipeline
from reportkit.extraction.identity import REPORT, UNKNOWN
from reportkit.limits import Limits
from reportkit.model import tables
from reportkit.model.records import Extraction, Outline, Source
from reportkit.read import files, text
from reportkit.read.scans import Scans
from reportkit.workspace import Known, Prepared, Workspace, prepared
from reportkit.workspace.connect import meant

There = Callable[[Source, str, int | None], Known | None]
"""What is known of a source with the region and year that the user said, if it has been read before."""
Opened = Callable[[], Workspace]
"""Gives the workspace, made if it is not there."""
_BOTH = {"review", "plan"}
"""Parts that make a report of a text without title and address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How the user wants reports to be read."""

    region: str = ""
    """Said against what the report says of itself, as is the year."""
    year: int | None = None
    force: bool = False
    """Accept what does not look like a report."""
    password: str = ""
    ocr: str = "auto"
    limits: Limits = field(default_factory=limits.current)
    """What a file may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a unit."""

    item: str
    report: str = ""
    """Its id, empty if it failed."""
    unchanged: bool = False
    """It was in the workspace already, read from the same text by the same rules."""
    twin: bool = False
    """A fuller text stands for the report."""
    displaced: tuple[str, ...] = ()
    """Files whose texts are twins of this one now."""
    kind: str = ""
    """What the text is, if it is no report; ``error`` tells why."""
    doubt: str = ""
    """Why region or year are not certain."""
    notes: tuple[str, ...] = ()
    error: str = ""
    code: int = 0
    """Exit code that the error stands for."""
    last: bool = False
    """Nothing more can be saved: the run ends with the error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A unit as read, not yet saved."""

    unit: Unit
    region: str
    """What the user said of the report, as is the year."""
    year: int | None
    notes: tuple[str, ...]
    extraction: Extraction | None = None
    there: Known | None = None
    """What it was found to be before, if it needs no reading: its extraction is None."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A unit ready to be saved; nothing is prepared of a report that is there already."""

    item: str
    notes: tuple[str, ...]
    prepared: Prepared | None
    there: Known | None = None


def keep(unit: Unit, asked: Asked, known: rules.Rules, opened: Opened, scans: Scans | None = None) -> Outcome:
    """Reads a unit and saves it, if that has not been done yet. Raises UnreadableInput, UsageError.

    The workspace is asked for when there is something to look for in it.
    """

    def there(source: Source, region: str, year: int | None) -> Known | None:
        return opened().current(source, known.hash, unit.file, region=region, year=year)

    return put(ready(take(unit, asked, known, there, scans), known.hash), opened())


def attempt(unit: Unit, asked: Asked, known: rules.Rules, opened: Opened, scans: Scans | None = None) -> Outcome:
    """The same for one of many: whatever happens to it, the rest goes on."""
    try:
        return keep(unit, asked, known, opened, scans)
    except Locked as error:
        return replace(failed(unit, error), last=True)
    except ReportkitError as error:
        return failed(unit, error)
    except MemoryError:
        return failed(unit, limits.Exceeded("memory", asked.limits.memory))
    except Exception as error:  # one report's bug shall not stop the others
        told = meant(error) if isinstance(error, sqlite3.DatabaseError) else None
        return Outcome(item=unit.item, error=str(told or f"internal error: {error!r}"), code=UnreadableInput.exit_code)


def take(unit: Unit, asked: Asked, known: rules.Rules, there: There, scans: Scans | None = None) -> Taken:
    """Reads a unit, unless ``there`` knows the report that its source makes. Raises UnreadableInput."""
    with limits.held(asked.limits):
        source = _within(unit) or files.read(unit.at or unit.item, asked.password, scans)
    if not source.text.strip():
        raise NoReport(f"{text.printable(unit.item)}: holds no text", UNKNOWN, "it holds no text")
    notes = tuple(f"{text.printable(unit.item)}: {warning}" for warning in source.warnings)
    region, year = asked.region or unit.region, asked.year or unit.year
    if found := there(source, region, year):
        return Taken(unit=unit, region=region, year=year, notes=notes, there=found)
    return Taken(
        unit=unit,
        region=region,
        year=year,
        notes=notes,
        extraction=read(source, known, unit.item, region, year, asked.force),
    )


def _within(unit: Unit) -> Source | None:
    """What a corpus has given, if anything. Raises UnreadableInput for more than a report may have."""
    source = unit.source
    if source is None:
        return None
    try:
        limits.check("characters", len(source.text))
        limits.check("name", max(len(unit.region), len(source.beside.region) if source.beside else 0))
    except limits.Exceeded as error:
        raise UnreadableInput(f"{text.printable(unit.item)}: {error}") from None
    return source


def ready(taken: Taken, rules_hash: str) -> Ready:
    """What was read, ready to be saved."""
    found, file = taken.extraction, taken.unit.file
    made = prepared(found, rules_hash, file, taken.region, taken.year) if found else None
    return Ready(taken.unit.item, taken.notes, made, taken.there)


def put(made: Ready, workspace: Workspace) -> Outcome:
    """Saves what was read. Raises UsageError."""
    if made.prepared is None:
        found = made.there
        report, twin = (found.report, found.twin) if found else ("", False)
        return Outcome(item=made.item, report=report, unchanged=not twin, twin=twin, notes=made.notes)
    kept = workspace.put(made.prepared)
    return Outcome(
        item=made.item, report=kept.report, twin=kept.twin, displaced=kept.displaced, doubt=made.prepared.report["doubt"],
        notes=(*made.notes, *kept.notes),
    )  # fmt: skip


def failed(unit: Unit, error: ReportkitError) -> Outcome:
    """What became of a unit that could not be read, or is no report; the reason goes without the name of the file."""
    if isinstance(error, NoReport):
        return Outcome(item=unit.item, kind=error.kind, error=error.reason, code=error.exit_code)
    reason = str(error).removeprefix(f"{text.printable(unit.at or unit.item)}: ")
    return Outcome(item=unit.item, error=reason, code=error.exit_code)


def read(
    source: Source, known: rules.Rules, item: str, region: str = "", year: int | None = None, force: bool = False
) -> Extraction:
    """A source read and verified; ``force`` accepts what is no report. Raises NoReport."""
    outline = pipeline.outline(source, known, region, year)
    if not force:
        _check(outline, known, item)
    found = pipeline.read(outline, known)
    tables.verify(found)
    return found


def _check(outline: Outline, known: rules.Rules, item: str) -> None:
    kind = pipeline.kind(outline, known)
    if kind.name == REPORT or (kind.name == UNKNOWN and {s.part for s in outline.sentences} >= _BOTH):
        return
    raise NoReport(
        f"{text.printable(item)}: does not look like a government work report: {kind.words} ({kind.reason}); "
        "--force reads it all the same",
        kind.name,
        kind.reason,
    )
