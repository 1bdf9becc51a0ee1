"""How the commands read: recognition with a bar, files as users name them."""

from __future__ import annotations

import sys
from typing import Any

from reportkit.read.scans import Scans
from reportkit.words import tr


def scans(mode: str) -> Scans:
    """How to read images, with a bar on standard error where that is a terminal."""
    return Scans(mode, progress=_Bar() if sys.stderr.isatty() else None)


class _Bar:
    """Pages recognised so far."""

    def __init__(self) -> None:
        self._bar: Any = None

    def __call__(self, done: int, pages: int, shown: str) -> None:
        from rich.console import Console
        from rich.progress import Progress

        if self._bar is None:
            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._bar.start()
            self._bar.add_task(tr("recognising {file}", file=shown), total=pages)
        self._bar.update(0, completed=done)
        if done == pages:
            self._bar.stop()
            self._bar = None
