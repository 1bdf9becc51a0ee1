"""What was read is held against what the file holds: nothing is lost, or doubled, without a word."""

from __future__ import annotations

import io
import os
import random
import stat
import subprocess
import sys
import threading
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from running import ROOT, SAMPLE, refused
from running import called as run

from reportkit.errors import UnreadableInput
from reportkit.intake import sources
from reportkit.limits import Limits, held
from reportkit.read import checksums, files, web, word
from reportkit.read.markup import han_outside_tags

FIXTURES = Path(__file__).parent / "fixtures"
LINES = [line.strip() for line in SAMPLE.read_text("utf-8").split("\n") if line.strip()]


def page(body: str, title: str = "政府工作报告") -> bytes:
    return f"<!doctype html><html><meta charset=utf-8><title>{title}</title><body>{body}".encode()


def missing(told: str, lines: list[str] = LINES) -> list[str]:
    return [line for line in lines if line not in told]


@pytest.mark.parametrize("tag", ["font", "b", "div", "center", "span", "section", "blockquote"])
def test_tags_that_are_not_closed_lose_nothing(tag: str) -> None:
    source = web.from_bytes(page("\n".join(f"<{tag}>{line}" for line in LINES)), "x", "x")
    assert missing(source.text) == [] and source.warnings == ()


@pytest.mark.parametrize("depth", [5, 20, len(LINES)])
def test_a_block_that_holds_a_paragraph_and_the_next_block(depth: int) -> None:
    body = "".join(f"<div><p>{line}</p>" for line in LINES[:depth]) + "".join(LINES[depth:]) + "</div>" * depth
    source = web.from_bytes(page(body), "x", "x")
    assert missing(source.text) == [] and source.warnings == ()


def test_large_texts_and_attributes_are_read_to_the_end() -> None:
    long = "增长5%。" * 1_000_000
    with held(Limits(characters=6_000_000)):
        source = web.from_bytes(page(f"<p>{long}</p><p title='{'x' * 11_000_000}'>{LINES[-1]}</p>"), "x", "x")
    assert source.text.count("增长5%。") == 1_000_000 and LINES[-1] in source.text and source.warnings == ()


def test_a_page_deeper_than_the_parser_goes_is_marked() -> None:
    deep = "".join(f"<div><p>第{n}项工作增长5%。</p>" for n in range(3000))
    source = web.from_bytes(page(deep), "x", "x")
    (told,) = source.warnings
    assert told.startswith("its markup is broken: ") and "could not be parsed" in told


def test_an_article_that_is_a_small_part_of_the_page_is_marked() -> None:
    half = len(LINES) // 2
    known = min(web._containers())
    parts = [
        f"<div id={name}><p>{'</p><p>'.join(part)}</p></div>"
        for name, part in ((known, LINES[:half]), ("x", LINES[half:]))
    ]
    (told,) = web.from_bytes(page("".join(parts)), "x", "x").warnings
    assert "of the page were not taken for the report" in told
    whole = web.from_bytes(page(f"<div id={known}><p>{'</p><p>'.join(LINES)}</p></div>"), "x", "x")
    assert whole.warnings == ()


def test_characters_between_tags() -> None:
    markup = "<p title='a>甲'>乙</p><!-- 丙 --><script>丁</SCRIPT><style>戊</style>己<img alt='庚'>辛<script>壬"
    assert han_outside_tags(markup) == len("乙己辛")
    assert han_outside_tags("<p '" * 20_000 + "甲") == 1


@pytest.mark.parametrize("charset", ["idna", "punycode", "undefined", "rot13", "nonsense"])
def test_charsets_that_are_none(charset: str) -> None:
    data = f"<html><meta charset={charset}><body>".encode() + b"\xff\xfe\x81\x00" * 50
    with pytest.raises(UnreadableInput, match="encoding|article"):
        web.from_bytes(data, "x", "x")


def nested(depth: int) -> bytes:
    document = docx.Document()
    document.add_paragraph("政府工作报告")
    cell = document.add_table(1, 2).cell(0, 0)
    for _ in range(depth):
        cell = cell.add_table(1, 2).cell(0, 0)
    cell.text = "投资77亿元"
    cell.add_paragraph("增长5%")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("depth", [1, 5, 60])
def test_tables_inside_tables_are_read_once(depth: int) -> None:
    source = word.from_bytes(nested(depth), "x", "x")
    assert source.text.count("投资77亿元") == 1 and source.text.count("增长5%") == 1
    assert "\x1e" not in source.text


def wrapped(name: str) -> bytes:
    """A document whose second paragraph stands inside another element."""
    document = docx.Document()
    first, second = document.add_paragraph("政府工作报告"), document.add_paragraph("投资77亿元")
    around = OxmlElement(name)
    first._p.addnext(around)
    around.append(second._p)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["w:customXml", "w:ins", "w:moveTo", "w:sdt"])
