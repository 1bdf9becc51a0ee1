"""What a report says of itself: title, region, session, speaker, date, year of delivery."""

from __future__ import annotations

import re

from reportkit.domain import numerals, regions
from reportkit.extraction import identity
from reportkit.model.records import Document, Region, ReportInfo
from reportkit.rules import Rule, Rules

_FRONT_MAX = 600
_LONG = 120
"""Characters of a line that is no part of the front matter."""


def describe(document: Document, rules: Rules, region: str = "", year: int | None = None) -> tuple[ReportInfo, int]:
    """The report's description, and where its front matter ends in the running text.

    ``region`` and ``year`` are the caller's word, which wins against all that the text says.
    """
    end = front_end(document, rules)
    facts = _facts(front_of(document, rules), rules)
    date, beside = _date(facts.get("date", "")), document.source.beside
    where = identity.places(document, end, rules)
    decided = identity.region_of(region, where, rules)
    report_year, doubt = identity.year_of(year, date, where, rules)
    place = decided.region or Region("", "", "")
    info = ReportInfo(
        id="-".join(filter(None, (_called(place) or document.source.name, str(report_year or "")))),
        title=facts.get("title", "") or beside.title,
        region=place.name,
        level=place.level,
        adcode=place.adcode,
        report_year=report_year,
        session=facts.get("session", ""),
        speaker=facts.get("speaker", ""),
        date=date,
        source_url=beside.url,
        published=beside.published or identity.published(where, rules),
        doubt="; ".join(filter(None, (decided.doubt, doubt))),
    )
    return info, end


def kind(document: Document, rules: Rules) -> identity.Kind:
    """Whether a text is a report, and what it is instead."""
    return identity.kind_of(identity.places(document, front_end(document, rules), rules), rules)


def front_end(document: Document, rules: Rules) -> int:
    """Start of the first line that opens the report (``structure.opening``) or is long, what the page has around it aside."""
    at = seen = 0
    for line in document.text.split("\n"):
        if not document.is_around(at):
            if len(line) >= _LONG or rules.ask("structure.opening", line):
                return at
            seen += len(line) + 1
            if seen > _FRONT_MAX:
                return 0
        at += len(line) + 1
    return 0


def front_of(document: Document, rules: Rules) -> str:
    """The front matter as one line."""
    end, at, lines = front_end(document, rules), 0, []
    for line in document.text[:end].split("\n"):
        if not document.is_around(at):
            lines.append(line)
        at += len(line) + 1
    return "".join(lines)


def _called(place: Region) -> str:
    """What an id calls a region: a name that several bear with that of the superior before it."""
    superior = next(iter(regions.ancestors(place)), None) if place.adcode and regions.is_ambiguous(place) else None
    return f"{superior.name}{place.name}" if superior else place.name


def _facts(front: str, rules: Rules) -> dict[str, str]:
    """The named groups of the front rules; of two that tell the same fact, the first that tells it."""
    facts: dict[str, str] = {}
    for _, m in front_matches(front, rules):
        facts |= {k: v for k, v in m.groupdict().items() if v and not facts.get(k)}
    return facts


def front_matches(front: str, rules: Rules) -> list[tuple[Rule, re.Match[str]]]:
    """Where the front rules match; the title is taken out before the others look."""
    found = []
    for rule in rules.family("structure.front"):
        if m := rule.compile().search(front):
            found.append((rule, m))
            if "title" in m.groupdict():
                front = front[: m.start()] + front[m.end() :]
    return found


def _date(told: str) -> str:
    m = re.match(r"(.{4})年(.{1,3})月(.{1,3})日", told)
    if not m:
        return ""
    year, month, day = (int(n) if n.isdigit() else int(numerals.chinese(n) or 0) for n in m.groups())
    return f"{year}-{month:02}-{day:02}" if year and 1 <= month <= 12 and 1 <= day <= 31 else ""
