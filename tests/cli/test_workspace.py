"""reports, filter and export on a workspace, from the command line and from Python."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from running import SAMPLE, refused
from running import called as run

import reportkit
from reportkit import workspace as store
from reportkit.errors import UsageError


def rows(*arguments: str) -> list[dict[str, str]]:
    done = run("filter", *arguments, "-f", "csv")
    assert done.returncode == 0, done.stderr.decode()
    return list(csv.DictReader(io.StringIO(done.stdout.decode())))


def test_filter_conditions_add_up(db: Path) -> None:
    asked = (
        "indicators",
        "--indicator",
        "地区生产总值",
        "--status",
        "target",
        "--match",
        "地区生产总值",
        "--db",
        str(db),
    )
    found = rows(*asked)
    assert [(r["report_year"], r["value"], r["bound"]) for r in found] == [
        ("2024", "6", "approx"),
        ("2025", "5.5", "approx"),
    ]
    assert rows(*asked, "--report-year", "2025") == found[1:]


def test_filter_by_scaled_values_words_and_expressions(db: Path) -> None:
    large = rows(
        "indicators", "--min", "1000亿", "--unit", "元", "--sort", "-value", "--columns", "value", "--db", str(db)
    )
    values = [float(r["value"]) for r in large]
    assert values == sorted(values, reverse=True)
    assert min(values) >= 1e11
    assert all("学校" in r["sentence"] for r in rows("commitments", "--match", "学校", "--db", str(db)))
    counted = run("filter", "numbers", "--where", "role = 'rank'", "--count", "--db", str(db))
    assert int(counted.stdout) == len(rows("numbers", "--role", "rank", "--db", str(db)))


def test_numbers_as_written_are_sorted_by_unit_and_value(db: Path) -> None:
    found = rows(
        "indicators", "--unit", "%", "--unit", "亩", "--sort", "-raw", "--where", "value NOT NULL", "--db", str(db)
    )
    for unit in ("%", "亩"):
        values = [float(r["value"]) for r in found if r["unit"] == unit]
        assert len(values) > 3
        assert values == sorted(values, reverse=True)
    assert [r["unit"] for r in found] == sorted(r["unit"] for r in found)


def test_filter_reads_a_file_without_a_workspace(tmp_path: Path) -> None:
    done = run("filter", "projects", "--from", str(SAMPLE), "--kind", "programme", "-f", "json")
    assert {r["kind"] for r in json.loads(done.stdout)["projects"]} == {"programme"}


def test_filter_that_finds_nothing_and_bad_expressions(db: Path) -> None:
    nothing = run("filter", "indicators", "--match", "没有的词", "--db", str(db))
    assert (nothing.returncode, nothing.stdout) == (1, b"")
    refused(run("filter", "indicators", "--where", "colour = 1", "--db", str(db)), 2, "no such column")
    refused(run("filter", "indicators", "--where", "1); DROP TABLE reports; --", "--db", str(db)), 2, "--where")
    refused(run("filter", "indicators", "--min", "many", "--db", str(db)), 2, "a number such as")
    refused(run("filter", "indicators", "--db", "missing.db"), 2, "reportkit extract")


def test_the_terminal_shows_the_first_rows_and_says_so(db: Path) -> None:
    shown = run("filter", "numbers", "--db", str(db)).stdout.decode()
    assert "numbers (10 of " in shown


def test_reports_shows_coverage_and_failures(db: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.db"
    shutil.copy(db, own)
    (tmp_path / "empty.txt").write_bytes(b"")
    assert run("extract", str(tmp_path / "empty.txt"), "--db", str(own)).returncode == 3
    shown = run("reports", "--db", str(own)).stdout.decode()
    assert "2 reports · 1 regions · 2024–2025" in shown
    assert "is empty" in shown
    found = json.loads(run("reports", "--db", str(own), "-f", "json").stdout)
    assert [r["report"] for r in found["reports"]] == ["澄源市-2024", "澄源市-2025"]
    assert set(found["coverage"][0]) == {"region", "level", "adcode", "2024", "2025"}
    assert run("reports", "failures", "--db", str(own)).returncode == 0


def test_reports_remove(db: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.db"
    shutil.copy(db, own)
    refused(run("reports", "remove", "澄源市-1999", "--db", str(own)), 2, "no report")
    refused(run("reports", "remove", "--db", str(own)), 2, "name reports")
    assert run("reports", "remove", "--report-year", "2024", "--db", str(own)).returncode == 0
    with store.open(own) as workspace:
        assert [r.id for r in workspace.reports()] == ["澄源市-2025"]
        assert workspace.count("indicators") == workspace.reports()[0].counts["indicators"]


def test_export_carries_codebook_and_manifest(db: Path, tmp_path: Path) -> None:
    done = run(
        "export", "indicators", "projects", "-o", str(tmp_path / "all.csv"), "--codebook", "--manifest", "--db", str(db)
    )
    assert done.returncode == 0, done.stderr.decode()
    names = {p.name for p in tmp_path.iterdir()}
    assert names == {f"all.{t}.csv" for t in ("indicators", "projects", "codebook", "manifest", "reports")}
    told = dict(list(csv.reader(io.StringIO((tmp_path / "all.manifest.csv").read_text("utf-8-sig"))))[1:])
    written = list(csv.reader(io.StringIO((tmp_path / "all.indicators.csv").read_text("utf-8-sig"))))
    assert int(told["rows in indicators"]) == len(written) - 1


def test_export_leaves_the_old_file_when_it_fails(db: Path, tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text("precious")
    refused(
        run("export", "indicators", "--where", "colour = 1", "-o", str(tmp_path / "old.csv"), "--db", str(db)),
        2,
        "--where",
    )
    refused(
        run("export", "indicators", "--match", "没有的词", "-o", str(tmp_path / "old.csv"), "--db", str(db)),
        2,
        "nothing",
    )
    assert [p.name for p in tmp_path.iterdir()] == ["old.csv"]
    assert (tmp_path / "old.csv").read_text() == "precious"


def test_python_verbs(db: Path, tmp_path: Path) -> None:
    found = reportkit.filter(
        "indicators", db=db, region="澄源市", report_year=2025, status="target", minimum=5, unit="%"
    )
    assert set(found["status"]) == {"target"}
    assert found["value"].min() >= 5
    assert list(reportkit.reports(db=db)["report"]) == ["澄源市-2024", "澄源市-2025"]
    assert reportkit.export(tmp_path / "all.xlsx", db=db) == [tmp_path / "all.xlsx"]
    with pytest.raises(UsageError, match="no condition"):
        reportkit.filter("indicators", db=db, colour="red")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("--year", "2024-2023"), "2023-2024 is meant"),
        (("--report-year", "2025-2020"), "2020-2025 is meant"),
        (("--indicator", "地区生产总直"), "did you mean 地区生产总值"),
        (("--topic", "industri"), "did you mean industry"),
        (("--unit", "foo"), "no unit foo"),
        (("--report", "澄源市"), "did you mean 澄源市-2024"),
        (("--region", "火星市"), "no region 火星市"),
        (("--region", "3715"), "did you mean 371500"),
        (("--within", "聊城是"), "did you mean 聊城市"),
        (("--status", "tagret"), "did you mean target"),
        (("--measure", "grwth"), "did you mean growth"),
        (("--level", "citty"), "did you mean city"),
        (("--part", "plann"), "did you mean plan"),
        (("-f", "exel"), "no format exel"),
        (("--sort", "valeu"), "no column valeu; did you mean value"),
        (("--columns", "sentense"), "did you mean sentence"),
    ],
)
def test_a_name_that_there_is_not_is_answered_with_the_nearest(db: Path, asked: tuple[str, ...], words: str) -> None:
    refused(run("filter", "indicators", *asked, "--db", str(db)), 2, words)


@pytest.mark.parametrize(
    "command",
    [
        ("reports",), ("reports", "remove", "--yes"), ("audit",), ("freq", "environment"), ("panel", "GDP"),
        ("methods",), ("diff", "2024", "2025"), ("export", "-o", "/dev/null", "-f", "csv"), ("plot", "GDP"), ("view",),
    ],
    ids=lambda command: " ".join(command[:2]),
)  # fmt: skip
def test_every_command_answers_a_wrong_region_with_the_nearest(db: Path, command: tuple[str, ...]) -> None:
    refused(run(*command, "--region", "聊城是", "--db", str(db)), 2, "no region 聊城是; did you mean 聊城市")


def test_wrong_commands_and_tables(db: Path) -> None:
    refused(run("fliter", "indicators"), 2, "did you mean filter")
    refused(run("filter", "indicator", "--db", str(db)), 2, "did you mean indicators")
    refused(run("panel", "GDP", "--preset", "target", "--db", str(db)), 2, "did you mean targets")


def test_a_region_without_a_report_is_said_and_an_alias_and_a_scaled_unit_are_understood(db: Path) -> None:
    nothing = run("filter", "indicators", "--region", "上海市", "--db", str(db))
    assert nothing.returncode == 1
    assert "the workspace has no report of 上海市" in nothing.stderr.decode()
    panel = run("panel", "GDP", "--region", "上海市", "--db", str(db))
    assert panel.returncode == 1
    assert "the workspace has no report of 上海市" in panel.stderr.decode()
    assert rows("indicators", "--indicator", "gdp", "--db", str(db)) == rows(
        "indicators", "--indicator", "地区生产总值", "--db", str(db)
    )
    scaled = rows("indicators", "--unit", "亿元", "--db", str(db))
    assert scaled == rows("indicators", "--unit", "元", "--db", str(db))


def test_the_version_names_the_rules() -> None:
    from reportkit import rules

    assert run("--version").stdout.decode().split() == [
        "reportkit",
        reportkit.__version__ + ",",
        "rules",
        rules.load().hash,
    ]


def test_the_targets_of_a_paper_in_one_command(db: Path, tmp_path: Path) -> None:
    import pandas

    path = tmp_path / "targets.dta"
    done = run("panel", "--preset", "targets", "-o", str(path), "--db", str(db))
    assert done.returncode == 0, done.stderr.decode()
    found = pandas.read_stata(path)
    wanted = {
        "province_code", "city_code", "county_code", "value", "value_max", "stretch_value", "bound", "strength",
        "wording",
        "sentence", "page", "url", "superior", "gap", "realised", "deviation", "horizon",
    }  # fmt: skip
    assert wanted <= set(found.columns)
    assert found["indicator"].nunique() == 13
    gdp = found[(found["indicator"] == "地区生产总值") & (found["year"] == 2024) & (found["horizon"] == "annual")].iloc[
        0
    ]
    assert (gdp["point"], gdp["realised"], round(gdp["deviation"], 9)) == (6, 5.6, -0.4)


def test_a_preset_can_be_copied_and_changed(db: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('kind = "indicators"\n[settings]\nindicators = ["粮食产量"]\nstatus = "actual"\n', "utf-8")
    done = run("panel", "--preset", str(own), "-f", "csv", "--unit", "亿斤", "--db", str(db))
    found = list(csv.DictReader(io.StringIO(done.stdout.decode())))
    assert {(r["indicator"], r["status"], r["unit"]) for r in found} == {("粮食产量", "actual", "亿斤")}
    own.write_text('kind = "indicators"\n[settings]\nindicator = ["粮食产量"]\n', "utf-8")
    refused(run("panel", "--preset", str(own), "--db", str(db)), 4, "did you mean indicators")


def test_promises_and_attention_by_region_and_year(db: Path) -> None:
    promises = run("panel", "--preset", "promises", "-f", "csv", "--db", str(db))
    first, second = csv.DictReader(io.StringIO(promises.stdout.decode()))
    assert (first["year"], first["later_report"], second["later_report"]) == ("2024", "澄源市-2025", "")
    assert int(first["kept"]) == int(first["met"]) + int(first["exceeded"])
    found = reportkit.diff(2024, 2025, db=db)["promises"]["verdict"].value_counts()
    assert int(first["missed"]) == found["missed"]
    assert int(first["targets"]) == found.sum()
    attention = run("panel", "--preset", "attention", "-f", "csv", "--db", str(db))
    shares = list(csv.DictReader(io.StringIO(attention.stdout.decode())))
    environment = reportkit.freq("environment", db=db)
    assert [float(r["environment_share"]) for r in shares] == list(environment["share"])


def test_the_paragraph_on_methods_has_the_figures_of_the_workspace(db: Path) -> None:
    told = run("methods", "--db", str(db)).stdout.decode()
    english, chinese = told.strip().split("\n\n")
    with store.open(db) as workspace:
        count = sum(r.counts["indicators"] for r in workspace.reports())
        rules_hash = workspace.reports()[0].rules_hash[:12]
    for paragraph in (english, chinese):
        assert f"{count:,}" in paragraph
        assert rules_hash in paragraph
        assert "{" not in paragraph
    refused(run("methods", "--report-year", "1999", "--db", str(db)), 2, "no report")


def test_files_of_panels_carry_their_manifest(db: Path, tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "panel.xlsx"
    done = run("panel", "地区生产总值", "-o", str(path), "--labels", "zh", "--db", str(db))
    assert str(path) in done.stderr.decode()
    book = openpyxl.load_workbook(path)
    assert {"面板", "代码本", "依据清单"} <= set(book.sheetnames)
    heads, first, *_ = book["面板"].values
    told = dict(zip(heads, first, strict=True))
    assert (told["指标形式"], told["约束力度"], told["单元格"], told["层级"]) == ("增长率", "软约束", "有数值", "地级")
    assert dict(list(book["依据清单"].values)[1:])["命令"].startswith("reportkit panel")
    before = path.read_bytes()
    run("panel", "地区生产总值", "-o", str(path), "--labels", "zh", "--db", str(db))
    assert path.read_bytes() == before


@pytest.mark.parametrize("names", [["none.txt"], ["none.txt", "nothing.txt"]])
def test_a_file_that_is_not_there_makes_no_workspace(tmp_path: Path, names: list[str]) -> None:
    told = run("extract", *(str(tmp_path / name) for name in names), "--db", str(tmp_path / "w.db"))
    assert told.returncode == 3
    assert "no such file" in told.stderr.decode()
    assert list(tmp_path.iterdir()) == []
