"""Cells of tables → indicators: the figure is that of the ledger, all else is said by head row and first column."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal, cast

from reportkit.extraction.indicators.known import canonical
from reportkit.extraction.strength import Firmness, Slot, firmness
from reportkit.model.codes import Bound, Direction, Measure, Status
from reportkit.model.records import Indicator, Number, Outline, TableCell, Trace
from reportkit.rules import Decision, Rules

_RATES, _POINTS, _TIMES = frozenset(("%", "‰")), frozenset(("百分点", "千分点")), frozenset(("倍", "番"))
_DIRECTED = frozenset(("growth", "change"))
_TARGET: Status = "target"


def tabled(outline: Outline, ledger: Sequence[Number], cells: Sequence[TableCell], rules: Rules) -> Iterator[Indicator]:
    """Rows for the figures of tables, and for cells that say in words how much is to be reached."""
    starts = [number.start for number in ledger]
    for cell in cells:
        if cell.holds != "figure":
            continue
        first, last = (bisect_left(starts, place) for place in (cell.start, cell.end))
        held = [n for n in range(first, last) if ledger[n].role == "value"]
        yield from (_row(outline, cell, n, ledger[n], rules) for n in held)
        if held:
            continue
        if cell.status == _TARGET and (said := _in_words(outline, cell, rules)):
            yield said


def reported(row: Indicator, cells: Sequence[TableCell], ahead: int | None) -> Indicator:
    """A row of the words of a cell, as reported where its table says that it tells what was done."""
    place = bisect_right(cells, row.start, key=_start) - 1
    cell = cells[place] if place >= 0 and row.end <= cells[place].end else None
    if cell is None or cell.holds not in ("task", "text") or cell.status != "actual" or row.status != _TARGET:
        return row
    year = cell.year or (ahead - 1 if ahead else row.year)
    return replace(row, status="actual", year=year, year_start=None, strength="", wording="")


def _start(cell: TableCell) -> int:
    return cell.start


def _row(outline: Outline, cell: TableCell, place: int, number: Number, rules: Rules) -> Indicator:
    measure = _measure(cell, number, rules)
    firm = _firmness(outline, cell, number, rules)
    return _indicator(
        cell,
        span=(number.start, number.end),
        place=place,
        value=number.value,
        value_max=number.value_max,
        unit=number.unit,
        bound=number.bound,
        measure=measure,
        firm=firm,
        trace=number.trace,
        rules=rules,
    )


def _indicator(
    cell: TableCell, *, span: tuple[int, int], place: int | None, value: Decimal | None, value_max: Decimal | None,
    unit: str, bound: Bound | Literal[""], measure: Measure, firm: Firmness | None, trace: Trace, rules: Rules,
    basis: str = "",
) -> Indicator:  # fmt: skip
    scope = rules.ask("indicators.scope", cell.name)
    known = canonical(cell.name, measure, scope, rules)
    directed: Direction | Literal[""] = cell.direction or "up" if measure in _DIRECTED else "none"
    return Indicator(
        start=span[0],
        end=span[1],
        sentence=cell.sentence,
        number=place,
        indicator=known.name,
        name=cell.name,
        topic=known.topic,
        measure=measure,
        value=value,
        value_max=value_max,
        unit=unit,
        bound=bound,
        direction=directed,
        status=cell.status or _TARGET,
        year=cell.year,
        year_start=cell.year_start,
        basis=basis,
        action="",
        strength=firm.strength if firm else "",
        wording=firm.wording if firm else "",
        scope=cell.name[scope.start : scope.end] if scope else "",
        trace=(
            *trace,
            *cell.trace,
            *((("strength", firm.rule),) if firm and not cell.strength else ()),
            *((("scope", scope.id),) if scope else ()),
        ),
    )


def _measure(cell: TableCell, number: Number, rules: Rules) -> Measure:
    """What kind of quantity a figure is: by its words, else by its unit and what the indicator is usually stated in."""
    form = rules.rule(dict(number.trace).get("form", ""))
    if form and "measure" in form.set:
        return cast(Measure, form.set["measure"])
    if number.unit not in _RATES:
        return cell.measure if cell.measure and cell.measure not in ("growth", "share") else _plain(number)
    if cell.measure:
        return cell.measure
    usual = canonical(cell.name, "growth", rules.ask("indicators.scope", cell.name), rules).unit
    return "growth" if usual and usual not in _RATES else "share"


def _plain(number: Number) -> Measure:
    if number.unit in _POINTS:
        return "change"
    return "multiple" if number.unit in _TIMES else "level"


def _firmness(outline: Outline, cell: TableCell, number: Number, rules: Rules) -> Firmness | None:
    """How firm a target is: by the nature of its indicator, else by the words in its cell."""
    if cell.status != _TARGET:
        return None
    words = outline.document.text[cell.start : cell.end]
    begin, end = number.start - cell.start, number.end - cell.start
    found = firmness(words, Slot(left=words[:begin], text=words, end=end, bound=number.bound), rules)
    return _natural(cell, found)


def _natural(cell: TableCell, found: Firmness) -> Firmness:
    if not cell.strength:
        return found
    wording = " ".join(filter(None, (cell.nature, found.wording)))
    return Firmness(strength=cell.strength, wording=wording, rule=found.rule)


def _in_words(outline: Outline, cell: TableCell, rules: Rules) -> Indicator | None:
    """A target that its cell gives in words: 与经济增长同步, 完成省下达任务. Name and cell are read as one clause."""
    words = outline.document.text[cell.start : cell.end]
    said: Decision | None = rules.ask("indicators.wordless", cell.name + words)
    if said is None:
        return None
    found = firmness(words, Slot(left=words, text="", end=0, bound=said.set["bound"]), rules)
    return _indicator(
        cell,
        span=(cell.start, cell.end),
        place=None,
        value=None,
        value_max=None,
        unit="",
        bound=cast(Bound, said.set["bound"]),
        measure=cast(Measure, said.set["measure"]),
        firm=_natural(cell, found),
        trace=(("wordless", said.id),),
        rules=rules,
        basis=said.groups.get("basis", ""),
    )
