"""Where the workspace is."""

from __future__ import annotations

import os
from pathlib import Path

DATABASE = "reportkit.db"
"""The workspace in the current folder, unless REPORTKIT_DB or the caller names another."""
Place = str | os.PathLike[str] | None


def database(db: Place = None) -> Path:
    """The file of the workspace that is meant."""
    return Path(db or os.environ.get("REPORTKIT_DB") or DATABASE)
