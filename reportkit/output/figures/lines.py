"""Charts of panels: an indicator over years, a line a region, targets beside outcomes."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from reportkit.analysis import panel as panels
from reportkit.output.figures.canvas import WIDTH, Figure, ticks
from reportkit.workspace import Query, Workspace

APART = 6
"""Regions that have lines of their own; of more, their median stands out."""
STATUSES = ("target", "actual")
_LEFT, _RIGHT, _TOP, _HEIGHT = 48.0, 20.0, 12.0, 250.0
_YEAR = 40.0
"""Width that the label of a year takes."""
_KINDS = {"target": " dashed", "actual": ""}
Points = dict[int, float]
_At = Callable[[int, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Panel:
    """An indicator in regions over years."""

    indicator: str
    measure: str
    unit: str
    series: Mapping[tuple[str, str], Points]
    """Region and status (target or actual) → year → value; only cells that are stated."""

    @property
    def regions(self) -> list[str]:
        """Regions with a value, in the order of their codes."""
        return list(dict.fromkeys(region for region, _ in self.series))

    @property
    def medians(self) -> dict[str, Points]:
        """Of every status the median of the regions that have a value, by year."""
        found: dict[str, dict[int, list[float]]] = {}
        for (_, status), points in self.series.items():
            for year, value in points.items():
                found.setdefault(status, {}).setdefault(year, []).append(value)
        return {status: {y: median(v) for y, v in sorted(years.items())} for status, years in found.items()}


def panel(workspace: Workspace, asked: panels.Variable, query: Query, statuses: Sequence[str] = STATUSES) -> Panel:
    """Targets and outcomes of an indicator in the reports that a query asks for. Raises UsageError."""
    series: dict[tuple[str, str], Points] = {}
    for status in statuses:
        built = panels.build(workspace, [panels.Asked(asked, status)], query)
        for row in built.table.rows:
            if row["state"] == "stated":
                series.setdefault((row["region"], status), {})[row["year"]] = float(row["point"])
    return Panel(asked.indicator, asked.measure, asked.unit, series)


def figure(told: Panel, words: Mapping[str, str]) -> Figure | None:
    """The chart of a panel; None if no cell is stated."""
    if not told.series:
        return None
    years = sorted({year for points in told.series.values() for year in points})
    values = [value for points in told.series.values() for value in points.values()]
    several = len(told.regions) > APART
    made = Figure(
        f"{told.indicator} ({told.unit})", words["note panel median" if several else "note panel"],
        ("", *map(str, years)), _rows(told, years, words), height=_HEIGHT + 34,
    )  # fmt: skip
    marks = ticks(min(values), max(values))
    across = (WIDTH - _LEFT - _RIGHT) / max(1, years[-1] - years[0])
    up = (_HEIGHT - _TOP) / (marks[-1] - marks[0])

    def at(year: int, value: float) -> tuple[float, float]:
        return _LEFT + (year - years[0]) * across, _HEIGHT - (value - marks[0]) * up

    for mark in marks:
        y = at(years[0], mark)[1]
        made.line(_LEFT, y, WIDTH - _RIGHT, y, "zero" if mark == 0 else "grid")
        made.write(_LEFT - 6, y + 4, f"{mark:g}", "end tick")
    for year in years[:: max(1, math.ceil(_YEAR / across))]:
        made.write(at(year, marks[0])[0], _HEIGHT + 18, str(year), "middle tick")
    for (region, status), points in told.series.items():
        kind = "series" if several else f"series{told.regions.index(region)}"
        _draw(made, f"{region}, {words[status]}", points, at, kind + _KINDS[status])
    if several:
        for place, (status, points) in enumerate(told.medians.items()):
            _draw(made, f"{words['median']}, {words[status]}", points, at, f"series{place}{_KINDS[status]}")
            made.keys.append((f"series{place}", f"{words['median']}, {words[status]}"))
    else:
        made.keys += [(f"series{place}", region) for place, region in enumerate(told.regions)]
    return made


def _draw(made: Figure, name: str, points: Points, at: _At, kind: str) -> None:
    """A line with a dot a year; years without a value part it."""
    for run in runs(points):
        made.curve([at(year, points[year]) for year in run], kind, name)
    if kind.split()[0] == "series":
        return
    for year, value in points.items():
        made.dot(*at(year, value), kind.replace(" dashed", " hollow"), f"{name}, {year}: {value:g}", 3.5)


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
        (f"{region}, {words[status]}", *(f"{points[y]:g}" if y in points else "" for y in years))
        for (region, status), points in told.series.items()
    ]
