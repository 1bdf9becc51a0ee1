"""The types of codes are the codes of the columns."""

from __future__ import annotations

from typing import get_args

import pytest

from reportkit.model import codes


@pytest.mark.parametrize(
    ("column", "types"),
    [
        ("part", (codes.Part,)),
        ("measure", (codes.Measure,)),
        ("bound", (codes.Bound,)),
        ("direction", (codes.Direction,)),
        ("status", (codes.Status, codes.Progress)),
        ("strength", (codes.Strength,)),
        ("kind", (codes.Promise, codes.Named)),
        ("role", (codes.Role,)),
    ],
)
def test_types_and_labels_hold_the_same_codes(column: str, types: tuple[object, ...]) -> None:
    assert [code for one in types for code in get_args(one)] == list(codes.CODES[column])
