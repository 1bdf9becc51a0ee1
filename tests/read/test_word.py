"""Word documents as people hand them on: with tracked changes, comments, fields, text in shapes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import docx
import pytest

from reportkit.errors import UnreadableInput
from reportkit.intake import sources
from reportkit.read import files

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def parsed(markup: str) -> Any:
    return docx.oxml.parse_xml(markup if W in markup else re.sub(r"<([A-Za-z:]+)", rf"<\1 {W}", markup, count=1))


def lines_of(document: Any, path: Path) -> list[str]:
    document.save(str(path))
    return files.read(path).text.splitlines()


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    document = docx.Document()
    changed = document.add_paragraph("地区生产总值增长")
    changed._p.append(parsed("<w:del><w:r><w:delText>5%</w:delText></w:r></w:del>"))
    changed._p.append(parsed("<w:ins><w:r><w:t>5.5%</w:t></w:r></w:ins>"))
    merged = document.add_paragraph("新建学校5所，")
    merged._p.get_or_add_pPr().append(parsed("<w:rPr><w:del/></w:rPr>"))
    document.add_paragraph("新建医院2家。")
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip((c for row in table.rows for c in row.cells), "甲乙丙丁", strict=True):
        cell.text = words
    table.rows[0]._tr.get_or_add_trPr().append(parsed("<w:del/>"))
    assert lines_of(document, tmp_path / "changed.docx") == [
        "地区生产总值增长5.5%",
        "新建学校5所，新建医院2家。",
        "丙，丁；",
    ]


def test_the_code_of_a_field_goes_and_its_result_stays(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("见第")
    for part in (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "<w:r><w:instrText>PAGEREF _Toc1 99</w:instrText></w:r>",
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', "<w:r><w:t>3</w:t></w:r>",
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    ):  # fmt: skip
        paragraph._p.append(parsed(f"<w:wrap {W}>{part}</w:wrap>")[0])
    paragraph.add_run("页")
    assert lines_of(document, tmp_path / "field.docx") == ["见第3页"]


def test_comments_are_left_out(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("地区生产总值增长5.5%。")
    document.add_comment(paragraph.runs, text="建议改为6%", author="甲")
    assert lines_of(document, tmp_path / "comments.docx") == ["地区生产总值增长5.5%。"]


def test_files_that_mark_open_documents_are_passed_over(tmp_path: Path) -> None:
    for name in ("报告.docx", "~$报告.docx"):
        (tmp_path / name).write_bytes(b"PK")
    here = [str(tmp_path / "报告.docx")]
    assert sources.expand([str(tmp_path)]) == here
    assert sources.expand([str(tmp_path / "*")]) == here
    assert sources.expand([str(tmp_path / "~$报告.docx"), *here]) == here
    with pytest.raises(UnreadableInput, match="name the document itself"):
        sources.expand([str(tmp_path / "~$报告.docx")])


def test_a_table_of_one_cell_a_row_is_paragraphs(tmp_path: Path) -> None:
    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).rows[0].cells[0]
    cell.text = "一、2025年工作回顾"
    cell.add_paragraph("新建学校5所。")
    assert lines_of(document, tmp_path / "frame.docx") == ["一、2025年工作回顾", "新建学校5所。"]
