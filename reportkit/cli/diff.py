"""reportkit diff."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from reportkit.analysis import diff as differences
from reportkit.analysis.diff import wording
from reportkit.cli import diff_page, options, sides, terminal
from reportkit.model.tables import Row, Table
from reportkit.output import export


def _told() -> list[str]:
    """Every verdict and change that is shown without --all."""
    return [change for change in wording.changes() if change not in differences.UNCHANGED]


@click.command("diff")
@click.argument("a")
@click.argument("b", required=False)
@options.of_reports
@click.option(
    "--table",
    "names",
    multiple=True,
    type=click.Choice(("summary", *differences.SECTIONS)),
    help="Only this section, whole.",
)
@click.option(
    "--only", multiple=True, type=click.Choice(_told()), help="Only rows with this verdict or change (repeatable)."
)
@click.option("--all", "everything", is_flag=True, help="What is the same on both sides too.")
@click.option(
    "--tolerance",
    type=float,
    default=float(differences.POINTS),
    show_default=True,
    help="Percentage points that 左右 allows.",
)
@click.option(
    "--tolerance-share",
    type=float,
    default=float(differences.SHARE),
    show_default=True,
    help="Share of other values that 左右 allows.",
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 if there are differences, with 0 if not.")
@options.columns
@options.labels
@options.database
@options.result
@click.pass_obj
def command(overlays: tuple[Path, ...], /, a: str, b: str | None, **asked: Any) -> int:
    """What was promised, what was done, what changed, from A to B: years, ids of reports, or files.

    Promises: every target of A for its year against what B, the next year's report, tells of it. Indicators: outcome
    beside outcome and target beside target. Commitments and projects: kept, changed, done, dropped, new. "no word"
    means that the words of B do not tell it. With A alone, the outcome of the past year beside the target of the next.

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
    query = options.query(**{n: asked[n] for n in ("region", "within", "level", "report_year", "report")})
    seen: set[str] = set()
    found = _noted(sides.compared(a, b, query, asked["db"], overlays, how), seen)
    made = differences.tables_of(found, asked["everything"], asked["only"])
    wanted = [t for t in made if t.name in (asked["names"] or (_sections(asked)))]
    _show(wanted, made, asked)
    return 1 if not seen or (asked["exit_code"] and any(t.rows for t in made[2:])) else 0


def _sections(asked: dict[str, Any]) -> tuple[str, ...]:
    csv = (asked["form"] or terminal.form_of(asked["path"])) in ("csv", "tsv") and asked["path"] is None
    return ("promises",) if csv else ("summary", *differences.SECTIONS)


def _needed(asked: dict[str, Any]) -> Sequence[str]:
    """The sections to work out: those asked for, all of them for a summary and for --exit-code."""
    everything = asked["exit_code"] or not asked["names"] or "summary" in asked["names"]
    return differences.SECTIONS if everything else asked["names"]


def _noted(found: Iterable[dict[str, list[Row]]], seen: set[str]) -> Iterator[dict[str, list[Row]]]:
    """The same comparisons, one at a time; the sections that hold rows are noted."""
    for one in found:
        seen.update(name for name in differences.SECTIONS if one[name])
        yield one


def _show(wanted: list[Table], made: list[Table], asked: dict[str, Any]) -> None:
    form, path = asked["form"] or terminal.form_of(asked["path"]), asked["path"]
    if form == "table":
        diff_page.show(wanted, made, path, asked["columns"], whole=bool(asked["names"]))
    elif path is None:
        terminal.show(wanted, form, path, asked["columns"])
    else:
        export.write([terminal.chosen(t, asked["columns"]) for t in wanted], path, form, asked["labels"])
