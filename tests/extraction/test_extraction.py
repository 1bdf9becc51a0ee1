"""The sample reports read as a whole: facts checked by hand, and the laws every row obeys."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportkit import resources, rules
from reportkit.extraction import pipeline
from reportkit.model.records import Extraction, Source

RULES = rules.load()
SAMPLES = sorted((resources.folder("data") / "samples").glob("*.txt"))


@pytest.fixture(scope="module")
def read() -> dict[int, Extraction]:
    reports = (
        pipeline.extract(Source(text=p.read_text("utf-8"), name=p.stem, encoding="utf-8"), RULES) for p in SAMPLES
    )
    return {e.outline.info.report_year or 0: e for e in reports}


def test_what_the_reports_say_of_themselves(read: dict[int, Extraction]) -> None:
    noisy, clean = read[2024].outline.info, read[2025].outline.info
    assert (noisy.region, noisy.level, noisy.date) == ("澄源市", "city", "2024-01-18")
    assert (clean.region, clean.level, clean.date) == ("澄源市", "city", "2025-01-14")
    assert noisy.session == "澄源市第九届人民代表大会第三次会议"
    assert clean.session == "澄源市第九届人民代表大会第四次会议"
    assert noisy.id == "澄源市-2024"


def test_page_furniture_is_gone(read: dict[int, Extraction]) -> None:
    document = read[2024].outline.document
    assert "- 3 -" not in document.text and document.text.count("澄源市人民政府工作报告") == 0
    assert [d.rule for d in document.dropped].count("clean.page_number.dashed") == 12
    assert "“十四五”" in document.text


FACTS = [
    (2024, "地区生产总值", "6", "%", "growth", "approx", "target", 2024),
    (2024, "固定资产投资", "7", "%", "growth", "eq", "target", 2024),
    (2024, "进出口总额", "50000000000", "元", "level", "gt", "target", 2024),
    (2024, "城镇新增就业", "45000", "人", "level", "ge", "target", 2024),
    (2024, "粮食产量", "6200000000", "斤", "level", "ge", "target", 2024),
    (2024, "地区生产总值", "5.8", "%", "growth", "eq", "estimate", 2023),
    (2025, "地区生产总值", "5.6", "%", "growth", "eq", "actual", 2024),
    (2025, "地区生产总值", "335940000000", "元", "level", "eq", "actual", 2024),
    (2025, "一般公共预算收入", "25120000000", "元", "level", "eq", "actual", 2024),
    (2025, "第一产业增加值", "4.2", "%", "growth", "eq", "actual", 2024),
    (2025, "第三产业增加值", "5.4", "%", "growth", "eq", "actual", 2024),
    (2025, "进出口总额", "11.4", "%", "growth", "eq", "actual", 2024),
    (2025, "城镇居民人均可支配收入", "4.9", "%", "growth", "eq", "actual", 2024),
    (2025, "农村居民人均可支配收入", "6.8", "%", "growth", "eq", "actual", 2024),
    (2025, "不良贷款率", "1.42", "%", "share", "eq", "actual", 2024),
    (2025, "不良贷款率", "1.4", "%", "share", "le", "target", 2025),
    (2025, "单位地区生产总值能耗", "2.6", "%", "growth", "eq", "estimate", 2024),
    (2025, "粮食产量", "6300000000", "斤", "level", "ge", "target", 2025),
    (2025, "造林绿化", "126000", "亩", "level", "eq", "actual", 2024),
    (2025, "细颗粒物浓度", "30", "微克/立方米", "level", "le", "target", 2025),
    (2025, "常住人口城镇化率", "0.9", "百分点", "change", "eq", "actual", 2024),
]


@pytest.mark.parametrize("fact", FACTS, ids=lambda f: f"{f[0]} {f[1]} {f[2]}{f[3]}")
def test_facts(read: dict[int, Extraction], fact: tuple[int, str, str, str, str, str, str, int]) -> None:
    year, *want = fact
    rows = {
        (i.indicator, i.value, i.unit, i.measure, i.bound, i.status, i.year) for i in read[year].indicators
    }  # fmt: skip
    assert (want[0], Decimal(want[1]), *want[2:]) in rows


def test_targets_in_words(read: dict[int, Extraction]) -> None:
    words = {(i.indicator or i.name, i.bound, i.status) for i in read[2025].indicators if i.value is None}
    assert ("居民人均可支配收入", "relative", "target") in words
    assert any(bound == "delegated" for _, bound, _ in words)


def test_documents_of_the_appendix_have_their_owner(read: dict[int, Extraction]) -> None:
    listed = [c for c in read[2025].commitments if c.owner]
    assert len(listed) == 9
    assert {c.action for c in listed} == {"出台"}


@pytest.mark.parametrize(
    ("front", "heading", "reviewed", "planned"),
    [
        ("——2016年12月16日在云汀县第十六届人民代表大会第一次会议上", "一、过去五年工作回顾", (2012, 2016), 2017),
        ("——2017年1月16日在云汀县第十六届人民代表大会第二次会议上", "一、过去五年工作回顾", (2012, 2016), 2017),
        ("云汀县县长 陆知遥", "2016年工作回顾", (None, 2016), 2017),
    ],
)
def test_the_years_a_report_reviews_and_plans(
    front: str, heading: str, reviewed: tuple[int | None, int], planned: int
) -> None:
    text = (
        f"政府工作报告\n{front}\n各位代表：\n现在报告工作。\n{heading}\n新增企业5家。\n二、今后工作安排\n新增企业6家。"
    )
    past, ahead = pipeline.extract(Source(text=text, name="云汀县", encoding="str"), RULES).indicators
    assert (past.year_start, past.year) == reviewed
    assert (ahead.year, ahead.status) == (planned, "target")


def test_an_estimate_after_its_subject_reaches_no_further() -> None:
    read = pipeline.read_snippet("农产品产值预计增长8%，新增龙头企业42户。", RULES, "review", 2025)
    assert [i.status for i in read.indicators] == ["estimate", "actual"]


def laws(extraction: Extraction) -> None:
    sentences, ledger = extraction.outline.sentences, extraction.numbers
    text = extraction.outline.document.text
    for row in (*ledger, *extraction.indicators, *extraction.commitments):
        sentence = sentences[row.sentence]
        assert sentence.start <= row.start < row.end <= sentence.end, text[row.start : row.end]
    for indicator in extraction.indicators:
        assert (indicator.number is None) == (indicator.value is None)
        assert indicator.measure in ("growth", "change", "share", "multiple", "rank", "level")
        assert indicator.status in ("actual", "estimate", "target", "background")
    used = [i.number for i in extraction.indicators if i.number is not None]
    assert sorted(used) == [i for i, n in enumerate(ledger) if n.role == "value"]
    assert all(one.start <= two.start for one, two in pairwise(ledger))


def test_laws_on_the_samples(read: dict[int, Extraction]) -> None:
    for extraction in read.values():
        laws(extraction)


@settings(deadline=None)
@given(st.text(alphabet="一二（）、。，；“”2025年增长%5亿元新建企业家达到分别和\n—— ：各位代表目标任务", max_size=150))
def test_laws_on_any_text(text: str) -> None:
    laws(pipeline.extract(Source(text=text, name="any", encoding="str"), RULES))


def test_an_entry_that_is_lost_but_for_its_number_promises_nothing() -> None:
    text = (
        "各位代表：\n现在报告工作。\n2025年拟出台文件清单\n1. 未来产业发展行动计划（市发展改革委）\n2.\n3. 人才新政\n"
    )
    found = pipeline.extract(Source(text=text, name="x", encoding="str"), rules.load())
    assert [row.object for row in found.commitments] == ["未来产业发展行动计划", "人才新政"]


def test_a_figure_that_has_come_about_is_no_promise_but_the_start_of_a_promised_movement_is_part_of_one() -> None:
    told = "全市新建学校5所。2023年全市新建医院9所。招生人数由2024年的6万人增加到8万人。"
    found = [told[row.start : row.end] for row in pipeline.read_snippet(told, RULES, "plan", 2025).commitments]
    assert found[0] == "全市新建学校5所"
    assert not any("医院" in clause for clause in found)
    assert "8万人" in found[-1]
