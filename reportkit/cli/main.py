"""The command line: options of all commands, lazy loading, and the one place that handles errors."""

from __future__ import annotations

import importlib
import logging
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from reportkit import resources
from reportkit._version import __version__
from reportkit.cli import bounds, help, streams, tongue
from reportkit.errors import ReportkitError, UnreadableInput, UsageError
from reportkit.paths import pattern_folders
from reportkit.suggest import unknown

COMMANDS = {
    "extract": "Read reports into four tables.",
    "reports": "Show what the workspace holds.",
    "filter": "Rows that meet conditions.",
    "diff": "What was promised, what was done, what changed.",
    "audit": "Whether every number is accounted for; samples to check by hand.",
    "freq": "Count word groups, with their shares.",
    "panel": "A panel of indicators over regions and years.",
    "export": "Write tables to files for other programs.",
    "methods": "The paragraph for a paper's data section.",
    "view": "A page to look at: a report with every row marked in it.",
    "plot": "A figure of an indicator over years.",
    "text": "Print the source text that offsets refer to.",
    "explain": "Show how a sentence is read, rule by rule.",
    "patterns": "List, show and test the rules.",
}
_INTERNAL = 70
_NO_ARGUMENTS = getattr(click.exceptions, "NoArgsIsHelpError", ())
"""What newer versions of click raise for a group that is called alone: its help, many lines."""
_SIGNAL = 128
"""What shells add to the number of the signal that has ended a program."""


class LazyGroup(click.Group):
    """Imports a command's module when the command is called."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise streams.ReaderGone from None
        except Exception as error:
            if found := _of_workspace(error, ctx):
                raise found from error
            raise

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"reportkit.cli.{cmd_name}").command
        tongue.give(command)
        bounds.give(command)
        help.prepare(command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:  # fmt: skip
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise UsageError(unknown("command", args[0], COMMANDS))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Version and rules, which together decide what is read."""
    if not wanted or ctx.resilient_parsing:
        return
    from reportkit import rules

    click.echo(f"reportkit {__version__}, rules {rules.load(pattern_folders(ctx.params.get('folders', ()))).hash}")
    ctx.exit()


help.adopt(click.Command)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.option(
    "--patterns", "folders", multiple=True, type=click.Path(readable=False, path_type=Path), metavar="DIR",
    help="Lay your own rules and lexicons over the shipped ones (also REPORTKIT_PATTERNS).",
)  # fmt: skip
@click.option(
    "--version", is_flag=True, expose_value=False, callback=_version, help="Show the version and the hash of the rules."
)
@click.pass_context
def group(ctx: click.Context, debug: bool, folders: tuple[Path, ...]) -> None:
    """Turn Chinese government work reports (政府工作报告) into tables.

    \b
    Examples:
      reportkit extract report.txt
      reportkit extract reports/ -f csv -o all.csv
      reportkit explain "地区生产总值增长6.2%、突破2400亿元"
    """
    ctx.obj = pattern_folders(folders)
    resources.lay_over(ctx.obj)


tongue.give(group)


def main(args: list[str] | None = None) -> None:
    """Run the command line and exit."""
    streams.prepare()
    _end_on_signals()
    log = logging.getLogger("reportkit")
    log.addHandler(_Said())
    log.propagate = False
    arguments = sys.argv[1:] if args is None else args
    sys.exit(_run(arguments, debug="--debug" in arguments))


class _Said(logging.Handler):
    """What the library warns of, as a command says it."""

    def emit(self, record: logging.LogRecord) -> None:
        streams.say(record.getMessage())


def _end_on_signals() -> None:
    """A command that is told to end clears away what it has half written."""
    for name in ("SIGTERM", "SIGHUP"):
        if (number := getattr(signal, name, None)) and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, lambda number, _: sys.exit(_SIGNAL + number))


def _run(arguments: list[str], debug: bool) -> int:
    try:
        resources.lay_over(pattern_folders())
        tongue.speak(arguments, os.environ)
        _check(arguments)
        code: Any = group.main(arguments, prog_name="reportkit", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except (streams.ReaderGone, BrokenPipeError):
        streams.silence()
        return 0
    except Exception as error:
        if debug and not isinstance(error, click.ClickException | click.exceptions.Abort):
            raise
        return _told(error)


def _told(error: Exception) -> int:
    """Says in a line what has ended the command; returns the exit code."""
    if isinstance(error, _NO_ARGUMENTS):
        sys.stderr.write(f"{error}\n")
        return UsageError.exit_code
    if isinstance(error, ReportkitError):
        words, code = str(error), error.exit_code
    elif isinstance(error, click.ClickException):
        words, code = _usage(error), error.exit_code
    elif isinstance(error, click.exceptions.Abort):
        words, code = "stopped", _SIGNAL + signal.SIGINT
    elif isinstance(error, FileNotFoundError) and _nowhere():
        words, code = "the working folder is gone; change to one that is there", UsageError.exit_code
    elif isinstance(error, OSError) and error.strerror:
        words, code = ": ".join(filter(None, (str(error.filename or ""), error.strerror))), UsageError.exit_code
    elif isinstance(error, MemoryError):
        words, code = "there is not enough memory for it", UnreadableInput.exit_code
    else:
        words, code = f"internal error: {type(error).__name__}: {error}; run with --debug for details", _INTERNAL
    streams.say(words)
    with suppress(ReportkitError, streams.ReaderGone):
        sys.stdout.flush()
        return code
    streams.silence()
    return code


def _of_workspace(error: Exception, context: click.Context) -> ReportkitError | None:
    """What an error means if the workspace of the command is damaged: it may come with any value that is taken from it."""
    from reportkit.cli import options

    path = context.meta.get(options.WORKSPACE)
    if path is None or isinstance(error, ReportkitError | click.ClickException | click.exceptions.Exit):
        return None
    from reportkit.workspace.rescue import meant_by

    return meant_by(error, path)


def _nowhere() -> bool:
    """Whether the folder that we work in has been removed."""
    try:
        os.getcwd()
    except FileNotFoundError:
        return True
    return False


def _usage(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    if not isinstance(error, click.UsageError) or context is None:
        return error.format_message()
    command = context.command_path
    return f"{command.removeprefix('reportkit ')}: {error.format_message().rstrip('.')}; see `{command} --help`"


def _check(arguments: list[str]) -> None:
    """Raises UsageError for an argument in another encoding that is no file: it cannot mean anything."""
    for argument in arguments:
        if not argument.isprintable() and not os.path.lexists(argument.rpartition("=")[2]):
            try:
                argument.encode()
            except UnicodeEncodeError:
                raise UsageError(f"{argument}: is no UTF-8; write it anew, or set the terminal to UTF-8") from None
