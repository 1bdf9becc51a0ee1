"""How a file came about: versions, rules, reports and the call that made it; the same for the same call and
workspace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from reportkit._version import __version__
from reportkit.model.tables import Column, Row, Table
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

    def manifest(self, counts: Mapping[str, int]) -> Table:
        """Versions, call, rules, the rows of every table, and every report with the hashes of its text and its
        rules."""
        told = {
            "reportkit": __version__, "read by": ", ".join(f"reportkit {version}" for version in self.versions),
            "command": self.command, "rules_hash": ", ".join(self.rules),
            "last report saved": self.date.isoformat() if self.reports else "",
        }  # fmt: skip
        told |= {name: _words(value) for name, value in self.parameters.items()}
        told |= {f"rows in {name}": str(count) for name, count in counts.items()}
        rows: list[Row] = [{"key": key, "value": value} for key, value in told.items() if value]
        rows += [{"key": f"report {r.id}", "value": _report(r)} for r in self.reports]
        return Table("manifest", _COLUMNS, rows)


def _report(report: ReportRow) -> str:
    rules = f"; rules {report.rules_hash[:_HASH]}; reportkit {report.version}"
    return f"sha256 {report.source_hash}{rules}" + (f"; {report.file}" if report.file else "")


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
