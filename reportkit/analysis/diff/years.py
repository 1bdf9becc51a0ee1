"""Comparisons of the reports for two years, region by region."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from reportkit import resources
from reportkit import workspace as store
from reportkit.analysis.diff.compare import SECTIONS, absent, alone, compare
from reportkit.analysis.diff.digest import Digest, Wanted, digest
from reportkit.analysis.diff.sides import load, of_years
from reportkit.errors import UsageError
from reportkit.workspace import Query, ReportRow, Workspace

BACKWARDS = "{a} comes after {b}: promises are held against the report of the year after; `diff {b} {a}` judges them"
_MANY = 60
"""From so many pairs on several processes are worth their start."""
_BATCH = 8
"""Pairs that a process takes at a time."""
_Two = tuple[ReportRow, ReportRow]


def between(
    workspace: Workspace, a: int, b: int, query: Query, note: Callable[[str], object], wanted: Wanted,
    used: Callable[[ReportRow], object] = lambda _: None, jobs: int = 1, **how: Any,
) -> Iterator[Digest]:  # fmt: skip
    """A comparison for every region that has a report for one of two years; ``how`` is for ``compare``.

    ``note`` hears which reports are missing, and that the years run backwards, ``used`` of every report. Many pairs are
    compared in ``jobs`` processes. Raises UsageError.
    """
    pairs = of_years(workspace, a, b, query)
    if not pairs:
        years = sorted({r.planned_year for r in workspace.reports(query) if r.planned_year})
        there = f" (there are reports for {', '.join(map(str, years))})" if years else ""
        raise UsageError(
            f"diff: the workspace holds no report of {a} or {b} that is asked for{there}; "
            "`reportkit reports` lists them"
        )
    if b < a:
        note(BACKWARDS.format(a=a, b=b))
    whole = [(one, other) for one, other in pairs if one and other]
    compared = _compared(workspace, whole, wanted, how, jobs)
    for one, other in pairs:
        for report in filter(None, (one, other)):
            used(report)
        if one and other:
            yield next(compared)
        elif other and b == a + 1:
            note(f"{other.region}: no report of {a} in the workspace; what the report of {b} says of both years")
            yield digest(absent(other.region, a), wanted)
            yield digest(alone(load(workspace, other)), wanted)
        elif held := one or other:
            missing = b if one else a
            note(f"{held.region}: no report of {missing} in the workspace")
            yield digest(absent(held.region, missing), wanted)


def _compared(
    workspace: Workspace, pairs: Sequence[_Two], wanted: Wanted, how: dict[str, Any], jobs: int
) -> Iterator[Digest]:
    """The comparisons of pairs in their order."""
    make = partial(_one, wanted=wanted, how=how)
    if workspace.path is None or jobs < 2 or len(pairs) < _MANY:
        for pair in pairs:
            yield make(workspace, pair)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    batches = [pairs[start : start + _BATCH] for start in range(0, len(pairs), _BATCH)]
    work = partial(_batch, workspace.path, make, resources.overlays())
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for made in pool.map(work, batches):
            yield from made


def _batch(
    path: Path, make: Callable[[Workspace, _Two], Digest], folders: resources.Folders, pairs: Sequence[_Two]
) -> list[Digest]:
    resources.lay_over(folders)
    with store.open(path) as workspace:
        return [make(workspace, pair) for pair in pairs]


def _one(workspace: Workspace, pair: _Two, wanted: Wanted, how: dict[str, Any]) -> Digest:
    before, after = (load(workspace, report, how.get("sections", SECTIONS)) for report in pair)
    return digest(compare(before, after, **how), wanted)
