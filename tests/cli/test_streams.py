"""Standard streams that are closed, full or in another encoding, and terminals that shall not obey a report."""

from __future__ import annotations

import os
import pty
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from running import ROOT, SAMPLE, refused, run

from reportkit.cli import streams

REPORTKIT = f"'{sys.executable}' -m reportkit"
FULL = Path("/dev/full")


def shell(command: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    told = f"set -o pipefail; {command.replace('reportkit', REPORTKIT, 1)}"
    return subprocess.run(["bash", "-c", told], cwd=ROOT, capture_output=True, check=False, **options)  # type: ignore[call-overload, no-any-return]


@pytest.mark.parametrize(
    "command",
    [
        "filter numbers --from {sample} -f csv", "patterns list", "text {sample}", "extract {sample} --no-save -f json",
        "explain -f json 增长5.7%", "reports --db {db} --list", "--help",
    ],
)  # fmt: skip
def test_a_closed_pipe_ends_quietly(command: str, tmp_path: Path, db: Path) -> None:
    done = shell(f"reportkit {command.format(sample=SAMPLE, db=db)} | head -c 1 > {tmp_path}/x")
    assert (done.returncode, done.stderr) == (0, b"")
    done = shell(f"reportkit {command.format(sample=SAMPLE, db=db)} | true")
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not FULL.exists(), reason="needs a device that is full")
@pytest.mark.parametrize(
    "command", ["patterns list", "text {sample}", "filter numbers --db {db} -f csv", "explain 增长5%"]
)
def test_a_full_disk_at_standard_output(command: str, db: Path) -> None:
    refused(
        shell(f"reportkit {command.format(sample=SAMPLE, db=db)} > {FULL}"), 2, "standard output: cannot be written"
    )


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", "<&- >&- 2>&-"])
def test_closed_streams(closed: str, tmp_path: Path) -> None:
    for command in ("extract", "text"):
        save = f"--db {tmp_path}/w.db" if command == "extract" else ""
        done = shell(f"reportkit {command} {SAMPLE} {save} {closed}")
        assert done.returncode == 0
        assert b"internal" not in done.stderr
    if stat.S_ISCHR(os.stat(os.devnull).st_mode):
        refused(shell("reportkit text - <&-"), 3, "standard input: is empty")


@pytest.mark.skipif(not FULL.exists(), reason="needs a device that is full")
def test_messages_that_cannot_be_written_stop_nothing(tmp_path: Path) -> None:
    done = shell(f"reportkit extract {SAMPLE} --db {tmp_path}/w.db 2> {FULL}")
    assert done.returncode == 0 and "澄源市".encode() in done.stdout


def test_arguments_and_input_in_other_encodings(tmp_path: Path) -> None:
    bad = os.fsdecode(b"\xff\xfe")
    for arguments in (
        ("explain", bad),
        ("view", bad),
        ("extract", str(SAMPLE), "--no-save", "--region", bad),
        (f"--x={bad}",),
    ):
        refused(run(*arguments), 2, "is no UTF-8")
    file = tmp_path / os.fsdecode(b"\xff.txt")
    file.write_bytes(SAMPLE.read_bytes())
    assert run("text", str(file)).returncode == 0
    told = "全市地区生产总值增长5.7%，城镇新增就业4.5万人。"
    assert run("explain", "-", stdin=told.encode("gb18030")).stdout == run("explain", told).stdout
    refused(run("explain", "-", stdin=b"\xff\xfe\xfd\xfc\x00\xd8"), 3, "standard input")


def test_a_working_folder_that_is_gone(tmp_path: Path) -> None:
    command = f"mkdir {tmp_path}/d; cd {tmp_path}/d; rmdir {tmp_path}/d; PYTHONPATH={ROOT} {REPORTKIT} extract {SAMPLE}"
    environment = {name: value for name, value in os.environ.items() if name != "REPORTKIT_DB"}
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, env=environment)
    assert done.returncode in (0, 2) and b"internal" not in done.stderr and b"Traceback" not in done.stderr


def test_mistakes_in_a_call_are_one_line() -> None:
    refused(run("extract", "--nonsense"), 2, "see `reportkit extract --help`")
    refused(run("nonsense"), 2, "command")
    refused(run("filter", "indicators", "--limit", "9" * 20), 2, "--limit")


def test_it_clears_away_what_is_half_written_when_told_to_end(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from reportkit.cli import main\n"
        "from reportkit.output.export.files import replacing\n"
        "main._end_on_signals()\n"
        "with replacing(Path(sys.argv[1])) as beside:\n"
        "    print('writing', flush=True)\n"
        "    time.sleep(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "x.csv")], stdout=subprocess.PIPE, cwd=ROOT)
    assert process.stdout and process.stdout.readline() == b"writing\n"
    assert len(os.listdir(tmp_path)) == 1
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 128 + signal.SIGTERM
    process.stdout.close()
    assert os.listdir(tmp_path) == []


def on_terminal(*arguments: str) -> bytes:
    """What a command writes to a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "reportkit", *arguments], stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT,
        env=os.environ | {"TERM": "xterm", "COLUMNS": "160"},
    )  # fmt: skip
    os.close(theirs)
    told, begun = b"", time.monotonic()
    while time.monotonic() - begun < 60:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        told += piece
    process.wait(10)
    os.close(ours)
    return told


@pytest.mark.parametrize("how", [
    ("text",), ("extract", "--no-save"), ("extract", "--no-save", "-f", "csv"), ("extract", "--no-save", "-f", "json"),
    ("extract", "--no-save", "-f", "md"), ("filter", "numbers", "--from"), ("filter", "numbers", "-f", "tsv", "--from"),
])  # fmt: skip
def test_a_report_does_not_command_a_terminal(how: tuple[str, ...], tmp_path: Path) -> None:
    title, turn = "\x1b]0;gone\x07", "\u202e"
    report = tmp_path / f"r{title}.txt"
    text = SAMPLE.read_text("utf-8").replace("地区生产总值", f"地区{title}生产总值{turn}\x9b31m", 5)
    report.write_text(text, "utf-8")
    told = on_terminal(*how, str(report)) + on_terminal("extract", f"{tmp_path}/{title}{turn}missing.txt")
    assert b"\x1b]" not in told and b"\x07" not in told
    assert turn.encode() not in told and b"\xc2\x9b" not in told
    assert "␛]0;gone␇".encode() in told
    if how == ("text",):
        assert run("text", str(report)).stdout.decode("utf-8") == text


def test_explained_sentences_do_not_command_a_terminal() -> None:
    told = on_terminal("explain", "新建\x1b]0;x\x07学校5所，增长5%。")
    assert b"\x1b]" not in told and "学校".encode() in told


def test_what_is_shown_of_control_characters() -> None:
    assert streams.visible("a\tb\r\nc\rd\x7f\x1b") == "a\tb\r\nc␍d␡␛"
