"""What a character costs as the corpus grows, and as one report grows: it should cost the same.

    python benchmarks/growth.py

The corpus is the sample reports over and over, the long report their bodies one behind the other.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from common import machine, texts

from reportkit import rules
from reportkit.extraction import pipeline
from reportkit.model import tables
from reportkit.model.records import Source

_REPORTS = (1, 10, 100)
_LENGTHS = (1, 10, 50)
_LEAST = 10.0
"""Seconds of computing that are measured at least; the mean of the runs counts, as it must for the one long run."""


def main() -> None:
    known = rules.load()
    (head, first), *rest = (text.split("各位代表", 1) for _, text in texts([]))
    bodies = [first, *(body for _, body in rest)]
    both = "".join(bodies)
    sources = [Source(f"{head}各位代表{body}", f"body {place}", "utf-8") for place, body in enumerate(bodies)]
    for source in sources:
        _rows(source, known)
    print(machine())
    print(f"{'':16}{'characters':>12}{'rows':>9}{'seconds':>9}{'µs/char':>9}{'× first':>9}")
    base = 0.0
    for times in _REPORTS:
        corpus = [sources[place % len(sources)] for place in range(len(sources) * times)]
        base = _told(f"{len(corpus)} reports", corpus, known, base)
    base = 0.0
    for times in _LENGTHS:
        base = _told(f"length × {times}", [Source(f"{head}各位代表{both * times}", "long", "utf-8")], known, base)


def _told(name: str, corpus: list[Source], known: rules.Rules, base: float) -> float:
    """Prints a line; returns the cost of a character that the next ones are held against."""
    characters = sum(len(source.text) for source in corpus)
    found, seconds = _mean(lambda: sum(_rows(source, known) for source in corpus))
    cost = seconds / characters * 1e6
    base = base or cost
    print(f"{name:16}{characters:12,}{found:9,}{seconds:9.2f}{cost:9.2f}{cost / base:9.2f}", flush=True)
    return base


def _rows(source: Source, known: rules.Rules) -> int:
    extraction = pipeline.extract(source, known)
    return sum(len(tables.rows(extraction, table)) for table in tables.TABLES)


def _mean(call: Callable[[], int]) -> tuple[int, float]:
    found, runs, start = 0, 0, time.process_time()
    while time.process_time() - start < _LEAST:
        found, runs = call(), runs + 1
    return found, (time.process_time() - start) / runs


if __name__ == "__main__":
    main()
