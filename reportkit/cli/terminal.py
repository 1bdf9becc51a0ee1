"""How tables leave a command: on the terminal, as text to standard output, into files."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from reportkit.cli import streams
from reportkit.errors import UsageError
from reportkit.model import tables
from reportkit.output import export
from reportkit.output.export import text, web
from reportkit.output.export.files import replacing
from reportkit.output.export.text import dumps

__all__ = ["FORMATS", "SHOWN", "chosen", "console", "dumps", "form_of", "peeked", "show", "stream", "write"]

FORMATS = ("table", *export.FORMATS)
"""What ``-f`` may say."""
SHOWN = {
    "indicators": ("name", "value", "value_max", "unit", "measure", "bound", "status", "year", "strength", "raw"),
    "commitments": ("text", "kind", "action", "value", "unit", "strength", "deadline", "owner"),
    "projects": ("name", "kind", "status", "sector", "place", "mentions"),
    "numbers": ("raw", "role", "value", "unit", "bound", "reason"),
}
"""Columns that matter on a terminal."""
_STREAMED = {"json": text.json_to, "jsonl": text.jsonl_to, "md": text.md_to, "html": web.html_to}
_LONG = ("name", "text", "object", "reason", "sentence")
_WIDTH_PIPED = 160
_NAMED = 5
"""Columns without room that are named."""
_GAP = 3
"""Blanks that a table sets between two columns, and at its edges together."""
_LONG_LEAST, _SHORT_LEAST = 12, 4
"""Columns of text that wraps, and the others, can be read at this width."""


def show(
    found: Sequence[tables.Table],
    form: str | None,
    path: Path | None,
    columns: str = "",
    titles: Mapping[str, str] | None = None,
    shown: Mapping[str, Sequence[str]] = SHOWN,
    head: str = "",
    styles: Mapping[str, str] | None = None,
) -> None:
    """Shows or writes tables: to ``path`` in the format of ``form`` or else of its suffix, else to the terminal.

    ``columns`` is what the user chose, ``shown`` what a terminal shows of a table if he chose nothing
    (all columns for a table not named there), ``titles`` what stands above a table there, ``head`` above
    all of them, ``styles`` the colour of cells that hold a word. Raises UsageError.
    """
    form = form or form_of(path)
    if form == "table":
        _on_terminal([_narrowed(t, columns, shown) for t in found], path, titles or {}, head, styles or {})
    elif path is None:
        _to_stdout([chosen(t, columns) for t in found], form)
    else:
        export.write([chosen(t, columns) for t in found], path, form)


def peeked(table: tables.Table) -> tables.Table | None:
    """The same table, None if it has no rows; its rows are still read only as they are taken."""
    rows = iter(table.rows)
    first = next(rows, None)
    return None if first is None else replace(table, rows=chain([first], rows))


def cut(table: tables.Table, most: int | None) -> tuple[tables.Table, tuple[str, str]]:
    """The first rows of a table, and its name with a title that tells how many there are."""
    rows = list(table.rows)
    if most is None or len(rows) <= most:
        return replace(table, rows=rows), (table.name, f"{table.name} ({len(rows)})")
    return replace(table, rows=rows[:most]), (table.name, f"{table.name} ({most} of {len(rows)}; -o writes all)")


def form_of(path: Path | None) -> str:
    """The format that a path asks for: ``table`` for none and for .txt. Raises UsageError."""
    return "table" if path is None or path.suffix in ("", ".txt") else export.form_of(path)


def chosen(table: tables.Table, names: str) -> tables.Table:
    """A table with the columns a user asked for, all of them for an empty string. Raises UsageError."""
    known = {c.name: c for c in table.columns}
    wanted = [n.strip() for n in names.split(",") if n.strip()]
    if unknown := [n for n in wanted if n not in known]:
        raise UsageError(f"--columns: {table.name} has no column {', '.join(unknown)} (it has: {', '.join(known)})")
    return replace(table, columns=tuple(known[n] for n in wanted)) if wanted else table


def _narrowed(table: tables.Table, columns: str, shown: Mapping[str, Sequence[str]]) -> tables.Table:
    there = [c.name for c in table.columns]
    usual = [name for name in shown.get(table.name, ()) if name in there]
    return chosen(table, columns or ",".join(usual))


def _to_stdout(found: Sequence[tables.Table], form: str) -> None:
    if form in ("csv", "tsv"):
        if len(found) != 1:
            raise UsageError(f"{form} on standard output holds one table: choose it, or write files with -o")
        text.csv_to(streams.output(), found[0], delimiter="," if form == "csv" else "\t")
    elif form in _STREAMED:
        _STREAMED[form](streams.output(), found)
    else:
        raise UsageError(f"{form} is no text: write it to a file with -o")


def _on_terminal(
    found: Sequence[tables.Table], path: Path | None, titles: Mapping[str, str], head: str, styles: Mapping[str, str]
) -> None:
    made = console()
    with made.capture() as capture:
        if head:
            made.print(streams.visible(head), soft_wrap=True, markup=False)
        for table in found:
            _print(made, table, titles.get(table.name, table.name), styles)
    if path is None:
        sys.stdout.write(capture.get())
    else:
        write(path, capture.get())


def fits(table: tables.Table) -> bool:
    """Whether a terminal has room for all columns of a table."""
    rows = list(table.rows)
    return len(_shown(console().width, table, rows)) == len(table.columns)


def _shown(width: int, table: tables.Table, rows: Sequence[tables.Row]) -> tuple[tables.Column, ...]:
    """The first columns, as many as can be read side by side; always one."""
    from rich.cells import cell_len

    left = width - _GAP
    shown: list[tables.Column] = []
    for column in table.columns:
        widest = max((cell_len(tables.plain(row[column.name])) for row in rows), default=0)
        least = _LONG_LEAST if column.name in _LONG or column.type == "text" else max(widest, _SHORT_LEAST)
        left -= max(min(least, widest), cell_len(column.name)) + _GAP
        if left < 0 and shown:
            break
        shown.append(column)
    return tuple(shown)


def _print(made: Any, table: tables.Table, title: str, styles: Mapping[str, str]) -> None:
    """A table wrapped by the width of Chinese characters; what has no room beside the rest is named below."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    rows = list(table.rows)
    columns = _shown(made.width, table, rows)
    hidden = [c.name for c in table.columns[len(columns) :]]
    table = replace(table, columns=columns, rows=rows)
    grid = Table(title=streams.visible(title), title_justify="left", box=box.SIMPLE_HEAD, expand=False)
    for column in table.columns:
        right = column.type in ("int", "decimal")
        grid.add_column(
            streams.visible(column.name),
            justify="right" if right else "left",
            overflow="fold",
            ratio=3 if column.name in _LONG else None,
        )
    for row in table.rows:
        cells = [streams.visible(tables.plain(row[c.name])) for c in table.columns]
        grid.add_row(*(Text(cell, styles.get(cell, "")) for cell in cells))
    made.print(grid)
    if hidden:
        named = ", ".join(hidden[:_NAMED]) + (" …" if len(hidden) > _NAMED else "")
        made.print(
            f"no room for {len(hidden)} columns ({named}): --columns chooses, -o writes all",
            soft_wrap=True,
            markup=False,
        )


def console(width: int | None = None) -> Any:
    """A rich console on standard output: plain and of fixed width when piped."""
    from rich.console import Console

    if sys.stdout.isatty():
        return Console(highlight=False, width=width)
    return Console(highlight=False, width=width or _WIDTH_PIPED, no_color=True, force_terminal=False)


def write(path: Path, content: str) -> None:
    """Write a file whole or not at all. Raises UsageError."""
    stream([content], path)


def stream(pieces: Iterable[str], path: Path | None) -> None:
    """Pieces of text as they come, to standard output or to a file that is whole or not there. Raises UsageError."""
    if path is None:
        streams.output().writelines(pieces)
        return
    with replacing(path) as beside, beside.open("w", encoding="utf-8", newline="") as out:
        out.writelines(pieces)
