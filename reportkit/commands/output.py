"""How rows leave the program: formats, files, the terminal."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from reportkit import tables
from reportkit.errors import UsageError

FORMATS = ("table", "json", "jsonl", "csv", "md")
SHOWN = {
    "indicators": ("name", "value", "value_max", "unit", "measure", "bound", "status", "year", "strength", "raw"),
    "commitments": ("text", "kind", "action", "value", "unit", "strength", "deadline", "owner"),
    "projects": ("name", "kind", "status", "sector", "place", "mentions"),
    "numbers": ("raw", "role", "value", "unit", "bound", "reason"),
}
"""Columns that matter on a terminal."""
_WIDTH_PIPED = 160


def dumps(value: Any, indent: int | None = 1) -> str:
    """JSON with exact numbers: 5.7 stays 5.7, a whole Decimal becomes an integer."""
    return json.dumps(value, ensure_ascii=False, indent=indent, default=_number)


class _Exact(float):
    """A Decimal that prints its own digits."""

    def __new__(cls, value: Decimal) -> _Exact:
        made = super().__new__(cls, value)
        made.digits = f"{value:f}"  # type: ignore[attr-defined]
        return made

    def __repr__(self) -> str:
        return str(self.digits)  # type: ignore[attr-defined]


def _number(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else _Exact(value)
    raise TypeError(f"cannot write {type(value).__name__}")


def chosen(table: str, names: str) -> list[str]:
    """The columns a user asked for. Raises UsageError."""
    known = [c.name for c in tables.columns(table)]
    wanted = [n.strip() for n in names.split(",") if n.strip()]
    if unknown := [n for n in wanted if n not in known]:
        raise UsageError(f"--columns: {table} has no column {', '.join(unknown)} (it has: {', '.join(known)})")
    return wanted or known


def as_csv(rows: Sequence[tables.Row], names: Sequence[str], bom: bool = False) -> str:
    """Comma-separated, with a BOM for files so that Excel reads the Chinese."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n" if bom else "\n")
    writer.writerow(names)
    writer.writerows([tables.plain(row[n]) for n in names] for row in rows)
    return ("\ufeff" if bom else "") + out.getvalue()


def as_md(rows: Sequence[tables.Row], names: Sequence[str]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    lines += ["| " + " | ".join(_escaped(tables.plain(row[n])) for n in names) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _escaped(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")


def as_jsonl(rows: Sequence[tables.Row], table: str, names: Sequence[str]) -> str:
    """One row a line, with the table it belongs to."""
    return "".join(dumps({"table": table} | {n: row[n] for n in names}, None) + "\n" for row in rows)


def as_table(rows: Sequence[tables.Row], names: Sequence[str], title: str) -> Callable[[Any], None]:
    """Prints to a rich console, wrapped by the width of Chinese characters."""

    def show(console: Any) -> None:
        from rich import box
        from rich.table import Table
        from rich.text import Text

        made = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, expand=False)
        for name in names:
            right = name in ("value", "value_max", "year", "mentions", "start", "end")
            long = name in ("name", "text", "object", "reason", "sentence")
            made.add_column(name, justify="right" if right else "left", overflow="fold", ratio=3 if long else None)
        for row in rows:
            made.add_row(*(Text(tables.plain(row[n])) for n in names))
        console.print(made)

    return show


def console(width: int | None = None) -> Any:
    """A rich console on standard output: plain and of fixed width when piped."""
    from rich.console import Console

    if sys.stdout.isatty():
        return Console(highlight=False, width=width)
    return Console(highlight=False, width=width or _WIDTH_PIPED, no_color=True, force_terminal=False)


def write(path: Path, content: str) -> None:
    """Write a file whole or not at all. Raises UsageError."""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
                out.write(content)
            os.chmod(temporary, 0o644)
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from None


def emit(content: str, path: Path | None) -> None:
    """To a file, or to standard output."""
    if path is None:
        click.echo(content, nl=not content.endswith("\n"))
    else:
        write(path, content)
