"""Columns of corpora, by their usual names and by what they hold."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from reportkit.errors import NoReport
from reportkit.read import corpora

LONG = "过去一年，全市经济增长，城乡居民收入提高，生态环境改善，社会大局稳定。" * 10


def write(path: Path, *rows: tuple[str, ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    return path


def test_usual_names_of_all_columns(tmp_path: Path) -> None:
    heads = ("省份", "城市", "年份", "标题", "来源链接", "发布日期", "全文")
    path = write(
        tmp_path / "c.csv", heads, ("山东省", "聊城市", "2025", "报告", "https://example.gov.cn", "2025-2-3", LONG)
    )
    told = corpora.columns(path)
    assert (told.text, told.region, told.year, told.title) == ("全文", ("省份", "城市"), "年份", "标题")
    entry = next(corpora.entries(path, told))
    beside = entry.source.beside
    assert (entry.region, entry.year) == ("", None)
    assert (beside.region, beside.year, beside.url, beside.published) == (
        "山东省 聊城市", 2025, "https://example.gov.cn", "2025-02-03",
    )  # fmt: skip


def test_what_the_user_names_is_the_users_word(tmp_path: Path) -> None:
    path = write(tmp_path / "c.csv", ("where", "when", "text"), ("聊城市", "2025年", LONG))
    entry = next(corpora.entries(path, corpora.columns(path, "text", "where", "when")))
    assert (entry.region, entry.year) == ("聊城市", 2025)
    assert (entry.source.beside.region, entry.source.beside.year) == ("", None)


def test_a_column_with_long_texts_is_found_whatever_its_name(tmp_path: Path) -> None:
    path = write(tmp_path / "c.csv", ("content", "zw"), ("摘要很短", LONG))
    assert corpora.columns(path).text == "zw"


def test_tables_without_texts_are_named(tmp_path: Path) -> None:
    path = write(tmp_path / "manifest.csv", ("file", "bytes"), ("a.txt", "12"))
    with pytest.raises(NoReport, match="no column holds long Chinese texts") as told:
        corpora.columns(path)
    assert told.value.kind == "table"


@pytest.mark.parametrize(
    ("cell", "year"), [("2025", 2025), ("2025.0", 2025), ("2025年度", 2025), ("①②③④", None), ("25", None)]
)
def test_years_in_cells(cell: str, year: int | None, tmp_path: Path) -> None:
    path = write(tmp_path / "c.csv", ("year", "text"), (cell, LONG))
    assert next(corpora.entries(path, corpora.columns(path))).source.beside.year == year
