"""How an export came about: versions, parameters, rules and counts, as a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from reportkit._version import __version__
from reportkit.model.tables import Column, Table

_COLUMNS = (
    Column("key", "text", "项", "what is told"),
    Column("value", "text", "值", "in words"),
)


def manifest(parameters: Mapping[str, object], rules: Iterable[str], counts: Mapping[str, int]) -> Table:
    """Version and time, the parameters of the export, hashes of the rules that read the reports, rows of the tables."""
    told = {"reportkit": __version__, "made": datetime.now(UTC).isoformat(timespec="seconds")}
    told |= {name: _words(value) for name, value in parameters.items()}
    told |= {"rules_hash": ", ".join(sorted(set(rules)))}
    told |= {f"rows in {table}": str(count) for table, count in counts.items()}
    return Table("manifest", _COLUMNS, [{"key": key, "value": value} for key, value in told.items()])


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
