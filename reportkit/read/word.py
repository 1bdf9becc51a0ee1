"""Word documents (.docx): paragraphs, lists with their numbers, tables, boxes and footnotes in order."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reportkit import limits
from reportkit.errors import UnreadableInput
from reportkit.model.records import Source
from reportkit.read import archive
from reportkit.read.lines import Cell, Merged, Row, assembled, flat
from reportkit.read.trees import check_depth

if TYPE_CHECKING:
    from docx.document import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_NO_TEXT = (_FALLBACK, f"{_W}del", f"{_W}moveFrom", f"{_W}sectPr")
"""What holds no text of the document, or holds it a second time."""
_CHINESE = "零一二三四五六七八九"


def from_bytes(data: bytes, name: str, shown: str) -> Source:
    """The text of a .docx. Raises UnreadableInput (encrypted or damaged, too large, without text)."""
    _guard(data, shown)
    try:
        import docx

        document = docx.Document(io.BytesIO(data))
        check_depth(document.element.body, f"{_W}tbl")
        source = assembled([*_body(document), *_notes(document)], name, "docx")
        source = replace(source, warnings=_told(document))
    except (MemoryError, limits.Exceeded):
        raise
    except Exception as error:
        raise UnreadableInput(f"{shown}: is a damaged Word document ({type(error).__name__})") from None
    if not source.text.strip():
        raise UnreadableInput(f"{shown}: is a Word document without text (images only?)")
    return source


def _guard(data: bytes, shown: str) -> None:
    """Raises UnreadableInput for an archive that cannot be read, Exceeded for one that unpacks to too much."""
    try:
        archive.check(data)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError):
        raise UnreadableInput(f"{shown}: is a damaged Word document (its archive cannot be read)") from None


def _body(document: Document) -> Iterator[str | Row]:
    numbering = _Numbering(document)
    yield from _blocks(document.element.body, numbering)


def _blocks(parent: Any, numbering: _Numbering) -> Iterator[str | Row]:
    """What stands in a body, a cell or a box; a paragraph whose mark was deleted goes on in the next."""
    begun = ""
    for block in parent.iterchildren():
        lines = list(_block(block, numbering))
        if begun and lines and isinstance(lines[0], str):
            lines[0], begun = begun + lines[0], ""
        if lines and isinstance(lines[-1], str) and block.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None:
            begun = str(lines.pop())
        yield from lines
    if begun:
        yield begun


def _block(block: Any, numbering: _Numbering) -> Iterator[str | Row]:
    if block.tag == f"{_W}p":
        yield from _paragraph(block, numbering)
    elif block.tag == f"{_W}tbl":
        for line in _parts(block, "tr"):
            if line.find(f"{_W}trPr/{_W}del") is not None:
                continue
            cells = list(_parts(line, "tc"))
            if len(cells) == 1 and not _covers(cells[0]):
                yield from _blocks(cells[0], numbering)  # it only lays out the page
                continue
            yield Row(tuple(_cells(line, numbering)), id(block))
    elif block.tag not in _NO_TEXT:
        for child in block.iterchildren():
            yield from _block(child, numbering)


def _parts(block: Any, name: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, also inside what wraps them; not those of tables inside it."""
    for child in block.iterchildren():
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag not in (f"{_W}tbl", f"{_W}tc", f"{_W}p", *_NO_TEXT):
            yield from _parts(child, name)


def _cells(line: Any, numbering: _Numbering) -> Iterator[Cell]:
    """The cells of a row by the columns of the table, those that it leaves out at its beginning too."""
    before = line.find(f"{_W}trPr/{_W}gridBefore")
    yield from [""] * int(_value(before) or 0)
    for cell in _parts(line, "tc"):
        merged = cell.find(f"{_W}tcPr/{_W}vMerge")
        goes_on = merged is not None and _value(merged) != "restart"
        yield Merged.ABOVE if goes_on else "".join(_flat(cell, numbering))
        wide = int(_value(cell.find(f"{_W}tcPr/{_W}gridSpan")) or 1)
        yield from [Merged.ABOVE if goes_on else Merged.LEFT] * (wide - 1)


def _covers(cell: Any) -> bool:
    """Whether a cell covers more than one column, or goes on from the row above."""
    return cell.find(f"{_W}tcPr/{_W}gridSpan") is not None or cell.find(f"{_W}tcPr/{_W}vMerge") is not None


