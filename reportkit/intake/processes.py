"""Many reports in several processes: warm workers that save into one workspace, each watched over.

A worker that hangs on a report is killed after the time allowed, one that dies is replaced; the report is told as
failed and the rest goes on. Whatever was saved stays: a second run skips it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from reportkit import limits
from reportkit.children import confine, safe_path
from reportkit.intake.one import Asked, Outcome, Unit

_POLL = 0.5
_UNREADABLE = 3
_context = get_context("spawn")


@dataclass(frozen=True, slots=True)
class Settings:
    """What every worker needs to know."""

    db: Path
    overlays: tuple[Path, ...]
    asked: Asked


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    unit: Unit | None = None
    begun: float = field(default_factory=time.monotonic)

    def give(self, unit: Unit) -> None:
        self.unit, self.begun = unit, time.monotonic()
        self.pipe.send(unit)

    def kill(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def run(
    units: Iterable[Unit], settings: Settings, jobs: int, work: Callable[..., None] | None = None
) -> Iterator[Outcome]:  # fmt: skip
    """Outcomes as they come, in no order; a report may take the seconds of the limits asked for. ``work`` is what a
    worker runs (for tests).

    Units are taken one by one as workers fall idle; nothing is kept of what is done.
    """
    pending = iter(units)
    workers = [_started(settings, work or serve) for _ in range(jobs)]
    try:
        for worker in list(workers):
            _next(worker, pending)
        while any(w.unit for w in workers):
            ready = wait([w.pipe for w in workers if w.unit], timeout=_POLL)
            for place, worker in enumerate(workers):
                if worker.unit is None:
                    continue
                outcome = _received(worker) if worker.pipe in ready else _overdue(worker, settings.asked.limits.seconds)
                if outcome is None:
                    continue
                if outcome.code and not worker.process.is_alive():
                    worker.kill()
                    worker = workers[place] = _started(settings, work or serve)
                _next(worker, pending)
                yield outcome
    finally:
        for worker in workers:
            worker.kill()


def serve(pipe: Connection, settings: Settings) -> None:
    """The life of a worker: rules once, then unit by unit until the parent goes away."""
    import signal

    from reportkit import rules
    from reportkit import workspace as store
    from reportkit.intake.one import attempt
    from reportkit.read.scans import Scans

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    known, scans = rules.load(settings.overlays), Scans(settings.asked.ocr, jobs=1)
    confine(settings.asked.limits.memory * limits.MB)  # so that reading needs no further process
    with store.open(settings.db, write=True) as workspace, suppress(EOFError, BrokenPipeError):
        while True:
            unit = pipe.recv()
            pipe.send(attempt(unit, settings.asked, known, lambda: workspace, scans))


def _started(settings: Settings, work: Callable[..., None]) -> _Worker:
    ours, theirs = _context.Pipe()
    process: Any = _context.Process(target=work, args=(theirs, settings), daemon=True)
    with safe_path():
        process.start()
    theirs.close()
    return _Worker(process, ours)


def _next(worker: _Worker, pending: Iterator[Unit]) -> None:
    worker.unit = None
    if (unit := next(pending, None)) is not None:
        worker.give(unit)


def _received(worker: _Worker) -> Outcome | None:
    unit = worker.unit
    try:
        outcome: Outcome = worker.pipe.recv()
        return outcome
    except (EOFError, OSError):
        worker.process.join()
        code = worker.process.exitcode
        told = f"{unit.file if unit else ''}: the process that read it died (exit code {code}; out of memory?)"
        return Outcome(item=unit.item if unit else "", error=told, code=_UNREADABLE)


def _overdue(worker: _Worker, timeout: float) -> Outcome | None:
    if worker.unit is None or time.monotonic() - worker.begun < timeout:
        return None
    worker.process.kill()
    worker.process.join()
    told = f"{worker.unit.file}: took more than {timeout:g} s; {limits.option('seconds')} allows more"
    return Outcome(item=worker.unit.item, error=told, code=_UNREADABLE)
