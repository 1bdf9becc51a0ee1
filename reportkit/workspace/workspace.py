"""The workspace: saving reports whole, reading rows back as they were."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any, Self

from reportkit._version import __version__
from reportkit.errors import UsageError
from reportkit.model import tables
from reportkit.model.records import Extraction, Page, ReportInfo, Source
from reportkit.workspace import query as queries
from reportkit.workspace import schema, search
from reportkit.workspace.connect import connect, told
from reportkit.workspace.guard import guarded
from reportkit.workspace.prepare import LAYOUT, Prepared, hash_of, now, prepared
from reportkit.workspace.query import Query
from reportkit.workspace.records import Failure, ReportRow, Sentence

_REPORT = tuple(f.name for f in fields(ReportRow) if f.name != "counts")
_DOCUMENT = ("source", "encoding", "characters", "counts")
_EVERYTHING = Query()


def open(path: Path | None, *, write: bool = False) -> Workspace:
    """The workspace in a file, made when opened for writing; None gives a private one that closing deletes.

    Raises UsageError (missing, may not be written), UnreadableInput (no workspace).
    """
    return Workspace(path, connect(path, write))


class Workspace:
    """An open workspace; a context manager."""

    def __init__(self, path: Path | None, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file; what is saved stays."""
        self.connection.close()

    def save(
        self, extraction: Extraction, rules_hash: str, file: str = "", *, region: str = "", year: int | None = None
    ) -> str:
        """Puts a report in the place of the one with its id, in one transaction; returns the id.

        ``region`` and ``year`` are what the user said against the report, kept for reading it again.
        """
        return self.put(prepared(extraction, rules_hash, file, region, year))

    def put(self, found: Prepared) -> str:
        """Saves what ``prepared`` has made of an extraction; returns the id."""
        report = found.report
        with self._transaction():
            self._delete([report["id"]])
            key = self._insert("reports", report)
            self._insert("texts", {"report_key": key, "text": found.text, "pages": found.pages})
            first: int = self.connection.execute("SELECT ifnull(max(key), 0) + 1 FROM sentences").fetchone()[0]
            self.connection.executemany(
                "INSERT INTO sentences VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                ((first + place, key, *sentence) for place, sentence in enumerate(found.sentences)),
            )
            self._insert("running", {"report_key": key, "first": first, "text": found.running})
            for table, rows in found.rows.items():
                columns = ("report_key", "sentence_key", "restored", *(c.name for c in schema.stored(table)))
                names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
                self.connection.executemany(
                    f"INSERT INTO {schema.base(table)} ({names}) VALUES ({marks})",
                    ((key, first + place, *values) for place, *values in rows),
                )
            self.connection.execute("DELETE FROM failures WHERE file = ?", (report["file"],))
        return str(report["id"])

    def current(self, source: Source, rules_hash: str, *, region: str = "", year: int | None = None) -> str | None:
        """The id of the report read from this text by these rules and this version; None if it is to be read."""
        found = self.connection.execute(
            "SELECT id FROM reports WHERE source_hash = ? AND rules_hash = ? AND version = ? AND told_region = ? "
            "AND told_year IS ? AND NOT stale",
            (hash_of(source.text), rules_hash, __version__, region, year),
        ).fetchone()
        return found and str(found[0])

    def fresh(self, rules_hash: str) -> dict[str, tuple[str, str, str, int | None]]:
        """Of every file read by these rules and this version the hash of its text, the id of its report, and what
        the user had said of its region and year."""
        found = self.connection.execute(
            "SELECT file, source_hash, id, told_region, told_year FROM reports "
            "WHERE rules_hash = ? AND version = ? AND NOT stale",
            (rules_hash, __version__),
        )
        return {str(file): tuple(told) for file, *told in found}

    def remove(self, reports: list[str]) -> int:
        """Removes reports with all their rows; returns how many were there."""
        with self._transaction():
            return self._delete(reports)

    def reports(self, query: Query = _EVERYTHING) -> list[ReportRow]:
        """The reports that the query's region, level, report_year and report ask for, by code and year."""
        return [_report(row) for row in self._dicts(queries.reports(query))]

    def report(self, report: str) -> ReportRow | None:
        """One report by its id, None if it is not there."""
        return next(iter(self.reports(Query(report=[report]))), None)

    def rows(self, table: str, query: Query = _EVERYTHING) -> Iterator[tables.Row]:
        """Rows as dicts with exact decimals, in the order of the columns; read from the file as they are taken.

        Raises UsageError for a column the table lacks or a bad expression.
        """
        columns = queries.columns(table, query)
        names = [c.name for c in columns]
        decoders = [(c.name, _DECODERS[c.type]) for c in columns if c.type in _DECODERS]
        for values in self._run(queries.select, table, query):
            row = dict(zip(names, values, strict=True))
            for name, decode in decoders:
                row[name] = decode(row[name])
            yield row

    def count(self, table: str, query: Query = _EVERYTHING) -> int:
        """How many rows a query finds, whatever its limit. Raises UsageError."""
        return int(next(self._run(queries.count, table, query))[0])

    def table(self, name: str, query: Query = _EVERYTHING) -> tables.Table:
        """Rows with their columns, ready to be shown, exported or framed."""
        return tables.Table(name, queries.columns(name, query), self.rows(name, query))

    def document(self, report: str) -> dict[str, Any]:
        """Everything of one report, as ``tables.document`` gives it. Raises UsageError for an unknown report."""
        found = self.known(report)
        head = {name: getattr(found, name) for name in (*ReportInfo.__slots__, *_DOCUMENT)}
        rows = {table: list(self.rows(table, Query(report=[report]))) for table in tables.TABLES}
        return {"report": head | {"rules": found.rules_hash}, **rows}

    def text(self, report: str) -> str:
        """The source text that offsets refer to. Raises UsageError for an unknown report."""
        return self.source(report).text

    def source(self, report: str) -> Source:
        """The source as it was read. Raises UsageError for an unknown report."""
        told = self.known(report)
        sql = "SELECT text, pages FROM texts JOIN reports ON key = report_key WHERE id = ?"
        text, pages = self.connection.execute(sql, (report,)).fetchone()
        marked = (told.warnings,) if told.warnings else ()
        return Source(text, told.source, told.encoding, warnings=marked, **_layout(json.loads(pages)))

    def sentences(self, report: str) -> list[Sentence]:
        """The sentences of a report, in order."""
        names = ", ".join(f's."{f.name}"' for f in fields(Sentence))
        sql = f"SELECT {names} FROM sentences s JOIN reports r ON r.key = s.report_key WHERE r.id = ? ORDER BY s.key"
        return [Sentence(*row) for row in self.connection.execute(sql, (report,))]

    def fail(self, file: str, reason: str) -> None:
        """Remembers that a file could not be read, until it is."""
        with self._transaction():
            self.connection.execute("INSERT OR REPLACE INTO failures VALUES (?, ?, ?)", (file, reason, now()))

    def failures(self) -> list[Failure]:
        """The files that could not be read, by name."""
        return [Failure(*row) for row in self.connection.execute("SELECT * FROM failures ORDER BY file")]

    def known(self, report: str) -> ReportRow:
        """A report by its id. Raises UsageError if it is not there."""
        if found := self.report(report):
            return found
        raise UsageError(f"there is no report {report} in the workspace; `reportkit reports` lists them")

    def _run(
        self, build: Callable[[str, Query, Sequence[queries.Statement]], queries.Statement], table: str, query: Query
    ) -> Iterator[tuple[Any, ...]]:
        with told(self.path):
            statement = build(table, query, search.conditions(self.connection, table, query))
            with guarded(self.connection, table, query):
                cursor = self.connection.execute(statement.sql, statement.parameters)
            yield from chain(cursor)  # a cursor itself would be closed with the generator, after its file perhaps

    def _dicts(self, statement: queries.Statement) -> Iterator[dict[str, Any]]:
        cursor = self.connection.execute(statement.sql, statement.parameters)
        names = [d[0] for d in cursor.description]
        return (dict(zip(names, row, strict=True)) for row in cursor)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with told(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    def _delete(self, reports: list[str]) -> int:
        removed = 0
        for report in reports:
            found = self.connection.execute("SELECT key FROM reports WHERE id = ?", (report,)).fetchone()
            for table in (*map(schema.base, tables.TABLES), "running", "sentences", "texts") if found else ():
                self.connection.execute(f"DELETE FROM {table} WHERE report_key = ?", found)
            removed += self.connection.execute("DELETE FROM reports WHERE id = ?", (report,)).rowcount
        return removed

    def _insert(self, table: str, values: dict[str, Any]) -> int:
        names, marks = ", ".join(f'"{name}"' for name in values), ", ".join("?" * len(values))
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"
        return self.connection.execute(sql, tuple(values.values())).lastrowid or 0


def _layout(told: dict[str, Any]) -> dict[str, Any]:
    """What ``_pages`` kept, as a Source holds it."""
    kept = {name: tuple(tuple(x) if isinstance(x, list) else x for x in told[name]) for name in LAYOUT}
    return {
        "pages": tuple(Page(*page) for page in told["pages"]), **kept,
        "continued": frozenset(told["continued"]), "begun": frozenset(told["begun"]),
    }  # fmt: skip


def _report(row: dict[str, Any]) -> ReportRow:
    values = {name: row[name] for name in _REPORT} | {"stale": bool(row["stale"])}
    return ReportRow(**values, counts={table: row[table] for table in tables.TABLES})


def _decimal(value: float | str | None) -> Decimal | None:
    return None if value is None else Decimal(value if isinstance(value, int) else str(value))


_DECODERS: dict[str, Callable[[Any], Any]] = {"decimal": _decimal, "spans": json.loads}
