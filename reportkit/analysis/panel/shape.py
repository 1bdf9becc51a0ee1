"""Cells as tables: a row a cell, or a row a region and year with columns of every variable; and what was left open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from operator import itemgetter

from reportkit import resources
from reportkit.analysis.panel.beside import Beside, superior_of
from reportkit.analysis.panel.cells import Asked, Cell
from reportkit.domain import regions
from reportkit.model.tables import Column, Row, Table
from reportkit.model.tables import columns as columns_of

Found = Mapping[Asked, Sequence[tuple[Cell, Beside]]]
"""Every variable's cells with what stands beside them."""
PLACE = (
    Column("region", "text", "地区", "region"),
    Column("level", "text", "层级", "national province city county township"),
    Column("adcode", "text", "区划代码", "GB/T 2260 code, empty where unknown"),
    Column("province_code", "text", "省级代码", "code of its province, or its own"),
    Column("city_code", "text", "地级代码", "code of its city, or its own; empty for what is above"),
    Column("county_code", "text", "县级代码", "its own code, of a county; empty for what is above"),
    Column("year", "int", "年份", "year of the number; of an aim of a plan, the year its report plans"),
)
_CELL = (
    Column("indicator", "text", "指标", "canonical name"),
    Column("measure", "text", "指标形式", "growth change share multiple rank level"),
    Column("status", "text", "状态", "target or actual"),
    Column("horizon", "text", "期限", "annual or plan"),
    Column("state", "text", "单元格", "stated, in words, conflict, other measure, not stated, no report"),
    Column("note", "text", "附注", "what is stated in another measure or unit, as written"),
    Column("point", "decimal", "取值", "the value; of a range the end or the middle asked for; a fall is negative"),
    Column("value", "decimal", "数值", "in the unit of the panel; lower end of a range"),
    Column("value_max", "decimal", "区间上限", "upper end of a range"),
    Column("stretch_value", "decimal", "力争值", "the ambition set beside a base: 6 of 5.5%以上、力争6%"),
    Column("unit", "text", "单位", "unit of the panel"),
)
_PLAN = (
    Column("plan_start", "int", "规划起始年", "first year of an aim of several years"),
    Column("plan_end", "int", "规划末年", "year by which an aim is to be reached, or last year of its span"),
)
_WORDED = ("bound", "strength", "wording", "raw", "sentence", "page", "start", "end",
    "report_year", "report", "confidence")  # fmt: skip
_WORDS_OF = itemgetter(*_WORDED)
_DISAGREEING = (
    "indicator", "name", "measure", "status", "year_start", "scope", "value", "value_max", "unit", "bound", "direction",
    "strength", "wording", "raw", "sentence", "page", "start", "end", "report_year", "report", "confidence",
)  # fmt: skip
_URL = Column("url", "text", "网址", "where the report was published, if it is known")
_GAP = (
    Column("superior_region", "text", "上级", "region directly above"),
    Column("superior", "decimal", "上级取值", "its value for the same year"),
    Column(
        "superior_state",
        "text",
        "上级单元格",
        "stated, in words, conflict, other measure, not stated, no report",
        "state",
    ),
    Column("gap", "decimal", "加码", "own value minus the superior's (层层加码)"),
)
_OUTCOME = (
    Column("realised", "decimal", "实际值", "outcome of the year, from the next year's report"),
    Column("realised_bound", "text", "实际值限定", "bound of the outcome", "bound"),
    Column("realised_status", "text", "实际值状态", "actual or estimate", "status"),
    Column(
        "realised_state",
        "text",
        "实际值单元格",
        "stated, in words, conflict, other measure, not stated, no report",
        "state",
    ),
    Column("realised_report", "text", "实际值报告", "id of the report that states it"),
    Column("deviation", "decimal", "偏差", "outcome minus target"),
)
_OFFICIAL = (
    Column("official", "decimal", "统计值", "official value of the year, from the file given"),
    Column(
        "official_deviation",
        "decimal",
        "统计偏差",
        "official value minus target, or minus the outcome in a panel of outcomes",
    ),
    Column("official_difference", "decimal", "统计差", "official value minus the outcome that the next report states"),
)
_EXTRA = {"gap": _GAP, "outcome": _OUTCOME, "official": _OFFICIAL}
_BESIDE = {
    "gap": ("superior", "gap"), "outcome": ("realised", "deviation"), "official": ("official", "official_deviation"),
}  # fmt: skip
"""What a wide panel holds of what was asked for beside, unless its fields are named."""
_REGIONS = 1 << 14
"""Regions whose columns are kept ready."""
_KNOWN = {c.name: c for c in columns_of("indicators")}
_UNWORDED: Row = {name: "" if _KNOWN[name].type == "text" else None for name in _WORDED}
_FIXED = ("indicator", "measure", "status", "horizon", "unit")
"""Columns that a wide panel has in its heads and labels."""


def columns(extras: Sequence[str], plan: bool) -> tuple[Column, ...]:
    """The columns of the long form with ``extras`` (gap, outcome, official)."""
    more = (column for extra in extras for column in _EXTRA[extra])
    worded = (_KNOWN[name] for name in _WORDED)
    return (*PLACE, *_CELL, *(_PLAN if plan else ()), *more, *worded, _URL)


def fields(extras: Sequence[str], plan: bool = True) -> tuple[str, ...]:
    """What a wide panel can hold of a variable: the columns of the long form."""
    return tuple(c.name for c in columns(extras, plan) if c not in PLACE and c.name not in _FIXED)


