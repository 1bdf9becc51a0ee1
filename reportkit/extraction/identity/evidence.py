"""Where evidence stands, what speaks there, and what it adds up to."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import TypeVar

from reportkit.model.records import CORPUS, Document
from reportkit.rules import Rule, Rules

THIN = 6
"""Evidence that adds up to less is doubtful: it is weaker than a title, a session or a speaker's office."""
RIVAL = 0.6
"""Share of the best that makes something else a rival: a column (7) is one to a session (10), a file's name (4) is none."""
_HEAD = 1500
"""Characters in which a speaker says for whom he speaks, and of what."""
_HEADING_MAX = 40
"""Characters of a heading that can name a year or a part."""
_TITLE_LINES = 3
"""A title stands in so many lines from the top."""
_ENDED = re.compile("[。！：；，]$")
_HEADING = re.compile(rf"^[^。；！\n]{{2,{_HEADING_MAX}}}$", re.M)
_FAMILIES = ("region", "level", "year", "kind", "published")
Answer = TypeVar("Answer", bound=Hashable)
Places = Mapping[str, str]
"""Texts by the names that ``when.text`` of a rule gives them."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule found: the match, what it counts, and what it is called."""

    rule: Rule
    match: re.Match[str]
    weight: int
    words: str


@dataclass(frozen=True, slots=True)
class Sum:
    """What the evidence for one answer adds up to."""

    weight: float
    words: tuple[str, ...]
    """What spoke for it, the strongest first."""


def places(document: Document, front_end: int, rules: Rules) -> Places:
    """The texts in which evidence is looked for; ``front_end`` is where the report begins to speak."""
    beside, source = document.source.beside, document.source
    around = "\n".join(document.text[start:end] for start, end in document.around)
    front, head = _without_page(document, 0, front_end), _without_page(document, front_end, front_end + _HEAD)
    # the number of a row says nothing of a corpus's report
    name = source.name.rpartition("-")[0] if source.encoding == CORPUS else source.name
    return {
        "title": "\n".join(filter(None, (beside.title, *_printed(f"{front}\n{head}", rules), _first_line(document)))),
        "column": beside.region,
        "year": str(beside.year or ""),
        "stamp": beside.published or around,
        "name": name,
        "front": front.replace("\n", " "),
        "head": head.replace("\n", ""),
        "lines": f"{front}\n{head}",
        "headings": "\n".join(_HEADING.findall(document.text[front_end:])),
        "body": document.text,
        "around": around,
    }


def _printed(text: str, rules: Rules) -> list[str]:
    """The lines above the address that are short enough to be a title."""
    begins = [rule.compile() for rule in rules.family("clean.begins")]
    lines = [line for line in text.split("\n") if line][:_TITLE_LINES]
    above = takewhile(lambda line: not any(p.match(line) for p in begins), lines)
    return [line for line in above if not _ENDED.search(line)]


def _first_line(document: Document) -> str:
    """The first line of the source: without an address below it, the running text joins a title with what follows."""
    lines = ("".join(line.split()) for line in document.source.text[:_HEAD].split("\n"))
    first = next(filter(None, lines), "")
    return "" if _ENDED.search(first) or len(first) > _HEADING_MAX else first


def said(family: str, where: Places, rules: Rules) -> Iterator[Said]:
    """What the rules of ``identity.FAMILY`` find, each where it first matches in each of its places."""
    for rule, pattern in rules.memo(_compiled)[family]:
        for place in rule.when.get("text", "around").split("|"):
            if m := pattern.search(where[place]):
                yield Said(rule, m, int(rule.set.get("weight", 0)), rule.set.get("words", rule.doc))
                break


def added(found: Mapping[Answer, list[tuple[float, str]]]) -> list[tuple[Answer, Sum]]:
    """Every answer with what speaks for it, the best first; of equals the one that was found first."""
    sums = []
    for answer, parts in found.items():
        ordered = sorted(parts, key=lambda part: -part[0])
        sums.append((answer, Sum(sum(w for w, _ in parts), tuple(dict.fromkeys(words for _, words in ordered)))))
    return sorted(sums, key=lambda one: -one[1].weight)


def _without_page(document: Document, start: int, end: int) -> str:
    """The lines of a span without what the page has around the report."""
    lines, at = [], start
    for line in document.text[start:end].split("\n"):
        if not document.is_around(at):
            lines.append(line)
        at += len(line) + 1
    return "\n".join(lines).strip("\n")


def _compiled(rules: Rules) -> dict[str, list[tuple[Rule, re.Pattern[str]]]]:
    return {name: [(r, r.compile()) for r in rules.family(f"identity.{name}")] for name in _FAMILIES}
