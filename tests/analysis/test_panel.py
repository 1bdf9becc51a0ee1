"""Panels: which number speaks for a cell, what a cell says when none does, and what is set beside it."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas
import pytest
from running import called as run
from running import refused

import reportkit
from reportkit import rules
from reportkit import workspace as store
from reportkit.analysis import panel as panels
from reportkit.errors import UsageError
from reportkit.extraction import pipeline
from reportkit.model.records import Source

TEXT = """政府工作报告
——{year}年1月10日在{region}第九届人民代表大会第四次会议上
各位代表：
一、{last}年工作回顾
全年地区生产总值增长{told}，粮食产量达到{grain}，财政总收入下降2.5%。
二、{year}年工作安排
主要预期目标是：{target}。
"""


def held(*reports: tuple[str, int, str, str, str]) -> store.Workspace:
    workspace = store.open(None, write=True)
    known = rules.load()
    for region, year, told, grain, target in reports:
        text = TEXT.format(region=region, year=year, last=year - 1, told=told, grain=grain, target=target)
        workspace.save(
            pipeline.extract(Source(text=text, name=f"{region}-{year}", encoding="utf-8"), known), known.hash
        )
    return workspace


WORKSPACE = (
    ("山东省", 2023, "4%", "1100亿斤", "地区生产总值增长5%以上"),
    ("山东省", 2024, "6%", "5600万吨", "地区生产总值增长5%以上"),
    ("聊城市", 2023, "4%", "110亿斤", "地区生产总值增长5.5%—6%"),
    ("聊城市", 2024, "6.2%", "112亿斤", "地区生产总值增长6%左右，确保地区生产总值增长6.5%"),
    ("东阿县", 2024, "7%", "9亿斤", "地区生产总值增长与全市同步"),
)


def panel(name: str, status: str = "target", **settings: Any) -> list[dict[str, Any]]:
    asked = panels.Asked(
        variable=panels.variable(name),
        status=status,
        **{k: settings.pop(k) for k in ("point", "resolve") if k in settings},
    )
    with held(*WORKSPACE) as workspace:
        return list(panels.build(workspace, [asked], store.Query(), (), panels.Options(**settings)).table.rows)


def cell(rows: list[dict[str, Any]], region: str, year: int) -> dict[str, Any]:
    (found,) = [r for r in rows if (r["region"], r["year"]) == (region, year)]
    return found


def test_every_cell_says_what_it_is() -> None:
    rows = panel("地区生产总值")
    assert {(r["region"], r["year"]): r["state"] for r in rows} == {
        ("山东省", 2023): "stated", ("山东省", 2024): "stated", ("聊城市", 2023): "stated",
        ("聊城市", 2024): "conflict", ("东阿县", 2023): "no report", ("东阿县", 2024): "in words",
    }  # fmt: skip
    assert {r["state"] for r in panel("城镇新增就业")} == {"not stated", "no report"}
    ranged = cell(rows, "聊城市", 2023)
    assert (ranged["value"], ranged["value_max"], ranged["point"], ranged["bound"]) == (
        Decimal("5.5"),
        6,
        Decimal("5.75"),
        "range",
    )
    assert cell(rows, "山东省", 2023)["bound"] == "ge"
    assert cell(rows, "东阿县", 2024)["bound"] == "relative"


def test_a_conflict_is_listed_and_settled_only_when_asked() -> None:
    asked = panels.Asked(variable=panels.variable("地区生产总值"))
    with held(*WORKSPACE) as workspace:
        made = panels.build(workspace, [asked], store.Query())
        assert [(r["region"], r["value"], r["chosen"]) for r in made.conflicts.rows] == [
            ("聊城市", 6, "no"),
            ("聊城市", Decimal("6.5"), "no"),
        ]
    assert cell(panel("地区生产总值", resolve="first"), "聊城市", 2024)["point"] == 6
    assert cell(panel("地区生产总值", resolve="last"), "聊城市", 2024)["point"] == Decimal("6.5")


def test_points_of_a_range() -> None:
    assert [cell(panel("地区生产总值", point=p), "聊城市", 2023)["point"] for p in ("low", "high")] == [
        Decimal("5.5"),
        6,
    ]


def test_outcomes_come_from_the_next_report_units_are_told_and_falls_are_negative() -> None:
    rows = panel("粮食产量", "actual")
    assert cell(rows, "聊城市", 2022)["point"] == 550
    assert cell(rows, "山东省", 2023)["point"] == 5600
    assert {r["unit"] for r in rows} == {"万吨"}
    assert cell(panel("财政总收入", "actual"), "聊城市", 2023)["point"] == Decimal("-2.5")


def test_the_superior_target_and_the_outcome_beside() -> None:
    rows = panel("地区生产总值", gap=True, outcome=True)
    found = cell(rows, "聊城市", 2023)
    assert (found["superior_region"], found["superior"], found["gap"]) == ("山东省", 5, Decimal("0.75"))
    assert (found["realised"], found["deviation"], found["realised_state"]) == (
        Decimal("6.2"),
        Decimal("0.45"),
        "stated",
    )
    assert cell(rows, "山东省", 2024)["realised_state"] == "no report"
    assert cell(rows, "东阿县", 2024)["superior_region"] == "聊城市"


def test_wide_has_a_column_a_variable() -> None:
    asked = [panels.Asked(variable=panels.variable(n)) for n in ("地区生产总值", "城镇新增就业")]
    with held(*WORKSPACE) as workspace:
        table = panels.build(
            workspace, asked, store.Query(region=["山东省"]), (), panels.Options(fields=("point", "bound"))
        ).table
    names = [c.name for c in table.columns][7:]
    assert names == [
        "地区生产总值_growth",
        "地区生产总值_growth_bound",
        "城镇新增就业_level",
        "城镇新增就业_level_bound",
    ]
    assert [(r["year"], r["地区生产总值_growth"]) for r in table.rows] == [(2023, 5), (2024, 5)]


def test_names_and_units() -> None:
    assert panels.variable("GDP").indicator == "地区生产总值"
    assert panels.variable("城镇新增就业").unit == "万人"
    assert panels.variable("地区生产总值", "level").unit == "亿元"
    assert panels.variable("地区生产总值", "level").told(Decimal(335940000000), "元") == Decimal("3359.4")
    with pytest.raises(UsageError, match="一般公共预算收入"):
        panels.variable("预算收入")


def test_command(db: Path, tmp_path: Path) -> None:
    done = run("panel", "地区生产总值", "-f", "csv", "--db", str(db))
    found = list(csv.DictReader(io.StringIO(done.stdout.decode())))
    assert [(r["year"], r["point"], r["bound"]) for r in found] == [("2024", "6", "approx"), ("2025", "5.5", "approx")]
    assert "growth in %" in done.stderr.decode()
    assert (
        run(
            "panel",
            "地区生产总值",
            "固定资产投资",
            "--wide",
            "point,bound",
            "-o",
            str(tmp_path / "p.dta"),
            "--labels",
            "zh",
            "--db",
            str(db),
        ).returncode
        == 0
    )
    assert "地区生产总值_growth" in pandas.read_stata(tmp_path / "p.dta").columns
    refused(run("panel", "没有", "--db", str(db)), 2, "no indicator")
    refused(run("panel", "GDP", "--wide", "colour", "--db", str(db)), 2, "colour")


def test_python_verb(db: Path) -> None:
    frame = reportkit.panel("地区生产总值", db=db, realised=True)
    assert list(frame["realised"].dropna()) == [5.6]
    assert frame.attrs["states"] == {"stated": 2}
