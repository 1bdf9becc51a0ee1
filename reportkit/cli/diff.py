"""reportkit diff."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from reportkit.analysis import diff as differences
from reportkit.cli import diff_page, options, sides, terminal, written
from reportkit.model.tables import Table
from reportkit.output.export import Origin
from reportkit.workspace import ReportRow

_NAMES = ("region", "within", "level", "report_year", "report")


def _told() -> list[str]:
    """Every verdict and change that is shown without --all."""
    return [change for change in differences.changes() if change not in differences.UNCHANGED]


@click.command("diff")
@click.argument("a")
@click.argument("b", required=False)
@options.of_reports
@click.option(
    "--table",
    "names",
    multiple=True,
    type=options.Known(("summary", *differences.SECTIONS), "table"),
    help="Only this section, whole.",
)
@click.option(
    "--only",
    multiple=True,
    type=options.Known(_told(), "verdict or change"),
    metavar="WORD",
    help="Only rows with this verdict or change, as the summary names them (repeatable).",
)
@click.option("--all", "everything", is_flag=True, help="What is the same on both sides too.")
@options.limit
@click.option(
    "--tolerance",
    type=click.FloatRange(0),
    default=float(differences.POINTS),
    show_default=True,
    help="Percentage points that 左右 allows.",
)
@click.option(
    "--tolerance-share",
    type=click.FloatRange(0),
    default=float(differences.SHARE),
    show_default=True,
    help="Share of other values that 左右 allows.",
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 if there are differences, with 0 if not.")
@options.columns
@options.described
@options.database
@options.result
@click.pass_obj
def command(overlays: tuple[Path, ...], /, a: str, b: str | None, **asked: Any) -> int:
    """What was promised, what was done, what changed, from A to B: years, ids of reports, or files.

    Promises: every target of A for its year against what B, the next year's report, states of it. Indicators: outcome
    beside outcome and target beside target. Commitments and projects: kept, changed, done, dropped, new. "below target"
    is said of prices and unemployment that came out lower than they were to be held, "no word" of what the words of B
    do not mention. With A alone, the outcome of the past year beside the target of the next. A year is that which a
    report plans; 聊城-2025 names a report as well as 聊城市-2025.

    \b
    Examples:
      reportkit diff 2024 2025 --region 澄源市
      reportkit diff last.txt this.txt --only missed --only "no word"
      reportkit diff 聊城市-2025 山东省-2025 --table indicators
      reportkit diff 2024 2025 --table promises -o promises.xlsx
      reportkit diff 澄源市-2025
    """
    how: dict[str, Any] = {"points": Decimal(str(asked["tolerance"])), "share": Decimal(str(asked["tolerance_share"]))}
    how |= {"sections": _needed(asked)}
    query = options.query(**{n: asked[n] for n in _NAMES})
    seen: set[str] = set()
    used: list[ReportRow] = []
    names = asked["names"] or _sections(asked)
    shown = differences.SECTIONS if asked["exit_code"] else names
    kept = differences.Wanted(everything=asked["everything"], only=asked["only"], sections=shown)
    found = _noted(sides.compared(a, b, query, asked["db"], overlays, how, kept, used.append), seen)
    made = differences.tables_of(found, asked["everything"])
    _show([t for t in made if t.name in names], made, asked, written.origin(used))
    return 1 if not seen or (asked["exit_code"] and any(t.rows for t in made[2:])) else 0


def _limited(table: Table, most: int | None) -> Table:
    return table if table.name == "summary" else terminal.cut(table, most).table


def _sections(asked: dict[str, Any]) -> tuple[str, ...]:
    csv = (asked["form"] or terminal.form_of(asked["path"])) in ("csv", "tsv") and asked["path"] is None
    return ("promises",) if csv else ("summary", *differences.SECTIONS)


def _needed(asked: dict[str, Any]) -> Sequence[str]:
    """The sections to work out: those asked for, all of them for a summary and for --exit-code."""
    everything = asked["exit_code"] or not asked["names"] or "summary" in asked["names"]
    return differences.SECTIONS if everything else asked["names"]


def _noted(found: Iterable[differences.Digest], seen: set[str]) -> Iterator[differences.Digest]:
    """The same comparisons, one at a time; the sections that hold rows are noted."""
    for one in found:
        seen |= one.sections
        yield one


def _show(wanted: list[Table], made: list[Table], asked: dict[str, Any], rests_on: Origin) -> None:
    form, path = asked["form"] or terminal.form_of(asked["path"]), asked["path"]
    if form != "table":
        wanted = [_limited(t, asked["limit"]) for t in wanted]
    if form == "table":
        most = asked["limit"] if asked["names"] else terminal.limit(asked["limit"], form, path)
        diff_page.show(wanted, made, path, asked["columns"], most, whole=bool(asked["names"]))
    elif path is None:
        terminal.show(wanted, form, path, asked["columns"])
    else:
        written.write([terminal.chosen(t, asked["columns"], form) for t in wanted], path, form, asked, rests_on)
