"""Many reports on a cluster: the same reading as everywhere, sent to the workers of a Dask scheduler.

Workers read files from the paths that they are given, so they need the same file system, and must have the same rules:
each compares their hash with the client's. Only so many reports are under way at once, so that the client's memory does
not grow with the corpus. A worker that is lost has its reports read elsewhere; a report that kills worker after worker
is told as failed.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from reportkit import rules
from reportkit._version import __version__
from reportkit.children import safe_path
from reportkit.errors import ReportkitError, UsageError
from reportkit.intake.one import Asked, Outcome, Ready, Taken, Unit, failed, ready, take
from reportkit.model.records import Source
from reportkit.read.scans import Scans
from reportkit.workspace import Known, clues_of, hash_of

TLS = "tls://"
LOCAL = "local"
"""The address that stands for workers of this machine, started for the run."""
_LOOPBACK = "127.0.0.1"
"""Where workers of our own listen."""
_PATIENCE = 10
"""Seconds to wait for a scheduler and its first worker."""
_SILENCE = 3
"""Seconds of them that pass before a word is said."""
_DEPTH = 4
"""Tasks a worker's thread under way: one read, the others waiting."""
_POLL, _LONELY = 5.0, 120.0
"""Seconds after which to look whether workers are left, and how long to wait for one to come back."""
_ENDS = ("finished", "error", "cancelled")
"""What a task may have come to."""
_DEATHS = 2
"""Workers of our own that a report may kill before it is given up."""
_UNREADABLE = 3
_log = logging.getLogger("reportkit")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Order:
    """What every worker needs to know."""

    asked: Asked
    overlays: tuple[Path, ...]
    rules_hash: str
    """Of the client's rules; a worker whose own differ refuses."""


@dataclass(frozen=True, slots=True)
class Tls:
    """Files in PEM format by which scheduler, workers and client know one another; Dask's own settings where empty."""

    ca: str = ""
    """Certificate of the authority that has signed the others."""
    cert: str = ""
    """Of the client."""
    key: str = ""


@contextmanager
def connected(address: str, jobs: int, tls: Tls | None = None) -> Iterator[Any]:
    """A client of the scheduler at ``tls://host:port`` or ``tcp://host:port``, or of ``jobs`` worker processes of our
    own for ``local``: they listen on this machine alone, and to none without the certificate made for the run.

    Raises UsageError: Dask missing, certificates that do not serve, nobody answers, no worker there.
    """
    try:
        from distributed import Client
    except ImportError:
        raise UsageError("--cluster needs more packages: pip install 'reportkit[cluster]'") from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    security = _security(address, tls or Tls())
    with (
        _scheduler(address, jobs, security) as place,
        _client(partial(Client, place, timeout=_PATIENCE, security=security), address) as client,
    ):
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError:
            raise UsageError(f"{address}: the scheduler has no workers") from None
        yield client


def _client(start: Callable[[], Any], address: str) -> Any:
    """A client that is connected. Raises UsageError.

    What answers is perhaps no scheduler: the first bytes of a web page are a length without sense, and what says nothing
    is waited for without end by the library itself.
    """
    found: list[Any] = []

    def connect() -> None:
        try:
            found.append(start())
        except Exception as error:
            found.append(error)

    asking = threading.Thread(target=connect, daemon=True)
    asking.start()
    asking.join(_SILENCE)
    if asking.is_alive():
        _log.warning("%s: waiting for the scheduler, up to %s s", address, _PATIENCE)
        asking.join(_PATIENCE - _SILENCE)
    if not found:
        raise UsageError(f"{address}: no scheduler answers (nothing came in {_PATIENCE} s)")
    if isinstance(error := found[0], Exception):
        raise UsageError(f"{address}: no scheduler answers ({error or type(error).__name__})")
    return error


def check(client: Any, order: Order) -> None:
    """Raises UsageError if a worker has another version of reportkit, or other rules."""
    for worker, told in client.run(_fingerprint, order.overlays).items():
        if told != (__version__, order.rules_hash):
            what = f"reportkit {told[0]}, not {__version__}" if told[0] != __version__ else "other rules"
            raise UsageError(f"{worker}: has {what}; set all workers up like this machine")


def run(client: Any, units: Iterable[Unit], order: Order, seen: Mapping[str, Known]) -> Iterator[Ready | Outcome]:
    """Units as they are read, in no order: what is to be saved, or what went wrong. ``seen`` need no reading."""
    tasks = ((unit, order, seen.get(unit.file)) for unit in units)
    for (unit, *_), result, error in flow(client, _ready_one, tasks):
        yield result or lost(unit, error)


def lost(unit: Unit, error: str) -> Outcome:
    """A unit that its worker could not answer for."""
    return Outcome(item=unit.item, error=f"{unit.file}: {error}", code=_UNREADABLE)


