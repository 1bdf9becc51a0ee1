"""Files that are whole or not there; what is no regular file (a device, a pipe) is written into as it is."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from reportkit.beside import beside
from reportkit.errors import UsageError

_NEW = 0o666
"""Mode of a new file, less what the umask takes away."""
_SIDES = ("-wal", "-shm", "-journal")
"""Endings of the files that SQLite keeps beside a workspace."""


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path to write to. When the block ends well what was written takes the place of ``path``, else it vanishes.

    A symbolic link is followed and stays, an existing file keeps its mode and owner. A device or a pipe is no file to
    be replaced: it gets what was written. Raises UsageError if ``path`` cannot be written.
    """
    try:
        there = _state(path)
        if there is None or stat.S_ISREG(there.st_mode):
            with _beside(Path(os.path.realpath(path)), there) as made:
                yield made
        elif stat.S_ISDIR(there.st_mode):
            raise UsageError(f"{path}: is a folder, a file is wanted here")
        else:
            with _through(path) as made:
                yield made
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror or error}") from None


def apart(path: Path, read: Iterable[str | os.PathLike[str]]) -> None:
    """Raises UsageError if ``path`` is one of the files that are read, or belongs to one of them as a workspace."""
    with suppress(OSError):
        target = os.stat(path)
        for name in read if stat.S_ISREG(target.st_mode) else ():
            for file in (os.fspath(name), *(f"{os.fspath(name)}{side}" for side in _SIDES)):
                with suppress(OSError, ValueError):
                    if os.path.samestat(target, os.stat(file)):
                        raise UsageError(f"{path}: is what is read here; name another file to write to")


def is_file(path: Path) -> bool:
    """Whether a path is a file, or may become one: no device, no pipe, no folder."""
    there = _state(path)
    return there is None or stat.S_ISREG(there.st_mode)


def _state(path: Path) -> os.stat_result | None:
    """What a path leads to; None if nothing is there yet."""
    try:
        return os.stat(path)
    except FileNotFoundError:
        return None


@contextmanager
def _beside(target: Path, there: os.stat_result | None) -> Iterator[Path]:
    """A file in the folder of ``target`` that is renamed to it."""
    if there and not os.access(target, os.W_OK):
        raise PermissionError(0, "it is write-protected")
    mode = stat.S_IMODE(there.st_mode) if there else _NEW
    with beside(target, mode | stat.S_IWUSR) as made:
        yield made
        if there:
            # only the superuser can give back what belongs to another; some systems know no owners
            with suppress(PermissionError, AttributeError):
                os.chown(made, there.st_uid, there.st_gid)
            os.chmod(made, mode)
        os.replace(made, target)


@contextmanager
def _through(path: Path) -> Iterator[Path]:
    """A file elsewhere whose content is then written into ``path``: the writers of some formats go back and forth."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / f"table{path.suffix}"
        made.touch()
        yield made
        with made.open("rb") as content, os.fdopen(os.open(path, os.O_WRONLY), "wb") as out:
            shutil.copyfileobj(content, out)
