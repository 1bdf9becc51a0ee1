"""Options that several commands share, and what they become."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from reportkit.cli.terminal import FORMATS
from reportkit.domain import numerals
from reportkit.errors import ReportkitError, UsageError
from reportkit.intake.sources import expand
from reportkit.model import codes
from reportkit.output.export.files import apart
from reportkit.paths import DATABASE
from reportkit.paths import database as database_of
from reportkit.read.files import STDIN

if TYPE_CHECKING:
    from reportkit.workspace import Query, Workspace

Command = TypeVar("Command", bound=Callable[..., Any])
_AMOUNT = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)([十百千万亿]*)")
_SPAN = re.compile(r"(\d{4})(?:-(\d{4}))?")
COUNT = click.IntRange(1, 2**63 - 1)
"""How many rows: as far as SQLite counts."""
_READ = ("source", "files", "report", "a", "b", "both", "dictionary", "sheets", "db")
"""Parameters of commands that name files to read."""


def years(_: click.Context | None, __: click.Parameter | None, given: Sequence[str]) -> tuple[int, ...]:
    """``2020-2022`` and ``2019,2024`` → years. Raises UsageError."""
    found: list[int] = []
    for word in (w.strip() for text in given for w in text.split(",")):
        if not (span := _SPAN.fullmatch(word)):
            raise UsageError(f"{word}: a year such as 2025, or a span such as 2020-2025, is wanted")
        found.extend(range(int(span[1]), int(span[2] or span[1]) + 1))
    return tuple(found)


def amount(_: click.Context | None, __: click.Parameter | None, given: str | None) -> Decimal | None:
    """A value as tables hold it, or with a scale word: 5.5, 100亿, 30万. Raises UsageError."""
    if given is None:
        return None
    if not (m := _AMOUNT.fullmatch(given)):
        raise UsageError(f"{given}: a number such as 5.5, 100亿 or 30万 is wanted")
    return Decimal(m[1]) * numerals.scale(m[2])


def _many(name: str, help: str, **settings: Any) -> Callable[[Command], Command]:
    return click.option(name, multiple=True, help=help, **settings)


def _stacked(*options: Callable[[Any], Any]) -> Callable[[Command], Command]:
    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def output(**settings: Any) -> Callable[[Command], Command]:
    """``-o FILE``, refused where FILE is what the command reads."""
    told: dict[str, Any] = {
        "type": click.Path(path_type=Path),
        "metavar": "FILE",
        "help": "Write to a file.",
    } | settings

    def add(command: Command) -> Command:
        @wraps(command)
        def guarded(*args: Any, **asked: Any) -> Any:
            if path := asked.get("path"):
                apart(path, (file for name in _READ for file in _files(asked.get(name))))
            return command(*args, **asked)

        return cast(Command, click.option("-o", "--output", "path", **told)(guarded))

    return add


def _files(named: Any) -> Iterator[str | Path]:
    """The files that a parameter names: itself, those in a folder, those that a glob matches."""
    if isinstance(named, tuple):
        yield from (file for one in named for file in _files(one))
    elif named == STDIN:
        yield "/dev/stdin"
    elif named:
        yield named
        with suppress(ReportkitError):  # the command will say what is wrong with it
            yield from expand([str(named)])


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
    output(),
)
columns = click.option("--columns", default="", metavar="A,B,C", help="Only these columns.")
of_region = _stacked(
    _many("--region", "Region: name or code (repeatable, as all that follow)."),
    _many("--within", "A region and all below it."),
)
of_reports = _stacked(
    of_region,
    _many("--level", "Level.", type=click.Choice(("national", "province", "city", "county", "township"))),
    _many("--report-year", "Year of delivery, such as 2025, 2020-2025.", callback=years, metavar="YEARS"),
    _many("--report", "Id, such as 聊城市-2025."),
)
"""Which reports: parameters named like the fields of ``store.Query``."""


of_rows = _stacked(
    _many("--year", "Year of the number.", callback=years, metavar="YEARS"),
    _many("--topic", "Topic of the indicator, such as industry."),
    _many("--indicator", "Canonical name, or the name as worded."),
    _many("--measure", "How it measures.", type=click.Choice(tuple(codes.CODES["measure"]))),
    _many(
        "--status",
        "Actual, target, …; of a project planned, start, ….",
        type=click.Choice(tuple(codes.CODES["status"])),
    ),
    _many("--bound", "Bound.", type=click.Choice(tuple(codes.CODES["bound"]))),
    _many("--strength", "How firm.", type=click.Choice(tuple(codes.CODES["strength"]))),
    _many("--part", "Part of the report.", type=click.Choice(tuple(codes.CODES["part"]))),
    _many("--unit", "Base unit, such as 元 or %."),
    _many("--kind", "Kind of commitment or project.", type=click.Choice(tuple(codes.CODES["kind"]))),
    _many("--role", "Role in the ledger.", type=click.Choice(tuple(codes.CODES["role"]))),
    _many("--sector", "Sector of the project."),
    _many("--match", "Words that the sentence or the name must hold (all of them).", metavar="TEXT"),
    click.option("--regex", default="", metavar="PATTERN", help="A regular expression for the sentence or the name."),
    click.option("--min", "minimum", callback=amount, metavar="N", help="Least value: 5.5, 100亿."),
    click.option("--max", "maximum", callback=amount, metavar="N", help="Greatest value."),
    click.option("--where", default="", metavar="SQL", help="An SQL expression over the columns."),
)
"""Which rows: parameters named like the fields of ``store.Query``."""
scanned = _stacked(
    click.option("--password", default="", help="Of an encrypted PDF."),
    click.option(
        "--ocr", type=click.Choice(("auto", "never", "always")), default="auto", show_default=True,
        help="Recognise text: where pages have none, never, or on every page (needs reportkit[ocr]).",
    ),
)  # fmt: skip
labels = click.option("--labels", type=click.Choice(("en", "zh")), default="en", help="Language of heads and labels.")


def known(given: Sequence[str], names: Sequence[str], option: str) -> None:
    """Raises UsageError for a word that is none of the names."""
    if unknown := [word for word in given if word not in names]:
        raise UsageError(f"{option}: there is no {', '.join(unknown)} (there are: {', '.join(names)})")


def query(**asked: Any) -> Query:
    """The query that the options ask; values that are not there are left out."""
    from reportkit.workspace import Query

    return Query(**{name: value for name, value in asked.items() if value not in (None, "", ())})


def opened(db: Path | None, files: Sequence[str], overlays: tuple[Path, ...]) -> Workspace:
    """The workspace in ``db``; given files, a private one that holds them. Raises UsageError, UnreadableInput."""
    from reportkit import workspace as store

    if not files:
        return store.open(database_of(db))
    from reportkit import rules
    from reportkit.cli import progress
    from reportkit.intake.one import Asked, Unit, keep
    from reportkit.intake.sources import expand

    known, workspace = rules.load(overlays), store.open(None, write=True)
    for item in expand(files):
        keep(Unit(item), Asked(), known, workspace, progress.scans("auto"))
    return workspace