def flow(
    client: Any, work: Callable[..., Result], tasks: Iterable[tuple[Any, ...]]
) -> Iterator[tuple[tuple[Any, ...], Result | None, str]]:
    """Every task with what ``work`` made of it on a worker, or why that failed; a bounded number is under way.

    Raises UsageError when the scheduler or all workers are gone.
    """
    coming = iter(tasks)
    under_way: dict[Any, tuple[Any, ...]] = {}
    most = max(2, _DEPTH * sum(client.nthreads().values()))
    try:
        while True:
            for task in islice(coming, most - len(under_way)):
                under_way[client.submit(work, *task, pure=False)] = task
            if not under_way:
                return
            for future in _done(client, list(under_way)):
                if future.status not in _ENDS:
                    continue  # its worker was lost with the result: it is made again
                task = under_way.pop(future)
                if future.status == "finished":
                    yield task, future.result(), ""
                else:
                    yield task, None, _reason(future)
                future.release()
    finally:
        client.cancel(list(under_way))


def _done(client: Any, futures: list[Any]) -> set[Any]:
    """Those that are done, at least one. Raises UsageError when nobody is left to do them."""
    from concurrent.futures import CancelledError

    from distributed import wait
    from distributed.comm.core import CommClosedError

    alone = time.monotonic()
    while True:
        try:
            found: set[Any] = wait(futures, timeout=_POLL, return_when="FIRST_COMPLETED").done
            return found
        except TimeoutError:
            if client.nthreads():
                alone = time.monotonic()
        except (CancelledError, CommClosedError, OSError):
            raise UsageError("the scheduler is gone; the same command goes on with the rest") from None
        if time.monotonic() - alone > _LONELY:
            raise UsageError("no worker is left; the same command goes on with the rest")


def _ready_one(unit: Unit, order: Order, seen: Known | None) -> Ready | Outcome:
    taken = take_one(unit, order, seen)
    return taken if isinstance(taken, Outcome) else ready(taken, order.rules_hash)


def take_one(unit: Unit, order: Order, seen: Known | None) -> Taken | Outcome:
    """On a worker: a unit read, or why it could not be."""

    def there(source: Source, region: str, year: int | None) -> Known | None:
        told = (hash_of(source.text), clues_of(source), region, year)
        same = seen and told == (seen.source_hash, seen.clues, seen.told_region, seen.told_year)
        return seen if same else None

    try:
        return take(unit, order.asked, rules_of(order), there, Scans(order.asked.ocr, jobs=1))
    except ReportkitError as error:
        return failed(unit, error)
    except Exception as error:  # one report's bug shall not stop the others
        return Outcome(item=unit.item, error=f"{unit.file}: internal error: {error!r}", code=_UNREADABLE)


def rules_of(order: Order) -> rules.Rules:
    """On a worker: the rules, loaded once. Raises UsageError if they are not the client's."""
    known = _rules(order.overlays)
    if known.hash != order.rules_hash:
        raise UsageError("a worker has other rules; set all workers up like this machine")
    return known


@cache
def _rules(overlays: tuple[Path, ...]) -> rules.Rules:
    return rules.load(overlays)


def _fingerprint(overlays: tuple[Path, ...]) -> tuple[str, str]:
    return __version__, _rules(overlays).hash


def _reason(future: Any) -> str:
    error = future.exception() if future.status == "error" else None
    if error.__class__.__name__ == "KilledWorker":
        return "the workers that read it died (out of memory?)"
    return str(error or "was cancelled")


def _security(address: str, tls: Tls) -> Any:
    """How the parts of a cluster know one another. Raises UsageError."""
    from distributed.security import Security

    if address == LOCAL:
        try:
            return Security.temporary()
        except ImportError:
            raise UsageError("--cluster local needs one more package: pip install 'reportkit[cluster]'") from None
    told = {"tls_ca_file": tls.ca, "tls_client_cert": tls.cert, "tls_client_key": tls.key}
    given = {name: file for name, file in told.items() if file}
    if given and not address.startswith(TLS):
        raise UsageError(f"{address}: is not encrypted; with certificates it is {TLS}host:port")
    made = Security(**given, require_encryption=True) if given else Security()
    if address.startswith(TLS):
        try:
            context = made.get_connection_args("client")["ssl_context"]
        except (OSError, ValueError) as error:
            raise UsageError(f"{address}: the certificates cannot be used: {error}") from None
        if context is None:
            raise UsageError(f"{address}: needs certificates: --tls-ca, --tls-cert, --tls-key")
    return made


@contextmanager
def _scheduler(address: str, jobs: int, security: Any) -> Iterator[Any]:
    if address != LOCAL:
        yield address
        return
    import dask
    from distributed import LocalCluster

    quiet = {"dashboard_address": None, "silence_logs": logging.CRITICAL}
    with (
        safe_path(),
        dask.config.set({"distributed.scheduler.allowed-failures": _DEATHS}),
        LocalCluster(
            n_workers=jobs, threads_per_worker=1, processes=True, host=_LOOPBACK, security=security, **quiet
        ) as cluster,
    ):
        yield cluster
