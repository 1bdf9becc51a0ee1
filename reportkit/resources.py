"""The data that reportkit reads: shipped, or the user's laid over it. This is the one reader of tables and texts under data/.

A table is tab-separated text: a first line that names the columns, ``#`` before comments. A user's folder holds tables of the
same names (``units.tsv``, ``panel/variables.tsv``). A row that agrees with a shipped one in the columns that tell rows apart,
mostly the first, replaces it; any other is added before them. Which folders are laid over is said once for a command
(``lay_over``) or for a stage (``laid_over``).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from difflib import get_close_matches
from functools import cache, lru_cache, wraps
from importlib.util import find_spec
from pathlib import Path
from typing import ParamSpec, TypeVar

from reportkit.errors import BadRules
from reportkit.paths import content

P = ParamSpec("P")
T = TypeVar("T")
Rows = tuple[dict[str, str], ...]
Folders = tuple[Path, ...]
_TOLD_APART: Mapping[str, int] = {"panel/conversions": 2, "panel/variables": 2}
"""Columns that tell the rows of a table apart, where the shipped rows alone do not show it."""
_DICTIONARIES = "dictionaries/"
"""Any number of tables may be added here."""
_laid: ContextVar[Folders] = ContextVar("laid", default=())


@cache
def folder(name: str) -> Path:
    """The folder ``data`` or ``patterns``: inside the package, or beside it in a checkout."""
    spec = find_spec(f"reportkit.{name}")
    if spec is not None and spec.submodule_search_locations:
        return Path(next(iter(spec.submodule_search_locations)))
    return Path(__file__).resolve().parent.parent / name


_QUOTED = 40
"""Characters of a wrong line that a message quotes."""


def overlays() -> Folders:
    """The user's folders that are laid over the shipped data."""
    return _laid.get()


def lay_over(folders: Folders) -> None:
    """Lays the user's folders over the shipped data, for all that this process reads from now on. Raises BadRules."""
    _laid.set(check(folders))


@contextmanager
def laid_over(folders: Folders) -> Iterator[None]:
    """Likewise, for a while. Raises BadRules."""
    token = _laid.set(check(folders))
    try:
        yield
    finally:
        _laid.reset(token)


def check(folders: Folders) -> Folders:
    """The folders, all of which must be there: rules of a mistyped one would be missing unsaid. Raises BadRules."""
    for path in folders:
        if not path.is_dir():
            raise BadRules(f"{path}: no such folder of rules")
        for _ in os.walk(path, onerror=_refused):  # a rule in a closed folder would be missing unsaid, too
            pass
    return folders


def _refused(error: OSError) -> None:
    raise BadRules(f"{error.filename}: cannot be read: {error.strerror or error}") from None


def cached(build: Callable[P, T]) -> Callable[P, T]:
    """Computes what is made of the data once for each set of folders laid over it."""
    made: dict[tuple[object, ...], T] = {}

    @wraps(build)
    def of_data(*args: P.args, **kwargs: P.kwargs) -> T:
        key = (overlays(), *args, *kwargs.items())
        if key not in made:
            made[key] = build(*args, **kwargs)
        return made[key]

    return of_data


