"""The help of commands in the language of the reader: the one place through which all of its text goes."""

from __future__ import annotations

import re
from collections.abc import Iterable

import click

from reportkit.cli.wrap import width, wrapped
from reportkit.words import tr, translated

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
_LINES = "\b"
"""Marks a paragraph whose lines stay, for click."""
_GOES_ON = " \\"
"""Ends a line of a command that goes on, for a shell."""


class Formatter(click.HelpFormatter):
    """Click's, in the language of the reader, wrapped by the width of characters."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line that says how a command is called."""
        self._lines(wrapped(f"{tr('Usage: ')}{prog} {_values(args)}", self._room, _GAP))

    def write_heading(self, heading: str) -> None:
        """The head of a list."""
        self._lines([f"{tr(heading)}{tr(':')}"])

    def write_text(self, text: str) -> None:
        """Paragraphs; of those marked with \\b every line is a command of its own."""
        for place, paragraph in enumerate(re.split(r"\n\s*\n", text.strip("\n"))):
            if place:
                self.write("\n")
            if paragraph.lstrip().startswith(_LINES):
                for line in paragraph.lstrip(f" {_LINES}\n").splitlines():
                    self._lines(_continued(wrapped(tr(line), self._room - len(_GOES_ON), 2 * _GAP)))
            else:
                self._lines(wrapped(translated(" ".join(paragraph.split())), self._room))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = _FIRST_MOST, col_spacing: int = _GAP) -> None:
        """A list of options or commands with their help."""
        named = [(_values(first), _help(second)) for first, second in rows]
        column = min(max((width(first) for first, _ in named), default=0), col_max) + col_spacing
        room = max(self._room - column, _LEAST)
        for first, second in named:
            lines = wrapped(second, room)
            if width(first) + col_spacing > column:
                self._lines(wrapped(first, self._room, _GAP))
                first = ""
            self._lines([first + " " * (column - width(first)) + lines[0]])
            self._lines([" " * column + line for line in lines[1:]])

    @property
    def _room(self) -> int:
        return int(self.width - self.current_indent)

    def _lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(f"{' ' * self.current_indent}{line}".rstrip() + "\n")


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


def _continued(lines: list[str]) -> list[str]:
    return [*(f"{line}{_GOES_ON}" for line in lines[:-1]), lines[-1]]


def _values(text: str) -> str:
    """Names of options as they are, what stands for a value in the language of the reader."""
    text = text.replace(_RANGED, "")
    return _PLACEHOLDER.sub(lambda found: tr(found[0]), text)


def _help(text: str) -> str:
    """The help of an option and what click adds to it."""
    found = _EXTRA.match(text)
    said, extra = (found[1], found[2]) if found else (text, None)
    told = translated(" ".join(said.split()))
    if not extra:
        return told
    return tr("{help}  [{extra}]", help=told, extra=tr("; ").join(translated(one) for one in extra.split("; "))).strip()
