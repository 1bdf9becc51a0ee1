"""The limits of reading as options: of every command, shown in the help of the one that reads most."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from reportkit import limits

SHOWN_BY = "extract"


def give(command: click.Command) -> None:
    """Gives a command, and those below it, ``--max-pages`` and all the others."""
    known = {name for parameter in command.params for name in parameter.opts}
    command.params.extend(
        _option(name, hidden=command.name != SHOWN_BY) for name in limits.names() if limits.option(name) not in known
    )
    for below in getattr(command, "commands", {}).values():
        give(below)


def _option(name: str, hidden: bool) -> click.Option:
    default = limits.default(name)
    shown = f"{default:g}" if isinstance(default, float) else f"{default:,}"
    return click.Option(
        [limits.option(name)], type=type(default), metavar="N", hidden=hidden, expose_value=False,
        help=f"Most {limits.what(name)}. Default: {shown}.", callback=lambda _, __, value: _hold(name, value),
    )  # fmt: skip


def _hold(name: str, value: Any) -> None:
    if value is not None:
        limits.hold(replace(limits.current(), **{name: value}))
