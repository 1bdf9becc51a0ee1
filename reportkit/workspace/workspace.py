"""The workspace: saving reports whole, reading rows back as they were."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

from reportkit._version import __version__
from reportkit.errors import UsageError
from reportkit.model import tables
from reportkit.model.records import Beside, Extraction, Grid, Page, ReportInfo, Source
from reportkit.workspace import editions, guard, schema, search
from reportkit.workspace import query as queries
from reportkit.workspace.connect import begin, connect, told
from reportkit.workspace.editions import Kept, Member
from reportkit.workspace.likeness import likeness
from reportkit.workspace.prepare import LAYOUT, Prepared, clues_of, hash_of, now, prepared
from reportkit.workspace.query import Query
from reportkit.workspace.records import Failure, Known, Other, ReportRow, Sentence, Twin

_REPORT = tuple(f.name for f in fields(ReportRow) if f.name != "counts")
_DOCUMENT = ("source", "encoding", "characters", "counts")
_TWIN = (
    "file", "base", "source_hash", "rules_hash", "version", "told_region", "told_year", "clues", "length", "paged", "known",
    "sketch", "saved",
)  # fmt: skip
"""What is kept of a text that is the twin of another."""
_EVERYTHING = Query()
_REMEMBERED = 1 << 14
"""Values whose decimals are kept ready: most of a column are a few that come back."""


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

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self.close()
        if self.path and isinstance(error, Exception):
            from reportkit.workspace.rescue import meant_by  # which works on workspaces itself

            if found := meant_by(error, self.path):
                raise found from error

    def close(self) -> None:
        """Closes the file; what is saved stays."""
        self.connection.close()

    def save(
        self, extraction: Extraction, rules_hash: str, file: str = "", *, region: str = "", year: int | None = None
    ) -> str:
        """Saves a report in one transaction; returns the id of the report that it is, or whose twin it is.

        ``region`` and ``year`` are what the user said against the report, kept for reading it again.
        """
        return self.put(prepared(extraction, rules_hash, file, region, year)).report

    def put(self, found: Prepared) -> Kept:
        """Saves what ``prepared`` has made of an extraction, or lists it as the twin of a fuller text."""
        new = editions.new_member(found.report, found.sketch)
        with self._transaction():
            judged = editions.verdict(new, editions.group_of(self.connection, new), found.is_file)
            self._forget(judged.gone)
            key = self._insert_report(found) if judged.winner == new else judged.winner.key
            demoted = [m for m in judged.twins if m.kept and m != new]
            for member in demoted:
                self._demote(member, key)
            if judged.winner != new:
                self._insert_twin(found, key)
            self._adopt([m.key for m in (*judged.twins, *judged.gone) if m != new], key)
            bases = dict.fromkeys((new.base, *(m.base for m in (*demoted, *judged.gone))))
            moved = [change for base in bases for change in editions.number(self.connection, base)]
            for table in ("failures", "others"):
                self.connection.execute(f"DELETE FROM {table} WHERE file = ?", (found.report["file"],))
            (name,) = self.connection.execute("SELECT id FROM reports WHERE key = ?", (key,)).fetchone()
        return Kept(name, judged.winner != new, tuple(m.file for m in demoted), _notes(new, name, moved, demoted))

    def current(
        self, source: Source, rules_hash: str, file: str = "", *, region: str = "", year: int | None = None
    ) -> Known | None:
        """What a text was found to be when it was read by these rules and this version; None if it is to be read."""
        text = (hash_of(source.text), clues_of(source), rules_hash, __version__, region, year)
        asked = (
            "source_hash = ? AND clues = ? AND rules_hash = ? AND version = ? AND told_region = ? AND told_year IS ?"
        )
        found = self.connection.execute(f"SELECT id, 0, file FROM reports WHERE {asked} AND NOT stale", text).fetchone()
        found = (
            found
            or self.connection.execute(
                f"SELECT (SELECT id FROM reports WHERE key = report_key), 1, file FROM twins WHERE {asked}", text
            ).fetchone()
        )
        if found is None or found[0] is None:
            return None
        name, twin, kept = found
        if file and file < kept and not twin:
            # of several copies the first by name is the one that is named, whichever came first
            with self._transaction():
                self.connection.execute("UPDATE reports SET file = ? WHERE id = ?", (file, name))
        return Known(
            source_hash=text[0], clues=text[1], report=name, told_region=region, told_year=year, twin=bool(twin)
        )

    def fresh(self, rules_hash: str) -> dict[str, Known]:
        """Of every file read by these rules and this version what was found."""
        names = "source_hash, clues, {}, told_region, told_year, {}"
        found = self.connection.execute(
            f"SELECT file, {names.format('id', 0)} FROM reports WHERE rules_hash = :rules AND version = :version "
            f"AND NOT stale UNION ALL SELECT t.file, {_prefixed(names.format('r.id', 1))} FROM twins t "
            "JOIN reports r ON r.key = t.report_key WHERE t.rules_hash = :rules AND t.version = :version",
            {"rules": rules_hash, "version": __version__},
        )
        return {
            str(file): Known(
                source_hash=source_hash,
                clues=clues,
                report=report,
                told_region=told_region,
                told_year=told_year,
                twin=bool(twin),
            )
            for file, source_hash, clues, report, told_region, told_year, twin in found
        }

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
        return Source(
            text=text, name=told.source, encoding=told.encoding, warnings=marked, **_layout(json.loads(pages))
        )

    def sentences(self, report: str) -> list[Sentence]:
        """The sentences of a report, in order."""
        known = [field.name for field in fields(Sentence)]
        names = ", ".join(f's."{name}"' for name in known)
        sql = f"SELECT {names} FROM sentences s JOIN reports r ON r.key = s.report_key WHERE r.id = ? ORDER BY s.key"
        return [Sentence(**dict(zip(known, row, strict=True))) for row in self.connection.execute(sql, (report,))]

    def reviewed(self, report: str) -> list[tuple[int, int, str]]:
        """Start, end and text of the sentences of a report's review, headings aside, in order."""
        sql = (
            'SELECT s.start, s."end", s.text FROM reports r JOIN sentences s ON s.report_key = r.key '
            "WHERE r.id = ? AND s.part = 'review' AND s.kind <> 'heading' ORDER BY s.key"
        )
        return self.connection.execute(sql, (report,)).fetchall()

    def fail(self, file: str, reason: str) -> None:
        """Remembers that a file could not be read, until it is."""
        with self._transaction():
            self.connection.execute("INSERT OR REPLACE INTO failures VALUES (?, ?, ?)", (file, reason, now()))

    def other(self, file: str, kind: str, reason: str) -> None:
        """Remembers that a text is no report, and what it is instead."""
        with self._transaction():
            self.connection.execute("INSERT OR REPLACE INTO others VALUES (?, ?, ?, ?)", (file, kind, reason, now()))
            self.connection.execute("DELETE FROM failures WHERE file = ?", (file,))

    def others(self) -> list[Other]:
        """The texts that are no reports, by name of the file."""
        return [Other(*row) for row in self.connection.execute("SELECT * FROM others ORDER BY file")]

    def twins(self) -> list[Twin]:
        """The files that carry a report in another form or edition than the one that is kept, by report."""
        found = self.connection.execute(
            "SELECT t.file, r.id, r.file, t.sketch, r.sketch, t.saved FROM twins t JOIN reports r ON r.key = t.report_key "
            "ORDER BY r.adcode, r.id, t.file"
        )
        return [
            Twin(file=file, report=id, kept=kept, likeness=likeness(one, other), saved=saved)
            for file, id, kept, one, other, saved in found
        ]

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
            # not `yield from`: it would close the cursor of a reader who stops, after the connection
            for row in guard.rows(self.connection, statement, table, query):  # noqa: UP028
                yield row

    def _dicts(self, statement: queries.Statement) -> Iterator[dict[str, Any]]:
        cursor = self.connection.execute(statement.sql, statement.parameters)
        names = [d[0] for d in cursor.description]
        return (dict(zip(names, row, strict=True)) for row in cursor)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with told(self.path):
            begin(self.connection, self.path)
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    def _insert_report(self, found: Prepared) -> int:
        report = found.report | {"id": f"\0{found.report['base']}", "sketch": found.sketch}
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
        return key

    def _insert_twin(self, found: Prepared, key: int) -> None:
        values = {name: found.report[name] for name in _TWIN if name != "sketch"}
        self._insert("twins", values | {"report_key": key, "sketch": found.sketch})

    def _demote(self, member: Member, key: int) -> None:
        """Makes a twin of a report that was kept."""
        names = ", ".join(_TWIN)
        self.connection.execute(
            f"INSERT INTO twins (report_key, {names}) SELECT ?, {names} FROM reports WHERE key = ?", (key, member.key)
        )
        self.connection.execute(
            "UPDATE twins SET sketch = ? WHERE file = ? AND source_hash = ?",
            (member.sketch, member.file, member.source_hash),
        )
        self._delete_key(member.key)

    def _forget(self, gone: Sequence[Member]) -> None:
        for member in gone:
            if member.kept:
                self._delete_key(member.key)
            else:
                self.connection.execute(
                    "DELETE FROM twins WHERE file = ? AND source_hash = ? AND report_key = ?",
                    (member.file, member.source_hash, member.key),
                )

    def _adopt(self, keys: Sequence[int], key: int) -> None:
        """Twins of reports that are gone are twins of the one in their place."""
        self.connection.executemany(
            "UPDATE twins SET report_key = ? WHERE report_key = ?", ((key, old) for old in keys)
        )

    def _delete(self, reports: list[str]) -> int:
        """Deletes reports with their twins; returns how many were there."""
        removed = 0
        for report in reports:
            found = self.connection.execute("SELECT key, base FROM reports WHERE id = ?", (report,)).fetchone()
            if found:
                self._delete_key(found[0])
                self.connection.execute("DELETE FROM twins WHERE report_key = ?", found[:1])
                removed += 1
        return removed

    def _delete_key(self, key: int) -> None:
        for table in (*map(schema.base, tables.TABLES), "running", "sentences", "texts"):
            self.connection.execute(f"DELETE FROM {table} WHERE report_key = ?", (key,))
        self.connection.execute("DELETE FROM reports WHERE key = ?", (key,))

    def _insert(self, table: str, values: dict[str, Any]) -> int:
        names, marks = ", ".join(f'"{name}"' for name in values), ", ".join("?" * len(values))
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"
        return self.connection.execute(sql, tuple(values.values())).lastrowid or 0


