"""What the finders hand to the merger."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One place where a report names a project or programme."""

    start: int
    end: int
    sentence: int
    name: str
    kind: str
    """project or programme."""
    rule: str
