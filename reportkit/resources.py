"""Where the shipped rules and lexicons are, installed or in a checkout."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path


def table(name: str) -> list[list[str]]:
    """The cells of the table ``data/NAME.tsv``, without its comments and its heading."""
    lines = (folder("data") / f"{name}.tsv").read_text("utf-8").split("\n")
    _, *rows = (line for line in lines if line and not line.startswith("#"))
    return [row.split("\t") for row in rows]


@cache
def folder(name: str) -> Path:
    """The folder ``data`` or ``patterns``: inside the package, or beside it in a checkout."""
    spec = find_spec(f"reportkit.{name}")
    if spec is not None and spec.submodule_search_locations:
        return Path(next(iter(spec.submodule_search_locations)))
    return Path(__file__).resolve().parent.parent / name
