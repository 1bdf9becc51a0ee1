"""What a report says of itself: title, region, session, speaker, date, year of delivery."""

from __future__ import annotations

import re

from reportkit.domain import numerals, regions
from reportkit.model.records import Document, Region, ReportInfo
from reportkit.rules import Rule, Rules

_FRONT_MAX = 600
_BODY = re.compile(r"(?:各位代表|同志们)[：:，,！!]|现在，?我代表|[一二三]、|.{120}", re.S)
_WE = re.compile(r"我(?:谨|受.{0,12}委托，?)?代表(?P<who>[^，。]{0,14}?)(?:向|，|。|作)")
_HEADING_YEAR = re.compile(
    r"^(?:[一二三四五]、)?[^，。；\n]{0,8}?(?P<year>(?:19|20)\d\d)年(?P<rest>[^，。；\n]{2,30})$", re.M
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NATION = Region("全国", "100000", "national")


def describe(document: Document, rules: Rules, region: str = "", year: int | None = None) -> tuple[ReportInfo, int]:
    """The report's description, and where its front matter ends in the running text."""
    end = front_end(document.text)
    front = document.text[:end].replace("\n", "")
    facts = _facts(front, rules)
    date = _date(facts.get("date", ""))
    place = _region(region, front, facts, document)
    report_year = year or _report_year(date, front, document)
    name = place.name if place else region
    info = ReportInfo(
        id="-".join(filter(None, (name or document.source.name, str(report_year or "")))),
        title=facts.get("title", ""),
        region=name,
        level=place.level if place else (regions.level_of_name(name) if name else ""),
        adcode=place.adcode if place else "",
        report_year=report_year,
        session=facts.get("session", ""),
        speaker=facts.get("speaker", ""),
        date=date,
    )
    return info, end


def front_end(text: str) -> int:
    """Start of the first line that addresses the deputies, is a heading or is long."""
    at = 0
    for line in text[:_FRONT_MAX].split("\n"):
        if _BODY.match(line):
            return at
        at += len(line) + 1
    return 0


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


def _report_year(date: str, front: str, document: Document) -> int | None:
    """From the date, else the title, else the headings, else the file's name."""
    if date:
        return int(date[:4])
    if m := _YEAR.search(front):
        return int(m[0])
    for m in _HEADING_YEAR.finditer(document.text):
        return int(m["year"]) + (1 if re.search("回顾|总结|完成情况|成绩|成就", m["rest"]) else 0)
    if m := _YEAR.search(document.source.name):
        return int(m[0])
    return None


def _region(told: str, front: str, facts: dict[str, str], document: Document) -> Region | None:
    """From the caller, else the front matter, else whom the speaker stands for, else the file's name."""
    if told:
        return regions.find(told) or Region(told, "", regions.level_of_name(told))
    for name in filter(None, (facts.get("region"), facts.get("office"))):
        if found := _resolve(name):
            return found
    we = _WE.search(document.text[:3000])
    if we and "国务院" in we["who"]:
        return _NATION
    if we and (found := _resolve(we["who"].removesuffix("人民政府"))):
        return found
    named = [r for _, _, r in regions.mentioned(front)] or [r for _, _, r in regions.mentioned(document.source.name)]
    return named[-1] if named else None


def _resolve(name: str) -> Region | None:
    """The region that ``name`` ends on (山东省聊城市 → 聊城市), also one that is in no table."""
    name = name.removeprefix("中华人民共和国")
    if found := regions.find(name):
        return found
    named = regions.mentioned(name)
    if named and named[-1][1] == len(name):
        return regions.find(named[-1][2].name, named[-2][2].name if len(named) > 1 else "") or named[-1][2]
    level = regions.level_of_name(name)
    return Region(name, "", level) if level and len(name) > 1 else None
