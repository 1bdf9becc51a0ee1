"""What can still be read of a damaged workspace, row by row.

The file itself is only read: a copy of it is opened. SQLite gives up at the first page that is not what it should be;
here the rows before and behind it are asked for in ranges that are halved until what cannot be read stands alone.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from reportkit.errors import UnreadableInput
from reportkit.model import tables
from reportkit.workspace import schema

ASIDE = ("twins", "failures", "others")
"""Tables of what stands beside the reports."""
KEPT = ("reports", "texts", "running", "sentences", *map(schema.base, tables.TABLES), *ASIDE)
"""All tables, in the order in which they refer to each other."""
_SIDES = ("", "-wal", "-journal")
"""The file, what was written and not yet moved into it, and what is to be undone."""
_MAGIC = b"SQLite format 3\0"
_PAGE = 4096
"""Bytes of a page as SQLite makes them if nobody asks for others."""
_FIXED = {20: b"\0\x40\x20\x20", 44: b"\0\0\0\4", 56: b"\0\0\0\1"}
"""Bytes of the head that are the same in all workspaces: fractions of a page, layout of the schema, UTF-8."""
_SIZE_AT, _FORMAT_AT, _COUNT_AT = 16, 18, 28
"""Where the head keeps the size of a page, how the file is written, and how many pages there are."""
_HEAD = 100
"""Bytes of it."""
_NOTHING = "holds nothing of a workspace that can be read"
_IDENTIFYING = {"reports", "texts", "sentences"}
"""Tables by which a workspace is known whose mark is gone."""
_FAILURES = 2_000
"""Ranges of a table that may fail, a third of a second in all. The widest come first: what is left is small, or nothing."""
_LEAST_LENGTH = 1 << 20
"""Bytes that a value may have in any file; no value is longer than the file that holds it."""
_LEAST_ROW = 8
"""Bytes that a row takes at least: what bounds the keys of a table whose end cannot be read."""


@dataclass(slots=True)
class _Rows:
    """The rows of one query as far as they can be read."""

    connection: sqlite3.Connection
    last: int | None = None
    """Key of the last row."""
    failed: bool = False

    def read(self, sql: str, parameters: tuple[int, ...]) -> Iterator[tuple[object, ...]]:
        try:
            for row in self.connection.execute(sql, parameters):
                self.last = row[0]
                yield row
        except sqlite3.DatabaseError:
            self.failed = True


@contextmanager
def opened(path: Path, folder: Path) -> Iterator[tuple[sqlite3.Connection, bool]]:
    """A copy of a workspace in ``folder``, opened as well as can be, and whether its head had to be mended for that.

    Raises UnreadableInput for what holds nothing of a workspace, or is another program's.
    """
    copy = folder / "damaged.db"
    _copy(path, copy)
    heads = _heads(copy)
    best = max(heads, key=lambda head: _readable(copy, head))
    _write_head(copy, best)
    with closing(_connected(copy)) as connection:
        if not _is_ours(connection):
            raise UnreadableInput(schema.OF_ANOTHER if schema.is_of_another(connection) else _NOTHING)
        yield connection, best != heads[0]


def version(connection: sqlite3.Connection) -> int:
    """The version of the layout, today's if it is gone. Raises UnreadableInput for one of a newer reportkit."""
    found = 0
    with suppress(sqlite3.DatabaseError):
        found = schema.version(connection)
    if found > schema.VERSION:
        raise UnreadableInput(schema.NEWER)
    return found if found > 0 else schema.VERSION


def copy_rows(old: sqlite3.Connection, new: sqlite3.Connection, table: str) -> bool:
    """Copies the rows of a table that can be read, with their keys; returns whether all of them could."""
    wanted = _columns(new, table)
    there = _columns(old, table)
    if not there:
        return False
    names = [name for name, (_, is_key) in wanted.items() if not is_key and (name in there or wanted[name][0])]
    chosen = ", ".join(f'"{name}"' if name in there else wanted[name][0] for name in names)
    quoted, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * (len(names) + 1))
    insert = f"INSERT OR IGNORE INTO {table} (rowid, {quoted}) VALUES ({marks})"
    select = f"SELECT rowid, {chosen} FROM {table} NOT INDEXED"
    before = new.total_changes
    rows = _Rows(old)
    new.executemany(insert, rows.read(f"{select} ORDER BY rowid", ()))
    whole = not rows.failed
    if rows.failed:
        begin = 0 if rows.last is None else rows.last + 1
        for sql, parameters in _ranges(old, table, begin, rows):
            new.executemany(insert, rows.read(select + sql, parameters))
    with suppress(sqlite3.DatabaseError):
        (count,) = old.execute(f"SELECT count(*) FROM {table} NOT INDEXED").fetchone()
        whole &= count == new.total_changes - before
    return whole


