"""The clock of a report: every kind of heading, turn and horizon, on reports of invented places.

A line of a report that ends in ``= …`` says what its numbers must be read as: ``actual 2025``, ``target 2026-2030``.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from running import run

from reportkit import rules
from reportkit.extraction import pipeline
from reportkit.model.records import Extraction, Indicator, Source

RULES = rules.load()
FRONT = """政府工作报告
——2026年1月20日在澄源省第十届人民代表大会第四次会议上
澄源省省长 陆知遥
各位代表：
现在，我代表省人民政府，向大会报告政府工作，请予审议。
"""
REPORTS = {
    "combined heading, the year first": """
一、2025年和“十四五”时期工作回顾
过去一年，我们顶住压力，经济稳中向好。地区生产总值增长5.3%，新增企业51家。 = actual 2025
一年来，我们抓项目、扩投资。完成投资520亿元，粮食产量达到53亿斤。 = actual 2025
各位代表！2025年各项指标如期实现，“十四五”画上句号。五年来，全省上下咬定目标不放松。
综合实力跃上台阶。地区生产总值年均增长5.4%，累计新增就业54万人。 = actual 2021-2025
常住人口城镇化率达到55.5%。 = actual 2025
居民人均可支配收入由2.56万元
二、“十五五”时期主要目标任务
“十五五”时期是夯实基础的关键时期。经济年均增长5.7%左右，新建高速公路570公里。 = target 2026-2030
城镇化率提高到58.8%。 = target 2030
三、2026年工作安排
地区生产总值增长5.9%左右，新增企业60家。 = target 2026
""",
    "combined heading, five years first": """
一、“十四五”时期和2025年工作回顾
“十四五”这五年，我们走过了很不平凡的历程。累计建成公路510公里，研发投入年均增长11%。 = actual 2021-2025
各位代表！刚刚过去的2025年，是极不寻常的一年。新增企业52家，税收增长5.2%。 = actual 2025
二、“十五五”时期的奋斗目标
全员劳动生产率年均增长5.3%。 = target 2026-2030
三、关于2026年工作
新增企业54家。 = target 2026
""",
    "the heading names one year, five years come in unannounced": """
一、2025年工作回顾
刚刚过去的一年，我们攻坚克难。新增企业51家。 = actual 2025
2025年主要目标圆满实现，标志着规划收官。五年来，我们接续奋斗，累计建成公路510公里。
生态环境不断好转。森林覆盖率达到52.5%，污水处理率提高到93.5%。 = actual 2025
粮食播种面积年均增加3.5万亩，累计治理河道535公里。 = actual 2021-2025
二、2026年重点工作
新增企业54家。 = target 2026
""",
    "headings without numbers": """
“十四五”时期主要工作
五年来，我们接续奋斗。累计建成公路510公里。 = actual 2021-2025
“十五五”时期的奋斗目标
累计建成公路520公里，经济年均增长5.2%左右。 = target 2026-2030
2026年主要任务
新增企业53家，税收增长5.3%左右。 = target 2026
""",
    "headings that name a part only": """
工作回顾
过去一年，我们抓项目、扩投资，经济稳中向好。新增企业51家。 = actual 2025
主要目标任务
今年是关键之年，我们要稳中求进。新增企业52家。 = target 2026
政府自身建设
我们要勤政为民，办结建议530件。 = target 2026
""",
    "headings in words of their own": """
一、2025：砥砺前行的一年
新增企业51家，地区生产总值增长5.1%。 = actual 2025
二、展望“十五五”
累计新增就业52万人，经济年均增长5.2%左右。 = target 2026-2030
三、奋力实现“十五五”良好开局
新增企业53家，地区生产总值增长5.3%左右。 = target 2026
""",
    "the year that opens a plan": """
一、去年工作回顾
新增企业51家，地区生产总值增长5.1%。 = actual 2025
二、“十五五”奋斗目标
累计新增就业52万人，经济年均增长5.2%左右。 = target 2026-2030
三、开局之年的重点任务
新增企业53家，地区生产总值增长5.3%左右。 = target 2026
""",
    "headings in brackets": """
【2025年工作回顾】
过去一年，我们抓项目、扩投资，经济稳中向好。新增企业51家。 = actual 2025
【2026年工作安排】
新增企业52家。 = target 2026
""",
    "headings run into the first sentence": """
