"""reportkit audit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from reportkit.analysis import audit as audits
from reportkit.cli import options, terminal
from reportkit.cli.intake import say
from reportkit.errors import UsageError
from reportkit.model import tables
from reportkit.output import export
from reportkit.output.export.codebook import codebook


@click.group("audit", invoke_without_command=True)
@options.of_reports
@options.columns
@options.files
@options.database
@options.result
@click.pass_context
def command(
    context: click.Context,
    /,
    columns: str,
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
      reportkit audit sample --n 100 --seed 1 -o sheet.xlsx
      reportkit audit score sheet.xlsx
      reportkit audit score first-coder.xlsx second-coder.xlsx
    """  # fmt: skip
    if context.invoked_subcommand:
        return 0
    with options.opened(db, files, context.obj) as workspace:
        found = audits.coverage(workspace, options.query(**asked))
    terminal.show([found], form, path, columns)
    return 0 if found.rows else 1


@command.command("sample")
@click.option("-n", "--n", default=100, show_default=True, type=click.IntRange(1), help="Rows of each table.")
@click.option("--seed", default=1, show_default=True, help="The same seed draws the same rows.")
@click.option("--table", "names", multiple=True, type=click.Choice(tables.TABLES), help="Default: all but numbers.")
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
    sentences write how many indicators were missed.

    \b
    Examples:
      reportkit audit sample -o sheet.xlsx
      reportkit audit sample --table indicators --n 200 --seed 7 --within 山东省 -o indicators.xlsx
    """  # fmt: skip
    if export.form_of(path) not in ("xlsx", "csv"):
        raise UsageError(f"{path}: a sheet is xlsx or csv")
    with options.opened(db, files, overlays) as workspace:
        found = audits.sample(workspace, names or tables.TABLES[:3], options.query(**asked), n, seed)
    rows = {table.name: len(list(table.rows)) for table in found}
    if not any(rows.values()):
        say("there is nothing to sample")
        return 1
    export.write(found, path, beside=[codebook(found)] if export.form_of(path) == "xlsx" else [])
    say(f"{path}: {', '.join(f'{count} {name}' for name, count in rows.items())}")
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
    if len(sheets) > 2:
        raise UsageError("audit score: one sheet, or two of two coders")
    verdicts = [audits.read(sheet) for sheet in sheets]
    found = [audits.precision(verdicts[0]), audits.recall(verdicts[0])]
    if len(verdicts) == 2:
        found.append(audits.agreement(*verdicts))
    terminal.show([table for table in found if table.rows], form, path)
    return 0
