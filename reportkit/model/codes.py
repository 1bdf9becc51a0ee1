"""The closed sets of codes that columns hold, with their labels in English and Chinese (data/words/codes.tsv)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Literal

from reportkit import resources

Part = Literal["review", "plan", "governance", "appendix"]
Measure = Literal["growth", "change", "share", "multiple", "rank", "level"]
Bound = Literal["eq", "ge", "gt", "le", "lt", "approx", "range", "relative", "delegated", "qualitative"]
Direction = Literal["up", "down", "none"]
Status = Literal["actual", "estimate", "target", "background"]
"""Of an indicator."""
Progress = Literal["planned", "start", "ongoing", "done"]
"""Status of a project."""
Strength = Literal["hard", "soft", "plain"]
Promise = Literal["quantified", "named", "general"]
"""Kind of a commitment."""
Named = Literal["project", "programme"]
"""Kind of a project."""
Role = Literal["value", "qualifier", "rank", "duration", "date", "ordinal", "list", "name", "range_end", "other"]

_TABLE = "words/codes"
_CHANGES = "change"
"""The set of the verdicts and changes of comparisons, which data/diff/changes.tsv lists."""


def labels(name: str, language: str = "zh") -> Mapping[str, str]:
    """Code → label in a language, ``en`` or ``zh``, of a set of codes; empty if there is no such set.

    Verdicts and changes of comparisons (``change``) are English words, and their own labels.
    """
    if name == _CHANGES:
        return _changes() if language == "zh" else {change: change for change in _changes()}
    return _sets(language).get(name, {})


@resources.cached
def _sets(language: str) -> Mapping[str, Mapping[str, str]]:
    return _grouped(resources.rows(_TABLE, resources.overlays()), language)


def _grouped(rows: resources.Rows, language: str) -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        found[row["set"]][row["code"]] = row[language]
    return dict(found)


@resources.cached
def _changes() -> Mapping[str, str]:
    return {change: zh for change, _, zh in resources.table("diff/changes")}


CODES = _grouped(resources.rows(_TABLE), "zh")
"""Set of codes → code → Chinese label, as shipped. ``status`` and ``kind`` hold the codes of several tables."""
