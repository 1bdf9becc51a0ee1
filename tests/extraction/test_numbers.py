"""Numerals, ranges and the completeness of the ledger."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit import resources, rules
from reportkit.domain import numerals
from reportkit.extraction import pipeline
from reportkit.model.records import Number, Source

RULES = rules.load()
SAMPLES = sorted((resources.folder("data") / "samples").glob("*.txt"))


def read(text: str) -> tuple[Number, ...]:
    return pipeline.read_snippet(text, RULES, year=2025).numbers


read("新增企业5家。")  # compiles the rules, so that no single example is charged with it


def spell(number: int) -> str:
    """A number below 10**8 in Chinese numerals."""
    if number >= 10**4:
        rest = number % 10**4
        zero = "零" if 0 < rest < 1000 else ""
        return spell(number // 10**4) + "万" + zero + (spell(rest) if rest else "")
    text, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if zero else "") + "零一二三四五六七八九"[digit] + name
            zero = False
        elif text:
            zero = True
    return text


@given(st.integers(min_value=1, max_value=10**8 - 1))
def test_spelt_numerals_give_their_value_back(number: int) -> None:
    assert numerals.chinese(spell(number)) == number


@pytest.mark.parametrize("text", ["十四五", "九二", "一一"])
def test_what_is_no_single_number(text: str) -> None:
    assert numerals.chinese(text) is None


@given(
    st.decimals(min_value=Decimal("0.1"), max_value=Decimal(99999), places=1),
    st.sampled_from(["", "万", "亿", "万亿"]),
)
def test_scaled_values_are_exact(value: Decimal, scale: str) -> None:
    (number,) = read(f"完成投资{value}{scale}元。")
    assert number.value == value * numerals.scale(scale)
    assert number.unit == "元"


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("地区生产总值增长4.5%—5%。", "4.5", "5", "%"),
        ("地区生产总值增长4.5-5%。", "4.5", "5", "%"),
        ("地区生产总值增长5%至6%。", "5", "6", "%"),
        ("每县引进1-2个项目。", "1", "2", "个"),
        ("新增就业3—5万人。", "30000", "50000", "人"),
        ("引进两三家企业。", "2", "3", "家"),
    ],
)
def test_ranges(text: str, low: str, high: str, unit: str) -> None:
    number = next(n for n in read(text) if n.role == "value")
    assert (number.value, number.value_max, number.unit, number.bound) == (Decimal(low), Decimal(high), unit, "range")


def test_from_to_is_no_range() -> None:
    values = [n for n in read("普及率从95.1%提高到96.3%，审批时间由60天压缩到40天。") if n.role == "value"]
    assert [(n.value, n.value_max) for n in values] == [(Decimal(v), None) for v in ("95.1", "96.3", "60", "40")]


def uncovered(text: str, ledger: tuple[Number, ...]) -> list[str]:
    inside = {i for n in ledger for i in range(n.start, n.end)}
    return [text[max(0, m.start() - 8) : m.end() + 8] for m in re.finditer("[0-9]+", text) if m.start() not in inside]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_the_ledger_accounts_for_every_digit(path: Path) -> None:
    extraction = pipeline.extract(Source(text=path.read_text("utf-8"), name=path.stem, encoding="utf-8"), RULES)
    assert uncovered(extraction.outline.document.text, extraction.numbers) == []


@given(st.text(alphabet="0123456789.,%-—至万亿个年一二十百新增长率 ，。“”（）\n", max_size=60))
def test_no_digit_is_lost_in_any_text(text: str) -> None:
    extraction = pipeline.extract(Source(text=text, name="any", encoding="str"), RULES)
    assert uncovered(extraction.outline.document.text, extraction.numbers) == []
