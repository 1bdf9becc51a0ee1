"""PDF: the text layer page by page, in reading order, with what belongs to the page told apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from reportkit import limits
from reportkit.errors import UnreadableInput
from reportkit.model.records import Source
from reportkit.read import checksums, drawn, scattered
from reportkit.read.grids import Ruled, grids, joined, with_rows
from reportkit.read.layout import source_of
from reportkit.read.level_tables import frames, level_tables
from reportkit.read.printed import Line, width

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

    from reportkit.read.scans import Scans

_Zone = tuple[float, float, float, float]
_LINE = re.compile("[^\r\n]+")
_MARKS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Control characters, and what pdfium sets for a hyphen at the end of a line."""
_QUOTE = re.compile("[“”‘’]")
_NOTE = re.compile(
    r"(?<=[\u4e00-\u9fff”%）》])(?:[0-9]{1,2}|[\[〔［][0-9]{1,2}[\]〕］]|[①-⑳])(?=[\u4e00-\u9fff，。；、：”]|$)"
)
"""Where the number of a footnote may stand."""
_RAISED = 0.75
"""Its size, as a share of the size of the words before, is less than this."""
_EMPTY = re.compile("[“‘][ ]*[”’]")
_SLACK = 1.0
"""Points by which boxes of neighbours may overlap."""
_HAN = re.compile("[\u4e00-\u9fff]")
_RUNS = re.compile("[\u4e00-\u9fff]+")
_ODD = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
"""Private-use and replacement characters: what fonts without a character map give."""
_GARBAGE = 0.05
_REMEDY = "let text recognition read it: --ocr auto (pip install 'reportkit[ocr]')"
_FEW = 20
"""Characters that a page with a text layer has at least."""
_WHOLE = 0.98
"""Least share of the characters of a page's text layer that its lines hold."""
_PAGES = 20
"""Pages that a message names."""
_GUTTER = (0.46, 0.54)
"""Where the gap between two columns lies, as shares of the width of the page."""
_RULES = 3
"""Lines and boxes that a page with a table has at least: above it, below its head, below it."""
_LONG = 6
"""Characters of a line that may tell the left edge of a column."""
_SIDE = 0.25
"""Least share of the text pieces that a column holds."""


def from_bytes(data: bytes, name: str, shown: str, password: str = "", scans: Scans | None = None) -> Source:
    """The text of a PDF: its text layer, or what ``scans`` recognises where there is none, or a useless one.

    Raises UnreadableInput (encrypted, damaged, no page, no text to be had).
    """
    document = _opened(data, shown, password)
    try:
        if not len(document):
            raise UnreadableInput(f"{shown}: is a PDF without pages")
        limits.check("pages", len(document))
        laid = list(_pages(document, shown))
        pages = _with_tables(laid)
    finally:
        document.close()
    thin = [n for n, lines in enumerate(pages) if _han(line.words for line in lines) < _WHOLE * laid[n].characters]
    poor = [number for number, lines in enumerate(pages) if sum(len(line.words) for line in lines) < _FEW]
    doubtful = [number for number, page in enumerate(laid) if page.doubtful]
    if useless := _useless(pages):
        poor = list(range(len(pages)))
    recognised: dict[int, list[Line]] = {}
    missing = sorted({*poor, *doubtful}) if scans and scans.ready else poor
    if scans and (wanted := scans.wanted(missing, len(pages))):
        recognised = scans.read(data, password, wanted, shown)
        for number, lines in recognised.items():
            pages[number] = lines
        poor = [number for number in poor if not pages[number]]
        doubtful = [number for number in doubtful if number not in wanted]
        useless = False
    if useless:
        raise UnreadableInput(f"{shown}: its text layer is useless (fonts without a character map); {_REMEDY}")
    if len(poor) == len(pages):
        raise UnreadableInput(f"{shown}: has no text layer (a scan); {_REMEDY}")
    told = (*_recognised(recognised), *_told(poor, thin, doubtful, checksums.damaged(data)))
    return source_of(pages, name, "pdf", told, frozenset(doubtful))


def _opened(data: bytes, shown: str, password: str) -> PdfDocument:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data, password=password or None)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            told = "the password is wrong" if password else "give its password with --password"
            raise UnreadableInput(f"{shown}: is an encrypted PDF; {told}") from None
        raise UnreadableInput(f"{shown}: is a damaged PDF that cannot be opened") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Laid:
    """A page as its text layer has it."""

    lines: list[Line]
    characters: int
    """Chinese characters of the layer."""
    tables: Sequence[Ruled] = ()
    """What its rules part off, frames that may be the end of a table of the page before among them."""
    doubtful: bool = False
    """Whether its characters lie over one another where they were drawn out of turn."""
    columns: list[Line] | None = None
    """Its lines column by column, if it is set in two; of a ruled page they hold only where there is no table."""


