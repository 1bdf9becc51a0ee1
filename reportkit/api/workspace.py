"""The Python interface to a workspace: the verbs of the commands, giving DataFrames."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportkit import resources, rules
from reportkit import workspace as store
from reportkit.analysis import audit as audits
from reportkit.analysis import freq as frequencies
from reportkit.analysis import methods as paragraphs
from reportkit.analysis import presets
from reportkit.api.own import Patterns, own_rules
from reportkit.errors import UsageError
from reportkit.model import tables
from reportkit.output import export as exports
from reportkit.output.export import Origin, Style
from reportkit.output.export.codebook import codebook
from reportkit.output.export.files import apart
from reportkit.paths import Place, database
from reportkit.suggest import unknown
from reportkit.workspace import Query, Workspace, names, overview

if TYPE_CHECKING:
    import pandas

_SINGLE = ("regex", "where", "limit", "minimum", "maximum")
_KIND = "indicators"


def query(**conditions: Any) -> Query:
    """A query from the fields of ``workspace.Query``; one value may stand for a list of one. Raises UsageError."""
    known = [f.name for f in fields(Query)]
    for name in conditions:
        if name not in known:
            raise UsageError(unknown("condition", name, known))
    return Query(**{name: _value(name, value) for name, value in conditions.items() if value is not None})


@own_rules
def filter(table: str, *, patterns: Patterns = (), db: Place = None, **conditions: Any) -> pandas.DataFrame:
    """Rows of a table (indicators, commitments, projects, numbers) that meet all conditions.

    Conditions are fields of ``workspace.Query``: region, within, level, report_year, report, year, topic, indicator,
    measure, status, bound, strength, part, unit, kind, role, sector, match, regex, minimum, maximum, where, columns,
    sort, limit. ``patterns`` are folders of your own rules and lexicons, as in every verb. Aliases of indicators and
    units with a scale word are understood. ``attrs["notes"]`` of the frame says which regions have no report.

    >>> import reportkit
    >>> found = reportkit.filter("indicators", db=WORKSPACE, indicator="gdp", status="target", report="澄源-2024")
    >>> found["value"].tolist()
    [6.0]

    Raises UsageError (unknown names, with the nearest right ones), UnreadableInput.
    """
    _known_tables([table])
    with _asked(db, conditions) as (workspace, asked, notes):
        return _frame(workspace.table(table, asked), notes=notes)


@own_rules
def reports(
    table: str = "reports", *, patterns: Patterns = (), db: Place = None, **conditions: Any
) -> pandas.DataFrame:  # fmt: skip
    """The reports of a workspace, a row each; or another table of what it holds.

    ``table`` is reports, coverage (region × year of delivery), or what stands aside: failures (files that could not be
    read), twins (files with a report that another carries more fully), others (texts that are no reports).

    >>> import reportkit
    >>> reportkit.reports(db=WORKSPACE)["report_year"].tolist()
    [2024, 2025]
    >>> len(reportkit.reports("failures", db=WORKSPACE))
    0

    Raises UsageError, UnreadableInput.
    """
    of_reports = {"reports": overview.listing, "coverage": overview.coverage}
    there = (*of_reports, *overview.ASIDE)
    if table not in there:
        raise UsageError(unknown("table", table, there))
    if table in overview.ASIDE and conditions:
        raise UsageError(f"reports: {table} takes no {next(iter(conditions))}")
    with _asked(db, conditions) as (workspace, asked, notes):
        if table in overview.ASIDE:
            return _frame(overview.ASIDE[table](workspace))
        return _frame(of_reports[table](workspace.reports(asked)), notes=notes)


@own_rules
def remove(*reports: str, patterns: Patterns = (), db: Place = None, **conditions: Any) -> int:
    """Removes reports (ids), or all that conditions name, with their rows; returns how many were there.

    Raises UsageError (neither reports nor conditions, a name that there is not), UnreadableInput.
    """
    asked = query(**conditions)
    if not reports and asked == Query():
        raise UsageError("reports remove: name reports by their ids, or say which with region, report_year, …")
    with store.open(database(db), write=True) as workspace:
        ids, _ = names.meant(workspace, reports, asked)
        return workspace.remove(ids)


@own_rules
def panel(
    *indicators: str, preset: str = "", db: Place = None, status: str = "", measure: str = "", unit: str = "",
    point: str = "", resolve: str = "", horizon: str | Sequence[str] = (), year: int | Sequence[int] = (),
    wide: str | Sequence[str] = (), gap: bool = False, realised: bool = False,
    outcome: str | os.PathLike[str] | None = None, patterns: Patterns = (), **conditions: Any,
) -> pandas.DataFrame:  # fmt: skip
    """A panel of indicators over regions and years, or of a preset, as ``reportkit panel`` gives it.

    ``status`` target (the default) or actual; ``horizon`` annual (the default), plan, or both; ``wide`` the fields that
    every variable has in a row a region and year (``"point"`` and whatever is set beside it); ``outcome`` a file of
    official statistics. Values are in the unit of the panel, the usual one of the indicator unless ``unit`` names
    another.
    The frame's ``attrs`` hold ``conflicts``, the rows that disagree, ``states``, the cells by state, and ``notes``.

    >>> import reportkit
    >>> found = reportkit.panel("地区生产总值", db=WORKSPACE, realised=True)
    >>> found[["year", "point"]].values.tolist()
    [[2024, 6.0], [2025, 5.5]]
    >>> float(found["deviation"][0])
    -0.4

    Raises UsageError, UnreadableInput, BadRules (a preset with an error).
    """
    said = {
        "indicators": indicators, "status": status, "measure": measure, "unit": unit,
        "point": point, "resolve": resolve,
        "horizon": _many(horizon), "wide": _many(wide), "gap": gap, "realised": realised, "outcome": outcome,
    }  # fmt: skip
    said = {name: value for name, value in said.items() if value}
    kind, settings = _settings(preset, said)
    years = [year] if isinstance(year, int) else list(year)
    with _asked(db, conditions) as (workspace, asked, notes):
        made = presets.build(workspace, kind, settings, asked, years)
    return _frame(made.table, conflicts=made.conflicts.frame(), states=made.states, notes=(*notes, *made.notes))


@own_rules
def freq(
    dictionary: str | os.PathLike[str], *, per: str = "tokens", by_part: bool = False, parts: str | Sequence[str] = (),
    wide: bool = False, words: bool = False, context: int = 0, patterns: Patterns = (), db: Place = None,
    **conditions: Any,
) -> pandas.DataFrame:  # fmt: skip
    """Word groups of a shipped dictionary or a file counted in the reports; shares are of ``per``.

    ``words`` gives a row a word, ``wide`` a column a group, ``context`` every hit with so many characters on either
    side.

    >>> import reportkit
    >>> found = reportkit.freq("environment", db=WORKSPACE, per="characters")
    >>> bool((found["count"] > 0).all())
    True

    Raises UsageError, UnreadableInput.
    """
    known = frequencies.load(os.fspath(dictionary))
    with _asked(db, conditions) as (workspace, asked, notes):
        held = workspace.reports(asked)
        if context:
            return _frame(frequencies.contexts(held, workspace.sentences, known, context, _many(parts)), notes=notes)
        found = frequencies.frequencies(held, workspace.sentences, [known], by_part, _many(parts), per)
    make = frequencies.wide if wide else frequencies.by_word if words else frequencies.long
    return _frame(make(found, known, per), notes=notes)


@own_rules
def audit(*, patterns: Patterns = (), db: Place = None, **conditions: Any) -> pandas.DataFrame:
    """Coverage of the ledger, a row a report.

    >>> import reportkit
    >>> found = reportkit.audit(db=WORKSPACE)
    >>> (found["digits"] - found["digits_covered"]).tolist()
    [0, 0]

    Raises UsageError, UnreadableInput.
    """
    with _asked(db, conditions) as (workspace, asked, notes):
        return _frame(audits.coverage(workspace, asked), notes=notes)


@own_rules
def odd(
    *,
    names: str | Sequence[str] = audits.ODD_TABLES,
    patterns: Patterns = (),
    db: Place = None,
    **conditions: Any,
) -> pandas.DataFrame:
    """The odd rows of the tables ``names``, the oddest first, each with ``kinds`` and ``why``.

    ``patterns`` are folders of rules of your own, as those of ``reportkit.extract``. An odd row may be right.

    >>> import reportkit
    >>> reportkit.odd(db=WORKSPACE, names="projects").columns[:3].tolist()
    ['oddness', 'table', 'kinds']

    Raises UsageError, UnreadableInput, BadRules.
    """
    for name in (wanted := _many(names)):
        if name not in audits.ODD_TABLES:
            raise UsageError(unknown("table", name, audits.ODD_TABLES))
    known = rules.load(resources.overlays())
    with _asked(db, conditions) as (workspace, asked, notes):
        return _frame(audits.odd(workspace, asked, known, wanted), notes=notes)


@own_rules
def sample(
    path: str | os.PathLike[str], *, n: int = 100, seed: int = 1, names: Sequence[str] = tables.TABLES[:3],
    patterns: Patterns = (), db: Place = None, **conditions: Any,
) -> list[Path]:  # fmt: skip
    """Writes a sheet of rows to check by hand (xlsx or csv), as ``reportkit audit sample`` does; returns the files.

    Raises UsageError.
    """
    apart(Path(path), [database(db)])
    form = exports.form_of(Path(path))
    if form not in audits.FORMATS:
        raise UsageError(f"{path}: a sheet is {' or '.join(audits.FORMATS)}")
    _known_tables(names)
    with _asked(db, conditions) as (workspace, asked, _):
        found = audits.sample(workspace, names, asked, n, seed)
        call = f"reportkit.sample({os.fspath(path)!r}, n={n}, seed={seed})"
        origin = Origin(reports=workspace.reports(asked), command=call, parameters={"seed": seed, "n": n})
    counts = {table.name: len(list(table.rows)) for table in found}
    if not any(counts.values()):
        raise UsageError("there is nothing to sample")
    return exports.write(found, Path(path), form, Style(origin=origin), [codebook(found), origin.manifest(counts)])


def score(*sheets: str | os.PathLike[str]) -> dict[str, pandas.DataFrame]:
    """Precision and recall of a checked sheet, of two coders' sheets their agreement too. Raises UsageError,
    UnreadableInput."""
    if not 1 <= len(sheets) <= audits.CODERS:
        raise UsageError("audit score: one sheet, or two of two coders")
    verdicts = [audits.read(Path(sheet)) for sheet in sheets]
    found = [audits.precision(verdicts[0]), audits.recall(verdicts[0])]
    if len(verdicts) == audits.CODERS:
        found.append(audits.agreement(*verdicts))
    return {table.name: table.frame() for table in found if table.rows}


@own_rules
def methods(
    *,
    lang: str = "en",
    sheet: str | os.PathLike[str] | None = None,
    patterns: Patterns = (),
    db: Place = None,
    **conditions: Any,
) -> str:
    """The paragraph for a paper's data section, ``lang`` en or zh; with the precision of a checked ``sheet``, if given.

    >>> import reportkit
    >>> reportkit.methods(db=WORKSPACE).startswith("The data come from 2 government work reports")
    True

    Raises UsageError, UnreadableInput.
    """
    checked = list(audits.precision(audits.read(Path(sheet))).rows) if sheet else []
    with _asked(db, conditions) as (workspace, asked, _):
        return paragraphs.paragraph(workspace, asked, lang, checked)


@own_rules
def export(
    path: str | os.PathLike[str], names: str | Sequence[str] = tables.TABLES, *,
    labels: str = "en", codes: bool = False,
    manifest: bool | None = None, patterns: Patterns = (), db: Place = None, **conditions: Any,
) -> list[Path]:  # fmt: skip
    """Writes tables to a file in the format of its suffix; returns the files written.

    ``labels`` is the language of heads, codes and variable labels, en or zh; ``codes`` adds a column of codes to
    every one
    of Chinese labels. ``manifest`` (by default in xlsx) adds codebook, manifest and the list of reports.
    Raises UsageError.
    """
    wanted = _many(names)
    apart(Path(path), [database(db)])
    _known_tables(wanted, "reports")
    form = exports.form_of(Path(path))
    with _asked(db, conditions) as (workspace, asked, _):
        held = workspace.reports(asked)
        found = [overview.published(held) if n == "reports" else workspace.table(n, asked) for n in wanted]
        origin = Origin(reports=held, command=f"reportkit.export({os.fspath(path)!r}, {list(wanted)!r})")
        beside = []
        if form == "xlsx" if manifest is None else manifest:
            counts = {n: len(held) if n == "reports" else workspace.count(n, asked) for n in wanted}
            beside = [codebook(found), origin.manifest(counts, labels)]
            beside += [] if "reports" in wanted else [overview.published(held)]
        return exports.write(found, Path(path), form, Style(labels=labels, codes=codes, origin=origin), beside)


@contextmanager
def _asked(db: Place, conditions: dict[str, Any]) -> Iterator[tuple[Workspace, Query, tuple[str, ...]]]:
    """The workspace, and what is asked of it with its names resolved. Raises UsageError, UnreadableInput."""
    meant = query(**conditions)
    with store.open(database(db)) as workspace:
        asked, notes = names.resolved(workspace, meant)
        yield workspace, asked, notes


def _settings(preset: str, said: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    if not preset:
        if not said.get("indicators"):
            raise UsageError(f"panel: name an indicator, or a preset ({', '.join(p.name for p in presets.shipped())})")
        return _KIND, said
    known = presets.load(preset)
    if known.kind != _KIND and said:
        raise UsageError(f"panel: the preset {known.name} takes no {next(iter(said))}")
    return known.kind, {**known.settings, **said}


def _known_tables(given: Sequence[str], *more: str) -> None:
    for name in given:
        if name not in (*tables.TABLES, *more):
            raise UsageError(unknown("table", name, (*tables.TABLES, *more)))


def _frame(table: tables.Table, **told: Any) -> pandas.DataFrame:
    """The table as a DataFrame, with what is said of it in its ``attrs``."""
    frame = table.frame()
    frame.attrs = {name: list(value) if isinstance(value, tuple) else value for name, value in told.items()}
    return frame


def _many(given: str | Sequence[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _value(name: str, value: Any) -> Any:
    if name in ("minimum", "maximum"):
        return Decimal(str(value))
    return [value] if name not in _SINGLE and isinstance(value, str | int) else value
