"""Texts that no report holds: they cost what their length costs, and what was cut or left out is said."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from reportkit import limits, rules
from reportkit.extraction import pipeline, structure
from reportkit.model.records import Extraction, Source
from reportkit.rules import Rules, lexicons

_HEAD = "澄源市政府工作报告\n2025年1月10日在澄源市第三届人民代表大会第二次会议上\n各位代表：\n"
_TIMES = 25
"""How often a word stands in a row: with two ways to read each, 33 million ways to read them all."""


def extracted(plan: str, known: Rules | None = None) -> Extraction:
    text = f"{_HEAD}一、2024年工作回顾\n改革推进。\n二、2025年工作安排\n{plan}\n"
    return pipeline.extract(Source(text=text, name="text", encoding="utf-8"), known or rules.load())


@pytest.fixture(scope="module")
def stopped() -> Rules:
    """The shipped rules, each stopped like a user's when it runs longer than a second, which is an error."""
    known = rules.load()
    return Rules(all=tuple(replace(rule, user=True) for rule in known.all), lexicons=known.lexicons, hash=known.hash)


def test_no_word_multiplies_the_ways_to_read_a_clause(stopped: Rules) -> None:
    words = [*ambiguous(stopped), "更", "要", "分别", "确保", "土地", "累计", "平均", "共", "约"]
    extracted("\n".join(f"{word * _TIMES}5%，{word * _TIMES}工程。" for word in words), stopped)


def ambiguous(known: Rules) -> list[str]:
    """Adverbs that are made of other words of the lexicons, and so can be read in two ways: 自觉主动."""
    single = {*lexicons.terms(known.lexicons, "adverbs"), *lexicons.terms(known.lexicons, "verbs")}
    found = [
        w for w in lexicons.terms(known.lexicons, "adverbs") if any({w[:k], w[k:]} <= single for k in range(1, len(w)))
    ]
    assert "自觉主动" in found
    return found


def test_a_sentence_without_end_is_cut_at_commas_and_that_is_said() -> None:
    found = extracted("地区生产总值增长5.7%，" * 1000)
    lengths = [s.end - s.start for s in found.outline.sentences]
    assert max(lengths) <= limits.SENTENCE
    assert "a sentence of more than 1,500 characters cut at commas" in found.outline.info.doubt
    assert len(found.indicators) == 1000
    assert {row.name for row in found.indicators} == {"地区生产总值"}


def test_a_report_is_not_said_to_be_cut() -> None:
    assert "cut" not in extracted("地区生产总值增长5.7%，改革推进。" * 1000).outline.info.doubt


def test_a_sentence_without_marks_is_cut_where_reach_ends() -> None:
    text = "改" * (limits.SENTENCE * 2 + 1)
    spans = structure.split_sentences(text, 0, len(text))
    assert [end - start for start, end in spans] == [limits.SENTENCE, limits.SENTENCE, 1]


def test_the_pieces_of_a_text_are_all_of_it() -> None:
    text = "“改革，推进。" * 1000
    spans = structure.split_sentences(text, 0, len(text))
    assert (spans[0][0], spans[-1][1]) == (0, len(text))
    assert all(one[1] == two[0] for one, two in pairwise(spans))


def test_the_value_of_the_longest_numeral_is_exact() -> None:
    digits = "123456789" * 5
    (number,) = pipeline.read_snippet(f"投资{digits[: limits.NUMERAL]}亿元。", rules.load()).numbers
    assert number.value == int(digits[: limits.NUMERAL]) * 10**8


@pytest.mark.parametrize(
    "digits", ["1" * (limits.NUMERAL + 1), "1" * 20_000, "111" + ",111" * 13, "九" * (limits.NUMERAL + 1)]
)
def test_more_digits_in_a_row_are_no_number(digits: str) -> None:
    assert pipeline.read_snippet(f"投资{digits}亿元。", rules.load()).numbers == ()
