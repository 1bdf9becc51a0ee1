"""reportkit freq."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from reportkit.analysis import freq as frequencies
from reportkit.cli import options, terminal, written
from reportkit.cli.intake import say
from reportkit.errors import UsageError
from reportkit.model.codes import CODES
from reportkit.model.tables import Table
from reportkit.words import tr
from reportkit.workspace import ReportRow, Workspace

_HIDDEN = ("region", "level", "adcode", "report_year", "dictionary", "hit_sentences", "start", "end")
"""Columns that a terminal leaves out, as it does those of denominators that were not asked for."""
_NAMES = ("region", "within", "level", "report_year", "report")


@click.command("freq")
@click.argument("dictionary", required=False)
@click.option("--list", "listed", is_flag=True, help="List the shipped dictionaries with their sources.")
@click.option(
    "--per",
    type=options.Known(frequencies.PER, "denominator"),
    default="tokens",
    show_default=True,
    help="Denominator of the shares.",
)
@click.option(
    "--by",
    type=options.Known(("report", "part"), "unit of counting"),
    default="report",
    show_default=True,
    help="What a row counts.",
)
@click.option(
    "--part", "parts", multiple=True, type=options.Known(CODES["part"], "part"), help="Count in this part only."
)
@click.option("--wide", is_flag=True, help="A column a group.")
@click.option("--words", is_flag=True, help="A row a word instead of a group.")
@click.option(
    "--context", "width", type=click.IntRange(1), metavar="N", help="Show every hit with N characters on either side."
)
@options.of_reports
@options.columns
@options.limit
@options.described
@options.files
@options.database
@options.result
@click.pass_obj
def command(overlays: tuple[Path, ...], /, dictionary: str | None, listed: bool, **asked: Any) -> int:
    """Count the word groups of DICTIONARY: a shipped one, or a file with lines GROUP<tab>WORD.

    Words are found in the running text, the longest first; hits directly behind a negation are counted and also
    counted apart. Shares are of jieba tokens without punctuation, of characters, or of sentences. A file of your own
    is text in any encoding or xlsx; several words of a line stand apart by |.

    \b
    Examples:
      reportkit freq environment
      reportkit freq digital --wide --part plan -o digital.csv
      reportkit freq environment --words
      reportkit freq environment --context 20 -o hits.xlsx
      reportkit freq mywords.tsv --per sentences --by part
      reportkit freq --list
    """  # fmt: skip
    if listed:
        for known in frequencies.shipped():
            told = tr("{count} words, groups {groups}", count=len(known.words), groups=tr(", ").join(known.groups))
            terminal.say(f"{known.name}  {told}\n  {known.source}")
        return 0
    if not dictionary:
        raise UsageError("freq: name a dictionary (`reportkit freq --list` shows them) or a file")
    if sum(map(bool, (asked["wide"], asked["words"], asked["width"]))) > 1:
        raise UsageError("freq: --wide, --words or --context: only one of them")
    words = frequencies.load(dictionary)
    with options.opened(asked["db"], asked["files"], overlays) as workspace:
        query = options.resolved(workspace, options.query(**{name: asked[name] for name in _NAMES}))
        reports = workspace.reports(query)
        table = _table(workspace, reports, words, asked)
    _say(words, asked)
    if not table.rows:
        say("no report" if not reports else "no hit")
        return 1
    _show(table, reports, asked)
    return 0


def _table(
    workspace: Workspace, reports: list[ReportRow], words: frequencies.Dictionary, asked: dict[str, Any]
) -> Table:
    parts, per = asked["parts"], asked["per"]
    if asked["width"]:
        return frequencies.contexts(reports, workspace.sentences, words, asked["width"], parts)
    found = frequencies.frequencies(reports, workspace.sentences, [words], asked["by"] == "part", parts, per)
    make = frequencies.wide if asked["wide"] else frequencies.by_word if asked["words"] else frequencies.long
    return make(found, words, per)


def _say(words: frequencies.Dictionary, asked: dict[str, Any]) -> None:
    told = tr("{count} words, groups {groups}", count=len(words.words), groups=tr(", ").join(words.groups))
    if not asked["width"]:
        told = tr("{told}, shares of {per}", told=told, per=tr(asked["per"]))
    if words.source:
        told = tr("{told}. {source}", told=told, source=words.source)
    say(tr("{report}: {counts}", report=words.name, counts=told))


def _show(table: Table, reports: list[ReportRow], asked: dict[str, Any]) -> None:
    form, path = asked["form"] or terminal.form_of(asked["path"]), asked["path"]
    part = terminal.cut(table, terminal.limit(asked["limit"], form, path))
    if path is not None and form != "table":
        written.write([terminal.chosen(part.table, asked["columns"])], path, form, asked, written.origin(reports))
        return
    others = set(frequencies.PER) - {asked["per"]}
    usual = tuple(c.name for c in table.columns if c.name not in (*_HIDDEN, *others))
    terminal.show([part], form, path, asked["columns"], {table.name: usual})
