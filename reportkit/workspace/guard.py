"""A user's expressions: they can neither change the file nor run for ever, and fail in words."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from reportkit.errors import UsageError
from reportkit.model import tables
from reportkit.rules import expressions
from reportkit.workspace.query import Query, Statement

if TYPE_CHECKING:
    import regex

LIMIT = 10.0
"""Seconds that SQLite may work on a query if it holds an expression of the user; what its reader does is not counted."""
SENTENCE_LIMIT = 1.0
"""Seconds that a ``REGEXP`` in it may take on one text."""
LENGTH_LIMIT = 16 * 2**20
"""Bytes of the longest text that an expression may make; the functions of SQLite do not look at the clock meanwhile."""
_STEPS = 200
"""Steps of SQLite's machine, some microseconds, between two looks at the clock."""
_TOGETHER = 256
"""Rows that are taken at once."""
_REFUSED = {"printf", "format"}
"""Functions whose work neither the clock nor the longest text bounds: a width of 10⁹ is counted to its end."""
_PATTERN = re.compile(r"\bREGEXP\s*\(?\s*'((?:[^']|'')*)'", re.IGNORECASE)
"""A pattern that stands in an expression as it is."""
_TEXT = re.compile(r"'(?:[^']|'')*'")
_NAMED = re.compile(r'"([^"]+)"')
"""A name in double quotes."""
_QUOTED = 200
"""Characters of a message of SQLite that are shown."""
_READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION}
_deadline: ContextVar[float] = ContextVar("deadline")
"""When the query that runs must end, by the monotonic clock."""


def searched(pattern: str, text: str) -> bool:
    """SQL's ``text REGEXP pattern``. Raises TimeoutError."""
    left = _deadline.get(time.monotonic() + SENTENCE_LIMIT) - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return compiled(pattern).search(text, timeout=min(left, SENTENCE_LIMIT)) is not None


def rows(connection: sqlite3.Connection, statement: Statement, table: str, query: Query) -> Iterator[tuple[Any, ...]]:
    """The rows that a statement finds; an expression of the user is held to its limits as long as it runs.

    Raises UsageError for what is wrong with an expression.
    """
    if not query.where:
        # not `yield from`: it would close the cursor of a reader who stops, after the connection
        for row in connection.execute(statement.sql, statement.parameters):  # noqa: UP028
            yield row
        return
    check(query.where, table)
    left = LIMIT
    cursor: sqlite3.Cursor | None = None
    found: list[tuple[Any, ...]] = []
    while cursor is None or found:
        begun = time.monotonic()
        with _limited(connection, table, begun + left):
            if cursor is None:
                cursor = _begun(connection, statement)
            found = cursor.fetchmany(_TOGETHER)
        left -= time.monotonic() - begun
        yield from found


def _begun(connection: sqlite3.Connection, statement: Statement) -> sqlite3.Cursor:
    """The statement under way. Nobody but the user's own words may do more than read while it is understood."""
    connection.set_authorizer(lambda action, _, name, *__: int(action not in _READING or name in _REFUSED))
    try:
        return connection.execute(statement.sql, statement.parameters)
    finally:
        connection.set_authorizer(None)


@contextmanager
def _limited(connection: sqlite3.Connection, table: str, deadline: float) -> Iterator[None]:
    """Limits of time and length while SQLite works. Raises UsageError."""
    token = _deadline.set(deadline)
    length = connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LENGTH_LIMIT)
    connection.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
    try:
        yield
    except (sqlite3.Error, MemoryError) as error:
        late = time.monotonic() > deadline
        raise UsageError(f"--where: {_in_words('interrupted' if late else str(error), table)}") from None
    finally:
        connection.set_progress_handler(None, _STEPS)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, length)
        _deadline.reset(token)


def compiled(pattern: str, flags: int = 0, option: str = "--regex") -> regex.Pattern[str]:
    """A regular expression of the user. Raises UsageError."""
    try:
        return expressions.compiled(pattern, flags)
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from None


def check(where: str, table: str) -> None:
    """Raises UsageError for an expression that cannot be right, whatever rows it is asked of."""
    for pattern in _PATTERN.findall(where):
        compiled(pattern.replace("''", "'"), option="--where: REGEXP")
    # SQLite takes a name in double quotes that it does not know for a text; inside a subquery it may be of another table
    bare = _TEXT.sub("", where)
    known = {column.name for column in tables.columns(table)}
    for name in _NAMED.findall(bare) if "select" not in bare.lower() else ():
        if name not in known:
            raise UsageError(f"--where: {_in_words(f'no such column: {name}', table)}")


def _in_words(words: str, table: str) -> str:
    words = " ".join(words.split())[:_QUOTED]  # SQLite quotes what it does not understand, to the end of the statement
    if words == "interrupted":
        return f"the query takes more than {LIMIT:.0f} s; --region, --year and the like leave fewer rows to look at"
    if "too big" in words:
        return f"an expression makes a text of more than {LENGTH_LIMIT >> 20} MB"
    if "user-defined function" in words:
        return f"a REGEXP in it has an error, or takes more than {SENTENCE_LIMIT:.0f} s on a text"
    if "not authorized to use function" in words:
        return f"an expression may not use {words.rpartition(' ')[2]}"
    if "not authorized" in words or "prohibited" in words:
        return "an expression may only read the tables of the workspace"
    if "no such column" in words:
        words += f" (there are: {', '.join(c.name for c in tables.columns(table))}; words stand in 'single quotes')"
    return words or "there is not enough memory for it"