def _flat(cell: Any, numbering: _Numbering) -> Iterator[str]:
    """The text of a cell; a table in it is text like any other."""
    for line in _blocks(cell, numbering):
        yield flat(line) if isinstance(line, Row) else line


def _told(document: Document) -> tuple[str, ...]:
    """What the document holds and nobody reads, in words."""
    count = sum(1 for _ in document.element.body.iter(f"{_W}altChunk"))
    return (f"{count} of its parts are files of another form, which are not read",) if count else ()


def _paragraph(paragraph: Any, numbering: _Numbering) -> Iterator[str | Row]:
    boxes: list[Any] = []
    text = "".join(_runs(paragraph, boxes))
    if text.strip():
        yield from (numbering.label(paragraph) + text).split("\n")
    for box in boxes:
        yield from _blocks(box, numbering)


def _runs(element: Any, boxes: list[Any]) -> Iterator[str]:
    for child in element.iterchildren():
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            yield "\n" if child.tag != f"{_W}tab" else " "
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif child.tag == f"{_W}txbxContent":
            boxes.append(child)
        elif child.tag not in (*_NO_TEXT, f"{_W}pPr", f"{_W}rPr", f"{_W}instrText"):
            yield from _runs(child, boxes)


def _notes(document: Document) -> Iterator[str]:
    """Footnotes and endnotes, each a line after the text."""
    from lxml import etree

    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/footnotes", "/endnotes")):
            # a part that python-docx does not model is bytes, one that it does is parsed already
            part: Any = relation.target_part
            root = part.element if hasattr(part, "element") else etree.fromstring(part.blob)
            for note in root.iterchildren():
                if note.get(f"{_W}type") is None and (text := "".join(_runs(note, [])).strip()):
                    yield text


class _Numbering:
    """The numbers that Word sets before the paragraphs of a list and keeps out of their text."""

    def __init__(self, document: Document) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._of_style: dict[str, Any] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        abstract = {a.get(f"{_W}abstractNumId"): a for a in root.iterchildren(f"{_W}abstractNum")}
        for number in root.iterchildren(f"{_W}num"):
            link = number.find(f"{_W}abstractNumId")
            if link is not None and (found := abstract.get(link.get(f"{_W}val"))) is not None:
                self._levels[number.get(f"{_W}numId")] = dict(map(_level, found.iterchildren(f"{_W}lvl")))
        for style in document.styles.element.iterchildren(f"{_W}style"):
            told = style.find(f"{_W}pPr/{_W}numPr")
            if told is not None:
                self._of_style[style.get(f"{_W}styleId")] = told

    def label(self, paragraph: Any) -> str:
        """The number before a paragraph, empty without one; counts on."""
        told = paragraph.find(f"{_W}pPr/{_W}numPr")
        if told is None:
            style = paragraph.find(f"{_W}pPr/{_W}pStyle")
            told = self._of_style.get(style.get(f"{_W}val")) if style is not None else None
        if told is None:
            return ""
        number = _value(told.find(f"{_W}numId"))
        depth = int(_value(told.find(f"{_W}ilvl")) or 0)
        levels = self._levels.get(number, {})
        if depth not in levels:
            return ""
        counts = self._counts[number]
        counts[depth] = counts.get(depth, levels[depth][2] - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        text = levels[depth][1]
        for d, (form, _, start) in levels.items():
            text = text.replace(f"%{d + 1}", _written(counts.get(d, start), form))
        return "" if levels[depth][0] == "bullet" else text


def _level(level: Any) -> tuple[int, tuple[str, str, int]]:
    form, text, start = (_value(level.find(f"{_W}{name}")) for name in ("numFmt", "lvlText", "start"))
    return int(level.get(f"{_W}ilvl")), (form, text, int(start or 1))


def _value(element: Any) -> str:
    return "" if element is None else str(element.get(f"{_W}val") or "")


def _written(number: int, form: str) -> str:
    if form.startswith(("chinese", "ideograph", "taiwanese", "japanese")) and 0 < number < 100:
        tens, ones = divmod(number, 10)
        return ("" if tens == 0 else "十" if tens == 1 else _CHINESE[tens] + "十") + (
            _CHINESE[ones] if ones or not tens else ""
        )
    if form == "decimalEnclosedCircle" and 0 < number <= 20:
        return chr(0x245F + number)
    if form in ("lowerLetter", "upperLetter") and number <= 26:
        return chr((96 if form == "lowerLetter" else 64) + number)
    return str(number)