def _ranges(
    old: sqlite3.Connection, table: str, begin: int, rows: _Rows
) -> Iterator[tuple[str, tuple[int, ...]]]:  # fmt: skip
    """Conditions of the rows from a key on; of a range that fails the rest is asked for in two halves."""
    waiting, failures = deque([(begin, _last_key(old, table))]), 0
    while waiting and failures < _FAILURES:
        first, last = waiting.popleft()
        if first > last:
            continue
        rows.last, rows.failed = None, False
        if first == last:
            # the end of a range is only seen on the row behind it, which may be the one that cannot be read
            yield " WHERE rowid = ?", (first,)
            failures += rows.failed
            continue
        yield " WHERE rowid BETWEEN ? AND ? ORDER BY rowid", (first, last)
        if rows.failed:
            failures += 1
            first = first if rows.last is None else rows.last + 1
            middle = (first + last) // 2
            waiting += [(first, middle), (middle + 1, last)]


def _last_key(connection: sqlite3.Connection, table: str) -> int:
    with suppress(sqlite3.DatabaseError):
        found = connection.execute(f"SELECT rowid FROM {table} ORDER BY rowid DESC LIMIT 1").fetchone()
        return int(found[0]) if found else 0
    (pages,), (size,) = (connection.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size"))
    return int(pages * size // _LEAST_ROW)


def _columns(connection: sqlite3.Connection, table: str) -> dict[str, tuple[str, bool]]:
    """Name → what stands for it where it must not be empty and is not there, and whether it is the key of the rows."""
    with suppress(sqlite3.DatabaseError):
        found = connection.execute(f"PRAGMA table_info({table})").fetchall()
        return {
            name: (
                ("''" if kind == "TEXT" else "0") if needed and default is None else "",
                kind == "INTEGER" and bool(key),
            )
            for _, name, kind, needed, default, key in found
        }
    return {}


def _copy(path: Path, copy: Path) -> None:
    """Copies the files of a workspace as they lie there; where SQLite can read it, as they are at one moment."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)) as connection:
        with suppress(sqlite3.DatabaseError):
            # while somebody reads, what was written is not moved into the file, and what is beside it stays there
            connection.execute("BEGIN")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for side in _SIDES:
            with suppress(FileNotFoundError):
                shutil.copyfile(f"{path}{side}", f"{copy}{side}")


def _connected(copy: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(copy, isolation_level=None)
    with suppress(sqlite3.DatabaseError):
        # a file that is too short, or a table whose layout is damaged, is no reason to give up the rest
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("PRAGMA cell_size_check = ON")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, max(copy.stat().st_size, _LEAST_LENGTH))
    return connection


def _is_ours(connection: sqlite3.Connection) -> bool:
    with suppress(sqlite3.DatabaseError):
        there = schema.tables_of(connection)
        marked = schema.is_marked(connection)
        return bool(there) and (marked or (there >= _IDENTIFYING and "source_hash" in _columns(connection, "reports")))
    return False


def _heads(copy: Path) -> list[bytes]:
    """The head of a file, and what it may have been before it was damaged."""
    with copy.open("rb") as file:
        there = file.read(_HEAD).ljust(_HEAD, b"\0")
    mended = bytearray(there)
    mended[: len(_MAGIC)] = _MAGIC
    for at, fixed in _FIXED.items():
        mended[at : at + len(fixed)] = fixed
    mended[_FORMAT_AT : _FORMAT_AT + 2] = b"\2\2" if Path(f"{copy}-wal").exists() else b"\1\1"
    usual = bytearray(mended)
    usual[_SIZE_AT : _SIZE_AT + 2] = _PAGE.to_bytes(2, "big")
    usual[_COUNT_AT : _COUNT_AT + 4] = (copy.stat().st_size // _PAGE).to_bytes(4, "big")
    return [there, bytes(mended), bytes(usual)]


def _write_head(copy: Path, head: bytes) -> None:
    with copy.open("r+b") as file:
        file.write(head)


def _readable(copy: Path, head: bytes) -> int:
    """Of how many tables a first row can be looked for with this head."""
    _write_head(copy, head)
    found = 0
    with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        for table in KEPT:
            with suppress(sqlite3.DatabaseError):
                connection.execute("PRAGMA writable_schema = ON")
                connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()
                found += 1
    return found
