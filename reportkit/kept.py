"""What can be made again, kept in the user's cache folder: only what the user has put there himself is taken out.

Compiled patterns would run in the engine of ``re`` unchecked, and recognised pages become the text of a report. So every
entry carries a code that needs a secret of the user's own (HMAC-SHA256; the secret lies beside, readable for nobody
else), and a folder that others may write is not used. An entry that is damaged, or not the user's, is as good as none.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import multiprocessing
import os
import secrets
import stat
from contextlib import suppress
from functools import cache
from pathlib import Path

from reportkit.beside import beside
from reportkit.children import is_confined
from reportkit.paths import cache_folder

_SECRET = "secret"
_BYTES = 32
"""Of the secret, and of a code."""
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_OTHERS_ANY = stat.S_IRWXG | stat.S_IRWXO
_log = logging.getLogger("reportkit")


def load(name: str) -> bytes | None:
    """What is kept under a name (``folder/name``); None if there is nothing, or nothing to be trusted."""
    with suppress(OSError):
        if (secret := _secret(cache_folder())) and (data := _own(cache_folder() / name, _OTHERS_WRITE)):
            code, content = data[:_BYTES], data[_BYTES:]
            if hmac.compare_digest(code, _code(secret, name, content)):
                return content
    return None


def store(name: str, content: bytes) -> None:
    """Keeps something under a name, in the place of what was there; a folder that cannot be used keeps nothing."""
    with suppress(OSError):
        path = cache_folder() / name
        cache_folder().mkdir(parents=True, exist_ok=True, mode=0o700)  # whatever the umask lets others do elsewhere
        path.parent.mkdir(parents=True, exist_ok=True)
        if secret := _secret(cache_folder()):
            _replace(path, _code(secret, name, content) + content)


def check() -> None:
    """Says, once, if the folder cannot be used: a process that works for this one does not say it again."""
    with suppress(OSError):
        _secret(cache_folder())


def _code(secret: bytes, name: str, content: bytes) -> bytes:
    # the name goes in, so that one entry cannot stand for another
    return hmac.digest(secret, hashlib.sha256(name.encode()).digest() + content, "sha256")


@cache
def _secret(folder: Path) -> bytes | None:
    """The user's secret, made where there is none; None, said once, for a folder that others may write."""
    state = os.stat(folder)
    if not _is_own(state) or (_has_modes() and state.st_mode & _OTHERS_WRITE):
        if multiprocessing.parent_process() is None and not is_confined():  # not once more from every worker
            _log.warning("%s: is not used as a cache: others may write there (chmod go-w, or XDG_CACHE_HOME)", folder)
        return None
    path = folder / _SECRET
    if found := _read_secret(path):
        return found
    _make_secret(path)
    return _read_secret(path)


def _read_secret(path: Path) -> bytes | None:
    """The secret; None where there is none, or such as others may know."""
    with suppress(OSError):
        found = _own(path, _OTHERS_ANY)
        return found if found and len(found) == _BYTES else None
    return None


def _make_secret(path: Path) -> None:
    """A new secret, unless another process has just made one."""
    with beside(path, 0o600) as made:
        made.write_bytes(secrets.token_bytes(_BYTES))
        if _read_secret(path) is None:
            path.unlink(missing_ok=True)
        with suppress(FileExistsError):
            os.link(made, path)


def _own(path: Path, forbidden: int) -> bytes | None:
    """The bytes of a regular file of the user's that grants others nothing forbidden; None of any other."""
    # a link is not followed, and a pipe does not make us wait
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        state = os.fstat(file.fileno())
        if not stat.S_ISREG(state.st_mode) or not _is_own(state) or (_has_modes() and state.st_mode & forbidden):
            return None
        return file.read()


def _is_own(state: os.stat_result) -> bool:
    return not _has_modes() or state.st_uid == os.geteuid()


def _has_modes() -> bool:
    """Whether owners and modes say who may do what; on Windows the profile's folder is the user's by itself."""
    return hasattr(os, "geteuid")


def _replace(path: Path, data: bytes) -> None:
    with beside(path, 0o600) as made:
        made.write_bytes(data)
        os.replace(made, path)
