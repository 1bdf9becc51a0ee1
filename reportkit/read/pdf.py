"""PDF: the text layer page by page, in reading order, with what belongs to the page told apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from reportkit.errors import UnreadableInput
from reportkit.types import Page, Source

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

_LINE = re.compile("[^\r\n]+")
_END = re.compile("[。！？；：…][”’）]*$")
_MARKS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Control characters, and what pdfium sets for a hyphen at the end of a line."""
_QUOTE = re.compile("[“”‘’]")
_SLACK = 1.0
"""Points by which boxes of neighbours may overlap."""
_DIGITS = re.compile("[0-9０-９]+")
_HAN = re.compile("[\u4e00-\u9fff]")
_ODD = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
"""Private-use and replacement characters: what fonts without a character map give."""
_GARBAGE = 0.05
_FEW = 20
"""Characters that a page with a text layer has at least."""
_EDGE = 2
"""Lines at the head and at the foot of a page that may be furniture."""
_REPEATED, _SHARE = 2, 0.4
"""On so many pages, and such a share of them, a line at the edge is a running head or foot."""
_GUTTER = (0.46, 0.54)
"""Where the gap between two columns lies, as shares of the width of the page."""
_INDENTED, _FULL = 0.9, 2.5
"""How far in a paragraph begins, and how far from the right margin a full line may end, in characters."""
_USUAL = 0.04
"""Least share of indented lines in a document whose paragraphs begin with an indent."""
_SIDE = 0.25
"""Least share of the text pieces that a column holds."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    left: float
    """Left and right edge in points, 0 where unknown."""
    right: float


def from_bytes(data: bytes, name: str, shown: str, password: str = "") -> Source:
    """The text layer of a PDF. Raises UnreadableInput (encrypted, damaged, no page, no or a useless text layer)."""
    document = _opened(data, shown, password)
    try:
        if not len(document):
            raise UnreadableInput(f"{shown}: is a PDF without pages")
        pages = [_lines(text, boxes) for text, boxes in _texts(document, shown)]
    finally:
        document.close()
    empty = [number for number, lines in enumerate(pages, 1) if sum(len(line.text) for line in lines) < _FEW]
    if len(empty) == len(pages):
        raise UnreadableInput(f"{shown}: has no text layer (a scan); run text recognition (OCR) on it first")
    _check(pages, shown)
    return _source(pages, name, _told(empty))


def _opened(data: bytes, shown: str, password: str) -> PdfDocument:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data, password=password or None)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            told = "the password is wrong" if password else "give its password with --password"
            raise UnreadableInput(f"{shown}: is an encrypted PDF; {told}") from None
        raise UnreadableInput(f"{shown}: is a damaged PDF that cannot be opened") from None


def _texts(document: PdfDocument, shown: str) -> Iterator[tuple[str, PdfTextPage | None]]:
    """The text of every page, with its characters' places if it stands in one column."""
    import pypdfium2

    columns = _has_columns(document)
    for number in range(len(document)):
        try:
            page = document[number]
            text_page = page.get_textpage()
            split = _gutter(text_page, page.get_width()) if columns else 0.0
            if split:
                yield (
                    "\n".join(text_page.get_text_bounded(*zone) for zone in _zones(text_page, split, page.get_size())),
                    None,
                )
            else:
                yield text_page.get_text_range(), text_page
            text_page.close()
            page.close()
        except pypdfium2.PdfiumError:
            raise UnreadableInput(f"{shown}: is a damaged PDF: page {number + 1} cannot be read") from None


