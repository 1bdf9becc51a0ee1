"""Tables of a command into a file: with labels, codebook and manifest, and a line that says what was written."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from reportkit.cli.intake import say
from reportkit.model.tables import Table
from reportkit.output import export
from reportkit.output.export import Origin, Style
from reportkit.output.export.codebook import codebook
from reportkit.workspace import ReportRow

_DESCRIBED = ("xlsx",)
"""Formats that carry codebook and manifest unless told not to."""


def command_line() -> str:
    """The command as it was called."""
    return shlex.join(["reportkit", *sys.argv[1:]])


def origin(reports: Sequence[ReportRow], **parameters: object) -> Origin:
    """What the tables of this command rest on."""
    return Origin(reports=tuple(reports), command=command_line(), parameters=parameters)


def write(
    found: Sequence[Table], path: Path, form: str, asked: Mapping[str, Any], rests_on: Origin, beside: Sequence[Table] = ()
) -> None:  # fmt: skip
    """Writes tables as the options ask (``options.described``) and says which files hold how many rows.

    Raises UsageError.
    """
    described = form in _DESCRIBED
    more = list(beside)
    if _wanted(asked.get("with_codebook"), described):
        more.append(codebook(found))
    if _wanted(asked.get("with_manifest"), described):
        more.append(rests_on.manifest([*found, *beside]))
    style = Style(labels=asked.get("labels") or "en", codes=bool(asked.get("codes")), origin=rests_on)
    files = export.write(found, path, form, style, more)
    counts = (f"{len(t.rows):,} {t.name}" for t in (*found, *beside) if isinstance(t.rows, Sequence))
    told = ", ".join(counts)
    say(f"{', '.join(map(str, files))}" + (f": {told}" if told else ""))


def _wanted(said: bool | None, default: bool) -> bool:
    return default if said is None else said
