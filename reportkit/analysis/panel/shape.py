"""Cells as tables: a row a cell, or a row a region and year with a column a variable; and what was left open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from reportkit.analysis.panel.cells import Asked, Cell
from reportkit.analysis.panel.pairs import Pairs
from reportkit.model.tables import Column, Row, Table
from reportkit.model.tables import columns as columns_of

_PLACE = (
    Column("region", "text", "地区", "region"),
    Column("level", "text", "层级", "national province city county township"),
    Column("adcode", "text", "区划代码", "GB/T 2260 code, empty where unknown"),
    Column("year", "int", "年份", "year of the number"),
)
_CELL = (
    Column("indicator", "text", "指标", "canonical name"),
    Column("measure", "text", "量度", "growth change share multiple rank level"),
    Column("status", "text", "状态", "target or actual"),
    Column("state", "text", "单元格", "stated, in words, conflict (see the table conflicts), not stated, no report"),
    Column("point", "decimal", "取值", "the value; of a range the end or the middle asked for; a fall is negative"),
    Column("value", "decimal", "数值", "in the unit told; lower end of a range"),
    Column("value_max", "decimal", "上限", "upper end of a range"),
    Column("unit", "text", "单位", "unit of the panel"),
)
_WORDED = (
    "bound",
    "strength",
    "wording",
    "raw",
    "sentence",
    "page",
    "start",
    "end",
    "report_year",
    "report",
    "confidence",
)
_GAP = (
    Column("superior", "text", "上级", "region directly above"),
    Column("superior_point", "decimal", "上级取值", "its value for the same year"),
    Column("gap", "decimal", "加码", "own value minus the superior's (层层加码)"),
)
_OUTCOME = (
    Column("realised", "decimal", "实际值", "outcome of the year, from the next year's report"),
    Column("realised_bound", "text", "实际值界", "bound of the outcome"),
    Column("realised_status", "text", "实际值状态", "actual or estimate"),
    Column("realised_state", "text", "实际值单元格", "stated, conflict, not stated, no report"),
    Column("deviation", "decimal", "偏差", "outcome minus target"),
)


def long(
    found: Mapping[Asked, Sequence[Cell]], gaps: Mapping[Asked, Pairs] | None = None,
    outcomes: Mapping[Asked, Pairs] | None = None,
) -> Table:  # fmt: skip
    """A row a region, year and variable, with the sentence it rests on."""
    known = {c.name: c for c in columns_of("indicators")}
    columns = [*_PLACE, *_CELL, *(_GAP if gaps else ()), *(_OUTCOME if outcomes else ()), *(known[n] for n in _WORDED)]
    rows: list[Row] = []
    for asked, cells in found.items():
        for place, cell in enumerate(cells):
            row = _told(cell, asked)
            if gaps:
                row |= _gap(*gaps[asked][place][1:])
            if outcomes:
                row |= _outcome(*outcomes[asked][place][1:])
            rows.append(row)
    return Table("panel", tuple(columns), rows)


def wide(found: Mapping[Asked, Sequence[Cell]], fields: Sequence[str] = ("point",)) -> Table:
    """A row a region and year; of every variable the fields asked for, ``point`` under the variable's own name."""
    known = {c.name: c for c in (*_CELL, *columns_of("indicators"))}
    columns = list(_PLACE)
    rows: dict[tuple[str, str, int], Row] = {}
    for asked, cells in found.items():
        names = {field: _variable(asked, field) for field in fields}
        for field, name in names.items():
            told = f"{asked.variable.indicator}, {asked.status}, {asked.variable.unit}"
            label = asked.variable.indicator + ("" if field == "point" else f" {known[field].zh}")
            columns.append(
                Column(name, known[field].type, f"{label}（{asked.variable.unit}）", f"{told}: {known[field].doc}")
            )
        for cell in cells:
            row = rows.setdefault((cell.adcode, cell.region, cell.year), _place(cell))
            told_row = _told(cell, asked)
            row |= {name: told_row[field] for field, name in names.items()}
    return Table("panel", tuple(columns), [{c.name: row.get(c.name) for c in columns} for row in rows.values()])


def conflicts(found: Mapping[Asked, Sequence[Cell]]) -> Table:
    """The rows that speak for one cell and disagree, or are told in a unit that the panel cannot tell."""
    columns = (*_PLACE, Column("chosen", "text", "是否采用", "whether the panel took it"), *columns_of("indicators"))
    unique = tuple({c.name: c for c in columns}.values())
    return Table("conflicts", unique, [row for cells in found.values() for cell in cells for row in _rivals(cell)])


def _rivals(cell: Cell) -> Iterator[Row]:
    taken = (cell.row,) if cell.row and cell.rivals else ()
    for row in (*taken, *cell.rivals):
        yield row | _place(cell) | {"chosen": "yes" if row is cell.row else "no"}


def _variable(asked: Asked, field: str) -> str:
    return asked.variable.name if field == "point" else f"{asked.variable.name}_{field}"


def _place(cell: Cell) -> Row:
    return {"region": cell.region, "level": cell.level, "adcode": cell.adcode, "year": cell.year}


def _told(cell: Cell, asked: Asked) -> Row:
    own = {
        "indicator": asked.variable.indicator, "measure": asked.variable.measure, "status": asked.status,
        "state": cell.state, "point": cell.point, "value": cell.value, "value_max": cell.value_max,
        "unit": asked.variable.unit,
    }  # fmt: skip
    blank = {"page": None, "start": None, "end": None, "report_year": None, "confidence": None}
    worded = {name: cell.row[name] if cell.row else blank.get(name, "") for name in _WORDED}
    return _place(cell) | own | worded | {"report": cell.report}


def _gap(above: Cell | None, gap: Decimal | None) -> Row:
    return {"superior": above.region if above else "", "superior_point": above.point if above else None, "gap": gap}


def _outcome(cell: Cell | None, deviation: Decimal | None) -> Row:
    row = cell.row if cell else None
    return {
        "realised": cell.point if cell else None, "realised_bound": row["bound"] if row else "",
        "realised_status": row["status"] if row else "", "realised_state": cell.state if cell else "no report",
        "deviation": deviation,
    }  # fmt: skip
