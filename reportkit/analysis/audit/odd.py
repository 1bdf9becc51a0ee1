"""The odd rows of a workspace, the oddest first: what to look at before anything rests on it.

What is odd of a name is said by the rules of the family ``audit.odd``, what is odd of the columns by
data/audit/odd.tsv, and what is odd of a value beside others by this module.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from statistics import median
from typing import Any

from reportkit import resources
from reportkit.model.tables import Column, Row, Table
from reportkit.model.tables import columns as columns_of
from reportkit.rules import Rules
from reportkit.workspace import Query, Workspace

FAMILY = "audit.odd"
TABLES = ("indicators", "commitments", "projects")
_TEXT = {"indicators": "name", "commitments": "text", "projects": "name"}
_IN_QUOTES = re.compile(r"“[^“”]*”|《[^《》]*》|‘[^‘’]*’|「[^「」]*」|（[^（）]*）|\([^()]*\)")
_BLANK = "□"
_COUNTED = ("个", "种", "件", "大", "条", "项")
"""Units in which aspects and points are counted too."""
_FEW = 10
"""More aspects than that are rarely counted."""
_AFTER = 4
"""Characters after a number that show whether its unit is the beginning of a longer word."""
_REVISED = Decimal("0.05")
"""Figures of a year are revised by some percent in the next report: less is no conflict."""
_CONFLICT, _APART = 4, 4
"""How odd a conflict is, and a value far from its like: as odd as a name with a number in it."""
_FAR = 100
"""A value so many times its like, or less than one of so many, is in the wrong unit or of something else."""
_NEAR_YEARS = 5
"""Values of so many years around are like: in thirty years a country's output grew a hundredfold."""
_LIKE = 4
"""Other values there must be for one to be far from them."""
_COLUMNS = (
    Column("oddness", "int", "反常程度", "weights of all reasons added up"),
    Column("table", "text", "表", "indicators commitments projects"),
    Column("kinds", "text", "类型", "what is odd, joined by +: rules of audit.odd, kinds of data/audit/odd.tsv, conflict, far_value"),
    Column("why", "text", "理由", "the same in words"),
    Column("text", "text", "名称或分句", "name of the indicator or project, text of the commitment"),
)  # fmt: skip
_SHOWN = ("value", "unit", "status", "year")
_PLACE = ("report", "part", "page", "start", "end", "confidence", "sentence")


@dataclass(slots=True)
class _Odd:
    """A row with the reasons why it is odd: kind → (weight, why)."""

    row: Row
    reasons: dict[str, tuple[int, str]] = field(default_factory=dict)


def odd(workspace: Workspace, query: Query, rules: Rules, tables: Sequence[str] = TABLES) -> Table:
    """The odd rows that a query asks for, one a row, the oddest first, of equals the least sure."""
    found: list[tuple[int, Decimal, int, Row]] = []
    for table in tables:
        rows = {(row["report"], place): _Odd(row) for place, row in enumerate(workspace.rows(table, query))}
        for one in rows.values():
            one.reasons |= _by_rules(table, one.row, rules)
        _by_columns(workspace, table, query, rows.values())
        if table == "indicators":
            _beside_others(rows.values())
        found += [(_total(one), one.row["confidence"], place, _shown(table, one))
                  for place, one in enumerate(rows.values()) if one.reasons]  # fmt: skip
    found.sort(key=lambda item: (-item[0], item[1], item[2]))
    known = {column.name: column for column in columns_of("indicators")}
    return Table("odd", (*_COLUMNS, *(known[name] for name in (*_SHOWN, *_PLACE))), [row for *_, row in found])


def _total(one: _Odd) -> int:
    return sum(weight for weight, _ in one.reasons.values())


def _shown(table: str, one: _Odd) -> Row:
    row = one.row
    return {
        "oddness": _total(one), "table": table, "kinds": "+".join(one.reasons),
        "why": "; ".join(why for _, why in one.reasons.values()), "text": row[_TEXT[table]],
        **{name: row.get(name) for name in (*_SHOWN, *_PLACE)},
    }  # fmt: skip


