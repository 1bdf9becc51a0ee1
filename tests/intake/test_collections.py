"""Collections as they are published go in whole: what is no report is named, twins are listed, the last line adds up."""

from __future__ import annotations

import csv
import json
import sqlite3
from pathlib import Path

import pytest
from running import SAMPLE, refused, run

from reportkit import workspace as store
from reportkit.cli.tally import Tally
from reportkit.intake.one import Outcome
from reportkit.intake.sources import expand

TEXT = SAMPLE.read_text("utf-8")
RESOLUTION = (
    "澄源市第九届人民代表大会第四次会议关于政府工作报告的决议\n（2025年1月16日通过）\n澄源市第九届人民代表大会第四次会议听取和审议了"
    "市长陆闻溪所作的政府工作报告。会议充分肯定市人民政府过去一年的工作，同意报告提出的2025年目标任务，决定批准这个报告。\n"
)
HEADS = ("province", "year", "title", "source_url", "publish_date", "full_text")


def table(path: Path, city: str, text: str = TEXT) -> None:
    row = (
        city,
        "2025",
        f"2025年{city}政府工作报告",
        f"https://example.gov.cn/{city}.html",
        "2025/2/3",
        text.replace("澄源市", city),
    )
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows([HEADS, row])


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """Tables with a report each, a text of one of them, resolutions, a manifest and a list of failures."""
    folder = tmp_path / "collection"
    folder.mkdir()
    for city in ("安乐市", "宝临市", "昌隆市"):
        table(folder / f"2025_{city}.csv", city)
    (folder / "安乐市.txt").write_text(TEXT.replace("澄源市", "安乐市")[:-100], "utf-8")
    (folder / "决议.txt").write_text(RESOLUTION, "utf-8")
    (folder / "决议2.txt").write_text(RESOLUTION.replace("澄源市", "安乐市"), "utf-8")
    (folder / "manifest.csv").write_text("file,sha256\n2025_安乐市.csv,00ff\n", "utf-8")
    (folder / "failures.csv").write_text("url,error\nhttps://example.gov.cn/9.html,timeout\n", "utf-8")
    (folder / "~$安乐市.docx").write_bytes(b"lock")
    (folder / "空.txt").write_bytes(b"")
    return folder


def state(db: Path) -> list[object]:
    with store.open(db) as workspace:
        reports = [
            (r.id, r.file, r.adcode, r.report_year, r.source_url, r.published, r.counts) for r in workspace.reports()
        ]
        twins = [(t.file, t.report) for t in workspace.twins()]
        others = [(o.file, o.kind) for o in workspace.others()]
        return [reports, twins, others, list(workspace.rows("numbers"))]


def test_a_collection_goes_in_whole_with_any_number_of_processes(collection: Path, tmp_path: Path) -> None:
    found = []
    for jobs in ("1", "2"):
        db = tmp_path / f"{jobs}.db"
        told = run("extract", str(collection), "--db", str(db), "--jobs", jobs).stderr.decode()
        assert "9 seen = 3 read + 1 twins + 4 not reports + 1 failed" in told
        assert "3 files: text in full_text, region in province" in told
        assert "2 files: a resolution on a report" in told
        assert "2 files: a table without a column of reports" in told
        found.append(state(db))
    assert found[0] == found[1]
    reports, twins, others, _ = found[0]
    assert [(r[0], r[4], r[5]) for r in reports] == [  # type: ignore[index, attr-defined]
        (f"{city}-2025", f"https://example.gov.cn/{city}.html", "2025-02-03") for city in ("安乐市", "宝临市", "昌隆市")
    ]
    assert [(Path(f).name, r) for f, r in twins] == [("安乐市.txt", "安乐市-2025")]  # type: ignore[attr-defined]
    assert [k for _, k in others] == ["table", "table", "resolution", "resolution"]  # type: ignore[attr-defined]
    again = run("extract", str(collection), "--db", str(tmp_path / "2.db"), "--jobs", "2").stderr.decode()
    assert "9 seen = 0 read + 3 there already + 1 twins + 4 not reports + 1 failed" in again
    assert state(tmp_path / "2.db") == found[0]
    shown = run("reports", "others", "--db", str(tmp_path / "2.db"), "-f", "csv").stdout.decode()
    assert "关于政府工作报告的决议" in shown
    assert "安乐市.txt" in run("reports", "twins", "--db", str(tmp_path / "2.db"), "-f", "csv").stdout.decode()
    listed = run("reports", "--list", "--db", str(tmp_path / "2.db"), "-f", "csv").stdout.decode()
    assert "https://example.gov.cn/安乐市.html" in listed


