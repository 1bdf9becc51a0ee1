"""Charts of panels: an indicator over years, a line a region, targets beside outcomes, a chart a level."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from reportkit import resources
from reportkit.analysis import panel as panels
from reportkit.output.figures.canvas import WIDTH, Figure, number, ticks
from reportkit.workspace import Query, Workspace

APART = 6
"""Regions that have lines of their own; of more, their median stands out."""
STATUSES = ("target", "actual")
LEVELS = ("national", "province", "city", "county", "township", "")
_LEFT, _RIGHT, _TOP, _HEIGHT = 48.0, 20.0, 12.0, 250.0
_YEAR = 40.0
"""Width that the label of a year takes."""
_REACH = 9.0
"""Length of the arrow that tells which way a bound is open."""
_HEAD = 3.0
_DOT = 3.5
THIN = "thin"
"""The class of lines of regions that are too many to be told apart."""
Points = dict[int, float]
Ends = tuple[float, float]
Series = tuple[str, str]
"""Region and status (target or actual)."""
_At = Callable[[int, float], tuple[float, float]]
_OPEN = {"ge": 1, "gt": 1, "le": -1, "lt": -1}
"""Bounds that leave a value open, upwards or downwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """An indicator in regions over years."""

    indicator: str
    measure: str
    unit: str
    series: Mapping[Series, Points]
    """Region and status → year → value, of a range its middle; only cells that are stated."""
    ranges: Mapping[Series, Mapping[int, Ends]] = field(default_factory=dict)
    """The ends of those that are ranges."""
    opens: Mapping[Series, Mapping[int, int]] = field(default_factory=dict)
    """1 where a value is a floor, -1 where it is a ceiling."""
    levels: Mapping[str, str] = field(default_factory=dict)
    """Region → level."""

    @property
    def regions(self) -> list[str]:
        """Regions with a value, in the order of their codes."""
        return list(dict.fromkeys(region for region, _ in self.series))

    @property
    def several(self) -> bool:
        """Whether it has more regions than can be told apart."""
        return len(self.regions) > APART

    @property
    def statuses(self) -> list[str]:
        """Statuses with a value."""
        return [status for status in STATUSES if any(s == status for _, s in self.series)]

    @property
    def medians(self) -> dict[str, Points]:
        """Of every status the median of the regions that have a value, by year."""
        found: dict[str, dict[int, list[float]]] = {}
        for (_, status), points in self.series.items():
            for year, value in points.items():
                found.setdefault(status, {}).setdefault(year, []).append(value)
        return {status: {y: median(v) for y, v in sorted(years.items())} for status, years in found.items()}

    def by_level(self) -> Iterator[tuple[str, Panel]]:
        """The panel of every level that has a value, the highest first, under the name that the indicator has there."""
        for level in LEVELS:
            own = {key: points for key, points in self.series.items() if self.levels.get(key[0], "") == level}
            if own:
                name = national(self.indicator) if level == "national" else self.indicator
                yield level, replace(self, indicator=name, series=own)


@resources.cached
def _of_nation() -> dict[str, str]:
    return {row["indicator"]: row["national"] for row in resources.rows("view/national", resources.overlays())}


def national(indicator: str) -> str:
    """The name that an indicator has where it is of the whole country, of data/view/national.tsv."""
    return _of_nation().get(indicator, indicator)


def panel(workspace: Workspace, asked: panels.Variable, query: Query, statuses: Sequence[str] = STATUSES) -> Panel:
    """Targets and outcomes of an indicator in the reports that a query asks for. Raises UsageError."""
    series: dict[Series, Points] = {}
    ranges: dict[Series, dict[int, Ends]] = {}
    opens: dict[Series, dict[int, int]] = {}
    levels: dict[str, str] = {}
    for status in statuses:
        for row in panels.build(workspace, [panels.Asked(variable=asked, status=status)], query).table.rows:
            if row["state"] != "stated":
                continue
            key, year = (row["region"], status), row["year"]
            series.setdefault(key, {})[year] = float(row["point"])
            levels[row["region"]] = row["level"]
            if row["value_max"] is not None:
                low, high = sorted((float(row["value"]), float(row["value_max"])))
                ranges.setdefault(key, {})[year] = (low, high)
            if way := _OPEN.get(row["bound"]):
                opens.setdefault(key, {})[year] = way if row["point"] >= 0 else -way  # 下降3%以上 is at most −3
    return Panel(
        indicator=asked.indicator,
        measure=asked.measure,
        unit=asked.unit,
        series=series,
        ranges=ranges,
        opens=opens,
        levels=levels,
    )


def renamed(told: Panel, names: Mapping[str, str]) -> Panel:
    """The panel with other names for its regions and its indicator."""

    def named(key: Series) -> Series:
        return names.get(key[0], key[0]), key[1]

    return replace(
        told, indicator=names.get(told.indicator, told.indicator),
        series={named(key): points for key, points in told.series.items()},
        ranges={named(key): ends for key, ends in told.ranges.items()},
        opens={named(key): ways for key, ways in told.opens.items()},
        levels={names.get(region, region): level for region, level in told.levels.items()},
    )  # fmt: skip


def title(told: Panel, words: Mapping[str, str]) -> str:
    """What a chart of a panel is called: 地区生产总值增速（%）."""
    keys = (f"title {told.measure} {told.indicator}", f"title {told.measure}", "title")
    form = next(words[key] for key in keys if key in words)
    return form.replace("{indicator}", told.indicator).replace("{unit}", told.unit)


