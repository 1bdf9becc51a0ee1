"""Rows of the indicators table → one cell a region and year, with what it rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from reportkit import resources
from reportkit.analysis.panel.variables import Variable
from reportkit.model.measures import horizon, of_whole_region, signed
from reportkit.model.tables import Row, plain
from reportkit.workspace import ReportRow

DELAY = {"target": 0, "actual": 1}
"""Years from the year of a number to the year planned by the report that states it: outcomes stand in the next
year's."""
STATUSES = {"target": ("target",), "actual": ("actual", "estimate")}
"""The rows that speak for a cell of a status."""
HORIZONS = ("annual", "plan")
POINTS = ("low", "mid", "high")
"""What may stand for a range."""
RESOLVES = ("first", "last", "surest")
"""Which of several rows may decide a cell."""
Key = tuple[str, str]
"""Code and name of a region, the two of them since townships have no code."""
_Kind = tuple[str, str, str]
"""Indicator, status and horizon that a row speaks for."""
_Head = dict[str, Any]
"""What a cell is of: region, level, adcode, year, and the span of a plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the panel is to hold."""

    variable: Variable
    status: str = "target"
    """target, or actual (which takes estimates too)."""
    point: str = "mid"
    """What stands for a range: low, mid or high."""
    resolve: str = ""
    """Which of several candidates decides: first, last or surest; empty for none of them."""
    horizon: str = "annual"
    """annual: targets of the one year that a report plans; plan: those of several years, or of a later one."""


class Cell(NamedTuple):
    """One region and year; made by keyword."""

    region: str
    level: str
    adcode: str
    year: int
    """Of the number; of an aim of a plan the year that its report plans."""
    state: str
    """stated, in words, conflict, other measure, not stated, no report."""
    note: str = ""
    """What is stated in another measure or unit, as written."""
    report: ReportRow | None = None
    """The report that speaks of the year, of several the one that the cell rests on."""
    value: Decimal | None = None
    value_max: Decimal | None = None
    point: Decimal | None = None
    """The value, of a range what was asked for."""
    stretch: Decimal | None = None
    """The ambition set beside a base: 6 of 5.5%以上、力争6%."""
    plan_start: int | None = None
    plan_end: int | None = None
    """First and last year of an aim of a plan; the first is empty for a level to be reached by the last."""
    row: Row | None = None
    """The row it rests on."""
    rivals: tuple[Row, ...] = ()
    """Rows that say something else."""
    others: tuple[Row, ...] = ()
    """Rows in another measure or unit."""

    @property
    def key(self) -> Key:
        """What tells its region from others."""
        return self.adcode, self.region


class Shelf:
    """Reports with their rows, laid out so that every cell finds its own at once."""

    def __init__(self, reports: Iterable[ReportRow], rows: Iterable[Row]) -> None:
        self._reports: dict[tuple[Key, int], list[ReportRow]] = defaultdict(list)
        self._rows: dict[_Kind, dict[tuple[Key, int], list[Row]]] = defaultdict(lambda: defaultdict(list))
        places: dict[str, tuple[Key, int]] = {}
        for report in reports:
            if planned := report.planned_year:
                places[report.id] = place = ((report.adcode, report.region), planned)
                self._reports[place].append(report)
        for row in rows:
            if (there := places.get(row["report"])) and (kind := _kind_of(row, there[1])):
                self._rows[kind][there].append(row)

    def cells(self, regions: Iterable[tuple[str, str, str]], years: Sequence[int], asked: Asked) -> list[Cell]:
        """A cell for every region (code, name, level) and every year.

        For the horizon plan only what reports set, a cell a span: a report may set several, and need not set any.
        """
        told = self._rows.get((asked.variable.indicator, asked.status, asked.horizon), {})
        made: list[Cell] = []
        for adcode, region, level in regions:
            for year in years:
                place = ((adcode, region), year + DELAY[asked.status])
                head: _Head = {"region": region, "level": level, "adcode": adcode, "year": year}
                if asked.horizon == "plan":
                    made += _of_plan(head, self._reports.get(place, []), told.get(place, []), asked)
                elif reports := self._reports.get(place):
                    made.append(_cell(head, told.get(place, []), reports, asked))
                else:
                    made.append(Cell(**head, state="no report"))
        return made


def _kind_of(row: Row, planned: int) -> _Kind | None:
    """Which cells a row of a report can speak for; None for parts of the region and for other years."""
    if not of_whole_region(row["scope"]):
        return None
    if row["status"] == "target":
        span = horizon(row, planned)
        return (row["indicator"], "target", span) if span else None
    told = row["status"] in STATUSES["actual"] and not row["year_start"] and row["year"] == planned - DELAY["actual"]
    return (row["indicator"], "actual", "annual") if told else None


