"""Numbers longer than any report has do not end a run."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import SAMPLE, run

from reportkit import rules
from reportkit.extraction import pipeline


@pytest.mark.parametrize("digits", [20, 21, 25, 40])
@pytest.mark.parametrize("unit", ["亿元", "万人", "个", "%"])
def test_long_numbers_are_read(digits: int, unit: str) -> None:
    found = pipeline.read_snippet(f"完成投资{'1' * digits}{unit}。", rules.load(), "review", 2025)
    assert len(found.numbers) == 1


def test_a_report_with_a_long_number_does_not_stop_the_others(tmp_path: Path) -> None:
    text = SAMPLE.read_text("utf-8")
    (tmp_path / "a.txt").write_text(
        text.replace("澄源市", "云汀县") + f"\n完成投资{'9' * 30}亿元，{'8' * 4999}个。\n", "utf-8"
    )
    (tmp_path / "b.txt").write_text(text, "utf-8")
    db = str(tmp_path / "w.db")
    done = run("extract", str(tmp_path), "--jobs", "1", "--db", db)
    assert b"internal" not in done.stderr, done.stderr.decode()
    assert "澄源市-2025" in run("reports", "--list", "-f", "csv", "--db", db).stdout.decode()
