"""reportkit freq."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from reportkit.analysis import freq as frequencies
from reportkit.cli import options, terminal
from reportkit.cli.intake import say
from reportkit.errors import UsageError
from reportkit.model.codes import CODES

_SCREEN = 200
_HIDDEN = ("region", "level", "adcode", "report_year", "dictionary", "hit_sentences", "characters", "sentences")
"""Columns that a terminal leaves out."""


@click.command("freq")
@click.argument("dictionary", required=False)
@click.option("--list", "listed", is_flag=True, help="List the shipped dictionaries with their sources.")
@click.option(
    "--per", type=click.Choice(frequencies.PER), default="tokens", show_default=True, help="Denominator of the shares."
)
@click.option(
    "--by", type=click.Choice(("report", "part")), default="report", show_default=True, help="What a row counts."
)
@click.option(
    "--part", "parts", multiple=True, type=click.Choice(tuple(CODES["part"])), help="Count in this part only."
)
@click.option("--wide", is_flag=True, help="A column a group.")
@options.of_reports
@options.columns
@options.files
@options.database
@options.result
@click.pass_obj
def command(
    overlays: tuple[Path, ...],
    /,
    dictionary: str | None,
    listed: bool,
    per: str,
    by: str,
    parts: tuple[str, ...],
    wide: bool,
    columns: str,
    files: tuple[str, ...],
    db: Path,
    form: str | None,
    path: Path | None,
    **asked: Any,
) -> int:
    """Count the word groups of DICTIONARY: a shipped one, or a file with lines GROUP<tab>WORD.

    Words are found in the running text, the longest first; hits directly behind a negation are counted and also
    told apart. Shares are of jieba tokens without punctuation, of characters, or of sentences.

    \b
    Examples:
      reportkit freq environment
      reportkit freq digital --wide --part plan -o digital.csv
      reportkit freq mywords.tsv --per sentences --by part
      reportkit freq --list
    """  # fmt: skip
    if listed:
        for known in frequencies.shipped():
            click.echo(f"{known.name}\t{len(known.words)} words in {', '.join(known.groups)}\n\t{known.source}")
        return 0
    if not dictionary:
        raise UsageError("freq: name a dictionary (`reportkit freq --list` shows them) or a file")
    words = frequencies.load(dictionary)
    with options.opened(db, files, overlays) as workspace:
        reports = workspace.reports(options.query(**asked))
        found = frequencies.frequencies(reports, workspace.sentences, words, by == "part", parts)
    say(f"{words.name}: {len(words.words)} words, groups {', '.join(words.groups)}, shares of {per}. {words.source}")
    table = (frequencies.wide if wide else frequencies.long)(found, words, per)
    first, title = terminal.cut(table, _SCREEN if path is None and form in (None, "table") else None)
    usual = tuple(c.name for c in table.columns if c.name not in _HIDDEN)
    terminal.show([first], form, path, columns, dict([title]), {"freq": usual})
    return 0 if found else 1
