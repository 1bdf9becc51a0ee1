"""What a cell of a panel says in the cases that cost a paper: other measures, other years, ambitions, plans."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from invented import HEAD, QUIET, built, cells, workspace

from reportkit import rules
from reportkit import workspace as store
from reportkit.analysis.panel import asked_for
from reportkit.errors import UsageError
from reportkit.extraction import pipeline
from reportkit.model.records import Source
from reportkit.workspace import Query


def test_a_report_delivered_in_december_stands_in_the_year_it_plans() -> None:
    text = HEAD.format(
        date="2016年12月16日",
        region="甲市",
        last=2016,
        year=2017,
        review="地区生产总值增长7.5%。",
        plan="地区生产总值增长8%。",
    )
    with store.open(None, write=True) as held:
        known = rules.load()
        held.save(pipeline.extract(Source(text=text, name="甲市", encoding="utf-8"), known), known.hash)
        assert held.reports()[0].report_year == 2016
        assert cells(built(held, "地区生产总值")) == [(2017, "growth", "stated", 8, "%")]
        assert cells(built(held, "地区生产总值", years=(2016,))) == [(2016, "growth", "no report", None, "%")]
        assert cells(built(held, "地区生产总值", status="actual")) == [(2016, "growth", "stated", Decimal("7.5"), "%")]


def test_what_is_stated_in_another_measure_says_so_with_the_way_to_see_it() -> None:
    with workspace(
        ("甲市", 2025, QUIET, "地区生产总值突破500亿元。"), ("乙市", 2025, QUIET, "地区生产总值增长5%。")
    ) as held:
        panel = built(held, "地区生产总值")
        assert {r["region"]: (r["state"], r["note"]) for r in panel.table.rows} == {
            "甲市": ("other measure", "level 500亿元"), "乙市": ("stated", ""),
        }  # fmt: skip
        assert panel.states == {"other measure": 1, "stated": 1}
        assert any("1 cell is stated in another measure (--measure level" in note for note in panel.notes)
        assert not panel.conflicts.rows
        assert (2025, "level", "stated", 500, "亿元") in cells(built(held, "地区生产总值", unit="亿元"))


def test_a_unit_that_cannot_be_converted_is_another_measure_not_a_conflict() -> None:
    with workspace(("甲市", 2025, QUIET, "进出口总额达到50亿美元。")) as held:
        panel = built(held, "进出口总额")
        assert [(r["measure"], r["state"], r["note"]) for r in panel.table.rows] == [
            ("growth", "other measure", "level 50亿美元"), ("level", "other measure", "level 50亿美元"),
        ]  # fmt: skip
        assert cells(built(held, "进出口总额", unit="亿美元")) == [(2025, "level", "stated", 50, "亿美元")]


@pytest.mark.parametrize(
    ("indicator", "plan", "cell"),
    [
        ("单位地区生产总值能耗", "单位地区生产总值能耗下降3%左右。", ("growth", -3, "%")),
        ("生产安全事故起数", "生产安全事故起数下降5%。", ("growth", -5, "%")),
        ("城市低保标准", "城市低保标准提高6%。", ("growth", 6, "%")),
        ("城镇新增就业", "城镇新增就业4.5万人。", ("level", Decimal("4.5"), "万人")),
        ("每千人口执业（助理）医师数", "每千人口执业（助理）医师数达到3.1人。", ("level", Decimal("3.1"), "人")),
        ("一般公共预算支出", "一般公共预算支出增长4%。", ("growth", 4, "%")),
    ],
)
def test_the_usual_measure_is_the_one_that_reports_state(indicator: str, plan: str, cell: tuple[Any, ...]) -> None:
    with workspace(("甲市", 2025, QUIET, plan)) as held:
        stated = [r for r in built(held, indicator).table.rows if r["state"] == "stated"]
        assert [(r["measure"], r["point"], r["unit"]) for r in stated] == [cell]


@pytest.mark.parametrize(
    ("indicator", "plan", "cell"),
    [
        ("地区生产总值", "预期目标为地区生产总值增长5%以上。", ("stated", 5, "ge")),
        ("地区生产总值", "建议今年生产总值增长目标为6.5%左右。", ("stated", Decimal("6.5"), "approx")),
        ("地区生产总值", "地区生产总值增长目标确定为6%—6.5%。", ("stated", Decimal("6.25"), "range")),
        ("居民消费价格", "居民消费价格指数控制在103以内。", ("other measure", None, "")),
        ("人均预期寿命", "人均预期寿命达到80岁以上。", ("stated", 80, "ge")),
    ],
)
def test_a_target_is_found_in_the_usual_wordings(indicator: str, plan: str, cell: tuple[Any, ...]) -> None:
    with workspace(("甲市", 2025, QUIET, plan)) as held:
        (row,) = built(held, indicator).table.rows
        assert (row["state"], row["point"], row["bound"]) == cell


@pytest.mark.parametrize(
    ("indicator", "unit", "review", "point"),
    [
        ("地区生产总值", "", "全市生产总值13000亿元，按不变价格计算同比增长5.4%。", Decimal("5.4")),
        ("地区生产总值", "", "过去五年，地区生产总值年均增长5.9%，2024年达到3488亿元、增长7.5%。", Decimal("7.5")),
        ("地区生产总值", "亿元", "过去五年，地区生产总值年均增长5.9%，2024年达到3488亿元、增长7.5%。", 3488),
        ("固定资产投资", "", "固定资产投资增速由负转正、达到0.9%。", Decimal("0.9")),
    ],
)
def test_an_outcome_is_found_in_the_usual_wordings(indicator: str, unit: str, review: str, point: Any) -> None:
    with workspace(("甲市", 2025, review, QUIET)) as held:
        (row,) = built(held, indicator, status="actual", unit=unit).table.rows
        assert (row["year"], row["state"], row["point"]) == (2024, "stated", point)


def test_every_member_of_a_list_of_expected_targets_is_coded_by_its_own_bound() -> None:
    plan = "主要预期目标是：地区生产总值增长5.5%以上，一般公共预算收入增长3.5%，规模以上工业增加值增长7%以上。"
    with workspace(("甲市", 2025, QUIET, plan)) as held:
        panel = built(held, "地区生产总值", "一般公共预算收入", "规模以上工业增加值")
        assert [(r["bound"], r["strength"], r["wording"]) for r in panel.table.rows] == [
            ("ge", "hard", "以上"), ("eq", "plain", ""), ("ge", "hard", "以上"),
        ]  # fmt: skip


def test_what_is_stated_instead_is_said_only_where_a_report_speaks() -> None:
    with workspace(("甲市", 2025, QUIET, "一般公共预算收入增长4%。")) as held:
        (note,) = built(held, "财政总收入").notes
        assert "财政总收入: no report states it; reports rather state 一般公共预算收入" in note
        assert built(held, "财政总收入", years=(1999,)).notes == ()


def test_every_indicator_of_the_samples_has_a_cell_at_its_defaults(db: Any) -> None:
    with store.open(db) as held:
        rows = list(held.rows("indicators", Query(status=["target", "actual"])))
        there = {
            (r["indicator"], r["status"]) for r in rows
            if r["indicator"] and r["value"] is not None and not r["year_start"] and r["scope"][:1] in ("", "全")
            and r["year"] == r["report_year"] - (r["status"] == "actual")
        }  # fmt: skip
        assert len(there) > 80
        for name, status in sorted(there):
            states = {r["state"] for r in built(held, name, status=status).table.rows}
            assert states & {"stated", "conflict", "other measure"}, (name, status)
        shown = sum(
            bool({"stated", "conflict"} & {r["state"] for r in built(held, name, status=status).table.rows})
            for name, status in there
        )
        assert shown / len(there) > 0.9


@pytest.mark.parametrize(
    ("name", "settings", "words"),
    [
        ("地区生产总值", {"unit": "foo"}, "no unit foo"),
        ("地区生产总值", {"unit": "人"}, "not measured in 人; it is in % or 亿元"),
        ("地区生产总值", {"measure": "growth", "unit": "亿元"}, "growth is never in 亿元"),
        ("地区生产总值", {"measure": "grwth"}, "did you mean growth"),
        ("地区生产总直", {}, "did you mean 地区生产总值"),
    ],
)
def test_an_unknown_unit_and_an_impossible_pair_are_refused(name: str, settings: dict[str, str], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        asked_for([name], **settings)


def test_aliases_lead_to_what_has_values() -> None:
    assert {a.variable.indicator for a in asked_for(["gdp", "GDP", "国内生产总值"])} == {"地区生产总值"}
    with workspace(("甲市", 2025, QUIET, "一般公共预算收入增长4%，规模以上工业增加值增长7%。")) as held:
        notes = built(held, "财政收入", "工业增加值").notes
        assert any("一般公共预算收入" in note for note in notes)
        assert any("规模以上工业增加值" in note for note in notes)


def test_a_name_may_carry_its_own_measure_or_unit() -> None:
    asked = asked_for(["地区生产总值", "进出口总额:level", "粮食产量：亿斤"])
    assert [(a.variable.measure, a.variable.unit) for a in asked] == [
        ("growth", "%"),
        ("level", "亿元"),
        ("level", "亿斤"),
    ]


def test_base_and_ambition_are_told_apart() -> None:
    with workspace(
        ("甲市", 2025, QUIET, "地区生产总值增长5.5%以上、力争6%。"), ("乙市", 2025, QUIET, "力争地区生产总值增长5%。")
    ) as held:
        panel = built(held, "地区生产总值")
        found = {r["region"]: (r["state"], r["value"], r["stretch_value"], r["bound"]) for r in panel.table.rows}
        assert found == {"甲市": ("stated", Decimal("5.5"), 6, "ge"), "乙市": ("stated", 5, None, "eq")}
        assert not panel.conflicts.rows


def plan_row(year: int, start: int | None, value: str) -> dict[str, Any]:
    """An aim of the report of 甲市 of 2026, as the tables hold it."""
    return {
        "report": "甲市-2026", "report_year": 2026, "indicator": "地区生产总值", "name": "地区生产总值", "measure": "growth",
        "status": "target", "year": year, "year_start": start, "scope": "", "value": Decimal(value), "value_max": None,
        "unit": "%", "bound": "approx", "direction": "up", "strength": "soft", "wording": "左右", "raw": f"{value}%",
        "sentence": "", "page": None, "start": 0, "end": 2, "confidence": Decimal("0.9"),
    }  # fmt: skip


def test_aims_of_a_plan_stand_by_themselves() -> None:
    from reportkit.analysis.panel.cells import Shelf

    with workspace(("甲市", 2026, QUIET, QUIET)) as held:
        reports = held.reports()
    rows = [plan_row(2026, None, "5.5"), plan_row(2030, 2026, "5"), plan_row(2030, None, "6")]
    shelf = Shelf(reports, rows)
    place = [(reports[0].adcode, reports[0].region, reports[0].level)]
    (annual,), plan = (shelf.cells(place, [2026], asked) for asked in asked_for(["GDP"], horizons=("annual", "plan")))
    assert (annual.state, annual.value, annual.rivals) == ("stated", Decimal("5.5"), ())
    assert [(c.year, c.plan_start, c.plan_end, c.value) for c in plan] == [(2026, None, 2030, 6), (2026, 2026, 2030, 5)]
    with pytest.raises(UsageError, match="outcomes are annual"):
        asked_for(["GDP"], status="actual", horizons=("plan",))


def test_wide_carries_what_was_set_beside(tmp_path: Any) -> None:
    told = (
        ("山东省", 2024, QUIET, "地区生产总值增长5%以上。"), ("聊城市", 2024, QUIET, "地区生产总值增长5.5%。"),
        ("聊城市", 2025, "地区生产总值增长5.8%。", QUIET),
    )  # fmt: skip
    with workspace(*told) as held:
        table = built(held, "地区生产总值", gap=True, outcome=True, fields=("point",), years=(2024,)).table
        (row,) = [r for r in table.rows if r["region"] == "聊城市"]
        name = "地区生产总值_growth"
        assert [row[f"{name}{end}"] for end in ("", "_superior", "_gap", "_realised", "_deviation")] == [
            Decimal("5.5"), 5, Decimal("0.5"), Decimal("5.8"), Decimal("0.3"),
        ]  # fmt: skip
        assert (row["province_code"], row["city_code"], row["county_code"]) == ("370000", "371500", "")
        worded = built(held, "地区生产总值", fields=("strength", "sentence", "url"), years=(2024,)).table
        assert {c.codes for c in worded.columns if c.name.endswith("_strength")} == {"strength"}
        with pytest.raises(UsageError, match="--wide gap needs --gap"):
            built(held, "地区生产总值", fields=("gap",))
        with pytest.raises(UsageError, match="did you mean strength"):
            built(held, "地区生产总值", fields=("strenght",))


def test_the_gap_names_the_report_that_is_missing() -> None:
    with workspace(
        ("聊城市", 2024, QUIET, "地区生产总值增长5.5%。"), ("全国", 2024, QUIET, "国内生产总值增长5%左右。")
    ) as held:
        panel = built(held, "地区生产总值", gap=True)
        assert [note for note in panel.notes if "--gap" in note] == [
            "--gap: the workspace has no report of 山东省 2024"
        ]
        (row,) = [r for r in panel.table.rows if r["region"] == "聊城市"]
        assert (row["superior_region"], row["superior_state"], row["gap"]) == ("山东省", "no report", None)
