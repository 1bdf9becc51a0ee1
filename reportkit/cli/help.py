"""The help of commands in the language of the reader: the one place through which all of its text goes."""

from __future__ import annotations

import re
from collections.abc import Iterable

import click

from reportkit.words import language, tr, translated

_EXTRA = re.compile(r"^(.*?)(?:(?:^|  )\[([^\[\]]*)\])?$", re.DOTALL)
"""The help of an option, and in brackets what click adds: its default, its range, that it is required."""
_PLACEHOLDER = re.compile(r"(?<![-\w])[A-Z][A-Z_]+(?![\w:])")
"""What stands for a value: FILE, TEXT, [OPTIONS]."""
_RANGED = " RANGE"
"""Behind the name of a type whose range stands in brackets anyway."""
_LEAST = 24
"""Cells for the help of an option, however long its name."""
_FIRST_MOST = 30
"""Cells for the names of the options; a longer one has its help on the next line."""
_GAP = 2


class Formatter(click.HelpFormatter):
    """Click's, with what it writes in Chinese where that is asked for, wrapped by the width of characters."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line that says how a command is called."""
        if language() == "en":
            super().write_usage(prog, args, prefix)
            return
        self._lines(f"{tr('Usage: ')}{prog} {_values(args)}", hang=_GAP)

    def write_heading(self, heading: str) -> None:
        """The head of a list."""
        self.write(f"{'':>{self.current_indent}}{tr(heading)}{tr(':')}\n")

    def write_text(self, text: str) -> None:
        """Paragraphs; those marked with \\b keep their lines."""
        if language() == "en":
            super().write_text(text)
            return
        for place, paragraph in enumerate(re.split(r"\n\s*\n", text.strip("\n"))):
            if place:
                self.write("\n")
            kept = paragraph.lstrip().startswith("\b")
            for line in paragraph.lstrip(" \b\n").splitlines() if kept else [" ".join(paragraph.split())]:
                self._lines(tr(line) if kept else translated(line), hang=_GAP * kept)

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = _FIRST_MOST, col_spacing: int = _GAP) -> None:
        """A list of options or commands with their help."""
        if language() == "en":
            super().write_dl(list(rows), col_max, col_spacing)
            return
        from reportkit.cli.wrap import width, wrapped

        named = [(_values(first), _help(second)) for first, second in rows]
        column = min(max((width(first) for first, _ in named), default=0), col_max) + col_spacing
        room = max(self.width - column - self.current_indent, _LEAST)
        for first, second in named:
            lines = wrapped(second, room) if second else [""]
            head = " " * self.current_indent + first
            if width(first) + col_spacing > column:
                self.write(f"{head}\n")
                head = " " * self.current_indent
            pad = " " * (column + self.current_indent - width(head))
            self.write(f"{head}{pad}{lines[0]}".rstrip() + "\n")
            for line in lines[1:]:
                self.write(f"{'':{column + self.current_indent}}{line}\n")

    def _lines(self, text: str, hang: int) -> None:
        from reportkit.cli.wrap import wrapped

        indent = " " * self.current_indent
        for line in wrapped(text, self.width - self.current_indent, hang):
            self.write(f"{indent}{line}".rstrip() + "\n")


class Context(click.Context):
    """A context whose help is written by ``Formatter``."""

    formatter_class = Formatter


def adopt(command: type[click.Command]) -> None:
    """Makes all commands of a kind write their help so."""
    command.context_class = Context


def prepare(command: click.Command) -> None:
    """Gives the commands below one the first paragraph of their help for a line in its list, whole."""
    for below in getattr(command, "commands", {}).values():
        first = (below.help or "").strip().split("\n\n")[0]
        below.short_help = translated(" ".join(first.split()))
        prepare(below)


def _values(text: str) -> str:
    """Names of options as they are, what stands for a value in Chinese."""
    text = text.replace(_RANGED, "")
    return _PLACEHOLDER.sub(lambda found: tr(found[0]), text)


def _help(text: str) -> str:
    """The help of an option and what click adds to it."""
    found = _EXTRA.match(" ".join(text.split(" ")))
    said, extra = (found[1], found[2]) if found else (text, None)
    added = "；".join(translated(one) for one in extra.split("; ")) if extra else ""
    return translated(" ".join(said.split())) + (f"［{added}］" if added else "")
