"""Subjects that a report leaves out, shares or distributes, made whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from reportkit import limits
from reportkit.extraction.indicators.words import OF, Words
from reportkit.model.quick import quick

_CLAUSE = re.compile(r"[，；：。！？\n]")
_TRIM = "、，:：∶"
_REMARK = re.compile(r"（[^（）]*[，；][^（）]*）")
"""A bracket with clauses of its own."""
_FIGURE = re.compile("[0-9%％](?![A-Z])")
_HEADLINE = 14
"""Characters of the longest sentence that is but a headline of the next."""
_ADVERBIAL = 4
"""Characters of an adverbial that no lexicon holds before the verb of a clause: 分层分类培育."""
_PERFECT = "了"
"""After a verb it says that the deed is done, and is no part of the name."""


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
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
        stem = without_lead(stem, words)
        m = words.verb.match(stem)
        if not m or _protected(stem, m.end(), words) or stem.startswith(OF, m.end()):
            break
        if m.end() == len(stem):
            named = m["verb"] in words.nouns or (action in words.formal and m["verb"] in words.deeds)
            return (m["verb"] if named else ""), action or m["verb"]
        if not _governs(m, stem, words):
            stem = stem[m.start("verb") :]
            break
        action = m["verb"]
        if words.kept(action):
            stem = action + stem[m.end("verb") :].removeprefix(_PERFECT)
            break
        if len(stem) - m.end() < 2 or len(action) < 2:
            break
        stem = stem[m.end() :].lstrip(_TRIM)
        if (link := words.link.match(stem)) and words.verb.match(stem, link.end()):
            stem = stem[link.end() :]
    return stem, action


def without_lead(stem: str, words: Words) -> str:
    """A subject without the times and openings before it."""
    while (lead := words.lead.ask(stem)) and not _protected(stem, lead.end, words):
        stem = stem[lead.end :].lstrip(_TRIM)
    return stem


def _governs(m: re.Match[str], stem: str, words: Words) -> bool:
    """Whether the words after a verb are its object; else it is part of the name: 上云企业, 研究与试验经费."""
    link = words.link.match(stem, m.end())
    if link:
        return words.verb.match(stem, link.end()) is not None
    return m["verb"] not in words.attributive or m.end("verb") < m.end()


def _protected(stem: str, end: int, words: Words) -> bool:
    """Whether a known indicator begins here and reaches further than the verb."""
    m = words.known.match(stem)
    return m is not None and m.end() > end


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What stands before the words of a number."""

    sentence: str
    """The sentence up to them."""
    gap: str
    """The part of it after the number before."""
    headline: str
    """The sentence before, for the first number of one."""


def complete(told: Subject, found: list[Subject], before: Before, unit: str, words: Words) -> Subject:
    """The subject with what it leaves out taken from the number, or else the clause, before."""
    last = _measured_before(before.gap, words) or (found[-1].name if found else "")
    bare = _without_event(last, words) or last
    if bare != last and words.counts(unit) and _is_bare_verb(told, before):
        return replace(told, name=told.action + bare, told="completed")
    if told.told == "before" and (whole := _per_head(told.name, last, words)):
        return replace(told, name=whole, told="completed")
    if words.branch_figure.fullmatch(told.name) and (branch := _branch(before, words)):
        return replace(told, name=branch + told.name, told="completed")
    generic = words.generic if before.sentence.endswith("、") or told.action == "完成" else words.generic_far
    if told.name and generic.fullmatch(told.name):
        link = "完成" if told.action == "完成" else ""
        worked = _worked_on(_since(before, last, unit, words), words) if not words.attribute.ask(told.name) else ""
        if base := _base(worked or last or _headline(before, words), told.name, words):
            return replace(told, name=base + link + told.name, told="completed")
    if words.share.match(told.name) and (of := last or clause_before(before.sentence, words)):
        return replace(told, name=words.closed(of + told.name), told="completed")
    if told.name and told.told != "after" and words.attribute.ask(told.name):
        if noun := bare or clause_before(before.sentence, words):
            return replace(told, name=told.name + noun, told="completed")
    return told if told.name else _inherit(told, found, last, before.sentence, unit, words)


def _is_bare_verb(told: Subject, before: Before) -> bool:
    """Whether only a verb goes on after 、, of the things of the number before: 新建泵站5座、改造8座."""
    return before.gap == "、" and told.told == "before" and bool(told.name) and told.name == told.action


