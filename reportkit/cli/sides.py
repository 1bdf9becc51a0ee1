"""The two sides that a user names: years, ids of reports, or files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from reportkit.analysis import diff
from reportkit.analysis.diff import Side
from reportkit.cli import options
from reportkit.cli.intake import say
from reportkit.errors import UsageError
from reportkit.model.tables import Row
from reportkit.workspace import Query, Workspace


def compared(
    a: str, b: str | None, query: Query, db: Path, overlays: tuple[Path, ...], how: dict[str, Any]
) -> Iterator[dict[str, list[Row]]]:
    """The comparisons that ``a`` and ``b`` ask for: one, or of two years one a region; ``how`` is for ``compare``.

    Raises UsageError, UnreadableInput.
    """
    if b is not None and _is_year(a) and _is_year(b):
        with options.opened(db, (), overlays) as workspace:
            yield from _of_years(workspace, int(a), int(b), query, how)
        return
    one = _side(a, db, query, overlays)
    yield diff.alone(one) if b is None else diff.compare(one, _side(b, db, query, overlays), **how)


def _of_years(
    workspace: Workspace, a: int, b: int, query: Query, how: dict[str, Any]
) -> Iterator[dict[str, list[Row]]]:
    pairs = diff.of_years(workspace, a, b, query)
    if not pairs:
        raise UsageError(
            f"diff: the workspace holds no report of {a} or {b} that is asked for; `reportkit reports` shows what is there"
        )
    for one, other in pairs:
        if one and other:
            before, after = (
                diff.load(workspace, report, how.get("sections", diff.SECTIONS)) for report in (one, other)
            )
            yield diff.compare(before, after, **how)
        elif other and b == a + 1:
            say(f"{other.region}: no report of {a} in the workspace; what the report of {b} says of both years")
            yield diff.absent(other.region, a)
            yield diff.alone(diff.load(workspace, other))
        elif there := one or other:
            say(f"{there.region}: no report of {b if one else a} in the workspace")
            yield diff.absent(there.region, b if one else a)


def _side(name: str, db: Path, query: Query, overlays: tuple[Path, ...]) -> Side:
    """A file, an id, or a year of the one region that is asked for. Raises UsageError."""
    if os.path.exists(name):
        with options.opened(None, (name,), overlays) as workspace:
            return diff.load(workspace, workspace.reports()[0])
    with options.opened(db, (), overlays) as workspace:
        if _is_year(name):
            reports = workspace.reports(replace(query, report_year=[int(name)]))
        else:
            reports = [report] if (report := workspace.report(name)) else []
        if len(reports) == 1:
            return diff.load(workspace, reports[0])
    what = (
        f"{len(reports)} reports: say which with --region"
        if reports
        else "no file, and no report of that id or year in the workspace"
    )
    raise UsageError(f"{name}: {what}")


def _is_year(name: str) -> bool:
    return len(name) == 4 and name.isdigit() and not os.path.exists(name)
