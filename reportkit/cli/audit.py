"""reportkit audit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from reportkit import resources, rules
from reportkit.analysis import audit as audits
from reportkit.cli import options, terminal, written
from reportkit.cli.intake import say
from reportkit.errors import UsageError
from reportkit.model import tables
from reportkit.model.tables import Table
from reportkit.output import export
from reportkit.words import tr

_SUMS = ("numbers", "values_placed", "explained", "digits", "digits_covered")
_ODD = ("report", "text", "why", "table", "value", "unit", "status", "year", "oddness")
_SHOWN = (
    "report", "numbers", "values", "values_placed", "explained", "other", "doubtful", "indicators_rows",
    "commitments_rows", "projects_rows", "digits", "digits_covered",
)  # fmt: skip


@click.group("audit", invoke_without_command=True)
@options.of_reports
@options.columns
@options.limit
@options.files
@options.database
@options.result
@click.pass_context
def command(
    context: click.Context,
    /,
    columns: str,
    limit: int | None,
    files: tuple[str, ...],
    db: Path,
    form: str | None,
    path: Path | None,
    **asked: Any,
) -> int:
    """Whether every number of every report is accounted for; samples to check by hand, and what the check says.

    \b
    Examples:
      reportkit audit
      reportkit audit --from report.txt
      reportkit audit odd --limit 50
      reportkit audit sample --n 100 --seed 1 -o sheet.xlsx
      reportkit audit score sheet.xlsx
      reportkit audit score first-coder.xlsx second-coder.xlsx
    """  # fmt: skip
    if context.invoked_subcommand:
        return 0
    with options.opened(db, files, context.obj) as workspace:
        query = options.resolved(workspace, options.query(**asked))
        found, reports = audits.coverage(workspace, query), workspace.reports(query)
    form = form or terminal.form_of(path)
    part = terminal.cut(found, terminal.limit(limit, form, path))
    if path is None or form == "table":
        head = _verdict(found) if form == "table" else ""
        terminal.show([part], form, path, columns, {"coverage": _SHOWN}, head)
    else:
        written.write([terminal.chosen(part.table, columns)], path, form, {}, written.origin(reports))
    return 0 if found.rows else 1


def _verdict(found: Table) -> str:
    """In a line: whether every number has a row or a reason, and every digit is in a number."""
    rows = list(found.rows)
    total = {name: sum(row[name] for row in rows) for name in _SUMS}
    left = total["numbers"] - total["values_placed"] - total["explained"]
    digits = total["digits"] - total["digits_covered"]
    counts = {name: f"{count:,}" for name, count in total.items()} | {"reports": f"{len(rows):,}"}
    if not left and not digits:
        return tr(
            "all {numbers} numbers of {reports} reports are accounted for: "
            "{values_placed} with a row of their own, {explained} with a reason why they are no indicator",
            **counts,
        )
    return tr(
        "not accounted for in {reports} reports: {left} of {numbers} numbers, {digits} digits",
        left=f"{left:,}", digits=f"{digits:,}", reports=counts["reports"], numbers=counts["numbers"],
    )  # fmt: skip


@command.command("odd")
@click.option(
    "--table", "names", multiple=True, type=options.Known(audits.ODD_TABLES, "table"), help="Only rows of this table."
)
@options.limit
@options.of_reports
@options.columns
@options.files
@options.database
@options.result
@click.pass_obj
def odd(
    overlays: tuple[Path, ...],
    /,
    names: tuple[str, ...],
    limit: int | None,
    columns: str,
    files: tuple[str, ...],
    db: Path,
    form: str | None,
    path: Path | None,
    **asked: Any,
) -> int:
    """List the odd rows, the oddest first, each with the reason: what to look at before anything rests on it.

    Names that begin or end inside a word, hold numbers or are verbs; shares above 100 %; targets for years gone by;
    values that contradict one another or are far from their like. An odd row may be right. Rules of your own: family audit.odd, and data/audit/odd.tsv.

    \b
    Examples:
      reportkit audit odd --limit 50
      reportkit audit odd --table indicators --within 山东省 -o odd.xlsx
      reportkit audit odd --from report.txt
    """
    with options.opened(db, files, overlays) as workspace, resources.laid_over(overlays):
        query = options.resolved(workspace, options.query(**asked))
        found = audits.odd(workspace, query, rules.load(overlays), names or audits.ODD_TABLES)
        reports = workspace.reports(query)
    form = form or terminal.form_of(path)
    part = terminal.cut(found, terminal.limit(limit, form, path))
    if path is None or form == "table":
        terminal.show([part], form, path, columns, {"odd": _ODD})
    else:
        written.write([terminal.chosen(part.table, columns)], path, form, {}, written.origin(reports))
    return 0 if found.rows else 1


@command.command("sample")
@click.option("-n", "--n", default=100, show_default=True, type=click.IntRange(1), help="Rows of each table.")
@click.option("--seed", default=1, show_default=True, help="The same seed draws the same rows.")
@click.option(
    "--table", "names", multiple=True, type=options.Known(tables.TABLES, "table"), help="Default: all but numbers."
)
@options.output(required=True, help="xlsx or csv.")
@options.of_reports
@options.files
@options.database
@click.pass_obj
def sample(
    overlays: tuple[Path, ...],
    /,
    n: int,
    seed: int,
    names: tuple[str, ...],
    path: Path,
    files: tuple[str, ...],
    db: Path,
    **asked: Any,
) -> int:
    """Draw a sheet of rows to check by hand, and sentences to look for what was missed.

    Write 1 or 0 into the column right; for a wrong row name the wrong fields in the column wrong. In the sheet
    sentences write how many indicators were missed. The manifest beside the sheets holds version, rules, reports and
    seed.

    \b
    Examples:
      reportkit audit sample -o sheet.xlsx
      reportkit audit sample --table indicators --n 200 --seed 7 --within 山东省 -o indicators.xlsx
    """  # fmt: skip
    if export.form_of(path) not in audits.FORMATS:
        raise UsageError(f"{path}: a sheet is xlsx or csv")
    with options.opened(db, files, overlays) as workspace:
        query = options.resolved(workspace, options.query(**asked))
        found = audits.sample(workspace, names or tables.TABLES[:3], query, n, seed)
        reports = workspace.reports(query)
    if not any(table.rows for table in found):
        say("there is nothing to sample")
        return 1
    rests_on = written.origin(reports, seed=seed, n=n)
    written.write(found, path, export.form_of(path), {"with_manifest": True}, rests_on)
    return 0


@command.command("score")
@click.argument("sheets", nargs=-1, required=True, type=click.Path(path_type=Path))
@options.result
def score(sheets: tuple[Path, ...], form: str | None, path: Path | None) -> int:
    """Precision per table and field from checked SHEETs, with intervals of Wilson; of two coders Cohen's kappa too.

    \b
    Examples:
      reportkit audit score sheet.xlsx
      reportkit audit score first-coder.xlsx second-coder.xlsx -o score.json
    """
    if len(sheets) > audits.CODERS:
        raise UsageError("audit score: one sheet, or two of two coders")
    verdicts = [audits.read(sheet) for sheet in sheets]
    found = [audits.precision(verdicts[0]), audits.recall(verdicts[0])]
    if len(verdicts) == audits.CODERS:
        found.append(audits.agreement(*verdicts))
    terminal.show([table for table in found if table.rows], form, path)
    return 0
