"""The language of a call: --lang wherever it stands, else REPORTKIT_LANG, else the locale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise, takewhile

import click

from reportkit import words
from reportkit.errors import UsageError
from reportkit.suggest import unknown

VARIABLE = "REPORTKIT_LANG"
CHOICES = (*words.LANGUAGES, words.AUTO)
_OPTION = "--lang"
_END = "--"
"""What follows is no option."""


def speak(arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    """Sets the language before anything is parsed, so that help and errors are in it too. Raises UsageError.

    A command may know other languages of its own (``methods --lang both``): they leave the interface as it is.
    """
    told = [word for word in _told(arguments) if word in CHOICES]
    variable = environment.get(VARIABLE) or words.AUTO
    if not told and variable not in CHOICES:
        raise UsageError(f"{VARIABLE}: {unknown('language', variable, CHOICES)}")
    wanted = (told or [variable])[-1]
    words.speak(words.of_locale(environment) if wanted == words.AUTO else wanted)


def option() -> click.Option:
    """``--lang``, for the group and for every command that has none: read beforehand, checked here."""
    return click.Option(
        [_OPTION], type=click.Choice(CHOICES), expose_value=False, envvar=VARIABLE,
        help="Language of tables, messages and help (also REPORTKIT_LANG). Default: auto, that of the locale.",
    )  # fmt: skip


def give(command: click.Command) -> None:
    """Gives a command, and those below it, the option."""
    if not any(_OPTION in parameter.opts for parameter in command.params):
        command.params.append(option())
    for below in getattr(command, "commands", {}).values():
        give(below)


def _told(arguments: Sequence[str]) -> list[str]:
    """What the arguments give for --lang, as one word or as two."""
    options = list(takewhile(lambda word: word != _END, arguments))
    return [
        after if word == _OPTION else word.partition("=")[2]
        for word, after in pairwise([*options, ""])
        if word == _OPTION or word.startswith(f"{_OPTION}=")
    ]
