"""Trees of elements, as parsers make them of documents and pages."""

from __future__ import annotations

from typing import Any

from reportkit import limits


def check_depth(root: Any, tag: str) -> None:
    """Raises Exceeded for more elements of a tag (tables) inside one another than are allowed."""
    from lxml.etree import iterwalk

    open_, most = 0, limits.current().depth
    for event, _ in iterwalk(root, events=("start", "end"), tag=tag):
        open_ += 1 if event == "start" else -1
        if open_ > most:
            raise limits.Exceeded("depth", most)
