"""A table of targets and a list of works give the same rows in every form of a document."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import tabled
from running import refused, run

from reportkit import rules
from reportkit.errors import NoReport
from reportkit.extraction import heads, pipeline
from reportkit.model import tables
from reportkit.model.records import Extraction, Source
from reportkit.read import corpora, doc, files
from reportkit.read.drawn import Rule
from reportkit.read.grids import Ruled, grids, joined
from reportkit.read.level_tables import frames, level_tables
from reportkit.read.lines import Cell, Merged, Row, assembled, spread
from reportkit.read.scattered import Char

FIXTURES = Path(__file__).parent / "fixtures"
PLACES = ("start", "end", "page", "spans", "report", "sentence")


def extraction(source: Source) -> Extraction:
    found = pipeline.extract(source, rules.load())
    tables.verify(found)
    return found


def content(found: Extraction, table: str) -> list[dict[str, Any]]:
    return [{k: v for k, v in row.items() if k not in PLACES} for row in tables.rows(found, table)]


@pytest.fixture(scope="module")
def text_form() -> Extraction:
    return extraction(Source(text=tabled.text(), name="tables", encoding="utf-8"))


def write_docx(path: Path, parts: tuple[tabled.Part, ...]) -> None:
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
        else:
            _fill(document, part)
    document.save(str(path))


def _fill(document: Any, rows: list[list[tabled.Cell]]) -> None:
    words = tabled.laid(rows)
    table = document.add_table(rows=len(words), cols=len(words[0]))
    for number, line in enumerate(words):
        for column, cell in enumerate(line):
            table.cell(number, column).text = cell
    for number, cells in enumerate(rows):
        for cell, high, wide in cells:
            column = words[number].index(cell)
            if high * wide > 1:
                table.cell(number, column).merge(table.cell(number + high - 1, column + wide - 1)).text = cell


def write_html(path: Path, parts: tuple[tabled.Part, ...]) -> None:
    body = "".join(f"<p>{part}</p>\n" if isinstance(part, str) else tabled.markup(part, heads=1) for part in parts)
    path.write_text(f"<html><head><meta charset='utf-8'></head><body>{body}</body></html>", "utf-8")


def write_bars(path: Path, parts: tuple[tabled.Part, ...]) -> None:
    """Tables as those write them who turn documents into Markdown."""
    lines = tabled.text(parts).split("\n")
    barred = ["| " + " | ".join(line.split("\t")) + " |" if "\t" in line else line for line in lines]
    head = next(n for n, line in enumerate(barred) if line.startswith("|"))
    barred.insert(head + 1, "|" + "---|" * (barred[head].count("|") - 1))
    path.write_text("\n".join(barred), "utf-8")


def write_xlsx(path: Path, parts: tuple[tabled.Part, ...]) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for line in parts:
        if isinstance(line, str):
            sheet.append([line])
            continue
        first = sheet.max_row + 1
        for cells in tabled.laid(line):
            sheet.append([float(c) if c.replace(".", "", 1).isdigit() and "." in c else c or None for c in cells])
        for number, cells in enumerate(line):
            for words, high, wide in cells:
                column = tabled.laid(line)[number].index(words) + 1
                if high * wide > 1:
                    last = first + number + high - 1, column + wide - 1
                    sheet.merge_cells(None, first + number, column, *last)
    book.save(path)


WRITERS: dict[str, Callable[[Path, tuple[tabled.Part, ...]], None]] = {
    "docx": write_docx,
    "html": write_html,
    "md": write_bars,
    "xlsx": write_xlsx,
}


@pytest.mark.parametrize("form", WRITERS)
def test_the_four_tables_equal_those_of_the_text(form: str, text_form: Extraction, tmp_path: Path) -> None:
    path = tmp_path / f"tables.{form}"
    WRITERS[form](path, tabled.PARTS)
    found = extraction(files.read(path))
    for table in ("indicators", "commitments", "projects"):
        assert content(found, table) == content(text_form, table)
    assert [row["role"] for row in content(found, "numbers")] == [r["role"] for r in content(text_form, "numbers")]


@pytest.mark.parametrize("name", ["tables-over-pages", "tables-repeated-head"])
def test_a_table_that_goes_on_over_pages_is_one(name: str, text_form: Extraction) -> None:
    source = files.read(FIXTURES / f"{name}.pdf")
    assert len(source.grids) == 2
    found = extraction(source)
    for table in ("indicators", "commitments", "projects"):
        assert content(found, table) == content(text_form, table)
    rows = [row for row in tables.rows(found, "indicators") if row["name"] in ("地区生产总值", "常住人口城镇化率")]
    assert {(row["name"], row["page"]) for row in rows} == {("地区生产总值", 1), ("常住人口城镇化率", 2)}


@pytest.mark.parametrize("name", ["tables-broken-row", "tables-broken-row-printed"])
def test_a_row_that_goes_on_over_the_page_is_one(name: str) -> None:
    source = files.read(FIXTURES / f"{name}.pdf")
    works = ["\t".join(cells) for cells in tabled.laid(tabled.WORKS)]
    text = "\n".join([*tabled.FRONT, tabled.LIST, *works, tabled.CLOSE, ""])
    found, wanted = extraction(source), extraction(Source(text=text, name="tables", encoding="utf-8"))
    for table in ("indicators", "commitments", "projects"):
        assert content(found, table) == content(wanted, table)
    assert "为2000户老年人家庭实施适老化改造" in [row["text"] for row in content(found, "commitments")]


def part(*rows: tuple[Cell, ...], is_cut: bool = False) -> Ruled:
    """A part of a table on its page."""
    return Ruled(
        left=50, bottom=60, right=500, top=700, columns=(50, 200, 300), rows=rows, is_cut=is_cut, is_slight=len(rows) < 2
    )  # fmt: skip


HEAD_ROW = ("序号", "项目", "内容")


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        (part(HEAD_ROW, ("1", "学校", "新建学")), part(("", "", "校5所")), True),
        (part(HEAD_ROW, ("1", "学校", "新建学")), part(HEAD_ROW, ("", "", "校5所"), ("2", "医院", "新建医院")), True),
        (part(HEAD_ROW, ("1", "学校建", "新建学"), is_cut=True), part(("", "设", "校5所")), True),
        # a row of its own
        (part(HEAD_ROW, ("1", "学校", "新建学校5所")), part(("2", "医院", "新建医院2家")), False),
        (part(HEAD_ROW, ("1", "学校", "5")), part(("", "", "6")), False),
        (part(HEAD_ROW, ("1", "学校", "5"), is_cut=True), part(("2", "医院", "6")), False),
        # first cells are empty elsewhere, too, or stand for several rows
        (part(HEAD_ROW, ("", "学校", "新建学校")), part(("", "", "改建")), False),
        (part(HEAD_ROW, ("1", "学校", "新建"), (Merged.ABOVE, "医院", "新建")), part(("", "", "改建")), False),
    ],
)
def test_what_row_goes_on_with_that_of_the_page_before(before: Ruled, after: Ruled, whole: bool) -> None:
    found = joined({0: [before], 1: [after]}, [[], []])
    rows = [row for page in found.values() for table in page for row in table.rows]
    assert len(before.rows) + len(after.rows) - len(rows) == whole
    if whole:
        assert found[0][0].rows[-1][2] == "新建学校5所"


def test_a_frame_that_goes_on_with_no_table_is_none() -> None:
    assert joined({0: [part(("甲", "", ""))], 2: [part(("", "乙", ""))]}, [[], [], []]) == {0: [], 2: []}


def test_plumb_rules_that_run_on_to_the_end_of_the_page_part_its_last_row() -> None:
    level = [Rule(left=50, bottom=y, right=250, top=y) for y in (700, 680, 660)]
    plumb = [Rule(left=x, bottom=600, right=x, top=700) for x in (50, 150, 250)]
    [table] = grids([*level, *plumb], lambda *_: "甲")
    assert (len(table.rows), table.is_cut) == (3, True)
    ended = Rule(left=50, bottom=600, right=250, top=600)
    [table] = grids([*level, *plumb, ended], lambda *_: "甲")
    assert (len(table.rows), table.is_cut) == (3, False)


@pytest.mark.parametrize("name", ["tables-level-rules", "tables-level-rules-printed"])
def test_tables_with_level_rules_only_are_read_by_the_gaps(name: str, text_form: Extraction) -> None:
    source = files.read(FIXTURES / f"{name}.pdf")
    assert len(source.grids) == 2
    found = extraction(source)
    for table in ("indicators", "commitments", "projects"):
        assert content(found, table) == content(text_form, table)


def test_rules_that_part_no_cells_make_no_table() -> None:
    rules_ = [Rule(left=50, bottom=y, right=500, top=y) for y in (700, 600, 500)]
    words = [Char(text=c, left=60 + 12 * n, right=71 + 12 * n, base=650, size=12) for n, c in enumerate("全市经济")]
    words += [replace(char, base=550) for char in words]
    assert len(frames(rules_)) == 1 and level_tables(rules_, words) == []
    upright = Rule(left=60, bottom=500, right=60, top=700)
    assert frames([*rules_, upright]) == [] and frames(rules_[:2]) == []


def placed(words: str, left: float, base: float) -> list[Char]:
    """Words of 12 points on a page."""
    return [Char(text=c, left=left + 12 * n, right=left + 12 * n + 11, base=base, size=12) for n, c in enumerate(words)]


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        (
            [("指标", 60, 675), ("2025年", 200, 682), ("实际", 200, 666), ("2026年目", 380, 682), ("标", 380, 666)],
            [("指标", "2025年实际", "", "2026年目标")],
        ),
        # what heads two columns is a row of its own
        (
            [("指标", 60, 675), ("2025年", 230, 682), ("实际", 200, 666), ("增长", 290, 666), ("2026年目标", 380, 675)],
            [
                ("指标", "2025年", Merged.LEFT, "2026年目标"), (Merged.ABOVE, "实际", "增长", Merged.ABOVE),
            ],
        ),
    ],
)  # fmt: skip
def test_a_head_of_several_lines_in_a_cell_is_one_row(
    head: list[tuple[str, float, float]], rows: list[tuple[Cell, ...]]
) -> None:
    level = [Rule(left=50, bottom=y, right=500, top=y) for y in (700, 650, 560)]
    body = [(w, x, y) for y in (630, 606, 582) for w, x in (("粮食", 60), ("35", 200), ("1.3", 290), ("36", 380))]
    [table] = level_tables(level, [char for piece in (*head, *body) for char in placed(*piece)])
    assert [*table.rows[: len(rows)]] == rows and len(table.rows) == len(rows) + 3


def test_every_figure_of_a_table_is_read_by_its_head_and_its_name(text_form: Extraction) -> None:
    keys = ("name", "raw", "value", "unit", "measure", "bound", "status", "year", "strength")
    found = {tuple(str(row[key]) for key in keys) for row in content(text_form, "indicators")}
    assert {
        ("地区生产总值", "512.6", "51260000000.0", "元", "level", "eq", "actual", "2025", ""),
        ("地区生产总值", "5.7", "5.7", "%", "growth", "eq", "actual", "2025", ""),
        ("地区生产总值", "5.5%", "5.5", "%", "growth", "approx", "target", "2026", "soft"),
        ("新建改建小学", "12", "12", "所", "level", "eq", "actual", "2025", ""),
        ("新建改建小学", "120", "120", "所", "level", "eq", "target", "2026", "soft"),
        ("城镇新增就业", "2", "20000", "人", "level", "ge", "target", "2026", "soft"),
        ("粮食产量", "35", "350000", "吨", "level", "eq", "target", "2026", "hard"),
        ("居民人均可支配收入", "与经济增长同步", "None", "", "growth", "relative", "target", "2026", "soft"),
        ("城镇调查失业率", "5.5", "5.5", "%", "share", "le", "target", "2026", "soft"),
        ("常住人口城镇化率", "62", "62", "%", "share", "eq", "target", "2026", "soft"),
        ("单位地区生产总值能耗降低", "3.1", "3.1", "%", "growth", "eq", "actual", "2025", ""),
    } <= found


def test_works_are_promised_with_owner_and_deadline(text_form: Extraction) -> None:
    keys = ("item", "text", "action", "owner", "deadline")
    found = [tuple(row[key] for key in keys) for row in content(text_form, "commitments") if row["item"]]
    assert found == [
        ("1", "新建改建学校5所", "新建改建", "市教育局", "9月底前"),
        ("1", "新增学位3000个", "新增", "市教育局", "9月底前"),
        ("2", "改造老旧小区60个", "改造", "市住建局", "12月底前"),
        ("3", "建设社区食堂20处", "建设", "市民政局", "年底前"),
        ("3", "为2000户老年人家庭实施适老化改造", "改造", "市民政局", "年底前"),
    ]


def test_neighbouring_cells_are_no_number_in_groups_of_three(text_form: Extraction) -> None:
    assert not [row for row in content(text_form, "numbers") if row["value"] == 12120]


def test_two_tables_side_by_side_are_two() -> None:
    source = files.read(FIXTURES / "tables-side-by-side.pdf")
    assert [len(grid.rows) for grid in source.grids] == [3, 3]
    found = extraction(source)
    rows = {(row["name"], row["raw"], row["year"]) for row in content(found, "indicators") if row["part"] == "plan"}
    assert {("地区生产总值", "5.5%", 2026), ("一般公共预算收入", "4%", 2026)} <= rows
    assert "改造老旧小区60个" in {row["text"] for row in content(found, "commitments")}


def test_an_empty_cell_of_an_old_word_document_keeps_its_place() -> None:
    lines = list(doc._lines("指标\x07单位\x07目标\x07\x07学校\x07\x075\x07\x07后文\r"))
    assert lines == [Row(("指标", "单位", "目标"), 0), Row(("学校", "", "5"), 0), "后文"]


def test_merged_cells_stand_at_each_of_their_places() -> None:
    rows = spread([[("甲", 2, 1), ("乙", 1, 2)], [("丙", 1, 1), ("丁", 1, 1)]], 0)
    assert rows[0].cells == ("甲", "乙", Merged.LEFT)
    assert rows[1].cells == (Merged.ABOVE, "丙", "丁")
    grid = assembled(rows, "x", "str").grids[0]
    assert grid.rows == (((0, 1), (2, 3), (2, 3)), ((0, 1), (5, 6), (7, 8)))


def test_a_merged_cell_holds_for_all_its_rows(tmp_path: Path) -> None:
    rows = [
        [("指标", 1, 1), ("单位", 1, 1), ("2026年目标", 1, 1), ("属性", 1, 1)],
        [("粮食产量", 1, 1), ("万吨", 2, 1), ("35", 1, 1), ("约束性", 2, 1)],
        [("蔬菜产量", 1, 1), ("60", 1, 1)],
    ]
    body = "".join(f"<p>{line}</p>" for line in tabled.FRONT)
    (tmp_path / "page.html").write_text(f"<html><body>{body}{tabled.markup(rows)}</body></html>", "utf-8")
    found = content(extraction(files.read(tmp_path / "page.html")), "indicators")
    keys = ("name", "value", "unit", "strength")
    assert {tuple(row[k] for k in keys) for row in found} >= {
        ("粮食产量", 350000, "吨", "hard"), ("蔬菜产量", 600000, "吨", "hard"),
    }  # fmt: skip


def test_a_workbook_without_texts_is_read_as_tables_by_force(tmp_path: Path) -> None:
    path = tmp_path / "目标.xlsx"
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for line in (["2026年主要预期目标"], ["指标", "单位", "2025年实际", "2026年目标"], ["地区生产总值", "%", 5.7, 5.5]):
        sheet.append(line)
    book.save(path)
    with pytest.raises(NoReport, match="--force reads its sheets"):
        corpora.columns(path)
    refused(run("extract", str(path), "--no-save"), 1, "a table without a column of reports")
    read = run("extract", str(path), "--no-save", "--force", "--region", "澄源市", "--year", "2026", "-f", "json")
    rows = json.loads(read.stdout)["indicators"]
    assert [(row["name"], row["raw"], row["status"], row["year"]) for row in rows] == [
        ("地区生产总值", "5.7", "actual", 2025), ("地区生产总值", "5.5", "target", 2026),
    ]  # fmt: skip


def test_radicals_in_cells_are_read_as_characters() -> None:
    text = tabled.text().replace("地区生产总值\t", "地区⽣产总值\t").replace("增长5.5%", "增⻓５.５％")
    found = extraction(Source(text=text, name="x", encoding="str"))
    row = next(
        row for row in tables.rows(found, "indicators") if row["value"] == Decimal("5.5") and row["name"][0] == "地"
    )
    assert (row["name"], row["indicator"], row["raw"]) == ("地区生产总值", "地区生产总值", "５.５％")
    assert text[row["start"] : row["end"]] == "５.５％"


def test_a_table_whose_head_says_nothing_is_read_as_text() -> None:
    text = "各位代表：\n现在报告工作。\n一、2026年工作安排\n甲\t乙\n丙\t新建学校5所\n"
    found = extraction(Source(text=text, name="x", encoding="str"))
    assert not found.outline.document.grids


def test_a_column_whose_head_says_nothing_is_read_by_its_clauses() -> None:
    text = (
        "各位代表：\n现在报告工作。\n附件：2026年民生实事\n序号\t实事项目\t详细的话\t责任单位\n"
        "1\t学校\t新建学校5所\t市教育局\n2\t医院\t0.3\t市卫健委\n"
    )
    found = content(extraction(Source(text=text, name="x", encoding="str")), "commitments")
    assert [(row["text"], row["owner"]) for row in found] == [("新建学校5所", "市教育局"), ("医院", "市卫健委")]


HEADED = "各位代表：\n现在报告工作。\n一、2025年工作回顾\n工作取得成效。\n二、2026年工作安排\n"


def read(*lines: str) -> Extraction:
    return extraction(Source(text=HEADED + "\n".join(lines) + "\n", name="x", encoding="str"))


def test_two_figures_of_a_cell_are_both_of_its_head() -> None:
    found = read("指标\t2025年实际\t2026年目标", "地区生产总值\t512.6亿元、增长5.7%\t增长5.5%左右")
    keys = ("name", "raw", "measure", "status", "year")
    assert [tuple(row[key] for key in keys) for row in content(found, "indicators")] == [
        ("地区生产总值", "512.6亿元", "level", "actual", 2025),
        ("地区生产总值", "5.7%", "growth", "actual", 2025),
        ("地区生产总值", "5.5%", "growth", "target", 2026),
    ]


YEARLY_ROWS = {
    ("地区生产总值", 48010000000, "元", "level", "eq", "actual", 2024),
    ("地区生产总值", 51260000000, "元", "level", "eq", "actual", 2025),
    ("地区生产总值", 54000000000, "元", "level", "approx", "target", 2026),
    ("地区生产总值", Decimal("5.5"), "%", "growth", "eq", "actual", 2024),
    ("地区生产总值", Decimal("5.7"), "%", "growth", "eq", "actual", 2025),
    ("地区生产总值", Decimal("5.5"), "%", "growth", "approx", "target", 2026),
    ("城镇新增就业", 20000, "人", "level", "eq", "actual", 2024),
    ("城镇新增就业", 21000, "人", "level", "eq", "actual", 2025),
    ("城镇新增就业", 20000, "人", "level", "ge", "target", 2026),
}


def yearly(found: Extraction) -> set[tuple[Any, ...]]:
    """What is read from the table with the years down the side."""
    keys = ("name", "value", "unit", "measure", "bound", "status", "year")
    start = found.outline.document.text.index("年份")
    return {tuple(r[k] for k in keys) for r in tables.rows(found, "indicators") if r["start"] > start}


@pytest.mark.parametrize("form", ["txt", *WRITERS])
def test_years_down_the_side_head_the_figures(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"years.{form}"
    if form == "txt":
        path.write_text(tabled.text(tabled.YEARLY), "utf-8")
    else:
        WRITERS[form](path, tabled.YEARLY)
    assert yearly(extraction(files.read(path))) == YEARLY_ROWS


@pytest.mark.parametrize("name", ["tables-years", "tables-years-printed"])
def test_years_down_the_side_of_a_page_head_the_figures(name: str) -> None:
    assert yearly(extraction(files.read(FIXTURES / f"{name}.pdf"))) == YEARLY_ROWS


def test_a_row_that_says_only_how_is_of_the_row_above() -> None:
    found = read("指标\t单位\t2025年实际\t2026年目标", "地区生产总值\t亿元\t512.6\t540", "比上年增长\t%\t5.7\t5.5")
    rows = {(row["name"], row["raw"], row["measure"], row["year"]) for row in content(found, "indicators")}
    assert {("地区生产总值", "5.7", "growth", 2025), ("地区生产总值", "5.5", "growth", 2026)} <= rows


def test_how_far_a_target_was_reached_is_no_figure_of_the_indicator() -> None:
    found = read("指标\t单位\t2025年完成\t目标完成率", "城镇新增就业\t万人\t2.1\t105%")
    assert [row["raw"] for row in content(found, "indicators")] == ["2.1"]
    assert ("105%", "other") in {(row["raw"], row["role"]) for row in content(found, "numbers")}


def test_works_that_were_done_are_reported_not_promised() -> None:
    found = read("2025年民生实事完成情况", "序号\t项目\t完成情况及内容\t责任单位", "1\t学校\t新建学校5所\t市教育局")
    assert [(row["raw"], row["status"]) for row in content(found, "indicators")] == [("5所", "actual")]
    assert not [row for row in content(found, "commitments") if row["item"]]


@pytest.mark.parametrize("said", ["注：1.", "数据来源：", "备注:"])
def test_a_note_as_the_last_row_is_no_figure(said: str) -> None:
    note = f"{said}按可比价格计算，2025年增速为5.7%，新建学校12所不含民办。"
    rows = [
        [("指标", 1, 1), ("单位", 1, 1), ("2026年目标", 1, 1)],
        [("城镇新增就业", 1, 1), ("万人", 1, 1), ("2.1", 1, 1)],
    ]
    lines = assembled([*HEADED.split("\n"), *spread([*rows, [(note, 1, 3)]], 0), "我们要新建医院3家。"], "x", "str")
    found = extraction(lines)
    assert [row["raw"] for row in content(found, "indicators")] == ["2.1", "3家"]
    assert {("5.7%", "other"), ("12所", "other")} <= {(row["raw"], row["role"]) for row in content(found, "numbers")}


def test_text_indented_with_tabs_after_a_table_is_no_row() -> None:
    found = read("指标\t单位\t2026年目标", "城镇新增就业\t万人\t2.1", "\t我们要新建学校5所。", "\t要新建医院2家。")
    assert len(found.outline.document.grids[0].rows) == 2
    assert [s.kind for s in found.outline.sentences[-2:]] == ["body", "body"]


def test_long_lines_with_tabs_are_gone_through_once() -> None:
    for text in ("地区生产总值增长5%，" * 8000 + "\t尾", "\t" * 50_000 + "甲", "甲\t" * 20_000, "甲 " * 50_000 + "|"):
        assert heads.tabbed(text, rules.load()) == ()
