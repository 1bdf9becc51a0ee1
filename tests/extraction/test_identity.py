"""Who a report is and what a text is, told by evidence; and what a web page has around it."""

from __future__ import annotations

import pytest

from reportkit import rules
from reportkit.extraction import pipeline
from reportkit.model.records import Beside, ReportInfo, Source

RULES = rules.load()
NOTHING = Beside()
BODY = "一、2024年工作回顾\n过去一年，全{0}经济增长。全{0}新增就业一千人，我{0}财政收入增加，全{0}上下齐心协力，全{0}面貌一新。\n"


def info(text: str, name: str = "x", beside: Beside = NOTHING, region: str = "", year: int | None = None) -> ReportInfo:
    return pipeline.outline(Source(text=text, name=name, encoding="str", beside=beside), RULES, region, year).info


def kind(text: str, beside: Beside = NOTHING) -> str:
    return pipeline.kind(
        pipeline.outline(Source(text=text, name="x", encoding="str", beside=beside), RULES), RULES
    ).name


def test_a_report_on_the_portal_of_a_district_is_of_the_province_that_it_speaks_for() -> None:
    head = "您当前的位置：历下区人民政府门户网站\n政府工作报告\n发布时间：2025-02-01 10:00\n"
    session = "——2025年1月23日在山东省第十四届人民代表大会第三次会议上\n"
    speaks = "各位代表：\n现在，我代表省人民政府，向大会报告工作，请予审议。\n"
    told = info(head + session + speaks + BODY.format("省"))
    assert (told.region, told.adcode, told.doubt, told.published) == ("山东省", "370000", "", "2025-02-01")
    unsaid = info(head + speaks + BODY.format("省") + "山东对外开放不断扩大。")
    assert unsaid.region == "山东省"
    assert "region only by" in unsaid.doubt


def test_a_portal_alone_is_thin_evidence_and_that_is_said() -> None:
    told = info(
        "云汀县人民政府门户网站\n政府工作报告\n各位代表：\n我代表县人民政府，向大会报告工作。\n" + BODY.format("县")
    )
    assert (told.region, told.level) == ("云汀县", "county")
    assert "region only by" in told.doubt


@pytest.mark.parametrize(
    "head",
    [
        "现在，我代表国务院，向大会作政府工作报告。",
        "我受国务院的委托，现在向大会报告。",
        "根据国务院的决定，向大会报告工作。",
        "各位代表！我代表中央人民政府報告兩年來的經濟工作，請各位討論。",
    ],
)
def test_national_reports_of_every_decade(head: str) -> None:
    told = info(f"各位代表：\n{head}\n我国经济增长。")
    assert (told.region, told.level, told.adcode) == ("全国", "national", "100000")
    assert kind(f"各位代表：\n{head}\n我国经济增长，人民生活得到改善。") == "report"


def test_columns_beside_the_text_name_a_county_that_several_bear() -> None:
    text = "各位代表：\n现在，我代表区人民政府，向大会报告工作，请予审议。\n" + BODY.format("区")
    told = info(text, beside=Beside(region="江苏省 南京市 鼓楼区", year=2025))
    assert (told.id, told.region, told.adcode) == ("南京市鼓楼区-2025", "鼓楼区", "320106")


def test_the_session_outweighs_a_column_and_the_row_says_so() -> None:
    text = "政府工作报告\n——2025年2月6日在聊城市第七十届人民代表大会第九次会议上\n各位代表：\n" + BODY.format("市")
    told = info(text, beside=Beside(region="德州市", year=2023))
    assert (told.region, told.report_year) == ("聊城市", 2025)
    assert "may be 德州市" in told.doubt


def test_the_callers_word_wins_and_what_speaks_against_it_is_said() -> None:
    text = "政府工作报告\n——2025年2月6日在聊城市第七十届人民代表大会第九次会议上\n各位代表：\n" + BODY.format("市")
    told = info(text, region="济南市", year=2024)
    assert (told.region, told.report_year) == ("济南市", 2024)
    assert "聊城市" in told.doubt
    assert "2025" in told.doubt
    assert info(text).doubt == ""


def test_a_superior_in_a_column_contradicts_nothing() -> None:
    text = "政府工作报告\n——2025年2月6日在聊城市第七十届人民代表大会第九次会议上\n各位代表：\n" + BODY.format("市")
    told = info(text, beside=Beside(region="山东省"))
    assert (told.region, told.doubt) == ("聊城市", "")


def test_years_by_headings_names_and_spans() -> None:
    text = "各位代表：\n我代表县人民政府报告工作。\n" + BODY.format("县")
    assert info(text).report_year == 2025
    old = "各位代表：\n我代表县人民政府报告工作。\n关于生产\n全县粮食增产。"
    assert info(old).report_year is None
    told = info(old, "云汀县1987")
    assert (told.report_year, told.doubt) == (1987, "year only by the name of the file")
    assert info(old, "reports_1954-2025").report_year is None