def _pages(document: PdfDocument, shown: str) -> Iterator[_Laid]:
    """The lines of every page."""
    import pypdfium2

    opened: dict[int, tuple[PdfPage, PdfTextPage]] = {}
    columns = _has_columns(document, opened)
    for number in range(len(document)):
        try:
            page, text_page = opened.pop(number) if number in opened else _layer(document, number)
            split = _gutter(text_page, page.get_width()) if columns else 0.0
            text = text_page.get_text_range()
            ruled = drawn.count(page, _RULES) == _RULES
            limits.check("drawn", drawn.count(page, limits.current().drawn + 1) if ruled else 0)
            in_columns = _column_lines(text_page, _zones(text_page, split, page.get_size())) if split else None
            lines, sure = _read(text, text_page) if ruled or not split else ([], True)
            yield _Laid(
                lines=lines,
                characters=_han(map(_single, text.splitlines())),
                tables=_tables(page, text_page) if ruled else (),
                doubtful=not sure,
                columns=in_columns,
            )
            text_page.close()
            page.close()
        except pypdfium2.PdfiumError:
            raise UnreadableInput(f"{shown}: is a damaged PDF: page {number + 1} cannot be read") from None


def _layer(document: PdfDocument, number: int) -> tuple[PdfPage, PdfTextPage]:
    page = document[number]
    return page, page.get_textpage()


def _read(text: str, text_page: PdfTextPage) -> tuple[list[Line], bool]:
    """The lines of a page in one column, and whether the places of all its characters are sure."""
    if text_page.count_chars() != len(text):
        return _lines(text, None), True
    lines = _lines(text, text_page)
    return scattered.in_place(text, text_page) if scattered.is_scattered(lines) else (lines, True)


def _with_tables(laid: Sequence[_Laid]) -> list[list[Line]]:
    """The lines of all pages, tables as rows of cells; a page without a table is read by its columns."""
    found = {number: page.tables for number, page in enumerate(laid) if page.tables}
    tabular = {number for number, tables in found.items() if not all(table.is_slight for table in tables)}
    pages = [
        page.lines if page.columns is None or number in tabular else page.columns for number, page in enumerate(laid)
    ]
    for number, tables in joined(found, pages).items():
        pages[number] = with_rows(pages[number], tables)
    return pages


def _tables(page: PdfPage, text_page: PdfTextPage) -> list[Ruled]:
    """The tables of a page."""

    def words(left: float, bottom: float, right: float, top: float) -> str:
        return _MARKS.sub("", text_page.get_text_bounded(left, bottom, right, top).replace("\r\n", "\n"))

    if page.get_rotation():
        return []
    rules = drawn.rules(page)
    ruled = grids(rules, words)
    if not all(table.is_slight for table in ruled) or not frames(rules):
        return ruled
    text = text_page.get_text_range()
    sure = text_page.count_chars() == len(text)
    return level_tables(rules, scattered.characters(text, text_page)) if sure else []


