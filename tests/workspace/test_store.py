"""The workspace: what goes in comes out, whole reports or none, old layouts become today's."""

from __future__ import annotations

import dataclasses
import multiprocessing
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

import reportkit
from reportkit import resources
from reportkit import workspace as store
from reportkit.errors import UnreadableInput, UsageError
from reportkit.model import tables
from reportkit.model.records import Extraction
from reportkit.workspace import Query, schema

SAMPLES = resources.folder("data") / "samples"


@pytest.fixture(scope="module")
def reports() -> list[reportkit.Report]:
    return [reportkit.extract(SAMPLES / f"澄源市-{year}.txt") for year in (2024, 2025)]


@pytest.fixture
def path(tmp_path: Path, reports: list[reportkit.Report]) -> Path:
    with store.open(tmp_path / "made.db", write=True) as workspace:
        for report in reports:
            workspace.save(report.extraction, report.rules_hash, f"{report.info.id}.txt")
    return tmp_path / "made.db"


def renamed(extraction: Extraction, region: str) -> Extraction:
    outline = extraction.outline
    info = dataclasses.replace(outline.info, id=f"{region}-{outline.info.report_year}", region=region)
    return dataclasses.replace(extraction, outline=dataclasses.replace(outline, info=info))


@pytest.mark.parametrize("table", tables.TABLES)
def test_rows_come_back_exactly(path: Path, reports: list[reportkit.Report], table: str) -> None:
    with store.open(path) as workspace:
        found = list(workspace.rows(table))
        assert found == [row for report in reports for row in report.rows(table)]
        assert all(list(row) == [c.name for c in tables.columns(table)] for row in found)
        assert all(isinstance(row["value"], Decimal) for row in found if row["value"] is not None)
        assert workspace.count(table) == len(found)


@pytest.mark.parametrize("digits", ["5.6", "335940000000", "0.1", "-0.30", "9" * 30, "1." + "3" * 25, "1E+40"])
def test_decimals_are_kept_exactly(reports: list[reportkit.Report], digits: str) -> None:
    extraction = reports[0].extraction
    row = dataclasses.replace(extraction.indicators[0], value=Decimal(digits))
    extraction = dataclasses.replace(extraction, indicators=(row, *extraction.indicators[1:]))
    with store.open(None, write=True) as workspace:
        workspace.save(extraction, "")
        assert next(workspace.rows("indicators"))["value"] == Decimal(digits)


def test_a_report_with_its_text_and_sentences(path: Path, reports: list[reportkit.Report]) -> None:
    with store.open(path) as workspace:
        told = workspace.report("澄源市-2025")
        assert told is not None
        assert (told.region, told.report_year, told.file) == ("澄源市", 2025, "澄源市-2025.txt")
        assert told.counts == {t: len(reports[1].rows(t)) for t in tables.TABLES}
        text = workspace.text("澄源市-2025")
        assert text == reports[1].text
        for sentence in workspace.sentences("澄源市-2025"):
            written = text[sentence.start : sentence.end]
            assert "".join(written.split()) == "".join(sentence.text.split())
        with pytest.raises(UsageError, match="no report 无-1"):
            workspace.text("无-1")


def test_saving_again_replaces_and_removing_leaves_nothing(path: Path, reports: list[reportkit.Report]) -> None:
    with store.open(path, write=True) as workspace:
        before = workspace.count("numbers")
        workspace.save(reports[0].extraction, "other rules", "elsewhere.txt")
        assert workspace.count("numbers") == before
        assert workspace.remove(["澄源市-2024", "澄源市-2025", "无-1"]) == 2
        for table in ("reports", "texts", "sentences", *map(schema.base, tables.TABLES)):
            assert workspace.connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


def test_current_knows_text_rules_and_what_the_user_said(path: Path, reports: list[reportkit.Report]) -> None:
    source, rules_hash = reports[1].extraction.outline.document.source, reports[1].rules_hash
    with store.open(path, write=True) as workspace:
        known = workspace.current(source, rules_hash)
        assert known and (known.report, known.twin) == ("澄源市-2025", False)
        assert workspace.current(source, "other") is None
        assert workspace.current(source, rules_hash, region="聊城市") is None
        assert workspace.current(dataclasses.replace(source, text=source.text + "。"), rules_hash) is None
        workspace.save(reports[1].extraction, rules_hash, "澄源市-2025.txt", region="聊城市", year=2023)
        known = workspace.current(source, rules_hash, region="聊城市", year=2023)
        assert known and known.report == "澄源市-2025"
        told = workspace.report("澄源市-2025")
        assert told and (told.told_region, told.told_year) == ("聊城市", 2023)


def test_failures_are_kept_until_the_file_is_read(path: Path, reports: list[reportkit.Report]) -> None:
    with store.open(path, write=True) as workspace:
        workspace.fail("bad.txt", "is empty")
        workspace.fail("bad.txt", "is a PDF")
        assert [(f.file, f.reason) for f in workspace.failures()] == [("bad.txt", "is a PDF")]
        workspace.save(reports[0].extraction, "", "bad.txt")
        assert workspace.failures() == []


