"""How far a row can be trusted: the share of rows read the same way that were right when people checked them.

The counts are in data/reliability.tsv (see data/reliability.README.md for what was checked); a mechanism is the way in
which the reader came to a row, as its trace tells.
"""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal

from reportkit import resources
from reportkit.model.records import Commitment, Indicator, Number, Project

_STEP = Decimal("0.01")
_ANY = "*"


def mechanism(row: Indicator | Commitment | Project | Number) -> str:
    """The mechanism that made a row: how its subject was found, which kind of rule told it."""
    trace = dict(row.trace)
    if isinstance(row, Indicator):
        told = trace.get("name", "name.words").removeprefix("name.")
        return f"{told} {'known' if row.indicator else 'new'}"
    if isinstance(row, Commitment):
        return f"{trace.get('clause', '').rpartition('.')[2]} {row.kind}"
    if isinstance(row, Project):
        return f"{trace.get('name', '').split('.')[1]} {row.kind}" if "name" in trace else row.kind
    return row.role


def confidence(table: str, told: str) -> Decimal:
    """The share of rows of ``table`` made by the mechanism ``told`` that were right, 0 to 1, by Laplace's rule of succession."""
    counts = _counts()
    rows, right = counts.get((table, told)) or counts[table, _ANY]
    return (Decimal(right + 1) / Decimal(rows + 2)).quantize(_STEP, ROUND_FLOOR)


@resources.cached
def _counts() -> dict[tuple[str, str], tuple[int, int]]:
    cells = resources.table("reliability")
    return {(table, told): (int(rows), int(right)) for table, told, rows, right in cells}
