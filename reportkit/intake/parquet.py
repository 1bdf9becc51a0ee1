"""Many reports straight into a folder of Parquet files: workers write the parts, the client hears what became of them."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

from reportkit._version import __version__
from reportkit.errors import UsageError
from reportkit.intake import cluster
from reportkit.intake.cluster import Order
from reportkit.intake.one import Outcome, Taken, Unit
from reportkit.model.records import Extraction
from reportkit.output.export import dataset
from reportkit.workspace import hash_of

BATCH = 50
"""Reports of a part: some 20,000 numbers, so that files are neither many nor large."""
_RUN = "_run.json"


def claim(folder: Path, items: Sequence[str]) -> None:
    """Takes a folder for a run over ``items``. A run that was stopped may go on.

    Raises UsageError if the folder holds anything else: parts of another run would stand beside this one's.
    """
    told = {"items": hashlib.sha256("\n".join(items).encode("utf-8", "surrogatepass")).hexdigest()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()) and (not (folder / _RUN).exists() or json.loads((folder / _RUN).read_text()) != told):
            raise UsageError(f"{folder}: holds something else; name an empty folder (or the same files, to go on)")
        (folder / _RUN).write_text(json.dumps(told))
    except (OSError, ValueError) as error:
        raise UsageError(f"{folder}: cannot be written: {error}") from None


def run(client: Any, units: Iterable[Unit], order: Order, folder: Path) -> Iterator[Outcome]:
    """Outcomes of all units, in no order, as their parts are complete. Raises UsageError."""
    coming = iter(units)
    batches = iter(lambda: tuple(islice(coming, BATCH)), ())
    tasks = ((batch, order, folder) for batch in batches)
    for (batch, *_), outcomes, error in cluster.flow(client, _batch, tasks):
        yield from _one_by_one(client, batch, order, folder) if outcomes is None and error else outcomes or ()


def _batch(units: Sequence[Unit], order: Order, folder: Path) -> list[Outcome]:
    """On a worker: the part that a batch of units makes, unless it is there."""
    stamp, name = _stamp(units, order), _name(units)
    told = dataset.part(folder, name)
    if told.get("stamp") == stamp and not any(o["code"] and not o["kind"] for o in told["outcomes"]):
        return [
            Outcome(**o | {"notes": tuple(o["notes"]), "displaced": (), "unchanged": bool(o["report"])})
            for o in told["outcomes"]
        ]
    return _written([cluster.take_one(unit, order, None) for unit in units], stamp, name, folder)


def _one_by_one(client: Any, batch: Sequence[Unit], order: Order, folder: Path) -> list[Outcome]:
    """A batch that killed its workers: every unit for itself, so that only what is to blame is lost."""
    found = cluster.flow(client, cluster.take_one, ((unit, order, None) for unit in batch))
    taken = [told or cluster.lost(unit, error) for (unit, *_), told, error in found]
    return _written(taken, _stamp(batch, order), _name(batch), folder)


def _written(taken: Sequence[Taken | Outcome], stamp: str, name: str, folder: Path) -> list[Outcome]:
    found: list[Extraction] = []
    outcomes: list[Outcome] = []
    for one in taken:
        if isinstance(one, Outcome):
            outcomes.append(one)
        elif one.extraction:
            found.append(one.extraction)
            info = one.extraction.outline.info
            outcomes.append(Outcome(item=one.unit.item, report=info.id, doubt=info.doubt, notes=one.notes))
    dataset.write_part(folder, name, found, {"stamp": stamp, "outcomes": [asdict(o) for o in outcomes]})
    return outcomes


def _name(units: Sequence[Unit]) -> str:
    return _digest(unit.item for unit in units)[:16]


def _stamp(units: Sequence[Unit], order: Order) -> str:
    """What the part was made from, and by what."""
    return _digest([__version__, order.rules_hash, repr(order.asked), *map(_state, units)])


def _state(unit: Unit) -> str:
    if unit.source:
        return hash_of(unit.source.text)
    try:
        told = os.stat(unit.at or unit.item)
        return f"{told.st_size} {told.st_mtime_ns}"
    except OSError:
        return "missing"


def _digest(words: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(words).encode("utf-8", "surrogatepass")).hexdigest()
