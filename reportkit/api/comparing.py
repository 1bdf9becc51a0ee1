"""Two reports side by side, pages and figures, from Python."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportkit import resources, rules
from reportkit import workspace as store
from reportkit.analysis import diff as differences
from reportkit.analysis import panel as panels
from reportkit.api.own import Patterns, own_rules
from reportkit.api.report import extract
from reportkit.api.workspace import _many, query
from reportkit.errors import UsageError
from reportkit.output.export.files import apart, replacing
from reportkit.paths import Place, database
from reportkit.suggest import unknown
from reportkit.workspace import Workspace, names

if TYPE_CHECKING:
    import pandas

Named = str | int | os.PathLike[str]
"""A year, the id of a report, or a file."""


@own_rules
def diff(
    a: Named, b: Named | None = None, *, sections: str | Sequence[str] = differences.SECTIONS,
    only: str | Sequence[str] = (),
    tolerance: float = float(differences.POINTS), tolerance_share: float = float(differences.SHARE),
    everything: bool = False, patterns: Patterns = (), db: Place = None, **conditions: Any,
) -> dict[str, pandas.DataFrame]:  # fmt: skip
    """Two reports side by side: a DataFrame for the summary and for every section.

    ``a`` and ``b`` are files, ids of the workspace, or years, of which every region makes a comparison; with ``a``
    alone,
    the outcome of the past year beside the target of the next. ``only`` keeps verdicts or changes, ``tolerance`` is
    what
    左右 allows in points, ``tolerance_share`` of other values; ``everything`` keeps what is the same on both sides. The
    summary's ``attrs["notes"]`` say which reports are missing.

    >>> import reportkit
    >>> found = reportkit.diff(2024, 2025, db=WORKSPACE)
    >>> bool((found["promises"]["verdict"] == "met").sum() > 20)
    True

    Raises UsageError, UnreadableInput.
    """
    _check(sections, only, tolerance, tolerance_share)
    notes: list[str] = []
    how: dict[str, Any] = {
        "points": Decimal(str(tolerance)),
        "share": Decimal(str(tolerance_share)),
        "sections": _many(sections),
    }
    wanted = differences.Wanted(everything=everything, only=_many(only), sections=how["sections"])
    made = differences.tables_of(_compared(a, b, db, conditions, notes, wanted, how), everything)
    frames = {table.name: table.frame() for table in made}
    frames["summary"].attrs["notes"] = notes
    return frames


def _check(sections: str | Sequence[str], only: str | Sequence[str], *tolerances: float) -> None:
    for what, given, there in (
        ("section", sections, differences.SECTIONS), ("verdict or change", only, differences.changes()),
    ):  # fmt: skip
        for word in _many(given):
            if word not in there:
                raise UsageError(unknown(what, word, there))
    if min(tolerances) < 0:
        raise UsageError("a tolerance is 0 or more")


def _compared(
    a: Named, b: Named | None, db: Place, conditions: dict[str, Any], notes: list[str], wanted: differences.Wanted,
    how: dict[str, Any],
) -> Iterator[differences.Digest]:  # fmt: skip
    if b is not None and _is_year(a) and _is_year(b):
        with store.open(database(db)) as workspace:
            asked, told = names.resolved(workspace, query(**conditions))
            notes += told
            yield from differences.between(workspace, int(str(a)), int(str(b)), asked, notes.append, wanted, **how)
        return
    one = _side(a, db, conditions)
    found = differences.alone(one) if b is None else differences.compare(one, _side(b, db, conditions), **how)
    yield differences.digest(found, wanted)


def _is_year(name: Named) -> bool:
    return str(name).isdigit() and len(str(name)) == len("2025") and not os.path.exists(str(name))


def _side(name: Named, db: Place, conditions: dict[str, Any]) -> differences.Side:
    if not _is_year(name):
        with _holding(str(name), db) as (workspace, report):
            return differences.load(workspace, workspace.known(report))
    with store.open(database(db)) as workspace:
        asked, _ = names.resolved(workspace, query(**conditions))
        there = [r for r in workspace.reports(asked) if r.planned_year == int(str(name))]
        if len(there) != 1:
            raise UsageError(f"{name}: {len(there)} reports of that year; say which with region=")
        return differences.load(workspace, there[0])


@contextmanager
def _holding(name: str, db: Place) -> Iterator[tuple[Workspace, str]]:
    """A workspace that holds a report, read from a file or there already, and its id in it."""
    if os.path.exists(name):
        read = extract(name, patterns=resources.overlays())
        with store.open(None, write=True) as private:
            yield private, private.save(read.extraction, read.rules_hash, name)
        return
    with store.open(database(db)) as workspace:
        yield workspace, names.report_id(workspace, name)


@own_rules
def view(
    report: str | os.PathLike[str], path: str | os.PathLike[str], *, lang: str = "en", patterns: Patterns = (),
    db: Place = None,
) -> Path:  # fmt: skip
    """Writes the page of a report (a file, or an id of the workspace) to ``path``. Raises UsageError,
    UnreadableInput."""
    from reportkit.output import pages

    _language(lang)
    apart(Path(path), [report, database(db)])
    with _holding(os.fspath(report), db) as (workspace, name), replacing(Path(path)) as beside:
        beside.write_text(pages.report(workspace, name, rules.load(resources.overlays()), lang), "utf-8")
    return Path(path)


@own_rules
def plot(
    indicator: str, path: str | os.PathLike[str], *, db: Place = None, measure: str = "", unit: str = "",
    status: str | Sequence[str] = ("target", "actual"), lang: str = "en", size: tuple[float, float] = (14.0, 9.0),
    font: str = "", title: str = "", dpi: int = 300, renamed: Mapping[str, str] | None = None, patterns: Patterns = (),
    **conditions: Any,
) -> Path:  # fmt: skip
    """Draws targets and outcomes of an indicator over years, as ``reportkit plot`` does; ``size`` in centimetres,
    ``renamed`` gives regions and the indicator other names in the figure.

    Raises UsageError.
    """
    from reportkit.output.figures import lines, papers
    from reportkit.output.pages import page

    _language(lang)
    for word in _many(status):
        if word not in panels.STATUSES:
            raise UsageError(unknown("status", word, panels.STATUSES))
    variable = panels.variable(indicator, measure, unit)
    with store.open(database(db)) as workspace:
        asked, _ = names.resolved(workspace, query(**conditions))
        told = lines.panel(workspace, variable, asked, _many(status))
    apart(Path(path), [database(db)])
    papers.plot(told, Path(path), page.words(lang), size=size, font=font, title=title, dpi=dpi, names=renamed)
    return Path(path)


def _language(lang: str) -> None:
    from reportkit.output import pages

    if lang not in pages.LANGUAGES:
        raise UsageError(unknown("language", lang, pages.LANGUAGES))
