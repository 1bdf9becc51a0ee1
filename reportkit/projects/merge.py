"""Mentions of one thing become one project: its best name, state, sector, place and size."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportkit.projects.layout import Layout
from reportkit.projects.records import Mention
from reportkit.projects.status import state
from reportkit.rules import Rules
from reportkit.types import Number, Project

_MARKS = re.compile(r"[“”《》（）·、，—\-]")
_SUFFIX = re.compile(r"(?:建设|项目|工程|行动|工作|活动|试点|品牌|改革|专项|系列)+\Z")
_CLOSE = 0.6
_SHORTEST = 3
_MONEY = ("元", "美元", "欧元")
_SIZE = ("公里", "平方米", "平方公里", "亩", "公顷", "千瓦", "立方米", "吨", "张", "个床位")


def merge(found: Sequence[Mention], ground: Layout, ledger: Sequence[Number], rules: Rules) -> Iterator[Project]:
    """One project for each thing that the mentions name, in order of first mention."""
    groups: list[tuple[set[str], list[Mention]]] = []
    for mention in found:
        key = _key(mention.name)
        group = next((g for g in groups if any(_same(key, k) for k in g[0])), None)
        if group is None:
            groups.append(({key}, [mention]))
        else:
            group[0].add(key)
            group[1].append(mention)
    for _, members in groups:
        yield _project(members, ground, ledger, rules)


def _key(name: str) -> str:
    bare = _MARKS.sub("", name)
    return _SUFFIX.sub("", bare) or bare


def _same(one: str, two: str) -> bool:
    """Whether two keys name one thing: equal, or one the greater part of the other."""
    if one == two:
        return True
    short, long = sorted((one, two), key=len)
    return len(short) >= _SHORTEST and short in long and len(short) / len(long) >= _CLOSE


def _project(members: list[Mention], ground: Layout, ledger: Sequence[Number], rules: Rules) -> Project:
    best = max(members, key=lambda m: (len(m.name), -m.start))
    states = [state(m, ground, rules) for m in members]
    last = next((s for s in reversed(states) if s.rule), states[-1])
    value, unit = _size(members, ground, ledger)
    trace = (("name", best.rule), *((("status", last.rule),) if last.rule else ()))
    return Project(
        best.name, best.kind, _sector(best.name, rules), _place(best, ground), last.status, last.action,
        value, unit, tuple((m.start, m.end) for m in members), members[0].sentence, trace,
    )  # fmt: skip


def _sectors(rules: Rules) -> list[tuple[str, re.Pattern[str]]]:
    names = dict.fromkeys(row["sector"] for row in rules.lexicon("project_sectors"))
    return [(s, re.compile(rules.terms("project_sectors", "sector", s))) for s in names]


def _sector(name: str, rules: Rules) -> str:
    """The sector whose word stands last in the name: the head tells more than what modifies it."""
    best, at = "", -1
    for sector, pattern in rules.memo(_sectors):
        for m in pattern.finditer(name):
            if m.end() > at:
                best, at = sector, m.end()
    return best


def _place(mention: Mention, ground: Layout) -> str:
    """The region that the name, or the words right before it, mention."""
    from reportkit import regions

    begin, _ = ground.clause(mention.start)
    text = ground.text[max(begin, mention.start - 6) : mention.end]
    named = regions.mentioned(text)
    return named[0][2].name if named else ""


def _size(members: Sequence[Mention], ground: Layout, ledger: Sequence[Number]) -> tuple[Decimal | None, str]:
    """The first amount of money, else size, that stands in the clause of a mention."""
    for units in (_MONEY, _SIZE):
        for mention in members:
            begin, end = ground.clause(mention.start)
            for number in ledger:
                if begin <= number.start < end and number.role == "value" and number.unit in units:
                    return number.value, number.unit
    return None, ""
