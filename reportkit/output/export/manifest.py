"""How a file came about: versions, rules, reports and the call that made it; the same for the same call and
workspace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from reportkit._version import __version__
from reportkit.model.tables import Column, Row, Table
from reportkit.words import spoken, tr
from reportkit.workspace import ReportRow

UNDATED = datetime(1980, 1, 1, tzinfo=UTC)
"""Stands in a file whose rows have no reports behind them; the first day that the formats know."""
_HASH = 12
"""Characters of a hash that a label has room for."""
_COLUMNS = (
    Column("key", "text", "项", "what is said"),
    Column("value", "text", "值", "in words"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What the rows of a file rest on.

    No clock is read: the date of a file is that on which the last of its reports was saved, so that the same call on
    the
    same workspace gives the same bytes.
    """

    reports: Sequence[ReportRow] = ()
    command: str = ""
    """The command line, or the call from Python."""
    parameters: Mapping[str, object] = field(default_factory=dict)
    """What else decided what the file holds: the seed of a sample."""

    @property
    def date(self) -> datetime:
        """When the last of the reports was saved, UTC."""
        saved = max((report.saved for report in self.reports), default="")
        return datetime.fromisoformat(saved) if saved else UNDATED

    @property
    def rules(self) -> list[str]:
        """Hashes of the rules that read the reports."""
        return sorted({report.rules_hash for report in self.reports})

    @property
    def versions(self) -> list[str]:
        """The versions of reportkit that read them."""
        return sorted({report.version for report in self.reports})

    @property
    def label(self) -> str:
        """In a line: version, rules, date."""
        rules = ", ".join(rules[:_HASH] for rules in self.rules) or "unknown"
        return f"reportkit {__version__}, rules {rules}, reports saved {self.date:%Y-%m-%d}"

    def manifest(self, counts: Mapping[str, int], language: str = "en") -> Table:
        """Versions, call, rules, the rows of every table, and every report with the hashes of its text and its
        rules; what is said of them in a language, ``en`` or ``zh``."""
        with spoken(language):
            told = {
                "reportkit": __version__,
                tr("read by"): ", ".join(f"reportkit {version}" for version in self.versions),
                tr("command"): self.command,
                tr("rules_hash"): ", ".join(self.rules),
                tr("last report saved"): self.date.isoformat() if self.reports else "",
            }
            told |= {tr(name): _words(value) for name, value in self.parameters.items()}
            told |= {tr("rows in {table}", table=tr(name)): str(count) for name, count in counts.items()}
            told |= {tr("report {id}", id=report.id): _report(report) for report in self.reports}
        rows: list[Row] = [{"key": key, "value": value} for key, value in told.items() if value]
        return Table("manifest", _COLUMNS, rows)


def _report(report: ReportRow) -> str:
    hashes = {"text": report.source_hash, "rules": report.rules_hash[:_HASH], "version": report.version}
    told = tr("sha256 {text}; rules {rules}; reportkit {version}", **hashes)
    return tr("{told}; {file}", told=told, file=report.file) if report.file else told


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
