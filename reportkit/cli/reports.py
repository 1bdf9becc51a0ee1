"""reportkit reports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from reportkit import workspace as store
from reportkit.cli import options, terminal
from reportkit.cli.intake import say
from reportkit.errors import UsageError
from reportkit.model import tables
from reportkit.workspace import Query, ReportRow, overview

_SCREEN = 60
"""Rows that a terminal shows if no limit is given."""
_LIST = ("report", "date", "doubt", "characters", *tables.TABLES, "file")


@click.group("reports", invoke_without_command=True)
@options.of_reports
@click.option("--list", "listed", is_flag=True, help="A line a report instead of the matrix.")
@options.columns
@click.option("--limit", type=options.COUNT, help=f"At most so many rows of a table; a terminal shows {_SCREEN}.")
@options.database
@options.result
@click.pass_context
def command(
    context: click.Context, /, listed: bool, columns: str, limit: int | None, db: Path, form: str | None,
    path: Path | None, **asked: Any,
) -> int:  # fmt: skip
    """What the workspace holds: region × year with the number of indicators, and what could not be read.

    \b
    Examples:
      reportkit reports
      reportkit reports --within 山东省 --report-year 2020-2025
      reportkit reports --list -o reports.csv
      reportkit reports failures
      reportkit reports twins
      reportkit reports others
      reportkit reports remove 聊城市-2025
    """
    if context.invoked_subcommand:
        return 0
    form = form or terminal.form_of(path)
    query = options.query(**asked)
    with store.open(db) as workspace:
        reports, failed = workspace.reports(query), workspace.failures()
        aside = [overview.twins(workspace.twins()), overview.others(workspace.others()), overview.failures(failed)]
    if form in ("json", "xlsx"):
        found = [overview.listing(reports), overview.coverage(reports), *aside]
    elif listed or form != "table":
        found = [overview.listing(reports)]
    else:
        coverage = overview.coverage(reports)
        found = [coverage if terminal.fits(coverage) else overview.spans(reports)]
        found += [overview.failures(failed)] if failed and query == Query() else []
    most = _SCREEN if form == "table" and path is None and limit is None else limit
    cut = [terminal.cut(table, most) for table in found]
    head = _head(reports) if form == "table" else ""
    terminal.show(
        [table for table, _ in cut], form, path, columns, dict(title for _, title in cut), {"reports": _LIST}, head
    )
    return 0 if reports else 1


@command.command("failures")
@options.database
@options.result
def failed(db: Path, form: str | None, path: Path | None) -> int:
    """Files that could not be read, with the reason; extract them again to take them off.

    \b
    Examples:
      reportkit reports failures
      reportkit reports failures -o failures.csv
    """
    with store.open(db) as workspace:
        found = workspace.failures()
    terminal.show([overview.failures(found)], form, path)
    return 0 if found else 1


@command.command("twins")
@options.database
@options.result
def twins(db: Path, form: str | None, path: Path | None) -> int:
    """Files that carry a report in another form or edition than the one that is kept.

    \b
    Examples:
      reportkit reports twins
      reportkit reports twins -o twins.csv
    """
    with store.open(db) as workspace:
        found = workspace.twins()
    terminal.show([overview.twins(found)], form, path)
    return 0 if found else 1


@command.command("others")
@options.database
@options.result
def others(db: Path, form: str | None, path: Path | None) -> int:
    """Texts that are no reports, with what they are instead; extract --force reads one all the same.

    \b
    Examples:
      reportkit reports others
      reportkit reports others -o others.csv
    """
    with store.open(db) as workspace:
        found = workspace.others()
    terminal.show([overview.others(found)], form, path)
    return 0 if found else 1


@command.command("remove")
@click.argument("reports", nargs=-1)
@options.of_reports
@click.option("--yes", is_flag=True, help="Do not ask.")
@options.database
def remove(reports: tuple[str, ...], yes: bool, db: Path, **asked: Any) -> int:
    """Remove REPORTS (ids), or all that the options name, with their rows.

    \b
    Examples:
      reportkit reports remove 聊城市-2025
      reportkit reports remove --within 山东省 --report-year 2019
    """
    named = any(asked.values())
    if not reports and not named:
        raise UsageError("reports remove: name reports by their ids, or say which with --region, --report-year, …")
    with store.open(db, write=True) as workspace:
        there = {r.id for r in workspace.reports(options.query(**asked))} if named else set()
        ids = sorted({*reports, *there})
        if unknown := [i for i in reports if workspace.report(i) is None]:
            raise UsageError(
                f"there is no report {', '.join(unknown)} in the workspace; `reportkit reports` lists them"
            )
        if len(ids) > 1 and not yes:
            click.confirm(f"Remove {len(ids)} reports from {db}?", abort=True, err=True)
        say(f"{db}: {workspace.remove(ids)} removed")
    return 0 if ids else 1


def _head(reports: Sequence[ReportRow]) -> str:
    years = [r.report_year for r in reports if r.report_year]
    span = f" · {min(years)}–{max(years)}" if years else ""
    rows = [f"{sum(r.counts[table] for r in reports):,} {table}" for table in tables.TABLES]
    regions = len({(r.adcode, r.region) for r in reports})
    return f"{len(reports):,} reports · {regions:,} regions{span}: {', '.join(rows)}"
