"""The records that the stages hand to one another.

Spans named ``start``/``end`` count characters of the *running text* (``Document.text``); only
``Source``, ``Page`` and the finished tables count characters of the source text. ``end`` is
exclusive everywhere.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from reportkit.model.codes import Bound, Direction, Measure, Named, Progress, Promise, Role, Status, Strength
from reportkit.model.quick import quick

CORPUS = "corpus"
"""What stands for the encoding of a text that a corpus has given; its name ends with - and the number of the row."""
Trace = tuple[tuple[str, str], ...]
"""Pairs of (aspect, rule id): which rule decided which aspect of a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the source: its 1-based number and its span in the source text."""

    number: int
    start: int
    end: int


Span = tuple[int, int]
"""Start and end, the end exclusive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table: where the cells of its rows stand in the text, one for every column.

    None is an empty cell; a cell that covers several rows or columns stands at each of their places.
    """

    rows: tuple[tuple[Span | None, ...], ...]

    def lines(self) -> Iterator[list[Span]]:
        """Of every row the cells that begin in it, from left to right."""
        before: tuple[Span | None, ...] = ()
        for row in self.rows:
            yield sorted({cell for cell in row if cell and cell not in before})
            before = row


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is said of a text where it was found, in the columns of a corpus; empty where nothing is."""

    title: str = ""
    region: str = ""
    """Names of one region, its superiors first: 山东省 聊城市."""
    year: int | None = None
    url: str = ""
    published: str = ""
    """ISO date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A report as decoded: the text that every offset in the tables refers to."""

    text: str
    name: str
    """File name without folder and suffix, or ``stdin``."""
    encoding: str
    pages: tuple[Page, ...] = ()
    """Empty for formats without pages."""
    furniture: tuple[tuple[int, int], ...] = ()
    """Spans of the text that the layout shows to belong to the page: running heads and feet."""
    continued: frozenset[int] = frozenset()
    """Starts of lines that the layout shows to go on with the line before."""
    begun: frozenset[int] = frozenset()
    """Starts of lines that the layout shows to begin a paragraph."""
    recognised: tuple[tuple[int, int, float], ...] = ()
    """Spans that text recognition (OCR) read, with how sure it was, 0 to 1."""
    warnings: tuple[str, ...] = ()
    """What the reader could not read, in words."""
    doubtful: tuple[tuple[int, int], ...] = ()
    """Spans of the pages whose characters may not be what was printed."""
    beside: Beside = Beside()
    grids: tuple[Grid, ...] = ()
    """The tables of the document; every row is a line of the text."""

    def recognised_at(self, start: int, end: int) -> float | None:
        """How sure text recognition was of the least sure line of a span; None if none of it was recognised."""
        return min((sure for s, e, sure in self.recognised if s < end and start < e), default=None)

    def is_doubtful(self, start: int, end: int) -> bool:
        """Whether a span stands on a page whose characters may not be what was printed."""
        return any(s < end and start < e for s, e in self.doubtful)

    def page_at(self, offset: int) -> int | None:
        """The 1-based page that holds ``offset`` of the source text; None without pages."""
        return next((p.number for p in self.pages if p.start <= offset < p.end), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A piece of the source that cleaning left out, with the rule that said so."""

    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Running text without page furniture and line wraps, one paragraph a line."""

    source: Source
    text: str
    origin: array[int]
    """Source offset of every character of ``text`` (``array('l')``, same length)."""
    dropped: tuple[Dropped, ...] = ()
    around: tuple[tuple[int, int], ...] = ()
    """Spans of the lines that a web page has around a report: navigation, times, sources, share buttons."""
    grids: tuple[Grid, ...] = ()
    """Its tables whose head is understood, their cells counted in the running text; every row is a paragraph."""

    def rows(self) -> frozenset[int]:
        """Where the paragraphs begin that are rows of tables."""
        return frozenset(cells[0][0] for grid in self.grids for cells in grid.lines() if cells)

    def is_around(self, offset: int) -> bool:
        """Whether a place in the running text belongs to the page, not to the report."""
        place = bisect_right(self.around, (offset, len(self.text))) - 1
        return place >= 0 and self.around[place][0] <= offset < self.around[place][1]

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """The source span of a non-empty span of the running text."""
        return self.origin[start], self.origin[end - 1] + 1

    def as_written(self, start: int, end: int) -> str:
        """The characters of the source behind a span of the running text."""
        return "".join(map(self.source.text.__getitem__, self.origin[start:end]))


@dataclass(frozen=True, slots=True)
class Region:
    """An administrative region: name as in GB/T 2260 and its six-digit code."""

    name: str
    adcode: str
    level: str
    """national province city county township"""


def planned_year(report_year: int | None, date: str) -> int | None:
    """The year that a report of a date (ISO) plans: that of delivery, of one delivered from October on the next."""
    late = date[:4] == str(report_year) and date[5:7] >= "10"
    return report_year and report_year + late


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportInfo:
    """What the report says of itself. Empty string or None where it does not say."""

    id: str
    title: str
    region: str
    level: str
    adcode: str
    report_year: int | None
    session: str
    speaker: str
    date: str
    """ISO date of delivery."""
    source_url: str = ""
    """Where the text was published, if the corpus says so."""
    published: str = ""
    """ISO date of publication."""
    doubt: str = ""
    """Why region, year or the division into parts are not certain, in words; empty where they are."""

    @property
    def planned_year(self) -> int | None:
        """The year ahead of the report; one delivered from October on plans the next calendar year."""
        return planned_year(self.report_year, self.date)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Of which years a sentence speaks where its own words do not say so."""

    outlook: str = ""
    """past (it reports) ahead (it promises), empty where neither is meant: the explanation of terms."""
    first: int | None = None
    last: int | None = None
    """First and last year, equal for one year; ``first`` is None where the beginning is not said."""
    base: int | None = None
    """The year that a movement up to this time starts from: the one before it (2020 for 2021–2025)."""
    rule: str = ""
    """The rule that opened the frame."""

    @property
    def several(self) -> bool:
        """Whether the frame is longer than a year."""
        return self.first is not None and self.last is not None and self.first < self.last


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence (or heading, or list item) with its place in the report."""

    start: int
    end: int
    kind: str
    """front heading lead body item row: the front matter (and what a web page has around the report), a heading, the lead sentence that titles a
    paragraph, running text, an entry of a numbered list, the row of a table."""
    part: str
    """review plan governance appendix, empty before the first of them."""
    section: tuple[str, ...]
    """Titles of the headings above, outermost first."""
    item: str
    """Number of the list entry the sentence belongs to, else empty."""
    paragraph: int
    body: int
    """Where the words begin, after a heading or list number; ``start`` if there is none."""
    stance: str = ""
    """guidance circumstance closing: the sentence neither reports nor promises."""
    trace: Trace = ()
    frame: Frame = Frame()
    sureness: float = 1.0
    """How sure the part is, 0 to 1: see ``structure.division``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The document with its structure: what it is and where everything stands."""

    document: Document
    info: ReportInfo
    sentences: tuple[Sentence, ...]


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class TableCell:
    """A cell of a table that is read by its head row and its name."""

    start: int
    end: int
    sentence: int
    holds: str
    """What its column holds: figure task number unit …; ``head`` in the head row, ``text`` if that says nothing."""
    begin: int
    """Where the words begin that it completes: its name, if that stands in the same row before it, else itself."""
    name: str = ""
    """What is measured or done."""
    scale: int = 1
    unit: str = ""
    """Of a figure that stands alone in the cell: how many of the base unit one is (亿元: 100000000 and 元)."""
    measure: Measure | Literal[""] = ""
    """Empty where no words tell."""
    direction: Direction | Literal[""] = ""
    status: Status | Literal[""] = ""
    year: int | None = None
    year_start: int | None = None
    strength: Strength | Literal[""] = ""
    """By the nature of the indicator: binding or anticipatory."""
    nature: str = ""
    """The words for that."""
    owner: str = ""
    deadline: str = ""
    trace: Trace = ()


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number of the report, whatever became of it."""

    start: int
    end: int
    """Span of the number with scale and unit, of a whole range for its first number."""
    sentence: int
    """Index into ``Outline.sentences``."""
    role: Role
    value: Decimal | None
    value_max: Decimal | None
    unit: str
    bound: Bound | Literal[""]
    reason: str = ""
    """Why the number is no value, in the words of the rule; empty for values."""
    core: tuple[int, int] = (0, 0)
    """Span of the numeral alone."""
    trace: Trace = ()


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A number, or a target in words, that measures something."""

    start: int
    end: int
    sentence: int
    number: int | None
    """Index of the number in the ledger; None for a target in words."""
    indicator: str
    name: str
    topic: str
    measure: Measure
    value: Decimal | None
    value_max: Decimal | None
    unit: str
    bound: Bound | Literal[""]
    direction: Direction | Literal[""]
    status: Status
    year: int | None
    year_start: int | None
    basis: str
    action: str
    strength: Strength | Literal[""]
    wording: str
    scope: str
    trace: Trace = ()


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """A promised action: the smallest clause with its own action and object."""

    start: int
    end: int
    sentence: int
    action: str
    object: str
    kind: Promise
    value: Decimal | None
    value_max: Decimal | None
    unit: str
    bound: Bound | Literal[""]
    strength: Strength
    wording: str
    deadline: str
    owner: str
    trace: Trace = ()


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project or programme that the report names, with all its mentions."""

    name: str
    kind: Named
    sector: str
    place: str
    status: Progress
    action: str
    value: Decimal | None
    unit: str
    mentions: tuple[tuple[int, int], ...]
    sentence: int
    """Sentence of the first mention."""
    trace: Trace = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """Everything read from one report, before it becomes tables."""

    outline: Outline
    numbers: tuple[Number, ...]
    indicators: tuple[Indicator, ...]
    commitments: tuple[Commitment, ...]
    projects: tuple[Project, ...]
    warnings: tuple[str, ...] = field(default=())
