"""Footnotes at the foot of pages: small type below the body, from a marker on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from reportkit.read.printed import Line, is_page_number, masked

Note = tuple[int, Line]
"""A line of a footnote and the number of its page."""
_MARKER = re.compile(
    r"\s*(?:[①-⑳*※＊]|[\[〔［(（][0-9]{1,2}[\]〕］)）]|[0-9]{1,2}(?=[\s“《\u4e00-\u9fff])|注(?:释)?[0-9]{0,2}[：:])"
)
_SMALL = 0.88
"""Footnotes are set in less than this share of the size of the body."""
_LEAST = 2
"""Lines of body that a page with a footnote has at least."""


def starts_note(text: str) -> bool:
    """Whether a line of a footnote begins it."""
    return bool(_MARKER.match(text))


def parted(pages: Sequence[Sequence[Line]], running: Collection[str]) -> tuple[list[list[Line]], list[Note]]:
    """The pages without their footnotes, and the footnotes; ``running`` are the running heads and feet, masked.

    A note that goes on at the foot of the next page needs no marker there. Pages whose type has no known size keep
    their lines.
    """
    body = _body_size(pages)
    kept: list[list[Line]] = []
    notes: list[Note] = []
    open_note = False
    for number, lines in enumerate(pages, 1):
        first, last = _small_block(lines, running, body)
        while first < last and not open_note and not starts_note(lines[first].text):
            first += 1
        if first < _LEAST or first == last:
            kept.append(list(lines))
            open_note = False
            continue
        kept.append([*lines[:first], *lines[last:]])
        notes += [(number, line) for line in lines[first:last]]
        open_note = not lines[last - 1].text.rstrip().endswith(("。", "！", "？", "；", "”", "）"))
    return kept, notes


def _body_size(pages: Sequence[Sequence[Line]]) -> float:
    """The size that most characters are set in."""
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _small_block(lines: Sequence[Line], running: Collection[str], body: float) -> tuple[int, int]:
    """First line, and one past the last, of the small type that ends a page above its running foot."""
    last = len(lines)
    while last and (is_page_number(lines[last - 1].text) or masked(lines[last - 1].text) in running):
        last -= 1
    first = last
    while first and 0 < lines[first - 1].size < _SMALL * body:
        first -= 1
    return first, last
