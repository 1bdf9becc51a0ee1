"""How many Chinese characters a page holds where: in its markup, in its parse, in and outside of links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.html import HtmlElement

HAN = re.compile("[\u4e00-\u9fff]")
_UNSEEN = ("script", "style")
"""Elements whose content is no text."""
_OPENED = re.compile(r"<(?:(script|style)\b|!--)", re.IGNORECASE)
_CLOSED = {name: re.compile(f"</{name}" if name else "-->", re.IGNORECASE) for name in ("", *_UNSEEN)}
_TAG = re.compile(
    r"""<[a-zA-Z/!?](?:[^<>"']++|"[^"]{0,4000}+"|'[^']{0,4000}+')*+>|<[a-zA-Z/!?][^<>]*+>"""
)  # a value in quotes may hold a > ; without limit a quote that is not closed would be looked for again and again


def han(words: str) -> int:
    """Chinese characters of a text."""
    return len(HAN.findall(words))


def han_outside_tags(markup: str) -> int:
    """Chinese characters that stand between the tags of a page, as nobody has parsed it yet."""
    return sum(han(_TAG.sub("", piece)) for piece in _seen(markup))


def han_parsed(page: HtmlElement) -> int:
    """The same of what the parser has made of it."""
    found = 0
    for element in page.iter():
        if isinstance(element.tag, str) and element.tag not in _UNSEEN:
            found += han(element.text or "")
        found += han(element.tail or "")
    return found


class Weights:
    """Chinese characters of all elements of a page, counted once: ``weights[element]`` leaves out links elsewhere."""

    def __init__(self, page: HtmlElement) -> None:
        from lxml.etree import iterwalk

        self._held: dict[Any, tuple[int, int]] = {}
        open_: list[list[int]] = [[0, 0]]
        for event, element in iterwalk(page, events=("start", "end", "comment", "pi")):
            if event == "start":
                open_.append([han(element.text or ""), 0])
                continue
            if event == "end":
                words, linked = open_.pop()
                linked = words if element.tag == "a" and not _is_place(element) else linked
                self._held[element] = words, linked
                open_[-1][0] += words
                open_[-1][1] += linked
            open_[-1][0] += han(element.tail or "")

    def __getitem__(self, element: Any) -> int:
        words, linked = self._held[element]
        return words - linked

    def words(self, element: Any) -> int:
        """All its Chinese characters."""
        return self._held[element][0]


def _seen(markup: str) -> Iterator[str]:
    """A page without scripts, styles and comments."""
    at = 0
    while found := _OPENED.search(markup, at):
        yield markup[at : found.start()]
        closed = _CLOSED[(found[1] or "").lower()].search(markup, found.end())
        if closed is None:
            return
        at = closed.start()
    yield markup[at:]


def _is_place(link: Any) -> bool:
    """Whether an anchor marks a place of this page, or leads to one."""
    told = link.get("href")
    return str(told).startswith("#") if told else bool(link.get("name") or link.get("id"))
