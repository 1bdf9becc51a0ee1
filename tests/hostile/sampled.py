"""How much of the hostile inputs is tried: a sample, spread over all kinds, or all of them (``make hostile``)."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

ALL = os.environ.get("REPORTKIT_HOSTILE") == "all"
T = TypeVar("T")


def sampled(found: Sequence[T], few: int) -> Sequence[T]:
    """About ``few`` of them at even distances; all where all are asked for."""
    return found if ALL else found[:: max(1, len(found) // few)]
