"""What is killed at any moment, or works beside others, loses nothing and leaves nothing half written.

A sample here (and tests/workspace/test_crash.py); ``make hostile`` kills each command twenty times, a hundred kills in
all, and has four writers.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from hostile.sampled import ALL
from running import KILL, SAMPLE, environment

from reportkit import workspace as store
from reportkit.model import tables
from reportkit.workspace import Query

KILLS = 20 if ALL else 1
"""Of each command."""
WRITERS = (2, 4) if ALL else (2,)
READERS = 4
_EACH = 3 if ALL else 1
"""Reports of a writer."""
_NAMES = [a + b for a in "安宝昌德恩" for b in "乐临隆明"]
_OLD = b"what stood there before"
_PATIENCE = 300
"""Seconds after which a command hangs."""
_REPORTS = {"1": 4, "2": 8}
"""Reports that so many processes read: below eight files one process reads them."""
OUTPUTS = {
    "export": ("export", "indicators", "-f", "csv"),
    "panel": ("panel", "地区生产总值", "-f", "csv"),
    "view": ("view", "澄源市-2025"),
}

pytestmark = pytest.mark.skipif(not hasattr(os, "killpg"), reason="there are no groups of processes here")


def started(*arguments: str) -> subprocess.Popen[bytes]:
    """A command in a group of its own, so that its workers are killed with it."""
    return subprocess.Popen(
        [sys.executable, "-m", "reportkit", *arguments], env=environment(REPORTKIT_LANG="en"), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def killed_after(seconds: float, *arguments: str) -> bool:
    """Whether the command was still at work."""
    running = started(*arguments)
    time.sleep(seconds)
    alive = running.poll() is None
    if alive:
        os.killpg(running.pid, KILL)
    running.wait()
    return alive


def lasting(*arguments: str) -> float:
    """Seconds that the command takes undisturbed."""
    begun = time.monotonic()
    assert started(*arguments).wait(_PATIENCE) == 0
    return time.monotonic() - begun


def corpus(folder: Path, names: list[str]) -> Path:
    text = SAMPLE.read_text("utf-8")
    folder.mkdir()
    for name in names:
        (folder / f"{name}.txt").write_text(text.replace("澄源", name), "utf-8")
    return folder


def whole(db: Path) -> set[str]:
    """The reports of a sound workspace, each with all its rows."""
    with store.open(db, write=True) as workspace:
        assert workspace.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert workspace.connection.execute("PRAGMA foreign_key_check").fetchone() is None
        reports = workspace.reports()
        for report in reports:
            counted = {table: workspace.count(table, Query(report=[report.id])) for table in tables.TABLES}
            assert counted == report.counts
            assert len(workspace.text(report.id)) == report.characters
        return {report.id for report in reports}


@pytest.mark.skipif(not ALL, reason="minutes; tests/workspace/test_crash.py kills a few")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_extraction_that_is_killed_loses_no_report(jobs: str, tmp_path: Path) -> None:
    folder, chance = corpus(tmp_path / "reports", _NAMES[: _REPORTS[jobs]]), random.Random(int(jobs))
    command = ("extract", str(folder), "--jobs", jobs, "--table", "projects", "--limit", "1", "--db")
    longest = lasting(*command, str(tmp_path / "first.db"))
    wanted, killed = whole(tmp_path / "first.db"), 0
    for place in range(0, KILLS, 2):
        db, before = tmp_path / f"{place}.db", set[str]()
        for _ in range(2):
            killed += killed_after(chance.uniform(0, longest), *command, str(db))
            there = whole(db)
            assert before <= there <= wanted
            before = there
        assert started(*command, str(db)).wait(_PATIENCE) == 0
        assert whole(db) == wanted
    assert killed


@pytest.mark.parametrize("name", OUTPUTS if ALL else ["export"])
def test_a_file_is_the_old_one_or_the_new_one(name: str, db: Path, tmp_path: Path) -> None:
    path, chance = tmp_path / ("made.html" if name == "view" else "made.csv"), random.Random(name)
    command = (*OUTPUTS[name], "--db", str(db), "-o", str(path))
    longest = lasting(*command)
    new, killed = path.read_bytes(), 0
    for _ in range(KILLS):
        path.write_bytes(_OLD)
        killed += killed_after(chance.uniform(0.2, 1) * longest, *command)
        assert path.read_bytes() in (_OLD, new)
    assert killed


@pytest.mark.parametrize("writers", WRITERS)
def test_writers_and_readers_do_not_disturb_each_other(writers: int, tmp_path: Path) -> None:
    db, done = tmp_path / "w.db", threading.Event()
    with store.open(db, write=True):
        pass
    names = [_NAMES[place * _EACH : (place + 1) * _EACH] for place in range(writers)]
    folders = [corpus(tmp_path / str(place), some) for place, some in enumerate(names)]
    running = [started("extract", str(folder), "--jobs", "1", "--db", str(db)) for folder in folders]
    seen: list[list[int]] = [[] for _ in range(READERS)]
    wrong: list[Exception] = []

    def read(counts: list[int]) -> None:
        while not done.is_set():
            try:
                with store.open(db) as workspace:
                    counts.append(len(workspace.reports()))
                    assert all(row["sentence"] for row in workspace.rows("indicators"))
            except Exception as error:
                wrong.append(error)
                return

    readers = [threading.Thread(target=read, args=(counts,)) for counts in seen]
    for reader in readers:
        reader.start()
    codes = [writer.wait(_PATIENCE) for writer in running]
    done.set()
    for reader in readers:
        reader.join()
    assert not wrong
    assert codes == [0] * writers
    assert all(counts == sorted(counts) and counts for counts in seen)
    assert whole(db) == {f"{name}市-2025" for some in names for name in some}
