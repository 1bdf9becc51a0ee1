"""From what a user names to reports in a workspace."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import click

from reportkit import rules
from reportkit import workspace as store
from reportkit.cli import progress
from reportkit.cli.streams import say
from reportkit.cli.tally import ROW, Tally
from reportkit.errors import Locked, ReportkitError, UsageError
from reportkit.intake.one import Asked, Outcome, Ready, Unit, attempt, failed, keep, put, read
from reportkit.intake.sources import expand
from reportkit.read import corpora
from reportkit.read.files import STDIN
from reportkit.read.scans import Scans
from reportkit.read.text import printable
from reportkit.words import tr
from reportkit.workspace import ReportRow, Workspace, prepared

__all__ = ["Intake", "say"]

_MANY = 8
"""From so many files on several processes are worth their start."""
_EVERY = 10.0
"""Seconds between the lines that tell how far it has come, where no bar can."""


@dataclass(kw_only=True)
class Intake:
    """One run over what the user has named."""

    overlays: tuple[Path, ...]
    db: Path | None
    """None: a private workspace that closing deletes."""
    asked: Asked = field(default_factory=Asked)
    optional: bool = False
    """Go on without saving if the workspace may not be written."""
    columns: tuple[str, str, str] = ("", "", "")
    """Columns of text, region and year of a corpus; empty ones are guessed."""
    jobs: int = 0
    """Processes; 0 for one a core."""
    cluster: str = ""
    """Address of a scheduler, or ``local``, to read on its workers."""
    tls: tuple[str, str, str] = ("", "", "")
    """Files of a cluster with TLS: certificate of its authority, of this client, key of this client."""
    to: Path | None = None
    """Folder of Parquet files that takes the place of the workspace; needs a cluster."""
    only: frozenset[str] = frozenset()
    """Of corpora only these rows; all if empty."""
    tally: Tally = field(default_factory=Tally)
    places: dict[str, int] = field(default_factory=dict)
    """File → its place among those that are named: several processes are done with them in no order."""
    code: int = 0
    """Exit code of the last file that failed."""

    @cached_property
    def known(self) -> rules.Rules:
        """The rules to read by."""
        return rules.load(self.overlays)

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
        return self.tally.ordered(self.places)

    def close(self) -> None:
        """Closes the workspace if it was opened."""
        if "workspace" in self.__dict__:
            self.workspace.close()

    def files(self, named: tuple[str, ...]) -> None:
        """Reads files, folders, globs and corpora; of several a bad one is told and the rest goes on."""
        items = expand(named)
        self.places.update((printable(item), place) for place, item in enumerate(items, len(self.places)))
        jobs = self.jobs or os.cpu_count() or 1
        many = len(items) >= _MANY or any(map(corpora.is_corpus, items))
        alone = named == tuple(items) and len(items) == 1 and not many
        if self.cluster:
            self._on_cluster(items, jobs)
            return
        if many and jobs > 1 and self.db:
            self._in_processes(items, jobs)
            return
        for unit in self._units(items):
            scans = progress.scans(self.asked.ocr)
            if alone:
                self._took(self._alone(unit, scans))
            else:
                self._took(attempt(unit, self.asked, self.known, lambda: self.workspace, scans))

    def _alone(self, unit: Unit, scans: Scans) -> Outcome:
        """The only file named: its error is the command's."""
        try:
            return keep(unit, self.asked, self.known, lambda: self.workspace, scans)
        except Locked:
            raise  # nor can it be remembered
        except ReportkitError as error:
            self._remember(failed(unit, error))
            raise

    def retry(self) -> None:
        """Reads the files again that could not be read before."""
        failed = [failure.file for failure in self.workspace.failures()]
        if not failed:
            say(f"{self.db}: nothing has failed")
            return
        self.only = frozenset(failed)
        files = dict.fromkeys(file if os.path.exists(file) else file.rpartition(ROW)[0] for file in failed)
        self.files(tuple(file for file in files if os.path.exists(file)))

    def again(self, reports: tuple[str, ...]) -> None:
        """Reads the stored texts of reports (of all, if none is named) that the rules of now have not read."""
        if self.db:
            store.open(self.db).close()
        there = {report.id: report for report in self.workspace.reports()}
        for name in reports or tuple(there):
            if name not in there:
                raise UsageError(f"there is no report {name} in the workspace; `reportkit reports` lists them")
            self._again(there[name])

    def _in_processes(self, items: list[str], jobs: int) -> None:
        from reportkit.intake import processes

        _ = self.workspace  # made before the workers look for it
        if self.db is None:
            for unit in self._units(items):
                self._took(attempt(unit, self.asked, self.known, lambda: self.workspace))
            return
        settings = processes.Settings(self.db.absolute(), self.overlays, self.asked)
        workers = min(jobs, max(len(items), 2))
        self._gather(processes.run(self._units(items), settings, workers), _total(items))

    def _on_cluster(self, items: list[str], jobs: int) -> None:
        from reportkit.intake import cluster, parquet

        order = cluster.Order(self.asked, tuple(folder.absolute() for folder in self.overlays), self.known.hash)
        if STDIN in items:
            raise UsageError("standard input cannot be read on a cluster; name a file that its workers see")
        units = (u if u.source else replace(u, at=os.path.abspath(u.item)) for u in self._units(items))
        if self.to:
            parquet.claim(self.to.absolute(), items)
        with cluster.connected(self.cluster, jobs, cluster.Tls(*self.tls)) as client:
            cluster.check(client, order)
            if self.to:
                outcomes = parquet.run(client, units, order, self.to.absolute())
            else:
                outcomes = map(self._put, cluster.run(client, units, order, self.workspace.fresh(order.rules_hash)))
            self._gather(outcomes, _total(items))

    def _put(self, made: Ready | Outcome) -> Outcome:
        return made if isinstance(made, Outcome) else put(made, self.workspace)

    def _gather(self, outcomes: Iterator[Outcome], total: int | None) -> None:
        """Takes outcomes as they come, with a bar; told to stop, it says how to go on."""
        with _progress(total, lambda: str(self.tally)) as step:
            try:
                for outcome in outcomes:
                    self._took(outcome)
                    step()
            except KeyboardInterrupt:
                say(
                    f"stopped; {len(self.reports)} reports are in {self.to or self.db}: the same command goes on with the rest"
                )
                raise click.exceptions.Abort from None

    def _units(self, items: Iterable[str]) -> Iterator[Unit]:
        for item in items:
            if not corpora.is_corpus(item):
                yield Unit(item=item)
                continue
            path = Path(item)
            try:
                if self.asked.force and corpora.is_workbook(path) and not corpora.holds_texts(path, *self.columns):
                    yield Unit(item=item)
                    continue
                told = corpora.columns(path, *self.columns)
                self.tally.note(item, str(told))
                for entry in corpora.entries(path, told):
                    unit = Unit(
                        item=f"{path}{ROW}{entry.row}", source=entry.source, region=entry.region, year=entry.year
                    )
                    if not self.only or unit.file in self.only:
                        yield unit
            except ReportkitError as error:
                self._took(failed(Unit(item=item), error))

    def _took(self, outcome: Outcome) -> None:
        if outcome.last:
            raise Locked(outcome.error)
        self.tally.take(outcome)
        if not outcome.report:
            self.code = outcome.code if not outcome.kind else self.code
            self._remember(outcome)

    def _remember(self, outcome: Outcome) -> None:
        item, file = outcome.item, Unit(item=outcome.item).file
        if not self.db or not (os.path.exists(item) or ROW in item):
            return
        if outcome.kind:
            self.workspace.other(file, outcome.kind, outcome.error)
        else:
            self.workspace.fail(file, outcome.error.removeprefix(f"{file}: "))

    def _again(self, report: ReportRow) -> None:
        source, region, year = self.workspace.source(report.id), report.told_region, report.told_year
        known = self.workspace.current(source, self.known.hash, region=region, year=year)
        if known and known.report == report.id:
            self._took(Outcome(item=report.id, report=report.id, unchanged=True))
            return
        extraction = read(source, self.known, report.id, region, year, force=True)
        made = prepared(extraction, self.known.hash, report.file, region, year)
        self._took(put(Ready(report.id, (), made), self.workspace))


def _total(items: Sequence[str]) -> int | None:
    """How many reports there are to read, if that is known: the rows of a corpus are not counted beforehand."""
    return None if any(map(corpora.is_corpus, items)) else len(items)


@contextmanager
def _progress(total: int | None, counts: Callable[[], str]) -> Iterator[Callable[[], None]]:
    """A bar on a terminal, else a line now and then; what is yielded is called after each report.

    ``total`` is None where it is not known.
    """
    begun = last = time.monotonic()
    done = 0

    def told() -> str:
        rate = done / max(time.monotonic() - begun, 1e-6)
        return tr("{counts}, {rate}/s", counts=counts(), rate=f"{rate:.1f}")

    if not sys.stderr.isatty():

        def line() -> None:
            nonlocal done, last
            done += 1
            if time.monotonic() - last > _EVERY:
                last = time.monotonic()
                if total is None:
                    say(told())
                else:
                    say(tr("{done} of {total}: {counts}", done=done, total=total, counts=told()))

        yield line
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)

        def step() -> None:
            nonlocal done
            done += 1
            bar.update(task, completed=done, description=told())

        yield step
