"""Subjects that a report leaves out, shares or distributes, made whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from reportkit.extraction.indicators.words import Words

_CLAUSE = re.compile(r"[，；：。！？\n]")
_MEMBERS = re.compile(r"、|以及|及|和|与")
_LINK = re.compile("和|及|与|并")
_ACHIEVED = re.compile("(?P<who>.{2,}?)(?:实现|完成)(?P<what>.{2,})")
"""Who all members of a coordination are told of: 规模以上工业实现销售收入、利税."""
_TRIM = "、，:：∶"
_PEOPLE = {"人": "人数", "人次": "人次", "名": "人数", "户": "户数", "户次": "户次"}


@dataclass(frozen=True, slots=True)
class Subject:
    """The name of what is measured, and the words that told it."""

    name: str
    action: str
    """Verb whose object is counted, empty when the number is told of the subject."""
    class_: str
    """growth change compare reach share, or empty without a predicate."""
    direction: str
    basis: str
    predicate: str
    """The rule of the predicate, if there is one."""
    told: str
    """How the name was found: before, after, around, inherited, completed, distributed."""


def strip(stem: str, words: Words) -> tuple[str, str]:
    """A subject without the times, adverbs and verbs before it; and its last verb."""
    action = ""
    while stem:
        if (lead := words.lead.ask(stem)) and not _protected(stem, lead.end, words):
            stem = stem[lead.end :].lstrip(_TRIM)
            continue
        m = words.verb.match(stem)
        if not m or _protected(stem, m.end(), words):
            break
        if m.end() == len(stem):
            return (m["verb"] if m["verb"] in words.nouns else ""), action or m["verb"]
        action = m["verb"]
        if words.kept(action):
            stem = stem[m.start("verb") :]
            break
        if len(stem) - m.end() < 2 or len(action) < 2:
            break
        stem = stem[m.end() :].lstrip(_TRIM)
        if (link := _LINK.match(stem)) and words.verb.match(stem, link.end()):
            stem = stem[link.end() :]
    return stem, action


def _protected(stem: str, end: int, words: Words) -> bool:
    """Whether a known indicator begins here and reaches further than the verb."""
    m = words.known.match(stem)
    return m is not None and m.end() > end


def complete(told: Subject, before: list[Subject], earlier: str, unit: str, words: Words) -> Subject:
    """The subject with what it leaves out taken from the number, or else the clause, before."""
    last = before[-1].name if before else ""
    bare = _without_event(last, words) or last
    generic = words.generic if earlier.endswith("、") or told.action == "完成" else words.generic_far
    if told.name and generic.fullmatch(told.name) and (base := _base(last, told.name, words)):
        link = "完成" if told.action == "完成" else ""
        return replace(told, name=base + link + told.name, told="completed")
    if told.name.startswith("占") and last:
        return replace(told, name=last + (told.name if len(told.name) > 1 else "占比"), told="completed")
    if told.name and last and words.attribute.ask(told.name):
        return replace(told, name=told.name + bare, told="completed")
    if told.name:
        return told
    if told.action and not last and (named := _object_before(told.action, earlier, words)):
        return replace(told, name=named, told="completed")
    people = told.action in words.people and unit in _PEOPLE
    if last and told.action in words.events and not told.class_ and not people:
        return replace(told, name=told.action + bare, told="completed")
    if not last:
        clauses = [c for c in _CLAUSE.split(earlier) if c]
        last = strip(clauses[-1].strip(_TRIM), words)[0] if clauses else ""
        last = last[: tail.start] if (tail := words.tail.ask(last, 2)) else last
    if people:
        return replace(told, name=last + told.action + _PEOPLE[unit], told="completed")
    if told.class_ == "growth" and unit == "%":
        last = last.partition("占")[0] or last
    if not told.class_ and unit == "%" and before and before[-1].class_ == "growth":
        told = replace(told, class_="growth", direction=before[-1].direction)
    return replace(told, name=last or told.action, told="inherited")


def _object_before(verb: str, earlier: str, words: Words) -> str:
    """What a verb that now stands alone had for its object before: 发行特别国债，…，今年先发行1万亿元."""
    begin = earlier.rfind(verb) + len(verb)
    if begin < len(verb):
        return ""
    named = re.match(r"[^，；。：、]*", earlier[begin:])
    name = named[0] if named else ""
    if not 2 < len(name) < 16 or words.verb.match(name) or re.search("[0-9]", name):
        return ""
    return verb + name if words.kept(verb) else name


def _without_event(name: str, words: Words) -> str:
    """A name without the verbs that it begins with: 新建、改扩建学校 is of 学校."""
    return name[m.end() :] if (m := words.event.match(name)) else name


def _base(last: str, head: str, words: Words) -> str:
    """What a name before lends to a generic head: 粮食播种面积 lends 粮食 to 产量, 新增企业 lends 企业 to 总数."""
    bare = _without_event(last, words)
    if words.generic.fullmatch(last) or len(bare) < 2:
        return ""
    if words.measure_noun.search(head) and (measured := words.measure_noun.search(bare)):
        bare = bare[: measured.start()]
        if verb := words.last_verb(bare):
            bare = bare[: verb[1]]
    bare = words.event_end.sub("", bare)
    return bare if len(bare) > 1 else ""


def distribute(told: Subject, before: list[Subject], left: str, run: int, words: Words) -> list[Subject]:
    """One subject for each of ``run`` numbers that 分别, or a subject of as many members, takes apart; else none."""
    if run == 1:
        return []
    if "分别" not in left:
        names = _split_members(told.name, run, words) if told.name else _last_run(before, run)
        return [replace(told, name=name, told="distributed") for name in names]
    group, _ = strip(left[: left.rfind("分别")].strip(_TRIM), words)
    group = words.without_trail(group)
    if (not group or group.startswith("占") or words.generic.fullmatch(group)) and len(before) >= run:
        names = [subject.name + group for subject in before[-run:]]
    else:
        names = _split_members(group, run, words) or [group] * run
        if (of := left[left.rfind("分别") + 2 :]).startswith("占"):
            names = [name + of.removesuffix("的") for name in names]
    return [replace(told, name=name, told="distributed") for name in names]


def _last_run(before: list[Subject], run: int) -> list[str]:
    """The names that a run of numbers before this one of the same length took apart."""
    names = [s.name for s in before[-run:] if s.told == "distributed"]
    return names if len(set(names)) == run else []


def _split_members(group: str, count: int, words: Words) -> list[str]:
    if fused := _fused(group, count, words):
        return fused
    for members in (group.split("、"), _MEMBERS.split(group)):
        if len(members) == count and all(members):
            break
    else:
        return []
    if head := _ACHIEVED.match(members[0]):
        return [head["who"] + (head["what"] if m == members[0] else m) for m in members]
    tail = words.shared_tail.search(members[-1], 1)
    if not tail:
        return members
    return [m if words.measure_noun.search(m) or m[-1] in "数量额率值度" else _joined(m, tail[0]) for m in members]


def _joined(member: str, tail: str) -> str:
    """A member with the tail it shares, what both have told once: 养老保险 and 保险参保人数."""
    overlap = next((k for k in range(min(len(member), len(tail)), 0, -1) if member.endswith(tail[:k])), 0)
    return member + tail[overlap:]


def _fused(group: str, count: int, words: Words) -> list[str]:
    """城乡低保标准 for two numbers: 城镇低保标准 and 农村低保标准."""
    for written, members in words.fused:
        if len(members) == count and written in group:
            return [group.replace(written, member, 1) for member in members]
    return []
