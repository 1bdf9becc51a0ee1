"""Comparisons as tables: every row with the words of both sides and where they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from operator import itemgetter

from reportkit.analysis.diff.commitments import Kept
from reportkit.analysis.diff.indicators import Figure
from reportkit.analysis.diff.projects import Work
from reportkit.analysis.diff.promises import Promise
from reportkit.model.packed import Packed, Values
from reportkit.model.tables import Column, Row, Table

_SIDE = (
    Column("report", "text", "报告", "id of the report"),
    Column("page", "int", "页", "1-based page, for formats with pages"),
    Column("start", "int", "起始位置", "first character in the source text"),
    Column("end", "int", "结束位置", "one past the last character"),
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
    Column("value_max", "decimal", "区间上限", "upper end of a range"),
    Column("bound", "text", "限定", "eq ge gt le lt approx range; relative delegated qualitative"),
    Column("direction", "text", "方向", "up down none"),
    Column("strength", "text", "约束力度", "hard soft plain"),
    Column("raw", "text", "原文", "number and unit as written"),
)
COLUMNS = {
    "promises": (
        _REGION,
        Column("indicator", "text", "规范名", "canonical name, else as the target words it"),
        Column("measure", "text", "指标形式", "growth change share multiple rank level"),
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
        Column("measure", "text", "指标形式", "growth change share multiple rank level"),
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


def promises(region: str, found: Sequence[Promise]) -> Packed:
    """Rows of the table promises."""
    shape = _shape("promises")
    return shape.rows(
        (p.target, p.outcome, (
            region, p.target["indicator"] or p.target["name"], p.target["measure"],
            p.target["unit"] or (p.outcome or {}).get("unit", ""), p.verdict, p.deviation, _score(p.score), p.reason,
        ))
        for p in found
    )  # fmt: skip


def indicators(region: str, found: Sequence[Figure]) -> Packed:
    """Rows of the table indicators."""
    shape = _shape("indicators")
    return shape.rows(
        (f.a, f.b, (
            region, f.kind, f.change, one["indicator"] or one["name"], one["measure"], one["unit"], f.difference,
            f.percent, f.shift, _score(f.score), f.reason,
        ))
        for f in found for one in (f.a or f.b or {},)
    )  # fmt: skip


def commitments(region: str, found: Sequence[Kept]) -> Packed:
    """Rows of the table commitments."""
    shape = _shape("commitments")
    return shape.rows((k.a, k.b, (region, k.change, k.told, _score(k.score), k.reason)) for k in found)


def projects(region: str, found: Sequence[Work]) -> Packed:
    """Rows of the table projects."""
    shape = _shape("projects")
    return shape.rows(
        (w.a, w.b, (region, w.change, (w.a or w.b or {})["kind"], _score(w.score), w.reason)) for w in found
    )


def names(table: str) -> tuple[str, ...]:
    """The columns of a table."""
    return tuple(column.name for column in COLUMNS[table])


def nothing(name: str) -> Packed:
    """A table without rows."""
    return Packed(names(name))


def _score(score: float | None) -> Decimal | None:
    return None if score is None else Decimal(str(round(score, 1)))


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a row of a table is made of those of the two sides and of what is the comparison's own."""

    columns: tuple[str, ...]
    sides: tuple[Callable[[Row], Values], Callable[[Row], Values]]
    """The values that a row of either side gives."""
    empty: tuple[Values, Values]
    """What stands in their place where a side has no row."""
    ordered: Callable[[Values], Values]
    """Puts the values of both sides and the comparison's own, in the order of its columns, into the order of the
    table."""

    def rows(self, made: Iterable[tuple[Row | None, Row | None, Values]]) -> Packed:
        one, other = self.sides
        none, neither = self.empty
        return Packed(
            self.columns,
            (self.ordered((*(one(a) if a else none), *(other(b) if b else neither), *own)) for a, b, own in made),
        )


@cache
def _shape(table: str) -> _Shape:
    columns = COLUMNS[table]
    sides = [[c for c in columns if c.name.endswith(mark)] for mark in ("_a", "_b")]
    own = [c for c in columns if c not in sides[0] and c not in sides[1]]
    given = [c.name for c in (*sides[0], *sides[1], *own)]
    one, other = (itemgetter(*(c.name[:-2] for c in side)) for side in sides)
    none, neither = (tuple("" if c.type == "text" else None for c in side) for side in sides)
    order = itemgetter(*(given.index(name) for name in names(table)))
    return _Shape(names(table), (one, other), (none, neither), order)


def table(name: str, rows: Sequence[Row]) -> Table:
    """A table of a comparison."""
    return Table(name, COLUMNS[name], rows)
