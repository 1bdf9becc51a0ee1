"""What a workspace hands out besides rows: reports, sentences, failures."""

from __future__ import annotations

from dataclasses import dataclass

from reportkit.model.records import planned_year


@dataclass(frozen=True, slots=True, kw_only=True)
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
    source_url: str
    published: str
    doubt: str
    """Why region or year are not certain; empty where the evidence agrees."""
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
    told_region: str
    told_year: int | None
    """What the user had said against the report."""
    stale: bool
    """The tables have gained columns since it was read: read it again to fill them."""
    counts: dict[str, int]
    """Rows in each table."""
    warnings: str = ""
    """What the reader could not read, in words; empty if nothing is known to be missing."""

    @property
    def planned_year(self) -> int | None:
        """The year ahead of the report, as ``ReportInfo.planned_year``: that of its targets."""
        return planned_year(self.report_year, self.date)


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """A file that carries a report in another form or edition than the one that is kept."""

    file: str
    report: str
    """Id of the report, read from the fuller text."""
    kept: str
    """File of that text."""
    likeness: float
    """Share of the shorter text that stands in the other, 0 to 1."""
    saved: str


@dataclass(frozen=True, slots=True)
class Other:
    """A text that is no report."""

    file: str
    kind: str
    """A kind of data/read/kinds.tsv: resolution budget plan other news names table unknown."""
    reason: str
    at: str
    """UTC time, ISO 8601."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A text that was read before."""

    source_hash: str
    clues: str
    """Hash of what was known besides the text."""
    report: str
    """Id of the report that it is, or whose twin it is."""
    told_region: str
    told_year: int | None
    twin: bool
