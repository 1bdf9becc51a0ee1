"""What the benchmarks share: the texts, repeated timing, and the line that says where they ran."""

from __future__ import annotations

import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

SAMPLES = Path(__file__).resolve().parent.parent / "data" / "samples"


def texts(arguments: list[str]) -> list[tuple[str, str]]:
    """Name and text of the reports given on the command line, else of the sample reports."""
    paths = [Path(a) for a in arguments] or sorted(SAMPLES.glob("*.txt"))
    return [(path.stem, path.read_text("utf-8-sig")) for path in paths]


def seconds(call: Callable[[], object], repeats: int = 9) -> tuple[float, float]:
    """Minimum and median time of a call."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times), statistics.median(times)


def machine() -> str:
    """Processor count and versions, for the head of a result."""
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {sys.version.split()[0]}, {platform.system()}"
