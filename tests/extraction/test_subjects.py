"""Subjects that a clause leaves out, shares or hands out."""

from __future__ import annotations

import pytest

from reportkit import rules
from reportkit.extraction import pipeline

_RULES = rules.load()


def names(text: str, part: str = "review") -> list[str]:
    return [row.name for row in pipeline.read_snippet(text, _RULES, part, 2026).indicators]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("梯度培育隐形冠军企业，力争总数突破500家。", "隐形冠军企业总数"),
        ("加快5G基站建设，总数突破8万个。", "5G基站总数"),
        ("新认定瞪羚企业50家，大力培育独角兽企业，力争总数突破9家。", "独角兽企业总数"),
        ("新认定瞪羚企业50家，营商环境持续改善，总数达到600家。", "瞪羚企业总数"),
        ("新增学位3万个，贷款持续支持链主企业和配套企业，总数达到600个。", "学位总数"),
    ],
)
def test_a_total_is_of_what_the_clause_before_works_on(text: str, name: str) -> None:
    assert names(text, "plan")[-1] == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("口岸进出口由降转升、增长6.8%，总额863亿元。", "口岸进出口总额"),
        ("到位外资21.4亿美元，降幅收窄14.2个百分点。", "到位外资降幅"),
        ("小麦播种面积稳定在82万亩，单产提高4.6公斤。", "小麦单产"),
        ("技改投入年均增长8%以上、强度力争达到3.3%。", "技改投入强度"),
    ],
)
def test_a_generic_head_is_completed_by_the_figure_before(text: str, name: str) -> None:
    assert names(text)[-1] == name


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("商铺成交面积、成交额分别增长3%、4%。", ["商铺成交面积", "商铺成交额"]),
        ("林下经济面积、产值分别达到30万亩、5亿元。", ["林下经济面积", "林下经济产值"]),
        ("固定资产投资、税收分别增长3%、4%。", ["固定资产投资", "税收"]),
        ("接待游客、实现旅游收入分别增长3%、4%。", ["接待游客", "旅游收入"]),
        ("城市、农村低保标准分别提高到每人每月860元、每年8400元。", ["城市低保标准", "农村低保标准"]),
    ],
)
def test_members_of_a_list_have_what_they_share_and_no_more(text: str, told: list[str]) -> None:
    assert names(text) == told
