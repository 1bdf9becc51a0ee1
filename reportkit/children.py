"""How processes of ours are started, and how one confines itself to so much memory."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_SAFE = "PYTHONSAFEPATH"
_STATUS = Path("/proc/self/statm")
"""Where Linux says how many pages of memory a process has mapped."""
_before: int | None = None
"""Bytes that this process had mapped when it was confined; None for one that is not."""


@contextmanager
def safe_path() -> Iterator[None]:
    """While it lasts, Python processes that are started take no module from the folder that they are started in.

    Workers begin as ``python -c``, which looks there first: a ``socket.py`` among the reports would be run.
    """
    before = os.environ.get(_SAFE)
    os.environ[_SAFE] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SAFE]
        else:
            os.environ[_SAFE] = before


def confine(size: int) -> None:
    """Lets this process take ``size`` bytes of memory more than it has, and marks it as one that is watched over.

    What goes beyond is a MemoryError, or the end of the process where a library cannot do without. Systems that know no
    such limit (Windows; macOS does not keep it) leave the time alone as a bound.
    """
    global _before
    _before = _mapped() if _before is None else _before
    with suppress(ImportError, OSError, ValueError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = _before + size
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def is_confined() -> bool:
    """Whether another process watches over this one: what would end it is an error of one file there."""
    return _before is not None


@contextmanager
def unconfined() -> Iterator[None]:
    """While it lasts, programs that are started may take what memory they need: an office suite maps gigabytes."""
    try:
        import resource
    except ImportError:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _mapped() -> int:
    """Bytes that this process has mapped; 0 where the system does not say."""
    with suppress(OSError, ValueError):
        return int(_STATUS.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    return 0
