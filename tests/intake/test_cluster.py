"""Reports read on a cluster: a real scheduler and worker processes on this machine, one of them killed in the middle."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pandas
import pytest
from running import KILL, ROOT, SAMPLE, refused, run

import reportkit
from reportkit import rules
from reportkit import workspace as store
from reportkit.errors import UsageError
from reportkit.intake import cluster, parquet
from reportkit.intake import one as reading
from reportkit.model.tables import TABLES
from reportkit.output.export import dataset

pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("ignore")  # those of the library's own event loops


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six small reports of one region, and an empty file."""
    made = tmp_path / "reports"
    made.mkdir()
    for year in range(2018, 2024):
        text = f"政府工作报告\n——{year}年1月10日在澄源市第九届人民代表大会第四次会议上\n"
        text += f"各位代表：\n一、{year - 1}年工作回顾\n地区生产总值增长{year % 7 + 1}.5%。\n"
        text += f"二、{year}年工作安排\n地区生产总值增长6%左右。新建学校{year % 5 + 2}所。\n" * 3
        (made / f"{year}.txt").write_text(text, "utf-8")
    (made / "none.txt").write_bytes(b"")
    return made


@contextmanager
def started(workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler of its own process, and its workers."""
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "cwd": ROOT}
    scheduler = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "distributed.cli.dask_scheduler",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--no-dashboard",
        ],
        **quiet,
    )
    running = [scheduler]
    try:
        assert scheduler.stderr
        address = next(w for line in scheduler.stderr for w in line.decode().split() if w.startswith("tcp://"))
        command = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard"]
        running += [
            subprocess.Popen([*command, "--no-nanny"], **quiet | {"stderr": subprocess.DEVNULL}) for _ in range(workers)
        ]
        yield address, running[1:]
    finally:
        for process in running:
            process.kill()
            process.wait()
        scheduler.stderr.close()  # type: ignore[union-attr]


def held(db: Path) -> list[dict[str, Any]]:
    with store.open(db) as workspace:
        return [row for table in TABLES for row in workspace.rows(table)]


def test_rows_equal_those_read_here_though_a_worker_is_killed(folder: Path, tmp_path: Path) -> None:
    here, there = tmp_path / "here.db", tmp_path / "there.db"
    assert run("extract", str(folder), "--jobs", "1", "--db", str(here)).returncode == 3
    with started(2) as (address, workers):
        order = cluster.Order(reading.Asked(), (), rules.load().hash)
        units = [reading.Unit(item=str(path)) for path in sorted(folder.iterdir())]
        with cluster.connected(address, 0) as client, store.open(there, write=True) as workspace:
            client.wait_for_workers(2, timeout=20)
            outcomes = []
            for place, made in enumerate(cluster.run(client, units, order, {})):
                if place == 1:
                    os.kill(workers[0].pid, KILL)
                outcomes.append(made if isinstance(made, reading.Outcome) else reading.put(made, workspace))
        assert [(Path(o.item).name, o.error) for o in outcomes if o.error] == [("none.txt", "is empty")]
        assert sorted(o.report for o in outcomes if o.report) == [f"澄源市-{year}" for year in range(2018, 2024)]
        assert held(there) == held(here)
        again = run("extract", str(folder), "--cluster", address, "--db", str(there))
        assert b"7 seen = 0 read + 6 there already + 1 failed" in again.stderr


def test_parquet_folder_equals_the_export(folder: Path, tmp_path: Path) -> None:
    made, db = tmp_path / "tables", tmp_path / "here.db"
    run("extract", str(folder), "--jobs", "1", "--db", str(db))
    for said in (b"7 seen = 6 read + 1 failed", b"7 seen = 6 read + 1 failed"):
        done = run("extract", str(folder), "--cluster", "local", "--jobs", "2", "--to", f"parquet:{made}")
        assert done.returncode == 3
        assert said in done.stderr, done.stderr.decode()
    for table in TABLES:
        told = pandas.read_parquet(made / table).drop(columns="delivered")
        reportkit.export(tmp_path / "x.parquet", [table], db=db)
        wanted = pandas.read_parquet(tmp_path / "x.parquet")
        order = ["report", "start", "end"]
        pandas.testing.assert_frame_equal(
            told.sort_values(order, ignore_index=True), wanted.sort_values(order, ignore_index=True)
        )
    refused(run("extract", str(SAMPLE), "--cluster", "local", "--to", f"parquet:{made}"), 2, "holds something else")


def test_part_takes_its_own_place(tmp_path: Path) -> None:
    one, two = (reportkit.extract(SAMPLE, year=year).extraction for year in (2024, 2025))
    dataset.write_part(tmp_path, "a", [one], {"stamp": "1"})
    dataset.write_part(tmp_path, "a", [two], {"stamp": "2"})
    assert [p.parent.name for p in tmp_path.glob("numbers/*/*.parquet")] == ["delivered=2025"]
    assert dataset.part(tmp_path, "a")["stamp"] == "2"
    assert dataset.part(tmp_path, "b") == {}


def test_unchanged_parts_are_not_made_again(folder: Path, tmp_path: Path) -> None:
    (folder / "none.txt").unlink()
    units = [reading.Unit(item=str(path)) for path in sorted(folder.iterdir())]
    order = cluster.Order(reading.Asked(), (), rules.load().hash)
    first, second = (parquet._batch(units, order, tmp_path / "out") for _ in range(2))
    assert [o.unchanged for o in first] == [False] * 6
    assert [o.unchanged for o in second] == [True] * 6
    (folder / "2020.txt").write_text((folder / "2020.txt").read_text("utf-8") + "新建医院3家。\n", "utf-8")
    assert not any(o.unchanged for o in parquet._batch(units, order, tmp_path / "out"))


def test_what_kills_its_workers_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    with cluster.connected(cluster.LOCAL, 2) as client:
        found = {task[0]: (told, error) for task, told, error in cluster.flow(client, _double, [(1,), (0,), (3,)])}
    assert found[1] == (2, "") and found[3] == (6, "")
    assert found[0] == (None, "the workers that read it died (out of memory?)")


def test_without_workers_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_POLL", 0.2)
    monkeypatch.setattr(cluster, "_LONELY", 0.5)
    with started(1) as (address, workers), cluster.connected(address, 0) as client:
        workers[0].kill()
        workers[0].wait()
        while client.nthreads():
            time.sleep(0.05)
        with pytest.raises(UsageError, match="no worker is left"):
            list(cluster.flow(client, abs, [(1,), (2,)]))


def _double(number: int) -> int:
    if not number:
        os._exit(1)
    return number * 2


def test_other_rules_are_refused(tmp_path: Path) -> None:
    class Client:
        def run(self, work: Any, overlays: Any) -> dict[str, Any]:
            return {"tcp://10.0.0.9:1": work(overlays)}

    good = cluster.Order(reading.Asked(), (), rules.load().hash)
    cluster.check(Client(), good)
    with pytest.raises(UsageError, match=r"10\.0\.0\.9:1: has other rules"):
        cluster.check(Client(), cluster.Order(reading.Asked(), (), "another"))
    told = cluster.take_one(reading.Unit(item=str(SAMPLE)), cluster.Order(reading.Asked(), (), "another"), None)
    assert isinstance(told, reading.Outcome) and "other rules" in told.error


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--cluster", "nowhere"), "no scheduler answers"),
        (("--to", "parquet:x"), "--to needs --cluster"), (("--cluster", "local", "--to", "csv:x"), "parquet:DIR"),
        (("--cluster", "local", "--no-save"), "goes without --no-save"),
    ],
)  # fmt: skip
def test_mistakes_are_told(arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    refused(run("extract", str(SAMPLE), *arguments, "--db", str(tmp_path / "x.db")), 2, words)


def test_a_scheduler_that_is_not_there_is_waited_for_with_a_word(tmp_path: Path) -> None:
    done = run("extract", str(SAMPLE), "--cluster", "tcp://127.0.0.1:9", "--db", str(tmp_path / "x.db"))
    waiting, told = done.stderr.decode().splitlines()
    assert done.returncode == 2
    assert "waiting for the scheduler, up to 10 s" in waiting and "no scheduler answers" in told


def test_without_the_package(tmp_path: Path) -> None:
    (tmp_path / "distributed.py").write_text("raise ImportError")
    environment = os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    done = run("extract", str(SAMPLE), "--cluster", "local", "--db", str(tmp_path / "x.db"), env=environment)
    refused(done, 2, "pip install 'reportkit[cluster]'")


def test_what_takes_a_call_and_says_nothing_is_waited_for_with_a_word_and_not_for_long(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    monkeypatch.setattr(cluster, "_SILENCE", 0.2)
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        begun = time.monotonic()
        with pytest.raises(UsageError, match="no scheduler answers"), cluster.connected(address, 1):
            pass
        assert time.monotonic() - begun < 20
    assert [record.getMessage() for record in caplog.records if record.name == "reportkit"] == [
        f"{address}: waiting for the scheduler, up to 1 s"
    ]
