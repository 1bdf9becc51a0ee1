"""How tables leave a command: on the terminal, as text to standard output, into files."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from reportkit.cli import grid, streams
from reportkit.cli.wrap import wrapped
from reportkit.errors import UsageError
from reportkit.model import tables
from reportkit.model.measures import as_read
from reportkit.output import export
from reportkit.output.export import text, web
from reportkit.output.export.files import replacing
from reportkit.output.export.labels import label
from reportkit.output.export.text import dumps
from reportkit.words import language, tr

__all__ = [
    "FORMATS",
    "ROWS",
    "SHOWN",
    "chosen",
    "console",
    "dumps",
    "form_of",
    "peeked",
    "say",
    "show",
    "stream",
    "write",
]

FORMATS = ("table", *export.FORMATS)
"""What ``-f`` may say."""
SHOWN = {
    "indicators": ("name", "raw", "status", "year", "bound", "measure", "strength", "value", "value_max", "unit"),
    "commitments": ("text", "kind", "strength", "deadline", "owner"),
    "projects": ("name", "kind", "status", "place", "sector", "mentions"),
    "numbers": ("raw", "role", "reason", "bound"),
}
"""Columns that matter on a terminal, the most important first: a narrow one leaves out the last."""
ROWS = 10
"""Rows of a table that are shown unless --limit says how many: four tables are to be seen in a few screens."""
_STREAMED = {"json": text.json_to, "jsonl": text.jsonl_to, "md": text.md_to, "html": web.html_to}
_FOR_EYES = ("md", "html")
"""Formats that are read by people, who want the main columns."""
_RAW = "raw"
_SHARES = ("share", "low", "high", "kept_share", "likeness")
"""Columns of shares from 0 to 1."""
_SHARE = "_share"
"""What the names of further columns of shares end in."""
_TIMES = ("at", "saved")
_MINUTE = len("2026-01-02T03:04")
_ALL = "all"
"""What --columns may say instead of names."""
_WIDTH_PIPED = 160
_HANG = 2
"""Blanks before the lines that go on."""
_NAMED = 8
"""Columns without room that are named."""


class Part(NamedTuple):
    """The first rows of a table, and how many it has."""

    table: tables.Table
    total: int


def show(
    found: Sequence[tables.Table | Part],
    form: str | None,
    path: Path | None,
    columns: str = "",
    shown: Mapping[str, Sequence[str]] = SHOWN,
    head: str = "",
    styles: Mapping[str, str] | None = None,
) -> None:
    """Shows or writes tables: to ``path`` in the format of ``form`` or else of its suffix, else to the terminal.

    ``columns`` is what the user chose, ``shown`` what a terminal shows of a table if he chose nothing (all columns for
    a table not named there), the most important first. ``head`` stands above all tables; ``styles`` are the colours of
    cells that hold a code. Raises UsageError.
    """
    form = form or form_of(path)
    parts = [part if isinstance(part, Part) else Part(part, -1) for part in found]
    if form == "table":
        narrowed = [part._replace(table=_narrowed(part.table, columns, shown)) for part in parts]
        _on_terminal(narrowed, path, head, styles or {})
    elif path is None:
        _to_stdout([chosen(part.table, columns, form) for part in parts], form)
    else:
        export.write([chosen(part.table, columns, form) for part in parts], path, form)


def peeked(table: tables.Table) -> tables.Table | None:
    """The same table, None if it has no rows; its rows are still read only as they are taken."""
    rows = iter(table.rows)
    first = next(rows, None)
    return None if first is None else replace(table, rows=chain([first], rows))


def cut(table: tables.Table, most: int | None) -> Part:
    """The first ``most`` rows of a table, all of them for None."""
    rows = table.rows if isinstance(table.rows, Sequence) else list(table.rows)
    return Part(replace(table, rows=rows if most is None else rows[:most]), len(rows))


def limit(asked: int | None, form: str | None, path: Path | None) -> int | None:
    """How many rows of a table to show: as many as were asked for, else a screenful on a terminal and all elsewhere."""
    return ROWS if asked is None and (form or form_of(path)) == "table" and path is None else asked


def form_of(path: Path | None) -> str:
    """The format that a path asks for: ``table`` for none and for .txt. Raises UsageError."""
    return "table" if path is None or path.suffix in ("", ".txt") else export.form_of(path)


def chosen(table: tables.Table, names: str, form: str = "") -> tables.Table:
    """A table with the columns a user asked for.

    For an empty string those are all of them, in a ``form`` that people read the main ones; ``all`` are always all.
    Raises UsageError.
    """
    known = {c.name: c for c in table.columns}
    wanted = [n.strip() for n in names.split(",") if n.strip()]
    if wanted == [_ALL]:
        return table
    if not wanted and form in _FOR_EYES:
        return export.main(table)
    if unknown := [n for n in wanted if n not in known]:
        raise UsageError(f"--columns: {table.name} has no column {', '.join(unknown)} (it has: {', '.join(known)})")
    return replace(table, columns=tuple(known[n] for n in wanted)) if wanted else table


def words(given: str) -> tuple[str, ...]:
    """The names in ``a, b``; none in ``all``."""
    return () if given.strip() == _ALL else tuple(word.strip() for word in given.split(",") if word.strip())


def _narrowed(table: tables.Table, columns: str, shown: Mapping[str, Sequence[str]]) -> tables.Table:
    """The columns chosen, else the usual ones; of those only such as hold something."""
    rows = [_as_read(row) for row in table.rows]
    filled = [c.name for c in table.columns if not rows or any(row[c.name] not in ("", None) for row in rows)]
    usual = [name for name in shown.get(table.name, ()) if name in filled]
    return replace(chosen(table, columns or ",".join(usual)), rows=rows)


def _as_read(row: tables.Row) -> tables.Row:
    """A row whose numbers, shares and times look as people write them."""
    told = {name: f"{value * 100:.3g}%" for name, value in row.items() if _is_share(name, value)}
    told |= {name: f"{row[name][:_MINUTE].replace('T', ' ')} UTC" for name in _TIMES if row.get(name)}
    return row | told | ({_RAW: as_read(row, row[_RAW])} if row.get(_RAW) else {})


def _is_share(name: str, value: object) -> bool:
    return isinstance(value, Decimal) and (name in _SHARES or name.endswith(_SHARE))


def _to_stdout(found: Sequence[tables.Table], form: str) -> None:
    if form in ("csv", "tsv"):
        if len(found) != 1:
            raise UsageError(f"{form} on standard output holds one table: choose it, or write files with -o")
        text.csv_to(streams.output(), found[0], delimiter="," if form == "csv" else "\t")
    elif form in _STREAMED:
        _STREAMED[form](streams.output(), found)
    else:
        raise UsageError(f"{form} is no text: write it to a file with -o")


def _on_terminal(parts: Sequence[Part], path: Path | None, head: str, styles: Mapping[str, str]) -> None:
    made = console()
    with made.capture() as capture:
        for line in head.splitlines():
            _say(made, streams.visible(line))
        for place, part in enumerate(parts):
            if place or head:
                made.print()
            _draw(made, part, styles)
        if any(part.total > len(list(part.table.rows)) for part in parts):
            made.print()
            _say(made, tr("--limit N shows more rows, --columns A,B other columns; -o FILE writes all"))
    if path is None:
        sys.stdout.write(capture.get())
    else:
        write(path, capture.get())


def fits(table: tables.Table) -> bool:
    """Whether a terminal has room for all columns of a table."""
    return grid.fits(table, console().width)


def say(text: str) -> None:
    """Lines of text on standard output, wrapped to the window; as they are where there is none."""
    room = console().width if sys.stdout.isatty() else None
    for line in text.split("\n"):
        line = line.replace("\t", " " * _HANG) if room else line
        hang = len(line) - len(line.lstrip()) + _HANG
        lines = wrapped(line, room, hang) if room else [line]
        sys.stdout.write("".join(f"{streams.visible(one)}\n" for one in lines))


def _say(made: Any, line: str) -> None:
    """A line of text, wrapped."""
    made.print("\n".join(wrapped(line, made.width, _HANG)), markup=False, soft_wrap=True)


def _draw(made: Any, part: Part, styles: Mapping[str, str]) -> None:
    """A table below its title; what has no room beside the rest is named below."""
    rows = list(part.table.rows)
    total = len(rows) if part.total < 0 else part.total
    drawn = grid.drawn(replace(part.table, rows=rows), made.width, styles)
    _say(made, streams.visible(grid.title(part.table.name, len(rows), total)))
    made.print(drawn.lines)
    if drawn.hidden:
        named = [label(c, language()) for c in drawn.hidden[:_NAMED]]
        more = " …" if len(drawn.hidden) > _NAMED else ""
        _say(made, streams.visible(tr("no room for: {columns}", columns=tr(", ").join(named) + more)))


def console(width: int | None = None) -> Any:
    """A rich console on standard output: plain when piped, and then as wide as COLUMNS says, else of fixed width."""
    from rich.console import Console

    if sys.stdout.isatty():
        return Console(highlight=False, width=width)
    told = os.environ.get("COLUMNS", "")
    width = width or (int(told) if told.isdecimal() and int(told) else _WIDTH_PIPED)
    return Console(highlight=False, width=width, no_color=True, force_terminal=False)


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
