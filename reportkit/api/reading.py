"""Many reports into a workspace, from Python."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reportkit import resources, rules
from reportkit import workspace as store
from reportkit.api.own import Patterns, own_rules
from reportkit.errors import ReportkitError
from reportkit.intake.one import Asked, Outcome, Unit, keep
from reportkit.intake.sources import expand
from reportkit.limits import Limits, held
from reportkit.model.tables import Column, Table
from reportkit.paths import Place, database
from reportkit.read import corpora
from reportkit.read.scans import Scans
from reportkit.workspace import Workspace

if TYPE_CHECKING:
    import pandas

_COLUMNS = (
    Column("file", "text", "文件", "as given, or found in a folder; of a table with its row"),
    Column("report", "text", "报告", "id of the report, empty if the file could not be read"),
    Column("state", "text", "结果", "saved, unchanged (there already, from the same text by the same rules), failed"),
    Column("notes", "text", "附注", "what the reader of the file should know"),
    Column("error", "text", "错误", "why it could not be read"),
)


@own_rules
def read_all(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]], *, db: Place = None, region: str = "",
    year: int | None = None, patterns: Patterns = (), password: str = "", ocr: str = "auto",
    force: bool = False, jobs: int = 1, limits: Limits | None = None,
) -> pandas.DataFrame:  # fmt: skip
    """Reads files, folders, globs and tables with a report a row into a workspace, which is made if it is not there.

    A row a report: file, report (its id), state (saved, unchanged, failed), notes, error. A file that cannot be read
    is a
    row and is remembered (``reportkit reports failures``); the rest goes on. ``jobs`` reads in so many processes, which
    needs a script whose main part stands under ``if __name__ == "__main__":``. ``limits`` is what a file may take.

    >>> import reportkit
    >>> found = reportkit.read_all(SAMPLES, db=WORKSPACE)
    >>> list(found["report"])
    ['澄源市-2024', '澄源市-2025']

    Raises UsageError (the workspace cannot be written), UnreadableInput (nothing of that name), BadRules.
    """
    named = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    items = expand(os.fspath(path) for path in named)
    overlays = resources.overlays()
    with held(limits), store.open(database(db), write=True) as workspace:
        asked = Asked(region=region, year=year, force=force, password=password, ocr=ocr)
        made = (
            _in_processes(items, asked, overlays, database(db), jobs)
            if jobs > 1
            else _here(items, asked, overlays, workspace)
        )
        rows = []
        for outcome in made:
            if outcome.error:
                workspace.fail(outcome.item, outcome.error)
            state = "failed" if outcome.error else "unchanged" if outcome.unchanged else "saved"
            rows.append({
                "file": outcome.item, "report": outcome.report, "state": state, "notes": "; ".join(outcome.notes),
                "error": outcome.error,
            })  # fmt: skip
    return Table("read", _COLUMNS, rows).frame()


def _here(items: Iterable[str], asked: Asked, overlays: tuple[Path, ...], workspace: Workspace) -> Iterator[Outcome]:
    known, scans = rules.load(overlays), Scans(asked.ocr)
    for unit in _units(items, asked.force):
        if isinstance(unit, Outcome):
            yield unit
            continue
        try:
            yield keep(unit, asked, known, lambda: workspace, scans)
        except ReportkitError as error:
            yield Outcome(item=unit.item, error=str(error), code=error.exit_code)


def _in_processes(
    items: Iterable[str], asked: Asked, overlays: tuple[Path, ...], db: Path, jobs: int
) -> Iterator[Outcome]:  # fmt: skip
    from reportkit.intake import processes

    bad: list[Outcome] = []

    def good() -> Iterator[Unit]:
        for unit in _units(items, asked.force):
            if isinstance(unit, Outcome):
                bad.append(unit)
            else:
                yield unit

    yield from processes.run(good(), processes.Settings(db.absolute(), overlays, asked), jobs)
    yield from bad


def _units(items: Iterable[str], force: bool) -> Iterator[Unit | Outcome]:
    """The reports of files and of tables; a table that cannot be read is an outcome.

    ``force`` reads a workbook without a column of texts as the tables of one report.
    """
    for item in items:
        if not corpora.is_corpus(item):
            yield Unit(item=item)
            continue
        try:
            if force and corpora.is_workbook(Path(item)) and not corpora.holds_texts(Path(item)):
                yield Unit(item=item)
                continue
            for entry in corpora.entries(Path(item), corpora.columns(Path(item))):
                yield Unit(item=f"{item}, row {entry.row}", source=entry.source, region=entry.region, year=entry.year)
        except ReportkitError as error:
            yield Outcome(item=item, error=str(error), code=error.exit_code)
