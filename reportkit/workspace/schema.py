"""The layout of the file, derived from the columns of the tables, and how an older one becomes today's."""

from __future__ import annotations

import sqlite3
from dataclasses import fields

from reportkit.errors import UnreadableInput
from reportkit.model import tables
from reportkit.model.records import ReportInfo

APPLICATION = 0x72706B74
"""``rpkt``: marks the file as ours, so that no other program's database is written to."""
TYPES = {"text": "TEXT NOT NULL DEFAULT ''", "int": "INTEGER", "decimal": "", "spans": "TEXT NOT NULL DEFAULT '[]'"}
"""A decimal is stored as integer or real, as text if neither holds it exactly: no affinity may touch it."""
_ELSEWHERE = {
    "report": "r.id", "region": "r.region", "level": "r.level", "adcode": "r.adcode", "report_year": "r.report_year",
    "part": "s.part", "section": "s.section", "sentence": "s.text",
}  # fmt: skip
"""Columns of every table that are kept once, with the report or with the sentence."""
_INDEXED = {
    "indicators": ("indicator", "name", "topic", "unit", "year"),
    "commitments": ("deadline", "owner"),
    "projects": ("name", "sector", "status"),
    "numbers": ("role", "unit"),
}
RESCUE = "`reportkit reports check` lists what is whole, `reportkit reports rescue -o NEW` saves it"
NEWER = "was made by a newer reportkit; upgrade reportkit to use it"
OF_ANOTHER = "is an SQLite database but no workspace of reportkit"
_INFO = tuple(f.name for f in fields(ReportInfo) if f.name not in ("id", "report_year"))


def base(table: str) -> str:
    """The base table of a view: ``indicators`` → ``indicator_rows``."""
    return f"{table[:-1]}_rows"


def stored(table: str) -> tuple[tables.Column, ...]:
    """The columns that a base table keeps itself."""
    return tuple(c for c in tables.columns(table) if c.name not in _ELSEWHERE)