def test_a_resolution_in_a_corpus_takes_no_reports_place(tmp_path: Path) -> None:
    path, db = tmp_path / "corpus.jsonl", tmp_path / "made.db"
    rows = [{"title": "2025年澄源市政府工作报告", "url": "https://example.gov.cn/1", "content": TEXT, "year": 2025}]
    rows += [
        {"title": "关于政府工作报告的决议", "url": "https://example.gov.cn/2", "content": RESOLUTION, "year": None}
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    told = run("extract", str(path), "--db", str(db)).stderr.decode()
    assert "2 seen = 1 read + 1 not reports" in told
    with store.open(db) as workspace:
        assert [(r.id, r.source_url) for r in workspace.reports()] == [("澄源市-2025", "https://example.gov.cn/1")]


def test_a_resolution_alone_is_refused_by_name_and_read_by_force(tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text(RESOLUTION, "utf-8")
    refused(run("extract", str(tmp_path / "r.txt"), "--no-save"), 3, "a resolution on a report")
    forced = run("extract", str(tmp_path / "r.txt"), "--no-save", "--force")
    assert "9 numbers" in forced.stdout.decode()


def test_what_is_doubtful_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("各位代表：\n我代表县人民政府报告工作。全县粮食产量达到12亿斤。\n", "utf-8")
    told = run("extract", str(tmp_path / "x.txt"), "--db", str(tmp_path / "x.db")).stderr.decode()
    assert "in doubt: no region is named; no year is named" in told
    shown = run("reports", "--list", "--db", str(tmp_path / "x.db"), "-f", "json").stdout
    assert json.loads(shown)["reports"][0]["doubt"] == "no region is named; no year is named"


def test_a_panel_shows_a_conflict_where_two_reports_disagree(tmp_path: Path) -> None:
    head = "政府工作报告\n——2025年1月14日在澄源市第九届人民代表大会第四次会议上\n各位代表：\n一、2024年工作回顾\n"
    plan = "二、2025年工作安排\n地区生产总值增长{}。\n"
    (tmp_path / "a.txt").write_text(head + "全市建成果园三千亩，养殖场二十个。\n" + plan.format("5%"), "utf-8")
    (tmp_path / "b.txt").write_text(
        head + "城区改造道路六条，学校食堂全部达标，就业稳定。\n" + plan.format("7%"), "utf-8"
    )
    db = str(tmp_path / "x.db")
    told = run("extract", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), "--db", db).stderr.decode()
    assert "another report of that region and year" in told
    shown = run("panel", "地区生产总值", "--db", db, "-f", "csv").stdout.decode()
    assert "conflict" in shown


def test_an_older_workspace_learns_of_editions(tmp_path: Path) -> None:
    db = tmp_path / "old.db"
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    run("extract", str(tmp_path / "a.txt"), "--db", str(db))
    with sqlite3.connect(db) as connection:
        for table_ in ("twins", "others"):
            connection.execute(f"DROP TABLE {table_}")
        connection.execute("DROP INDEX reports_base")
        for column in (
            "base",
            "clues",
            "length",
            "paged",
            "known",
            "sketch",
            "doubt",
            "source_url",
            "published",
            "warnings",
        ):
            connection.execute(f"ALTER TABLE reports DROP COLUMN {column}")
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    (tmp_path / "b.txt").write_text(TEXT[:-100], "utf-8")
    told = run("extract", str(tmp_path / "b.txt"), "--db", str(db)).stderr.decode()
    assert "1 seen = 0 read + 1 twins" in told
    with store.open(db) as workspace:
        assert [(r.id, Path(r.file).name) for r in workspace.reports()] == [("澄源市-2025", "a.txt")]


def test_a_folder_takes_all_that_can_hold_reports(collection: Path) -> None:
    names = [Path(path).name for path in expand([str(collection)])]
    assert len(names) == 9
    assert not any(name.startswith("~$") for name in names)


def test_the_last_line_adds_up_whatever_the_order() -> None:
    first, second = Outcome(item="a.pdf", report="x-2025"), Outcome(item="b.pdf", report="x-2025", displaced=("a.pdf",))
    for order in ((first, second), (second, first)):
        tally = Tally()
        for outcome in order:
            tally.take(outcome)
        tally.take(Outcome(item="c.txt", kind="news", error="because"))
        assert str(tally) == "3 seen = 1 read + 1 twins + 1 not reports"
        assert sum(tally.counts().values()) == 3


def test_the_same_about_many_files_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    tally = Tally()
    for number in range(5):
        tally.take(Outcome(item=f"{number}.txt", error=f"{number}.txt: is empty", code=3))
    tally.take(Outcome(item="9.pdf", error="9.pdf: is locked", code=3))
    tally.tell()
    assert capsys.readouterr().err == (
        "reportkit: 5 files: is empty: 0.txt, 1.txt, 2.txt and 2 more\nreportkit: 9.pdf: is locked\n"
    )
