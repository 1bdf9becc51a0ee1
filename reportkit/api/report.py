"""The Python interface: one report with its tables as DataFrames."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Any

from reportkit import resources, rules
from reportkit.api.own import Patterns, own_rules
from reportkit.errors import UsageError
from reportkit.extraction import pipeline
from reportkit.intake import one
from reportkit.limits import Limits, held
from reportkit.model import tables
from reportkit.model.codes import CODES
from reportkit.model.records import Extraction, ReportInfo, Source
from reportkit.read import files
from reportkit.read.scans import MODES, Scans
from reportkit.suggest import unknown

if TYPE_CHECKING:
    import pandas


class Report:
    """A report as read: ``info`` and the four tables, each a DataFrame made when first asked for."""

    def __init__(self, extraction: Extraction, rules_hash: str = "") -> None:
        tables.verify(extraction)
        self.extraction = extraction
        self.rules_hash = rules_hash

    def __repr__(self) -> str:
        return f"<Report {self.info.id}>"

    @property
    def info(self) -> ReportInfo:
        """What the report says of itself."""
        return self.extraction.outline.info

    @property
    def text(self) -> str:
        """The source text that ``start`` and ``end`` count."""
        return self.extraction.outline.document.source.text

    @property
    def running_text(self) -> str:
        """The text without page furniture and line wraps."""
        return self.extraction.outline.document.text

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table as dicts with exact decimals."""
        return tables.rows(self.extraction, table)

    def to_dict(self) -> dict[str, Any]:
        """The report and its four tables, as ``extract -f json`` prints them."""
        return tables.document(self.extraction, rules=self.rules_hash)

    @cached_property
    def indicators(self) -> pandas.DataFrame:
        """Numbers that measure something, and targets in words."""
        return tables.table(self.extraction, "indicators").frame()

    @cached_property
    def commitments(self) -> pandas.DataFrame:
        """Promised actions."""
        return tables.table(self.extraction, "commitments").frame()

    @cached_property
    def projects(self) -> pandas.DataFrame:
        """Named works and programmes."""
        return tables.table(self.extraction, "projects").frame()

    @cached_property
    def numbers(self) -> pandas.DataFrame:
        """The ledger: every number and what became of it."""
        return tables.table(self.extraction, "numbers").frame()


@own_rules
def extract(
    source: str | os.PathLike[str] | Source,
    *,
    region: str = "",
    year: int | None = None,
    patterns: Patterns = (),
    password: str = "",
    ocr: str = "auto",
    force: bool = False,
    limits: Limits | None = None,
) -> Report:
    """Read a report from a file, ``-`` or a Source; region and year override what it says of itself.

    ``ocr``: auto (pages without text), never, always; recognising needs ``reportkit[ocr]``. ``force`` reads what does
    not
    look like a report. ``limits`` is what the file may take. Nothing is saved: ``read_all`` fills a workspace.

    >>> import reportkit
    >>> report = reportkit.extract(SAMPLES[1])
    >>> report.info.id
    '澄源市-2025'
    >>> len(report.indicators) > 300
    True

    Raises UnreadableInput, UsageError, BadRules.
    """
    known = rules.load(resources.overlays())
    read = source if isinstance(source, Source) else _read(source, password, ocr, limits)
    return Report(one.read(read, known, read.name, region, year, force), known.hash)


@own_rules
def explain(text: str, *, part: str = "plan", year: int | None = None, patterns: Patterns = ()) -> Report:
    """Read a few sentences as body text of ``part``: review, plan or governance.

    >>> import reportkit
    >>> row = reportkit.explain("地区生产总值增长5.5%左右", year=2025).indicators.iloc[0]
    >>> row["indicator"], float(row["value"]), row["bound"], int(row["year"])
    ('地区生产总值', 5.5, 'approx', 2025)

    Raises UsageError, BadRules.
    """
    if part not in CODES["part"]:
        raise UsageError(unknown("part", part, CODES["part"]))
    known = rules.load(resources.overlays())
    return Report(pipeline.read_snippet(text, known, part, year), known.hash)


@own_rules
def text(
    source: str | os.PathLike[str], *, clean: bool = False, password: str = "", ocr: str = "auto",
    limits: Limits | None = None, patterns: Patterns = (),
) -> str:  # fmt: skip
    """The source text that offsets refer to, or the running text (``clean``).

    >>> import reportkit
    >>> reportkit.text(SAMPLES[1])[:6]
    '政府工作报告'

    Raises UnreadableInput, UsageError, BadRules.
    """
    read = _read(source, password, ocr, limits)
    return pipeline.clean(read, rules.load(resources.overlays())).text if clean else read.text


def _read(source: str | os.PathLike[str], password: str, ocr: str, limits: Limits | None) -> Source:
    if ocr not in MODES:
        raise UsageError(unknown("mode of recognition", ocr, MODES))
    with held(limits):
        return files.read(source, password, Scans(ocr))
