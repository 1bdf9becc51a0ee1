"""What is whole of a damaged workspace is saved, what is not is listed, and the file stays as it is."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from running import called, refused

import reportkit
from reportkit import workspace as store
from reportkit.errors import UnreadableInput, UsageError
from reportkit.model import tables
from reportkit.workspace import Query, rescue, schema

IDS = ("澄源市-2024", "澄源市-2025")
PAGE = 4096


def changed(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for sql in statements:
            connection.execute(sql)


def everything(path: Path) -> dict[str, list[tables.Row]]:
    with store.open(path) as workspace:
        return {table: list(workspace.rows(table)) for table in tables.TABLES}


@pytest.fixture
def path(db: Path, tmp_path: Path) -> Path:
    shutil.copy(db, tmp_path / "w.db")
    return tmp_path / "w.db"


def test_a_sound_one_is_said_to_be_so_and_is_taken_over_whole(path: Path, tmp_path: Path) -> None:
    assert rescue.check(path) == rescue.Found(IDS, (), ())
    with store.open(path, write=True) as workspace:
        workspace.fail("x.pdf", "is empty")
        workspace.other("y.txt", "budget", "")
    found = reportkit.rescue(tmp_path / "new.db", db=path)
    assert found.empty and found.attrs["whole"] == [*IDS] and found.attrs["again"] == []
    assert everything(tmp_path / "new.db") == everything(path)
    with store.open(tmp_path / "new.db") as workspace, store.open(path) as before:
        assert workspace.reports() == before.reports()
        assert workspace.failures() == before.failures() and workspace.others() == before.others()
        assert [workspace.source(id) for id in IDS] == [before.source(id) for id in IDS]
        assert workspace.count("numbers", Query(match=["粮食"])) == before.count("numbers", Query(match=["粮食"])) > 0


LOST = {
    "a character of the text": ("UPDATE texts SET text = '国' || substr(text, 2) WHERE report_key = 1", "nothing"),
    "the text": ("DELETE FROM texts WHERE report_key = 1", "nothing"),
    "no UTF-8": ("UPDATE texts SET text = CAST(x'ff' AS TEXT) WHERE report_key = 1", "nothing"),
    "a row": ("DELETE FROM project_rows WHERE key = (SELECT min(key) FROM project_rows)", "text"),
    "a row too many": ("INSERT INTO number_rows SELECT 999999, report_key, sentence_key, restored, "
        + ", ".join(f'"{c.name}"' for c in schema.stored("numbers")) + " FROM number_rows WHERE key = 1", "text"),
    "a row outside of the text": ("UPDATE indicator_rows SET \"end\" = 99999999 WHERE key = 1", "text"),
    "a row of another sentence": ("UPDATE commitment_rows SET sentence_key = 99999999 WHERE key = 1", "text"),
    "a year in letters": ("UPDATE indicator_rows SET year = 'x' WHERE key = 1", "text"),
    "spans": ("UPDATE project_rows SET spans = '[[' WHERE key = 1", "text"),
    "a sentence": ("UPDATE sentences SET text = text || '。' WHERE key = 3", "text"),
    "the last sentence": ("DELETE FROM sentences WHERE key = (SELECT max(key) FROM sentences WHERE report_key = 1)", "text"),
    "the layout": ("UPDATE texts SET pages = '{\"pages\"' WHERE report_key = 1", "text"),
    "a title in bytes": ("UPDATE reports SET title = x'00' WHERE key = 1", "text"),
}  # fmt: skip


@pytest.mark.parametrize("lost", LOST)
def test_a_report_that_is_not_whole_is_found_and_read_anew_if_its_text_is(
    lost: str, path: Path, tmp_path: Path
) -> None:
    before = everything(path)
    sql, left = LOST[lost]
    changed(path, "PRAGMA foreign_keys = OFF", sql)
    data = path.read_bytes()
    found = reportkit.rescue(tmp_path / "new.db", db=path)
    assert [loss for loss in found["left"] if loss in ("text", "nothing")] == [left]
    assert found.attrs["whole"] == [IDS[1]]
    assert found.attrs["again"] == ([IDS[0]] if left == "text" else [])
    kept = {table: [row for row in rows if left == "text" or row["report"] == IDS[1]] for table, rows in before.items()}
    assert everything(tmp_path / "new.db") == kept
    assert path.read_bytes() == data


def test_a_report_whose_id_is_gone_is_listed_by_how_its_text_begins(path: Path) -> None:
    changed(path, "PRAGMA foreign_keys = OFF", "DELETE FROM reports WHERE key = 1")
    found = rescue.check(path)
    assert found.whole == (IDS[1],)
    (loss,) = found.losses
    assert loss.left == "nothing" and "澄源市市长" in loss.reason


def test_twins_of_a_lost_report_are_counted_and_those_of_a_whole_one_stay(path: Path, tmp_path: Path) -> None:
    columns = (
        "base, source_hash, rules_hash, version, told_region, told_year, clues, length, paged, known, sketch, saved"
    )
    for key in (1, 2):
        changed(
            path,
            f"INSERT INTO twins (file, report_key, {columns}) SELECT 't{key}', key, {columns} FROM reports WHERE key = {key}",
        )
    changed(path, "PRAGMA foreign_keys = OFF", "DELETE FROM texts WHERE report_key = 1")
    found = reportkit.rescue(tmp_path / "new.db", db=path)
    assert found[found["reason"].str.startswith("twins")]["rows"].tolist() == [1]
    with store.open(tmp_path / "new.db") as workspace:
        assert [twin.file for twin in workspace.twins()] == ["t2"]


HEADS: dict[str, Callable[[bytes], bytes]] = {
    "all of it": lambda data: bytes(100) + data[100:],
    "the word SQLite": lambda data: b"x" + data[1:],
    "the size of a page": lambda data: data[:16] + b"\0\3" + data[18:],
    "another size of a page": lambda data: data[:16] + b"\4\0" + data[18:],
    "the encoding": lambda data: data[:56] + b"\0\0\0\2" + data[60:],
    "the number of pages": lambda data: data[:28] + b"\0\0\xff\xff" + data[32:],
    "the mark": lambda data: data[:68] + b"abcd" + data[72:],
}


@pytest.mark.parametrize("head", HEADS)
def test_a_damaged_head_of_the_file_loses_nothing(head: str, path: Path, tmp_path: Path) -> None:
    before = everything(path)
    path.write_bytes(HEADS[head](path.read_bytes()))
    reportkit.rescue(tmp_path / "new.db", db=path)
    assert everything(tmp_path / "new.db") == before


@pytest.mark.parametrize("seed", range(4))
def test_of_torn_pages_only_what_is_whole_comes_out(seed: int, path: Path, tmp_path: Path) -> None:
    before, chosen = everything(path), random.Random(seed)
    data = bytearray(path.read_bytes())
    for page in chosen.sample(range(2, len(data) // PAGE), 3):
        data[page * PAGE : page * PAGE + 200] = chosen.randbytes(200)
    path.write_bytes(data)
    found = rescue.check(path)
    assert found.losses
    try:
        reportkit.rescue(tmp_path / "new.db", db=path)
    except UnreadableInput:
        assert not found.whole and not found.unread
        return
    for table, rows in everything(tmp_path / "new.db").items():
        assert rows == [row for row in before[table] if row["report"] in (*found.whole, *(u.id for u in found.unread))]


def test_what_is_written_and_not_yet_moved_into_the_file_is_taken_over(path: Path, tmp_path: Path) -> None:
    with store.open(path, write=True) as workspace:
        workspace.fail("z.txt", "is empty")
        assert rescue.check(path).losses == ()
        reportkit.rescue(tmp_path / "new.db", db=path)
    with store.open(tmp_path / "new.db") as workspace:
        assert [failure.file for failure in workspace.failures()] == ["z.txt"]


def test_what_is_no_workspace_is_refused_and_nothing_is_made(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    changed(other, "CREATE TABLE reports (id TEXT)", "INSERT INTO reports VALUES ('x')")
    (tmp_path / "text.db").write_text("政府工作报告" * 2000, "utf-8")
    changed(path, "PRAGMA user_version = 99")
    for name, words in (("other", "no workspace"), ("text", "holds nothing"), ("w", "newer reportkit")):
        with pytest.raises(UnreadableInput, match=words):
            reportkit.rescue(tmp_path / "new.db", db=tmp_path / f"{name}.db")
    with pytest.raises(UsageError, match="is there already"):
        reportkit.rescue(other, db=path)
    with pytest.raises(UsageError, match="no folder"):
        reportkit.rescue(tmp_path / "none" / "new.db", db=path)
    assert sorted(file.name for file in tmp_path.iterdir() if file.suffix == ".db") == ["other.db", "text.db", "w.db"]


def test_the_commands_say_it_in_a_line_and_end_with_the_right_code(path: Path, tmp_path: Path) -> None:
    sound = called("reports", "check", "--db", str(path))
    assert (sound.returncode, sound.stdout) == (0, b"")
    assert sound.stderr.decode().endswith("is sound; reports that are whole: 2\n")
    changed(path, "DELETE FROM project_rows WHERE key = 1")
    refused(called("reports", "check", "--db", str(path)), 3, "whole: 1, of which only the text is: 1; `reportkit")
    new = str(tmp_path / "new.db")
    refused(
        called("reports", "rescue", "--db", str(path), "-o", new),
        0,
        "taken over: 1, read anew from their texts: 1, lost: 0",
    )
    changed(path, "PRAGMA foreign_keys = OFF", "DELETE FROM texts WHERE report_key = 1")
    refused(called("reports", "rescue", "--db", str(path), "-o", str(tmp_path / "second.db")), 3, "lost: 1")
    changed(path, "DELETE FROM texts")
    refused(called("reports", "check", "--db", str(path)), 3, "no report in it can be saved")
    refused(
        called("reports", "rescue", "--db", str(path), "-o", str(tmp_path / "third.db")),
        3,
        "no report that can be saved",
    )
    assert not (tmp_path / "third.db").exists()


def test_an_older_layout_is_rescued_into_the_layout_of_today(path: Path, tmp_path: Path) -> None:
    changed(path, "ALTER TABLE reports DROP COLUMN warnings", "PRAGMA user_version = 2")
    before = everything_of_rows(path)
    assert reportkit.rescue(tmp_path / "new.db", db=path).empty
    assert everything_of_rows(tmp_path / "new.db") == before
    with store.open(tmp_path / "new.db") as workspace:
        assert schema.is_current(workspace.connection)


def everything_of_rows(path: Path) -> list[list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as connection:
        return [connection.execute(f"SELECT * FROM {schema.base(table)}").fetchall() for table in tables.TABLES]
