"""Which reports of a damaged workspace are whole, and a new workspace that holds them.

A report is whole if its text has the hash that was noted when it was read, its sentences are those of its running text,
and each table has as many rows as were counted then, all of the right types and inside the text. Of a report whose text
alone is whole the rows are left out: they can be read anew. Nothing in the file tells whether a digit of a stored value
has changed; only the text and what stands in the indexes is held twice.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from reportkit.errors import ReportkitError, UnreadableInput, UsageError
from reportkit.model import tables
from reportkit.model.records import Source
from reportkit.workspace import salvage, schema
from reportkit.workspace.connect import connect, meant, reached, told
from reportkit.workspace.prepare import hash_of
from reportkit.workspace.workspace import Workspace

_TYPES = {
    "text": "typeof({0}) = 'text'",
    "int": "typeof({0}) IN ('integer', 'null')",
    "decimal": "typeof({0}) IN ('integer', 'null') OR (typeof({0}) = 'real' AND abs({0}) < 1e308) OR "
    "(typeof({0}) = 'text' AND {0} GLOB '[-0-9]*' AND {0} NOT GLOB '*[^-+.E0-9]*')",
    "spans": "typeof({0}) = 'text' AND json_valid({0})",
}
"""What SQLite must find in a column of each type."""
_OWN = ("running", "sentences", *map(schema.base, tables.TABLES))
"""Tables that can be made again from the text of a report."""
_BY_CONTENT = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What the rest of the program ends with on values that no workspace of ours holds."""
_ALONE = ("reports", *salvage.ASIDE)
"""Tables of which nothing else tells how many rows there were."""
_BEGIN = 60
"""Characters by which a person knows a text again."""


@dataclass(frozen=True, slots=True)
class Loss:
    """A report, or a table beside the reports, that is not whole."""

    report: str
    """Id of the report; empty for a table beside the reports, or a report whose id is gone."""
    left: str
    """``text``: its text is whole and can be read anew; ``rows``: some of its rows; ``nothing``; ``all``."""
    rows: int | None
    """Rows of its tables that are not taken over, as counted when it was read; None if nobody knows."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A report whose text alone is whole."""

    id: str
    file: str
    region: str
    """What the user had said against the report, as the year."""
    year: int | None
    source: Source


@dataclass(frozen=True, slots=True)
class Found:
    """What a workspace holds that is whole."""

    whole: tuple[str, ...]
    """Ids of the reports."""
    losses: tuple[Loss, ...]
    unread: tuple[Unread, ...]


def check(path: Path) -> Found:
    """What is whole in a workspace, without changing it. Raises UsageError (missing), UnreadableInput (no workspace)."""
    with tempfile.TemporaryDirectory() as folder:
        return take_over(path, Path(folder) / "whole.db")


def meant_by(error: Exception, path: Path) -> ReportkitError | None:
    """What an error means for a person if the content of a workspace has caused it; None for any other error."""
    if isinstance(error, sqlite3.DatabaseError):
        return meant(error, path)
    if isinstance(error, _BY_CONTENT) and (reason := _damage(path)):
        return UnreadableInput(f"{path}: is damaged ({reason}); {schema.RESCUE}")
    return None


def _damage(path: Path) -> str:
    """The first that ``check`` finds; empty if it finds nothing."""
    try:
        found = check(path)
    except UnreadableInput as error:
        return str(error).removeprefix(f"{path}: ")
    except UsageError:  # there is none
        return ""
    return found.losses[0].reason if found.losses else ""


def take_over(path: Path, new: Path) -> Found:
    """Makes a workspace ``new`` of the reports of ``path`` that are whole.

    ``path`` is only read: a copy of it lies beside ``new`` meanwhile. Raises UsageError (missing), UnreadableInput (no
    workspace).
    """
    reached(path)
    with (
        told(path),
        tempfile.TemporaryDirectory(dir=new.parent) as folder,
        salvage.opened(path, Path(folder)) as (old, mended),
        closing(_made(new, salvage.version(old))) as made,
    ):
        torn = _poured(old, made)
        of_file = _of_file(old, mended)
    with Workspace(new, connect(new, write=True)) as workspace:
        workspace.connection.execute(
            "PRAGMA foreign_keys = OFF"
        )  # what refers to nothing is still to be told and removed
        found = _judged(workspace, torn)
    return replace(found, losses=(*found.losses, *of_file))


