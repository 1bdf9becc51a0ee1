"""Files that go over a limit: one line, the right code, and the rest goes on. The large ones are run by ``make hostile``."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from bombs import BOMBS
from running import ROOT, SAMPLE, environment, refused, run

import reportkit
from reportkit import limits
from reportkit.errors import UnreadableInput, UsageError
from reportkit.limits import Limits
from reportkit.read import apart, corpora, files

MEASURED = pytest.mark.skipif(sys.platform != "linux", reason="no limit of memory is kept there")
DIES = "memory"
"""What goes over this limit may be told so, or end the process."""


def reading(path: Path) -> None:
    if corpora.is_corpus(path.name):
        for unit in corpora.entries(path, corpora.columns(path)):
            limits.check("characters", len(unit.source.text))
            limits.check("name", len(unit.source.beside.region))
    else:
        files.read(path)


@pytest.mark.parametrize("name", [name for name, bomb in BOMBS.items() if bomb.limit])
def test_what_goes_over_a_limit_is_refused(name: str, tmp_path: Path) -> None:
    bomb = BOMBS[name]
    if bomb.suffix == "parquet":
        pytest.importorskip("pyarrow")
    if bomb.limit == DIES and sys.platform != "linux":
        pytest.skip("no limit of memory is kept there")
    path = tmp_path / f"bomb.{bomb.suffix}"
    bomb.make(path, bomb.small)
    with limits.held(replace(Limits(), **bomb.least)), pytest.raises(UnreadableInput) as told:
        reading(path)
    assert f"{limits.option(bomb.limit)} allows more" in str(told.value)
    assert len(str(told.value).replace(str(tmp_path), "")) < 200


_STEPS, _STEP = 3, 0.7
"""How often the work says that it goes on, and after how many seconds."""


def waits(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def dies() -> None:
    os.abort()


def takes(size: int) -> int:
    return len(bytearray(size))


def fails() -> None:
    raise UsageError("as it was")


def numbers() -> object:
    return iter(range(3))


def steps() -> str:
    for step in range(_STEPS):
        time.sleep(_STEP)
        apart.report(step)
    return "done"


@pytest.fixture(autouse=True)
def _found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process apart finds this module."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parent), str(ROOT / "tests"), str(ROOT)]))
    apart.close()


@MEASURED
def test_work_apart_that_dies_hangs_or_takes_too_much_is_an_error_and_the_next_is_done() -> None:
    with pytest.raises(UnreadableInput, match=r"^a: the library that reads it broke down \(signal 6; .*--max-memory"):
        apart.call(dies, shown="a")
    with (
        limits.held(Limits(seconds=0.5)),
        pytest.raises(UnreadableInput, match=r"^a: took more than 0\.5 s; --timeout allows more"),
    ):
        apart.call(waits, 60, shown="a")
    with limits.held(Limits(memory=100)), pytest.raises(UnreadableInput, match="^a: more than 100 MB of memory"):
        apart.call(takes, 200 * limits.MB, shown="a")
    with pytest.raises(UsageError) as error:
        apart.call(fails, shown="a")
    assert str(error.value) == "as it was"
    assert apart.call(waits, 0, shown="a") == 0
    assert list(apart.each(numbers, shown="a")) == [0, 1, 2]


def test_a_sign_of_life_begins_the_time_anew() -> None:
    seen: list[int] = []
    assert apart.call(waits, 0, shown="a") == 0  # started, which is no part of the time of the next
    with limits.held(Limits(seconds=_STEPS * _STEP * 0.8)):
        assert apart.call(steps, shown="a", progress=seen.append) == "done"
    assert seen == [0, 1, 2]


@pytest.mark.skipif(os.name == "nt", reason="processes are not seen there")
def test_the_process_ends_with_the_one_that_started_it() -> None:
    code = "from test_bombs import *; print(apart.call(os.getpid, shown='a'), flush=True); apart.call(waits, 60, shown='a')"
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=os.environ)
    assert parent.stdout
    child = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()
    for _ in range(100):
        if not alive(child):
            return
        time.sleep(0.1)
    pytest.fail("it is still there")


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not state.exists() or ") Z" not in state.read_text()


@MEASURED
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_other_files_are_read(jobs: str, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    BOMBS["PDF, a form that draws itself"].make(folder / "a.pdf", 1)
    for name in "bcdefghi":
        (folder / f"{name}.txt").write_text(SAMPLE.read_text("utf-8")[:1500], "utf-8")
    done = run(
        "extract",
        str(folder),
        "--jobs",
        jobs,
        "--db",
        str(tmp_path / "w.db"),
        env=environment(REPORTKIT_MAX_MEMORY="600"),
    )
    told = done.stderr.decode()
    assert done.returncode == 3
    (line,) = [line for line in told.splitlines() if "a.pdf" in line]
    assert line.startswith(f"reportkit: {folder / 'a.pdf'}: the ")
    assert "9 seen = " in told and "1 failed" in told


def test_an_option_a_variable_and_a_keyword_raise_a_limit(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="more than 1,000 characters of a text"):
        reportkit.text(SAMPLE, limits=Limits(characters=1000))
    few = environment(REPORTKIT_MAX_CHARACTERS="1000")
    refused(run("text", str(SAMPLE), env=few), 3, "more than 1,000 characters of a text; --max-characters allows more")
    assert run("text", str(SAMPLE), "--max-characters", "100000", env=few).returncode == 0


@pytest.mark.parametrize("words", ["0", "-1", "many"])
def test_a_limit_that_is_no_number_is_a_mistake(words: str) -> None:
    refused(run("text", str(SAMPLE), env=environment(REPORTKIT_MAX_PAGES=words)), 2, "a number above 0 is wanted")
