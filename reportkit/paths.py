"""Where the workspace and the cache are, and which file names may be made of ids."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

DATABASE = "reportkit.db"
"""The workspace in the current folder, unless REPORTKIT_DB or the caller names another."""
Place = str | os.PathLike[str] | None
_LONGEST = 120
"""Bytes of a name: encrypted file systems allow 143, and mark and suffix come on top."""
_MARK = "~"
"""Before the digits that keep names apart; in no name without them."""
_DIGITS = 12
_FOREIGN = re.compile(r"[/\\:*?\"<>|~%]")
"""Separators, what some system or shell forbids or expands, and our own mark."""
_ENDS = re.compile(r"^[.\- ]+|[. ]+$")
"""A beginning that hides a file or looks like an option, an end that some systems drop."""
_DEVICES = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?=\s*(?:\.|$))", re.IGNORECASE)
"""Names that mean devices on Windows, whatever their suffix."""


def database(db: Place = None) -> Path:
    """The file of the workspace that is meant."""
    return Path(db or os.environ.get("REPORTKIT_DB") or DATABASE)


def pattern_folders(given: Iterable[str | os.PathLike[str]] = ()) -> tuple[Path, ...]:
    """The user's folders of rules: those of REPORTKIT_PATTERNS, then those given."""
    told = [name for name in os.environ.get("REPORTKIT_PATTERNS", "").split(os.pathsep) if name]
    return tuple(dict.fromkeys(Path(name) for name in (*told, *given)))


def cache_folder() -> Path:
    """Where what can be made again is kept: XDG_CACHE_HOME/reportkit, else ~/.cache/reportkit."""
    return Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")) / "reportkit"


def file_name(name: str, suffix: str = "") -> str:
    """The name of a file for an id or any other words, in one folder on any system.

    Words that are fit stay as they are. Else what is not (separators, control and bidi characters, device names, too
    many characters) is left out, and ``~`` with digits of the words' hash keeps different words apart; so it does for
    capitals, which some systems do not tell from small letters.
    """
    fit = unicodedata.normalize("NFC", name)
    fit = "".join("_" if unicodedata.category(c)[0] == "C" or (c.isspace() and c != " ") else c for c in fit)
    fit = _ENDS.sub("_", _FOREIGN.sub("_", fit))
    fit = _DEVICES.sub("_", fit, count=1) if _DEVICES.match(fit) else fit
    fit = fit.encode()[:_LONGEST].decode("utf-8", "ignore")
    if fit and fit == name == name.casefold():
        return name + suffix
    digits = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
    return f"{fit}{_MARK}{digits}{suffix}"
