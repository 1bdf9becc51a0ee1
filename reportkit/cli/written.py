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
    found: Sequence[Table], path: Path, form: str, asked: Mapping[str, Any], rests_on: Origin,
    beside: Sequence[Table] = (), counts: Mapping[str, int] | None = None,
) -> None:  # fmt: skip
    """Writes tables as the options ask (``options.described``) and says which files hold how many rows.

    ``counts`` are the rows of tables that are read as they are written. Raises UsageError.
    """
    counts = counts or {t.name: len(t.rows) for t in (*found, *beside) if isinstance(t.rows, Sequence)}
    labels = asked.get("labels") or "en"
    more = list(beside)
    if _wanted(asked.get("with_codebook"), form):
        more.append(codebook(found))
    if manifested(form, asked.get("with_manifest")):
        more.append(rests_on.manifest(counts, labels))
    style = Style(labels=labels, codes=bool(asked.get("codes")), origin=rests_on)
    files = export.write(found, path, form, style, more)
    told = ", ".join(f"{count:,} {name}" for name, count in counts.items())
    say(", ".join(map(str, files)) + (f": {told}" if told else ""))


def manifested(form: str, said: bool | None) -> bool:
    """Whether a file carries a manifest: as the user says, else if it holds several tables."""
    return _wanted(said, form)


def _wanted(said: bool | None, form: str) -> bool:
    return form in _DESCRIBED if said is None else said
