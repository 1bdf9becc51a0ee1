"""What the finders hand to the merger."""

from __future__ import annotations

from dataclasses import dataclass

from reportkit.model.codes import Named
from reportkit.model.quick import quick


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One place where a report names a project or programme."""

    start: int
    end: int
    sentence: int
    name: str
    kind: Named
    rule: str