def test_paragraphs_inside_other_elements_are_read(name: str) -> None:
    assert word.from_bytes(wrapped(name), "x", "x").text.split() == ["政府工作报告", "投资77亿元"]


def test_what_was_deleted_or_moved_away_is_not_read() -> None:
    for name in ("w:del", "w:moveFrom"):
        assert word.from_bytes(wrapped(name), "x", "x").text.split() == ["政府工作报告"]


def test_parts_of_another_form_in_a_document_are_marked() -> None:
    source = word.from_bytes(wrapped("w:altChunk"), "x", "x")
    assert source.warnings == ("1 of its parts are files of another form, which are not read",)


@pytest.mark.parametrize("name", ["office.pdf", "typeset.pdf"])
def test_a_damaged_pdf_is_marked(name: str) -> None:
    sound = (FIXTURES / name).read_bytes()
    whole = files.from_bytes(sound, "x")
    assert whole.warnings == ()
    unsaid = 0
    for seed in range(20):
        draw, data = random.Random(seed), bytearray(sound)
        for bit in (draw.randrange(8 * len(sound)) for _ in range(3)):
            data[bit // 8] ^= 1 << bit % 8
        try:
            source = files.from_bytes(bytes(data), "x")
        except UnreadableInput:
            continue
        unsaid += source.text != whole.text and not source.warnings
    assert unsaid == 0


def test_sound_files_have_no_damage() -> None:
    for path in FIXTURES.glob("*.pdf"):
        assert checksums.damaged(path.read_bytes()) == 0


def test_what_is_missing_is_marked_in_the_workspace(tmp_path: Path) -> None:
    data = bytearray((FIXTURES / "office.pdf").read_bytes())
    begin = data.index(b"stream", data.index(b"/FlateDecode")) + 500
    data[begin] ^= 1
    (tmp_path / "damaged.pdf").write_bytes(data)
    db = str(tmp_path / "w.db")
    done = run("extract", str(tmp_path / "damaged.pdf"), "--db", db)
    assert done.returncode == 0 and b"the file is damaged" in done.stderr
    assert run("extract", str(SAMPLE), "--region", "云汀县", "--db", db).returncode == 0
    told = run("reports", "--list", "--columns", "report,warnings", "-f", "csv", "--db", db).stdout.decode()
    lines = dict(line.split(",", 1) for line in told.splitlines()[1:])
    assert lines["云汀县-2025"] == "" and "the file is damaged" in lines["澄源市-2025"]


def test_a_subfolder_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    (closed / "lost.txt").write_text("x")
    (tmp_path / "r.txt").write_bytes(SAMPLE.read_bytes())
    scandir, access = os.scandir, os.access

    def refuse(path: str) -> object:
        if Path(path) == closed:
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != closed and access(path, mode))
    assert sources.expand([str(tmp_path)]) == [str(closed), str(tmp_path / "r.txt")]
    with pytest.raises(UnreadableInput, match="a folder that may not be read"):
        files.read(closed)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes in the file system")
def test_pipes_and_devices_are_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_PATIENCE", 0.2)
    os.mkfifo(tmp_path / "f.txt")
    os.mkfifo(tmp_path / "f.csv")
    with pytest.raises(UnreadableInput, match="a pipe that nobody writes into"):
        files.read(tmp_path / "f.txt")
    refused(run("extract", str(tmp_path / "f.csv"), "--no-save"), 3, "is no file but")
    refused(run("reports", "--db", str(tmp_path / "f.txt")), 2, "is no file")
    refused(run("reports", "--db", str(tmp_path)), 2, "is no file")
    writer = threading.Thread(target=(tmp_path / "f.txt").write_bytes, args=(SAMPLE.read_bytes(),))
    writer.start()
    assert files.read(tmp_path / "f.txt").text == SAMPLE.read_text("utf-8")
    writer.join()


def test_devices_are_no_files(tmp_path: Path) -> None:
    if not stat.S_ISCHR(os.stat("/dev/zero").st_mode if os.path.exists("/dev/zero") else 0):
        pytest.skip("needs a device")
    with pytest.raises(UnreadableInput, match="is no file but a device"):
        files.read("/dev/zero")


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="needs /dev/fd")
def test_what_a_shell_substitutes_is_read() -> None:
    command = f"'{sys.executable}' -m reportkit text <(cat '{SAMPLE}')"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, check=False)
    assert done.stdout.decode() == SAMPLE.read_text("utf-8"), done.stderr.decode()


def test_halves_of_characters_do_not_end_a_run(tmp_path: Path) -> None:
    text = SAMPLE.read_text("utf-8").replace("\n", "\\n").replace('"', "”")
    (tmp_path / "c.jsonl").write_text(f'{{"text": "{text}\\ud800", "region": "x\\udfff"}}\n', "utf-8")
    done = run(
        "extract", str(tmp_path / "c.jsonl"), "--text-col", "text", "--jobs", "1", "--db", str(tmp_path / "w.db")
    )
    assert done.returncode == 0, done.stderr.decode()
