"""From what a user names to reports in a workspace."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import click

from reportkit import rules, store
from reportkit.commands import reading
from reportkit.errors import ReportkitError, UsageError
from reportkit.read import corpora, files, text
from reportkit.store import ReportRow, Workspace
from reportkit.types import Source


@dataclass
class Intake:
    """One run: what was read and saved, what was there already, what failed."""

    known: rules.Rules
    db: Path | None
    """None: a private workspace that closing deletes."""
    optional: bool = False
    """Go on without saving if the workspace may not be written."""
    region: str = ""
    year: int | None = None
    force: bool = False
    password: str = ""
    ocr: str = "auto"
    columns: tuple[str, str, str] = ("", "", "")
    """Columns of text, region and year of a corpus; empty ones are guessed."""
    saved: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    code: int = 0
    """Exit code of the last file that failed."""

    @cached_property
    def workspace(self) -> Workspace:
        """Opened when first needed, so that a mistyped name leaves no empty workspace behind."""
        try:
            return store.open(self.db, write=True)
        except UsageError as error:
            if not self.optional:
                raise
            say(f"{error}; nothing is saved (--db names another place, --no-save none)")
            self.db = None
            return store.open(None, write=True)

    @property
    def reports(self) -> list[str]:
        """Ids of all that was asked for, read now or before, in that order."""
        return list(dict.fromkeys([*self.saved, *self.unchanged]))

    def close(self) -> None:
        """Closes the workspace if it was opened."""
        if "workspace" in self.__dict__:
            self.workspace.close()

    def files(self, named: tuple[str, ...]) -> None:
        """Reads files, folders and globs; of several files a bad one is told and the rest goes on."""
        for item in reading.expand(named):
            try:
                self._file(item)
            except ReportkitError as error:
                if self.db and os.path.exists(item):
                    self.workspace.fail(text.printable(item), str(error))
                if named == (item,):
                    raise
                say(str(error))
                self.code = error.exit_code

    def again(self, reports: tuple[str, ...]) -> None:
        """Reads the stored texts of reports (of all, if none is named) that the rules of now have not read."""
        if self.db:
            store.open(self.db).close()
        there = {report.id: report for report in self.workspace.reports()}
        for name in reports or tuple(there):
            if name not in there:
                raise UsageError(f"there is no report {name} in the workspace; `reportkit reports` lists them")
            self._again(there[name])

    def _file(self, item: str) -> None:
        if corpora.is_corpus(item):
            self._corpus(Path(item))
            return
        source = files.read(item, self.password, reading.scans(self.ocr))
        for warning in source.warnings:
            say(f"{text.printable(item)}: {warning}")
        self._source(source, item, "" if item == files.STDIN else text.printable(item), self.region, self.year)

    def _corpus(self, path: Path) -> None:
        """Every row of a table a report of its own; a bad row is told and the rest goes on."""
        told = corpora.columns(path, *self.columns)
        say(f"{path}: text in {told.text}, region in {told.region or '(none)'}, year in {told.year or '(none)'}")
        for entry in corpora.entries(path, told):
            item = f"{path}, row {entry.row}"
            try:
                self._source(entry.source, item, item, self.region or entry.region, self.year or entry.year)
            except ReportkitError as error:
                if self.db:
                    self.workspace.fail(item, str(error))
                say(str(error))
                self.code = error.exit_code

    def _source(self, source: Source, item: str, file: str, region: str, year: int | None) -> None:
        if found := self.workspace.current(source, self.known.hash, region=region, year=year):
            self.unchanged.append(found)
            return
        extraction = reading.read(source, self.known, item, region, year, self.force)
        before = self.workspace.report(extraction.outline.info.id)
        if before and before.file != file:
            say(
                f"{file or 'standard input'} takes the place of {before.id}, read from {before.file or 'standard input'}"
            )
        self.saved.append(self.workspace.save(extraction, self.known.hash, file, region=region, year=year))

    def _again(self, report: ReportRow) -> None:
        source, region, year = self.workspace.source(report.id), report.told_region, report.told_year
        if self.workspace.current(source, self.known.hash, region=region, year=year) == report.id:
            self.unchanged.append(report.id)
            return
        extraction = reading.read(source, self.known, report.id, region, year, force=True)
        self.saved.append(self.workspace.save(extraction, self.known.hash, report.file, region=region, year=year))
        if self.saved[-1] != report.id:
            self.workspace.remove([report.id])


def say(message: str) -> None:
    """One line on standard error."""
    click.echo(f"reportkit: {' '.join(message.split())}", err=True)
