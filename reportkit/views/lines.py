"""Charts of panels: an indicator over years, a line a region, targets beside outcomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from reportkit import panels
from reportkit.store import Query, Workspace
from reportkit.views.canvas import WIDTH, Figure, clipped, ticks

APART = 6
"""Regions that have lines of their own; of more, their median stands out."""
_STATUSES = ("target", "actual")
_LEFT, _RIGHT, _TOP, _HEIGHT = 48.0, 110.0, 12.0, 250.0
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


def panel(workspace: Workspace, asked: panels.Variable, query: Query, statuses: Sequence[str] = _STATUSES) -> Panel:
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
    for year in years[:: max(1, len(years) // 12)]:
        made.write(at(year, marks[0])[0], _HEIGHT + 18, str(year), "middle tick")
    for (region, status), points in told.series.items():
        kind = "series" if several else f"series{told.regions.index(region)}"
        _draw(made, region, words[status], points, at, kind + _KINDS[status], not several)
    if several:
        for place, status in enumerate(_STATUSES):
            middle = _medians([p for (_, s), p in told.series.items() if s == status])
            if middle:
                _draw(made, words["median"], words[status], middle, at, f"series{place}{_KINDS[status]}", True)
    return made


def _draw(made: Figure, name: str, status: str, points: Points, at: _At, kind: str, apart: bool) -> None:
    placed = [at(year, value) for year, value in sorted(points.items())]
    made.curve(placed, kind, f"{name}, {status}")
    if apart:
        for (x, y), (year, value) in zip(placed, sorted(points.items()), strict=True):
            made.dot(x, y, kind.replace(" dashed", " hollow"), f"{name}, {year}, {status}: {value:g}", 3.5)
        x, y = placed[-1]
        made.write(x + 8, y + 4, clipped(f"{name} {status}", _RIGHT - 10), kind.split()[0], name)


def _medians(series: Sequence[Points]) -> Points:
    years = {year for points in series for year in points}
    return {year: median(p[year] for p in series if year in p) for year in sorted(years)}


def _rows(told: Panel, years: Sequence[int], words: Mapping[str, str]) -> list[Sequence[str]]:
    return [
        (f"{region}, {words[status]}", *(f"{points[y]:g}" if y in points else "" for y in years))
        for (region, status), points in told.series.items()
    ]
