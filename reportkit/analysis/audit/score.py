"""Verdicts → precision per table and field with intervals, recall, and how far two coders agree."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

from reportkit.analysis.audit.sample import FIELDS
from reportkit.analysis.audit.sheets import Verdict
from reportkit.model.tables import Column, Row, Table

_Z = 1.959963984540054
"""The 0.975 quantile of the normal distribution: intervals of 95 %."""
_PRECISION = (
    Column("table", "text", "表", "table, or sentences for recall"),
    Column("field", "text", "字段", "field, or row for all of them together"),
    Column("right", "int", "正确", "rows judged right"),
    Column("judged", "int", "已判", "rows judged"),
    Column("share", "decimal", "比例", "right of judged"),
    Column("low", "decimal", "下限", "lower end of the 95 % interval of Wilson (1927)"),
    Column("high", "decimal", "上限", "upper end"),
)
_AGREEMENT = (
    Column("table", "text", "表", "table"),
    Column("both", "int", "共判", "rows that both coders judged"),
    Column("same", "int", "一致", "of them judged alike"),
    Column("share", "decimal", "一致率", "alike of both"),
    Column("kappa", "decimal", "κ", "Cohen (1960): agreement beyond chance; empty if both said the same of all rows"),
)


def wilson(right: int, judged: int) -> tuple[float, float]:
    """The 95 % interval of Wilson (1927) for a share; (0, 1) without observations."""
    if not judged:
        return 0.0, 1.0
    share, z = right / judged, _Z * _Z / judged
    middle = (share + z / 2) / (1 + z)
    half = _Z * math.sqrt(share * (1 - share) / judged + z / (4 * judged)) / (1 + z)
    return max(0.0, middle - half), min(1.0, middle + half)


def precision(verdicts: Sequence[Verdict]) -> Table:
    """A row a table and field. A row judged wrong without a word on which field counts for the whole row only."""
    rows: list[Row] = []
    for table, fields in FIELDS.items():
        judged = [v for v in verdicts if v.table == table]
        if judged:
            rows.append(_row(table, "row", sum(bool(v.right) for v in judged), len(judged)))
            told = [v for v in judged if v.right or v.wrong]
            for field in fields:
                seen = [v for v in told if field in v.fields]
                rows += [_row(table, field, sum(field not in v.wrong for v in seen), len(seen))] if seen else []
    return Table("precision", _PRECISION, rows)


def recall(verdicts: Sequence[Verdict]) -> Table:
    """Indicators found of all that the sentences judged hold."""
    judged = [v for v in verdicts if v.table == "sentences"]
    found, missed = sum(v.found for v in judged), sum(v.missed for v in judged)
    return Table("recall", _PRECISION, [_row("sentences", "indicators", found, found + missed)] if judged else [])


def agreement(one: Sequence[Verdict], other: Sequence[Verdict]) -> Table:
    """A row a table: how far two coders agree on the rows that both judged."""
    first = {(v.table, v.key): v.right for v in one if v.right is not None}
    both = [(k[0], first[k], v.right) for v in other if (k := (v.table, v.key)) in first]
    tables = dict.fromkeys(table for table, _, _ in both)
    return Table(
        "agreement", _AGREEMENT, [_agreed(table, [(a, b) for t, a, b in both if t == table]) for table in tables]
    )


def _row(table: str, field: str, right: int, judged: int) -> Row:
    low, high = wilson(right, judged)
    share = None if not judged else _rounded(right / judged)
    return {
        "table": table, "field": field, "right": right, "judged": judged, "share": share,
        "low": _rounded(low), "high": _rounded(high),
    }  # fmt: skip


def _agreed(table: str, pairs: list[tuple[bool | None, bool | None]]) -> Row:
    same, n = sum(a == b for a, b in pairs), len(pairs)
    yes = sum(bool(a) for a, _ in pairs) / n, sum(bool(b) for _, b in pairs) / n
    chance = yes[0] * yes[1] + (1 - yes[0]) * (1 - yes[1])
    kappa = None if chance == 1 else _rounded((same / n - chance) / (1 - chance))
    return {"table": table, "both": n, "same": same, "share": _rounded(same / n), "kappa": kappa}


def _rounded(value: float) -> Decimal:
    return Decimal(str(round(value, 4)))
