"""Whether every number of a report is accounted for."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

from reportkit.model.codes import labels
from reportkit.model.tables import TABLES, Column, Row, Table
from reportkit.workspace import Query, Workspace

DOUBTFUL = Decimal("0.7")
"""Rows less sure than this are counted as doubtful: three in ten of them may be wrong."""
_DIGIT = re.compile("[0-9０-９]")
_NAMES = labels("table")
_COLUMNS = (
    Column("report", "text", "报告", "id of the report"),
    Column("digits", "int", "数字字符", "Arabic digits of the running text, without page numbers"),
    Column("digits_covered", "int", "已入账数字字符", "of them in the span of a number of the ledger"),
    Column("numbers", "int", "数", "numbers of the ledger"),
    Column("values", "int", "指标值", "numbers that measure something"),
    Column("values_placed", "int", "已成行", "of them with a row in the indicators table"),
    Column("explained", "int", "已说明", "other numbers with the reason why they are no indicator"),
    Column("other", "int", "未归类", "numbers that no rule claimed"),
    *(Column(f"{table}_rows", "int", f"{_NAMES[table]}行数", f"rows in {table}") for table in TABLES[:3]),
    Column("doubtful", "int", "存疑行", f"rows of these tables with a confidence below {DOUBTFUL}"),
)


def coverage(workspace: Workspace, query: Query) -> Table:
    """A row a report: digits and numbers counted, placed, explained."""
    return Table("coverage", _COLUMNS, [_report(workspace, r.id, r.counts) for r in workspace.reports(query)])


def _report(workspace: Workspace, report: str, counts: dict[str, int]) -> Row:
    numbers = list(
        workspace.rows("numbers", Query(report=[report], columns=["start", "end", "raw", "role", "table", "reason"]))
    )
    roles = Counter(row["role"] for row in numbers)
    doubtful = Query(report=[report], where=f"confidence < {DOUBTFUL}")
    return {
        "report": report, "digits": sum(len(_DIGIT.findall(s.text)) for s in workspace.sentences(report)), "digits_covered": _covered(numbers), "numbers": len(numbers),
        "values": roles["value"], "values_placed": sum(row["table"] == "indicators" for row in numbers),
        "explained": sum(row["role"] != "value" and bool(row["reason"]) for row in numbers), "other": roles["other"],
        **{f"{table}_rows": counts[table] for table in TABLES[:3]},
        "doubtful": sum(workspace.count(table, doubtful) for table in TABLES[:3]),
    }  # fmt: skip


def _covered(numbers: list[Row]) -> int:
    """Digits of the numbers, those of a range's end, which the range holds, counted once."""
    covered = last = 0
    for row in numbers:
        if row["end"] > last:
            covered += len(_DIGIT.findall(row["raw"]))
            last = row["end"]
    return covered
