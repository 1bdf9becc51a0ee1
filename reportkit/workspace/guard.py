"""A user's expressions: they can neither change the file nor run for ever, and fail in words."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from reportkit.errors import UsageError
from reportkit.model import tables
from reportkit.workspace.query import Query

if TYPE_CHECKING:
    import regex

LIMIT = 60.0
"""Seconds that a query may take until its first row if it holds an expression of the user."""
SENTENCE_LIMIT = 1.0
"""Seconds that a ``REGEXP`` in it may take on one text."""
_STEPS = 100_000
_READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION}


def searched(pattern: str, text: str) -> bool:
    """SQL's ``text REGEXP pattern``. Raises TimeoutError."""
    return compiled(pattern).search(text, timeout=SENTENCE_LIMIT) is not None


@contextmanager
def guarded(connection: sqlite3.Connection, table: str, query: Query) -> Iterator[None]:
    """Guards the start of a query, up to its first row. Raises UsageError for what is wrong with an expression."""
    if not query.where:
        yield
        return
    connection.set_authorizer(lambda action, *_: int(action not in _READING))
    deadline = time.monotonic() + LIMIT
    connection.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
    try:
        yield
    except sqlite3.Error as error:
        raise UsageError(f"--where: {_in_words(str(error), table)}") from None
    finally:
        connection.set_progress_handler(None, _STEPS)
        connection.set_authorizer(None)


@lru_cache
def compiled(pattern: str, flags: int = 0) -> regex.Pattern[str]:
    """A regular expression of the user. Raises UsageError."""
    import regex

    try:
        return regex.compile(pattern, flags)
    except regex.error as error:
        raise UsageError(f"--regex: {error}") from None


def _in_words(words: str, table: str) -> str:
    if words == "interrupted":
        return f"the query takes more than {LIMIT:.0f} s"
    if "user-defined function" in words:
        return f"a REGEXP in it has an error, or takes more than {SENTENCE_LIMIT:.0f} s on a text"
    if "not authorized" in words or "prohibited" in words:
        return "an expression may only read the tables of the workspace"
    if "no such column" in words:
        words += f" (there are: {', '.join(c.name for c in tables.columns(table))}; words stand in 'single quotes')"
    return words