def _has_columns(document: PdfDocument) -> bool:
    """Whether a page of the middle is set in two columns; reports keep to one layout."""
    from pypdfium2 import PdfiumError

    for number in {len(document) // 3, len(document) // 2}:
        try:
            page = document[number]
            if _gutter(page.get_textpage(), page.get_width()):
                return True
        except PdfiumError:
            continue
    return False


def _gutter(text_page: PdfTextPage, width: float) -> float:
    """Where two columns part, 0 for a page in one."""
    rects = [text_page.get_rect(index) for index in range(text_page.count_rects())]
    if len(rects) < 2 * _FEW:
        return 0
    low, high = (share * width for share in _GUTTER)
    middle = (low + high) / 2
    crossing = sum(left < middle < right for left, _, right, _ in rects)
    leftmost = sum(right <= high for _, _, right, _ in rects) / len(rects)
    rightmost = sum(left >= low for left, _, _, _ in rects) / len(rects)
    lines = len({round(bottom) for _, bottom, _, _ in rects})
    # a line of one column holds several pieces where numbers stand in it, but some piece crosses the middle
    return middle if crossing <= 0.04 * lines and min(leftmost, rightmost) > _SIDE else 0


def _zones(text_page: PdfTextPage, split: float, size: tuple[float, float]) -> list[tuple[float, float, float, float]]:
    """Left, bottom, right and top of what stands above two columns, of both, and of what stands below them."""
    width, height = size
    rects = [text_page.get_rect(index) for index in range(text_page.count_rects())]
    across = [(bottom, top) for left, bottom, right, top in rects if left < split < right]
    upper = min((bottom for bottom, _ in across if bottom > height / 2), default=height)
    lower = max((top for bottom, top in across if bottom <= height / 2), default=0.0)
    zones = [
        (0.0, upper, width, height),
        (0.0, lower, split, upper),
        (split, lower, width, upper),
        (0.0, 0.0, width, lower),
    ]
    return [zone for zone in zones if zone[3] > zone[1]]


def _lines(text: str, places: PdfTextPage | None) -> list[_Line]:
    lines = []
    known = places is not None and places.count_chars() == len(text)
    for m in _LINE.finditer(text):
        words = m[0].strip()
        if words:
            begin = m.start() + len(m[0]) - len(m[0].lstrip())
            left = right = 0.0
            if known and places:
                words = _in_order(words, begin, places)
                left = places.get_charbox(begin)[0]
                right = places.get_charbox(begin + len(words) - 1)[2]
            lines.append(_Line(_single(_MARKS.sub("", words)), left, right))
    return lines


def _in_order(words: str, begin: int, places: PdfTextPage) -> str:
    """A line with quotation marks from left to right: set in another font, they may come out of turn."""
    if not _QUOTE.search(words):
        return words
    lefts: list[float] = []
    for index, char in enumerate(words):
        left, _, right, _ = places.get_charbox(begin + index)
        lefts.append(lefts[-1] if lefts and (char.isspace() or left == right) else left)
    if all(before <= after + _SLACK for before, after in pairwise(lefts)):
        return words
    return "".join(words[index] for index in sorted(range(len(words)), key=lefts.__getitem__))


def _single(line: str) -> str:
    """A line whose every character is printed twice (a poor man's bold) as it is meant."""
    packed = line.strip()
    doubled = len(packed) >= 6 and len(packed) % 2 == 0 and packed[::2] == packed[1::2] and len(set(packed)) > 2
    return packed[::2] if doubled else line


def _check(pages: Sequence[Sequence[_Line]], shown: str) -> None:
    text = "".join(line.text for lines in pages for line in lines)
    odd, han = len(_ODD.findall(text)), len(_HAN.findall(text))
    if odd > _GARBAGE * len(text) or han < _GARBAGE * len(text):
        raise UnreadableInput(
            f"{shown}: its text layer is useless (fonts without a character map); run text recognition (OCR) on it first"
        )


def _told(empty: list[int]) -> tuple[str, ...]:
    if not empty:
        return ()
    pages = ", ".join(map(str, empty[:20])) + (", …" if len(empty) > 20 else "")
    return (f"no text on page {pages}: blank, or images that only text recognition (OCR) can read",)


def _source(pages: Sequence[Sequence[_Line]], name: str, warnings: tuple[str, ...]) -> Source:
    running, layout = _running(pages), _paragraphs(pages)
    pieces: list[str] = []
    spans: list[Page] = []
    furniture: list[tuple[int, int]] = []
    continued: set[int] = set()
    begun: set[int] = set()
    at = 0
    for number, lines in enumerate(pages, 1):
        begin = at
        for place, line in enumerate(lines):
            if _at_edge(place, len(lines)) and _masked(line.text) in running and not (number == 1 and place < _EDGE):
                # on the first page it may be the title
                furniture.append((at, at + len(line.text)))
            told = layout.get((number, place))
            if told is not None:
                (begun if told else continued).add(at)
            pieces.append(line.text + "\n")
            at += len(line.text) + 1
        spans.append(Page(number, begin, at))
    return Source(
        "".join(pieces), name, "pdf", tuple(spans), tuple(furniture), frozenset(continued), frozenset(begun), warnings
    )


def _paragraphs(pages: Sequence[Sequence[_Line]]) -> dict[tuple[int, int], bool]:
    """Page and place of every line → whether it begins a paragraph; only for documents that indent paragraphs."""
    flat = [
        (number, place, line, margins)
        for number, lines in enumerate(pages, 1) if (margins := _margins(lines))
        for place, line in enumerate(lines) if not _number(line.text)
    ]  # fmt: skip
    indented = [m.indents(line) for _, _, line, m in flat]
    if sum(indented) < _USUAL * len(flat):
        return {}
    found: dict[tuple[int, int], bool] = {}
    for before, after, starts in zip(flat, flat[1:], indented[1:], strict=False):
        number, place, line, margins = after
        full = before[3].full(before[2])
        if starts and not (full and not _END.search(before[2].text)):
            found[number, place] = True
        elif full and margins.flush(line):
            found[number, place] = False
    return found


@dataclass(frozen=True, slots=True)
class _Margins:
    left: float
    right: float
    size: float
    """Width of a character."""

    def indents(self, line: _Line) -> bool:
        """Whether a line begins two characters or so in; a centred one begins further in."""
        return _INDENTED * self.size < line.left - self.left < 3.5 * self.size

    def flush(self, line: _Line) -> bool:
        """Whether a line begins at the left margin."""
        return abs(line.left - self.left) < _INDENTED * self.size

    def full(self, line: _Line) -> bool:
        """Whether a line reaches the right margin."""
        return line.right > self.right - _FULL * self.size


def _margins(lines: Sequence[_Line]) -> _Margins | None:
    long = [line for line in lines if len(line.text) > 10 and line.right]
    if len(long) < 3:
        return None
    left, right = min(line.left for line in long), max(line.right for line in long)
    widest = max(long, key=lambda line: line.right - line.left)
    width = sum(1 if c > "\u2e80" else 0.5 for c in widest.text)
    return _Margins(left, right, (widest.right - widest.left) / width)


def _running(pages: Sequence[Sequence[_Line]]) -> set[str]:
    """Heads and feet, page numbers masked, that stand at the edge of many pages."""
    found: Counter[str] = Counter()
    for lines in pages:
        found.update({_masked(line.text) for place, line in enumerate(lines) if _at_edge(place, len(lines))})
    least = max(_REPEATED, _SHARE * len(pages))
    return {line for line, count in found.items() if count >= least}


def _at_edge(place: int, lines: int) -> bool:
    return place < _EDGE or place >= lines - _EDGE


def _number(text: str) -> bool:
    return not _HAN.search(text) and len(_masked(text)) < 8


def _masked(line: str) -> str:
    return _DIGITS.sub("0", "".join(line.split()))
