"""reportkit extract."""

from __future__ import annotations

from pathlib import Path

import click

from reportkit import pipeline, rules, tables
from reportkit.commands import output
from reportkit.errors import ReportkitError, UnreadableInput, UsageError
from reportkit.read import sources, text
from reportkit.report import Report
from reportkit.types import Outline

_LEAST_HAN = 20


@click.command("extract")
@click.argument("source", nargs=-1, required=True)
@click.option("-f", "--format", "form", type=click.Choice(output.FORMATS), help="Default: table.")
@click.option("-o", "--output", "path", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file.")
@click.option("--table", "names", multiple=True, type=click.Choice(tables.TABLES), help="Only this table (repeatable).")
@click.option("--region", default="", help="Region, where the report does not say it or says it wrongly.")
@click.option("--year", type=click.IntRange(1949, 2100), help="Year of delivery, likewise.")
@click.option("--columns", default="", metavar="A,B,C", help="Only these columns.")
@click.option("--limit", type=click.IntRange(1), help="At most so many rows of a table.")
@click.option("--force", is_flag=True, help="Read a text that does not look like a report.")
@click.option("--no-save", is_flag=True, hidden=True)
@click.pass_obj
def command(
    overlays: tuple[Path, ...],
    source: tuple[str, ...],
    form: str | None,
    path: Path | None,
    names: tuple[str, ...],
    region: str,
    year: int | None,
    columns: str,
    limit: int | None,
    force: bool,
    no_save: bool,
) -> int:
    """Read reports into tables of indicators, commitments, projects and numbers.

    SOURCE is a file, a folder (its .txt and .md files), a glob, or - for standard input.

    \b
    Examples:
      reportkit extract report.txt
      reportkit extract report.txt -f json -o report.json
      reportkit extract report.txt --table indicators --columns name,value,unit,status -f csv
      reportkit extract reports/ -f csv -o all.csv
      cat report.txt | reportkit extract - --region 聊城市 --year 2025
    """
    known = rules.load(overlays)
    reports: list[Report] = []
    code = 0
    for item in sources.expand(source):
        try:
            reports.append(_read(item, known, region, year, force))
        except ReportkitError as error:
            if len(source) == 1 and item == source[0]:
                raise
            click.echo(f"reportkit: {error}", err=True)
            code = error.exit_code
    if reports:
        form = form or _by_suffix(path)
        _show(reports, form, path, names, columns, limit)
    if not code and not any(r.extraction.indicators or r.extraction.commitments for r in reports):
        return 1
    return code


def _read(item: str, known: rules.Rules, region: str, year: int | None, force: bool) -> Report:
    read = text.read(item)
    extraction = pipeline.extract(read, known, region, year)
    if not force:
        _check(extraction.outline.document.text, bool(extraction.outline.info.title), item, extraction.outline)
    return Report(extraction, known.hash)


def _check(running: str, titled: bool, item: str, outline: Outline) -> None:
    """Refuse a text that shows nothing of a report. Raises UnreadableInput."""
    han = sum("\u4e00" <= c <= "\u9fff" for c in running[:2000])
    parts = any(s.part for s in outline.sentences)
    if han < _LEAST_HAN or not (titled or parts or outline.info.session):
        raise UnreadableInput(
            f"{text.printable(item)}: does not look like a government work report (no title, no headings, "
            "no address to the deputies); --force reads it all the same"
        )


def _by_suffix(path: Path | None) -> str:
    suffix = path.suffix.lstrip(".").lower() if path else ""
    return suffix if suffix in output.FORMATS else "table"


def _show(
    reports: list[Report], form: str, path: Path | None, names: tuple[str, ...], columns: str, limit: int | None
) -> None:
    if form == "json" and not names and not columns and not limit:
        content = [r.to_dict() for r in reports]
        output.emit(output.dumps(content[0] if len(content) == 1 else content) + "\n", path)
        return
    wanted = names or (("indicators",) if form == "csv" and path is None else tables.TABLES)
    if form == "csv" and path is None and len(wanted) > 1:
        raise UsageError("csv on standard output holds one table: choose it with --table, or write files with -o")
    found = {t: [row for r in reports for row in r.rows(t)][:limit] for t in wanted}
    if form == "table":
        _on_terminal(reports, found, path, columns)
    elif form == "csv":
        for table, rows in found.items():
            target = _sibling(path, table) if path and len(found) > 1 else path
            output.emit(output.as_csv(rows, output.chosen(table, columns), bom=target is not None), target)
    elif form == "json":
        chosen = {t: [{n: row[n] for n in output.chosen(t, columns)} for row in rows] for t, rows in found.items()}
        output.emit(output.dumps(chosen) + "\n", path)
    else:
        output.emit("\n".join(_text(form, t, rows, columns) for t, rows in found.items()), path)


def _text(form: str, table: str, rows: list[tables.Row], columns: str) -> str:
    names = output.chosen(table, columns)
    if form == "jsonl":
        return output.as_jsonl(rows, table, names).rstrip("\n")
    return f"## {table}\n\n" + output.as_md(rows, names)


def _sibling(path: Path, table: str) -> Path:
    return path.with_name(f"{path.stem}.{table}{path.suffix}")


def _on_terminal(reports: list[Report], found: dict[str, list[tables.Row]], path: Path | None, columns: str) -> None:
    console = output.console()
    with console.capture() as capture:
        for report in reports:
            console.print(_summary(report), soft_wrap=True)
        for table, rows in found.items():
            shown = output.chosen(table, columns) if columns else list(output.SHOWN[table])
            total = sum(len(r.rows(table)) for r in reports)
            title = f"{table} ({len(rows)} of {total})" if len(rows) < total else f"{table} ({total})"
            output.as_table(rows, shown, title)(console)
    output.emit(capture.get(), path)


def _summary(report: Report) -> str:
    info, extraction = report.info, report.extraction
    values = sum(n.role == "value" for n in extraction.numbers)
    told = [info.region or "region unknown", str(info.report_year or "year unknown"), info.level, info.date]
    counts = [
        f"{len(extraction.indicators)} indicators", f"{len(extraction.commitments)} commitments",
        f"{len(extraction.projects)} projects", f"{len(extraction.numbers)} numbers ({values} values)",
    ]  # fmt: skip
    return " · ".join(filter(None, told)) + ": " + ", ".join(counts)
