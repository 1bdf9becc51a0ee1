"""Files for other programs: what was written is what they read."""

from __future__ import annotations

import csv
import json
import math
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pandas
import pytest
from pyarrow import parquet
from running import SAMPLE, run

import reportkit
from reportkit.errors import UsageError
from reportkit.model import tables
from reportkit.model.codes import CODES
from reportkit.model.tables import Column, Table
from reportkit.output import export

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
    export.write([ODD], tmp_path / "odd.xlsx", labels="zh", beside=[])
    sheet = openpyxl.load_workbook(tmp_path / "odd.xlsx")["odd"]
    found = list(sheet.values)
    assert found[0] == ("名称", "数值", "年份", "状态", "提及处", "空", "句子")
    assert found[1][:5] == ("=1+1", 5.7, 2025, "target", "1-2;4-9")
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
    export.write([ODD], tmp_path / "odd.dta", labels=labels)
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
    assert told["year"] == ("year: a year" if labels == "en" else "年份")
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