一、2025年工作回顾　过去一年，我们抓项目、扩投资，经济稳中向好。新增企业51家，税收同比增长5.1%。 = actual 2025
二、2026年工作安排　今年是关键之年，我们要稳中求进。新增企业52家，税收增长5.2%左右。 = target 2026
""",
    "no headings at all": """
过去一年，面对复杂局面，我们顶住了压力，经济稳中向好，各项事业取得了新的进步。
工业提质增效。全省新增企业51家，税收同比增长5.1%，居全国前列。 = actual 2025
农业稳产增收。粮食产量达到51.5亿斤，创历史新高，成功创建示范县5个。 = actual 2025
民生明显改善。城镇新增就业51.7万人，比上年增加1.7万人，新建了学校57所。 = actual 2025
我们清醒认识到，发展中还存在不少困难和问题。在此，向全省人民表示衷心感谢！
今年是关键之年，做好政府工作，要坚持稳中求进。主要预期目标是：地区生产总值增长5.2%左右。 = target 2026
加快工业转型。实施技术改造，新增企业53家，确保税收增长5.3%。 = target 2026
推进乡村振兴。我们要守住耕地，新建高标准农田54万亩。 = target 2026
办好民生实事。必须用心用情，新建学校58所。 = target 2026
""",
    "a change of term": """
一、过去五年工作回顾
五年来，我们接续奋斗。累计建成公路510公里，经济年均增长5.1%。 = actual 2021-2025
2023年，遭遇特大洪水，转移群众5.23万人。 = actual 2023
农村公路通达率达到95.1%。 = actual 2025
二、今后五年的奋斗目标
经济年均增长5.2%左右，城镇化率达到62.5%。 = target 2026-2030 2030
三、2026年主要任务
新增企业53家。 = target 2026
""",
    "one heading over the term ahead and the year ahead": """
一、过去五年工作回顾
五年来，累计建成公路510公里。 = actual 2021-2025
二、今后五年的奋斗目标和2026年主要任务
今后五年，我们要再上台阶。累计建成公路520公里。 = target 2026-2030
今年，我们要开好局。新增企业53家。 = target 2026
""",
    "one heading over the plan behind and the plan ahead": """
一、2025年工作回顾
过去一年，我们抓项目、扩投资。新增企业51家。 = actual 2025
二、“十四五”时期发展成就和“十五五”时期主要目标任务
五年来，我们取得了来之不易的成绩。累计建成公路510公里，成功创建示范县5个。 = actual 2021-2025
我们要把握机遇，必须再上台阶，确保目标实现。
要稳步提升实力。经济年均增长5.2%左右，新建公路520公里。 = target 2026-2030
三、2026年重点工作
新增企业53家。 = target 2026
""",
    "what happened, inside the plan": """
一、2025年工作回顾
过去一年，我们抓项目、扩投资。新增企业51家。 = actual 2025
二、2026年工作安排
加强国防动员。过去一年，驻军官兵帮扶企业52家。 = actual 2025
新的一年，我们要再帮扶企业53家。 = target 2026
近年来，全省医院已经达到54家。 = actual 2025
到2030年，医院达到55家。 = target 2030
今后三年，新建学校56所。 = target 2026-2028
力争三年内，新建桥梁57座。 = target 2026-2028
""",
    "where movements start and end": """
一、2025年和“十四五”时期工作回顾
过去一年，自来水普及率由91.1% = actual 2024
提高到91.2%。 = actual 2025
五年来，我们接续奋斗。高新技术企业由112家增加到123家。 = actual 2020 2025
2020年到2025年，研发投入从21.1亿元增加到23.2亿元。 = actual 2020 2025
财政收入比2020年增长34.5%。 = actual 2021-2025
2025年旅客人数较2020年增长90.5%。 = actual 2025
二、2026年工作安排
低保标准从515元提高到526元。 = actual,target 2025 2026
""",
    "others' deeds, circumstances, and what would be": """
