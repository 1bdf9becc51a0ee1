"""What a user asks of a table, and the SQL that answers it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportkit.domain import regions
from reportkit.errors import UsageError
from reportkit.model import tables
from reportkit.suggest import unknown

_EQUAL = ("report", "level", "report_year", "year", "topic", "measure", "status", "bound", "strength", "part", "unit", "kind", "role", "sector")  # fmt: skip
_MANY = 500
"""SQLite limits the parameters of a statement."""
_NAMED = ("indicator", "name")
_WRITTEN = ("unit", "value")
_PREFIX = {"national": 0, "province": 2, "city": 4}
"""Leading digits of a code of GB/T 2260 that all regions below share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Conditions on the rows of a table; values of one condition are alternatives, conditions add up.

    A field named like a column asks for equality with it. Asking for a column that the table lacks
    is a UsageError.
    """

    report: Sequence[str] = ()
    region: Sequence[str] = ()
    """Full or short names, or codes."""
    within: Sequence[str] = ()
    """Regions whose subordinate regions (and they themselves) are meant."""
    level: Sequence[str] = ()
    report_year: Sequence[int] = ()
    """Of delivery."""
    year: Sequence[int] = ()
    """Of the number."""
    topic: Sequence[str] = ()
    indicator: Sequence[str] = ()
    """Canonical names, or names as the report words them."""
    canonical: Sequence[str] = ()
    """Canonical names alone."""
    measure: Sequence[str] = ()
    status: Sequence[str] = ()
    bound: Sequence[str] = ()
    strength: Sequence[str] = ()
    part: Sequence[str] = ()
    unit: Sequence[str] = ()
    kind: Sequence[str] = ()
    role: Sequence[str] = ()
    sector: Sequence[str] = ()
    match: Sequence[str] = ()
    """Words that the sentence or the name must hold, all of them."""
    regex: str = ""
    """A regular expression that the sentence or the name must match somewhere."""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    """The value, or the whole range, must lie between them, both included."""
    where: str = ""
    """An SQL expression over the columns."""
    columns: Sequence[str] = ()
    sort: Sequence[str] = ()
    """Columns to sort by, ``-value`` downwards; ``raw`` is sorted by unit and value. Else by report and place in it."""
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with its parameters."""

    sql: str
    parameters: tuple[object, ...]


def columns(table: str, query: Query) -> tuple[tables.Column, ...]:
    """The columns asked for, in the order asked for. Raises UsageError for an unknown one."""
    known = {c.name: c for c in tables.columns(table)}
    return tuple(known[_known(table, name)] for name in query.columns) or tuple(known.values())


def select(table: str, query: Query, found: Sequence[Statement] = ()) -> Statement:
    """The rows in order; ``found`` are further conditions. Raises UsageError."""
    names = ", ".join(f'"{c.name}"' for c in columns(table, query))
    where = _where(table, query, found)
    limit = "" if query.limit is None else f" LIMIT {query.limit:d}"
    return Statement(f"SELECT {names} FROM {table}{where.sql} ORDER BY {_order(table, query)}{limit}", where.parameters)


def count(table: str, query: Query, found: Sequence[Statement] = ()) -> Statement:
    """How many rows, whatever the limit. Raises UsageError."""
    where = _where(table, query, found)
    return Statement(f"SELECT count(*) FROM {table}{where.sql}", where.parameters)


def reports(query: Query) -> Statement:
    """The reports a query speaks of, by region and year; conditions on rows do not count here."""
    found = _joined(_of_reports(query))
    return Statement(f"SELECT * FROM (SELECT *, id AS report FROM reports){found.sql} "
                     "ORDER BY adcode, region, report_year, id", found.parameters)  # fmt: skip


def _where(table: str, query: Query, found: Sequence[Statement]) -> Statement:
    return _joined([*_conditions(table, query), *found])


def _joined(found: Sequence[Statement]) -> Statement:
    sql = " AND ".join(f"({c.sql})" for c in found)
    return Statement(f" WHERE {sql}" if sql else "", tuple(p for c in found for p in c.parameters))


def _conditions(table: str, query: Query) -> Iterator[Statement]:
    yield from _of_reports(query)
    for name in _EQUAL:
        if (values := getattr(query, name)) and name not in ("report", "level", "report_year"):
            yield _among(_known(table, name), values)
    if query.canonical:
        yield _among(_known(table, "indicator"), query.canonical)
    if query.indicator:
        yield _either(_among(c, query.indicator) for c in _naming(table, query))
    if query.minimum is not None:
        yield Statement(f"{_known(table, 'value')} >= ?", (float(query.minimum),))
    if query.maximum is not None:
        upper = "ifnull(value_max, value)" if _has(table, "value_max") else _known(table, "value")
        yield Statement(f"{upper} <= ?", (float(query.maximum),))
    if query.where:
        yield Statement(f"{query.where}\n", ())


def _of_reports(query: Query) -> list[Statement]:
    found = [_among(n, getattr(query, n)) for n in ("report", "level", "report_year") if getattr(query, n)]
    if query.region:
        found.append(_either([_among("region", _names(query.region)), _among("adcode", query.region)]))
    if query.within:
        found.append(_either(Statement("adcode GLOB ?", (_below(name),)) for name in query.within))
    return found


def _names(given: Sequence[str]) -> list[str]:
    resolved = (regions.find(name) for name in given)
    return list(dict.fromkeys([*given, *(region.name for region in resolved if region)]))


def _below(name: str) -> str:
    region = regions.by_code(name) or regions.find(name)
    if region is None:
        raise UsageError(f"{name}: no region of that name, or several: give its full name or its code")
    return region.adcode[: _PREFIX.get(region.level, 6)] + "*"


def _among(column: str, values: Sequence[object]) -> Statement:
    if len(values) > _MANY:
        return Statement(f'"{column}" IN (SELECT value FROM json_each(?))', (json.dumps(list(values)),))
    return Statement(f'"{column}" IN ({", ".join("?" * len(values))})', tuple(values))


def _either(found: Iterator[Statement] | Sequence[Statement]) -> Statement:
    parts = list(found)
    return Statement(" OR ".join(p.sql for p in parts), tuple(p for s in parts for p in s.parameters))


def _naming(table: str, query: Query) -> list[str]:
    return [c for c in _NAMED if _has(table, c)] or [_known(table, "indicator")]


def _order(table: str, query: Query) -> str:
    asked = (one for name in query.sort for one in _sorted(table, name.removeprefix("-"), name.startswith("-")))
    return ", ".join([*asked, "report", "key"])


def _sorted(table: str, column: str, down: bool) -> Iterator[str]:
    """A number as written is sorted by its unit and its value, not letter by letter."""
    _known(table, column)
    *units, by = _WRITTEN if column == "raw" else (column,)
    yield from (f'"{unit}" ASC' for unit in units)
    yield f'"{by}" {"DESC" if down else "ASC"} NULLS LAST'


def _has(table: str, column: str) -> bool:
    return any(c.name == column for c in tables.columns(table))


def _known(table: str, column: str) -> str:
    if not _has(table, column):
        there = [c.name for c in tables.columns(table)]
        hint = f"there are: {', '.join(there)}"
        raise UsageError(f"{table}: {unknown('column', column, there, hint)}")
    return column
