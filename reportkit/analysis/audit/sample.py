"""A random sample of rows to check by hand: a sheet a table, with empty columns for the verdict."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

from reportkit.model.tables import Column, Row, Table
from reportkit.model.tables import columns as columns_of
from reportkit.workspace import Query, Workspace

T = TypeVar("T")
FIELDS = {
    "indicators": (
        "name", "indicator", "value", "value_max", "unit", "measure", "bound", "direction", "status", "year", "year_start",
        "strength", "wording",
    ),
    "commitments": ("text", "action", "object", "kind", "strength", "wording", "deadline", "owner"),
    "projects": ("name", "kind", "sector", "place", "status"),
    "numbers": ("raw", "role"),
}  # fmt: skip
"""What is judged of a row."""
_PLACE = ("report", "page", "start", "end", "confidence")
_VERDICT = (
    Column("right", "text", "正确", "1 if every field is right, 0 if one is wrong", choices=("1", "0")),
    Column("wrong", "text", "错误字段", "which fields are wrong, such as name,year"),
    Column("note", "text", "备注", "anything worth knowing"),
)
_MISSED = (
    Column("indicators", "int", "指标数", "indicator rows found in the sentence"),
    Column("missed", "text", "遗漏数", "how many the sentence holds besides, 0 for none"),
    Column("note", "text", "备注", "anything worth knowing"),
)


def sample(workspace: Workspace, tables: Sequence[str], query: Query, n: int, seed: int) -> list[Table]:
    """``n`` rows of each table, and as many sentences for what was missed; the same for the same seed.

    A systematic sample: rows in the order of level, region, year and place, every k-th from a random
    start, so that every report, part and page has its share (proportional stratification).
    """
    chance = random.Random(seed)
    found = [_of_table(workspace, table, query, n, chance) for table in tables]
    return [*found, _sentences(workspace, query, n, chance)] if "indicators" in tables else found


def marked(sentence: str, raw: str) -> str:
    """The sentence with the words in question in 【】, where they stand in it once."""
    return sentence.replace(raw, f"【{raw}】") if raw and sentence.count(raw) == 1 else sentence


def _of_table(workspace: Workspace, table: str, query: Query, n: int, chance: random.Random) -> Table:
    names = (*_PLACE, *FIELDS[table])
    known = {c.name: c for c in columns_of(table)}
    columns = (known["sentence"], *(known[name] for name in names), *_VERDICT)
    rows = list(workspace.rows(table, query))
    rows.sort(key=lambda r: (r["level"], r["adcode"], r["region"], r["report_year"] or 0))
    return Table(table, columns, [_sheet_row(row) for row in _every(rows, n, chance)])


def _sheet_row(row: Row) -> Row:
    return row | {"sentence": marked(row["sentence"], row.get("raw", "")), "right": "", "wrong": "", "note": ""}


def _sentences(workspace: Workspace, query: Query, n: int, chance: random.Random) -> Table:
    known = {c.name: c for c in columns_of("indicators")}
    columns = (known["report"], known["part"], known["start"], known["end"], known["sentence"], *_MISSED)
    places = [
        (r.id, s) for r in workspace.reports(query) for s in workspace.sentences(r.id) if s.kind != "heading" and s.part
    ]
    rows = []
    for report, s in _every(places, n, chance):
        inside = workspace.count("indicators", Query(report=[report], where=f"start >= {s.start} AND start < {s.end}"))
        rows.append({
            "report": report, "part": s.part, "start": s.start, "end": s.end, "sentence": s.text,
            "indicators": inside, "missed": "", "note": "",
        })  # fmt: skip
    return Table("sentences", columns, rows)


def _every(rows: Sequence[T], n: int, chance: random.Random) -> list[T]:
    if len(rows) <= n:
        return list(rows)
    step = len(rows) / n
    start = chance.random() * step
    return [rows[int(start + k * step)] for k in range(n)]
