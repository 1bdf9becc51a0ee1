"""reportkit plot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from reportkit.analysis import panel as panels
from reportkit.cli import options, terminal
from reportkit.errors import UsageError
from reportkit.model.codes import CODES
from reportkit.output.figures import lines, papers
from reportkit.output.pages.page import words
from reportkit.paths import file_name
from reportkit.words import language

_NAMES = ("region", "within", "level", "report_year", "report")


def _size(_: click.Context, __: click.Parameter, given: str) -> tuple[float, float]:
    try:
        width, height = (float(part) for part in given.lower().split("x"))
    except ValueError:
        raise UsageError(f"{given}: a size in centimetres such as 14x9 is wanted") from None
    if not (2 <= width <= 100 and 2 <= height <= 100):
        raise UsageError(f"{given}: width and height are 2 to 100 centimetres")
    return width, height


def _renamed(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    for pair in given:
        if not all(pair.partition("=")[::2]):
            raise UsageError(f"--name {pair}: OLD=NEW is wanted, such as 澄源市=Chengyuan")
    return {old: new for old, _, new in (pair.partition("=") for pair in given)}


@click.command("plot")
@click.argument("indicator")
@options.of_reports
@click.option("--status", type=options.Known(("target", "actual"), "status"), help="Only targets, or only outcomes.")
@click.option("--measure", type=options.Known(CODES["measure"], "measure"), help="Default: the indicator's usual one.")
@click.option("--unit", default="", help="Unit of the values, such as 亿元. Default: the indicator's usual one.")
@click.option("--size", default="14x9", show_default=True, callback=_size, help="Width and height in centimetres.")
@click.option("--dpi", type=click.IntRange(50, 1200), default=300, show_default=True, help="Of a png.")
@click.option("--title", default="", help="Default: the indicator and its unit.")
@click.option("--font", default="", help="A font file or family with Chinese letters. Default: one that is installed.")
@click.option(
    "--name", "names", multiple=True, callback=_renamed, metavar="OLD=NEW",
    help="Another name for a region or the indicator, such as 澄源市=Chengyuan (repeatable).",
)  # fmt: skip
@options.output(help="png, svg or pdf.")
@options.database
@click.pass_obj
def command(overlays: tuple[Path, ...], /, indicator: str, path: Path | None, **asked: Any) -> int:
    """A figure of an INDICATOR over years for a paper: targets dashed, outcomes solid (needs reportkit[plot]).

    \b
    Examples:
      reportkit plot 地区生产总值 --region 澄源市
      reportkit plot 固定资产投资 --within 山东省 --status target -o fai.svg
      reportkit plot 城镇新增就业 --size 8x6 --lang zh -o jobs.pdf
      reportkit plot 地区生产总值 --region 澄源市 --name 澄源市=Chengyuan --name 地区生产总值=GDP -o gdp.pdf
    """
    variable = panels.variable(indicator, asked["measure"] or "", asked["unit"])
    path = path or Path(file_name(variable.indicator, ".png"))
    with options.opened(asked["db"], (), overlays) as workspace:
        query = options.resolved(workspace, options.query(**{name: asked[name] for name in _NAMES}), needed=True)
        statuses = (asked["status"],) if asked["status"] else lines.STATUSES
        panel = lines.panel(workspace, variable, query, statuses)
    how = {name: asked[name] for name in ("size", "font", "title", "dpi", "names")}
    papers.plot(panel, path, words(language()), **how)
    terminal.say(str(path))
    return 0
