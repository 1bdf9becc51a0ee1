"""Cleaning: what is dropped, what is joined, and the map back to the source."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit import explain, rules
from reportkit.extraction import pipeline
from reportkit.model import tables
from reportkit.model.records import Document, Source

RULES = rules.load()


def running(text: str) -> Document:
    return pipeline.clean(Source(text=text, name="test", encoding="str"), RULES)


@pytest.mark.parametrize(
    ("source", "want"),
    [
        ("实现“十\n\n四五”规划目标。", "实现“十四五”规划目标。"),
        ("确保财政投入只\n\n- 12 -\n\n增不减。", "确保财政投入只增不减。"),
        ("增长 5.7 %，完成 1 2 8 亿元。", "增长5.7%，完成128亿元。"),
        ("增长１１．１％。", "增长11.1%。"),
        ("坚持创新驱动\n\n创新驱动发展战略。", "坚持创新驱动发展战略。"),
        ("一、2024年工作回顾\n过去一年，稳中有进。", "一、2024年工作回顾\n过去一年，稳中有进。"),
        ("第一段结束。\n第二段开始。", "第一段结束。\n第二段开始。"),
        ("新增5G 基站 20 个，使用 Big Data 平台。", "新增5G基站20个，使用Big Data平台。"),
        ("营商  环境\u200b持续\u00ad优化。", "营商环境持续优化。"),
        ("各项 &nbsp;工作，", "各项工作，"),
        ('打造"澄味优品"品牌，', "打造“澄味优品”品牌，"),
        ("项目(二期)完工,投用.", "项目（二期）完工，投用."),
    ],
)
def test_running_text(source: str, want: str) -> None:
    assert running(source).text == want


def test_running_head_is_dropped_where_it_recurs() -> None:
    pages = "\n\n澄源市人民政府工作报告\n\n".join(["推动经济持续", "回升向好，社会", "大局和谐", "稳定。"])
    document = running("政府工作报告\n\n各位代表：\n\n" + pages)
    assert document.text.endswith("推动经济持续回升向好，社会大局和谐稳定。")
    assert [d.rule for d in document.dropped] == ["clean.running_head"] * 3


def test_empty_and_blank() -> None:
    assert running("").text == ""
    assert running(" \n\t\n").text == ""


@given(st.text(alphabet='新增企业5亿元，。；、“”（一）二— 3\n\u3000１％&nbsp;"2,.aB\u200b', max_size=120))
def test_every_character_comes_from_its_place(text: str) -> None:
    document = running(text)
    assert len(document.origin) == len(document.text)
    assert list(document.origin) == sorted(document.origin)
    for char, place in zip(document.text, document.origin, strict=True):
        source = text[place]
        same = unicodedata.normalize("NFKC", source) == unicodedata.normalize("NFKC", char)
        assert same or char in "\n “”.，；：？！" or (source.isspace() and char == " "), (char, source)


@given(st.text(alphabet='新增企业5亿元，。（一）二— 3\n\u3000１％&nbsp;"2,.aB\u200b', max_size=120))
def test_what_is_left_out_is_blank_or_named(text: str) -> None:
    document = running(text)
    named = {i for d in document.dropped for i in range(d.start, d.end)}
    for i in set(range(len(text))) - set(document.origin) - named:
        assert text[i].isspace() or text[i] in "\u200b&nbsp;", (i, text)


def test_traditional_characters_are_read_as_simplified_and_shown_as_written() -> None:
    text = "二、2025年工作安排\n今年的主要預期目標是：地區生產總值增長５％左右，一般公共預算收入增長4%以上，新增就業１．２萬人。"
    extraction = pipeline.extract(Source(text=text, name="test", encoding="str"), RULES, year=2025)
    found = [
        (r["indicator"], r["raw"], r["value"], r["bound"], r["status"]) for r in tables.rows(extraction, "indicators")
    ]
    assert found == [
        ("地区生产总值", "５％", 5, "approx", "target"),
        ("一般公共预算收入", "4%", 4, "ge", "target"),
        ("城镇新增就业", "１．２萬人", 12000, "eq", "target"),
    ]


def test_a_simplified_text_keeps_its_traditional_names() -> None:
    assert running("推动乾隆行宫修缮，增长5%。").text == "推动乾隆行宫修缮，增长5%。"


@given(st.text(max_size=200))
def test_no_text_makes_it_raise(text: str) -> None:
    running(text)


def test_radicals_are_read_as_the_characters_they_are_drawn_like() -> None:
    rows = explain("全市⼀般公共预算收⼊增⻓5.7%。").rows("indicators")
    assert [(row["name"], row["indicator"], row["measure"]) for row in rows] == [
        ("全市一般公共预算收入", "一般公共预算收入", "growth")
    ]


def test_a_full_width_comma_groups_digits_by_threes() -> None:
    rows = explain("全市新建农村公路３，２８０公里，增加300公里。").rows("indicators")
    assert [row["value"] for row in rows] == [3280, 300]
