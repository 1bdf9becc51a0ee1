"""Which clauses are promises."""

from __future__ import annotations

import pytest

import reportkit


@pytest.mark.parametrize(
    ("clause", "promised"), [("优化机制", False), ("提升存量", False), ("优化新机制", True), ("改造老旧小区", True)]
)
def test_a_clause_of_four_characters_without_number_or_name_is_a_watchword(clause: str, promised: bool) -> None:
    assert reportkit.explain(f"{clause}。").commitments["text"].tolist() == [clause] * promised
