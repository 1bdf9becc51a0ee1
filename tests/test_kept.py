"""What is kept in the cache folder comes back to the user who has kept it, and nothing that another has put there."""

from __future__ import annotations

import logging
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import ROOT

from reportkit import kept


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    kept._secret.cache_clear()
    yield tmp_path / "reportkit"
    kept._secret.cache_clear()


def test_it_comes_back_and_is_nobody_elses(folder: Path) -> None:
    before = os.umask(0)
    try:
        kept.store("a/b", b"content")
        kept.store("c", b"")
    finally:
        os.umask(before)
    assert kept.load("a/b") == b"content" and kept.load("c") == b"" and kept.load("d") is None
    assert stat.S_IMODE((folder / "secret").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert sorted(path.name for path in folder.rglob("*")) == ["a", "b", "c", "secret"]


def test_one_entry_does_not_stand_for_another(folder: Path) -> None:
    kept.store("a", b"1")
    kept.store("b", b"2")
    shutil.copy(folder / "a", folder / "b")
    assert kept.load("b") is None


@pytest.mark.parametrize("mode", [0o666, 0o620, 0o602])
def test_an_entry_that_others_may_write_is_not_used(mode: int, folder: Path) -> None:
    kept.store("a", b"1")
    (folder / "a").chmod(mode)
    assert kept.load("a") is None
    kept.store("a", b"1")
    assert kept.load("a") == b"1"


@pytest.mark.parametrize("damage", ["short", "readable", "link"])
def test_a_secret_that_is_none_is_made_anew(damage: str, folder: Path) -> None:
    kept.store("a", b"1")
    secret = folder / "secret"
    old = secret.read_bytes()
    if damage == "short":
        secret.write_bytes(b"x")
    elif damage == "readable":
        secret.chmod(0o644)
    else:
        secret.rename(folder / "elsewhere")
        secret.symlink_to(folder / "elsewhere")
    kept._secret.cache_clear()
    assert kept.load("a") is None
    kept.store("a", b"2")
    assert kept.load("a") == b"2"
    assert secret.read_bytes() != old and stat.S_IMODE(secret.lstat().st_mode) == 0o600


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes in the file system")
def test_a_pipe_or_a_link_in_its_place_is_not_waited_for(folder: Path) -> None:
    kept.store("a", b"1")
    (folder / "a").unlink()
    os.mkfifo(folder / "a")
    assert kept.load("a") is None
    (folder / "b").symlink_to("/dev/zero")
    assert kept.load("b") is None
    kept.store("a", b"1")
    assert kept.load("a") == b"1"


@pytest.mark.parametrize("mode", [0o777, 0o770])
def test_a_folder_that_others_may_write_is_not_used_and_said_once(
    mode: int, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kept.store("a", b"1")
    folder.chmod(mode)
    kept._secret.cache_clear()
    with caplog.at_level(logging.WARNING, "reportkit"):
        assert kept.load("a") is None and kept.load("b") is None
        kept.store("b", b"2")
    assert not (folder / "b").exists()
    (record,) = caplog.records
    assert "is not used as a cache: others may write there" in record.getMessage()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only the superuser gives files away")
def test_a_folder_of_another_user_is_not_used(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    kept.store("a", b"1")
    os.chown(folder / "a", 65534, 65534)
    assert kept.load("a") is None
    os.chown(folder, 65534, 65534)
    kept._secret.cache_clear()
    assert kept.load("a") is None


def test_the_command_says_it_in_one_line_and_works(tmp_path: Path) -> None:
    (tmp_path / "reportkit").mkdir()
    (tmp_path / "reportkit").chmod(0o777)
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "reportkit", "explain", "增长5.7%"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert done.returncode == 0
    assert done.stderr.decode().startswith("reportkit: ") and done.stderr.count(b"\n") == 1
    assert b"chmod go-w" in done.stderr
