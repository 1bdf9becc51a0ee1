"""reportkit panel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from reportkit.analysis import panel as panels
from reportkit.cli import options, terminal
from reportkit.cli.intake import say
from reportkit.model import tables
from reportkit.model.codes import CODES
from reportkit.output import export
from reportkit.output.export.codebook import codebook

_LONG = ("region", "year", "indicator", "state", "point", "unit", "bound", "strength", "superior_point", "gap", "realised", "deviation", "raw")  # fmt: skip

_CONFLICTS = ("region", "year", "chosen", "name", "value", "unit", "bound", "status", "sentence")
_SCREEN = 200
"""Rows that a terminal shows."""


@click.command("panel")
@click.argument("indicators", nargs=-1, required=True, metavar="INDICATOR...")
@options.of_reports
@click.option(
    "--year", multiple=True, callback=options.years, metavar="YEARS", help="Years of the cells. Default: all."
)
@click.option(
    "--status",
    type=click.Choice(("target", "actual")),
    default="target",
    show_default=True,
    help="actual takes estimates too.",
)
@click.option("--measure", type=click.Choice(tuple(CODES["measure"])), help="Default: the indicator's usual one.")
@click.option("--unit", default="", help="Unit of the values, such as 亿元. Default: the indicator's usual one.")
@click.option(
    "--point",
    type=click.Choice(("low", "mid", "high")),
    default="mid",
    show_default=True,
    help="What stands for a range.",
)
@click.option(
    "--resolve", type=click.Choice(("first", "last", "surest")), help="Let one of several rows decide a cell."
)
@click.option(
    "--wide",
    "fields",
    is_flag=False,
    flag_value="point",
    default="",
    metavar="[FIELDS]",
    help=f"A row a region and year, columns of each indicator: {','.join(panels.FIELDS)}. Default: point.",
)
@click.option("--gap", is_flag=True, help="Set the superior region's value beside, and the difference (层层加码).")
@click.option("--realised", "outcome", is_flag=True, help="Set the outcome told by the next year's report beside.")
@click.option("--conflicts", "only_conflicts", is_flag=True, help="Show the rows that disagree instead of the panel.")
@options.labels
@options.columns
@options.files
@options.database
@options.result
@click.pass_obj
def command(overlays: tuple[Path, ...], /, indicators: tuple[str, ...], **asked: Any) -> int:
    """A panel of INDICATORs over regions and years.

    A cell is stated, in words (a target without a number), a conflict (two rows disagree: listed by --conflicts,
    never settled unless --resolve says how), not stated (the report does not say), or no report (it is not in
    the workspace). Targets come from the report of their year, outcomes from the next year's; numbers of other
    years, of several years and of parts of a region are left out. Falls are negative.

    \b
    Examples:
      reportkit panel 地区生产总值
      reportkit panel 地区生产总值 固定资产投资 --wide point,bound -o targets.dta
      reportkit panel 地区生产总值 --within 山东省 --gap --realised -o gdp.csv
      reportkit panel 城镇新增就业 --status actual --unit 万人
      reportkit panel 一般公共预算收入 --conflicts
    """  # fmt: skip
    form = asked["form"] or terminal.form_of(asked["path"])
    fields = tuple(f.strip() for f in asked["fields"].split(",") if f.strip())
    options.known(fields, panels.FIELDS, "--wide")
    variables = [
        panels.Asked(panels.variable(name, asked["measure"] or "", asked["unit"]), asked["status"], asked["point"], asked["resolve"] or "")
        for name in indicators
    ]  # fmt: skip
    names = ("region", "within", "level", "report_year", "report")
    with options.opened(asked["db"], asked["files"], overlays) as workspace:
        query = options.query(**{name: asked[name] for name in names})
        panel = panels.build(
            workspace, variables, query, asked["year"], fields=fields, gap=asked["gap"], outcome=asked["outcome"]
        )
    for variable in dict.fromkeys(a.variable for a in variables):
        say(f"{variable.indicator}: {variable.measure} in {variable.unit}, {asked['status']}")
    say(", ".join(f"{count} {state}" for state, count in panel.states.items()) or "no report")
    shown = panel.conflicts if asked["only_conflicts"] else panel.table
    if not shown.rows:
        return 1
    _show(shown, panel, form, asked)
    return 0


def _show(shown: tables.Table, panel: panels.Panel, form: str, asked: dict[str, Any]) -> None:
    path = asked["path"]
    if form == "table":
        first, title = terminal.cut(shown, None if path else _SCREEN)
        usual = {"panel": () if asked["fields"] else _LONG, "conflicts": _CONFLICTS}
        terminal.show([first], form, path, asked["columns"], dict([title]), usual)
    elif path is None:
        terminal.show([shown], form, path, asked["columns"])
    else:
        beside = [panel.conflicts] if panel.conflicts.rows and not asked["only_conflicts"] else []
        beside += [codebook([shown])] if form == "xlsx" else []
        export.write([terminal.chosen(shown, asked["columns"])], path, form, asked["labels"], beside)
