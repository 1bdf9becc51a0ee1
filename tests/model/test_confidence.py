"""The confidence of rows: what it is computed from, and that every row has one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportkit import resources, rules
from reportkit.extraction import pipeline
from reportkit.model import confidence as reliability
from reportkit.model import tables
from reportkit.model.records import Source

RULES = rules.load()
SAMPLE = resources.folder("data") / "samples" / "澄源市-2025.txt"


def test_laplace(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = {("indicators", "before known"): (8, 8), ("indicators", "*"): (18, 13)}
    monkeypatch.setattr(reliability, "_counts", lambda: counts)
    assert reliability.confidence("indicators", "before known") == Decimal("0.90")
    assert reliability.confidence("indicators", "never seen") == Decimal("0.70")


def test_every_table_was_checked() -> None:
    assert all(0 < reliability.confidence(table, "never seen") < 1 for table in tables.TABLES)


def test_a_known_indicator_is_surer_than_a_new_noun_after_the_number() -> None:
    extraction = pipeline.read_snippet("地区生产总值增长5%，培育12个云雾茶示范庄园。", RULES, "plan", 2025)
    sure, less = (row["confidence"] for row in tables.rows(extraction, "indicators"))
    assert sure > less


def test_rows_of_the_sample_have_a_confidence() -> None:
    extraction = pipeline.extract(Source(SAMPLE.read_text("utf-8"), "sample", "utf-8"), RULES)
    for table in tables.TABLES:
        assert all(0 < row["confidence"] < 1 for row in tables.rows(extraction, table))
