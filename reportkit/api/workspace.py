"""The Python interface to a workspace: the verbs of the commands, giving DataFrames."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportkit import rules
from reportkit import workspace as store
from reportkit.analysis import audit as audits
from reportkit.analysis import diff as differences
from reportkit.analysis import freq as frequencies
from reportkit.analysis import panel as panels
from reportkit.api.report import extract
from reportkit.errors import UsageError
from reportkit.model import tables
from reportkit.output import export as exports
from reportkit.output.export.files import apart, replacing
from reportkit.paths import Place, database
from reportkit.workspace import Query, overview

if TYPE_CHECKING:
    import pandas

_SINGLE = ("regex", "where", "limit", "minimum", "maximum")


def query(**conditions: Any) -> Query:
    """A query from the fields of ``store.Query``; one value may stand for a list of one. Raises UsageError."""
    known = {f.name for f in fields(Query)}
    if unknown := set(conditions) - known:
        raise UsageError(f"there is no condition {', '.join(sorted(unknown))} (there are: {', '.join(sorted(known))})")
    return Query(**{name: _value(name, value) for name, value in conditions.items() if value is not None})


def filter(table: str, *, db: Place = None, **conditions: Any) -> pandas.DataFrame:
    """Rows of a table (indicators, commitments, projects, numbers) that meet all conditions.

    Conditions are fields of ``store.Query``: ``filter("indicators", region="聊城市", status="target", minimum=5)``.
    Raises UsageError, UnreadableInput.
    """
    if table not in tables.TABLES:
        raise UsageError(f"there is no table {table} (there are: {', '.join(tables.TABLES)})")
    with store.open(database(db)) as workspace:
        return workspace.table(table, query(**conditions)).frame()


def reports(*, db: Place = None, **conditions: Any) -> pandas.DataFrame:
    """The reports of a workspace, a row each. Raises UsageError, UnreadableInput."""
    with store.open(database(db)) as workspace:
        return overview.listing(workspace.reports(query(**conditions))).frame()


def panel(
    *indicators: str, db: Place = None, status: str = "target", measure: str = "", unit: str = "", point: str = "mid",
    resolve: str = "", year: Sequence[int] = (), fields: Sequence[str] = (), gap: bool = False,
    realised: bool = False, **conditions: Any,
) -> pandas.DataFrame:  # fmt: skip
    """A panel of indicators over regions and years, as ``reportkit panel`` gives it; ``fields`` make it wide.

    The frame's ``attrs`` hold ``conflicts``, the rows that disagree, and ``states``, the cells by state.
    Raises UsageError, UnreadableInput.
    """
    variables = [panels.Asked(panels.variable(name, measure, unit), status, point, resolve) for name in indicators]
    with store.open(database(db)) as workspace:
        made = panels.build(
            workspace, variables, query(**conditions), year, fields=fields, gap=gap, outcome=realised
        )  # fmt: skip
    frame = made.table.frame()
    frame.attrs = {"conflicts": made.conflicts.frame(), "states": made.states}
    return frame


def freq(
    dictionary: str | os.PathLike[str], *, per: str = "tokens", by_part: bool = False, parts: Sequence[str] = (),
    wide: bool = False, db: Place = None, **conditions: Any,
) -> pandas.DataFrame:  # fmt: skip
    """Word groups of a shipped dictionary or a file counted in the reports. Raises UsageError, UnreadableInput."""
    words = frequencies.load(os.fspath(dictionary))
    with store.open(database(db)) as workspace:
        reports = workspace.reports(query(**conditions))
        found = frequencies.frequencies(reports, workspace.sentences, words, by_part, parts)
    return (frequencies.wide if wide else frequencies.long)(found, words, per).frame()


def audit(*, db: Place = None, **conditions: Any) -> pandas.DataFrame:
    """Coverage of the ledger, a row a report. Raises UsageError, UnreadableInput."""
    with store.open(database(db)) as workspace:
        return audits.coverage(workspace, query(**conditions)).frame()


def diff(
    a: str | os.PathLike[str], b: str | os.PathLike[str], *, everything: bool = False, db: Place = None
) -> dict[str, pandas.DataFrame]:
    """Two reports (files, or ids of the workspace) side by side: a DataFrame for summary and every section.

    ``everything`` keeps what is the same on both sides. Raises UsageError, UnreadableInput.
    """
    found = [differences.compare(_side(a, db), _side(b, db))]
    return {table.name: table.frame() for table in differences.tables_of(found, everything)}


def _side(name: str | os.PathLike[str], db: Place) -> differences.Side:
    with _holding(name, db) as (workspace, report):
        return differences.load(workspace, workspace.known(report))


@contextmanager
def _holding(name: str | os.PathLike[str], db: Place) -> Iterator[tuple[store.Workspace, str]]:
    """A workspace that holds a report, read from a file or there already, and its id in it."""
    if os.path.exists(name):
        read = extract(name)
        with store.open(None, write=True) as private:
            yield private, private.save(read.extraction, read.rules_hash, os.fspath(name))
        return
    with store.open(database(db)) as workspace:
        if not workspace.report(os.fspath(name)):
            raise UsageError(f"{name}: no file, and no report of that id in the workspace")
        yield workspace, os.fspath(name)


def view(report: str | os.PathLike[str], path: str | os.PathLike[str], *, lang: str = "en", db: Place = None) -> Path:
    """Writes the page of a report (a file, or an id of the workspace) to ``path``. Raises UsageError, UnreadableInput."""
    from reportkit.output import pages

    apart(Path(path), [report, database(db)])
    with _holding(report, db) as (workspace, name), replacing(Path(path)) as beside:
        beside.write_text(pages.report(workspace, name, rules.load(), lang), "utf-8")
    return Path(path)


def plot(
    indicator: str, path: str | os.PathLike[str], *, db: Place = None, measure: str = "", unit: str = "",
    status: Sequence[str] = ("target", "actual"), lang: str = "en", size: tuple[float, float] = (14.0, 9.0),
    font: str = "", title: str = "", dpi: int = 300, **conditions: Any,
) -> Path:  # fmt: skip
    """Draws targets and outcomes of an indicator over years, as ``reportkit plot`` does; ``size`` in centimetres.

    Raises UsageError.
    """
    from reportkit.output.figures import lines, papers
    from reportkit.output.pages import page

    variable = panels.variable(indicator, measure, unit)
    with store.open(database(db)) as workspace:
        told = lines.panel(workspace, variable, query(**conditions), status)
    apart(Path(path), [database(db)])
    papers.plot(told, Path(path), page.words(lang), size=size, font=font, title=title, dpi=dpi)
    return Path(path)


def export(
    path: str | os.PathLike[str], names: Sequence[str] = tables.TABLES, *,
    labels: str = "en", db: Place = None, **conditions: Any,
) -> list[Path]:  # fmt: skip
    """Writes tables to a file in the format of its suffix; returns the files written. Raises UsageError."""
    apart(Path(path), [database(db)])
    with store.open(database(db)) as workspace:
        asked = query(**conditions)
        return exports.write([workspace.table(name, asked) for name in names], Path(path), labels=labels)


def _value(name: str, value: Any) -> Any:
    if name in ("minimum", "maximum"):
        return Decimal(str(value))
    return [value] if name not in _SINGLE and isinstance(value, str | int) else value
