"""Options that several commands share, and what they become."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from reportkit.commands.output import FORMATS
from reportkit.errors import UsageError

if TYPE_CHECKING:
    from reportkit.store import Query, Workspace

Command = TypeVar("Command", bound=Callable[..., Any])
DATABASE = "reportkit.db"
_SPAN = re.compile(r"(\d{4})(?:-(\d{4}))?")


def years(_: click.Context | None, __: click.Parameter | None, given: Sequence[str]) -> tuple[int, ...]:
    """``2020-2022`` and ``2019,2024`` → years. Raises UsageError."""
    found: list[int] = []
    for word in (w.strip() for text in given for w in text.split(",")):
        if not (span := _SPAN.fullmatch(word)):
            raise UsageError(f"{word}: a year such as 2025, or a span such as 2020-2025, is wanted")
        found.extend(range(int(span[1]), int(span[2] or span[1]) + 1))
    return tuple(found)


def _many(name: str, help: str, **settings: Any) -> Callable[[Command], Command]:
    return click.option(name, multiple=True, help=help, **settings)


def _stacked(*options: Callable[[Any], Any]) -> Callable[[Command], Command]:
    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


database = click.option(
    "--db", type=click.Path(path_type=Path), envvar="REPORTKIT_DB", default=DATABASE, show_default=True,
    metavar="FILE", help="The workspace (also REPORTKIT_DB).",
)  # fmt: skip
files = click.option(
    "--from", "files", multiple=True, metavar="FILE", help="Read this report instead of the workspace (repeatable)."
)
result = _stacked(
    click.option(
        "-f", "--format", "form", type=click.Choice(FORMATS), help="Default: by the suffix of -o, else table."
    ),
    click.option("-o", "--output", "path", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file."),
)
columns = click.option("--columns", default="", metavar="A,B,C", help="Only these columns.")
of_reports = _stacked(
    _many("--region", "Region: name or code (repeatable, as all that follow)."),
    _many("--within", "A region and all below it."),
    _many("--level", "Level.", type=click.Choice(("national", "province", "city", "county", "township"))),
    _many("--report-year", "Year of delivery, such as 2025, 2020-2025.", callback=years, metavar="YEARS"),
    _many("--report", "Id, such as 聊城市-2025."),
)
"""Which reports: parameters named like the fields of ``store.Query``."""


def query(**asked: Any) -> Query:
    """The query that the options ask; values that are not there are left out."""
    from reportkit.store import Query

    return Query(**{name: value for name, value in asked.items() if value not in (None, "", ())})


def opened(db: Path | None, files: Sequence[str], overlays: tuple[Path, ...]) -> Workspace:
    """The workspace in ``db``; given files, a private one that holds them. Raises UsageError, UnreadableInput."""
    from reportkit import store

    if not files:
        return store.open(db or Path(DATABASE))
    from reportkit import rules
    from reportkit.commands import reading

    known, workspace = rules.load(overlays), store.open(None, write=True)
    for item in reading.expand(files):
        workspace.save(reading.extraction(item, known), known.hash, item)
    return workspace
