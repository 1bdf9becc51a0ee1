"""Opening the file: read-only or for writing, with errors a person understands."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reportkit.errors import Locked, ReportkitError, UnreadableInput, UsageError
from reportkit.workspace import schema
from reportkit.workspace.guard import searched

PATIENCE = 120.0
"""Seconds that a writer waits for another."""
_SILENCE = 3.0
"""Seconds of it that pass without a word."""
_log = logging.getLogger(__name__)
_WAL_TRIES = 200
_EMPTY = "is an empty file, no workspace; `reportkit extract REPORT…` makes one"
_SMALLEST = 512
"""Bytes of the smallest database: one page of the smallest size."""
_DAMAGED = (
    "malformed", "no such table", "no such column", "Could not decode", "disk I/O", "rootpage", "corrupt",
    "already exists", "duplicate column", "unsupported file format",
)  # fmt: skip
"""What SQLite says of a file in which parts are missing or are not what they were."""


def connect(path: Path | None, write: bool) -> sqlite3.Connection:
    """A connection to a workspace of today's layout; without a path a private one that vanishes on closing.

    Raises UsageError if it is missing or may not be written, UnreadableInput if it is no workspace.
    """
    if path is None:
        connection = _connected("", uri=False)
        schema.prepare(connection)
        return connection
    if write:
        _check_kind(path)
        with told(path):
            return _writer(path)
    reached(path)
    with told(path):
        connection = _reader(path)
        with _closed_on_error(connection):
            if not schema.version(connection) and not schema.tables_of(connection):
                raise UnreadableInput(_EMPTY)
            if schema.is_current(connection):
                return connection
        connection.close()
        _writer(path).close()
        return _reader(path)


def reached(path: Path) -> None:
    """Raises UsageError if there is no file to be read at ``path``, UnreadableInput if it is empty."""
    _check_kind(path)
    if not path.exists():
        raise UsageError(
            f"{path}: there is no workspace; make it with `reportkit extract REPORT…`, or name another with --db"
        )
    if not path.stat().st_size:
        raise UnreadableInput(f"{path}: {_EMPTY}")


def _check_kind(path: Path) -> None:
    if not path.exists():
        return
    if not path.is_file():
        raise UsageError(f"{path}: is no file; name the workspace with --db")
    if 0 < path.stat().st_size < _SMALLEST:
        # SQLite takes it for an empty file and would write over it
        raise UnreadableInput(f"{path}: is no workspace")


def begin(connection: sqlite3.Connection, path: Path | None) -> None:
    """Begins to write; a wait for another writer is said. Raises sqlite3.OperationalError when it has been too long."""
    try:
        connection.execute(f"PRAGMA busy_timeout = {int(_SILENCE * 1000)}")
        connection.execute("BEGIN IMMEDIATE")
        return
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise
    finally:
        connection.execute(f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}")
    _log.warning("%s: another program is writing to it; waiting up to %.0f s", path, PATIENCE)
    connection.execute("BEGIN IMMEDIATE")


@contextmanager
def told(path: Path | None) -> Iterator[None]:
    """SQLite's errors in words, with the file's name."""
    try:
        yield
    except UnreadableInput as error:
        raise UnreadableInput(f"{path}: {error}") from None
    except sqlite3.DatabaseError as error:
        if found := meant(error, path):
            raise found from None
        raise


def meant(error: sqlite3.DatabaseError, path: object = "workspace") -> ReportkitError | None:
    """What a user is told of an error of SQLite; None for one that only a mistake of ours can cause."""
    words = str(error)
    if "locked" in words:
        return Locked(f"{path}: another program has been writing to it for {PATIENCE:.0f} s")
    if "readonly" in words or "unable to open" in words:
        return UsageError(f"{path}: cannot be written or opened (check the folder and its permissions)")
    if "full" in words:
        return UsageError(f"{path}: the disk is full")
    if "not a database" in words:
        return UnreadableInput(f"{path}: is no workspace, or a damaged one ({words}); {schema.RESCUE}")
    if isinstance(error, sqlite3.IntegrityError) or any(sign in words for sign in _DAMAGED):
        return UnreadableInput(f"{path}: is damaged ({words}); {schema.RESCUE}")
    return None


@contextmanager
def _closed_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    """Closes what could not be used: an open file cannot be removed on Windows."""
    try:
        yield
    except BaseException:
        connection.close()
        raise


def _connected(database: str, uri: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(database, timeout=PATIENCE, isolation_level=None, uri=uri)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.create_function("regexp", 2, searched, deterministic=True)
    return connection


def _writer(path: Path) -> sqlite3.Connection:
    connection = _connected(path.absolute().as_uri() + "?mode=rwc", uri=True)
    with _closed_on_error(connection):
        schema.check(connection)
        _use_wal(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        schema.prepare(connection)
    return connection


def _use_wal(connection: sqlite3.Connection) -> None:
    # SQLite does not wait for a lock when it changes the journal mode: two first writers would collide
    for _ in range(_WAL_TRIES):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            time.sleep(0.02)


def _reader(path: Path) -> sqlite3.Connection:
    address = path.absolute().as_uri()
    try:
        return _tuned(_connected(f"{address}?mode=ro", uri=True))
    except sqlite3.OperationalError:
        if path.with_name(path.name + "-wal").exists():
            raise
        # on read-only media WAL cannot make its side files; without them nobody writes
        return _tuned(_connected(f"{address}?mode=ro&immutable=1", uri=True))


def _tuned(connection: sqlite3.Connection) -> sqlite3.Connection:
    with _closed_on_error(connection):
        connection.execute("PRAGMA query_only = ON")
        connection.execute(f"PRAGMA mmap_size = {1 << 32}")
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return connection
