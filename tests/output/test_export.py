"""Files for other programs: what was written is what they read."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import time
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pandas
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet
from running import SAMPLE, run

import reportkit
from reportkit.errors import UsageError
from reportkit.model import tables
from reportkit.model.codes import CODES
from reportkit.model.tables import Column, Table
from reportkit.output import export
from reportkit.output.export import Origin, Style, stata
from reportkit.workspace import ReportRow

ODD = Table(
    "odd",
    (
        Column("name", "text", "名称", "words"),
        Column("value", "decimal", "数值", "a number"),
        Column("year", "int", "年份", "a year"),
        Column("status", "text", "状态", "codes"),
        Column("spans", "spans", "提及处", "spans"),
        Column("empty", "decimal", "空", "nothing at all"),
        Column("sentence", "text", "句子", "long " * 40),
    ),
    [
        {"name": "=1+1", "value": Decimal("5.7"), "year": 2025, "status": "target", "spans": [[1, 2], [4, 9]], "empty": None, "sentence": "长" * 3000},
        {"name": "@SUM(A1)", "value": None, "year": None, "status": "", "spans": [], "empty": None, "sentence": "<script>alert(1)</script>"},
        {"name": "-5%|\n\t\"引号\"", "value": Decimal("335940000000"), "year": 2024, "status": "actual", "spans": [[0, 1]], "empty": None, "sentence": ""},
    ],
)  # fmt: skip


def test_excel(tmp_path: Path) -> None:
    export.write([ODD], tmp_path / "odd.xlsx", style=Style(labels="zh"))
    sheet = openpyxl.load_workbook(tmp_path / "odd.xlsx").worksheets[0]
    found = list(sheet.values)
    assert found[0] == ("名称", "数值", "年份", "状态", "提及处", "空", "句子")
    assert found[1][:5] == ("=1+1", 5.7, 2025, "目标", "1-2;4-9")
    assert sheet["A2"].data_type == "s"
    assert found[2][:3] == ("@SUM(A1)", None, None)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:G4")


def test_excel_continues_on_another_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from reportkit.output.export import excel

    monkeypatch.setattr(excel, "_ROWS", 2)
    export.write([ODD], tmp_path / "odd.xlsx")
    book = openpyxl.load_workbook(tmp_path / "odd.xlsx")
    assert {s.title: s.max_row for s in book} == {"odd": 3, "odd (2)": 2}


@pytest.mark.parametrize("labels", ["en", "zh"])
def test_stata(tmp_path: Path, labels: str) -> None:
    export.write([ODD], tmp_path / "odd.dta", style=Style(labels=labels))
    with pandas.io.stata.StataReader(tmp_path / "odd.dta") as reader:
        found = reader.read()
        told, codes = reader.variable_labels(), reader.value_labels()
    assert list(found["name"]) == [row["name"] for row in ODD.rows]
    assert found["value"][0] == 5.7
    assert math.isnan(found["value"][1])
    assert found["empty"].isna().all()
    assert found["sentence"][0] == "长" * 3000
    assert list(found["status"].astype(object).where(found["status"].notna(), "")) == (
        ["target", "", "actual"] if labels == "en" else ["目标", "", "实际"]
    )
    assert told["year"] == ("a year" if labels == "en" else "年份")
    assert max(map(len, told.values())) <= 80
    assert set(codes["status"].values()) == set(CODES["status"] if labels == "en" else CODES["status"].values())


def test_parquet(tmp_path: Path) -> None:
    export.write([ODD], tmp_path / "odd.parquet")
    found = parquet.read_table(tmp_path / "odd.parquet")
    assert found.column("value").to_pylist() == [5.7, None, 335940000000.0]
    assert found.column("spans").to_pylist()[0] == [[1, 2], [4, 9]]
    assert found.schema.field("value").metadata[b"label"].decode() == "数值"


def test_texts_are_no_formulas_and_no_markup(tmp_path: Path) -> None:
    export.write([ODD], tmp_path / "odd.csv")
    raw = (tmp_path / "odd.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfname,")
    assert "'=1+1" in raw.decode("utf-8-sig")
    export.write([ODD], tmp_path / "odd.html")
    assert "<script>alert" not in (tmp_path / "odd.html").read_text("utf-8")
    export.write([ODD], tmp_path / "odd.json")
    assert json.loads((tmp_path / "odd.json").read_text("utf-8"))["odd"][0]["value"] == 5.7


@pytest.mark.parametrize("form", [f for f in export.FORMATS if f not in ("csv", "tsv", "md")])
def test_every_format_takes_the_four_tables(samples: list[reportkit.Report], tmp_path: Path, form: str) -> None:
    found = [tables.table(samples[1].extraction, name) for name in tables.TABLES]
    written = export.write(found, tmp_path / f"all.{form}")
    assert len(written) == (1 if export.FORMATS[form].several else 4)
    if form == "xlsx":
        assert ZipFile(written[0]).testzip() is None
    if form == "dta":
        assert [len(pandas.read_stata(p)) for p in written] == [len(list(t.rows)) for t in found]


def test_an_unknown_suffix_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="names no format"):
        export.form_of(tmp_path / "all.doc")


NAMED = Table(
    "panel",
    (
        Column("region", "text", "地区", "region"),
        Column("end", "int", "止", "one past the last character"),
        Column("每千人口执业（助理）医师数_level", "decimal", "每千人口执业（助理）医师数（人）", "point of 每千人口执业（助理）医师数, level"),
        Column("每千人口执业（助理）医师数_level_strength", "text", "力度", "strength of it: hard soft plain, by the codebook; and a good deal of words more, to be cut somewhere", "strength"),
        Column("5G基站_level", "int", "5G基站", "stations"),
        Column("state", "text", "单元格", "stated, in words, conflict, other measure, not stated, no report"),
        Column("year", "int", "年份", "year"),
    ),
    [
        {"region": "甲市", "end": 12, "每千人口执业（助理）医师数_level": Decimal("3.1"), "每千人口执业（助理）医师数_level_strength": "hard", "5G基站_level": None, "state": "other measure", "year": 2025},
        {"region": "乙市", "end": None, "每千人口执业（助理）医师数_level": None, "每千人口执业（助理）医师数_level_strength": "", "5G基站_level": 1200000, "state": "stated", "year": 2024},
    ],
)  # fmt: skip
REPORT = ReportRow(
    id="甲市-2025", title="", region="甲市", level="city", adcode="", report_year=2025, session="", speaker="", date="",
    source_url="", published="", doubt="",
    file="a.txt", source="a", encoding="utf-8", characters=9, source_hash="ab" * 32, rules_hash="cd" * 32, version="0.1.0",
    saved="2026-01-02T03:04:05+00:00", told_region="", told_year=None, stale=False, counts={},
)  # fmt: skip
ORIGIN = Origin(reports=(REPORT,), command="reportkit panel GDP -o x.dta", parameters={"seed": 7})
LEGAL = re.compile(r"[^\W\d]\w{0,31}")


@pytest.mark.parametrize("labels", ["en", "zh"])
def test_stata_takes_every_name_and_both_readers_give_back_what_was_written(tmp_path: Path, labels: str) -> None:
    path = tmp_path / "named.dta"
    export.write([NAMED], path, style=Style(labels=labels, origin=ORIGIN))
    with pandas.io.stata.StataReader(path) as reader:
        found, told, data_label = reader.read(), reader.variable_labels(), reader.data_label
    assert all(LEGAL.fullmatch(name) for name in told)
    assert "end" not in told
    assert "[end]" in told["end_"]
    assert "reportkit" in data_label
    assert "cdcdcdcdcdcd" in data_label
    assert "2026-01-02" in data_label
    assert all(len(label) <= 80 for label in told.values())
    assert list(found["state"]) == (["other measure", "stated"] if labels == "en" else ["另有口径", "有数值"])
    again, meta = pyreadstat.read_dta(str(path))
    assert meta.file_label == data_label
    types = meta.readstat_variable_types
    assert types["year"].startswith("int") and types["end_"].startswith("int")
    assert list(again["year"]) == [2025, 2024]
    assert math.isnan(again["end_"][1])
    assert [meta.variable_value_labels["state"][code] for code in again["state"]] == list(found["state"])
    strength = next(name for name in told if name.endswith("_strength"))
    assert set(meta.variable_value_labels[strength].values()) == (
        set(CODES["strength"]) if labels == "en" else set(CODES["strength"].values())
    )


def test_names_stay_apart_when_cut() -> None:
    long = "国家级专精特新小巨人企业和制造业单项冠军企业合计数量_level"
    made = stata.legal_names(
        [f"{long}_{end}" for end in ("bound", "strength", "deviation")] + ["level", "LEVEL", "2025"]
    )
    assert len({name.casefold() for name in made.values()}) == len(made)
    assert all(LEGAL.fullmatch(name) for name in made.values())
    assert made[f"{long}_bound"].endswith("_level_bound")


@settings(max_examples=200)
@given(st.lists(st.text(min_size=1, max_size=50), unique=True, max_size=8))
def test_any_names_become_legal_and_stay_apart(names: list[str]) -> None:
    made = stata.legal_names(names)
    assert all(LEGAL.fullmatch(name) for name in made.values())
    assert len({name.casefold() for name in made.values()}) == len(names)


@given(st.text(max_size=200), st.integers(10, 80))
def test_a_label_is_cut_between_words(text: str, most: int) -> None:
    cut = stata.shortened(text, most)
    assert len(cut) <= most
    assert cut == text or text.startswith(cut.removesuffix(" …"))


def test_a_long_english_label_ends_with_a_whole_word() -> None:
    text = "strength of it: hard soft plain, by the codebook; and a good deal of words more"
    assert stata.shortened(text, 40) == "strength of it: hard soft plain, by …"


def test_codes_are_chinese_where_heads_are_and_stand_beside_if_asked(tmp_path: Path) -> None:
    export.write([NAMED], tmp_path / "a.csv", style=Style(labels="zh"))
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text("utf-8-sig"))))
    assert [(r["单元格"], r["力度"]) for r in rows] == [("另有口径", "硬约束"), ("有数值", "")]
    export.write([NAMED], tmp_path / "a.xlsx", style=Style(labels="zh", codes=True))
    heads, first, _ = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0].values
    told = dict(zip(heads, first, strict=True))
    assert (told["单元格"], told["单元格代码"]) == ("另有口径", "other measure")
    export.write([NAMED], tmp_path / "a.dta", style=Style(labels="zh", codes=True))
    assert list(pandas.read_stata(tmp_path / "a.dta")["state_code"]) == ["other measure", "stated"]


@pytest.mark.parametrize("form", ["xlsx", "dta", "csv"])
def test_the_same_tables_give_the_same_bytes_at_another_time(tmp_path: Path, form: str) -> None:
    export.write([NAMED], tmp_path / f"a.{form}", style=Style(origin=ORIGIN), beside=[ORIGIN.manifest({"panel": 2})])
    time.sleep(1.1)  # the clock of the formats has seconds
    export.write([NAMED], tmp_path / f"b.{form}", style=Style(origin=ORIGIN), beside=[ORIGIN.manifest({"panel": 2})])
    assert (tmp_path / f"a.{form}").read_bytes() == (tmp_path / f"b.{form}").read_bytes()


def test_a_manifest_names_version_rules_reports_and_command() -> None:
    told = {row["key"]: row["value"] for row in ORIGIN.manifest({"panel": 2}).rows}
    assert told["command"] == "reportkit panel GDP -o x.dta"
    assert told["rules_hash"] == "cd" * 32
    assert told["seed"] == "7"
    assert told["rows in panel"] == "2"
    assert told["report 甲市-2025"].startswith("sha256 " + "ab" * 32)


def test_a_manifest_speaks_chinese_where_the_labels_do() -> None:
    told = {row["key"]: row["value"] for row in ORIGIN.manifest({"panel": 2}, "zh").rows}
    assert told["命令"] == "reportkit panel GDP -o x.dta"
    assert told["规则哈希值"] == "cd" * 32
    assert told["随机种子"] == "7"
    assert told["面板行数"] == "2"
    assert told["报告 甲市-2025"].startswith("sha256 " + "ab" * 32 + "；规则 " + "cd" * 6)
    english = {row["key"] for row in ORIGIN.manifest({"panel": 2}).rows}
    assert set(told) & english == {"reportkit"}


def test_a_sheet_offers_its_verdicts(tmp_path: Path) -> None:
    table = Table(
        "sheet", (Column("right", "text", "正确", "verdict", choices=("1", "0")),), [{"right": ""}, {"right": ""}]
    )
    export.write([table], tmp_path / "s.xlsx")
    (rule,) = openpyxl.load_workbook(tmp_path / "s.xlsx")["sheet"].data_validations.dataValidation
    assert (rule.formula1, str(rule.sqref)) == ('"1,0"', "A2:A3")


def test_heads_that_a_user_names_are_no_formulas(tmp_path: Path) -> None:
    groups = ("=cmd|' /C calc'!A0", "@SUM", "＝1", "+1", "－1")
    words = tmp_path / "words.tsv"
    words.write_text("".join(f"{group}\t发展{n}\n{group}\t学校\n" for n, group in enumerate(groups)), "utf-8")
    for suffix in ("csv", "tsv"):
        out = tmp_path / f"freq.{suffix}"
        done = run("freq", str(words), "--wide", "--from", str(SAMPLE), "-o", str(out))
        assert done.returncode == 0, done.stderr.decode()
        with out.open(encoding="utf-8-sig", newline="") as file:
            heads, *rows = csv.reader(file, delimiter="," if suffix == "csv" else "\t")
        assert any(head.startswith("'=cmd") for head in heads)
        assert not [cell for row in (heads, *rows) for cell in row if cell[:1] in tuple("=+-@＝＋－＠")]


def test_markdown_shows_markup_as_it_is(tmp_path: Path) -> None:
    words = "<script>x</script> [a](javascript:b) `c` *d* _e_ f_g | \\ ![h](i) &lt;\u2028j\rk"
    column = Column("a*b", "text", "甲", "")
    export.write([Table("t", (column,), [{"a*b": words}])], tmp_path / "t.md")
    *_, head, _, row = (tmp_path / "t.md").read_text("utf-8").split("\n")[:-1]
    assert head == "| a\\*b |"
    assert row == (
        "| &lt;script&gt;x&lt;/script&gt; \\[a\\](javascript:b) \\`c\\` \\*d\\* \\_e\\_ f_g \\| \\\\ !\\[h\\](i) &amp;lt; j k |"
    )


@pytest.mark.parametrize("form", ["html", "md"])
def test_what_people_read_has_the_main_columns_and_all_behind_an_option(db: Path, tmp_path: Path, form: str) -> None:
    asked = ("export", "indicators", "--db", str(db), "--labels", "zh")
    assert run(*asked, "-o", str(tmp_path / f"main.{form}")).returncode == 0
    assert run(*asked, "-o", str(tmp_path / f"all.{form}"), "--columns", "all").returncode == 0
    main, whole = ((tmp_path / f"{name}.{form}").read_text("utf-8") for name in ("main", "all"))
    heads = {c.name: c.zh for c in tables.columns("indicators")}
    assert all(heads[name] in main for name in export.MAIN["indicators"])
    assert heads["adcode"] not in main
    assert all(head in whole for head in heads.values())
    assert "指标" in main and "indicators" not in main
    assert "目标" in main and "target" not in main


def test_a_workbook_in_chinese_has_its_sheets_codes_and_reasons_in_chinese_and_wraps_sentences(
    samples: list[reportkit.Report], tmp_path: Path
) -> None:
    found = [tables.table(samples[1].extraction, name) for name in ("indicators", "numbers")]
    export.write(found, tmp_path / "zh.xlsx", style=Style(labels="zh"))
    book = openpyxl.load_workbook(tmp_path / "zh.xlsx")
    assert book.sheetnames == ["指标", "数字台账"]
    heads, first = list(book["指标"].iter_rows(max_row=2))
    cells = {head.value: cell for head, cell in zip(heads, first, strict=True)}
    assert cells["句子"].alignment.wrap_text
    assert not cells["年份"].alignment.wrap_text
    assert (cells["领域"].value, cells["来源"].value) == ("宏观经济", "文字")


def test_the_list_of_reports_in_a_file_names_no_folders(tmp_path: Path) -> None:
    source = tmp_path / "private" / "report.txt"
    source.parent.mkdir()
    source.write_text(SAMPLE.read_text("utf-8"), "utf-8")
    assert run("export", "indicators", "--from", str(source), "-o", str(tmp_path / "a.xlsx")).returncode == 0
    heads, row = openpyxl.load_workbook(tmp_path / "a.xlsx")["reports"].values
    assert row[heads.index("file")] == "report.txt"
