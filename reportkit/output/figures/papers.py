"""Figures of panels for papers, drawn by matplotlib (``reportkit[plot]``)."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from reportkit import resources
from reportkit.errors import UsageError
from reportkit.output.export.files import replacing
from reportkit.output.figures import lines
from reportkit.output.figures.lines import Panel, Points, Series

FORMATS = ("png", "svg", "pdf")
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
"""Told apart by colour-blind readers too: Okabe and Ito, Color Universal Design (2008)."""
_MARKERS = "osD^v<"
_GREY = "#999999"
_CENTIMETRES = 2.54
_REACH = 12
"""Points that the arrow of a floor or ceiling is long."""


def plot(
    panel: Panel, path: Path, words: dict[str, str], *, size: tuple[float, float] = (14.0, 9.0), font: str = "",
    title: str = "", dpi: int = 300, names: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """Draws targets (dashed, hollow) and outcomes (solid) over years into ``path``: png, svg or pdf by its suffix.

    Ranges are bars, floors and ceilings arrows that lead to where they are open. ``size`` is width and height in
    centimetres; ``font`` a font file or an installed family; ``names`` gives regions and the indicator other names.
    Of more than six regions the lines are thin and their median stands out. Raises UsageError: matplotlib or a Chinese font
    missing, nothing to draw, another suffix.
    """
    if path.suffix.lstrip(".").lower() not in FORMATS:
        raise UsageError(f"{path}: a figure is written as {', '.join(FORMATS)}; the suffix says which")
    if not panel.series:
        raise UsageError(f"{panel.indicator}: no value to draw in the reports asked for")
    try:
        import matplotlib
        from matplotlib.figure import Figure
        from matplotlib.ticker import MaxNLocator
    except ImportError:
        raise UsageError("plot needs one more package: pip install 'reportkit[plot]'") from None
    panel = lines.renamed(panel, names or {})
    told: Any = {"font.family": _family(font), "svg.fonttype": "path", "axes.unicode_minus": False, "font.size": 9}
    with matplotlib.rc_context(told):
        drawn = Figure(figsize=(size[0] / _CENTIMETRES, size[1] / _CENTIMETRES), layout="constrained")
        axes = drawn.subplots()
        (_median if panel.several else _apart)(axes, panel, words)
        axes.set_title(title or lines.title(panel, words))
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(axis="y", color="#dddddd", linewidth=0.6)
        axes.legend(frameon=False, fontsize=8)
        with replacing(path) as beside:
            drawn.savefig(beside, dpi=dpi, metadata={"Date": None} if path.suffix == ".svg" else None)


def _apart(axes: Any, panel: Panel, words: dict[str, str]) -> None:
    for region, status in panel.series:
        place = panel.regions.index(region)
        label = lines.series_name(region, status, words)
        _line(axes, panel.series[region, status], status, _COLOURS[place], _MARKERS[place], label)
        _ends(axes, panel, (region, status), _COLOURS[place])


def _ends(axes: Any, panel: Panel, key: Series, colour: str) -> None:
    """Ranges as bars with their ends, arrows where a value is a floor or a ceiling."""
    for year, (low, high) in panel.ranges.get(key, {}).items():
        axes.plot([year, year], [low, high], "-", color=colour, linewidth=1, marker="_", markersize=6)
    for year, way in panel.opens.get(key, {}).items():
        axes.annotate(
            "", (year, panel.series[key][year]), (0, way * _REACH), textcoords="offset points",
            arrowprops={"arrowstyle": "<-", "color": colour, "linewidth": 0.9},
        )  # fmt: skip


def _median(axes: Any, panel: Panel, words: dict[str, str]) -> None:
    for (_, status), points in panel.series.items():
        axes.plot(*_broken(points), _dashes(status), color=_GREY, linewidth=0.5, marker=".", markersize=2, alpha=0.6)
    for place, (status, points) in enumerate(panel.medians.items()):
        count = sum(s == status for _, s in panel.series)
        name = lines.series_name(words["median"], status, words)
        label = words["with count"].replace("{name}", name).replace("{count}", str(count))
        _line(axes, points, status, _COLOURS[place], _MARKERS[place], label)


def _line(axes: Any, points: Points, status: str, colour: str, marker: str, label: str) -> None:
    inside = "white" if status == "target" else colour
    axes.plot(
        *_broken(points), _dashes(status), color=colour, marker=marker, markersize=4,
        markerfacecolor=inside, linewidth=1.4, label=label,
    )  # fmt: skip


def _broken(points: Points) -> tuple[list[int], list[float]]:
    """Years and values, with nothing in between where years are missing."""
    years = range(min(points), max(points) + 1)
    return list(years), [points.get(year, float("nan")) for year in years]


def _dashes(status: str) -> str:
    return "--" if status == "target" else "-"


def _family(font: str) -> Sequence[str]:
    """The family to set the figure in. Raises UsageError if there is none with Chinese letters."""
    from matplotlib import font_manager

    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # it warns of weights that a family lacks
    if font and Path(font).exists():
        try:
            font_manager.fontManager.addfont(font)
            family: str = font_manager.FontProperties(fname=font).get_name()
        except (RuntimeError, OSError):
            raise UsageError(f"{font}: is no font that can be read") from None
        if not _chinese(font):
            raise UsageError(f"{font}: has no Chinese letters; name another font")
        return [family]
    known = {entry.name: entry.fname for entry in font_manager.fontManager.ttflist}
    if font:
        if font not in known:
            raise UsageError(f"{font}: no font file, and no installed family of that name")
        return [font]
    for (family,) in resources.table("view/fonts"):
        if family in known:
            return [family]
    raise UsageError("plot: no font with Chinese letters is installed; --font FILE names one (such as a Noto Sans CJK)")


def _chinese(path: str) -> bool:
    from matplotlib.ft2font import FT2Font

    return ord("政") in FT2Font(path).get_charmap()
