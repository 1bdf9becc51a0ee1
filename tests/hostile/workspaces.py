"""Damaged, altered and foreign files in the place of a workspace, and what is asked of them.

Everything is drawn with noted seeds from a sound workspace that is made of the samples, so that a form can be made again
by its name.
"""

from __future__ import annotations

import io
import random
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from running import SAMPLE

from reportkit.model import tables
from reportkit.workspace import salvage, schema

COUNT = 529
"""Forms in all: what is listed below, and as many torn pages as are wanting."""
PAGE = 4096
_TORN = 200
"""Bytes of a page that are torn."""
_HEAD = 100
_CUTS = 60
_ZEROED = 40
_SWAPPED = 40
_BITS = 60
_FLIPPED = 12
"""Bits that are flipped in a file at once."""
READING = (
    ("reports", "--list", "-f", "csv"), ("filter", "indicators", "-f", "csv"), ("filter", "commitments", "-f", "csv"),
    ("reports", "check"), ("filter", "projects", "-f", "csv"), ("filter", "numbers", "-f", "csv"),
    ("reports", "rescue", "-o", "{new}"), ("diff", "澄源市-2024", "澄源市-2025", "-f", "json"), ("audit", "coverage"),
    ("freq", "environment", "-f", "csv"), ("panel", "地区生产总值", "-f", "csv"), ("reports", "twins"),
    ("export", "indicators", "-f", "jsonl"), ("view", "澄源市-2025", "-o", "{new}"), ("methods",), ("reports", "failures"),
    ("filter", "indicators", "--match", "经济", "-f", "csv"), ("filter", "numbers", "--where", "value > 5", "-f", "csv"),
)  # fmt: skip
WRITING = (
    ("extract", str(SAMPLE)), ("extract", "--again"), ("reports", "remove", "澄源市-2025"), ("extract", str(SAMPLE), "--year", "2026"),
)  # fmt: skip
COMMANDS = (*READING, *WRITING)
Damage = Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class Form:
    """A file in the place of a workspace."""

    name: str
    damage: Damage
    """What makes it of a sound workspace."""
    ours: bool = True
    """Whether it is a workspace still, however damaged; nothing may write into what is none."""
    mended: bool = False
    """Whether opening it makes today's layout of it again: views hold nothing of their own."""


def forms() -> list[Form]:
    """All forms, the same each time."""
    made = [*_statements(), *_foreign(), *_sides(), *_heads(), *_cut(), *_moved()]
    return [*made, *(Form(f"torn {seed}", partial(_torn, seed)) for seed in range(COUNT - len(made)))]


def statement(path: Path, *statements: str) -> None:
    """Changes a workspace behind the back of reportkit."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for sql in statements:
            connection.execute(sql)


def _sql(name: str, *statements: str, ours: bool = True, mended: bool = False) -> Form:
    return Form(name, lambda path: statement(path, *statements), ours, mended)


def _statements() -> Iterator[Form]:
    """What another program, or another version, has done to it."""
    for table in salvage.KEPT:
        yield _sql(f"{table} dropped", f"DROP TABLE {table}")
        yield _sql(f"{table} emptied", f"DELETE FROM {table}")
    for view in (*tables.TABLES, "coverage"):
        yield _sql(f"view {view} dropped", f"DROP VIEW {view}", mended=True)
        yield _sql(f"view {view} another", f"DROP VIEW {view}", f"CREATE VIEW {view} AS SELECT 1 AS one", mended=True)
    for version in (-1, 0, 1, 2, 99, 2**31 - 1):
        yield _sql(f"version {version}", f"PRAGMA user_version = {version}")
    yield _sql("mark gone", "PRAGMA application_id = 0", ours=False)
    yield _sql("mark of another", "PRAGMA application_id = 252006673", ours=False)
    for table, column in _texts():
        yield _sql(f"{table}.{column} no UTF-8", f"UPDATE OR IGNORE {table} SET \"{column}\" = CAST(x'ff' AS TEXT)")
        yield _sql(f"{table}.{column} bytes", f"UPDATE OR IGNORE {table} SET \"{column}\" = x'00ff'")
        yield _sql(f"{table}.{column} a number", f'UPDATE OR IGNORE {table} SET "{column}" = 5')
    for table, column in (("texts", "pages"), ("project_rows", "spans")):
        for broken in ("", "[[", "null", "5", '{"pages": 3}', "[" * 5000):
            yield _sql(f"{table}.{column} {broken[:20]}", f"UPDATE {table} SET \"{column}\" = '{broken}'")
    for table in map(schema.base, tables.TABLES):
        for column in ("start", "end", "sentence_key", "report_key"):
            for value in ("NULL", "-1", "'x'", str(2**62)):
                yield _sql(
                    f"{table}.{column} {value}", f'UPDATE OR IGNORE {table} SET "{column}" = {value} WHERE key % 3 = 0'
                )
    for value in ("'x'", "1e999", "x'ff'", str(-(2**63))):
        yield _sql(f"value {value}", f"UPDATE indicator_rows SET value = {value}")
        yield _sql(f"year {value}", f"UPDATE indicator_rows SET year = {value}")
        yield _sql(f"report_year {value}", f"UPDATE reports SET report_year = {value}")
    yield _sql("index of another table", "DROP INDEX reports_base", "CREATE INDEX reports_base ON texts (pages)")
    yield _sql("a column too many", "ALTER TABLE reports ADD COLUMN mine TEXT")
    yield _sql("a table too many", "CREATE TABLE mine (a)")
    yield _sql("a trigger", "CREATE TRIGGER mine BEFORE DELETE ON reports BEGIN SELECT raise(ABORT, 'no'); END")


def _texts() -> Iterator[tuple[str, str]]:
    for column in ("id", "title", "region", "level", "date", "file", "source_hash", "warnings"):
        yield "reports", column
    yield from (("texts", "text"), ("running", "text"), ("sentences", "text"), ("sentences", "part"))
    yield from (
        ("indicator_rows", "name"),
        ("commitment_rows", "text"),
        ("project_rows", "name"),
        ("number_rows", "raw"),
    )


def _foreign() -> Iterator[Form]:
    """What is no workspace at all."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("a.txt", "政府工作报告")
    contents = {
        "empty": b"", "one byte": b"S", "half a head": b"SQLite format 3\0" + bytes(40), "a text": SAMPLE.read_bytes(),
        "a table": "region,text\n澄源市,各位代表\n".encode(), "zip": packed.getvalue(), "noughts": bytes(50_000),
        "PDF": b"%PDF-1.7\n" + bytes(5000), "noise": random.Random(1).randbytes(100_000),
    }  # fmt: skip
    for name, content in contents.items():
        yield Form(name, partial(_filled, content), ours=False)
    for name, sql in {
        "another program's": "CREATE TABLE places (url TEXT)", "with a table of our name": "CREATE TABLE reports (id TEXT)",
        "with our tables empty": "CREATE TABLE texts (text TEXT)",
    }.items():  # fmt: skip
        yield Form(name, partial(_of_another, sql), ours=False)


