"""Source text → running text: page furniture dropped, cut sentences joined, forms folded.

Every character of the running text stands for exactly one character of the source
(``Document.origin``); cleaning only leaves characters out or replaces one by one.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections import Counter, deque
from dataclasses import dataclass
from decimal import Decimal

from reportkit import resources
from reportkit.domain import numerals
from reportkit.extraction import heads, surroundings
from reportkit.model.records import Document, Dropped, Grid, Source, Span
from reportkit.rules import Rules, cache

_RUN = re.compile(
    r"(?:&(?:nbsp|ensp|emsp|thinsp|#160|#xa0);|[\s\u00ad\u200b-\u200f\u2060\ufeff])+|[^&\s\u00ad\u200b-\u200f\u2060\ufeff]+|&"
)
_BLANKS = re.compile(r"[&\s\u00ad\u200b-\u200f\u2060\ufeff]")
_LATIN_END, _LATIN_START = re.compile(r"[A-Za-z]\Z"), re.compile(r"[A-Za-z]")
_DIGIT = re.compile(r"[0-9０-９.．]")
_BLANK = r"[ \u00a0\u3000]+"
_SPACED_DIGITS = re.compile(
    rf"(?<![0-9０-９.．])[0-9０-９](?:{_BLANK}[0-9０-９.．])+(?![0-9０-９.．])"
    rf"|(?<=[\u4e00-\u9fff])[0-9０-９]+[.．]{_BLANK}(?=[0-9０-９]{{1,2}}(?:[%％‰亿万倍]|个百分点))"
)
_TERMINAL = re.compile(r"[。！？；：!?;:…][”’）)」』》]*\Z")
_FULL_WIDTH = {0xFF10 + i: 0x30 + i for i in range(10)}
_FULL_WIDTH |= {0xFF21 + i: 0x41 + i for i in range(26)} | {0xFF41 + i: 0x61 + i for i in range(26)}
_FOLD = _FULL_WIDTH | str.maketrans("％﹪「」『』()［］―─﹣︰∶", "%%“”‘’（）[]———::")
_ASCII_MARK = re.compile(
    r"[,;:?!()](?:(?<=[\u4e00-\u9fff”’）%‰][,;:?!])|(?<=[0-9][,;:])(?=[\u4e00-\u9fff“])"
    r"|(?<=[0-9],)(?=[0-9]{1,2}[\u4e00-\u9fff])|(?<=\()(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff]\)))"
)
_FULL_MARK = str.maketrans(",;:?!()", "，；：？！（）")
_GROUPED = re.compile(r"(?<![0-9.])[0-9]{1,3}(?:，[0-9]{3})+(?![0-9])")
"""Digits grouped by threes with a full-width comma: 3，280个."""
_RADICALS = (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFADA), 0x2E9F, 0x2EF3)
"""Radicals and doubles of characters that Unicode itself folds."""
_ZERO = re.compile("[○◯](?<=[一二三四五六七八九〇○◯].)(?=[一二三四五六七八九〇○◯年])")
"""A circle for a zero: 一九八○年."""
_DECIMAL = re.compile(r"[．·](?<=[0-9].)(?=[0-9])")
_TRADITIONAL = frozenset("國會與這個來說為對產業實現發經濟長總領導縣區員資質點過動務報")
_LOOK, _TRADITIONAL_SHARE = 3000, 0.02
_REPEAT_MIN, _REPEAT_MAX = 3, 20
_HEAD_TIMES, _HEAD_LENGTH = 3, 30
_SEAM, _ROW_END = "，", "；"
"""What parts the cells of a table row in the running text, and what may end it."""
_LONG = 60
"""Characters of a line that is no part of the front matter."""


@dataclass(slots=True, kw_only=True)
class _Line:
    start: int
    end: int
    text: str
    """Without blanks, one way of writing for each character."""
    origin: array[int]
    gap: bool
    """Whether a blank line or page furniture stands before it."""
    around: bool = False
    """Whether a web page has it around the report."""
    seams: tuple[int, ...] | None = None
    """Of the row of a table, where in the source stands what parts its cells; None for any other line."""


def clean(source: Source, rules: Rules) -> Document:
    """The running text of ``source`` with its map and what was left out."""
    grids = source.grids or heads.tabbed(source.text, rules)
    lines, dropped = _without_furniture(
        _lines(source.text, grids, rules), frozenset(s for s, _ in source.furniture), rules
    )
    for place in surroundings.find([line.text for line in lines], rules):
        lines[place].around = True
    text, origin, around = _join(lines, dropped, source, rules)
    told = tuple(sorted(dropped, key=lambda d: d.start))
    if not grids:
        return Document(source=source, text=_punctuated(text), origin=origin, dropped=told, around=around)
    running = _apart(_punctuated(text), origin, lines)
    read = tuple(grid for grid in _mapped(grids, origin) if heads.is_understood(running, grid, rules))
    return Document(source=source, text=running, origin=origin, dropped=told, around=around, grids=read)


def _apart(text: str, origin: array[int], lines: list[_Line]) -> str:
    """The running text with its cells still apart: 12，120 in two of them is no number in groups of three."""
    chars = list(text)
    for seam in (seam for line in lines for seam in line.seams or ()):
        chars[bisect_left(origin, seam)] = _SEAM
    return "".join(chars)


def _mapped(grids: tuple[Grid, ...], origin: array[int]) -> tuple[Grid, ...]:
    """Tables with their cells counted in the running text; a cell of which nothing is left is empty."""

    def cell(span: Span | None) -> Span | None:
        start, end = (bisect_left(origin, place) for place in span or (0, 0))
        return (start, end) if start < end else None

    return tuple(Grid(rows=tuple(tuple(map(cell, row)) for row in grid.rows)) for grid in grids)


def _lines(text: str, grids: tuple[Grid, ...], rules: Rules) -> list[_Line]:
    lines: list[_Line] = []
    gap = False
    forms = _forms(text, rules)
    rows = deque(sorted(cells for grid in grids for cells in grid.lines() if cells))
    written = cache.pattern(f"[{re.escape(''.join(map(chr, sorted(forms))))}]")
    for m in re.finditer(r"[^\n\r\f\v\x85\u2028\u2029]+", text):
        cells = rows.popleft() if rows and rows[0][0][0] < m.end() else None
        packed, origin = _pack_row(text, cells) if cells else _pack(text, m.start(), m.end())
        gap = gap or "\n" in text[lines[-1].end : m.start()].replace("\r\n", "\n")[1:] if lines else False
        if packed:
            seams = tuple(end for _, end in cells[:-1]) if cells else None
            read = packed.translate(forms) if written.search(packed) else packed
            lines.append(_Line(start=m.start(), end=m.end(), text=read, origin=origin, gap=gap, seams=seams))
            gap = False
        else:
            gap = True
    return lines


def _pack_row(text: str, cells: list[Span]) -> tuple[str, array[int]]:
    """The row of a table without its blanks, its cells parted by a comma each whatever parts them in the source."""
    pieces: list[str] = []
    origin = array("l")
    before = cells[0][0]
    for start, end in cells:
        if pieces:
            pieces.append(_SEAM)
            origin.append(before)
        packed, places = _pack(text, start, end)
        pieces.append(packed)
        origin.extend(places)
        before = end
    if text.startswith(_ROW_END, before):
        pieces.append(_ROW_END)
        origin.append(before)
    return "".join(pieces), origin


def _pack(text: str, start: int, end: int) -> tuple[str, array[int]]:
    """A line without its blanks, except the one that parts two Latin words or two numbers."""
    if not _BLANKS.search(text, start, end):
        return text[start:end], array("l", range(start, end))
    spaced = {i for m in _SPACED_DIGITS.finditer(text, start, end) for i in range(m.start(), m.end())}
    pieces: list[str] = []
    origin = array("l")
    blank = -1
    for m in _RUN.finditer(text, start, end):
        run = m.group()
        if (
            run[0].isspace()
            or run[0] in "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
            or (len(run) > 1 and run[0] == "&")
        ):
            blank = m.start() if any(c.isspace() or c == ";" for c in run) else blank
            continue
        if pieces and blank >= 0 and _keeps_blank(pieces[-1], run, blank in spaced):
            pieces.append(" ")
            origin.append(blank)
        pieces.append(run)
        origin.extend(range(m.start(), m.end()))
        blank = -1
    return "".join(pieces), origin


def _keeps_blank(before: str, after: str, spaced: bool) -> bool:
    if _LATIN_END.search(before) and _LATIN_START.match(after):
        return True
    return bool(_DIGIT.match(before[-1]) and _DIGIT.match(after) and not spaced)


def _without_furniture(lines: list[_Line], told: frozenset[int], rules: Rules) -> tuple[list[_Line], list[Dropped]]:
    """The lines that are text, and what was left out; ``told`` are the starts of lines that the reader saw to be furniture."""
    furniture = rules.asked("clean.furniture")
    often = Counter(line.text for line in lines if len(line.text) <= _HEAD_LENGTH)
    kept: list[_Line] = []
    dropped: list[Dropped] = []
    for number, line in enumerate(lines):
        if line.seams is not None:
            kept.append(line)
            continue
        decided = furniture.default({"seen": "layout"}) if line.start in told else furniture.ask(line.text)
        if not decided and number and often[line.text] >= _HEAD_TIMES and not _TERMINAL.search(line.text):
            decided = furniture.default({"seen": "often"})
        if decided:
            dropped.append(Dropped(start=line.start, end=line.end, rule=decided.id))
            if number + 1 < len(lines):
                lines[number + 1].gap = True
        else:
            kept.append(line)
    return kept, dropped


def _join(
    lines: list[_Line], dropped: list[Dropped], source: Source, rules: Rules
) -> tuple[str, array[int], tuple[tuple[int, int], ...]]:
    """The running text, its map to the source, and the spans of what the page has around the report."""
    breaks = _Breaks.of(lines, source, rules)
    pieces: list[str] = []
    origin = array("l")
    around: list[tuple[int, int]] = []
    for i, line in enumerate(lines):
        text, places = line.text, line.origin
        if i:
            if breaks.before(i):
                pieces.append("\n")
                origin.append(lines[i - 1].end)
            elif line.gap and (repeated := _repeated("".join(pieces[-4:]), text)):
                dropped.append(Dropped(start=places[0], end=places[repeated - 1] + 1, rule="clean.repeat"))
                text, places = text[repeated:], places[repeated:]
        pieces.append(text)
        origin.extend(places)
        if line.around:
            around.append((len(origin) - len(places), len(origin)))
    return "".join(pieces), origin, tuple(around)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Breaks:
    """Where paragraphs begin."""

    lines: list[_Line]
    source: Source
    opens: list[re.Pattern[str]]
    alone: list[re.Pattern[str]]
    front: int
    """The last line of the front matter, which keeps its lines."""

    @classmethod
    def of(cls, lines: list[_Line], source: Source, rules: Rules) -> _Breaks:
        opens, alone = ([r.compile() for r in rules.family(f"clean.{name}")] for name in ("opens", "alone"))
        text = (i for i, line in enumerate(lines) if not line.around)
        address = rules.memo(_address)
        front = next((i for i in text if address.match(lines[i].text) or len(lines[i].text) > _LONG), 0)
        return cls(lines=lines, source=source, opens=opens, alone=alone, front=front)

    def before(self, i: int) -> bool:
        """Whether a paragraph begins with a line, not the first."""
        last, line = self.lines[i - 1], self.lines[i]
        begun = self.source.begun
        if last.seams is not None or line.seams is not None:
            return True
        if i <= self.front or last.around or line.around or (line.start in begun and last.start in begun):
            return True
        ended = bool(_TERMINAL.search(last.text))
        opened = any(p.match(line.text) for p in self.opens)
        if line.start in self.source.continued:
            return opened and (ended or self._counts_on(i))
        return ended or opened or any(p.fullmatch(last.text) for p in self.alone)

    def _counts_on(self, i: int) -> bool:
        """Whether a line has the number after that of the last line with a number of the same form: 3. after 2."""
        form, value = self._number(i)
        earlier = (number for j in range(i - 1, -1, -1) if (number := self._number(j))[0] == form)
        return bool(form) and next(earlier, ("", None))[1] == value - 1

    def _number(self, i: int) -> tuple[str, Decimal]:
        """Form and value of the number that a line opens with; no form without one."""
        text = self.lines[i].text
        for m in filter(None, (p.match(text) for p in self.opens)):
            if m.lastgroup:
                written = m[m.lastgroup]
                value = numerals.arabic(written) if written.isdigit() else numerals.chinese(written)
                return (m.lastgroup, value) if value is not None else ("", Decimal(0))
        return "", Decimal(0)


def _address(rules: Rules) -> re.Pattern[str]:
    return cache.pattern(f"(?:{rules.terms('salutations')})[：:，,！!]")


def _repeated(before: str, after: str) -> int:
    """Length of the words that end a page and stand again at the start of the next."""
    longest = min(len(before), len(after) - 1, _REPEAT_MAX)
    return next((k for k in range(longest, _REPEAT_MIN - 1, -1) if before.endswith(after[:k])), 0)


def _forms(text: str, rules: Rules) -> dict[int, int]:
    """What each character is read as: no radical, half-width, Chinese quotation marks, simplified if the text is not."""
    shown = text[:_LOOK]
    traditional = sum(c in _TRADITIONAL for c in shown) > _TRADITIONAL_SHARE * len(shown)
    forms = rules.memo(_folded)
    return _simplified() | forms if traditional else forms


def _folded(rules: Rules) -> dict[int, int]:
    own = {ord(row["radical"]): ord(row["character"]) for row in rules.lexicon("radicals")}
    by_unicode = {code: unicodedata.normalize("NFKC", chr(code)) for code in _RADICALS}
    return {code: ord(char) for code, char in by_unicode.items() if len(char) == 1} | own | _FOLD


@resources.cached
def _simplified() -> dict[int, int]:
    lines = resources.text("traditional.txt").split("\n")
    return str.maketrans(lines[1], lines[2])


def _punctuated(text: str) -> str:
    text = _DECIMAL.sub(".", text)
    text = _ZERO.sub("〇", text)
    text = _GROUPED.sub(lambda m: m.group().replace("，", ","), text)
    text = _ASCII_MARK.sub(lambda m: m.group().translate(_FULL_MARK), text)
    if '"' in text:
        text = "\n".join(map(_curl, text.split("\n")))
    return text


def _curl(paragraph: str) -> str:
    """Straight quotation marks of a paragraph as opening and closing ones, when they pair up."""
    parts = paragraph.split('"')
    if len(parts) % 2 == 0:
        return paragraph
    return "".join(part + ("“" if i % 2 == 0 else "”") for i, part in enumerate(parts[:-1])) + parts[-1]
