"""The two sides that a user names: years, ids of reports, or files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from reportkit.analysis import diff
from reportkit.analysis.diff import Side
from reportkit.cli import options
from reportkit.cli.intake import say
from reportkit.errors import UsageError
from reportkit.workspace import Query, ReportRow, names


def compared(
    a: str,
    b: str | None,
    query: Query,
    db: Path,
    overlays: tuple[Path, ...],
    how: dict[str, Any],
    wanted: diff.Wanted,
    used: Callable[[ReportRow], object] = lambda _: None,
) -> Iterator[diff.Digest]:
    """The comparisons that ``a`` and ``b`` ask for, one, or of two years one a region.

    ``how`` is for ``compare``, ``wanted`` says which of the rows are shown; ``used`` hears every report as it is read. Raises UsageError, UnreadableInput.
    """
    if b is not None and _is_year(a) and _is_year(b):
        with options.opened(db, (), overlays) as workspace:
            asked = options.resolved(workspace, query)
            yield from diff.between(workspace, int(a), int(b), asked, say, wanted, used, os.cpu_count() or 1, **how)
        return
    one = _side(a, db, query, overlays)
    used(one.report)
    if b is None:
        yield diff.digest(diff.alone(one), wanted)
        return
    other = _side(b, db, query, overlays)
    used(other.report)
    if one.report.region == other.report.region and (one.year or 0) > (other.year or 0):
        say(diff.BACKWARDS.format(a=a, b=b))
    yield diff.digest(diff.compare(one, other, **how), wanted)


def _side(name: str, db: Path, query: Query, overlays: tuple[Path, ...]) -> Side:
    """A file, an id, or a year of the one region that is asked for. Raises UsageError."""
    if os.path.exists(name):
        with options.opened(None, (name,), overlays) as workspace:
            return diff.load(workspace, workspace.reports()[0])
    with options.opened(db, (), overlays) as workspace:
        if not _is_year(name):
            return diff.load(workspace, workspace.known(names.report_id(workspace, name)))
        asked = options.resolved(workspace, query)
        reports = [r for r in workspace.reports(asked) if r.planned_year == int(name)]
        if len(reports) == 1:
            return diff.load(workspace, reports[0])
    what = f"{len(reports)} reports: say which with --region" if reports else "no file, and no report of that year"
    raise UsageError(f"{name}: {what}")


def _is_year(name: str) -> bool:
    return len(name) == 4 and name.isdigit() and not os.path.exists(name)