def test_a_missing_workspace_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="reportkit extract"):
        store.open(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()


def test_files_that_are_no_workspace_are_left_alone(tmp_path: Path) -> None:
    text, foreign = tmp_path / "text.db", tmp_path / "foreign.db"
    text.write_text("no database, but long enough to be taken for the head of one" * 20)
    sqlite3.connect(foreign).execute("CREATE TABLE other (x)").connection.close()
    for path in (text, foreign):
        before = path.read_bytes()
        for write in (False, True):
            with pytest.raises(UnreadableInput, match="no workspace"):
                store.open(path, write=write)
        assert path.read_bytes() == before


def test_a_newer_layout_is_refused(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(UnreadableInput, match="newer reportkit"):
        store.open(path)


def test_a_workspace_from_before_a_column_existed(path: Path, reports: list[reportkit.Report]) -> None:
    with sqlite3.connect(path) as connection:
        for table in tables.TABLES:
            connection.execute(f"DROP VIEW {table}")
        connection.execute("ALTER TABLE project_rows DROP COLUMN spans")
        connection.execute("ALTER TABLE indicator_rows DROP COLUMN basis")
    connection.close()
    with store.open(path) as workspace:
        assert [r.stale for r in workspace.reports()] == [True, True]
        assert next(workspace.rows("indicators"))["basis"] == ""
        assert next(workspace.rows("projects"))["spans"] == []
        source = reports[1].extraction.outline.document.source
        assert workspace.current(source, reports[1].rules_hash) is None


def test_reading_does_not_write(path: Path, reports: list[reportkit.Report]) -> None:
    with store.open(path) as workspace, pytest.raises(UsageError, match="cannot be written"):
        workspace.save(reports[0].extraction, "")


def _save_many(path: Path, region: str) -> None:
    report = reportkit.extract(SAMPLES / "澄源市-2025.txt")
    with store.open(path, write=True) as workspace:
        for number in range(15):
            workspace.save(renamed(report.extraction, f"{region}{number}市"), report.rules_hash)


def test_two_writers_wait_for_each_other(tmp_path: Path) -> None:
    path = tmp_path / "shared.db"
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=_save_many, args=(path, region)) for region in ("甲", "乙")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [w.exitcode for w in writers] == [0, 0]
    with store.open(path) as workspace:
        assert len(workspace.reports()) == 30
        assert workspace.count("numbers") == sum(r.counts["numbers"] for r in workspace.reports())


def test_a_writer_that_waits_too_long_says_so(
    path: Path, reports: list[reportkit.Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportkit.workspace.connect.PATIENCE", 0.05)
    with store.open(path, write=True) as first, store.open(path, write=True) as second:
        first.connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(UsageError, match="another program"):
            second.save(reports[0].extraction, "")
        first.connection.execute("ROLLBACK")


def test_any_sqlite_tool_reads_the_views(path: Path) -> None:
    script = "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchall())"
    asked = "SELECT region, report_year, value FROM indicators WHERE indicator = '地区生产总值' AND status = 'target' AND unit = '%'"
    done = subprocess.run([sys.executable, "-c", script, str(path), asked], capture_output=True, check=True, text=True)
    assert "('澄源市', 2025, 5.5)" in done.stdout


CASES: list[tuple[Query, Callable[[tables.Row], bool]]] = [
    (Query(report_year=[2025], status=["target"]), lambda r: r["report_year"] == 2025 and r["status"] == "target"),
    (Query(region=["澄源市"], measure=["growth", "share"]), lambda r: r["measure"] in ("growth", "share")),
    (Query(report=["澄源市-2024"], level=["city"]), lambda r: r["report"] == "澄源市-2024"),
    (Query(indicator=["地区生产总值"]), lambda r: "地区生产总值" in (r["indicator"], r["name"])),
    (Query(match=["经济", "增长"]), lambda r: all(w in r["sentence"] or w in r["name"] for w in ("经济", "增长"))),
    (
        Query(minimum=Decimal(5), maximum=Decimal("5.7"), unit=["%"]),
        lambda r: (
            r["unit"] == "%"
            and r["value"] is not None
            and 5 <= r["value"] <= (r["value_max"] or r["value"]) <= Decimal("5.7")
        ),
    ),
]


def test_conditions_select_what_the_rows_say(path: Path) -> None:
    with store.open(path) as workspace:
        everything = list(workspace.rows("indicators"))
        for query, holds in CASES:
            wanted = [row for row in everything if holds(row)]
            assert wanted
            assert list(workspace.rows("indicators", query)) == wanted
            assert workspace.count("indicators", query) == len(wanted)


def test_columns_order_and_limit(path: Path) -> None:
    with store.open(path) as workspace:
        query = Query(columns=["unit", "value"], sort=["-value"], limit=3)
        found = list(workspace.rows("indicators", query))
        assert [list(row) for row in found] == [["unit", "value"]] * 3
        values = sorted((r["value"] for r in workspace.rows("indicators") if r["value"] is not None), reverse=True)
        assert [row["value"] for row in found] == values[:3]
        assert workspace.count("indicators", query) == len(list(workspace.rows("indicators")))


@pytest.mark.parametrize(
    ("table", "query"),
    [
        ("projects", Query(measure=["growth"])),
        ("commitments", Query(year=[2025])),
        ("indicators", Query(columns=["colour"])),
        ("indicators", Query(sort=["-colour"])),
        ("numbers", Query(indicator=["地区生产总值"])),
    ],
)
def test_a_column_the_table_lacks_is_an_error(path: Path, table: str, query: Query) -> None:
    with store.open(path) as workspace, pytest.raises(UsageError, match="there is no column"):
        list(workspace.rows(table, query))
