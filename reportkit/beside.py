"""Files that are written beside their place and renamed: hidden, locked while they are written, and cleared away.

A program that is killed leaves such a file behind. Nobody holds its lock any more, so that the next that writes in the
same place knows it for what it is and removes it.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_STEM = 40
"""Bytes of a target's name that the file beside it keeps: enough to know it by, short enough for any file system."""
_DIGITS = 4
"""Bytes of chance in the name."""


@contextmanager
def beside(target: Path, mode: int) -> Iterator[Path]:
    """A new file in the folder of ``target``, removed when the block ends if it is still there. Raises OSError."""
    _clear(target)
    made, handle = _made(target, mode)
    while (locked := _lock(handle)) and not os.fstat(handle).st_nlink:
        os.close(handle)  # another has cleared it away before it was locked
        made, handle = _made(target, mode)
    if not locked:
        os.close(handle)  # systems that know no such locks may not rename a file that is open
    try:
        yield made
    finally:
        if locked:
            os.close(handle)
        with suppress(OSError):
            os.unlink(made)


def _made(target: Path, mode: int) -> tuple[Path, int]:
    made = target.with_name(f"{_begin(target)}{secrets.token_hex(_DIGITS)}{_end(target)}")
    return made, os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)


def _clear(target: Path) -> None:
    """Removes what killed programs have left beside a target; what another is writing is locked, and stays."""
    name = re.compile(rf"{re.escape(_begin(target))}[0-9a-f]{{{2 * _DIGITS}}}{re.escape(_end(target))}")
    with suppress(OSError), os.scandir(target.parent) as entries:
        for entry in entries:
            if name.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with suppress(OSError):
                    _remove(entry.path)


def _remove(path: str) -> None:
    handle = os.open(path, os.O_WRONLY)
    try:
        if _lock(handle):
            os.unlink(path)
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    """Whether a file is locked for us now; False where another holds it, or the system knows no such locks."""
    try:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (ImportError, OSError):
        return False
    return True


def _begin(target: Path) -> str:
    return f".{os.fsencode(target.stem)[:_STEM].decode('utf-8', 'ignore')}."


def _end(target: Path) -> str:
    return target.suffix[:_STEM]
