"""How far reading goes: what bounds the work on a text of any shape, and what a file may take before it is refused.

Some questions are asked of a number about its whole sentence, and of a sentence about all its numbers. In a report that
is cheap. In what is none (a column of figures, a damaged file, a text made to be slow) a sentence may have no end. The
first three are beyond all that was met: of 19 reports of 1955 to 2026, national and local, the longest sentence has 482
characters, the longest clause 142, the longest numeral 10. They are part of how a text is read, and so are fixed.

What a file may take is another matter: a file beyond it is most likely no report, and whoever knows better can say so,
for a call (``--max-pages``, ``limits=Limits(pages=…)``) or for good (``REPORTKIT_MAX_PAGES``).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import Field, dataclass, field, fields
from typing import Any

from reportkit.errors import UnreadableInput, UsageError

SENTENCE = 1500
"""Characters of the longest sentence; a longer one is cut at its commas, and the report says so."""
NUMERAL = 40
"""Digits of the longest numeral, in figures or in Chinese; more in a row are no number."""
REACH = 500
"""Characters before a slot, a number or a name, that a rule may look at."""
MB = 2**20
_VARIABLE = "REPORTKIT_MAX_"
_OPTION = "--max-"


def _most(default: float, what: str, why: str, **own: str) -> Any:
    return field(default=default, metadata={"what": what, "why": why, **own})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a file may have at most; going over it is an error of that file alone. Sizes in MB are of 2^20 bytes.

    >>> import reportkit
    >>> few = reportkit.Limits(characters=1000)
    >>> reportkit.extract(SAMPLES[1], limits=few)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    reportkit.errors.UnreadableInput: ...: more than 1,000 characters of a text; --max-characters allows more

    Raises UsageError for a number that is not above 0.
    """

    file: int = _most(256, "MB of a file", "scans of a whole report are that large")
    characters: int = _most(500_000, "characters of a text", "the longest report that was met has 60,000")
    unpacked: int = _most(256, "MB that the parts of an Office file unpack to", "pictures take most of it")
    markup: int = _most(32, "MB of XML or HTML in one piece", "its tree takes many times as much memory")
    elements: int = _most(400_000, "elements of a page or document", "a report has some thousand")
    attributes: int = _most(1_000, "attributes of one element", "a parser holds each against all others")
    cells: int = _most(10_000, "cells of all tables of a document", "a statistical annex has some thousand")
    depth: int = _most(100, "tables inside one another", "pages that lay themselves out by tables have ten")
    pages: int = _most(3_000, "pages of a PDF", "a report has up to a hundred")
    drawn: int = _most(5_000, "lines and boxes drawn on a page", "the analysis of tables takes their square")
    pixels: int = _most(18, "million pixels of a page that is recognised", "A3 at 300 dots an inch has 17")
    rows: int = _most(1_048_576, "rows of a sheet", "Excel has no more")
    line: int = _most(4_000_000, "characters of a row in csv or jsonl", "a text of the greatest length, escaped")
    name: int = _most(200, "characters of the name of a region", "the longest has twenty, three levels sixty")
    memory: int = _most(960, "MB of memory for reading a file", "with the program itself just below 1 GB")
    recognition: int = _most(2_048, "MB of memory for recognising pages", "half of it is mapped and never used")
    seconds: float = _most(
        300.0, "seconds for a file", "a slow scan may pause so long between pages", option="--timeout"
    )

    def __post_init__(self) -> None:
        for limit in fields(Limits):
            if not getattr(self, limit.name) > 0:
                raise UsageError(f"{option(limit.name)}: a number above 0 is wanted")


class Exceeded(UnreadableInput):
    """A file goes over a limit; the message does not name the file yet."""

    def __init__(self, name: str, most: int) -> None:
        super().__init__(f"more than {most:,} {what(name)}; {option(name)} allows more")
        self.name = name
        self.most = most

    def __reduce__(self) -> tuple[type[Exceeded], tuple[str, int]]:
        return Exceeded, (self.name, self.most)


_held: ContextVar[Limits | None] = ContextVar("limits", default=None)


def current() -> Limits:
    """The limits that hold: those of the call, else those of the environment. Raises UsageError."""
    return _held.get() or of_environment(os.environ)


def hold(limits: Limits) -> None:
    """Sets the limits for all that this process reads from now on."""
    _held.set(limits)


@contextmanager
def held(limits: Limits | None) -> Iterator[None]:
    """Likewise, for a while; None leaves those that hold."""
    token = _held.set(limits or _held.get())
    try:
        yield
    finally:
        _held.reset(token)


def check(name: str, count: float) -> None:
    """Raises Exceeded if there is more of something than the limit of that name says."""
    if count > (most := getattr(current(), name)):
        raise Exceeded(name, most)


def of_environment(environment: Mapping[str, str]) -> Limits:
    """The limits that variables name (``REPORTKIT_MAX_PAGES``), the others as they are. Raises UsageError."""
    told = {limit.name: environment.get(variable(limit.name), "") for limit in fields(Limits)}
    return Limits(**{name: _number(name, words) for name, words in told.items() if words})


def _number(name: str, words: str) -> Any:
    try:
        return type(default(name))(words)
    except ValueError:
        raise UsageError(f"{variable(name)}={words}: a number above 0 is wanted") from None


def names() -> tuple[str, ...]:
    """What can be limited."""
    return tuple(limit.name for limit in fields(Limits))


def default(name: str) -> Any:
    """A limit as it is where nobody has set it."""
    return _field(name).default


def what(name: str) -> str:
    """What a limit counts, in words."""
    return str(_field(name).metadata["what"])


def why(name: str) -> str:
    """Why a limit is as it is."""
    return str(_field(name).metadata["why"])


def option(name: str) -> str:
    """The option that sets a limit."""
    return str(_field(name).metadata.get("option", f"{_OPTION}{name}"))


def variable(name: str) -> str:
    """The variable of the environment that does."""
    return f"{_VARIABLE}{name.upper()}"


def _field(name: str) -> Field[Any]:
    return next(limit for limit in fields(Limits) if limit.name == name)
