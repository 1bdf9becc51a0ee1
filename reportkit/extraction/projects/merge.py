"""Mentions of one thing become one project: its best name, state, sector, place and size."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportkit.extraction.projects.layout import Layout
from reportkit.extraction.projects.places import Places
from reportkit.extraction.projects.records import Mention
from reportkit.extraction.projects.status import state
from reportkit.model.records import Number, Project
from reportkit.rules import Rules

_MARKS = re.compile(r"[“”《》（）·、，—\-]")
_SUFFIX = re.compile(r"(?:建设|项目|工程|行动|工作|活动|试点|品牌|改革|专项|系列|发展规划|战略|计划)+\Z")
_GENERIC = re.compile("三年|五年|新一轮|首届")
_BRAND = re.compile("“([^”]{3,})”")
_PHASE = re.compile("[二三四]期|新院区|[东西南北新]校区")
_CLOSE = 0.6
_NEXT = re.compile("，(?:概算|计划|年度|完成|累计|总)?(?:总?投资|全长|占地|总建筑面积|装机|库容)[^，。；]*")
_SHORTEST = 3
_MONEY = ("元", "美元", "欧元")
_SIZE = ("公里", "平方米", "平方公里", "亩", "公顷", "千瓦", "立方米", "吨", "张", "个床位")


def merge(
    found: Sequence[Mention], ground: Layout, ledger: Sequence[Number], near: Places, rules: Rules
) -> Iterator[Project]:
    """One project for each thing that the mentions name, in order of first mention."""
    groups: dict[str, list[Mention]] = {}
    for mention in found:
        key = _key(mention.name)
        if key not in groups:
            known = (k for k in groups if (k in key or key in k) and _same(key, k))
            groups[key] = groups[twin] if (twin := next(known, "")) else []
        groups[key].append(mention)
    sizes = [n for n in ledger if n.role == "value" and n.unit in (*_MONEY, *_SIZE)]
    for members in {id(g): g for g in groups.values()}.values():
        yield _project(members, ground, sizes, near, rules)


def _key(name: str) -> str:
    """What two names of one thing share: the quotation, or the words without generic ones."""
    if m := _BRAND.search(name):
        return m[1]
    bare = _GENERIC.sub("", _MARKS.sub("", name))
    return _SUFFIX.sub("", bare) or bare


def _same(one: str, two: str) -> bool:
    """Whether two keys, one contained in the other, name one thing."""
    short, long = sorted((one, two), key=len)
    rest = long.replace(short, "", 1)
    return len(short) >= _SHORTEST and len(short) / len(long) >= _CLOSE and not _PHASE.fullmatch(rest)


def _project(members: list[Mention], ground: Layout, sizes: Sequence[Number], near: Places, rules: Rules) -> Project:
    best = max(members, key=lambda m: (len(m.name), -m.start))
    states = [state(m, ground, rules) for m in members]
    last = next((s for s in reversed(states) if not s.default), states[-1])
    value, unit = _size(members, ground, sizes)
    return Project(
        name=best.name,
        kind=best.kind,
        sector=_sector(best.name, best.kind, rules),
        place=_place(best, ground, near),
        status=last.status,
        action=last.action,
        value=value,
        unit=unit,
        mentions=tuple((m.start, m.end) for m in members),
        sentence=members[0].sentence,
        trace=(("name", best.rule), ("status", last.rule)),
    )


def _sectors(rules: Rules) -> tuple[dict[str, str], dict[str, int]]:
    """The sector of every word, and the length of the longest that ends with a character."""
    words: dict[str, str] = {}
    for row in rules.lexicon("project_sectors"):
        words.setdefault(row["word"], row["sector"])
    longest: dict[str, int] = {}
    for word in words:
        longest[word[-1]] = max(longest.get(word[-1], 0), len(word))
    return words, longest


def _sector(name: str, kind: str, rules: Rules) -> str:
    """The sector whose word stands last in the name: the head tells more than what modifies it."""
    words, longest = rules.memo(_sectors)
    for end in range(len(name), 0, -1):
        shortest = 1 if kind == "project" and end == len(name) else 2
        for length in range(min(longest.get(name[end - 1], 0), end), shortest - 1, -1):
            if sector := words.get(name[end - length : end]):
                return sector
    return ""


def _place(mention: Mention, ground: Layout, near: Places) -> str:
    """The region that the name, or the words right before it, mention."""
    begin, _ = ground.clause(mention.start)
    return near.first(mention.name) or near.first(ground.text[max(begin, mention.start - 6) : mention.start])


def _start(number: Number) -> int:
    return number.start


def _size(members: Sequence[Mention], ground: Layout, sizes: Sequence[Number]) -> tuple[Decimal | None, str]:
    """The first amount of money, else size, that stands in the clause of a mention."""
    for units in (_MONEY, _SIZE):
        for mention in members:
            begin, end = ground.clause(mention.start)
            if m := _NEXT.match(ground.masked, end):
                end = m.end()
            place = bisect_left(sizes, begin, key=_start)
            while place < len(sizes) and sizes[place].start < end:
                if sizes[place].unit in units and not mention.start <= sizes[place].start < mention.end:
                    return sizes[place].value, sizes[place].unit
                place += 1
    return None, ""