def test_a_report_given_in_december_plans_the_next_year_without_a_doubt() -> None:
    text = "2025年政府工作报告\n——2024年12月28日在云汀县第九届人民代表大会第四次会议上\n各位代表：\n" + BODY.format(
        "县"
    )
    told = info(text)
    assert (told.report_year, told.planned_year, told.doubt) == (2024, 2025, "")


OTHERS = {
    "resolution": "云汀县第九届人民代表大会第四次会议关于政府工作报告的决议\n（2025年1月9日通过）\n云汀县第九届人民代表大会第四次会议"
    "听取和审议了县长陆知遥所作的政府工作报告。会议充分肯定县人民政府过去一年的工作，决定批准这个报告。",
    "budget": "关于云汀县2024年预算执行情况和2025年预算草案的报告\n——2025年1月8日在云汀县第九届人民代表大会第四次会议上\n各位代表：\n"
    "受县人民政府委托，现将2024年预算执行情况和2025年预算草案提请大会审议，并请各位委员提出意见。",
    "plan": "关于云汀县2024年国民经济和社会发展计划执行情况与2025年计划草案的报告\n——2025年1月8日在云汀县第九届人民代表大会"
    "第四次会议上\n各位代表：\n受县人民政府委托，现将计划执行情况提请大会审议。",
    "other": "云汀县人民法院工作报告\n——2025年1月8日在云汀县第九届人民代表大会第四次会议上\n各位代表：\n现在，我代表县人民法院向大会"
    "报告工作，请予审议。",
    "news": "云汀县九届人大四次会议开幕\n本报讯（记者 某某）1月8日上午，云汀县第九届人民代表大会第四次会议在县会堂开幕。县长陆知遥代表"
    "县人民政府作政府工作报告，回顾了2024年的工作，提出了2025年的目标。",
    "names": "云汀县第九届人民代表大会第四次会议主席团和秘书长名单\n（2025年1月7日预备会议通过）\n主席团由以下各位组成，按姓氏笔画为序",
    "unknown": "关于提高中小学教育质量的若干意见。为了贯彻教育方针，现就中小学教育质量提出若干意见如下，请遵照执行。",
}


@pytest.mark.parametrize("wanted", OTHERS)
def test_what_a_text_is_instead_of_a_report(wanted: str) -> None:
    assert kind(OTHERS[wanted]) == wanted


def test_excerpts_with_nothing_but_an_address_are_reports() -> None:
    assert kind("各位代表：\n过去一年，全县粮食增产，工业发展，人民生活有了改善。") == "report"
    assert kind("现在，我代表县人民政府报告工作。过去一年，全县粮食增产，人民生活改善。") == "report"


def test_metadata_make_a_report_of_a_text_without_head() -> None:
    text = "五年来，全国各族人民在社会主义建设中取得了很大的成就，国民经济全面好转。"
    assert kind(text) == "unknown"
    assert kind(text, Beside(title="1964年中华人民共和国国务院政府工作报告（摘要）")) == "report"


PAGE = (
    "首页\n>\n政务公开\n>\n政府工作报告\n时间：2026/02/02/ 16:08\n字号：[大][中][小]\n浏览次数：1208\n政府工作报告\n"
    "——2026年1月14日在澄源市第九届人民代表大会第五次会议上\n各位代表：\n一、2025年工作回顾\n地区生产总值增长5.7%，达到3100亿元。\n"
    "让我们团结奋斗，为建设美丽澄源作出新的更大贡献！\n下载 打印 收藏\n网站标识码3715000001 某公网安备37150000000012号\n"
)


def test_numbers_around_a_report_measure_nothing_and_are_in_the_ledger() -> None:
    found = pipeline.extract(Source(text=PAGE, name="x", encoding="str"), RULES)
    document = found.outline.document
    around = [n for n in found.numbers if document.is_around(n.start)]
    assert {document.text[n.start : n.end]: n.role for n in around} == {
        "2026": "date", "02": "date", "16": "date", "08": "date", "1208": "name", "3715000001": "name", "37150000000012": "name",
    }  # fmt: skip
    assert all(n.reason for n in around)
    assert [document.as_written(i.start, i.end) for i in found.indicators] == ["5.7%", "3100亿元"]
    assert (found.outline.info.region, found.outline.info.published) == ("澄源市", "2026-02-02")


def test_lines_of_a_report_are_not_taken_for_navigation() -> None:
    text = "各位代表：\n一、2025年工作回顾\n大\n地区生产总值增长5%。\n附件\n1. 改造老旧小区43个\n2. 新建学校5所"
    document = pipeline.clean(Source(text=text, name="x", encoding="str"), RULES)
    assert document.around == ()


@pytest.mark.parametrize(("day", "date"), [("1", "2025-01-01"), ("31", "2025-01-31"), ("0", ""), ("32", "")])
def test_the_date_of_delivery_is_a_day_of_a_month(day: str, date: str) -> None:
    session = f"政府工作报告\n——2025年1月{day}日在云汀县第十八届人民代表大会第四次会议上\n县长 何远\n各位代表：\n"
    assert info(session + BODY.format("县")).date == date
