"""Tables → files. Nothing is half written: a file is written beside its place and renamed into it."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from reportkit.errors import UsageError
from reportkit.model.tables import Table
from reportkit.output.export.files import is_file, replacing
from reportkit.output.export.manifest import Origin
from reportkit.suggest import unknown

__all__ = ["FORMATS", "MAIN", "Format", "Origin", "Style", "form_of", "main", "write"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How tables are written."""

    labels: str = "en"
    """Language of heads, codes and variable labels: en or zh."""
    codes: bool = False
    """A column of codes beside every column of Chinese labels."""
    origin: Origin = field(default_factory=Origin)
    """What the rows rest on: dates and labels of the file."""


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: the module that writes it, and whether a file holds several tables."""

    module: str
    several: bool

    def writer(self, name: str) -> Callable[[Sequence[Table], Path, Style], None]:
        """The function that writes tables to a path in a style."""
        module = importlib.import_module(f"reportkit.output.export.{self.module}")
        return getattr(module, f"write_{name}")  # type: ignore[no-any-return]


FORMATS = {
    "csv": Format("text", several=False),
    "tsv": Format("text", several=False),
    "json": Format("text", several=True),
    "jsonl": Format("text", several=True),
    "md": Format("text", several=True),
    "html": Format("web", several=True),
    "xlsx": Format("excel", several=True),
    "parquet": Format("parquet", several=False),
    "dta": Format("stata", several=False),
}


MAIN: Mapping[str, Sequence[str]] = {
    "indicators": (
        "report", "name", "raw", "status", "year", "bound", "measure", "strength", "value", "value_max", "unit",
        "sentence",
    ),
    "commitments": (
        "report", "text", "kind", "strength", "deadline", "owner", "action", "value", "unit", "sentence",
    ),
    "projects": ("report", "name", "kind", "status", "place", "sector", "mentions", "value", "unit", "sentence"),
    "numbers": ("report", "raw", "role", "reason", "bound", "value", "unit", "sentence"),
}  # fmt: skip
"""Table → the columns that people look at, the most important first."""


def main(table: Table) -> Table:
    """A table with its main columns; all of them where no others are known to be the main ones."""
    known = {c.name: c for c in table.columns}
    wanted = [known[name] for name in MAIN.get(table.name, ()) if name in known]
    return replace(table, columns=tuple(wanted)) if wanted else table


def form_of(path: Path) -> str:
    """The format that a suffix names. Raises UsageError."""
    form = path.suffix.lstrip(".").lower()
    if form not in FORMATS:
        raise UsageError(f"{path}: the suffix names no format; it may be {', '.join(FORMATS)}, or say one with -f")
    return form


def write(
    found: Sequence[Table], path: Path, form: str = "", style: Style | None = None, beside: Sequence[Table] = ()
) -> list[Path]:
    """Writes tables to ``path`` in ``form`` (else as the suffix says); returns the files written.

    Formats that hold one table give a file per table, ``name.table.suffix``. Tables ``beside`` (codebook, manifest) go
    into the same file where it holds several, else into files of their own. All files are renamed into place when all
    are complete. Raises UsageError.
    """
    form = form or form_of(path)
    if form not in FORMATS:
        raise UsageError(unknown("format", form, FORMATS))
    written = FORMATS[form].writer(form)
    if FORMATS[form].several:
        parts = [(path, [*found, *beside])]
    else:
        alone = len(found) == 1
        parts = [(path if alone else _named(path, table), [table]) for table in found]
        parts += [(_named(path, table), [table]) for table in beside]
    if len(parts) > 1 and not is_file(path):
        raise UsageError(f"{path}: takes one table of {form}; choose it, or name a file")
    with ExitStack() as stack:
        for target, group in parts:
            written(group, stack.enter_context(replacing(target)), style or Style())
    return [target for target, _ in parts]


def _named(path: Path, table: Table) -> Path:
    return path.with_name(f"{path.stem}.{table.name}{path.suffix}")
