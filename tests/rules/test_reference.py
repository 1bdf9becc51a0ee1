"""The reference in docs/rules.md is what the table of families says."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportkit.rules import reference

_DOC = Path(__file__).parents[2] / "docs" / "rules.md"


def test_the_reference_of_families_is_that_of_the_table(request: pytest.FixtureRequest) -> None:
    text = _DOC.read_text("utf-8")
    head, begin, rest = text.partition("<!-- families:")
    note, _, rest = rest.partition("-->\n")
    _, end, tail = rest.partition("<!-- end of families -->")
    made = f"{head}{begin}{note}-->\n{reference.markdown()}\n{end}{tail}"
    if request.config.getoption("--regen"):
        _DOC.write_text(made, "utf-8")
    assert _DOC.read_text("utf-8") == made
