"""Where the workspace and the cache are."""

from __future__ import annotations

import os
from pathlib import Path

DATABASE = "reportkit.db"
"""The workspace in the current folder, unless REPORTKIT_DB or the caller names another."""
Place = str | os.PathLike[str] | None


def database(db: Place = None) -> Path:
    """The file of the workspace that is meant."""
    return Path(db or os.environ.get("REPORTKIT_DB") or DATABASE)


def cache_folder() -> Path:
    """Where what can be made again is kept: XDG_CACHE_HOME/reportkit, else ~/.cache/reportkit."""
    return Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")) / "reportkit"
