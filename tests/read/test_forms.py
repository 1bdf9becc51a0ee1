"""The same report in every form gives the same tables; what cannot be read is told in one line."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import shutil
import struct
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docx
import openpyxl
import pyarrow
import pytest
from pyarrow import parquet
from running import ROOT, SAMPLE, refused
from running import called as run

import reportkit
from reportkit import rules
from reportkit import workspace as store
from reportkit.errors import NoReport, UnreadableInput, UsageError
from reportkit.extraction import pipeline
from reportkit.model import tables
from reportkit.model.records import Extraction, Source
from reportkit.read import corpora, doc, files, formats, scans
from reportkit.read.notes import parted
from reportkit.read.printed import Line
from reportkit.read.scans import Scans
from reportkit.words import translated

FIXTURES = Path(__file__).parent / "fixtures"
PLACES = ("start", "end", "page", "spans", "report")


def extraction(source: Source) -> Extraction:
    return pipeline.extract(source, rules.load())


def content(found: Extraction, table: str) -> list[dict[str, Any]]:
    return [{k: v for k, v in row.items() if k not in PLACES} for row in tables.rows(found, table)]


@pytest.fixture(scope="module")
def text_form() -> Extraction:
    return reportkit.extract(SAMPLE).extraction


@pytest.mark.parametrize("name", ["typeset.pdf", "office.pdf", "office.docx", "office.doc"])
def test_the_four_tables_equal_those_of_the_text(name: str, text_form: Extraction) -> None:
    found = extraction(files.read(FIXTURES / name))
    tables.verify(found)
    for table in tables.TABLES:
        assert content(found, table) == content(text_form, table)


def test_a_doc_is_read_without_office(text_form: Extraction, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    source = files.read(FIXTURES / "office.doc")
    assert "automatic numbers" in source.warnings[0]
    found = extraction(source)
    for table in tables.TABLES:
        assert content(found, table) == content(text_form, table)


def test_a_doc_is_read_where_office_cannot_open_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: "/bin/false")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: None)
    source = files.read(FIXTURES / "office.doc")
    assert "automatic numbers" in source.warnings[0]
    with pytest.raises(UnreadableInput, match="LibreOffice cannot open"):
        files.from_bytes(b"{\\rtf1 x}", "x", "x.rtf")


def compound(*streams: str) -> bytes:
    """What stands in a compound file to tell what it is."""
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(64) + b"".join(name.encode("utf-16-le") for name in streams)


@pytest.mark.parametrize(("program", "words"), [(None, "install LibreOffice"), ("/bin/false", "cannot open")])
def test_a_wps_that_cannot_be_read_is_called_so(
    program: str | None, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: program)
    path = tmp_path / "报告.wps"
    path.write_bytes(compound("CONTENTS", "MN0"))
    with pytest.raises(UnreadableInput, match=rf"of WPS or Works \(\.wps\).*{words}.*save it as \.docx") as refusal:
        files.read(path)
    chinese = translated(str(refusal.value), "zh")
    assert "（.wps）" in chinese and "存为 .docx" in chinese and "LibreOffice" in chinese


@pytest.mark.parametrize(
    ("streams", "kind"),
    [
        (("Root Entry", "WordDocument", "Workbook"), "doc"), (("Workbook",), "xls"), (("PowerPoint Document",), "ppt"),
        (("EncryptedPackage",), "locked"), (("CONTENTS",), "wps"),
    ],
)  # fmt: skip
def test_compound_files_are_told_by_their_streams(streams: tuple[str, ...], kind: str) -> None:
    assert formats.kind(compound(*streams)) == kind


class Streams(dict[str, bytes]):
    """Stands for an open compound file."""

    def __enter__(self) -> Streams:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def exists(self, name: str) -> bool:
        return name in self

    def openstream(self, name: str) -> io.BytesIO:
        return io.BytesIO(self[name])


def word97(main: str, plain: str, notes: str, kind: int = 0xA5EC, flags: int = 0) -> Streams:
    """The streams of a .doc of three pieces, the second in single bytes."""
    block = bytearray(0x600)
    struct.pack_into("<H8xH", block, 0, kind, flags)
    struct.pack_into("<II", block, 0x4C, len(main + plain), len(notes))
    table, ends, pieces = b"", [0], []
    for text, single in ((main, False), (plain, True), (notes, False)):
        place = len(block)
        block += text.encode("cp1252" if single else "utf-16-le")
        pieces.append(struct.pack("<HIH", 0, place * 2 | 1 << 30 if single else place, 0))
        ends.append(ends[-1] + len(text))
    plc = struct.pack("<4I", *ends) + b"".join(pieces)
    table = b"\x01\x02\x00xx" + b"\x02" + struct.pack("<I", len(plc)) + plc
    struct.pack_into("<II", block, 0x1A2, 0, len(table))
    return Streams({"WordDocument": bytes(block), "0Table": table})


def test_tables_fields_and_notes_of_a_doc(monkeypatch: pytest.MonkeyPatch) -> None:
    made = word97("增长5%\x02。\r甲\x07乙\x07\x07\x13 HYPERLINK x\x14结果\x15\r", "Plain 12.\r", "注：快报数\r")
    monkeypatch.setattr("olefile.OleFileIO", lambda _: made)
    assert doc.from_bytes(b"", "x", "x.doc").text == "增长5%。\n甲，乙；\n结果\nPlain 12.\n注：快报数\n"


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (word97("甲", "", "", flags=0x0100), "encrypted"), (word97("甲", "", "", kind=0xA5DC), "older than Word 97"),
        (Streams(), "no text"), (word97("", "", ""), "no text"),
        (Streams(word97("甲乙", "", "") | {"0Table": b""}), "damaged"),
    ],
)  # fmt: skip
def test_docs_that_cannot_be_read(made: Streams, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("olefile.OleFileIO", lambda _: made)
    with pytest.raises(UnreadableInput, match=words):
        doc.from_bytes(b"", "x", "x.doc")


@pytest.mark.parametrize("name", ["typeset.pdf", "office.pdf"])
def test_pages_are_right(name: str) -> None:
    source = files.read(FIXTURES / name)
    for row in tables.rows(extraction(source), "indicators"):
        page = source.pages[row["page"] - 1]
        assert page.start <= row["start"] < page.end
        assert row["raw"][:2] in "".join(source.text[page.start : page.end].split())
    if name == "typeset.pdf":
        assert [source.text[p.start : p.end].strip().rsplit("\n", 1)[1] for p in source.pages] == [
            f"— {n} —" for n in range(1, 8)
        ]


def test_two_columns_are_read_one_after_the_other(text_form: Extraction) -> None:
    found = extraction(files.read(FIXTURES / "columns.pdf"))
    lines = [line for line in text_form.outline.document.text.split("\n") if line and len(line) < 900][:14]
    same = extraction(Source(text="\n".join(lines), name="columns", encoding="utf-8"))
    for table in ("indicators", "commitments", "projects"):
        assert content(found, table) == content(same, table)
    assert len(content(found, "indicators")) > 70


def test_an_encrypted_pdf_wants_its_password() -> None:
    refused(run("text", str(FIXTURES / "encrypted.pdf")), 3, "--password")
    refused(run("text", str(FIXTURES / "encrypted.pdf"), "--password", "wrong"), 3, "password is wrong")
    assert "澄源" in run("text", str(FIXTURES / "encrypted.pdf"), "--password", "secret").stdout.decode()


def test_a_web_page_is_its_article_alone(text_form: Extraction) -> None:
    source = files.read(FIXTURES / "page.html")
    assert source.encoding == "gb18030"
    assert "栏目" not in source.text
    assert "99%" not in source.text
    assert "网站标识码" not in source.text
    rows = {(r["name"], r["raw"], r["bound"]) for r in content(extraction(source), "indicators")}
    assert {(r["name"], r["raw"], r["bound"]) for r in content(text_form, "indicators")} <= rows
    assert ("城镇新增就业", "4.5万人", "ge") in rows


def page(body: str) -> bytes:
    return f"<html><head><meta charset=utf-8><title>甲市政府工作报告-甲市人民政府</title></head><body>{body}</body></html>".encode()


ARTICLE = "<p>各位代表：</p><p>一、2024年工作回顾</p><p>全市地区生产总值增长5.6%&nbsp;，城镇新增就业4万人。</p>"


@pytest.mark.parametrize(
    "body",
    [
        f"<div id='UCAP-CONTENT'>{ARTICLE}</div><div>{'相关链接' * 30}</div>",
        f"<table><tr><td><a href=x>{'导航' * 40}</a></td></tr><tr><td><div>{ARTICLE}</div></td></tr></table>",
        f"<main><div><div>{ARTICLE}</div></div></main><ul>{'<li><a>新闻</a></li>' * 30}</ul>",
        ARTICLE.replace("</p><p>", "<br><br>"),
    ],
)
def test_pages_of_any_make(body: str) -> None:
    source = files.from_bytes(page(body), "甲市-2025")
    assert "导航" not in source.text
    assert "新闻" not in source.text
    (row, *_) = content(extraction(source), "indicators")
    assert (row["name"], row["raw"]) == ("全市地区生产总值", "5.6%")


def test_what_a_file_is_does_not_depend_on_its_name(tmp_path: Path) -> None:
    for name, given in (
        ("a.txt", page(ARTICLE)),
        ("b.doc", page(ARTICLE)),
        ("c", (FIXTURES / "office.docx").read_bytes()),
    ):
        (tmp_path / name).write_bytes(given)
        assert "各位代表" in files.read(tmp_path / name).text
    archive = b"From: x\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n--B\nContent-Type: text/html; charset=utf-8\n\n"
    assert "各位代表" in files.from_bytes(archive + page(ARTICLE) + b"\n--B--\n", "saved").text


def test_word_lists_tables_boxes_and_notes(tmp_path: Path) -> None:
    document = docx.Document()
    for words in ("扩大内需。", "改善民生。"):
        document.add_paragraph(words, style="List Number")
    table = document.add_table(rows=1, cols=3)
    for cell, words in zip(table.rows[0].cells, ("城镇新增就业", "4万人以上", "市人社局"), strict=True):
        cell.text = words
    box = document.add_paragraph("框外")
    run_ = box.add_run()
    run_._r.append(docx.oxml.parse_xml(
        '<w:pict xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml">'
        "<v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>框内文字</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict>"
    ))  # fmt: skip
    document.save(str(tmp_path / "lists.docx"))
    lines = files.read(tmp_path / "lists.docx").text.splitlines()
    assert lines == ["1.扩大内需。", "2.改善民生。", "城镇新增就业，4万人以上，市人社局；", "框外", "框内文字"]


REPORT = "政府工作报告\n各位代表：\n一、2024年工作回顾\n全市地区生产总值增长{}%。\n二、2025年工作安排\n地区生产总值增长5%左右。\n"
ROWS = [
    {"序号": n, "城市": city, "年份": 2025, "doc": REPORT.format(n)} for n, city in enumerate(("聊城市", "德州市"), 5)
]


def write_csv(path: Path) -> None:
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.DictWriter(file, list(ROWS[0]))
        writer.writeheader()
        writer.writerows(ROWS)


def write_xlsx(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(list(ROWS[0]))  # type: ignore[union-attr]
    for row in ROWS:
        book.active.append(list(row.values()))  # type: ignore[union-attr]
    book.save(path)


WRITERS: dict[str, Callable[[Path], object]] = {
    "csv": write_csv,
    "xlsx": write_xlsx,
    "jsonl": lambda path: path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in ROWS), "utf-8"),
    "parquet": lambda path: parquet.write_table(pyarrow.Table.from_pylist(ROWS), path),
}


@pytest.mark.parametrize("form", WRITERS)
def test_corpora_hold_a_report_a_row(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"corpus.{form}"
    WRITERS[form](path)
    done = run("extract", str(path), "--db", str(tmp_path / "made.db"))
    assert "text in doc, region in 城市, year in 年份" in done.stderr.decode()
    with store.open(tmp_path / "made.db") as workspace:
        reports = workspace.reports()
        assert [(r.id, r.adcode, r.report_year) for r in reports] == [
            ("德州市-2025", "371400", 2025),
            ("聊城市-2025", "371500", 2025),
        ]
        assert workspace.text("聊城市-2025") == ROWS[0]["doc"]


def test_corpora_whose_columns_are_not_known(tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(NoReport, match="--text-col"):
        corpora.columns(tmp_path / "odd.csv")
    with pytest.raises(UsageError, match="no column x"):
        corpora.columns(tmp_path / "odd.csv", "x")
    (tmp_path / "damaged.xlsx").write_bytes(b"PK\x03\x04" + b"x" * 100)
    refused(run("extract", str(tmp_path / "damaged.xlsx"), "--no-save"), 3, "cannot be read as xlsx")


def damaged() -> list[tuple[str, bytes]]:
    """Forty files that are not what they should be."""
    chance = random.Random(7)
    made: list[tuple[str, bytes]] = [("empty.pdf", b""), ("empty.docx", b""), ("zeros.txt", bytes(200 * 2**20))]
    for name in ("typeset.pdf", "office.docx", "page.html", "office.doc", "scan.pdf"):
        data = (FIXTURES / name).read_bytes()
        if name != "page.html":
            made += [(f"cut{share}-{name}", data[: int(len(data) * share)]) for share in (0.02, 0.3, 0.9)]
        for copy in range(4 if name != "office.doc" else 1):
            flipped = bytearray(data)
            for _ in range(len(data) // 50):
                flipped[chance.randrange(len(data))] = chance.randrange(256)
            made.append((f"flipped{copy}-{name}", bytes(flipped)))
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * (400 * 2**20))
    deep = b"<html><body>" + b"<div>" * 50_000 + "深".encode() + b"</body></html>"
    made += [
        ("bomb.docx", bomb.getvalue()), ("deep.html", deep), ("image.txt", b"\x89PNG\r\n" + bytes(99)),
        ("no.pdf", b"%PDF-1.7\n%%EOF"), ("zip.docx", b"PK\x03\x04"), ("gzip.txt", b"\x1f\x8b" + bytes(50)), ("rar.txt", b"Rar!" + bytes(50)),
        ("noise.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)),
    ]  # fmt: skip
    return made


def test_there_are_forty_damaged_files() -> None:
    assert len(damaged()) >= 40


SCRIPT = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
from reportkit.cli import main as cli
out, *paths = sys.argv[1:]
for path in paths:
    code = cli._run(["extract", path, "--ocr", "never", "--no-save", "-o", out, "-f", "jsonl"], False)
    # of this process alone: ru_maxrss would tell what its parent held when it forked
    peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(path, code, peak, flush=True)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc to see the memory")
def test_damaged_files_give_a_line_each(tmp_path: Path) -> None:
    paths = []
    for name, data in damaged():
        (tmp_path / name).write_bytes(data)
        paths.append(str(tmp_path / name))
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path / "out.jsonl"), *paths],
        capture_output=True,
        cwd=ROOT,
        timeout=10 * len(paths),
        check=False,
    )
    told, lines = done.stderr.decode(), done.stdout.decode().splitlines()
    assert len(lines) == len(paths), told
    assert time.monotonic() - begun < 10 * len(paths)
    assert "Traceback" not in told
    assert "internal error" not in told
    assert max(int(line.split()[-1]) for line in lines) < 2**20
    codes = {Path(line.split()[0]).name: line.split()[1] for line in lines}
    # a web page or a PDF with a few wrong bytes may still be read
    assert {name for name, code in codes.items() if code == "0"} <= {
        n for n in codes if n.startswith(("flipped", "cut0.9"))
    }
    assert set(codes.values()) <= {"0", "1", "3"}


def test_the_useless_text_layer_is_told() -> None:
    from reportkit.read import pdf

    assert pdf._useless([[Line(text="\ue001\ue002\ue003" * 30, left=0, right=0)]])
    assert not pdf._useless([[Line(text="全市地区生产总值增长5.6%。" * 3, left=0, right=0)]])


def test_a_scan_is_told_where_recognition_is_not_wanted() -> None:
    refused(run("text", str(FIXTURES / "scan.pdf"), "--ocr", "never"), 3, "--ocr auto")


def test_text_recognition_finds_the_values(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text_form: Extraction
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    found = extraction(files.read(FIXTURES / "scan.pdf", scans=Scans()))
    rows = content(found, "indicators")
    assert {row["source"] for row in rows} == {"ocr"}
    assert all(0.5 < row["ocr_confidence"] <= 1 for row in rows)
    printed = extraction(files.read(FIXTURES / "encrypted.pdf", "secret"))
    wanted = [(row["raw"], row["name"]) for row in content(printed, "indicators")]
    least = min(row["ocr_confidence"] for row in tables.rows(found, "numbers"))
    (told,) = found.outline.document.source.warnings
    assert re.fullmatch(r"page 1, 2 read by text recognition, the least sure line \(0\.[0-9]{2}\) on page [12]", told)
    assert float(told.split("(")[1][:4]) <= float(least) + 0.005
    missed = Counter(raw for raw, _ in wanted) - Counter(row["raw"] for row in rows)
    assert missed.total() <= 0.03 * len(wanted)
    pages = [path for path in (tmp_path / "reportkit" / "ocr").rglob("*") if path.is_file()]
    assert len(pages) == 2
    sound = pages[1].read_bytes()
    for poisoned in (b"{", b'[["GDP 99%", 0, 0, 1]]', pages[0].read_bytes()):
        pages[1].write_bytes(poisoned)
        assert files.read(FIXTURES / "scan.pdf", scans=Scans()).text == found.outline.document.source.text
        assert pages[1].read_bytes() == sound


def test_a_worker_recognises_without_processes_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(scans, "_made", lambda: lambda image: SimpleNamespace(boxes=None))
    monkeypatch.setattr(scans, "_engine", None)
    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", None)
    assert Scans(jobs=1).read((FIXTURES / "scan.pdf").read_bytes(), "", [0, 1], "scan.pdf") == {0: [], 1: []}


@pytest.mark.parametrize("name", ["typeset.pdf", "tables-over-pages.pdf"])
def test_reading_again_keeps_the_layout(name: str, tmp_path: Path) -> None:
    first = files.read(FIXTURES / name)
    with store.open(tmp_path / "made.db", write=True) as workspace:
        report = workspace.save(extraction(first), "")
        again = workspace.source(report)
    for field in ("text", "pages", "furniture", "continued", "begun", "recognised", "grids"):
        assert getattr(again, field) == getattr(first, field)


def test_a_table_of_a_pdf_is_rows_of_cells() -> None:
    source = files.read(FIXTURES / "table.pdf")
    assert "城镇新增就业，4.5万人以上，市人社局；\n改造老旧小区，60个，市住建局；\n" in source.text
    rows = content(extraction(source), "indicators")
    assert ("城镇新增就业", "4.5万人", "ge", "城镇新增就业，4.5万人以上，市人社局；") in {
        (r["name"], r["raw"], r["bound"], r["sentence"]) for r in rows
    }


def test_raised_numbers_of_footnotes_are_no_digits() -> None:
    rows = content(extraction(files.read(FIXTURES / "notes.pdf")), "indicators")
    assert [(r["name"], r["raw"]) for r in rows] == [("全市地区生产总值", "5.7%"), ("改造小区", "3个")]


def test_footnotes_stand_after_the_report_and_keep_their_page(text_form: Extraction) -> None:
    """A sentence that goes on over the page is not cut by the notes at its foot; their numbers are not lost."""
    source = files.read(FIXTURES / "footnotes.pdf")
    body, mark, notes = source.text.partition("[2] “高效办成一件事”")
    assert mark and "[1] “助企纾困30条”" in notes and "惠企政策" not in body
    found = extraction(source)
    whole = text_form.outline.document.text
    rows = content(found, "indicators")
    assert len(rows) > 70
    assert [r["raw"] for r in rows if r["sentence"] not in whole] == ["3.2亿元"]
    assert any(r["raw"] == "2个" and "引进过20亿元项目13个，其中过50亿元项目2个，招商" in r["sentence"] for r in rows)
    assert {source.page_at(source.text.index(words)) for words in ("[1] “助企", "全年兑现")} == {2}
    assert source.page_at(source.text.index("[2] “高效")) == 1


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        ([("正文一", 12), ("正文二", 12), ("① 注释", 9), ("3", 9)], ["① 注释"]),
        ([("正文一", 12), ("正文二", 12), ("附：小字说明", 9)], []),
        ([("正文一", 12), ("正文二", 12), ("注：指标为快报数", 9), ("接上行", 9), ("— 3 —", 9)], ["注：指标为快报数", "接上行"]),
        ([("① 注释", 9), ("② 注释", 9)], []),
    ],
)  # fmt: skip
def test_what_a_footnote_is(lines: list[tuple[str, float]], left: list[str]) -> None:
    page = [Line(text=text, left=0, right=100, size=size) for text, size in lines]
    rest = [Line(text="正文里最多的字" * 20, left=0, right=100, size=12)]
    kept, notes = parted([rest, page], set())
    assert [line.text for _, line in notes] == left
    assert sum(map(len, kept)) + len(notes) == len(page) + 1
