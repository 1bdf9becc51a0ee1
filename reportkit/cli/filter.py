"""reportkit filter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from reportkit.cli import options, written
from reportkit.cli import terminal as output
from reportkit.cli.streams import say
from reportkit.model import tables

_SCREEN = 200
"""Rows that a terminal shows if no limit is given."""
_SHOWN = {table: ("report", *columns) for table, columns in output.SHOWN.items()}


@click.command("filter")
@click.argument("table", type=options.Known(tables.TABLES, "table"))
@options.of_reports
@options.of_rows
@options.columns
@options.labels
@click.option("--sort", default="", metavar="A,-B", help="Columns to sort by, -value downwards.")
@click.option("--limit", type=options.COUNT, help="At most so many rows.")
@click.option("--count", "only_count", is_flag=True, help="Print how many rows there are.")
@options.files
@options.database
@options.result
@click.pass_obj
def command(
    overlays: tuple[Path, ...], /, table: str, columns: str, labels: str, codes: bool,
    sort: str, limit: int | None, only_count: bool,
    files: tuple[str, ...], db: Path, form: str | None, path: Path | None, **asked: Any,
) -> int:  # fmt: skip
    """Rows of TABLE (indicators, commitments, projects, numbers) that meet all conditions.

    Values given twice for one option are alternatives. Without --limit a terminal shows the first 200 rows;
    files and the other formats get all.

    \b
    Examples:
      reportkit filter indicators --indicator 地区生产总值 --status target --unit %
      reportkit filter indicators --within 山东省 --year 2020-2025 --min 100亿 -o big.csv
      reportkit filter commitments --match 学校 --kind quantified --columns report,text,value,unit
      reportkit filter projects --status done --sort -mentions --limit 20
      reportkit filter indicators --where "confidence < 0.8" --count
      reportkit filter indicators --from report.txt --topic industry
    """
    form = form or output.form_of(path)
    most = _SCREEN if form == "table" and limit is None and path is None else limit
    query = options.query(
        **asked, columns=_words(columns), sort=_words(sort), limit=most,
    )  # fmt: skip
    with options.opened(db, files, overlays) as workspace:
        query = options.resolved(workspace, query)
        if only_count:
            found = workspace.count(table, query)
            click.echo(found)
            return 0 if found else 1
        result = output.peeked(workspace.table(table, query))
        if result is None:
            say("no row meets the conditions")
            return 1
        if path is not None and form != "table":
            rests_on = written.origin(workspace.reports(query))
            written.write([output.chosen(result, columns)], path, form, {"labels": labels, "codes": codes}, rests_on)
            return 0
        titles = {}
        if form == "table":
            total = workspace.count(table, query)
            titles[table] = (
                f"{table} ({most} of {total}; --limit shows more)" if most and most < total else f"{table} ({total})"
            )
        output.show([result], form, path, columns, titles, _SHOWN)
    return 0


def _words(given: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in given.split(",") if word.strip())