def _per_head(name: str, last: str, words: Words) -> str:
    """A name that ends in 人均 with what is reckoned per head in the one before: 农民人均 after 市民人均可支配收入."""
    if not (per := words.per_end.search(name)) or not per.start():
        return ""
    measured = last.partition(per[0])[2]
    return name + measured if measured else ""


def _inherit(told: Subject, found: list[Subject], last: str, earlier: str, unit: str, words: Words) -> Subject:
    """A subject without any name, with the one before or what its verb says."""
    bare = _without_event(last, words) or last
    if told.action and not last and (named := _object_before(told.action, earlier, words)):
        return replace(told, name=named, told="completed")
    people = told.action in words.people and unit in words.numbers
    if last and told.action in words.events and not told.class_ and not people:
        done = words.event_end.search(last)
        name = last[: done.start()] + told.action if done and done.start() else told.action + bare
        return replace(told, name=name, told="completed")
    if not last:
        last = clause_before(earlier, words)
    if people:
        return replace(told, name=last + told.action + words.numbers[unit], told="completed")
    if told.class_ == "reach":
        last = words.added_end.sub("", last)
    if told.class_ == "growth" and unit == "%":
        last = words.share.split(last, 1)[0] or last
    if not told.class_ and unit == "%" and found and found[-1].class_ == "growth":
        told = replace(told, class_="growth", direction=found[-1].direction)
    return replace(told, name=last or told.action, told="inherited")


def clause_before(earlier: str, words: Words) -> str:
    """The subject of the clause that ends a text."""
    clauses = reversed(_CLAUSE.split(_REMARK.sub("", earlier[-limits.REACH :])))
    last = next((c for c in clauses if c and not words.aside.ask(c)), "")
    name = words.without_trail(strip(last.strip(_TRIM), words)[0]) if last else ""
    return words.without_trail(name[: tail.start]) if (tail := words.tail.ask(name, 2)) else name


def _measured_before(gap: str, words: Words) -> str:
    """The subject of a clause without a number that stands right before, if it is one that is measured."""
    if not gap.startswith(("，", "；")):
        gap = gap.partition("，")[2]
    clauses = [c for c in _CLAUSE.split(gap) if c]
    if not clauses or gap.endswith("、"):
        return ""
    name, action = strip(words.acts.sub("", words.without_trail(clauses[-1].strip(_TRIM))), words)
    measured = words.measure_noun.search(name) or words.known.fullmatch(name)
    return name if len(name) > 1 and not action and measured else ""


def _branch(before: Before, words: Words) -> str:
    """The branch of the economy of which the clause before tells how it fares: 服务业加快发展，增加值…."""
    clause = (before.gap or before.sentence).rstrip(_TRIM)
    clause = without_lead(_CLAUSE.split(clause)[-1], words)
    told = words.branch.match(clause)
    return told["name"] if told and not _FIGURE.search(clause) else ""


def _headline(before: Before, words: Words) -> str:
    """What the short sentence before is about: 经营主体 of 经营主体持续壮大."""
    if before.sentence or not 2 < len(before.headline) <= _HEADLINE or _CLAUSE.search(before.headline):
        return ""
    return words.acts.sub("", before.headline)


def _since(before: Before, last: str, unit: str, words: Words) -> str:
    """Where to look for what a total is a total of: what is counted may be named after the number before."""
    if not last:
        return before.sentence
    return before.gap if words.counts(unit) else ""


def _worked_on(earlier: str, words: Words) -> str:
    """What the last clause without a number is about to work on: 高新技术企业 of 梯度培育高新技术企业，力争总数…."""
    *whole, _ = _CLAUSE.split(earlier[-limits.REACH :])
    clause = whole[-1] if whole else ""
    verb = words.verb.search(clause, 0, _ADVERBIAL + words.longest)
    if not verb or verb["verb"] not in words.deeds or verb.start() > _ADVERBIAL or _FIGURE.search(clause):
        return ""
    named = words.acts.sub("", clause[verb.end() :])
    return named if 1 < len(named) <= _HEADLINE and not words.members.search(named) else ""


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
    if head not in words.figures and words.measure_noun.search(head) and (measured := words.measure_noun.search(bare)):
        bare = bare[: measured.start()]
        if verb := words.last_verb(bare):
            bare = bare[: verb[1]]
    if not words.measure_noun.search(bare):
        bare = words.event_end.sub("", bare)
    return bare if len(bare) > 1 else ""


