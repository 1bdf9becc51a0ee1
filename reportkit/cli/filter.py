"""reportkit filter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from reportkit.cli import options, written
from reportkit.cli import terminal as output
from reportkit.cli.streams import say
from reportkit.model import tables

_SHOWN = {table: ("report", *columns) for table, columns in output.SHOWN.items()}


@click.command("filter")
@click.argument("table", type=options.Known(tables.TABLES, "table"))
@options.of_reports
@options.of_rows
@options.columns
@options.labels
@click.option("--sort", default="", metavar="A,-B", help="Columns to sort by, -value downwards.")
@options.limit
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

    Values given twice for one option are alternatives. Without --limit a terminal shows the first ten rows;
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
    most = output.limit(limit, form, path)
    query = options.query(**asked, columns=output.words(columns), sort=output.words(sort), limit=most)
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
            chosen = output.chosen(result, columns, form)
            written.write([chosen], path, form, {"labels": labels, "codes": codes}, rests_on)
            return 0
        total = workspace.count(table, query) if form == "table" else -1
        output.show([output.Part(result, total)], form, path, columns, _SHOWN)
    return 0