def _sides() -> Iterator[Form]:
    """What stands beside the file."""
    for suffix in ("-wal", "-shm", "-journal"):
        for size in (1, 32, 5000):
            yield Form(f"{suffix} of {size}", partial(_beside, suffix, size))


def _heads() -> Iterator[Form]:
    for at in range(0, _HEAD, 2):
        yield Form(f"head at {at} ff", partial(_overwritten, at, b"\xff\xff"), ours=at not in range(68, 72))
        yield Form(f"head at {at} 00", partial(_overwritten, at, b"\0\0"), ours=at not in range(68, 72))


def _cut() -> Iterator[Form]:
    for place in range(_CUTS):
        yield Form(f"cut at {place}/{_CUTS}", partial(_shortened, place / _CUTS), ours=bool(place))


def _moved() -> Iterator[Form]:
    for seed in range(_ZEROED):
        yield Form(f"page of noughts {seed}", partial(_zeroed, seed))
    for seed in range(_SWAPPED):
        yield Form(f"pages changed {seed}", partial(_swapped, seed))
    for seed in range(_BITS):
        yield Form(f"bits {seed}", partial(_bits, seed))


def _filled(content: bytes, path: Path) -> None:
    path.write_bytes(content)


def _of_another(sql: str, path: Path) -> None:
    path.unlink()
    statement(path, sql)


def _beside(suffix: str, size: int, path: Path) -> None:
    Path(f"{path}{suffix}").write_bytes(random.Random(size).randbytes(size))


def _overwritten(at: int, content: bytes, path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[at : at + len(content)] = content
    path.write_bytes(data)


def _shortened(share: float, path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: max(1, int(share * len(data)))])


def _zeroed(seed: int, path: Path) -> None:
    data = bytearray(path.read_bytes())
    page = random.Random(seed).randrange(len(data) // PAGE)
    data[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)
    path.write_bytes(data)


def _swapped(seed: int, path: Path) -> None:
    data = bytearray(path.read_bytes())
    one, other = (page * PAGE for page in random.Random(seed).sample(range(1, len(data) // PAGE), 2))
    data[one : one + PAGE], data[other : other + PAGE] = data[other : other + PAGE], data[one : one + PAGE]
    path.write_bytes(data)


def _bits(seed: int, path: Path) -> None:
    data, chosen = bytearray(path.read_bytes()), random.Random(seed)
    for at in chosen.sample(range(len(data)), _FLIPPED):
        data[at] ^= 1 << chosen.randrange(8)
    path.write_bytes(data)


def _torn(seed: int, path: Path) -> None:
    data, chosen = bytearray(path.read_bytes()), random.Random(seed)
    for page in chosen.sample(range(len(data) // PAGE), chosen.randint(1, 5)):
        data[page * PAGE : page * PAGE + _TORN] = chosen.randbytes(_TORN)
    path.write_bytes(data)