一、2025年工作回顾
过去一年，习近平总书记亲临我省考察，3次回信勉励。 = background 2025
预计地区生产总值增长5.1%。 = estimate 2025
新校区力争招生5200人。 = target 2025
二、2026年工作安排
今年高校毕业生达到53万人，要做好服务。 = background 2026
只要节约用水，全年可以节省5.4亿元。 = background 2026
目前，全省拥有医院54家。 = actual 2026
""",
}


def _read(body: str) -> tuple[Extraction, list[tuple[str, list[str]]]]:
    """The extraction of a report, and of every line that says what it wants its words and that."""
    lines, wants = [], []
    for line in body.strip().split("\n"):
        words, _, want = line.partition(" = ")
        lines.append(words.removesuffix(" ="))
        if want:
            wants.append((words, want.split()))
    close = "\n各位代表！让我们更加紧密地团结起来，奋力开创新局面！\n"
    source = Source(text=FRONT + "\n".join(lines) + close, name="report", encoding="utf-8")
    return pipeline.extract(source, RULES), wants


@pytest.mark.parametrize("kind", REPORTS)
def test_status_and_years(kind: str) -> None:
    extraction, wants = _read(REPORTS[kind])
    assert wants
    for words, (status, *years) in wants:
        rows = _rows(extraction, words)
        assert rows, words
        statuses = status.split(",")
        for place, row in enumerate(rows):
            read = f"{row.year_start}-{row.year}" if row.year_start else str(row.year)
            want = (statuses[min(place, len(statuses) - 1)], years[min(place, len(years) - 1)])
            assert (row.status, read) == want, (words, row.name, row.trace)


def _rows(extraction: Extraction, words: str) -> list[Indicator]:
    """The rows with a number of the last sentence of ``words``."""
    last = [piece for piece in re.split("(?<=。)|　", words) if piece][-1]
    begin = extraction.outline.document.text.index(last)
    return [r for r in extraction.indicators if begin <= r.start < begin + len(last) and r.number is not None]


def test_a_text_that_has_lost_its_line_breaks_is_divided_all_the_same() -> None:
    body = REPORTS["headings run into the first sentence"].strip()
    lines = [line.partition(" = ")[0] for line in body.split("\n")]
    source = Source(text=FRONT + "".join(lines), name="report", encoding="utf-8")
    rows = [r for r in pipeline.extract(source, RULES).indicators if r.number is not None]
    assert [(r.status, r.year) for r in rows] == [("actual", 2025)] * 2 + [("target", 2026)] * 2


def test_a_report_of_december_reviews_its_own_year() -> None:
    front = FRONT.replace("2026年1月20日", "2025年12月20日")
    body = "一、2025年工作回顾\n今年以来，新增企业51家。\n二、2026年工作安排\n明年，新增企业52家。\n新增医院53家。\n"
    rows = pipeline.extract(Source(text=front + body, name="report", encoding="utf-8"), RULES).indicators
    assert [(r.status, r.year) for r in rows] == [("actual", 2025), ("target", 2026), ("target", 2026)]


def test_years_handed_out_by_fenbie_are_one_to_each() -> None:
    rows = pipeline.read_snippet("2007年和2012年煤炭产量分别为31万吨和45万吨。", RULES, "review", 2013).indicators
    assert [(r.year, r.name) for r in rows] == [(2007, "煤炭产量"), (2012, "煤炭产量")]


def test_a_clear_division_is_sure_and_a_report_of_one_part_is_in_doubt() -> None:
    clear, _ = _read(REPORTS["combined heading, the year first"])
    assert clear.outline.info.doubt == ""
    review = "\n".join(f"过去一年，新增企业{n}家，比上年增加了5家。" for n in range(100, 130))
    only = Source(text=f"{FRONT}一、2025年工作回顾\n{review}\n", name="report", encoding="utf-8")
    assert "all of it was read as review" in pipeline.outline(only, RULES).info.doubt


def test_sentences_without_signs_are_as_sure_as_their_neighbours() -> None:
    extraction, _ = _read(REPORTS["no headings at all"])
    divided = [s for s in extraction.outline.sentences if s.part in ("review", "plan")]
    assert [s.part for s in divided] == sorted((s.part for s in divided), reverse=True)
    assert all(0 <= s.sureness <= 1 for s in divided)


def test_the_division_of_a_report_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    body = "\n".join(line.partition(" = ")[0] for line in REPORTS["a change of term"].strip().split("\n"))
    path.write_text(FRONT + body + "\n", "utf-8")
    turns_shown = json.loads(run("explain", "--report", str(path), "-f", "json").stdout)["turns"]
    assert [(t["part"], t["years"]) for t in turns_shown if t["text"][:2] in ("一、", "二、", "三、")] == [
        ("review", "2021–2025"), ("plan", "2026–2030"), ("plan", "2026"),
    ]  # fmt: skip
    assert "name one report file" in run("explain", "--report", str(path), str(path)).stderr.decode()
