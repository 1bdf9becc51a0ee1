"""The stages in their order: the only module that knows it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from reportkit import resources
from reportkit.extraction import clean as cleaning
from reportkit.extraction import commitments, indicators, numbers, projects, structure, tables
from reportkit.extraction.identity import Kind
from reportkit.extraction.structure import front
from reportkit.model.records import Document, Extraction, Outline, Source
from reportkit.rules import Rules


def clean(source: Source, rules: Rules) -> Document:
    """The running text of a source."""
    with resources.laid_over(rules.folders):
        return cleaning.clean(source, rules)


def outline(source: Source, rules: Rules, region: str = "", year: int | None = None) -> Outline:
    """Where everything of a report stands; ``region`` and ``year`` override what it says of itself."""
    with resources.laid_over(rules.folders), _uncollected():
        return structure.outline(cleaning.clean(source, rules), rules, region, year)


@contextmanager
def _uncollected() -> Iterator[None]:
    """While the records of a report are made, the collector of cycles waits: they hold none, and it would go through all
    of them again and again."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def kind(outline: Outline, rules: Rules) -> Kind:
    """Whether a text is a government work report, and what it is instead."""
    return front.kind(outline.document, rules)


def extract(source: Source, rules: Rules, region: str = "", year: int | None = None) -> Extraction:
    """Everything a report holds; ``region`` and ``year`` override what it says of itself."""
    with resources.laid_over(rules.folders):
        return read(outline(source, rules, region, year), rules)


def read_snippet(text: str, rules: Rules, part: str = "plan", year: int | None = None) -> Extraction:
    """A few sentences read as body text of ``part`` of a report of ``year``."""
    document = clean(Source(text=text, name="text", encoding="str"), rules)
    with resources.laid_over(rules.folders):
        return read(structure.snippet(document, part, rules, year), rules)


def read(outline: Outline, rules: Rules) -> Extraction:
    """Everything that stands in an outline."""
    with _uncollected():
        return _read(outline, rules)


def _read(outline: Outline, rules: Rules) -> Extraction:
    cells = tables.cells(outline, rules)
    outline = tables.numbered(outline, cells)
    ledger = numbers.ledger(outline, rules, cells)
    rows = indicators.indicators(outline, ledger, rules, cells)
    ground = projects.ground(outline, rules)
    mentions = projects.mentions(ground, rules)
    named = [(m.start, m.end) for m in mentions]
    promised = commitments.commitments(outline, ledger, rows, named, rules, cells)
    return Extraction(
        outline=outline,
        numbers=ledger,
        indicators=rows,
        commitments=promised,
        projects=projects.projects(ground, ledger, mentions, rules),
    )