def series_name(region: str, status: str, words: Mapping[str, str]) -> str:
    """How a line is called: 澄源市，目标."""
    return words["series"].replace("{region}", region).replace("{status}", words[status])


def figure(told: Panel, words: Mapping[str, str], heading: str = "") -> Figure | None:
    """The chart of a panel; None if no cell is stated. ``heading`` stands in the place of its title."""
    if not told.series:
        return None
    years = sorted({year for points in told.series.values() for year in points})
    made = Figure(
        title=heading or title(told, words), note=words["note panel median" if told.several else "note panel"],
        heads=("", *map(str, years)), rows=_rows(told, years, words), height=_HEIGHT + 34,
    )  # fmt: skip
    at = _axes(made, years, _extent(told))
    for (region, status), points in told.series.items():
        kind = f"{THIN} {status}" if told.several else f"{status} colour{told.regions.index(region)}"
        spelled = {year: written(told, (region, status), year) for year in points}
        _draw(made, region, _Told(series_name(region, status, words), spelled, words["tip of year"]), points, at, kind)
        if not told.several:
            _ends(made, told, (region, status), at, kind)
    if told.several:
        for status, points in told.medians.items():
            name = series_name(words["median"], status, words)
            spelled = {year: number(value) for year, value in points.items()}
            _draw(made, "", _Told(name, spelled, words["tip of year"]), points, at, f"{status} median")
            made.keys.append((f"line {status}", name))
        made.keys.append((f"line {THIN}", words["regions"]))
    else:
        made.keys += [(f"box colour{place}", region) for place, region in enumerate(told.regions)]
        made.keys += [(f"line {status} key", words[status]) for status in told.statuses]
    return made


def _extent(told: Panel) -> Ends:
    """The least and the greatest value."""
    values = [value for points in told.series.values() for value in points.values()]
    values += [
        end for key in told.series for year, ends in told.ranges.get(key, {}).items()
        if year in told.series[key] for end in ends
    ]  # fmt: skip
    return min(values), max(values)


def _axes(made: Figure, years: Sequence[int], extent: Ends) -> _At:
    """Draws the axes; what it returns gives the place of a value."""
    marks = ticks(*extent)
    across = (WIDTH - _LEFT - _RIGHT) / max(1, years[-1] - years[0])
    up = (_HEIGHT - _TOP) / (marks[-1] - marks[0])

    def at(year: int, value: float) -> tuple[float, float]:
        return _LEFT + (year - years[0]) * across, _HEIGHT - (value - marks[0]) * up

    for mark in marks:
        y = at(years[0], mark)[1]
        made.line(_LEFT, y, WIDTH - _RIGHT, y, "zero" if mark == 0 else "grid")
        made.write(_LEFT - 6, y + 4, number(mark), "end tick")
    step = max(1, math.ceil(_YEAR / across))
    for year in range(years[0], years[-1] + 1, step):
        made.write(at(year, marks[0])[0], _HEIGHT + 18, str(year), "middle tick")
    return at


@dataclass(frozen=True, slots=True)
class _Told:
    """What a line and its dots tell when pointed at."""

    name: str
    values: Mapping[int, str]
    form: str

    def at(self, year: int) -> str:
        return self.form.format(name=self.name, year=year, value=self.values[year])


def _draw(made: Figure, region: str, told: _Told, points: Points, at: _At, kind: str) -> None:
    """A line with a dot a year, which tells its value; years without a value part it.

    Thin lines are many: they have dots only where a year stands alone.
    """
    parts = runs(points)
    for run in parts:
        made.curve([at(year, points[year]) for year in run], kind, told.name, region)
    alone = {run[0] for run in parts if len(run) == 1}
    dotted = {year: value for year, value in points.items() if year in alone or not kind.startswith(THIN)}
    for year, value in dotted.items():
        made.dot(*at(year, value), kind, told.at(year), _DOT, region)


def _ends(made: Figure, told: Panel, key: Series, at: _At, kind: str) -> None:
    """Ranges as lines from end to end, floors and ceilings as arrows to where they are open."""
    for year, (low, high) in told.ranges.get(key, {}).items():
        made.curve([at(year, low), at(year, high)], f"{kind} bound")
    for year, way in told.opens.get(key, {}).items():
        x, y = at(year, told.series[key][year])
        tip = y - way * _REACH
        back = tip + way * _HEAD
        made.curve([(x, y), (x, tip), (x - _HEAD, back), (x, tip), (x + _HEAD, back)], f"{kind} bound")


def runs(points: Points) -> list[list[int]]:
    """The years of a series, parted where years are missing."""
    found: list[list[int]] = []
    for year in sorted(points):
        if found and found[-1][-1] == year - 1:
            found[-1].append(year)
        else:
            found.append([year])
    return found


def _rows(told: Panel, years: Sequence[int], words: Mapping[str, str]) -> list[Sequence[str]]:
    return [
        (series_name(region, status, words), *(written(told, (region, status), year) for year in years))
        for region, status in told.series
    ]


def written(told: Panel, key: Series, year: int) -> str:
    """A value as people write it: ≥5, 4.5–5."""
    value = told.series[key].get(year)
    if value is None:
        return ""
    if ends := told.ranges.get(key, {}).get(year):
        return f"{number(ends[0])}–{number(ends[1])}"
    return {1: "≥", -1: "≤", 0: ""}[told.opens.get(key, {}).get(year, 0)] + number(value)
