"""The patterns by which names and commitments are taken apart before they are compared: ``data/diff/patterns.tsv``."""

from __future__ import annotations

import re

from reportkit import resources
from reportkit.errors import BadRules

_TABLE = "diff/patterns"


@resources.cached
def pattern(name: str) -> re.Pattern[str]:
    """The pattern of that name, the user's before the shipped one. Raises BadRules."""
    found = _compiled(name, resources.overlays())
    if found.groups < _compiled(name, ()).groups:
        raise BadRules(f"{_TABLE}.tsv: {name}: a group in brackets must hold what is found")
    return found


def _compiled(name: str, folders: resources.Folders) -> re.Pattern[str]:
    row = next(row for row in resources.rows(_TABLE, folders) if row["name"] == name)
    try:
        return re.compile(row["pattern"])
    except re.error as error:
        raise BadRules(f"{_TABLE}.tsv: {name}: no valid pattern: {error}") from None
