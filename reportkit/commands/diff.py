"""reportkit diff."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from reportkit import differences, exports
from reportkit.commands import options, output
from reportkit.commands.intake import say
from reportkit.differences import Side
from reportkit.errors import UsageError
from reportkit.store import Query, Workspace
from reportkit.tables import Row, Table

_WORDS = ("met", "exceeded", "missed", "unclear", "not stated", "no word", "changed", "redefined", "new", "dropped", "softened",
          "hardened", "reworded", "raised", "lowered", "reported", "done", "progress", "stalled", "pending", "regress", "vanished", "concluded")  # fmt: skip
_SHOWN = {
    "promises": ("region", "verdict", "indicator", "raw_a", "bound_a", "raw_b", "deviation", "unit"),
    "indicators": (
        "region",
        "kind",
        "change",
        "indicator",
        "raw_a",
        "raw_b",
        "trend",
        "difference",
        "percent",
        "shift",
    ),
    "commitments": ("region", "change", "text_a", "text_b", "told"),
    "projects": ("region", "change", "name_a", "name_b", "status_a", "status_b"),
}
_STYLES = {
    "met": "green", "exceeded": "bold green", "missed": "bold red", "no word": "yellow", "not stated": "yellow", "unclear": "yellow",
    "dropped": "red", "vanished": "red", "new": "cyan", "softened": "magenta", "hardened": "magenta",
    "raised": "green", "lowered": "red", "reported": "green", "done": "green", "progress": "green", "stalled": "yellow", "pending": "yellow", "▲": "green", "▼": "red",
}  # fmt: skip
_SCREEN = 25
"""Rows of a section that a terminal shows unless the section is asked for."""


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
    "--only", multiple=True, type=click.Choice(_WORDS), help="Only rows with this verdict or change (repeatable)."
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
    tolerances = Decimal(str(asked["tolerance"])), Decimal(str(asked["tolerance_share"]))
    query = options.query(**{n: asked[n] for n in ("region", "within", "level", "report_year", "report")})
    found = list(_compared(a, b, query, asked["db"], overlays, tolerances))
    if not any(one[name] for one in found for name in differences.SECTIONS):
        return 1
    made = differences.tables_of(found, asked["everything"], asked["only"])
    wanted = [t for t in made if t.name in (asked["names"] or (_sections(asked)))]
    _show(wanted, made, asked)
    return 1 if asked["exit_code"] and any(t.rows for t in made[2:]) else 0


def _sections(asked: dict[str, Any]) -> tuple[str, ...]:
    csv = (asked["form"] or output.form_of(asked["path"])) in ("csv", "tsv") and asked["path"] is None
    return ("promises",) if csv else ("summary", *differences.SECTIONS)


def _compared(a: str, b: str | None, query: Query, db: Path, overlays: tuple[Path, ...],
              tolerances: tuple[Decimal, Decimal]) -> Iterator[dict[str, list[Row]]]:  # fmt: skip
    if b is not None and _is_year(a) and _is_year(b):
        with options.opened(db, (), overlays) as workspace:
            yield from _of_years(workspace, int(a), int(b), query, tolerances)
        return
    one = _side(a, db, query, overlays)
    yield differences.alone(one) if b is None else differences.compare(one, _side(b, db, query, overlays), *tolerances)


def _of_years(
    workspace: Workspace, a: int, b: int, query: Query, tolerances: tuple[Decimal, Decimal]
) -> Iterator[dict[str, list[Row]]]:
    pairs = differences.of_years(workspace, a, b, query)
    if not pairs:
        raise UsageError(
            f"diff: the workspace holds no report of {a} or {b} that is asked for; `reportkit reports` shows what is there"
        )
    for one, other in pairs:
        if one and other:
            yield differences.compare(differences.load(workspace, one), differences.load(workspace, other), *tolerances)
        elif other and b == a + 1:
            say(f"{other.region}: no report of {a} in the workspace; what the report of {b} says of both years")
            yield differences.absent(other.region, a)
            yield differences.alone(differences.load(workspace, other))
        elif there := one or other:
            say(f"{there.region}: no report of {b if one else a} in the workspace")
            yield differences.absent(there.region, b if one else a)


def _side(name: str, db: Path, query: Query, overlays: tuple[Path, ...]) -> Side:
    """A file, an id, or a year of the one region that is asked for. Raises UsageError."""
    if os.path.exists(name):
        with options.opened(None, (name,), overlays) as workspace:
            return differences.load(workspace, workspace.reports()[0])
    with options.opened(db, (), overlays) as workspace:
        if _is_year(name):
            reports = workspace.reports(replace(query, report_year=[int(name)]))
        else:
            reports = [report] if (report := workspace.report(name)) else []
        if len(reports) == 1:
            return differences.load(workspace, reports[0])
    what = (
        f"{len(reports)} reports: say which with --region"
        if reports
        else "no file, and no report of that id or year in the workspace"
    )
    raise UsageError(f"{name}: {what}")


def _is_year(name: str) -> bool:
    return len(name) == 4 and name.isdigit() and not os.path.exists(name)


def _show(wanted: list[Table], made: list[Table], asked: dict[str, Any]) -> None:
    form, path = asked["form"] or output.form_of(asked["path"]), asked["path"]
    if form != "table":
        if path is None:
            output.show(wanted, form, path, asked["columns"])
        else:
            exports.write([output.chosen(t, asked["columns"]) for t in wanted], path, form, asked["labels"])
        return
    most = None if asked["names"] or path else _SCREEN
    shown = [t for t in wanted if t.rows and (t.name != "summary" or asked["names"])]
    cut = [output.cut(_with_trend(t), most) for t in shown]
    one_region = len({r["region"] for t in made for r in t.rows}) == 1
    usual = {name: columns[one_region:] for name, columns in _SHOWN.items()}
    head = _head(made, one_region)
    output.show(
        [t for t, _ in cut], form, path, asked["columns"], dict(title for _, title in cut), usual, head, _STYLES
    )


def _with_trend(table: Table) -> Table:
    """For the eye: an arrow for which way a number went."""
    if table.name != "indicators":
        return table
    trend = replace(table.columns[0], name="trend", type="text", zh="升降", doc="up or down")
    rows = [r | {"trend": "" if not r["difference"] else "▲" if r["difference"] > 0 else "▼"} for r in table.rows]
    return replace(table, columns=(*table.columns, trend), rows=rows)


def _head(made: list[Table], one_region: bool) -> str:
    summary = list(made[0].rows)
    counts: dict[str, Counter[str]] = {}
    for row in summary:
        name = f"{row['table']} ({row['kind']})" if row["kind"] else row["table"]
        counts.setdefault(name, Counter())[row["change"]] += row["count"]
    lines = [
        f"{name}: {sum(c.values())} · " + ", ".join(f"{n} {change}" for change, n in c.most_common())
        for name, c in counts.items()
    ]
    return "\n".join([*([summary[0]["region"]] if one_region and summary else []), *lines]) or "no differences"
