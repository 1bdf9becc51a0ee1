"""Where output goes: into devices and pipes, through links, never over what is read, never outside its folder."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from running import SAMPLE, refused
from running import called as run

import reportkit
from reportkit.errors import UsageError
from reportkit.output.export.files import replacing
from reportkit.paths import file_name

NULL = (1, 3)
"""Major and minor number of the null device on Linux."""


def write(path: Path, words: str) -> None:
    with replacing(path) as beside:
        beside.write_text(words, "utf-8")


@pytest.fixture
def device(tmp_path: Path) -> Path:
    """A null device of our own."""
    path = tmp_path / "null"
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(*NULL))
        path.write_bytes(b"x")
    except (OSError, AttributeError):
        pytest.skip("device nodes may not be made or opened here")
    return path


def test_a_device_stays_one(device: Path, tmp_path: Path) -> None:
    before = os.stat(device)
    done = run("extract", str(SAMPLE), "--no-save", "-f", "json", "-o", str(device))
    assert done.returncode == 0, done.stderr.decode()
    after = os.stat(device)
    assert stat.S_ISCHR(after.st_mode) and (after.st_ino, after.st_rdev) == (before.st_ino, before.st_rdev)
    refused(run("extract", str(SAMPLE), "--no-save", "-f", "csv", "-o", str(device)), 2, "takes one table")
    assert sorted(os.listdir(tmp_path)) == ["null"]


def test_a_pipe_gets_what_was_written(tmp_path: Path) -> None:
    pipe, got = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: got.append(pipe.read_text("utf-8")))
    reader.start()
    write(pipe, "甲" * 100_000)
    reader.join(10)
    assert got == ["甲" * 100_000]
    assert stat.S_ISFIFO(os.stat(pipe).st_mode)


def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    for name, target in (("old", tmp_path / "elsewhere" / "old.csv"), ("dangling", tmp_path / "elsewhere" / "new.csv")):
        link = tmp_path / name
        link.symlink_to(target)
        write(link, "new")
        assert link.is_symlink() and target.read_text() == "new"
    assert sorted(os.listdir(tmp_path / "elsewhere")) == ["new.csv", "old.csv"]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_the_mode_of_a_file_is_kept(mode: int, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("old")
    path.chmod(mode)
    write(path, "new")
    assert path.read_text() == "new" and stat.S_IMODE(path.stat().st_mode) == mode


def test_a_new_file_has_the_mode_that_the_umask_leaves(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write(tmp_path / "x.csv", "new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "x.csv").stat().st_mode) == 0o640


def give_up(path: Path) -> None:
    """As some writers do: what is half written goes first."""
    path.write_text("half")
    path.unlink()
    raise ZeroDivisionError


def test_what_fails_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), replacing(path) as beside:
        give_up(beside)
    assert path.read_text() == "old" and os.listdir(tmp_path) == ["x.csv"]
    with pytest.raises(UsageError, match="is a folder"):
        write(tmp_path, "x")


def test_the_longest_name_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("报" * 83 + ".csv")
    write(path, "x")
    assert path.read_text() == "x"


def copy(folder: Path, name: str = "r.txt") -> Path:
    path = folder / name
    path.write_bytes(SAMPLE.read_bytes())
    return path


def test_the_input_is_never_the_output(tmp_path: Path) -> None:
    report = copy(tmp_path)
    content = report.read_bytes()
    (tmp_path / "link.txt").symlink_to(report)
    same = "is what is read here"
    for target in ("r.txt", "link.txt"):
        for named in (str(report), str(tmp_path), f"{tmp_path}/*.txt"):
            refused(run("extract", named, "--no-save", "-o", str(tmp_path / target)), 2, same)
    refused(run("text", str(report), "-o", str(report)), 2, same)
    refused(run("view", str(report), "-o", str(report)), 2, same)
    refused(run("diff", str(report), str(SAMPLE), "-o", str(report)), 2, same)
    refused(run("filter", "numbers", "--from", str(report), "-f", "csv", "-o", str(report)), 2, same)
    with report.open("rb") as handle:
        command = [sys.executable, "-m", "reportkit", "extract", "-", "--no-save", "-o", str(report)]
        done = subprocess.run(command, stdin=handle, capture_output=True, check=False)
    refused(done, 2, same)
    assert report.read_bytes() == content


def test_a_page_is_not_written_over_the_file_it_shows(tmp_path: Path) -> None:
    page = tmp_path / "澄源市-2025.html"
    page.write_text(f"<html><meta charset=utf-8><body><pre>{SAMPLE.read_text('utf-8')}</pre>", "utf-8")
    before = page.read_bytes()
    code = f"import os; os.chdir({os.fspath(tmp_path)!r}); from reportkit.cli.main import main; main(['view', {page.name!r}])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    refused(done, 2, "is what is read here")
    assert page.read_bytes() == before


def test_the_workspace_is_never_the_output(tmp_path: Path) -> None:
    db = tmp_path / "w.db"
    assert run("extract", str(SAMPLE), "--db", str(db)).returncode == 0
    before = db.read_bytes()
    same = "is what is read here"
    refused(run("export", "indicators", "-f", "csv", "--db", str(db), "-o", str(db)), 2, same)
    refused(run("filter", "indicators", "-f", "csv", "--db", str(db), "-o", str(db)), 2, same)
    refused(run("reports", "-f", "csv", "--db", str(db), "-o", str(db)), 2, same)
    with pytest.raises(UsageError, match=same):
        reportkit.export(db, ["indicators"], db=db)
    assert db.read_bytes() == before


@pytest.mark.parametrize("name", ["澄源市-2025", "山西省-2024.2", "r 1", "报告（上）"])
def test_a_fit_id_is_its_own_file_name(name: str) -> None:
    assert file_name(name, ".html") == f"{name}.html"


_UNFIT = [
    "../../x", "/var/www/index", "..", ".", "", ".hidden", "-o", "a/b", "a\\b", "c:x", "nul", "COM1.txt", "con .x",
    "a\nb", "a\x1b]0;x\x07", "a\u202etxt.exe", "a\u2066b", "a\ud800b", "x" * 300, "报" * 300, "end.", "end ", "a\u0000b",
    "A", "e\u0301", "a~b", "$\t",
]  # fmt: skip


@pytest.mark.parametrize("name", _UNFIT)
def test_other_words_give_a_name_in_the_folder(name: str, tmp_path: Path) -> None:
    made = file_name(name, ".html")
    assert "~" in made and made != f"{name}.html"
    (tmp_path / made).write_text("x")
    assert os.listdir(tmp_path) == [made]


def test_distinct_words_give_distinct_names() -> None:
    assert len({file_name(name).lower() for name in _UNFIT}) == len(_UNFIT)


@given(st.text(), st.text())
def test_names_of_any_words_are_fit_and_distinct(one: str, other: str) -> None:
    made = file_name(one, ".html")
    assert not set(made) & set("/\\:\0") and made not in (".", "..") and len(made.encode()) < 255
    assert made.isprintable()
    assert (made.casefold() == file_name(other, ".html").casefold()) == (one == other)


def test_a_region_of_a_corpus_names_no_place(tmp_path: Path) -> None:
    site, trap = tmp_path / "site", tmp_path / "trap"
    site.mkdir()
    trap.mkdir()
    text = SAMPLE.read_text("utf-8").replace('"', "”").replace("\n", "\\n")
    rows = [f'{{"region": "{region}", "year": 2025, "text": "{text}"}}' for region in (f"{trap}/x", "../../trap/y")]
    (tmp_path / "c.jsonl").write_text("\n".join(rows), "utf-8")
    db = tmp_path / "c.db"
    done = run("extract", str(tmp_path / "c.jsonl"), "--db", str(db), "--region-col", "region", "--jobs", "1")
    assert done.returncode == 0, done.stderr.decode()
    assert run("view", "--workspace", "--db", str(db), "-o", str(site / "i.html")).returncode == 0
    assert os.listdir(trap) == []
    pages = sorted(os.listdir(site / "i.reports"))
    assert len(pages) == 2 and sorted(os.listdir(site)) == ["i.html", "i.reports"]


@pytest.mark.skipif(os.name == "nt", reason="files are not locked there")
def test_what_a_killed_program_has_left_is_removed_by_the_next_that_writes_there(tmp_path: Path) -> None:
    path = tmp_path / "all.csv"
    left, another, own = (tmp_path / name for name in (".all.0123abcd.csv", ".all.0123abcd.xlsx", ".all.csv"))
    for file in (left, another, own):
        file.write_text("half")
    with replacing(path) as first:
        assert not left.exists()
        with replacing(path) as second:
            assert first.exists()
            second.write_text("second")
        first.write_text("first")
    assert path.read_text() == "first"
    assert sorted(tmp_path.iterdir()) == sorted([path, another, own])
