"""Web pages (.html, .mht): the article without navigation, its paragraphs, lists and tables in order.

The article of a page of no known make is found by the share of its text, by our own few lines. On the eight
templates of tests/test_web.py around one report of 97 paragraphs they lost none and took in 2 pieces of navigation; trafilatura 2.3 lost 42
paragraphs and took in 77 pieces, resiliparse 2.0 lost 73 and took in 119. A number that is lost without a word is what a
reader may not have.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from reportkit import limits, resources
from reportkit.errors import UnreadableInput
from reportkit.model.records import Source
from reportkit.read.encoding import decode
from reportkit.read.lines import Row, assembled, spread
from reportkit.read.markup import Weights, han, han_outside_tags, han_parsed
from reportkit.read.trees import check_depth

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_META = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{1000,}")
"""One that may have many attributes."""
_BLANK = re.compile(r"[ \t\r\n\f\v]+")
_DROPPED = ("script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form", "select", "button",
            "iframe", "svg", "head", "object")  # fmt: skip
_BLOCKS = frozenset(
    ("p", "div", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "tr",
     "table", "blockquote", "pre", "center", "hr", "body", "main", "figure", "figcaption", "address")
)  # fmt: skip
_MOST = 0.75
"""Least share of the page's text, links aside, that its article holds."""
_KNOWN = 0.15
"""The same for a container that is known by its name."""
_LINKED = 0.8
"""Share of a block's text in links from which on it is no part of an article."""
_LEAST = 20
_WHOLE = 0.98
"""Least share of the characters written outside tags that a sound page gives when it is parsed."""
_TEXTS = ("p", "span", "td", "font", "b", "strong")
"""Elements that hold running text: no article is looked for inside them."""
_WHOLES = ("tr", "pre")
"""Elements that are read in one piece."""
_SENTENCE = "。"
_MARK = "\x1e"
"""Before the place of a table row in the text of the page; no character of any page."""
_LEAST_CELLS, _CELL_LINES = 2, 3
"""Cells that a row of a table has at least, and paragraphs that a cell has at most: others only lay out the page."""
_SPAN_MOST = 100
"""Rows or columns that a cell covers at most."""


def from_bytes(data: bytes, name: str, shown: str) -> Source:
    """The article of a page. Raises UnreadableInput."""
    from lxml import html
    from lxml.etree import LxmlError

    limits.check("markup", len(data) / limits.MB)
    markup, encoding = _markup(data, shown)
    limits.check("elements", markup.count("<") - markup.count("</"))
    limits.check("attributes", max((len(tag[0].split()) for tag in _LONG_TAG.finditer(markup)), default=0))
    try:
        page = html.document_fromstring(markup, parser=html.HTMLParser(huge_tree=True))
        source = _source(page, markup, name, encoding)
    except (LxmlError, ValueError):
        raise UnreadableInput(f"{shown}: is a web page that cannot be parsed") from None
    except RecursionError:
        raise UnreadableInput(f"{shown}: is a web page with tables inside tables without end") from None
    if han(source.text) < _LEAST:
        raise UnreadableInput(f"{shown}: is a web page without an article (loaded by a script, or only links?)")
    return source


def _source(page: HtmlElement, markup: str, name: str, encoding: str) -> Source:
    check_depth(page, "table")
    parsed = han_parsed(page)
    for element in list(page.iter(*_DROPPED)):
        element.drop_tree()
    weights = Weights(page)
    article = _article(page, weights)
    told = _told(parsed, han_outside_tags(markup), weights[article], weights[_root(page)])
    _drop_links(article, weights)
    return replace(assembled(_headed(_lines(article), page.findtext(".//title")), name, encoding), warnings=told)