def _of_plan(head: _Head, reports: Sequence[ReportRow], told: Sequence[Row], asked: Asked) -> list[Cell]:
    spans: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in told:
        spans[row["year"], row["year_start"] or 0].append(row)
    return [
        _cell(head | {"plan_start": start or None, "plan_end": end}, spans[end, start], reports, asked)
        for end, start in sorted(spans)
    ]


def _cell(head: _Head, told: Sequence[Row], reports: Sequence[ReportRow], asked: Asked) -> Cell:
    variable = asked.variable
    if not told:
        return Cell(**head, state="not stated", report=reports[0])
    valued, others, words = _sorted(told, variable)
    beside: _Head = {"note": _note(others), "others": tuple(others)} if others else {}
    if not valued:
        state = "in words" if words else "other measure"
        return Cell(**head, **beside, state=state, row=words, report=_report(words, reports))
    base, ambition = _parted(valued)
    keys = [] if _alike(base) else [_key(row, variable) for row in base]
    if len(set(keys)) > 1 and not asked.resolve:
        return Cell(**head, **beside, state="conflict", rivals=tuple(base), report=reports[0])
    chosen = _chosen(base, asked.resolve)
    value, value_max, point = _values(chosen, asked)
    return Cell(
        **head, **beside, state="stated", row=chosen, report=_report(chosen, reports),
        value=value, value_max=value_max, point=point, stretch=_stretch(ambition, asked),
        rivals=_rivals(chosen, base, keys) if keys else (),
    )  # fmt: skip


def _values(row: Row, asked: Asked) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Value, upper end and point of a row in the unit of the panel; a fall is negative."""
    value = signed(row, asked.variable.told(row["value"], row["unit"]))
    if row["value_max"] is None:
        return value, None, value
    value_max = signed(row, asked.variable.told(row["value_max"], row["unit"]))
    return value, value_max, _point(value, value_max, asked.point)


def _alike(rows: Sequence[Row]) -> bool:
    """Whether rows say the same in the same unit, which most that speak for one cell do."""
    if len(rows) == 1:
        return True
    return len({(r["value"], r["value_max"], r["unit"], r["direction"]) for r in rows}) == 1


def _rivals(chosen: Row, base: Sequence[Row], keys: Sequence[tuple[Any, ...]]) -> tuple[Row, ...]:
    """The rows that say something else than the one chosen; ``keys`` are what each says."""
    own = next(key for row, key in zip(base, keys, strict=True) if row is chosen)
    return tuple(row for row, key in zip(base, keys, strict=True) if key != own)


def _sorted(told: Sequence[Row], variable: Variable) -> tuple[list[Row], list[Row], Row | None]:
    """Rows with a value that the variable takes, those with another one, and the first without a value."""
    valued, others, words = [], [], None
    for row in told:
        if row["value"] is None:
            words = words or row
        elif row["measure"] == variable.measure and variable.takes(row["unit"]):
            valued.append(row)
        else:
            others.append(row)
    return valued, others, words


def _parted(valued: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Bases and ambitions: rows worded as an ambition are one where another row of the cell is not."""
    if len(valued) == 1:
        return list(valued), []
    words = _ambitious()
    ambition = [row for row in valued if any(word in row["wording"] for word in words)]
    base = [row for row in valued if row not in ambition]
    return (base, ambition) if base else (ambition, [])


def _stretch(ambition: Sequence[Row], asked: Asked) -> Decimal | None:
    """The ambition beside a base; of several the greatest."""
    points = (_values(row, asked)[-1] for row in ambition)
    return max((p for p in points if p is not None), key=abs, default=None) if ambition else None


def _key(row: Row, variable: Variable) -> tuple[Any, ...]:
    return signed(row, variable.told(row["value"], row["unit"])), variable.told(row["value_max"], row["unit"])


def _chosen(rows: Sequence[Row], resolve: str) -> Row:
    if resolve == "surest":
        return max(rows, key=lambda r: r["confidence"])
    return rows[-1 if resolve == "last" else 0]


def _report(row: Row | None, reports: Sequence[ReportRow]) -> ReportRow:
    if row is None or len(reports) == 1:
        return reports[0]
    return next((r for r in reports if r.id == row["report"]), reports[0])


def _point(value: Decimal | None, value_max: Decimal | None, point: str) -> Decimal | None:
    if value is None or value_max is None or point == "low":
        return value
    return value_max if point == "high" else (value + value_max) / 2


def _note(others: Sequence[Row]) -> str:
    """What is stated otherwise: level 550亿元, each once."""
    return "; ".join(dict.fromkeys(f"{row['measure']} {_written(row)}" for row in others))


def _written(row: Mapping[str, Any]) -> str:
    written = row["raw"] or f"{plain(row['value'])}{row['unit']}"
    return f"-{written}" if signed(row, row["value"]) != row["value"] else str(written)


@resources.cached
def _ambitious() -> tuple[str, ...]:
    return tuple(word for (word,) in resources.table("panel/ambition"))
