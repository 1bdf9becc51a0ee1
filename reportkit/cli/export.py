"""reportkit export."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from reportkit.cli import options, terminal, written
from reportkit.errors import UsageError
from reportkit.model import tables
from reportkit.output import export as exports
from reportkit.workspace import Query, Workspace, overview


@click.command("export")
@click.argument("names", nargs=-1, metavar="[TABLE]...", type=options.Known((*tables.TABLES, "reports"), "table"))
@options.output(required=True, help="Where to.")
@click.option(
    "-f", "--format", "form", type=options.Known(tuple(exports.FORMATS), "format"), help="Default: by the suffix of -o."
)
@options.of_reports
@options.of_rows
@options.columns
@options.described
@options.files
@options.database
@click.pass_obj
def command(
    overlays: tuple[Path, ...], /, names: tuple[str, ...], path: Path, form: str | None, columns: str,
    files: tuple[str, ...], db: Path, labels: str, codes: bool, with_codebook: bool | None, with_manifest: bool | None,
    **asked: Any,
) -> int:  # fmt: skip
    """Write TABLEs (default: indicators, commitments, projects, numbers) to FILE for other programs.

    csv and tsv (with BOM and CRLF for Excel), json, jsonl, xlsx (a sheet a table), parquet, dta (Stata, codes as
    labelled numbers), md, html (both with the main columns, unless --columns names others or all). Formats that hold
    one table write a file a table. The file is replaced only when the new one is complete.

    \b
    Examples:
      reportkit export -o reports.xlsx
      reportkit export indicators --within 山东省 --status target -o targets.dta --labels zh
      reportkit export indicators commitments -o all.parquet --manifest --codebook
      reportkit export reports -o reports.csv
      reportkit export indicators --from report.txt -o report.xlsx
      reportkit export indicators -o indicators.html --columns all --labels zh
    """
    form = form or exports.form_of(path)
    query = options.query(**asked, columns=terminal.words(columns))
    how = {"labels": labels, "codes": codes, "with_codebook": with_codebook, "with_manifest": with_manifest}
    with options.opened(db, files, overlays) as workspace:
        query = options.resolved(workspace, query)
        wanted = names or tables.TABLES
        found = [_table(workspace, name, query) for name in wanted]
        if not query.columns:
            found = [terminal.chosen(table, columns, form) for table in found]
        counts = {name: _count(workspace, name, query) for name in wanted}
        if not any(counts.values()):
            raise UsageError("export: no row meets the conditions, nothing is written")
        reports = workspace.reports(query)
        listed = (
            [overview.published(reports)] if "reports" not in wanted and written.manifested(form, with_manifest) else []
        )
        written.write(found, path, form, how, written.origin(reports), listed, counts)
    return 0


def _table(workspace: Workspace, name: str, query: Query) -> tables.Table:
    return overview.published(workspace.reports(query)) if name == "reports" else workspace.table(name, query)


def _count(workspace: Workspace, name: str, query: Query) -> int:
    return len(workspace.reports(query)) if name == "reports" else workspace.count(name, query)