def _made(new: Path, version: int) -> sqlite3.Connection:
    """A new file with the layout of a version and without rows; nothing else can see it, so that speed comes first."""
    connection = sqlite3.connect(new, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    schema.make(connection, version)
    return connection


def _poured(old: sqlite3.Connection, made: sqlite3.Connection) -> list[str]:
    """Copies all rows that can be read; returns the tables of which some could not."""
    made.execute("BEGIN")
    torn = [table for table in _there(made) if not salvage.copy_rows(old, made, table)]
    made.execute("COMMIT")
    return torn


def _there(connection: sqlite3.Connection) -> list[str]:
    """The tables of a layout: an older one has fewer."""
    there = schema.tables_of(connection)
    return [table for table in salvage.KEPT if table in there]


def _of_file(old: sqlite3.Connection, mended: bool) -> list[Loss]:
    """What is wrong with the file, whether or not a report has suffered from it."""
    if mended:
        return [Loss("", "all", None, "the head of the file is damaged")]
    try:
        (found,) = old.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        found = str(error)
    return [] if found == "ok" else [Loss("", "all", None, f"SQLite says: {' '.join(found.split())}")]


def _judged(workspace: Workspace, torn: list[str]) -> Found:
    """Leaves only what is whole in the new workspace."""
    whole: list[str] = []
    losses: list[Loss] = []
    unread: list[Unread] = []
    rows = workspace.connection.execute(f"SELECT key, id, {', '.join(map(_quoted, tables.TABLES))} FROM reports")
    for key, id, *counts in rows.fetchall():
        reason, source = _judgement(workspace, key, id)
        if not reason:
            whole.append(id)
            continue
        left = "text" if source else "nothing"
        losses.append(Loss(str(id), left, sum(n for n in counts if isinstance(n, int)), reason))
        if source:
            unread.append(_unread(workspace, key, source))
        _drop(workspace, key)
    losses += _strays(workspace)
    losses += [Loss("", "rows", None, f"{table}: a part cannot be read") for table in torn if table in _ALONE]
    return Found(tuple(whole), tuple(losses), tuple(unread))


def _judgement(workspace: Workspace, key: int, id: str) -> tuple[str, Source | None]:
    """Why a report is not whole, empty if it is; and what is left of its text, None if nothing."""
    connection = workspace.connection
    found = connection.execute("SELECT text FROM texts WHERE report_key = ?", (key,)).fetchone()
    if found is None:
        return "its text is gone", None
    noted = connection.execute("SELECT source_hash, characters, source, encoding FROM reports WHERE key = ?", (key,))
    noted_hash, characters, name, encoding = noted.fetchone()
    if not isinstance(found[0], str) or (hash_of(found[0]), len(found[0])) != (noted_hash, characters):
        return "its text is damaged", None
    try:
        source = workspace.source(id)
    except (ValueError, KeyError, TypeError, IndexError):
        return "the layout of its text is damaged", Source(text=found[0], name=str(name), encoding=str(encoding))
    return _defect(connection, key, characters), source


def _defect(connection: sqlite3.Connection, key: int, characters: int) -> str:
    """What is wrong with the rows of a report; empty if they are whole."""
    if _are_wrong(connection, "reports", "key", key, _types_of_reports(connection)):
        return "what is known of it is damaged"
    if not _sentences_are_whole(connection, key):
        return "its sentences are not whole"
    torn = [table for table in tables.TABLES if not _rows_are_whole(connection, table, key, characters)]
    return f"rows are not whole: {', '.join(torn)}" if torn else ""


def _types_of_reports(connection: sqlite3.Connection) -> list[str]:
    return [
        _TYPES["text" if kind == "TEXT" else "int"].format(_quoted(name))
        for _, name, kind, *_ in connection.execute("PRAGMA table_info(reports)")
        if kind != "BLOB"
    ]


def _sentences_are_whole(connection: sqlite3.Connection, key: int) -> bool:
    """Whether the sentences of a report are the lines of its running text, with the keys that it counts."""
    running = connection.execute("SELECT first, text FROM running WHERE report_key = ?", (key,)).fetchone()
    if running is None or not isinstance(running[1], str):
        return False
    found = connection.execute("SELECT key, text FROM sentences WHERE report_key = ? ORDER BY key", (key,)).fetchall()
    if any(not isinstance(text, str) for _, text in found):
        return False
    keys = range(running[0], running[0] + len(found))
    return [k for k, _ in found] == [*keys] and "\n".join(t.replace("\n", " ") for _, t in found) == running[1]


def _rows_are_whole(connection: sqlite3.Connection, table: str, key: int, characters: int) -> bool:
    base = schema.base(table)
    sql = f'SELECT (SELECT "{table}" FROM reports WHERE key = :key) = count(*) FROM {base} WHERE report_key = :key'
    (counted,) = connection.execute(sql, {"key": key}).fetchone()
    rules = [_TYPES[column.type].format(_quoted(column.name)) for column in schema.stored(table)]
    rules += [
        "sentence_key IN (SELECT key FROM sentences WHERE report_key = t.report_key)",
        f'start >= 0 AND start <= "end" AND "end" <= {int(characters)}',
    ]
    return bool(counted) and not _are_wrong(connection, base, "report_key", key, rules)


def _are_wrong(connection: sqlite3.Connection, table: str, name: str, key: int, rules: list[str]) -> bool:
    """Whether a row of a report breaks one of the rules."""
    sql = f"SELECT 1 FROM {table} t WHERE {name} = ? AND NOT ({' AND '.join(f'({rule})' for rule in rules)}) LIMIT 1"
    return connection.execute(sql, (key,)).fetchone() is not None


def _unread(workspace: Workspace, key: int, source: Source) -> Unread:
    names = "id, file, told_region, told_year"
    id, file, region, year = workspace.connection.execute(
        f"SELECT {names} FROM reports WHERE key = ?", (key,)
    ).fetchone()
    is_year = year is None or isinstance(year, int)
    return Unread(id=str(id), file=str(file), region=str(region), year=year if is_year else None, source=source)


def _drop(workspace: Workspace, key: int) -> None:
    for table in (*_OWN, "texts"):
        workspace.connection.execute(f"DELETE FROM {table} WHERE report_key = ?", (key,))
    workspace.connection.execute("DELETE FROM reports WHERE key = ?", (key,))


def _strays(workspace: Workspace) -> Iterator[Loss]:
    """Texts and rows whose report is gone, and twins of reports that are not taken over; they are taken out."""
    connection = workspace.connection
    lost = "report_key NOT IN (SELECT key FROM reports)"
    seen = " UNION ".join(f"SELECT report_key FROM {table} WHERE {lost}" for table in (*_OWN, "texts"))
    for (key,) in connection.execute(seen).fetchall():
        yield Loss("", "nothing", None, f"what is known of a report is gone{_begin(connection, key)}")
    for table in (*_OWN, "texts", "twins"):
        removed = connection.execute(f"DELETE FROM {table} WHERE {lost}").rowcount
        if removed and table == "twins":
            yield Loss("", "nothing", removed, "twins: the reports that they belong to are not whole")


def _begin(connection: sqlite3.Connection, key: int) -> str:
    """By what a person knows a report again whose id is gone."""
    for table in ("texts", "sentences"):
        found = connection.execute(
            f"SELECT substr(text, 1, {_BEGIN}) FROM {table} WHERE report_key = ? ORDER BY rowid LIMIT 1", (key,)
        ).fetchone()
        if found and isinstance(found[0], str):
            return f"; its text has: {' '.join(found[0].split())}"
    return ""


def _quoted(name: str) -> str:
    return f'"{name}"'
