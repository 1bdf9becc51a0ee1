"""reportkit extract."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from reportkit.cli import options, streams, terminal
from reportkit.cli.intake import Intake, say
from reportkit.cli.wrap import paired
from reportkit.errors import UsageError
from reportkit.intake.one import Asked
from reportkit.model import codes, tables
from reportkit.model.measures import as_read
from reportkit.words import language, tr
from reportkit.workspace import Query, ReportRow, Workspace

_SCREEN = 40
"""Reports that are summed up in a line each; of more, the rest is counted."""


@click.command("extract")
@click.argument("source", nargs=-1)
@options.result
@click.option("--table", "names", multiple=True, type=click.Choice(tables.TABLES), help="Only this table (repeatable).")
@click.option("--region", default="", help="Region, where the report does not say it or says it wrongly.")
@click.option("--year", type=click.IntRange(1949, 2100), help="Year of delivery, likewise.")
@options.columns
@options.limit
@click.option("--force", is_flag=True, help="Read a text that does not look like a report.")
@options.scanned
@click.option(
    "--text-col", default="", help="Column of a table (csv, tsv, jsonl, xlsx, parquet) that holds a report a row."
)
@click.option("--region-col", default="", help="Column that holds its region.")
@click.option("--year-col", default="", help="Column that holds its year of delivery.")
@options.database
@click.option("--no-save", is_flag=True, help="Leave the workspace alone.")
@click.option("--again", is_flag=True, help="Read what the workspace holds by the rules of now; SOURCE names ids.")
@click.option("--retry", is_flag=True, help="Read the files again that could not be read before.")
@click.option("--jobs", type=click.IntRange(0), default=0, help="Processes for many files. Default: one a core.")
@click.option(
    "--cluster",
    default="",
    metavar="ADDRESS",
    help="Read on the workers of a Dask scheduler, tls://host:8786, or local (needs reportkit[cluster]).",
)
@click.option("--tls-ca", default="", metavar="FILE", help="Of a tls:// cluster: certificate of its authority (PEM).")
@click.option("--tls-cert", default="", metavar="FILE", help="Certificate of this client.")
@click.option("--tls-key", default="", metavar="FILE", help="Key of this client.")
@click.option(
    "--to",
    "to",
    default="",
    metavar="parquet:DIR",
    help="With --cluster: into a folder of Parquet files instead of the workspace.",
)
@click.pass_context
def command(context: click.Context, /, source: tuple[str, ...], **asked: Any) -> int:
    """Read reports into tables of indicators, commitments, projects and numbers.

    SOURCE is a file (text, PDF, Word, web page), a folder of them, a glob, - for standard input, or a table with one
    report a row (csv, tsv, jsonl, xlsx, parquet), whose columns are guessed unless told. What is read is kept in the workspace; a text that is there already, read by the same rules, is not read again.

    \b
    Examples:
      reportkit extract report.txt
      reportkit extract report.txt -f json -o report.json
      reportkit extract report.txt --table indicators --columns name,value,unit,status -f csv
      reportkit extract reports/ --db province.db
      reportkit extract report.txt --no-save -o report.csv
      reportkit extract corpus.csv --text-col doc --region-col city --year-col year
      reportkit extract --again
      reportkit extract corpus/ --jobs 4 --db all.db
      reportkit extract --retry
      reportkit extract corpus/ --cluster tcp://10.0.0.5:8786 --to parquet:tables
      reportkit extract corpus/ --cluster tls://10.0.0.5:8786 --tls-ca ca.pem --tls-cert me.pem --tls-key me.key
      cat report.txt | reportkit extract - --region 聊城市 --year 2025
    """
    if not source and not (asked["again"] or asked["retry"]):
        raise UsageError("extract: name a report, a folder or a glob, or - for standard input")
    if asked["again"] and asked["no_save"]:
        raise UsageError("extract: --again works on the workspace, --no-save leaves it alone")
    to = _folder(asked["to"], asked)
    _check_columns(_wanted(asked), asked["columns"])
    intake = Intake(
        overlays=context.obj,
        db=None if asked["no_save"] or to else asked["db"],
        asked=Asked(**{name: asked[name] for name in ("region", "year", "force", "password", "ocr")}),
        optional=context.get_parameter_source("db") == click.core.ParameterSource.DEFAULT,
        columns=(asked["text_col"], asked["region_col"], asked["year_col"]),
        jobs=asked["jobs"],
        cluster=asked["cluster"],
        tls=(asked["tls_ca"], asked["tls_cert"], asked["tls_key"]),
        to=to,
    )
    try:
        if asked["retry"]:
            intake.retry()
        else:
            (intake.again if asked["again"] else intake.files)(source)
        intake.tally.tell()
        return _told(intake, asked)
    finally:
        intake.tally.tell()
        intake.close()


def _folder(told: str, asked: dict[str, Any]) -> Path | None:
    """The folder of ``parquet:DIR``. Raises UsageError."""
    form, _, name = told.partition(":")
    if told and (form != "parquet" or not name):
        raise UsageError(f"--to {told}: parquet:DIR is wanted")
    if told and (not asked["cluster"] or asked["again"] or asked["retry"] or asked["path"]):
        raise UsageError("extract: --to needs --cluster, and goes without -o, --again and --retry")
    if asked["cluster"] and (asked["no_save"] or asked["again"]):
        raise UsageError("extract: --cluster saves what it reads, and goes without --no-save and --again")
    return Path(name) if told else None


def _form(asked: dict[str, Any]) -> str:
    return asked["form"] or terminal.form_of(asked["path"])


def _wanted(asked: dict[str, Any]) -> Sequence[str]:
    one = _form(asked) == "csv" and asked["path"] is None
    return asked["names"] or (("indicators",) if one else tables.TABLES)


def _check_columns(names: Sequence[str], columns: str) -> None:
    for name in names:
        terminal.chosen(tables.Table(name, tables.columns(name), ()), columns)


def _told(intake: Intake, asked: dict[str, Any]) -> int:
    reports = intake.reports
    if not reports or intake.to:
        _say_tally(intake)
        return intake.code or int(not reports)
    try:
        _show(intake.workspace, reports, asked)
    except (streams.ReaderGone, BrokenPipeError):
        _say_tally(intake)
        raise
    # afterwards, so that nothing is said to be there that cannot be read from a damaged workspace
    _say_tally(intake)
    told = (intake.workspace.report(report) for report in reports)
    if any(r.counts["indicators"] or r.counts["commitments"] for r in told if r):
        return intake.code
    return intake.code or 1


def _say_tally(intake: Intake) -> None:
    """What became of the files, in a line."""
    place = intake.to or intake.db
    if place and intake.tally.states:
        failed = " (`reportkit reports failures`)" if intake.tally.counts()["failed"] and not intake.to else ""
        say(f"{place}: {intake.tally}{failed}")


def _show(workspace: Workspace, reports: list[str], asked: dict[str, Any]) -> None:
    form, path, names = _form(asked), asked["path"], asked["names"]
    if form == "json" and not names and not asked["columns"] and not asked["limit"]:
        terminal.stream(_documents(workspace, reports), path)
        return
    wanted = _wanted(asked)
    query = Query(report=reports, limit=terminal.limit(asked["limit"], form, path))
    found = [workspace.table(name, query) for name in wanted]
    if form != "table":
        terminal.show(found, form, path, asked["columns"])
        return
    told = [report for r in reports[:_SCREEN] if (report := workspace.report(r))]
    heads = [_line(r) for r in told] if len(told) > 1 else [_summary(workspace, r) for r in told]
    if len(reports) > _SCREEN:
        heads.append(tr("… and {count} more: `reportkit reports` shows them all", count=len(reports) - _SCREEN))
    brief = len(reports) > 1 and not (asked["form"] or names or asked["columns"] or asked["limit"])
    parts = [terminal.Part(table, workspace.count(table.name, query)) for table in found]
    terminal.show([] if brief else parts, form, path, asked["columns"], head="\n".join(heads))


def _documents(workspace: Workspace, reports: list[str]) -> Iterator[str]:
    if len(reports) == 1:
        yield terminal.dumps(workspace.document(reports[0])) + "\n"
        return
    for place, report in enumerate(reports):
        yield (",\n" if place else "[\n") + terminal.dumps(workspace.document(report))
    yield "\n]\n"


def _line(report: ReportRow) -> str:
    """A report of several in a line."""
    return tr("{report}: {counts}", report=_who(report), counts=tr(", ").join(_counts(report)))


def _summary(workspace: Workspace, report: ReportRow) -> str:
    """What a report is, how much it holds, and the targets that its year is measured by."""
    # here, since json and csv do without it
    from reportkit.analysis import presets

    values = workspace.count("numbers", Query(report=[report.id], role=["value"]))
    counts = tr("{counts} ({values} values)", counts=tr(", ").join(_counts(report)), values=f"{values:,}")
    lines = [_who(report), counts]
    if targets := presets.headlines(workspace, report):
        forms = codes.labels("bound form", language())
        told = [
            (row["indicator"], forms.get(row["bound"], "{raw}").format(raw=as_read(row, row["raw"]))) for row in targets
        ]
        lines.append("\n" + tr("targets of {year}", year=report.planned_year))
        lines += [f"  {line}" for line in paired(told, terminal.console().width - 2)]
    return "\n".join(lines)


def _who(report: ReportRow) -> str:
    level = codes.labels("level", language()).get(report.level, report.level)
    told = [report.region or tr("region unknown"), str(report.report_year or tr("year unknown")), level, report.date]
    return " · ".join(filter(None, told))


def _counts(report: ReportRow) -> list[str]:
    return [tr("{count} {table}", count=f"{count:,}", table=tr(table)) for table, count in report.counts.items()]
