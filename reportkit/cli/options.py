"""Options that several commands share, and what they become."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from reportkit.cli.streams import say
from reportkit.cli.terminal import FORMATS
from reportkit.domain import numerals
from reportkit.errors import ReportkitError, UsageError
from reportkit.intake.sources import expand
from reportkit.model import codes
from reportkit.output.export.files import apart
from reportkit.paths import DATABASE
from reportkit.paths import database as database_of
from reportkit.read.files import STDIN
from reportkit.suggest import unknown

if TYPE_CHECKING:
    from reportkit.workspace import Query, Workspace

Command = TypeVar("Command", bound=Callable[..., Any])
_AMOUNT = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)([十百千万亿]*)")
_SPAN = re.compile(r"(\d{4})(?:-(\d{4}))?")
WORKSPACE = "reportkit.workspace"
"""Under what a context knows the workspace of its command."""
COUNT = click.IntRange(1)
"""How many rows."""
_COUNTED = 2**63 - 1
"""How far SQLite counts."""
_READ = ("source", "files", "report", "a", "b", "both", "dictionary", "sheets", "sheet", "outcome", "preset", "db")
"""Parameters of commands that name files to read."""


class Known(click.Choice):  # type: ignore[type-arg]
    """One of a closed set; a wrong word is answered with the nearest right ones."""

    def __init__(self, names: Iterable[str], what: str) -> None:
        super().__init__(tuple(names))
        self.what = what

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value not in self.choices:
            raise UsageError(unknown(self.what, str(value), self.choices))
        return super().convert(value, param, ctx)


def years(_: click.Context | None, __: click.Parameter | None, given: Sequence[str]) -> tuple[int, ...]:
    """``2020-2022`` and ``2019,2024`` → years. Raises UsageError."""
    found: list[int] = []
    for word in (w.strip() for text in given for w in text.split(",")):
        if not (span := _SPAN.fullmatch(word)):
            raise UsageError(f"{word}: a year such as 2025, or a span such as 2020-2025, is wanted")
        first, last = int(span[1]), int(span[2] or span[1])
        if last < first:
            raise UsageError(f"{word}: the span runs backwards; {last}-{first} is meant?")
        found.extend(range(first, last + 1))
    return tuple(found)


def amount(_: click.Context | None, __: click.Parameter | None, given: str | None) -> Decimal | None:
    """A value as tables hold it, or with a scale word: 5.5, 100亿, 30万. Raises UsageError."""
    if given is None:
        return None
    if not (m := _AMOUNT.fullmatch(given)):
        raise UsageError(f"{given}: a number such as 5.5, 100亿 or 30万 is wanted")
    return Decimal(m[1]) * numerals.scale(m[2])


def counted(_: click.Context | None, __: click.Parameter | None, given: int | None) -> int | None:
    """A number of rows. Raises UsageError for one beyond what the workspace counts."""
    if given is not None and given > _COUNTED:
        raise UsageError(f"--limit: at most {_COUNTED} rows can be counted")
    return given


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


def _noted(context: click.Context, _: click.Parameter, path: Path) -> Path:
    """Keeps the workspace where an error of the command finds it."""
    context.meta[WORKSPACE] = path
    return path


database = click.option(
    "--db", type=click.Path(path_type=Path), envvar="REPORTKIT_DB", default=DATABASE, show_default=True,
    callback=_noted, metavar="FILE", help="The workspace (also REPORTKIT_DB).",
)  # fmt: skip
files = click.option(
    "--from", "files", multiple=True, metavar="FILE", help="Read this report instead of the workspace (repeatable)."
)
result = _stacked(
    click.option(
        "-f", "--format", "form", type=Known(FORMATS, "format"), help="Default: by the suffix of -o, else table."
    ),
    output(),
)
columns = click.option(
    "--columns", default="", metavar="A,B,C", help="Only these columns; all: every column, where some are left out."
)
limit = click.option(
    "--limit", type=COUNT, callback=counted, metavar="N",
    help="At most so many rows of a table; a terminal shows 10 unless told.",
)  # fmt: skip
of_region = _stacked(
    _many("--region", "Region: name or code (repeatable, as all that follow)."),
    _many("--within", "A region and all below it."),
)
of_reports = _stacked(
    of_region,
    _many("--level", "Level.", type=Known(codes.CODES["level"], "level")),
    _many("--report-year", "Year of delivery, such as 2025, 2020-2025.", callback=years, metavar="YEARS"),
    _many("--report", "Id, such as 聊城市-2025."),
)
"""Which reports: parameters named like the fields of ``store.Query``."""


of_rows = _stacked(
    _many("--year", "Year of the number.", callback=years, metavar="YEARS"),
    _many("--topic", "Topic of the indicator, such as industry."),
    _many("--indicator", "Canonical name, or the name as worded."),
    _many("--measure", "How it measures.", type=Known(codes.CODES["measure"], "measure")),
    _many(
        "--status",
        "Actual, target, …; of a project planned, start, ….",
        type=Known(codes.CODES["status"], "status"),
    ),
    _many("--bound", "Bound.", type=Known(codes.CODES["bound"], "bound")),
    _many("--strength", "How firm.", type=Known(codes.CODES["strength"], "strength")),
    _many("--part", "Part of the report.", type=Known(codes.CODES["part"], "part")),
    _many("--unit", "Base unit, such as 元 or %."),
    _many("--kind", "Kind of commitment or project.", type=Known(codes.CODES["kind"], "kind")),
    _many("--role", "Role in the ledger.", type=Known(codes.CODES["role"], "role")),
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
labels = _stacked(
    click.option(
        "--labels", type=Known(("en", "zh"), "language"), default="en", help="Language of heads, codes and labels."
    ),
    click.option("--codes", is_flag=True, help="With --labels zh: a column of the codes beside that of their labels."),
)
described = _stacked(
    labels,
    click.option(
        "--codebook/--no-codebook", "with_codebook", default=None, help="What the columns mean. Default: in xlsx."
    ),
    click.option(
        "--manifest/--no-manifest",
        "with_manifest",
        default=None,
        help="Version, rules, reports and command that the file rests on. Default: in xlsx.",
    ),
)
"""How a file of tables is written: parameters that ``written.write`` reads."""


def known(given: Sequence[str], names: Sequence[str], option: str) -> None:
    """Raises UsageError for a word that is none of the names."""
    for word in given:
        if word not in names:
            raise UsageError(f"{option}: {unknown('word', word, names)}")


def query(**asked: Any) -> Query:
    """The query that the options ask; values that are not there are left out."""
    from reportkit.workspace import Query

    return Query(**{name: value for name, value in asked.items() if value not in (None, "", ())})


def resolved(workspace: Workspace, query: Query, needed: bool = False) -> Query:
    """The query with its names as the workspace has them; what it has no report of is said on standard error.

    Raises UsageError for a name that there is not, with the nearest right ones, and where a report is ``needed`` for the
    regions named and there is none.
    """
    from reportkit.workspace import names

    found, notes = names.resolved(workspace, query)
    if needed and notes and not workspace.reports(found):
        raise UsageError("; ".join(notes))
    for note in notes:
        say(note)
    return found


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
        keep(Unit(item=item), Asked(), known, lambda: workspace, progress.scans("auto"))
    return workspace
