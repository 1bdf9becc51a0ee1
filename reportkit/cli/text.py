"""reportkit text."""

from __future__ import annotations

from pathlib import Path

import click

from reportkit import rules
from reportkit.cli import options, progress, terminal
from reportkit.extraction import pipeline
from reportkit.read import files


@click.command("text")
@click.argument("source")
@click.option("--clean", is_flag=True, help="The running text: page furniture gone, cut sentences joined.")
@options.output()
@options.scanned
@click.pass_obj
def command(overlays: tuple[Path, ...], /, source: str, clean: bool, path: Path | None, password: str, ocr: str) -> int:
    """Print the source text that start and end refer to.

    \b
    Examples:
      reportkit text report.txt
      reportkit text report.txt --clean -o clean.txt
      reportkit text report.pdf
    """
    read = files.read(source, password, progress.scans(ocr))
    content = pipeline.clean(read, rules.load(overlays)).text + "\n" if clean else read.text
    terminal.stream([content], path)
    return 0
