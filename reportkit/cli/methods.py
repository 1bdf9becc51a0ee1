"""reportkit methods."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from reportkit.analysis import audit as audits
from reportkit.analysis import methods
from reportkit.cli import options, terminal


@click.command("methods")
@options.of_reports
@click.option(
    "--lang",
    type=options.Known((*methods.LANGUAGES, "both"), "language"),
    default="both",
    show_default=True,
    help="Language of the paragraph.",
)
@click.option(
    "--sheet",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A sheet of `audit sample` that was checked: its precision instead of that of the shipped check.",
)
@options.output()
@options.database
@click.pass_obj
def command(
    overlays: tuple[Path, ...], /, lang: str, sheet: Path | None, path: Path | None, db: Path, **asked: Any
) -> int:
    """The paragraph for a paper's data section: what was read, by which version and rules, with which precision on
    which gold standard, in English and Chinese.

    \b
    Examples:
      reportkit methods
      reportkit methods --within 山东省 --lang zh
      reportkit methods --sheet checked.xlsx -o methods.txt
    """
    checked = list(audits.precision(audits.read(sheet)).rows) if sheet else []
    with options.opened(db, (), overlays) as workspace:
        query = options.resolved(workspace, options.query(**asked))
        languages = methods.LANGUAGES if lang == "both" else (lang,)
        told = [methods.paragraph(workspace, query, language, checked) for language in languages]
    terminal.stream(["\n\n".join(told), "\n"], path)
    return 0
