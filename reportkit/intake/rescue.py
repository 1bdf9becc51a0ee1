"""A damaged workspace made a sound one: what is whole is taken over, what has only its text is read anew."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reportkit import rules
from reportkit import workspace as store
from reportkit.errors import ReportkitError, UnreadableInput, UsageError
from reportkit.intake.one import read
from reportkit.workspace import Workspace, prepared, rescue
from reportkit.workspace.rescue import Found, Loss, Unread

_SIDES = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Rescued:
    """What became of a damaged workspace."""

    whole: tuple[str, ...]
    """Ids of the reports that were taken over as they were."""
    again: tuple[str, ...]
    """Ids of those that were read anew from their texts."""
    losses: tuple[Loss, ...]
    """What is not whole; ``left`` is ``text`` where the report was read anew."""

    @property
    def is_loss(self) -> bool:
        """Whether something of the reports is gone for good."""
        return any(loss.left in ("nothing", "rows") for loss in self.losses)


def to_file(path: Path, new: Path, known: rules.Rules) -> Rescued:
    """Makes a workspace ``new`` of what is whole in ``path``, which is only read.

    Raises UsageError (``path`` is missing, ``new`` is there or cannot be written), UnreadableInput (nothing to be saved).
    """
    if new.exists():
        raise UsageError(f"{new}: is there already; name a new file for the rescued workspace")
    if not new.absolute().parent.is_dir():
        raise UsageError(f"{new}: cannot be written: there is no folder {new.parent}")
    made = new.absolute().with_name(f".{new.name}.{secrets.token_hex(4)}")
    try:
        found = rescue.take_over(path, made)
        done = _read_anew(made, found, known)
        if not done.whole and not done.again:
            raise UnreadableInput(f"{path}: holds no report that can be saved; read the reports into a new workspace")
        made.rename(new)
    finally:
        for side in _SIDES:
            with suppress(OSError):
                Path(f"{made}{side}").unlink()
    return done


def _read_anew(made: Path, found: Found, known: rules.Rules) -> Rescued:
    losses, again = list(found.losses), []
    with store.open(made, write=True) as workspace:
        for unread in found.unread:
            try:
                again.append(_again(workspace, unread, known))
            except ReportkitError as error:
                losses.append(Loss(unread.id, "nothing", None, f"its text cannot be read anew: {error}"))
    return Rescued(found.whole, tuple(again), tuple(losses))


def _again(workspace: Workspace, unread: Unread, known: rules.Rules) -> str:
    extraction = read(unread.source, known, unread.id, unread.region, unread.year, force=True)
    return workspace.put(prepared(extraction, known.hash, unread.file, unread.region, unread.year)).report