def _has_columns(document: PdfDocument, opened: dict[int, tuple[PdfPage, PdfTextPage]]) -> bool:
    """Whether a page of the middle is set in two columns; reports keep to one layout. The pages stay ``opened``."""
    from pypdfium2 import PdfiumError

    for number in {len(document) // 3, len(document) // 2}:
        try:
            page, text_page = opened[number] = _layer(document, number)
            if _gutter(text_page, page.get_width()):
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


def _zones(text_page: PdfTextPage, split: float, size: tuple[float, float]) -> list[_Zone]:
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


def _column_lines(text_page: PdfTextPage, zones: Sequence[_Zone]) -> list[Line]:
    """The lines of all zones one after the other, each from the left edge of its zone on."""
    texts = [text_page.get_text_bounded(*zone) for zone in zones]
    whole = text_page.get_text_range()
    shifts = [_shifts(text, whole) if text_page.count_chars() == len(whole) else None for text in texts]
    if None in shifts:  # some line is not to be found as it stands: widths are the measure for all
        return [line for text in texts for line in _lines(text, None)]
    lines: list[Line] = []
    for zone, text, shift in zip(zones, texts, shifts, strict=True):
        found = _lines(text, text_page, shift)
        edge = min((line.left for line in found if len(line.text) > _LONG), default=zone[0])
        lines += [replace(line, left=line.left - edge, right=line.right - edge) for line in found]
    return lines


def _shifts(text: str, whole: str) -> dict[int, int] | None:
    """Of every line of a part of a page, by its start, how far its characters stand from there in the whole page.

    None if a line is not there in one piece.
    """
    lines: dict[str, list[int]] = {}
    for m in _LINE.finditer(whole):
        words = m[0].strip()
        lines.setdefault(words, []).append(m.start() + m[0].find(words))
    found: dict[int, int] = {}
    for m in _LINE.finditer(text):
        if words := m[0].strip():
            if not (places := lines.get(words)):
                return None
            place = places.pop(0) if len(places) > 1 else places[0]
            found[m.start()] = place - m.start() - m[0].index(words[0])
    return found


def _lines(text: str, places: PdfTextPage | None, shifts: Mapping[int, int] | None = None) -> list[Line]:
    """The lines of a text; ``shifts`` lead from a line to where its characters stand in ``places``."""
    lines = []
    for m in _LINE.finditer(text):
        words = m[0].strip()
        if not words:
            continue
        begin = m.start() + len(m[0]) - len(m[0].lstrip())
        if places is None:
            # characters are the measure
            left = float(m[0][: begin - m.start()].count("\u3000"))
            lines.append(Line(text=_single(_MARKS.sub("", words)), left=left, right=left + width(words)))
            continue
        begin += shifts[m.start()] if shifts else 0
        lines += _placed(words, begin, places)
    return lines


def _placed(words: str, begin: int, places: PdfTextPage) -> Iterator[Line]:
    """The line, or lines, whose characters stand from ``begin`` on in a page."""
    from pypdfium2 import raw

    end = begin + len(words)
    left, bottom, _, _ = places.get_charbox(begin)
    # by its advance: the ink of a stop takes the left third of its place
    _, low, right, _ = places.get_charbox(end - 1, loose=True)
    size = raw.FPDFText_GetFontSize(places, begin)
    if bottom - low > scattered.NEXT_LINE * size and len(parts := scattered.levels(words, begin, size, places)) > 1:
        for part, at in parts:
            yield from _placed(part, at, places)
        return
    uneven = not _HAN.search(words) and scattered.is_uneven(places, begin, end, size)
    words = _in_order(_without_marks(words, begin, places), begin, places)
    yield Line(text=_single(_MARKS.sub("", words)), left=left, right=right, bottom=bottom, size=size, uneven=uneven)


def _without_marks(words: str, begin: int, places: PdfTextPage) -> str:
    """A line with the small raised numbers of its footnotes blanked out: 地区生产总值¹增长5.7%² holds one figure."""
    from pypdfium2 import raw

    for m in _NOTE.finditer(words):
        size = raw.FPDFText_GetFontSize(places, begin + m.start())
        if size < _RAISED * raw.FPDFText_GetFontSize(places, begin + m.start() - 1):
            words = words[: m.start()] + " " * len(m[0]) + words[m.end() :]
    return words


def _in_order(words: str, begin: int, places: PdfTextPage) -> str:
    """A line with quotation marks from left to right: set in another font, they may come out of turn."""
    if not _QUOTE.search(words):
        return words
    marks = [m.start() for m in _QUOTE.finditer(words)]
    near = sorted({n for mark in marks for n in (mark - 1, mark, mark + 1) if 0 <= n < len(words)})
    lefts = _lefts(words, begin, places, near)
    if not _EMPTY.search(words) and all(before <= after + _SLACK for before, after in pairwise(lefts)):
        return words
    lefts = _lefts(words, begin, places, range(len(words)))
    return "".join(words[index] for index in sorted(range(len(words)), key=lefts.__getitem__))


def _lefts(words: str, begin: int, places: PdfTextPage, wanted: Iterable[int]) -> list[float]:
    """Left edges of characters; of a blank that of the character before."""
    lefts: list[float] = []
    for index in wanted:
        left, _, right, _ = places.get_charbox(begin + index)
        lefts.append(lefts[-1] if lefts and (words[index].isspace() or left == right) else left)
    return lefts


def _single(line: str) -> str:
    """A line whose every character is printed twice (a poor man's bold) as it is meant."""
    packed = line.strip()
    doubled = len(packed) >= 6 and len(packed) % 2 == 0 and packed[::2] == packed[1::2] and len(set(packed)) > 2
    return packed[::2] if doubled else line


def _useless(pages: Sequence[Sequence[Line]]) -> bool:
    """Whether there is text, but not such as people can read."""
    text = "".join(line.words for lines in pages for line in lines)
    odd, han = len(_ODD.findall(text)), len(_HAN.findall(text))
    return len(text) > _FEW and (odd > _GARBAGE * len(text) or han < _GARBAGE * len(text))


def _han(lines: Iterable[str]) -> int:
    return sum(map(len, _RUNS.findall("\n".join(lines))))


def _recognised(pages: Mapping[int, Sequence[Line]]) -> Iterator[str]:
    """Which pages text recognition read, and how sure it was of their least sure line, in words."""
    scores = {number: [line.score for line in lines if line.score is not None] for number, lines in pages.items()}
    if read := sorted(number for number, found in scores.items() if found):
        least = min(read, key=lambda number: min(scores[number]))
        sure = min(scores[least])
        yield f"{_named(read)} read by text recognition, the least sure line ({sure:.2f}) on page {least + 1}"


def _told(poor: list[int], thin: list[int], doubtful: list[int], damaged: int) -> tuple[str, ...]:
    """What could not be read, in words."""
    told = []
    if poor:
        told.append(f"no text on {_named(poor)}: blank, or images that only text recognition (--ocr auto) can read")
    if thin:
        told.append(f"text of {_named(thin)} could not be put in order and is missing")
    if doubtful:
        told.append(f"characters of {_named(doubtful)} lie over one another: figures there are doubtful; {_REMEDY}")
    if damaged:
        told.append(f"the file is damaged ({damaged} of its parts are not as they were written): text may be missing")
    return tuple(told)


def _named(pages: list[int]) -> str:
    return "page " + ", ".join(str(number + 1) for number in pages[:_PAGES]) + (", …" if len(pages) > _PAGES else "")