def from_archive(data: bytes, name: str, shown: str) -> Source:
    """The article of a page saved as .mht. Raises UnreadableInput."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return from_bytes(content, name, shown)
    raise UnreadableInput(f"{shown}: is a web archive without a page in it")


def _markup(data: bytes, shown: str) -> tuple[str, str]:
    if decoded := decode(data):
        return _without_declaration(decoded.text), decoded.encoding
    for encoding in (m[1].decode("ascii") for m in _META.finditer(data[:4096])):
        try:
            # a few damaged bytes shall not lose the page; what they were stays visible
            return _without_declaration(data.decode(encoding, "replace")), encoding
        except (LookupError, UnicodeError):  # no codec, or one that is for something else than pages
            continue
    raise UnreadableInput(f"{shown}: is a web page in an unknown encoding")


def _without_declaration(markup: str) -> str:
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", markup)


def _told(parsed: int, written: int, taken: int, whole: int) -> tuple[str, ...]:
    """What was lost on the way, in words: numbers of Chinese characters parsed and written, of the article and the page."""
    told = []
    if parsed < _WHOLE * written:
        told.append(f"its markup is broken: {written - parsed} of {written} Chinese characters could not be parsed")
    if taken < _MOST * whole:
        told.append(f"{whole - taken} of {whole} Chinese characters of the page were not taken for the report")
    return tuple(told)


def _root(page: HtmlElement) -> Any:
    body = page.find(".//body")
    return body if body is not None else page


def _article(page: HtmlElement, weights: Weights) -> Any:
    """The element that holds the article: one of a known name, else the smallest with most of the text.

    An element with text of its own is not left for one inside it that goes on with it: where tags are not closed every
    paragraph stands inside the one before.
    """
    found = _root(page)
    whole = weights[found]
    known = [e for e in found.iter() if isinstance(e.tag, str) and _names(e) & _containers()]
    best = max(known, key=weights.__getitem__, default=None)
    if best is not None and weights[best] >= _KNOWN * whole:
        return best
    while True:
        heavier = [child for child in found if isinstance(child.tag, str) and weights[child] >= _MOST * whole]
        if not heavier or heavier[0].tag in _TEXTS or _goes_on(found, heavier[0], weights):
            return found
        found = heavier[0]


def _goes_on(element: Any, inner: Any, weights: Weights) -> bool:
    """Whether the text of an element goes on in one inside it: a sentence stands before, or words stand in both."""
    if any(_SENTENCE in words for words in _own(element, weights)):
        return True
    return any(map(han, _own(element, weights))) and any(map(han, _own(inner, weights)))


def _own(element: Any, weights: Weights) -> Iterator[str]:
    """The texts of an element that stand in no block inside it, links elsewhere aside."""
    yield element.text or ""
    for child in element:
        if child.tag in _TEXTS and weights[child] and child.find(".//p") is None:
            yield child.text_content()
        yield child.tail or ""


def _drop_links(article: Any, weights: Weights) -> None:
    """Takes out the blocks that are hardly anything but links to other pages: menus, related news."""
    for element in [e for e in article.iterdescendants() if e.tag in _BLOCKS or e.tag == "td"]:
        words = weights.words(element)
        if words and words - weights[element] >= _LINKED * words:
            element.drop_tree()


def _names(element: Any) -> set[str]:
    return {name.lower() for name in f"{element.get('id') or ''} {element.get('class') or ''}".split()}


@resources.cached
def _containers() -> frozenset[str]:
    return frozenset(name.lower() for (name,) in resources.table("read/html_containers"))


def _lines(element: Any) -> list[str | Row]:
    tables = _Tables()
    lines = "".join(_pieces(element, tables)).split("\n")
    found = [line for line in (_BLANK.sub(" ", line).strip(" ") for line in lines) if line]
    return [tables.rows[int(line[1:])] if line.startswith(_MARK) else line for line in found]


@dataclass(slots=True)
class _Tables:
    """The rows of the tables of a page, by their place in the text."""

    rows: list[Row] = field(default_factory=list)
    _laid: dict[Any, Row] = field(default_factory=dict)

    def row(self, line: Any) -> Row:
        """A row with a cell for every column of its table."""
        if line not in self._laid:
            table = next(line.iterancestors("table"), line)
            own = [other for other in table.iter("tr") if next(other.iterancestors("table"), other) is table]
            laid = spread(([_cell(cell) for cell in _cells(other)] for other in own), len(self._laid))
            self._laid |= zip(own, laid, strict=True)
        return self._laid[line]

    def add(self, row: Row) -> str:
        """What stands for a row in the text."""
        self.rows.append(row)
        return f"\n{_MARK}{len(self.rows) - 1}\n"


def _pieces(element: Any, tables: _Tables) -> Iterator[str]:
    """The text with a line break around every block; source line breaks are blanks."""
    from lxml.etree import iterwalk

    walk = iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        whole = event == "start" and node.tag in _WHOLES
        if whole:
            yield from _row(node, tables) if node.tag == "tr" else (f"\n{node.text_content()}\n",)
            walk.skip_subtree()
        elif event == "start":
            yield "\n" if node.tag in _BLOCKS or node.tag == "br" else ""
            yield _BLANK.sub(" ", node.text or "")
        if event != "start":
            yield "\n" if node.tag in _BLOCKS and node.tag not in _WHOLES else ""
            yield _BLANK.sub(" ", node.tail or "") if node is not element else ""


def _row(element: Any, tables: _Tables) -> Iterator[str]:
    # a table that only lays out the page has one cell a row, or paragraphs in its cells
    cells, row = list(_cells(element)), tables.row(element)
    if len(row.cells) < _LEAST_CELLS or any(len(list(cell.iter("p", "div", "br"))) > _CELL_LINES for cell in cells):
        for cell in cells:
            yield "\n"
            yield from _pieces(cell, tables)
        yield "\n"
        return
    yield tables.add(row) if row else ""


def _cells(line: Any) -> Iterator[Any]:
    return (cell for cell in line if cell.tag in ("td", "th"))


def _cell(cell: Any) -> tuple[str, int, int]:
    """The words of a cell, and how many rows and columns it covers."""
    high, wide = (cell.get(name) or "" for name in ("rowspan", "colspan"))
    return cell.text_content(), *(min(int(n), _SPAN_MOST) if n.isdigit() and int(n) else 1 for n in (high, wide))


def _headed(lines: list[str | Row], title: str | None) -> list[str | Row]:
    """The article below the title of the page, where it does not name the report itself."""
    words = " ".join((title or "").split())
    if "政府工作报告" in words and "政府工作报告" not in "".join(line for line in lines[:6] if isinstance(line, str)):
        return [re.split("[-_|—]", words)[0].strip(), *lines]
    return lines
