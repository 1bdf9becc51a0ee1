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
from typing import TYPE_CHECKING, Any

from reportkit import resources
from reportkit.errors import UnreadableInput
from reportkit.model.records import Source
from reportkit.read.encoding import decode
from reportkit.read.lines import assembled, row

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_META = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_HAN = re.compile("[\u4e00-\u9fff]")
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


def from_bytes(data: bytes, name: str, shown: str) -> Source:
    """The article of a page. Raises UnreadableInput."""
    from lxml import html
    from lxml.etree import LxmlError

    markup, encoding = _markup(data, shown)
    try:
        page = html.document_fromstring(markup)
    except (LxmlError, ValueError, RecursionError):
        raise UnreadableInput(f"{shown}: is a web page that cannot be parsed") from None
    for element in list(page.iter(*_DROPPED)):
        element.drop_tree()
    article = _article(page)
    _drop_links(article)
    lines = _headed(_lines(article), page.findtext(".//title"))
    if len(_HAN.findall("".join(lines))) < _LEAST:
        raise UnreadableInput(f"{shown}: is a web page without an article (loaded by a script, or only links?)")
    return assembled(lines, name, encoding)


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
        except LookupError:
            continue
    raise UnreadableInput(f"{shown}: is a web page in an unknown encoding")


def _without_declaration(markup: str) -> str:
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", markup)


def _article(page: HtmlElement) -> Any:
    """The element that holds the article: one of a known name, else the smallest with most of the text."""
    body = page.find(".//body")
    root = body if body is not None else page
    whole = _weight(root)
    known = [e for e in root.iter() if isinstance(e.tag, str) and _names(e) & _containers()]
    best = max(known, key=_weight, default=None)
    if best is not None and _weight(best) >= _KNOWN * whole:
        return best
    found = root
    while True:
        heavier = [child for child in found if isinstance(child.tag, str) and _weight(child) >= _MOST * _weight(found)]
        if not heavier or heavier[0].tag in ("p", "span", "td"):
            return found
        found = heavier[0]


def _drop_links(article: Any) -> None:
    """Takes out the blocks that are hardly anything but links to other pages: menus, related news."""
    for element in [e for e in article.iterdescendants() if e.tag in _BLOCKS or e.tag == "td"]:
        words = len(_HAN.findall(element.text_content()))
        if words and words - _weight(element) >= _LINKED * words:
            element.drop_tree()


def _weight(element: Any) -> int:
    """Chinese characters that are in no link to another page."""
    links = (link for link in element.iter("a") if not _is_place(link))
    return len(_HAN.findall(element.text_content())) - sum(len(_HAN.findall(link.text_content())) for link in links)


def _is_place(link: Any) -> bool:
    """Whether an anchor marks a place of this page, or leads to one."""
    told = link.get("href")
    return str(told).startswith("#") if told else bool(link.get("name") or link.get("id"))


def _names(element: Any) -> set[str]:
    return {name.lower() for name in f"{element.get('id') or ''} {element.get('class') or ''}".split()}


@resources.cached
def _containers() -> frozenset[str]:
    return frozenset(name.lower() for (name,) in resources.table("read/html_containers"))


def _lines(element: Any) -> list[str]:
    lines = "".join(_pieces(element)).split("\n")
    return [line for line in (_BLANK.sub(" ", line).strip(" ") for line in lines) if line]


def _pieces(element: Any) -> Iterator[str]:
    """The text with a line break around every block; source line breaks are blanks."""
    if element.tag == "tr":
        yield from _row(element)
        return
    if element.tag == "pre":
        yield f"\n{element.text_content()}\n"
        return
    block = element.tag in _BLOCKS
    if block or element.tag == "br":
        yield "\n"
    yield _BLANK.sub(" ", element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            yield from _pieces(child)
        yield _BLANK.sub(" ", child.tail or "")
    if block:
        yield "\n"


def _row(element: Any) -> Iterator[str]:
    # a table that only lays out the page has one cell a row, or paragraphs in its cells
    cells = [cell for cell in element if cell.tag in ("td", "th")]
    if len(cells) < 2 or any(len(list(cell.iter("p", "div", "br"))) > 3 for cell in cells):
        for cell in cells:
            yield "\n"
            yield from _pieces(cell)
        yield "\n"
        return
    yield f"\n{row(cell.text_content() for cell in cells)}\n"


def _headed(lines: list[str], title: str | None) -> list[str]:
    """The article below the title of the page, where it does not name the report itself."""
    words = " ".join((title or "").split())
    if "政府工作报告" in words and "政府工作报告" not in "".join(lines[:6]):
        return [re.split("[-_|—]", words)[0].strip(), *lines]
    return lines
