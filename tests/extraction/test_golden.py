"""Every row of the sample reports, as it was when somebody last looked at it.

The files under golden/ are made by ``pytest tests/extraction/test_golden.py --regen`` and read in the diff of the commit that
changes them: a change of a rule shows which rows it moved.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from reportkit import Report
from reportkit.model import tables

GOLDEN = Path(__file__).parent / "golden"
_OF_THE_REPORT = frozenset(("report", "region", "level", "adcode", "report_year", "page", "source", "ocr_confidence"))
"""Columns that say the same of every row."""


@pytest.mark.parametrize("name", tables.TABLES)
@pytest.mark.parametrize("place", [0, 1])
def test_rows_are_those_of_the_golden_file(
    samples: list[Report], place: int, name: str, request: pytest.FixtureRequest
) -> None:
    report = samples[place]
    path = GOLDEN / f"{report.info.id}.{name}.jsonl"
    made = "".join(_line(row) for row in report.rows(name))
    if request.config.getoption("--regen"):
        assert not os.environ.get("CI"), "golden files are made by hand, never by CI"
        path.write_text(made, "utf-8")
    assert made.splitlines() == path.read_text("utf-8").splitlines()


def _line(row: tables.Row) -> str:
    sentence = row["sentence"]
    short = {k: v for k, v in row.items() if k not in _OF_THE_REPORT and v not in ("", None)}
    short["sentence"] = sentence if len(sentence) <= 16 else f"{sentence[:16]}…"
    return json.dumps(short, ensure_ascii=False, default=tables.plain) + "\n"
