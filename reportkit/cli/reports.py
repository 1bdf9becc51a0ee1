"""reportkit reports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from reportkit import workspace as store
from reportkit.cli import options, rescue, terminal
from reportkit.cli.intake import say
from reportkit.errors import UsageError
from reportkit.model import tables
from reportkit.words import tr
from reportkit.workspace import Query, ReportRow, names, overview

_LIST = ("report", "date", *tables.TABLES, "characters", "doubt", "file")


@click.group("reports", invoke_without_command=True)
@options.of_reports
@click.option("--list", "listed", is_flag=True, help="A line a report instead of the matrix.")
@options.columns
@options.limit
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
      reportkit reports check
      reportkit reports rescue -o rescued.db
    """
    if context.invoked_subcommand:
        return 0
    form = form or terminal.form_of(path)
    query = options.query(**asked)
    with store.open(db) as workspace:
        reports = workspace.reports(options.resolved(workspace, query))
        aside = {kind: table(workspace) for kind, table in overview.ASIDE.items()}
    if form in ("json", "xlsx"):
        found = [overview.listing(reports), overview.coverage(reports), *aside.values()]
    elif listed or form != "table":
        found = [overview.listing(reports)]
    else:
        coverage = overview.coverage(reports)
        found = [coverage if terminal.fits(coverage) else overview.spans(reports)]
        found += [aside["failures"]] if aside["failures"].rows and query == Query() else []
    parts = [terminal.cut(table, terminal.limit(limit, form, path)) for table in found]
    head = _head(reports) if form == "table" else ""
    terminal.show(parts, form, path, columns, {"reports": _LIST, "coverage": _matrix(found[0])}, head)
    return 0 if reports else 1


_ASIDE = {
    "failures": "Files that could not be read, with the reason; extract them again to take them off.",
    "twins": "Files that carry a report in another form or edition than the one that is kept.",
    "others": "Texts that are no reports, with what they are instead; extract --force reads one all the same.",
}
_EXAMPLES = """

\b
Examples:
  reportkit reports {kind}
  reportkit reports {kind} -o {kind}.csv
"""


def _listing(kind: str) -> None:
    @command.command(kind, help=_ASIDE[kind] + _EXAMPLES.format(kind=kind), short_help=_ASIDE[kind])
    @options.database
    @options.result
    def shown(db: Path, form: str | None, path: Path | None) -> int:
        with store.open(db) as workspace:
            found = overview.ASIDE[kind](workspace)
        terminal.show([found], form, path)
        return 0 if found.rows else 1


for _kind in _ASIDE:
    _listing(_kind)


command.add_command(rescue.check)
command.add_command(rescue.command)


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
    query = options.query(**asked)
    if not reports and query == Query():
        raise UsageError("reports remove: name reports by their ids, or say which with --region, --report-year, …")
    with store.open(db, write=True) as workspace:
        ids, notes = names.meant(workspace, reports, query)
        for note in notes:
            say(note)
        if len(ids) > 1 and not yes:
            click.confirm(f"Remove {len(ids)} reports from {db}?", abort=True, err=True)
        say(f"{db}: {workspace.remove(ids)} removed")
    return 0 if ids else 1


def _matrix(table: tables.Table) -> tuple[str, ...]:
    """The columns of a matrix of coverage: what says where, the years, and codes last."""
    names = [c.name for c in table.columns]
    return (names[0], *names[3:], *names[1:3])


def _head(reports: Sequence[ReportRow]) -> str:
    years = [r.report_year for r in reports if r.report_year]
    span = f" · {min(years)}–{max(years)}" if years else ""
    told = [
        tr("{count} {table}", count=f"{sum(r.counts[table] for r in reports):,}", table=tr(table))
        for table in tables.TABLES
    ]
    regions = len({(r.adcode, r.region) for r in reports})
    return tr(
        "{reports} reports · {regions} regions{span}: {counts}",
        reports=f"{len(reports):,}", regions=f"{regions:,}", span=span, counts=tr(", ").join(told),
    )  # fmt: skip
