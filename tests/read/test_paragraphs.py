"""Where paragraphs begin in a PDF that sets them without indents and gaps."""

from __future__ import annotations

from pathlib import Path

import pytest
import tabled

from reportkit import rules
from reportkit.extraction import pipeline
from reportkit.model.records import Source
from reportkit.read import files, layout
from reportkit.read.printed import Line, width

FIXTURES = Path(__file__).parent / "fixtures"
SIZE = 12.0
MEASURE = 30


def paragraphs(source: Source) -> list[str]:
    return [line for line in pipeline.clean(source, rules.load()).text.split("\n") if line]


@pytest.mark.parametrize("name", ["bare", "bare-printed"])
def test_bare_paragraphs_begin_where_they_were_written(name: str) -> None:
    wanted = [line for _, lines in tabled.bare_pages() for line in lines]
    assert paragraphs(files.read(FIXTURES / f"{name}.pdf")) == wanted


def set_in_lines(*texts: str) -> Source:
    """A page of one column, 30 characters wide; each text is a line."""
    filled = "全市上下攻坚克难各项工作迈上新的台阶全市上下攻坚克难各项工作"[:MEASURE]
    lines = [
        Line(text=text, left=0.0, right=SIZE * width(text), bottom=700.0 - 20 * place, size=SIZE)
        for place, text in enumerate((filled, filled, *texts))
    ]
    return layout.source_of([lines], "x", "pdf")


FULL = "推动农业农村持续向好，" + "新改建农村公路建成高标准农田粮食总产"


def test_a_line_whose_last_word_was_full_stays_joined_where_nothing_parts_it() -> None:
    assert width(FULL + "。") == MEASURE
    made = set_in_lines(FULL + "。", "民生福祉不断增进。")
    assert paragraphs(made)[-1].endswith(FULL + "。民生福祉不断增进。")


def test_a_line_with_room_for_the_next_word_ends_a_paragraph_only_with_its_sentence() -> None:
    assert paragraphs(set_in_lines(FULL[:-2] + "。", "民生福祉不断增进。"))[-1] == "民生福祉不断增进。"
    assert paragraphs(set_in_lines(FULL[:-2], "民生福祉不断增进。"))[-1].endswith(FULL[:-2] + "民生福祉不断增进。")


def test_a_number_that_had_no_room_is_no_beginning() -> None:
    made = set_in_lines(FULL[:-2] + "。", "2025年，民生福祉不断增进。")
    assert paragraphs(made)[-1].endswith("。2025年，民生福祉不断增进。")


def test_an_item_that_counts_on_begins_a_paragraph_after_a_full_line() -> None:
    one, other = ("1." + FULL[: MEASURE - 2], "2.改造老旧小区60个。")
    assert paragraphs(set_in_lines("各项实事如下：", one + "量", other))[-1] == other
    assert paragraphs(set_in_lines("各项实事如下：", one + "量", "5.改造老旧小区60个。"))[-1] != "5.改造老旧小区60个。"