def _by_rules(table: str, row: Row, rules: Rules) -> dict[str, tuple[int, str]]:
    reasons = {}
    for name, text in _fields(table, row):
        for decision in rules.every(FAMILY, text, facts={"field": name}):
            kind = decision.id.removeprefix(f"{FAMILY}.")
            reasons[kind] = (int(decision.set["weight"]), decision.rule.doc.rstrip("."))
    return reasons


def _fields(table: str, row: Row) -> Iterator[tuple[str, str]]:
    """The fields of a row that rules are held against, each under the name that ``when.field`` has for it."""
    text = _IN_QUOTES.sub(_BLANK, row[_TEXT[table]])
    if table == "commitments":
        yield "commitment", text
        yield "object", _IN_QUOTES.sub(_BLANK, row["object"])
    elif table == "projects":
        yield "project", text
    else:
        if not row["indicator"] or text != row["indicator"]:
            yield "name", text
        if row["unit"] in _COUNTED and row["value"] is not None and row["value"] < _FEW:
            yield "counted", text
        _, raw, after = row["sentence"].partition(row["raw"])
        if raw:
            yield "unit", raw + after[:_AFTER]


def _by_columns(workspace: Workspace, table: str, query: Query, rows: Iterable[_Odd]) -> None:
    """Adds what data/audit/odd.tsv says. Raises UsageError for an expression that is no SQL."""
    places: dict[tuple[Any, ...], list[_Odd]] = defaultdict(list)
    for one in rows:
        places[_key(one.row)].append(one)
    for kind, of, where, weight, why in resources.table("audit/odd"):
        if of == table:
            both = f"({where}) AND ({query.where})" if query.where else where
            for row in workspace.rows(table, replace(query, where=both, limit=None)):
                for one in places.get(_key(row), ()):
                    one.reasons[kind] = (int(weight), why)


def _key(row: Row) -> tuple[Any, ...]:
    return row["report"], row["start"], row["end"], row.get("name"), row.get("text")


def _beside_others(rows: Iterable[_Odd]) -> None:
    """Adds conflicts and values far from their like, of indicators with a canonical name."""
    same: dict[tuple[Any, ...], list[_Odd]] = defaultdict(list)
    like: dict[tuple[Any, ...], list[_Odd]] = defaultdict(list)
    for one in rows:
        row = one.row
        if row["indicator"] and row["value"] is not None:
            if not row["unit"]:
                continue  # ratios and indices: 三次产业结构 has three values
            what = (row["indicator"], row["name"], row["measure"], row["unit"], row["scope"])
            same[row["region"], *what, row["status"], row["year"], row["year_start"]].append(one)
            if row["measure"] == "level":
                like[row["level"], row["region"], row["indicator"], row["unit"], row["year_start"] is None].append(one)
    for group in same.values():
        _conflicts(group)
    for group in like.values():
        _far(group)


def _conflicts(group: Sequence[_Odd]) -> None:
    values = sorted(one.row["value"] for one in group)
    if values[-1] - values[0] > _REVISED * max(abs(values[0]), abs(values[-1])):
        told = ", ".join(f"{value:f}" for value in dict.fromkeys(values))
        for one in group:
            one.reasons["conflict"] = (_CONFLICT, f"two values of one indicator, region, year and status: {told}")


def _far(group: Sequence[_Odd]) -> None:
    for one in group:
        others = [
            o.row["value"] for o in group
            if o is not one and abs((o.row["year"] or 0) - (one.row["year"] or 0)) <= _NEAR_YEARS
        ]  # fmt: skip
        usual = median(others) if len(others) >= _LIKE else 0
        value = one.row["value"]
        if usual > 0 and not usual / _FAR < value < usual * _FAR:
            one.reasons["far_value"] = (_APART, f"far from other values of this indicator and region, mostly {usual:f}")
