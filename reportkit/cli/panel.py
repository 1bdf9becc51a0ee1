"""reportkit panel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from reportkit.analysis import panel as panels
from reportkit.analysis import presets
from reportkit.cli import options, terminal, written
from reportkit.cli.intake import say
from reportkit.errors import UsageError
from reportkit.model import tables
from reportkit.model.codes import CODES, labels
from reportkit.words import language, tr

_LONG = (
    "region", "year", "indicator", "raw", "state", "point", "unit", "bound", "gap", "deviation", "official_deviation",
    "superior", "realised", "official", "strength", "horizon", "plan_end", "stretch_value",
)  # fmt: skip
"""Columns of a panel that a terminal shows, the most important first."""
_CONFLICTS = ("region", "year", "chosen", "name", "value", "unit", "bound", "status", "sentence")
_CODES = ("level", "adcode", "province_code", "city_code", "county_code")
_WIDE = 12
"""Columns of a wide panel that a terminal has room for; files and the other formats have all."""
_QUERY = ("region", "within", "level", "report_year", "report")
_KIND = "indicators"


@click.command("panel")
@click.argument("indicators", nargs=-1, metavar="[INDICATOR]...")
@click.option(
    "--preset", default="", metavar="NAME", help="Settings of a file: targets, promises, attention, or your own."
)
@click.option("--presets", "listed", is_flag=True, help="List the shipped presets.")
@options.of_reports
@click.option(
    "--year", multiple=True, callback=options.years, metavar="YEARS", help="Years of the cells. Default: all."
)
@click.option(
    "--status",
    type=options.Known(tuple(panels.STATUSES), "status"),
    default="target",
    show_default=True,
    help="actual takes estimates too.",
)
@click.option(
    "--horizon",
    multiple=True,
    type=options.Known(panels.HORIZONS, "horizon"),
    default=("annual",),
    show_default=True,
    help="Targets of one year, aims of a five-year plan, or both (repeatable).",
)
@click.option(
    "--measure",
    type=options.Known(CODES["measure"], "measure"),
    help="Default: the indicator's usual ones.",
)
@click.option("--unit", default="", help="Unit of the values, such as 亿元; it decides the measure too.")
@click.option(
    "--point",
    type=options.Known(panels.POINTS, "point"),
    default="mid",
    show_default=True,
    help="What stands for a range.",
)
@click.option("--resolve", type=options.Known(panels.RESOLVES, "way"), help="Let one of several rows decide a cell.")
@click.option(
    "--wide",
    is_flag=False,
    flag_value="point",
    default="",
    metavar="[FIELDS]",
    help="A row a region and year, columns of each indicator: point (and what is set beside it), "
    "or any columns of the long form.",
)
@click.option("--gap", is_flag=True, help="Set the superior region's value beside, and the difference (层层加码).")
@click.option("--realised", is_flag=True, help="Set the outcome that the next year's report states beside.")
@click.option(
    "--outcome",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Set official statistics beside, and the report's outcome: csv, xlsx or dta with region or code, year, value.",
)
@click.option("--conflicts", "only_conflicts", is_flag=True, help="Show the rows that disagree instead of the panel.")
@options.described
@options.columns
@options.limit
@options.files
@options.database
@options.result
@click.pass_context
def command(context: click.Context, /, indicators: tuple[str, ...], preset: str, listed: bool, **asked: Any) -> int:
    """A panel of INDICATORs over regions and years, or of a preset.

    A cell is stated, in words (a target without a number), a conflict (two rows disagree: listed by --conflicts,
    never settled unless --resolve says how), other measure (the report states it in a measure or unit that is not
    shown), not stated (the report does not say), or no report (it is not in the workspace). Targets come from the
    report that plans their year, outcomes from the next one; numbers of other years and of parts of a region are left
    out, aims of several years stand under --horizon plan. Falls are negative. An INDICATOR may carry a measure or a
    unit of its own: 进出口总额:亿元.

    \b
    Examples:
      reportkit panel 地区生产总值
      reportkit panel 地区生产总值 固定资产投资 --wide point,bound -o targets.dta
      reportkit panel --preset targets -o targets.dta
      reportkit panel 地区生产总值 --within 山东省 --gap --realised -o gdp.csv
      reportkit panel 城镇新增就业 --status actual --unit 万人
      reportkit panel 地区生产总值 --outcome yearbook.csv -o gdp.xlsx
      reportkit panel 地区生产总值 --horizon annual --horizon plan --wide
    """  # fmt: skip
    if listed:
        for one in presets.shipped():
            terminal.say(f"{one.name}  {one.zh if language() == 'zh' else one.doc}")
        return 0
    form = asked["form"] or terminal.form_of(asked["path"])
    kind, settings = _settings(context, indicators, preset, asked)
    with options.opened(asked["db"], asked["files"], context.obj) as workspace:
        query = options.resolved(workspace, options.query(**{name: asked[name] for name in _QUERY}))
        panel = presets.build(workspace, kind, settings, query, asked["year"])
    _say(kind, settings, panel)
    shown = panel.conflicts if asked["only_conflicts"] else panel.table
    if not shown.rows:
        return 1
    _show(shown, panel, form, asked)
    return 0


def _settings(
    context: click.Context, indicators: tuple[str, ...], preset: str, asked: dict[str, Any]
) -> tuple[str, dict[str, Any]]:
    """The kind of the panel and its settings: those of the preset, and over them what the command line says."""
    given = {"indicators": indicators, "wide": _fields(asked["wide"])}
    names = ("status", "horizon", "measure", "unit", "point", "resolve", "gap", "realised", "outcome")
    given |= {name: asked[name] for name in names}
    if not preset:
        if not indicators:
            raise UsageError("panel: name an INDICATOR, or a --preset (`reportkit panel --presets` lists them)")
        return _KIND, given
    known = presets.load(preset)
    said = {n: v for n, v in given.items() if context.get_parameter_source(n) is not ParameterSource.DEFAULT and v}
    if known.kind != _KIND and said:
        raise UsageError(f"panel: the preset {known.name} takes no --{next(iter(said))}")
    return known.kind, {**known.settings, **said}


def _fields(given: str) -> tuple[str, ...]:
    return tuple(f.strip() for f in given.split(",") if f.strip())


def _say(kind: str, settings: dict[str, Any], panel: panels.Panel) -> None:
    for note in panel.notes:
        say(note)
    told: dict[str, list[str]] = {}
    for variable, status in panel.variables:
        told.setdefault(_how(status, variable.measure, variable.unit), []).append(variable.indicator)
    for how, names in told.items():
        say(tr("{report}: {counts}", report=tr(", ").join(names), counts=how))
    states = labels("state" if kind == _KIND else "change") if language() == "zh" else {}
    counts = [
        tr("{count} {change}", count=count, change=states.get(state, tr(state)))
        for state, count in panel.states.items()
    ]
    say(tr(", ").join(counts) or "no report")


def _how(status: str, measure: str, unit: str) -> str:
    """In which status, measure and unit an indicator stands in the panel."""
    if language() == "zh":
        status, measure = labels("status").get(status, status), labels("measure").get(measure, measure)
    told = tr("{status}, {measure}", status=status, measure=measure)
    return tr("{told} in {unit}", told=told, unit=unit) if unit else told


def _show(shown: tables.Table, panel: panels.Panel, form: str, asked: dict[str, Any]) -> None:
    path = asked["path"]
    if form == "table":
        part = terminal.cut(shown, terminal.limit(asked["limit"], form, path))
        usual = {"panel": _for_eyes(part.table), "conflicts": _CONFLICTS}
        terminal.show([part], form, path, asked["columns"], usual)
    elif path is None:
        terminal.show([terminal.cut(shown, asked["limit"]).table], form, path, asked["columns"])
    else:
        beside = [panel.conflicts] if panel.conflicts.rows and not asked["only_conflicts"] else []
        chosen = terminal.chosen(terminal.cut(shown, asked["limit"]).table, asked["columns"])
        written.write([chosen], path, form, asked, written.origin(panel.reports), beside)


def _for_eyes(table: tables.Table) -> tuple[str, ...]:
    """The columns that a terminal shows: those that matter and hold something, as many as it has room for."""
    filled = [c.name for c in table.columns if any(row[c.name] not in (None, "") for row in table.rows)]
    if any(c.name == "state" for c in table.columns):
        return tuple(name for name in _LONG if name in filled)
    return tuple(name for name in filled if name not in _CODES)[:_WIDE]
