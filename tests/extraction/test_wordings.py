"""Wordings that are found in nearly every report, with what a careful reader takes from them."""

from __future__ import annotations

from typing import Any

import pytest

import reportkit


def read(text: str, part: str = "plan", year: int = 2025) -> Any:
    return reportkit.explain(text, part=part, year=year).extraction


@pytest.mark.parametrize(
    ("part", "year", "text", "rows"),
    [
        ("review", 2022, "过去五年，地区生产总值年均增长6.4%，2021年达到2960亿元、增长8.1%。",
         [("地区生产总值", "growth", 2021), ("地区生产总值", "level", 2021), ("地区生产总值", "growth", 2021)]),
        ("plan", 2025, "数字经济规模到2027年突破600亿元。", [("数字经济规模", "level", 2027)]),
        ("plan", 2025, "到2027年突破600亿元。", [("", "level", 2027)]),
        ("plan", 2025, "力争2026年达到80亿元。", [("", "level", 2026)]),
        ("review", 2025, "地区生产总值增长6.1%，2024年达到2980亿元。",
         [("地区生产总值", "growth", 2024), ("地区生产总值", "level", 2024)]),
        ("review", 2025, "粮食产量连年丰收，2024年达到96亿斤。", [("粮食产量", "level", 2024)]),
        ("review", 2025, "全市人口2024年末达到420万人。", [("全市人口", "level", 2024)]),
    ],
)  # fmt: skip
def test_a_year_before_the_verb_is_no_part_of_the_name(
    part: str, year: int, text: str, rows: list[tuple[str, str, int]]
) -> None:
    assert [(row.name, row.measure, row.year) for row in read(text, part, year).indicators] == rows


@pytest.mark.parametrize("head", ["经济社会发展主要预期目标是：", "今年主要目标是：", "全年预期目标为："])
def test_the_name_of_a_list_of_targets_makes_none_of_them_soft(head: str) -> None:
    found = read(f"{head}地区生产总值增长6%以上，一般公共预算收入增长4%，规模以上工业增加值增长8%以上。")
    coded = [("hard", "以上"), ("plain", ""), ("hard", "以上")]
    assert [(row.strength, row.wording) for row in found.indicators] == coded
    assert [(row.strength, row.wording) for row in found.commitments] == coded


@pytest.mark.parametrize(
    ("text", "coded"),
    [
        ("新签约项目90个。", ("eq", "plain", "")),
        ("家庭医生签约率达到70%以上。", ("ge", "hard", "以上")),
        ("合约履约率达到96%。", ("eq", "plain", "")),
        ("节约集约利用土地4000亩以上。", ("ge", "hard", "以上")),
        ("新增网约车300辆。", ("eq", "plain", "")),
        ("各项约束性指标如期完成市定目标。", ("delegated", "plain", "")),
        ("发展上下游企业40家。", ("eq", "plain", "")),
        ("建成区间测速设备20套。", ("eq", "plain", "")),
        ("人均预期寿命提高到80.2岁。", ("eq", "plain", "")),
        ("新增省级以上创新平台12家。", ("eq", "plain", "")),
        ("规模以上服务业企业新增25家。", ("eq", "plain", "")),
        ("新增县级以上示范合作社18家。", ("eq", "plain", "")),
        ("年收入30万元以上的集体经济强村占比达到六成。", ("eq", "plain", "")),
        ("新建改造道路约380公里。", ("approx", "soft", "约")),
        ("预期增长6%。", ("eq", "soft", "预期")),
    ],
)
def test_words_of_firmness_are_not_found_inside_other_words(text: str, coded: tuple[str, str, str]) -> None:
    (row,) = read(text).indicators
    assert (row.bound, row.strength, row.wording) == coded


@pytest.mark.parametrize(
    "text",
    [
        "加强上下联动。", "推动产业链上下游协同。", "破除制约发展的障碍。", "防范债务违约风险。", "推进节约集约用地。",
        "实施全面节约战略。", "加强预期引导。", "改善社会预期。", "稳定市场预期。",
    ],
)  # fmt: skip
def test_a_commitment_without_a_word_of_effort_is_plain(text: str) -> None:
    assert [(row.strength, row.wording) for row in read(text).commitments] == [("plain", "")]


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("今年中央预算内投资拟安排60亿元。", ""),
        ("今年中小学改造30所。", ""),
        ("全年中小微企业贷款增长9%。", ""),
        ("今年中考报名人数4万人。", ""),
        ("三年内新建学校12所。", "三年内"),
        ("年内建成学校6所。", "年内"),
        ("年中建成学校6所。", "年中"),
    ],
)
def test_a_deadline_is_no_piece_of_another_word(text: str, deadline: str) -> None:
    assert [row.deadline for row in read(text).commitments] == [deadline]


@pytest.mark.parametrize("text", ["做好今年工作意义重大。", "稳外贸稳外资的难度加大。", "实现今年预期目标并非易事。"])
def test_what_is_said_of_a_task_promises_nothing(text: str) -> None:
    assert not read(text).commitments


def test_a_span_of_years_is_no_number_of_an_indicator() -> None:
    assert not read("三到五年内建成一流园区。").indicators


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("各项约束性指标如期完成市定目标。", "完成"),
        ("约束性指标完成国家下达任务。", "完成"),
        ("规上工业增加值增速8%左右。", ""),
        ("林业增加值占农业增加值比重达26%左右。", "达"),
        ("增加值率提高2个百分点。", "提高"),
        ("城镇新增就业6万人以上。", "新增"),
        ("新增就业6万人。", "新增"),
        ("重点项目完成投资400亿元。", "完成"),
        ("完成投资80亿元。", "完成"),
        ("高校毕业生年底就业去向落实率不低于92%。", ""),
        ("高校毕业生去向落实率达到92%以上。", "达到"),
        ("外贸进出口600亿元以上。", ""),
        ("跨境电商进出口额突破30亿元。", "突破"),
        ("消费品以旧换新带动消费30亿元。", "带动"),
        ("中央财政加大对地方转移支付力度。", "加大"),
        ("加大转移支付力度。", "加大"),
        ("出口退税办理缩短到4天。", "办理"),
        ("转移农村劳动力2万人。", "转移"),
        ("农村污水治理率达65%。", "达"),
        ("聘请“招商顾问”近百名。", ""),
        ("城镇化率提升至66.5%。", "提升"),
        ("为3000户困难家庭提升性能。", "提升"),
    ],
)  # fmt: skip
def test_the_action_is_the_predicate_and_no_piece_of_a_noun(text: str, action: str) -> None:
    assert [row.action for row in read(text).commitments] == [action]


@pytest.mark.parametrize("text", ["转移支付资金直达基层群众。", "就业优先战略深入人心。"])
def test_a_noun_that_begins_like_a_verb_promises_nothing(text: str) -> None:
    assert not read(text).commitments
