"""What a workspace hands out besides rows: reports, sentences, failures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report in the workspace: what it says of itself, where it came from, what was found."""

    id: str
    title: str
    region: str
    level: str
    adcode: str
    report_year: int | None
    session: str
    speaker: str
    date: str
    file: str
    """As given to extract; empty for standard input and texts made in memory."""
    source: str
    encoding: str
    characters: int
    source_hash: str
    """SHA-256 of the source text in UTF-8."""
    rules_hash: str
    version: str
    """reportkit that read it."""
    saved: str
    """UTC time of saving, ISO 8601."""
    warnings: str
    """What the reader could not read, in words; empty if nothing is known to be missing."""
    told_region: str
    told_year: int | None
    """What the user had said against the report."""
    stale: bool
    """The tables have gained columns since it was read: read it again to fill them."""
    counts: dict[str, int]
    """Rows in each table."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, heading or list item of a report in running text; offsets of the source text."""

    part: str
    section: str
    kind: str
    item: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read."""

    file: str
    reason: str
    at: str
    """UTC time, ISO 8601."""
