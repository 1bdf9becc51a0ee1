"""reportkit export."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from reportkit.cli import options
from reportkit.cli.intake import say
from reportkit.errors import UsageError
from reportkit.model import tables
from reportkit.output import export as exports
from reportkit.output.export.codebook import codebook
from reportkit.output.export.manifest import manifest
from reportkit.workspace import Query, Workspace, overview

_DESCRIBED = ("xlsx",)
"""Formats that carry codebook and manifest unless told not to."""


@click.command("export")
@click.argument("names", nargs=-1, metavar="[TABLE]...", type=click.Choice((*tables.TABLES, "reports")))
@options.output(required=True, help="Where to.")
@click.option("-f", "--format", "form", type=click.Choice(tuple(exports.FORMATS)), help="Default: by the suffix of -o.")
@options.of_reports
@options.of_rows
@options.columns
@options.labels
@click.option(
    "--codebook/--no-codebook", "with_codebook", default=None, help="What the columns mean. Default: in xlsx."
)
@click.option(
    "--manifest/--no-manifest", "with_manifest", default=None, help="How the export came about. Default: in xlsx."
)
@options.files
@options.database
@click.pass_obj
def command(
    overlays: tuple[Path, ...], /, names: tuple[str, ...], path: Path, form: str | None, columns: str, labels: str,
    with_codebook: bool | None, with_manifest: bool | None, files: tuple[str, ...], db: Path, **asked: Any,
) -> int:  # fmt: skip
    """Write TABLEs (default: indicators, commitments, projects, numbers) to FILE for other programs.

    csv and tsv (with BOM and CRLF for Excel), json, jsonl, xlsx (a sheet a table), parquet, dta (Stata, codes as
    labelled numbers), md, html. Formats that hold one table write a file a table. The file is replaced only
    when the new one is complete.

    \b
    Examples:
      reportkit export -o reports.xlsx
      reportkit export indicators --within 山东省 --status target -o targets.dta --labels zh
      reportkit export indicators commitments -o all.parquet --manifest --codebook
      reportkit export reports -o reports.csv
      reportkit export indicators --from report.txt -o report.xlsx
    """
    form = form or exports.form_of(path)
    query = options.query(**asked, columns=tuple(c.strip() for c in columns.split(",") if c.strip()))
    default = form in _DESCRIBED
    with options.opened(db, files, overlays) as workspace:
        found = [_table(workspace, name, query) for name in names or tables.TABLES]
        counts = {name: _count(workspace, name, query) for name in names or tables.TABLES}
        if not any(counts.values()):
            raise UsageError("export: no row meets the conditions, nothing is written")
        beside = [codebook(found)] if _said(with_codebook, default) else []
        if _said(with_manifest, default):
            reports = workspace.reports(query)
            told = {"labels": labels} | {k: v for k, v in asked.items() if v not in (None, "", ())}
            beside.append(manifest(told, (r.rules_hash for r in reports), counts))
            beside += [overview.listing(reports)] if "reports" not in names else []
        written = exports.write(found, path, form, labels, beside)
    say(f"{', '.join(str(p) for p in written)}: {', '.join(f'{n:,} {table}' for table, n in counts.items())}")
    return 0


def _said(told: bool | None, default: bool) -> bool:
    return default if told is None else told


def _table(workspace: Workspace, name: str, query: Query) -> tables.Table:
    return overview.listing(workspace.reports(query)) if name == "reports" else workspace.table(name, query)


def _count(workspace: Workspace, name: str, query: Query) -> int:
    return len(workspace.reports(query)) if name == "reports" else workspace.count(name, query)
