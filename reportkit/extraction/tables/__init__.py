"""Outline → the cells of its tables, each with what head row and first column say of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from reportkit.domain import calendar
from reportkit.domain.calendar import Now, Span
from reportkit.extraction import heads
from reportkit.extraction.tables import units
from reportkit.extraction.tables.columns import BETWEEN, Caption, Column, columns, packed
from reportkit.model.codes import Direction, Measure, Strength
from reportkit.model.records import Grid, Outline, Sentence, TableCell, Trace
from reportkit.model.records import Span as Place
from reportkit.rules import Decision, Rules

_CAPTION, _CAPTIONS = 40, 2
"""Characters of a line above a table that may be its title or name its unit, and how many such lines there may be."""
_SPOKEN = 6
"""Characters from which on a cell below a head that is not understood may say what is to be done."""
_RATES = ("%", "％", "‰")
_ASIDE = ("number", "unit", "note", "head")
"""Cells whose numbers measure nothing."""
_COLON = "："
_Row = tuple[Place | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """A table in its outline."""

    outline: Outline
    grid: Grid
    rules: Rules
    turned: bool = False
    """Whether its columns were rows: the first names what is measured."""

    @classmethod
    def of(cls, outline: Outline, grid: Grid, rules: Rules) -> _Table:
        """A table so that its head is a row."""
        turned = heads.is_turned(outline.document.text, grid, rules)
        return cls(outline=outline, grid=heads.turned(grid) if turned else grid, rules=rules, turned=turned)

    def words(self, cell: Place | None) -> str:
        """The words of a cell, empty for an empty one."""
        return packed(self.outline.document.text[cell[0] : cell[1]]) if cell else ""


def cells(outline: Outline, rules: Rules) -> tuple[TableCell, ...]:
    """The cells of all tables whose head is understood, in their order; empty for a text without tables."""
    found = [cell for grid in outline.document.grids for cell in _cells(_Table.of(outline, grid, rules))]
    return tuple(sorted(found, key=lambda cell: cell.start))


def numbered(outline: Outline, found: Sequence[TableCell]) -> Outline:
    """The outline with the number of every row of a table that numbers its rows."""
    items = {
        cell.sentence: outline.document.text[cell.start : cell.end] for cell in found if cell.holds == "number"
    }  # fmt: skip
    if not items:
        return outline
    sentences = tuple(
        replace(sentence, item=items[place]) if place in items else sentence
        for place, sentence in enumerate(outline.sentences)
    )
    return replace(outline, sentences=sentences)


def _cells(table: _Table) -> Iterator[TableCell]:
    """The cells of a table; a head that comes again is the head of what follows it."""
    known: tuple[Column, ...] = ()
    head: list[_Row] = []
    seen: set[Place] = set()
    for place, row in enumerate(table.grid.rows):
        own = [cell for cell in dict.fromkeys(row) if cell and cell not in seen]
        seen.update(own)
        words = [table.words(cell) for cell in row]
        if heads.is_head(words, table.rules) and len(head) < heads.HEAD_ROWS:
            head.append(row)
            known = columns(_words(table, head), _caption(table, place), table.rules)
            known = (replace(known[0], holds="name"), *known[1:]) if table.turned else known
            yield from (_aside(table, cell, "head") for cell in own)
        elif known and len(own) > 1:
            head = []
            yield from _row(table, row, own, known)
        elif known:
            head = []
            yield from (_aside(table, cell, "note") for cell in own if _is_note(table, cell))


def _is_note(table: _Table, cell: Place) -> bool:
    """Whether a cell that has its row to itself says of itself that it is a note: 注：, 数据来源：."""
    said, colon, _ = table.words(cell).replace(":", _COLON).partition(_COLON)
    decided = heads.column(said, table.rules) if colon else None
    return decided is not None and decided.set["holds"] == "note"


def _words(table: _Table, head: Sequence[_Row]) -> list[list[str]]:
    width = max(map(len, head))
    return [[table.words(cell) for cell in row] + [""] * (width - len(row)) for row in head]


def _caption(table: _Table, place: int) -> Caption:
    """What stands right above a table or in rows of one cell above its head, and the clock there."""
    outline, info = table.outline, table.outline.info
    first = next(cell for row in table.grid.rows for cell in row if cell)
    at = _sentence(outline, first[0])
    titles = [_title(table, row) for row in table.grid.rows[:place]]
    above: list[str] = []
    for sentence in reversed(outline.sentences[max(0, at - _CAPTIONS) : at]):
        words = outline.document.text[sentence.start : sentence.end]
        if sentence.kind == "row" or len(words) > _CAPTION:
            break
        above.insert(0, words)
    frame = outline.sentences[at].frame
    span = Span(first=frame.first, last=frame.last) if frame.last else None
    now = Now(delivered=info.report_year, ahead=info.planned_year)
    return Caption(words="；".join(filter(None, (*above, *titles))), now=now, outlook=frame.outlook, span=span)


def _title(table: _Table, row: _Row) -> str:
    distinct = [cell for cell in dict.fromkeys(row) if cell]
    return table.words(distinct[0]) if len(distinct) == 1 else ""


def _row(table: _Table, row: _Row, own: Sequence[Place], known: Sequence[Column]) -> Iterator[TableCell]:
    """The cells of a row; those that begin in rows above are read there."""
    held: Mapping[str, str] = {
        column.holds: table.words(cell) for column, cell in zip(known, row, strict=False) if column.holds and cell
    }
    nature = table.rules.ask("tables.nature", held.get("nature", ""))
    for place, cell in enumerate(row[: len(known)]):
        column = known[place]
        if not cell or cell not in own or row.index(cell) != place:
            continue
        if column.holds == "figure":
            made = _figure(table, row, place, known)
        elif column.holds in ("task", "name", ""):
            made = _task(table, row, place, known) or _unit_in(table, cell)
        else:
            made = _aside(table, cell, column.holds) if column.holds in _ASIDE else None
        if made:
            made = replace(made, owner=held.get("owner", ""), deadline=held.get("deadline", ""))
            yield _natural(made, held["nature"], nature) if nature else made


def _natural(cell: TableCell, words: str, nature: Decision) -> TableCell:
    """A cell of a row that says of which nature its indicator is."""
    strength = cast(Strength, nature.set["strength"])
    return replace(cell, strength=strength, nature=words, trace=(*cell.trace, ("strength", nature.id)))


def _aside(table: _Table, cell: Place, holds: str) -> TableCell:
    """A cell that measures nothing."""
    at = _sentence(table.outline, cell[0])
    default = table.rules.asked("tables.aside").default({"holds": holds})
    trace: Trace = (("role", default.id),) if default else ()
    return TableCell(start=cell[0], end=cell[1], sentence=at, holds=holds, begin=cell[0], trace=trace)


def _unit_in(table: _Table, cell: Place) -> TableCell | None:
    """A name with its unit in brackets, whose scale is no number: 地区生产总值（亿元）."""
    words = table.words(cell)
    unit = table.rules.ask("tables.unit", words, facts={"of": "name"})
    return _aside(table, cell, "unit") if unit and not any(map(str.isdigit, words)) else None


def _task(table: _Table, row: _Row, place: int, known: Sequence[Column]) -> TableCell | None:
    """A cell that says what is to be done; a name says so only where nothing else of its row does."""
    column, cell = known[place], row[place]
    held = {k.holds or "text" for k, c in zip(known, row, strict=False) if c and (k.holds or c[1] - c[0] >= _SPOKEN)}
    if cell is None or (column.holds == "name" and {"task", "figure", "text"} & held):
        return None
    caption = _caption(table, 0)
    told = f"{column.head}；{caption.words}"
    stated, timed = table.rules.ask("tables.status", told), table.rules.ask("tables.year", told)
    past = stated.set["status"] != "target" if stated else caption.outlook == "past"
    span = (
        calendar.span(timed.set["year"], timed.groups, caption.now) if timed and timed.set["year"] != BETWEEN else None
    )
    return TableCell(
        start=cell[0],
        end=cell[1],
        sentence=_sentence(table.outline, cell[0]),
        holds="task" if column.holds else "text",
        begin=cell[0],
        name=_name(table, _named(row, place, known)),
        status="actual" if past else "target",
        year=span.last if span else None,
        trace=column.trace,
    )


def _figure(table: _Table, row: _Row, place: int, known: Sequence[Column]) -> TableCell | None:
    """A cell that holds a figure, or says in words how much; None without a name."""
    rules, column, cell = table.rules, known[place], row[place]
    where = _named(row, place, known)
    written, name = table.words(where), _name(table, _subject(table, row, where))
    if cell is None or not name:
        return None
    words = table.words(cell)
    unit_cell = table.words(_beside(row, place, known, "unit"))
    rate = any(sign in text for sign in _RATES for text in (words, unit_cell, written, column.head))
    asked = ((words, "cell"), (column.head, "head"), (name, "name"))
    facts = [{"rate": "yes" if rate else "", "of": of} for _, of in asked]
    measured = next(
        filter(None, (rules.ask("tables.measure", w, facts=f) for (w, _), f in zip(asked, facts, strict=True))), None
    )
    grows = column.measure == "growth"
    texts = (("head", column.head), ("unit", unit_cell), ("name", written), ("caption", _caption(table, 0).words))
    scale, unit, by_unit = units.told(texts, grows, rules)
    trace = [pair for pair in column.trace if pair[0] != "measure"]
    mine = where is not None and where in row and _same_line(table.outline, where, cell)
    span = column.span
    return TableCell(
        start=cell[0],
        end=cell[1],
        sentence=_sentence(table.outline, cell[0]),
        holds="figure",
        begin=where[0] if where and mine and where[0] < cell[0] else cell[0],
        name=name,
        scale=scale,
        unit=unit,
        measure=cast(Measure, measured.set["measure"]) if measured else "",
        direction=cast(Direction, measured.set.get("direction", "")) if measured else "",
        status=column.status or "",
        year=span.last if span else None,
        year_start=span.first if span and span.several else None,
        trace=(*trace, *((("measure", measured.id),) if measured else ()), *by_unit),
    )


def _named(row: _Row, place: int, known: Sequence[Column]) -> Place | None:
    """The cell that names what a cell is about: that of the nearest column of names before it, else after it."""
    names = [n for n, column in enumerate(known) if column.holds == "name" and n < len(row) and row[n]]
    before = [n for n in names if n <= place]
    return row[before[-1]] if before else row[names[0]] if names else None


def _subject(table: _Table, row: _Row, where: Place | None) -> Place | None:
    """The cell that says what is measured where the row itself says only how: 比上年增长 below 地区生产总值."""
    place = table.grid.rows.index(row)
    column = row.index(where)
    while place and where and _says_how(table, where):
        place -= 1
        where = table.grid.rows[place][column] if column < len(table.grid.rows[place]) else None
    return where


def _says_how(table: _Table, cell: Place) -> bool:
    """Whether a cell of names is one that a head of figures might be."""
    decided = heads.column(table.words(cell), table.rules)
    return decided is not None and decided.set["holds"] == "figure"


def _beside(row: _Row, place: int, known: Sequence[Column], holds: str) -> Place | None:
    """The cell of a kind that goes with a cell: in the columns from its name up to the next name."""
    starts = [n for n, column in enumerate(known) if column.holds == "name"]
    first = max((n for n in starts if n <= place), default=0)
    last = min((n for n in starts if n > place), default=len(known))
    return next((row[n] for n in range(first, min(last, len(row))) if known[n].holds == holds and row[n]), None)


def _name(table: _Table, cell: Place | None) -> str:
    """A name without number, 其中 and the unit in brackets."""
    words = table.words(cell)
    if lead := table.rules.ask("tables.lead", words):
        words = words[lead.end :]
    unit = table.rules.ask("tables.unit", words, facts={"of": "name"})
    if unit and units.parsed(unit.groups["unit"], free=False):
        words = words[: unit.start]
    return words


def _sentence(outline: Outline, offset: int) -> int:
    return bisect_right(outline.sentences, offset, key=_start) - 1


def _start(sentence: Sentence) -> int:
    return sentence.start


def _same_line(outline: Outline, one: Place, other: Place) -> bool:
    return _sentence(outline, one[0]) == _sentence(outline, other[0])
