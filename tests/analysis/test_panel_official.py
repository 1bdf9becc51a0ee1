"""Official statistics beside what reports state: which column is what, and both deviations."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pandas
import pytest
from invented import QUIET, built, workspace

from reportkit.analysis.panel import variables
from reportkit.analysis.panel.official import read
from reportkit.errors import UnreadableInput, UsageError

GROWTH = variables("地区生产总值")[0]
LEVEL = variables("地区生产总值", unit="亿元")[0]


@pytest.mark.parametrize("form", ["csv", "gbk.csv", "xlsx", "dta"])
def test_every_form_is_read(tmp_path: Path, form: str) -> None:
    data = pandas.DataFrame({"city": ["聊城", "济南市"], "year": [2024, 2024], "gdp": [5.6, 5.4]})
    path = tmp_path / f"official.{form}"
    if form == "xlsx":
        data.to_excel(path, index=False)
    elif form == "dta":
        data.to_stata(path, write_index=False, version=118)
    else:
        data.to_csv(path, index=False, encoding="gb18030" if form == "gbk.csv" else "utf-8-sig")
    found = read(path, [GROWTH])
    assert found.values[GROWTH] == {("371500", 2024): Decimal("5.6"), ("370100", 2024): Decimal("5.4")}
    assert "region city, year year" in found.told[0]


def test_codes_units_and_several_indicators(tmp_path: Path) -> None:
    path = tmp_path / "yearbook.csv"
    path.write_text(
        "区划代码,年份,地区生产总值（万元）,城镇新增就业（人）\n3715,2024年,29264000,48300\n9999,2024,1,1\n", "utf-8"
    )
    (jobs,) = variables("城镇新增就业")
    found = read(path, [LEVEL, jobs])
    assert found.values[LEVEL] == {("371500", 2024): Decimal("2926.4")}
    assert found.values[jobs] == {("371500", 2024): Decimal("4.83")}
    assert "999900" in found.told[1]


def test_a_long_table_names_its_indicators(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("地区,年份,指标,数值,单位\n聊城市,2024,GDP,2926.4,亿元\n聊城市,2024,居民消费价格,0.3,%\n", "utf-8")
    found = read(path, [LEVEL])
    assert found.values[LEVEL] == {("371500", 2024): Decimal("2926.4")}


def test_what_cannot_be_understood_is_told(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("place,when,what\n聊城市,2024,5.6\n", "utf-8")
    with pytest.raises(UsageError, match="which column is the year"):
        read(path, [GROWTH])
    path.write_text("region,year,a,b\n聊城市,2024,5.6,1\n", "utf-8")
    with pytest.raises(UsageError, match="which column holds the values"):
        read(path, [GROWTH])
    with pytest.raises(UnreadableInput, match="no such file"):
        read(tmp_path / "missing.csv", [GROWTH])


def test_both_deviations_stand_beside_the_target(tmp_path: Path) -> None:
    path = tmp_path / "official.csv"
    path.write_text("region,year,value\n聊城市,2024,5.2\n澄源市,2024,5\n", "utf-8")
    told = (
        ("聊城市", 2024, QUIET, "地区生产总值增长5.5%。"), ("聊城市", 2025, "地区生产总值增长5.8%。", QUIET),
        ("澄源市", 2024, QUIET, "地区生产总值增长6%。"),
    )  # fmt: skip
    with workspace(*told) as held:
        panel = built(held, "地区生产总值", official=path, years=(2024,))
    rows = {r["region"]: r for r in panel.table.rows}
    row = rows["聊城市"]
    assert (row["realised"], row["deviation"]) == (Decimal("5.8"), Decimal("0.3"))
    assert (row["official"], row["official_deviation"], row["official_difference"]) == (
        Decimal("5.2"), Decimal("-0.3"), Decimal("-0.6"),
    )  # fmt: skip
    assert (rows["澄源市"]["official"], rows["澄源市"]["official_deviation"]) == (5, -1)
    assert any("value" in note for note in panel.notes)
