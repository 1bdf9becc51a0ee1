"""Many reports in several processes: all of them arrive, and what hangs or dies is told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from running import KILL, SAMPLE, run

from reportkit import workspace as store
from reportkit.intake import processes
from reportkit.intake.one import Asked, Outcome, Unit
from reportkit.limits import Limits

NAMES = ("安乐市", "宝临市", "昌隆市", "德明市", "恩宁市", "丰平市", "光庆市", "海荣市", "和瑞市")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    text = SAMPLE.read_text("utf-8")
    for name in NAMES:
        (folder / f"{name}.txt").write_text(text.replace("澄源市", name), "utf-8")
    return folder


def test_two_processes_give_what_one_gives(corpus: Path, tmp_path: Path) -> None:
    (corpus / "坏.txt").write_bytes(b"")
    found = {}
    for jobs in ("1", "2"):
        db = tmp_path / f"{jobs}.db"
        done = run("extract", str(corpus), "--db", str(db), "--jobs", jobs)
        assert done.returncode == 3
        assert "10 seen = 9 read + 1 failed" in done.stderr.decode()
        with store.open(db) as workspace:
            assert [Path(f.file).name for f in workspace.failures()] == ["坏.txt"]
            found[jobs] = {
                r.region: (r.counts, list(workspace.rows("indicators", store.Query(report=[r.id]))))
                for r in workspace.reports()
            }
    assert found["1"] == found["2"]
    again = run("extract", str(corpus), "--db", str(tmp_path / "2.db"), "--jobs", "2")
    assert "10 seen = 0 read + 9 there already + 1 failed" in again.stderr.decode()
    (corpus / "坏.txt").write_text(SAMPLE.read_text("utf-8").replace("澄源市", "平宁市"), "utf-8")
    assert "1 seen = 1 read" in run("extract", "--retry", "--db", str(tmp_path / "2.db")).stderr.decode()
    with store.open(tmp_path / "2.db") as workspace:
        assert not workspace.failures()


PATIENCE = 6
"""Seconds: a process that starts while the machine is busy must not be taken for one that hangs."""


def odd(pipe: Connection, settings: processes.Settings) -> None:
    """A worker that hangs on one report and dies of another."""
    while True:
        unit = pipe.recv()
        if unit.item == "hangs":
            time.sleep(60)
        if unit.item == "dies":
            os.kill(os.getpid(), KILL)
        pipe.send(Outcome(item=unit.item, report=unit.item))


def test_what_hangs_or_dies_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    units = [Unit(item=name) for name in ("a", "dies", "b", "hangs", "c", "dies", "d")]
    settings = processes.Settings(tmp_path / "no.db", (), Asked(limits=Limits(seconds=PATIENCE)))
    begun = time.monotonic()
    outcomes = list(processes.run(units, settings, 2, work=odd))
    assert time.monotonic() - begun < 30
    assert sorted(o.report for o in outcomes if o.report) == ["a", "b", "c", "d"]
    told = {o.item: o.error for o in outcomes if o.error}
    assert f"more than {PATIENCE} s" in told["hangs"]
    assert "died" in told["dies"]
    assert len(outcomes) == len(units)


def test_units_are_taken_as_they_are_needed(tmp_path: Path) -> None:
    taken = 0

    def units() -> list[Unit]:  # type: ignore[misc]
        nonlocal taken
        for number in range(1000):
            taken += 1
            yield Unit(item=str(number))

    results = processes.run(units(), processes.Settings(tmp_path / "no.db", (), Asked()), 2, work=odd)
    for _ in range(5):
        next(results)
    assert taken < 12
    results.close()  # type: ignore[attr-defined]


INTERRUPTIBLE = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from reportkit.cli.main import main
main()
"""
"""The command line where the parent ignores SIGINT, as a shell does for what it starts in the background."""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to a single process")
def test_stopped_by_hand_it_says_how_to_go_on(corpus: Path, tmp_path: Path) -> None:
    text = SAMPLE.read_text("utf-8")
    for number in range(60):
        (corpus / f"{number}.txt").write_text(text.replace("澄源市", f"澄{chr(0x5000 + number)}市"), "utf-8")
    db = tmp_path / "stopped.db"
    command = [sys.executable, "-c", INTERRUPTIBLE, "extract", str(corpus), "--jobs", "2", "--db", str(db)]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        time.sleep(0.2)
        if db.exists():
            with store.open(db) as workspace:
                if workspace.reports():
                    break
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "the same command goes on with the rest" in told.decode()
    assert "Traceback" not in told.decode()
    with store.open(db) as workspace:
        assert 0 < len(workspace.reports()) < 69


def test_retry_reads_failed_rows_of_a_corpus_again(tmp_path: Path) -> None:
    import csv

    path, db = tmp_path / "corpus.csv", tmp_path / "x.db"
    good = [SAMPLE.read_text("utf-8").replace("澄源市", name) for name in NAMES[:3]]

    def write(*texts: str) -> None:
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([("doc",), *((text,) for text in texts)])

    write(*good)
    with store.open(db, write=True) as workspace:
        workspace.fail(f"{path}, row 2", "took more than 300 s")
    told = run("extract", "--retry", "--jobs", "1", "--db", str(db)).stderr.decode()
    assert "1 seen = 1 read" in told, told
    with store.open(db) as workspace:
        assert [r.region for r in workspace.reports()] == [NAMES[1]]
        assert workspace.failures() == []