def prepare(connection: sqlite3.Connection) -> None:
    """Makes the layout today's, in one transaction. Raises UnreadableInput for a file that is not ours."""
    if is_current(connection):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in _STEPS[version(connection) :]:
            step(connection)
        _add_columns(connection)
        _make_views(connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {len(_STEPS)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk has ended it already
            connection.execute("ROLLBACK")
        raise


def make(connection: sqlite3.Connection, version: int) -> None:
    """The tables of a version of the layout in an empty file, for rows that were stored in it."""
    for step in _STEPS[:version]:
        step(connection)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {min(version, VERSION)}")


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether nothing need be done. Raises UnreadableInput for a file that is not ours, or too new."""
    check(connection)
    if version(connection) < VERSION:
        return False
    return not any(_missing(connection, t) for t in tables.TABLES) and _views(connection) == _wanted_views()


def check(connection: sqlite3.Connection) -> None:
    """Raises UnreadableInput for another program's database, or one of a newer reportkit."""
    if is_of_another(connection):
        raise UnreadableInput(OF_ANOTHER)
    found = version(connection)
    if found > VERSION:
        raise UnreadableInput(NEWER)
    if found < 1 and tables_of(connection):
        raise UnreadableInput(f"is damaged (the version of its layout is gone); {RESCUE}")
    if found and (lost := _lost(connection)):
        raise UnreadableInput(f"is damaged ({', '.join(lost)} gone); {RESCUE}")


def is_marked(connection: sqlite3.Connection) -> bool:
    """Whether the file says that it is a workspace."""
    return bool(connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION)


def is_of_another(connection: sqlite3.Connection) -> bool:
    """Whether the file holds something and does not say that it is a workspace; False where it cannot be read."""
    try:
        filled = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        return bool(filled) and not is_marked(connection)
    except sqlite3.DatabaseError:
        return False


def tables_of(connection: sqlite3.Connection) -> set[str]:
    """The names of the tables that are there."""
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def version(connection: sqlite3.Connection) -> int:
    """The version of the layout: 0 in an empty file, else from 1 on."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _lost(connection: sqlite3.Connection) -> list[str]:
    """Tables that have been there since the first layout, and are not."""
    there = tables_of(connection)
    wanted = ("reports", "texts", "sentences", "running", "failures", *map(base, tables.TABLES))
    return [name for name in wanted if name not in there]


def _create(connection: sqlite3.Connection) -> None:
    info = ", ".join(f'"{name}" TEXT NOT NULL' for name in _INFO)
    counts = ", ".join(f'"{table}" INTEGER NOT NULL' for table in tables.TABLES)
    statements = [
        f"""CREATE TABLE reports (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, report_year INTEGER, {info},
            file TEXT NOT NULL, source TEXT NOT NULL, encoding TEXT NOT NULL, characters INTEGER NOT NULL,
            source_hash TEXT NOT NULL, rules_hash TEXT NOT NULL, version TEXT NOT NULL, saved TEXT NOT NULL,
            told_region TEXT NOT NULL, told_year INTEGER, stale INTEGER NOT NULL DEFAULT 0, {counts})""",
        "CREATE INDEX reports_region ON reports (region, report_year)",
        "CREATE INDEX reports_source ON reports (source_hash)",
        """CREATE TABLE texts (report_key INTEGER PRIMARY KEY REFERENCES reports ON DELETE CASCADE,
            text TEXT NOT NULL, pages TEXT NOT NULL)""",
        """CREATE TABLE sentences (key INTEGER PRIMARY KEY, report_key INTEGER NOT NULL
            REFERENCES reports ON DELETE CASCADE, part TEXT NOT NULL, section TEXT NOT NULL, kind TEXT NOT NULL,
            item TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL)""",
        "CREATE INDEX sentences_report ON sentences (report_key)",
        """CREATE TABLE running (report_key INTEGER PRIMARY KEY REFERENCES reports ON DELETE CASCADE,
            first INTEGER NOT NULL, text TEXT NOT NULL)""",
        "CREATE TABLE failures (file TEXT PRIMARY KEY, reason TEXT NOT NULL, at TEXT NOT NULL)",
        """CREATE VIEW coverage AS SELECT region, level, adcode, report_year, count(*) AS reports, group_concat(id) AS ids
            FROM reports GROUP BY adcode, region, report_year""",
    ]
    for table in tables.TABLES:
        name = base(table)
        own = ", ".join(f'"{c.name}" {TYPES[c.type]}' for c in stored(table))
        named = any(c.name == "name" for c in stored(table))
        statements += [
            f"""CREATE TABLE {name} (key INTEGER PRIMARY KEY, report_key INTEGER NOT NULL
                REFERENCES reports ON DELETE CASCADE, sentence_key INTEGER NOT NULL REFERENCES sentences,
                restored INTEGER NOT NULL, {own})""",
            f"CREATE INDEX {name}_report ON {name} (report_key)",
            f"CREATE INDEX {name}_sentence ON {name} (sentence_key)",
            *([f"CREATE INDEX {name}_restored ON {name} (name) WHERE restored"] if named else []),
            *(f'CREATE INDEX {name}_{column} ON {name} ("{column}")' for column in _INDEXED[table]),
        ]
    for statement in statements:
        connection.execute(statement)


def _know_editions(connection: sqlite3.Connection) -> None:
    """What tells editions of a report apart, texts that are no reports, and what was said beside a text."""
    there = {row[1] for row in connection.execute("PRAGMA table_info(reports)")}
    text, count = "TEXT NOT NULL DEFAULT ''", "INTEGER NOT NULL DEFAULT 0"
    added = dict.fromkeys((*_INFO, "base", "clues"), text) | dict.fromkeys(("length", "paged", "known"), count)
    for name, kind in (added | {"sketch": "BLOB NOT NULL DEFAULT x''"}).items():
        if name not in there:
            connection.execute(f'ALTER TABLE reports ADD COLUMN "{name}" {kind}')
    connection.execute(
        """UPDATE reports SET base = id, length = characters,
           paged = EXISTS (SELECT 1 FROM texts WHERE report_key = key AND json_array_length(pages, '$.pages') > 0),
           known = (region <> '') + (report_year IS NOT NULL)"""
    )
    connection.execute("CREATE INDEX reports_base ON reports (base)")
    connection.execute(
        f"""CREATE TABLE twins (file TEXT NOT NULL, report_key INTEGER NOT NULL, base TEXT NOT NULL,
            source_hash TEXT NOT NULL, rules_hash TEXT NOT NULL, version TEXT NOT NULL, told_region TEXT NOT NULL,
            told_year INTEGER, clues {text}, length {count}, paged {count}, known {count}, sketch BLOB NOT NULL,
            saved TEXT NOT NULL)"""
    )
    connection.execute("CREATE INDEX twins_base ON twins (base)")
    connection.execute("CREATE INDEX twins_source ON twins (source_hash)")
    connection.execute(
        "CREATE TABLE others (file TEXT PRIMARY KEY, kind TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL)"
    )


def _mark_losses(connection: sqlite3.Connection) -> None:
    """What could not be read of a report, in words."""
    connection.execute("ALTER TABLE reports ADD COLUMN warnings TEXT NOT NULL DEFAULT ''")


_STEPS = (_create, _know_editions, _mark_losses)
"""What leads from each version of the layout to the next; ``user_version`` counts the steps done."""
VERSION = len(_STEPS)


def _missing(connection: sqlite3.Connection, table: str) -> list[tables.Column]:
    there = {row[1] for row in connection.execute(f"PRAGMA table_info({base(table)})")}
    return [c for c in stored(table) if c.name not in there]


def _add_columns(connection: sqlite3.Connection) -> None:
    added = [(table, column) for table in tables.TABLES for column in _missing(connection, table)]
    for table, column in added:
        connection.execute(f'ALTER TABLE {base(table)} ADD COLUMN "{column.name}" {TYPES[column.type]}')
    if added:
        connection.execute("UPDATE reports SET stale = 1")


def _views(connection: sqlite3.Connection) -> dict[str, str]:
    found = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view' AND name <> 'coverage'")
    return dict(found.fetchall())


def _wanted_views() -> dict[str, str]:
    return {table: _view(table) for table in tables.TABLES}


def _make_views(connection: sqlite3.Connection) -> None:
    there = _views(connection)
    for table, wanted in _wanted_views().items():
        if there.get(table) != wanted:
            connection.execute(f"DROP VIEW IF EXISTS {table}")
            connection.execute(wanted)


def _view(table: str) -> str:
    told = (f'{_ELSEWHERE.get(c.name, f"""t."{c.name}" """).strip()} AS "{c.name}"' for c in tables.columns(table))
    # sentences come by LEFT JOIN so that SQLite leaves them out where a query does not ask for them
    return (
        f"CREATE VIEW {table} AS SELECT {', '.join(told)}, t.key AS key, t.report_key AS report_key, "
        f"t.sentence_key AS sentence_key, t.restored AS restored FROM reports r JOIN {base(table)} t ON t.report_key = r.key "
        "LEFT JOIN sentences s ON s.key = t.sentence_key"
    )
