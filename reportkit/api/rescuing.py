"""The Python interface to workspaces that may be damaged."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from reportkit import resources, rules
from reportkit.api.own import Patterns, own_rules
from reportkit.intake import rescue as rescues
from reportkit.paths import Place, database
from reportkit.workspace import overview
from reportkit.workspace.rescue import check as _check

if TYPE_CHECKING:
    import pandas


@own_rules
def check(*, patterns: Patterns = (), db: Place = None) -> pandas.DataFrame:
    """What of a workspace is not whole, a row each; no rows if it is sound. Nothing is changed.

    ``left`` says what is left: text (of a report, which can be read anew from it), rows (some of a table beside the
    reports), all (only the indexes are torn), nothing. ``rows`` are those that were counted when the report was read.
    ``attrs["whole"]`` of the frame are the ids of the reports that are whole.

    >>> import reportkit
    >>> found = reportkit.check(db=WORKSPACE)
    >>> len(found), found.attrs["whole"]
    (0, ['澄源市-2024', '澄源市-2025'])

    Raises UsageError (no such file), UnreadableInput (no workspace).
    """
    found = _check(database(db))
    frame = overview.damage(found.losses).frame()
    frame.attrs["whole"] = list(found.whole)
    return frame


@own_rules
def rescue(new: str | os.PathLike[str], *, patterns: Patterns = (), db: Place = None) -> pandas.DataFrame:
    """Saves what is whole of a damaged workspace into the file ``new``; returns what was not whole, as ``check`` does.

    Reports of which only the text is whole are read anew from it: ``attrs["again"]`` are their ids, ``attrs["whole"]``
    those of the reports that were taken over.

    >>> import reportkit
    >>> found = reportkit.rescue(FOLDER / "rescued.db", db=WORKSPACE)
    >>> len(found), found.attrs["whole"]
    (0, ['澄源市-2024', '澄源市-2025'])

    Raises UsageError (``new`` is there already, no workspace to read), UnreadableInput (nothing can be saved), BadRules.
    """
    done = rescues.to_file(database(db), Path(new), rules.load(resources.overlays()))
    frame = overview.damage(done.losses).frame()
    frame.attrs.update(whole=list(done.whole), again=list(done.again))
    return frame
