"""Digits that a PDF draws after the words are put back to their places, or the page is doubtful."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import tabled
from running import run

from reportkit import rules
from reportkit import workspace as store
from reportkit.extraction import pipeline
from reportkit.model import confidence, tables
from reportkit.read import files, scattered
from reportkit.read.printed import Line
from reportkit.read.scans import Scans

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.mark.parametrize("name", ["digits-last", "digits-layered"])
def test_digits_drawn_after_the_words_are_put_back(name: str) -> None:
    source = files.read(FIXTURES / f"{name}.pdf")
    assert source.text.splitlines() == list(tabled.FIGURES)
    assert not source.warnings


def test_digits_that_lie_over_words_make_the_page_doubtful() -> None:
    source = files.read(FIXTURES / "digits-over-words.pdf", scans=Scans("never"))
    assert source.text.splitlines() != list(tabled.FIGURES)
    assert len(source.warnings) == 1
    assert "page 1 lie over one another" in source.warnings[0] and "--ocr auto" in source.warnings[0]


def test_rows_of_a_doubtful_page_are_marked_and_less_sure() -> None:
    sound, doubtful = (
        tables.rows(pipeline.extract(files.read(FIXTURES / f"{name}.pdf"), rules.load()), "indicators")
        for name in ("digits-last", "digits-over-words")
    )
    assert {row["source"] for row in sound} == {"text"}
    assert {row["source"] for row in doubtful} == {"doubtful"}
    assert max(row["confidence"] for row in doubtful) < min(row["confidence"] for row in sound)


def test_how_sure_the_reading_was_is_part_of_the_confidence() -> None:
    sure = confidence.confidence("indicators", [confidence.BASE])
    assert confidence.confidence("indicators", [confidence.BASE], recognised=0.5) <= sure / 2 + Decimal("0.01")
    assert confidence.confidence("indicators", [confidence.BASE], doubtful=True) < sure


def test_a_workspace_keeps_which_pages_are_doubtful(tmp_path: Path) -> None:
    db = str(tmp_path / "w.db")
    for again in (["extract", str(FIXTURES / "digits-over-words.pdf"), "--ocr", "never", "--force", "--db", db],
                  ["filter", "indicators", "--db", db, "--columns", "source", "-f", "csv"]):  # fmt: skip
        done = run(*again)
        assert done.returncode == 0, done.stderr
    assert set(done.stdout.split()[1:]) == {b"doubtful"}
    with store.open(Path(db)) as workspace:
        (report,) = workspace.reports()
        assert workspace.source(report.id).doubtful


def test_a_page_number_beside_a_line_of_words_is_in_its_place() -> None:
    words = Line(text="地区生产总值增长", left=100.0, right=300.0, bottom=700.0, size=12.0)
    assert scattered.is_scattered([words, Line(text="5.7%", left=200.0, right=220.0, bottom=701.0, size=12.0)])
    assert not scattered.is_scattered([words, Line(text="12", left=400.0, right=410.0, bottom=700.0, size=12.0)])
    assert not scattered.is_scattered([words, Line(text="12", left=200.0, right=210.0, bottom=680.0, size=12.0)])
