"""Workspaces that are damaged, or no workspaces: one line, and not a byte of them changed."""

from __future__ import annotations

import logging
import os
import random
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hostile import workspaces
from hostile.sampled import sampled
from running import SAMPLE, called, refused, run

import reportkit
from reportkit import workspace as store
from reportkit.cli.intake import Intake
from reportkit.errors import Locked
from reportkit.workspace import connect

_WAIT = 1.0
"""Seconds that a writer waits here."""
_PAGE = 4096
"""Bytes of a page of SQLite."""
_FEW = 48
"""Forms that are tried where not all are."""
_LONGEST = 10.0
"""Seconds that a command may take on any of them."""
_ASKED = [
    (form, workspaces.COMMANDS[place % len(workspaces.COMMANDS)]) for place, form in enumerate(workspaces.forms())
]
"""Every form with one of the commands, each in its turn."""


def _statement(sql: str) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(sql)
            connection.commit()

    return damage


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:30_000])


def _flipped(path: Path) -> None:
    data, chosen = bytearray(path.read_bytes()), random.Random(1)
    for at in range(2 * _PAGE, len(data), 3 * _PAGE):
        data[at : at + 200] = chosen.randbytes(200)
    path.write_bytes(data)


DAMAGES = {
    "cut": _cut,
    "flipped": _flipped,
    "without version": _statement("PRAGMA user_version = 0"),
    "without a table": _statement("DROP TABLE sentences"),
    "no text": _statement("UPDATE reports SET region = CAST(x'ff' AS TEXT)"),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "w.db"
    found = reportkit.extract(SAMPLE)
    with store.open(path, write=True) as made:
        made.save(found.extraction, found.rules_hash)
    return path


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("command", [("reports", "--list"), ("filter", "indicators", "-f", "csv")])
def test_a_damaged_one_is_called_so(damage: str, command: tuple[str, ...], whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "w.db"
    shutil.copy(whole, path)
    DAMAGES[damage](path)
    before = path.read_bytes()
    refused(run(*command, "--db", str(path)), 3, "damaged")
    assert path.read_bytes() == before


@pytest.mark.parametrize(("form", "command"), sampled(_ASKED, _FEW), ids=lambda told: getattr(told, "name", ""))
def test_a_form_of_it_is_read_or_refused_in_a_line(
    form: workspaces.Form, command: tuple[str, ...], db: Path, tmp_path: Path
) -> None:
    path, new = tmp_path / "w.db", tmp_path / ("new.html" if "view" in command else "new.db")
    shutil.copy(db, path)
    form.damage(path)
    before, begun = path.read_bytes(), time.monotonic()
    done = called(*(word.format(new=new) for word in command), "--db", str(path))
    said = done.stderr.decode()
    assert done.returncode in range(5), said
    assert done.returncode < 2 or said.count("\n") == 1, said
    assert "internal error" not in said and "Traceback" not in said
    assert time.monotonic() - begun < _LONGEST
    if not form.mended and (command in workspaces.READING or not form.ours):
        assert path.read_bytes() == before
    assert not [name for name in os.listdir(tmp_path) if name.startswith(".")]


def test_all_forms_are_told_apart_by_their_names() -> None:
    assert len({form.name for form in workspaces.forms()}) == workspaces.COUNT


def test_an_empty_file_is_not_made_a_workspace_by_reading(tmp_path: Path) -> None:
    path = tmp_path / "w.db"
    path.touch()
    refused(run("reports", "--db", str(path)), 3, "is an empty file")
    assert not path.stat().st_size


@pytest.mark.parametrize("files", [1, 2])
def test_a_lock_held_elsewhere_is_waited_for_once_and_said(
    files: int, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(connect, "PATIENCE", _WAIT)
    monkeypatch.setattr(connect, "_SILENCE", _WAIT / 2)
    path = tmp_path / "w.db"
    shutil.copy(whole, path)
    named = tuple(str(tmp_path / f"{number}.txt") for number in range(files))
    for name in named:
        shutil.copy(SAMPLE, name)
    intake = Intake(overlays=(), db=path)
    _ = intake.workspace, intake.known
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with caplog.at_level(logging.WARNING, "reportkit"), pytest.raises(Locked, match="another program has been"):
            intake.files(named)
    intake.close()
    assert [record.getMessage() for record in caplog.records] == [
        f"{path}: another program is writing to it; waiting up to {_WAIT:.0f} s"
    ]
    assert not intake.tally.counts()["read"]