def with_beside(chosen: Sequence[str], extras: Sequence[str]) -> tuple[str, ...]:
    """The fields of a wide panel for which only ``point`` was named: those beside it too."""
    more = [name for extra in extras for name in _BESIDE[extra]]
    return (*chosen, *more) if tuple(chosen) == ("point",) else tuple(chosen)


def long(found: Found, extras: Sequence[str] = ()) -> Table:
    """A row a region, year and variable, with the sentence it rests on."""
    plan = any(asked.horizon == "plan" for asked in found)
    rows = [_row(cell, other, asked) for asked, cells in found.items() for cell, other in cells]
    return Table("panel", columns(extras, plan), rows)


def wide(found: Found, chosen: Sequence[str] = ("point",), extras: Sequence[str] = ()) -> Table:
    """A row a region and year; of every variable the fields chosen, ``point`` under the variable's own name.

    Of several aims of plans a report sets, that of the last year stands.
    """
    known = {c.name: c for c in columns(extras, plan=True)}
    made = list(PLACE)
    rows: dict[tuple[str, str, int], Row] = {}
    for asked, cells in found.items():
        names = {field: _name(asked, field) for field in chosen}
        made += [_headed(asked, known[field], name) for field, name in names.items()]
        for cell, other in cells:
            row = rows.setdefault(
                (cell.adcode, cell.region, cell.year), place(cell.region, cell.level, cell.adcode) | {"year": cell.year}
            )
            told = _row(cell, other, asked)
            row |= {name: told[field] for field, name in names.items()}
    return Table("panel", tuple(made), [{c.name: row.get(c.name) for c in made} for row in rows.values()])


def conflicts(found: Found) -> Table:
    """The rows of cells in which rows disagree, with which was chosen, if any."""
    chosen = Column("chosen", "text", "采用", "yes for the row that --resolve chose")
    rows = []
    for cells in found.values():
        for cell, _ in cells:
            told = [cell.row] if cell.row and cell.rivals else []
            for row in (*told, *cell.rivals):
                head = place(cell.region, cell.level, cell.adcode) | {"chosen": "yes" if row is cell.row else "no"}
                rows.append(head | row)
    return Table("conflicts", (chosen, *PLACE, *(_KNOWN[name] for name in _DISAGREEING)), rows)


@resources.remembered(_REGIONS)
def place(region: str, level: str, adcode: str) -> Row:
    """The columns of a region: its name, level and code, and the codes of the regions it lies in. Not to be changed."""
    codes = dict.fromkeys(("province", "city", "county"), "")
    known = regions.by_code(adcode)
    for one in (known, *regions.ancestors(known)) if known else ():
        if one.level in codes:
            codes[one.level] = one.adcode
    return {"region": region, "level": level, "adcode": adcode} | {f"{name}_code": code for name, code in codes.items()}


def _name(asked: Asked, field: str) -> str:
    name = asked.variable.name + ("_plan" if asked.horizon == "plan" else "")
    return name if field == "point" else f"{name}_{field}"


def _headed(asked: Asked, column: Column, name: str) -> Column:
    """A column of the long form as one of a variable, with its label and its codes."""
    variable = asked.variable
    horizon = "，规划期" if asked.horizon == "plan" else ""
    label = variable.indicator + horizon + ("" if column.name == "point" else f" {column.zh}")
    unit = f"（{variable.unit}）" if variable.unit and column.type == "decimal" else ""
    told = ", ".join(filter(None, (variable.indicator, variable.measure, asked.status, variable.unit)))
    return replace(
        column,
        name=name,
        zh=label + unit,
        doc=f"{column.name} of {told}: {column.doc}",
        codes=column.codes or column.name,
    )


def _row(cell: Cell, other: Beside, asked: Asked) -> Row:
    variable = asked.variable
    row = place(cell.region, cell.level, cell.adcode) | {
        "year": cell.year, "indicator": variable.indicator, "measure": variable.measure, "status": asked.status,
        "horizon": asked.horizon, "state": cell.state, "note": cell.note, "point": cell.point, "value": cell.value,
        "value_max": cell.value_max, "stretch_value": cell.stretch, "unit": variable.unit,
        "plan_start": cell.plan_start, "plan_end": cell.plan_end,
        "official": other.official, "official_deviation": other.official_deviation,
        "official_difference": other.difference,
    }  # fmt: skip
    return row | _worded(cell) | _gap(cell, other) | _outcome(other)


def _worded(cell: Cell) -> Row:
    """The words that a cell rests on, and the report that speaks of its year."""
    row, report = cell.row, cell.report
    worded = dict(zip(_WORDED, _WORDS_OF(row), strict=True)) if row else _UNWORDED
    return worded | {
        "report": report.id if report else "", "report_year": report.report_year if report else None,
        "url": report.source_url if report else "",
    }  # fmt: skip


def _gap(cell: Cell, other: Beside) -> Row:
    above, superior = superior_of(cell.adcode), other.superior
    return {
        "superior_region": above.name if above else "", "superior": superior.point if superior else None,
        "superior_state": superior.state if superior else "no report" if above else "", "gap": other.gap,
    }  # fmt: skip


def _outcome(other: Beside) -> Row:
    cell = other.outcome
    row = cell.row if cell else None
    realised: Decimal | None = cell.point if cell else None
    return {
        "realised": realised, "realised_bound": row["bound"] if row else "",
        "realised_status": row["status"] if row else "", "realised_state": cell.state if cell else "no report",
        "realised_report": cell.report.id if cell and cell.report else "", "deviation": other.deviation,
    }  # fmt: skip
