"""What the verbs refuse, in the words that the command line has for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from running import refused, run

import reportkit
from reportkit.errors import UsageError


@pytest.mark.parametrize(
    ("conditions", "words"),
    [
        ({"topic": "industri"}, "there is no topic industri; did you mean industry"),
        ({"indicator": "地区生产总直"}, "there is no indicator 地区生产总直; did you mean 地区生产总值"),
        ({"report": "聊城市"}, "there is no report 聊城市; there are: 澄源市-2024, 澄源市-2025"),
        ({"region": "聊城是"}, "there is no region 聊城是; did you mean 聊城市"),
    ],
)
def test_a_wrong_name_is_answered_with_the_right_one(db: Path, conditions: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError) as told:
        reportkit.filter("indicators", db=db, **conditions)
    assert words in str(told.value)


@pytest.mark.parametrize(
    ("option", "span", "meant"), [("--year", "2024-2023", "2023-2024"), ("--report-year", "2025-2020", "2020-2025")]
)
def test_a_span_that_runs_backwards_is_refused(option: str, span: str, meant: str) -> None:
    refused(
        run("filter", "indicators", option, span, "--count"), 2, f"{span}: the span runs backwards; {meant} is meant"
    )


def test_an_unknown_unit_of_a_panel_is_refused(db: Path) -> None:
    with pytest.raises(UsageError, match="there is no unit foo"):
        reportkit.panel("地区生产总值", unit="foo", db=db)


def test_a_unit_with_a_scale_word_finds_the_rows_of_its_base_unit(db: Path) -> None:
    found = reportkit.filter("indicators", db=db, unit="亿元")
    assert len(found) > 0
    assert set(found["unit"]) == {"元"}