def remembered(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Like ``cached``, for answers without number: the ``most`` asked for last are kept."""

    def of(build: Callable[P, T]) -> Callable[P, T]:
        def of_folders(folders: Folders, *args: P.args, **kwargs: P.kwargs) -> T:
            return build(*args, **kwargs)

        kept: Callable[..., T] = lru_cache(most)(of_folders)

        @wraps(build)
        def of_data(*args: P.args, **kwargs: P.kwargs) -> T:
            return kept(_laid.get(), *args, **kwargs)

        return of_data

    return of


def table(name: str) -> list[list[str]]:
    """The cells of the table ``data/NAME.tsv``, the user's first. Raises BadRules."""
    return [list(row.values()) for row in rows(name, overlays())]


def text(name: str) -> str:
    """The text of the file ``data/NAME``, or of the user's in its place. Raises BadRules."""
    return _decoded(_files(overlays(), "*")[name][-1])


@cache
def rows(name: str, folders: Folders = ()) -> Rows:
    """The rows of a table, column → cell, those of ``folders`` laid over the shipped ones. Raises BadRules."""
    found: Rows = ()
    for path in _files(folders, "*.tsv")[f"{name}.tsv"]:
        header, own = _read(path)
        found = _over(path, found, header, own, _TOLD_APART.get(name, 1))
    return found


def comments(name: str) -> str:
    """The comments of a table, which say where it comes from."""
    path = _files(overlays(), "*.tsv")[f"{name}.tsv"][-1]
    return " ".join(line.lstrip("# ") for line in _decoded(path).splitlines() if line.startswith("#"))


@cache
def names(folders: Folders = ()) -> tuple[str, ...]:
    """The tables there are, by their path without the suffix."""
    return tuple(name.removesuffix(".tsv") for name in _files(folders, "*.tsv"))


@cache
def digest(folders: Folders = ()) -> bytes:
    """SHA-256 over all data but the samples."""
    made = hashlib.sha256()
    for name, paths in _files(folders, "*").items():
        for path in paths:
            made.update(name.encode() + b"\0" + _bytes(path) + b"\0")
    return made.digest()


def unknown(folders: Folders) -> Iterator[tuple[Path, str]]:
    """The user's tables that no shipped one has the name of, with what to say of the nearest."""
    shipped = _shipped("*.tsv")
    for name, paths in _files(folders, "*.tsv").items():
        if name not in shipped and not name.startswith(_DICTIONARIES):
            close = get_close_matches(name, shipped, 1)
            yield paths[0], f"; did you mean {close[0]}?" if close else ""


@cache
def _files(folders: Folders, kind: str) -> dict[str, tuple[Path, ...]]:
    """Name → the shipped file and the user's over it, in order."""
    found: dict[str, tuple[Path, ...]] = {name: (path,) for name, path in _shipped(kind).items()}
    for own in folders:
        for path in sorted(own.rglob("*.tsv" if kind == "*.tsv" else "*.t[sx][vt]")):
            name = _name(path.relative_to(own), found)
            found[name] = (*found.get(name, ()), path)
    return found


@cache
def _shipped(kind: str) -> dict[str, Path]:
    base = folder("data")
    found = {path.relative_to(base).as_posix(): path for path in sorted(base.rglob(kind))}
    kept = (".tsv", ".txt")
    return {n: p for n, p in found.items() if n.endswith(kept) and not n.startswith("samples/")}


def _name(path: Path, shipped: Mapping[str, object]) -> str:
    """Which table a user's file is: the end of its path that names one, else a new one of its own name."""
    for start in range(len(path.parts)):
        name = "/".join(path.parts[start:])
        if name in shipped or (name.startswith(_DICTIONARIES) and name.count("/") == 1):
            return name
    alike = [name for name in shipped if name.rpartition("/")[2] == path.name]
    return alike[0] if len(alike) == 1 else path.name


def _over(path: Path, below: Rows, named: Sequence[str], own: Rows, least: int) -> Rows:
    """A table laid over another: its columns must be known; those it leaves out are empty."""
    if not below:
        return own
    header = list(below[0])
    if wrong := sorted(set(named) - set(header)):
        raise BadRules(f"{path}: unknown column {', '.join(wrong)[:_QUOTED]} (known: {', '.join(header)})")
    full = tuple({column: row.get(column, "") for column in header} for row in own)
    keys = max(least, _keys(below))
    replaced = {tuple(row.values())[:keys] for row in full}
    return full + tuple(row for row in below if tuple(row.values())[:keys] not in replaced)


def _keys(table: Rows) -> int:
    """How many columns, from the first on, tell the rows of a table apart."""
    cells = [tuple(row.values()) for row in table]
    width = len(cells[0])
    return next((n for n in range(1, width) if len({row[:n] for row in cells}) == len(cells)), width)


def _read(path: Path) -> tuple[list[str], Rows]:
    """The names of the columns, and the rows."""
    lines = [line for line in _decoded(path).split("\n") if line.strip() and not line.startswith("#")]
    if not lines:
        raise BadRules(f"{path}: the lexicon is empty; its first line must name the columns")
    header = lines[0].rstrip("\r").split("\t")
    found = []
    for line in lines[1:]:
        cells = line.rstrip("\r").split("\t")
        if len(cells) > len(header):
            raise BadRules(f"{path}: more cells than columns: {line.strip()[:_QUOTED]}")
        found.append(dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True)))
    return header, tuple(found)


def _decoded(path: Path) -> str:
    try:
        return _bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadRules(f"{path}: cannot be read as UTF-8 text: {error}") from None


def _bytes(path: Path) -> bytes:
    try:
        return content(path)
    except OSError as error:
        raise BadRules(f"{path}: cannot be read: {error.strerror or error}") from None
