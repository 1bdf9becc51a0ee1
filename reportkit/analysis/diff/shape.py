"""Comparisons as tables: every row with the words of both sides and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from reportkit.analysis.diff.commitments import Kept
from reportkit.analysis.diff.indicators import Figure
from reportkit.analysis.diff.projects import Work
from reportkit.analysis.diff.promises import Promise
from reportkit.model.tables import Column, Row, Table

_SIDE = (
    Column("report", "text", "报告", "id of the report"),
    Column("page", "int", "页", "1-based page, for formats with pages"),
    Column("start", "int", "起", "first character in the source text"),
    Column("end", "int", "止", "one past the last character"),
    Column("sentence", "text", "句子", "the sentence, in running text"),
)
_MATCH = (
    Column("score", "decimal", "匹配度", "likeness of the pair, 0 to 100"),
    Column("reason", "text", "匹配依据", "why the two were paired, or why not"),
)
_REGION = Column("region", "text", "地区", "region; of two regions both")


def _both(columns: Sequence[Column]) -> tuple[Column, ...]:
    return tuple(
        Column(f"{c.name}_{side}", c.type, f"{c.zh}{mark}", f"{c.doc}; of the {word} side", c.codes or c.name)
        for side, mark, word in (("a", "甲", "first"), ("b", "乙", "second")) for c in columns
    )  # fmt: skip


_NAMED = (Column("name", "text", "名称", "as worded"),)
_FIGURE = (
    Column("value", "decimal", "数值", "in base units; lower end of a range"),
    Column("value_max", "decimal", "上限", "upper end of a range"),
    Column("bound", "text", "界", "eq ge gt le lt approx range; relative delegated qualitative"),
    Column("direction", "text", "方向", "up down none"),
    Column("strength", "text", "力度", "hard soft plain"),
    Column("raw", "text", "原文", "number and unit as written"),
)
COLUMNS = {
    "promises": (
        _REGION,
        Column("indicator", "text", "规范名", "canonical name, else as the target words it"),
        Column("measure", "text", "量度", "growth change share multiple rank level"),
        Column("unit", "text", "单位", "base unit"),
        Column("verdict", "text", "判断", "met exceeded missed; below target: of what is to be controlled; unclear: stated, but not so that it can be judged; not stated: named without an outcome; no word: not in the text", "change"),
        Column("deviation", "decimal", "偏差", "outcome minus target (the nearer end of a range); falls are negative"),
        *_both((*_NAMED, *_FIGURE)), *_MATCH, *_both(_SIDE),
    ),
    "indicators": (
        _REGION,
        Column("kind", "text", "类别", "actual: outcome beside outcome; target: target beside target; outlook: outcome beside target", "comparison"),
        Column("change", "text", "变化", "same changed redefined new dropped"),
        Column("indicator", "text", "规范名", "canonical name, else as worded"),
        Column("measure", "text", "量度", "growth change share multiple rank level"),
        Column("unit", "text", "单位", "base unit"),
        Column("difference", "decimal", "差", "second minus first; falls are negative; points for percentages"),
        Column("percent", "decimal", "增减%", "difference in per cent of the first; not of percentages"),
        Column("shift", "text", "软硬", "the target was softened or hardened", "change"),
        *_both((*_NAMED, *_FIGURE)), *_MATCH, *_both(_SIDE),
    ),
    "commitments": (
        _REGION,
        Column("change", "text", "变化", "same reworded raised lowered dropped new; told of in the later review: reported (with a number), done"),
        *_both((Column("text", "text", "承诺", "the clause"), Column("value", "decimal", "数值", "its first quantity"), Column("unit", "text", "单位", "of the quantity"))),
        Column("told", "text", "回顾所言", "of one told of in the later review: its words there"),
        *_MATCH, *_both(_SIDE),
    ),
    "projects": (
        _REGION,
        Column("change", "text", "变化", "progress stalled pending ongoing finished concluded regress new vanished unclear"),
        Column("kind", "text", "类别", "project programme"),
        *_both((*_NAMED, Column("status", "text", "状态", "planned start ongoing done"))),
        *_MATCH, *_both(_SIDE),
    ),
    "summary": (
        _REGION,
        Column("table", "text", "表", "promises indicators commitments projects; reports: one that is not in the workspace"),
        Column("kind", "text", "类别", "of indicators: actual, target, outlook", "comparison"),
        Column("change", "text", "变化", "verdict or change"),
        Column("count", "int", "数目", "how many"),
    ),
}  # fmt: skip


def promises(region: str, found: Sequence[Promise]) -> list[Row]:
    """Rows of the table promises."""
    return [
        _pair("promises", region, p.target, p.outcome, p.score, p.reason)
        | {"indicator": p.target["indicator"] or p.target["name"], "measure": p.target["measure"],
           "unit": p.target["unit"] or (p.outcome or {}).get("unit", ""), "verdict": p.verdict, "deviation": p.deviation}
        for p in found
    ]  # fmt: skip


def indicators(region: str, found: Sequence[Figure]) -> list[Row]:
    """Rows of the table indicators."""
    made = []
    for f in found:
        one = f.a or f.b or {}
        made.append(_pair("indicators", region, f.a, f.b, f.score, f.reason) | {
            "kind": f.kind, "change": f.change, "indicator": one["indicator"] or one["name"],
            "measure": one["measure"], "unit": one["unit"], "difference": f.difference, "percent": f.percent,
            "shift": f.shift,
        })  # fmt: skip
    return made


def commitments(region: str, found: Sequence[Kept]) -> list[Row]:
    """Rows of the table commitments."""
    return [
        _pair("commitments", region, k.a, k.b, k.score, k.reason) | {"change": k.change, "told": k.told} for k in found
    ]


def projects(region: str, found: Sequence[Work]) -> list[Row]:
    """Rows of the table projects."""
    return [
        _pair("projects", region, w.a, w.b, w.score, w.reason)
        | {"change": w.change, "kind": (w.a or w.b or {})["kind"]}
        for w in found
    ]


def _pair(table: str, region: str, a: Row | None, b: Row | None, score: float | None, reason: str) -> Row:
    row: Row = {"region": region}
    for column, name, first, empty in _sided(table):
        told = a if first else b
        row[column] = empty if told is None else told[name]
    return row | {"score": None if score is None else Decimal(str(round(score, 1))), "reason": reason}


@cache
def _sided(table: str) -> tuple[tuple[str, str, bool, str | None], ...]:
    """Of every column of a side its name, that of the column it comes from, whether it is of the first side, and what
    stands there if that side has no row."""
    found = ((c, *c.name.rpartition("_")) for c in COLUMNS[table])
    return tuple(
        (c.name, name, side == "a", "" if c.type == "text" else None)
        for c, name, _, side in found if name and side in ("a", "b")
    )  # fmt: skip


def table(name: str, rows: Sequence[Row]) -> Table:
    """A table of a comparison."""
    return Table(name, COLUMNS[name], list(rows))