def _notes(new: Member, name: str, moved: Sequence[tuple[str, str]], demoted: Sequence[Member]) -> tuple[str, ...]:
    """What a person must be told of a text that was saved."""
    file = new.file or "standard input"
    notes = [f"{member.file or 'standard input'} is listed as a twin: {file} is fuller" for member in demoted]
    notes += [
        f"{old} is {now_} now: {file} is another report of that region and year"
        for old, now_ in moved
        if old[0] != "\0"
    ]
    if name != new.base and not demoted:
        notes.append(f"{file}: there is another report of that region and year, this one is {name}")
    return tuple(notes)


def _prefixed(names: str) -> str:
    return ", ".join(name if "." in name or name.isdigit() else f"t.{name}" for name in names.split(", "))


def _layout(told: dict[str, Any]) -> dict[str, Any]:
    """What ``_pages`` kept, as a Source holds it."""
    kept = {name: tuple(tuple(x) if isinstance(x, list) else x for x in told.get(name, ())) for name in LAYOUT}
    return {
        "pages": tuple(Page(number=page[0], start=page[1], end=page[2]) for page in told["pages"]), **kept,
        "continued": frozenset(told["continued"]), "begun": frozenset(told["begun"]),
        "beside": Beside(**told.get("beside", {})),
        "grids": tuple(map(_grid, told.get("grids", ()))),
    }  # fmt: skip


def _grid(rows: list[list[list[int] | None]]) -> Grid:
    return Grid(rows=tuple(tuple((cell[0], cell[1]) if cell else None for cell in row) for row in rows))


def _report(row: dict[str, Any]) -> ReportRow:
    values = {name: row[name] for name in _REPORT} | {"stale": bool(row["stale"])}
    return ReportRow(**values, counts={table: row[table] for table in tables.TABLES})


@lru_cache(_REMEMBERED, typed=True)
def _decimal(value: float | str | None) -> Decimal | None:
    """The exact decimal of a stored value. Its type counts where it is kept ready: 5 and 5.0 are not written alike."""
    return None if value is None else Decimal(value if isinstance(value, int) else str(value))


_DECODERS: dict[str, Callable[[Any], Any]] = {"decimal": _decimal, "spans": json.loads}