def distribute(told: Subject, before: list[Subject], left: str, earlier: str, run: int, words: Words) -> list[Subject]:
    """One subject for each of ``run`` numbers that 分别, or a subject of as many members, takes apart; else none."""
    if run == 1:
        return []
    handed = _last(words.hand_out, left)
    if handed is None:
        if words.in_turn.search(left):
            return []
        names = _split_members(told.name, run, words) if told.name else _last_run(before, run)
        return [replace(told, name=name, told="distributed") for name in names]
    group, _ = strip(left[: handed.start()].strip(_TRIM), words)
    group = words.without_trail(group)
    if (not group or words.share.match(group) or words.generic.fullmatch(group)) and len(before) >= run:
        names = [name + group for name in _last_names(before, run, told.class_)]
    else:
        group = group or clause_before(earlier, words)
        names = _split_members(group, run, words) or [group] * run
        if words.share.match(of := left[handed.end() :]):
            names = [name + of.removesuffix(OF) for name in names]
    return [replace(told, name=name, told="distributed") for name in names]


def _last_names(before: list[Subject], run: int, class_: str) -> list[str]:
    """The names of the last ``run`` numbers; of as many movements, each told by where it starts and ends, the names of the
    movements: A由1提高到2，B由3提高到4，年均分别增长…."""
    names = [subject.name for subject in before[-run:]]
    moved = list(dict.fromkeys(subject.name for subject in before[-2 * run :]))
    return moved if class_ == "growth" and len(set(names)) < run == len(moved) else names


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last match in a text."""
    found = list(pattern.finditer(text))
    return found[-1] if found else None


def _last_run(before: list[Subject], run: int) -> list[str]:
    """The names that a run of numbers before this one of the same length took apart."""
    names = [s.name for s in before[-run:] if s.told == "distributed"]
    return names if len(set(names)) == run else []


def _split_members(group: str, count: int, words: Words) -> list[str]:
    if fused := _fused(group, count, words):
        return fused
    for members in (group.split("、"), words.members.split(group)):
        if len(members) == count and all(members):
            break
    else:
        return []
    if head := words.achieved.match(members[0]):
        return [head["who"] + (head["what"] if m == members[0] else m) for m in members]
    members = [members[0], *(_held(m, members[0], words) for m in members[1:])]
    tail = _shared_tail(members, words)
    if (per := words.per_start.match(members[0])) and not any(words.per_start.match(m) for m in members[1:]):
        members = [members[0], *(per[0] + m for m in members[1:])]
    if not tail:
        return [members[0], *(strip(m, words)[0] or m for m in members[1:])]
    return [m if words.measure_noun.search(m) or words.measure_end.search(m) else _joined(m, tail) for m in members]


def _held(member: str, first: str, words: Words) -> str:
    """A member that is but a generic head, with what the first is the figure of: 商品房销售面积、销售额; 税收 stands for itself."""
    alone = not words.generic.fullmatch(member) or words.known.fullmatch(member)
    return member if alone else _joined(_base(first, member, words), member)


def _shared_tail(members: list[str], words: Words) -> str:
    """The words at the end of the last member that are of all: what follows the word that ends as the first member does
    (鄱湖、洞湖还湖面积 share 还湖面积), else its measure noun; none if it has a verb of its own (接待游客、实现旅游收入)."""
    first, last = members[0], members[-1]
    measured = words.shared_tail.search(last, 1)
    verb = words.verb.match(last)
    if not measured or (verb and verb["verb"] not in words.nouns):
        return ""
    alike = [i + 1 for i in range(1, measured.end() - 1) if last[i] == first[-1] and not last.startswith(first)]
    whole = words.measure_noun.search(last)
    within = whole.start() if whole else len(last)  # no cut inside the measure noun: 营业|收入
    near = [cut for cut in alike if 1 < cut <= within and words.measure_noun.search(last[cut:])]
    return last[min(near, key=lambda cut: abs(cut - len(first))) :] if near else measured[0]


def _joined(member: str, tail: str) -> str:
    """A member with the tail it shares, what both have told once: 养老保险 and 保险参保人数."""
    overlap = next((k for k in range(min(len(member), len(tail)), 0, -1) if member.endswith(tail[:k])), 0)
    return member + tail[overlap:]


def _fused(group: str, count: int, words: Words) -> list[str]:
    """城乡低保标准 for two numbers: 城镇低保标准 and 农村低保标准."""
    apart = group.count("、") + 1 == count  # 欧盟、东盟进出口: two members already
    for written, members in words.fused:
        if len(members) == count and written in group and not (apart and "、" not in written):
            return [group.replace(written, member, 1) for member in members]
    return []
