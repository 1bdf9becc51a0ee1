"""Whose number is it: the subject of every value, restored where the report elides it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportkit.rules import Context, Rule, Rules
from reportkit.types import Number

_CLAUSE = re.compile(r"[，；：。！？\n]")
_JOINED = re.compile(r"(?:以上|以内|以下|左右|上下|余|多)?(?:、|和|及|以及|与|，)(?:超过?|突破|约|近|不低于)?\Z")
_APART = re.compile(r".*分别")
_MEMBERS = re.compile(r"、|以及|及|和|与")
_TRIM = "、，:：∶"
_OPEN_QUOTE = re.compile(r"“[^”]{0,8}\Z")
_AFTER_BOUND = re.compile(r"(?:及?以[上内下]|左右|上下|之内|余|多)(?:的)?")
_ATTRIBUTE = re.compile(r"(?:其中)?(?:国家|省|市|县|区|世界)级(?:及?以上)?|(?:过|超|投资超?)?[0-9十百千万亿]+元(?:以上)?|国内|国外|境外|省外|市外|城镇|农村|女性|民营")
_PEOPLE = {"人": "人数", "人次": "人次", "名": "人数", "户": "户数", "户次": "户次"}
_QUOTED = re.compile(r"“[^”]*”")


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
    """How the name was found: before, after, inherited, completed, distributed."""


@dataclass(frozen=True, slots=True)
class _Words:
    predicates: tuple[tuple[Rule, tuple[Context, ...], re.Pattern[str] | None, frozenset[str]], ...]
    lead: re.Pattern[str]
    verb: re.Pattern[str]
    """Adverbs and one verb at the start of a text."""
    only_verbs: re.Pattern[str]
    verb_end: re.Pattern[str]
    tail: re.Pattern[str]
    tail_start: re.Pattern[str]
    kept: frozenset[str]
    known: re.Pattern[str]
    measure_noun: re.Pattern[str]
    trail: re.Pattern[str]
    counters: frozenset[str]
    nouns: frozenset[str]
    events: frozenset[str]
    people: frozenset[str]
    event: re.Pattern[str]
    event_end: re.Pattern[str]
    generic: re.Pattern[str]
    fused: tuple[tuple[str, tuple[str, ...]], ...]


def _words(rules: Rules) -> _Words:
    kinds = {row["verb"]: set(row["kind"].split("|")) for row in rules.lexicon("verbs")}
    adverb, verb = rules.terms("adverbs"), rules.terms("verbs")
    lead = "|".join(r.pattern for r in rules.family("indicators.lead"))
    return _Words(
        tuple(
            (r, r.contexts(), re.compile(r.when["not_before"]) if "not_before" in r.when else None,
             frozenset(filter(None, r.when.get("kind", "").split("|"))))
            for r in rules.family("indicators.predicate")
        ),
        re.compile(f"(?:{lead})+"),
        re.compile(f"(?:{adverb})*(?P<verb>{verb})(?:了|出|好|成|起)?"),
        re.compile(f"(?:(?:{lead})|(?:{adverb})|(?:{verb})(?:了|出)?)*"),
        re.compile(f"(?:{adverb})*(?P<verb>{verb})(?:了|出)?\\Z"),
        re.compile("(?<!^)(?:" + "|".join(r.pattern for r in rules.family("indicators.tail")) + ")"),
        re.compile("|".join(r.pattern for r in rules.family("indicators.tail"))),
        frozenset(v for v, k in kinds.items() if k & {"event", "noun"}),
        re.compile(rules.terms("indicators")),
        re.compile(f"(?:人均)?(?:{rules.terms('measure_nouns')})\\Z"),
        re.compile("(?:" + "|".join(r.pattern for r in rules.family("indicators.trail")) + ")+\\Z"),
        frozenset(row["unit"] for row in rules.lexicon("units") if row["kind"] in ("count", "person")),
        frozenset(v for v, k in kinds.items() if "noun" in k),
        frozenset(v for v, k in kinds.items() if "event" in k),
        frozenset(v for v, k in kinds.items() if "people" in k),
        re.compile(rules.terms("verbs", "kind", "event")),
        re.compile(f"(?:{rules.terms('verbs', 'kind', 'event')})\\Z"),
        re.compile(rules.terms("generic_heads")),
        tuple((row["written"], tuple(row["members"].split("|"))) for row in rules.lexicon("coordinations")),
    )  # fmt: skip


def subjects(text: str, start: int, end: int, values: Sequence[Number], rules: Rules) -> list[Subject]:
    """The subjects of the value numbers of one sentence (``start:end`` of ``text``), in order."""
    words = rules.memo(_words)
    found: list[Subject] = []
    place = 0
    while place < len(values):
        number = values[place]
        begin = _clause_start(text, start, values, place)
        left = text[begin : number.core[0]]
        run = _run(text, values, place) if _APART.search(left) else 1
        told = _read(text, left, number, _right(text, end, values, place), words)
        if run > 1:
            found += _distribute(told, found, left, run, words)
        else:
            found.append(_complete(told, found, text[start:begin], number.unit, words))
        place += run
    return found


def _clause_start(text: str, start: int, values: Sequence[Number], place: int) -> int:
    """Where the words that belong to a number begin: after the last comma or the number before."""
    begin = start
    for m in _CLAUSE.finditer(_masked(text, start, values[place].start)):
        begin = start + m.end()
    if place and values[place - 1].end > begin:
        before = values[place - 1].end
        rest = text[before : values[place].start]
        cut = max(rest.rfind("、") + 1, 0) or max((m.end() for m in re.finditer("和|及|以及|与", rest)), default=0)
        begin = before + cut
    return begin


def _masked(text: str, start: int, end: int) -> str:
    """The text with what stands in quotation marks and brackets blanked out."""
    return re.sub(r"“[^”]*”|（[^）]*）", lambda m: "　" * len(m[0]), text[start:end])


def _right(text: str, end: int, values: Sequence[Number], place: int) -> str:
    """What follows a number up to the next value or the end of its clause."""
    after = values[place].end
    stop = values[place + 1].start if place + 1 < len(values) else end
    rest = text[after:stop]
    if m := _CLAUSE.search(_masked(text, after, stop)):
        rest = rest[: m.start()]
    return _AFTER_BOUND.sub("", rest, count=1) if _AFTER_BOUND.match(rest) else rest


def _run(text: str, values: Sequence[Number], place: int) -> int:
    """How many numbers a 分别 governs from ``place`` on."""
    run = 1
    while place + run < len(values):
        between = text[values[place + run - 1].end : values[place + run].core[0]]
        if not _JOINED.fullmatch(between):
            break
        run += 1
    return run


def _read(text: str, left: str, number: Number, right: str, words: _Words) -> Subject:
    left = _OPEN_QUOTE.sub("", left)
    (class_, direction, basis, rule), cut = _predicate(left, number, words)
    verb = words.verb_end.search(left)
    if verb and verb.start("verb") < cut and verb["verb"] in words.kept:
        class_, direction, basis, rule, cut = "", "", "", "", len(left)
    counted = left[:cut].strip(_TRIM)
    if number.unit in ("%", "") and counted.endswith("的"):
        counted = counted[:-1]
    name, action = (counted, "") if counted.startswith("占") else _strip(words.trail.sub("", counted), words)
    noun = _noun_after(right, words)
    if name and noun and class_ == "reach" and number.unit in words.counters:
        return Subject(name + noun, action, class_, direction, basis, rule, "around")
    open_verb = words.verb_end.search(counted)
    if noun and (not name or counted.endswith(("等", "的")) or open_verb or number.unit in words.counters):
        action = open_verb["verb"] if open_verb else action
        kept = action if action in words.kept and open_verb else ""
        return Subject(kept + noun, action, class_, direction, basis, rule, "after")
    return Subject(name, action, class_, direction, basis, rule, "before")


def _predicate(left: str, number: Number, words: _Words) -> tuple[tuple[str, str, str, str], int]:
    """Class, direction, basis and rule of the words before a number, and where they begin."""
    best, cut, keep = ("", "", "", ""), len(left), 0
    kind = "percent" if number.unit in ("%", "百分点", "‰") else "times" if number.unit in ("倍", "番") else "other"
    for rule, contexts, not_before, kinds in words.predicates:
        if (kinds and kind not in kinds) or (not_before and not_before.search(left)):
            continue
        for context in contexts:
            m = context.before.search(left) if context.before else None
            if m and m.start() < cut:
                group = m.groupdict()
                best = (rule.set["class"], rule.set.get("direction", ""), group.get("basis") or "", rule.id)
                cut, keep = m.start(), m.end("keep") if group.get("keep") else 0
    return best, keep or cut


def _strip(stem: str, words: _Words) -> tuple[str, str]:
    """A subject without the times, adverbs and verbs before it; and its last verb."""
    action = ""
    while stem:
        if (m := words.lead.match(stem)) and not _protected(stem, m.end(), words):
            stem = stem[m.end() :].lstrip(_TRIM)
            continue
        m = words.verb.match(stem)
        if not m or _protected(stem, m.end(), words):
            break
        action = m["verb"]
        if m.end() == len(stem):
            return (action if action in words.nouns else ""), action
        if action in words.kept:
            stem = stem[m.start("verb") :]
            break
        if len(stem) - m.end() < 2 or len(action) < 2:
            break
        stem = stem[m.end() :].lstrip(_TRIM)
    return stem, action


def _protected(stem: str, end: int, words: _Words) -> bool:
    """Whether a known indicator begins here and reaches further than the verb."""
    m = words.known.match(stem)
    return bool(m) and m.end() > end


def _noun_after(right: str, words: _Words) -> str:
    """The noun that a number counts, when it follows the number."""
    noun = right.lstrip("的")
    if not noun or noun[0] in "、，。；：）)" or words.tail_start.match(noun):
        return ""
    quoted = [m.span() for m in _QUOTED.finditer(noun)]
    for m in words.tail.finditer(noun):
        if not any(s < m.start() < e for s, e in quoted):
            noun = noun[: m.start()]
            break
    noun = re.split(r"[（(]|和\Z", noun)[0]
    if noun.endswith(("为", "到", "至", "成")):
        return ""
    if re.match(r"[\u4e00-\u9fff“A-Za-z0-9]", noun) and len(noun) > 1:
        verb = words.verb.match(noun)
        if verb and verb.end() == len(noun) and verb["verb"] not in words.kept:
            return ""
        return noun
    return ""


def _complete(told: Subject, before: list[Subject], earlier: str, unit: str, words: _Words) -> Subject:
    """The subject with what it leaves out taken from the number, or else the clause, before."""
    last = before[-1].name if before else ""
    bare = words.event.sub("", last, count=1) or last
    if told.name and last and words.generic.fullmatch(told.name):
        link = "完成" if told.action == "完成" or told.name == "投资" else ""
        return replace(told, name=words.event_end.sub("", bare) + link + told.name, told="completed")
    if told.name.startswith("占") and last:
        return replace(told, name=last + told.name, told="completed")
    if told.name and last and _ATTRIBUTE.fullmatch(told.name):
        return replace(told, name=told.name + bare, told="completed")
    if told.name:
        return told
    people = told.action in words.people and unit in _PEOPLE
    if last and told.action in words.events and not told.class_ and not people:
        return replace(told, name=told.action + bare, told="completed")
    if not last:
        clauses = [c for c in _CLAUSE.split(earlier) if c]
        last = _strip(clauses[-1].strip(_TRIM), words)[0] if clauses else ""
    if people:
        return replace(told, name=last + told.action + _PEOPLE[unit], told="completed")
    return replace(told, name=last, told="inherited")


def _distribute(told: Subject, before: list[Subject], left: str, run: int, words: _Words) -> list[Subject]:
    """One subject for each number after 分别."""
    group, _ = _strip(left[: left.rfind("分别")].strip(_TRIM), words)
    group = words.trail.sub("", group)
    if (not group or words.generic.fullmatch(group)) and len(before) >= run:
        names = [subject.name + group for subject in before[-run:]]
    else:
        names = _split_members(group, run, words) or [group] * run
    return [replace(told, name=name, told="distributed") for name in names]


def _split_members(group: str, count: int, words: _Words) -> list[str]:
    if fused := _fused(group, count, words):
        return fused
    for separator in ("、", _MEMBERS):
        members = re.split(separator, group) if isinstance(separator, re.Pattern) else group.split(separator)
        if len(members) == count and all(members):
            break
    else:
        return []
    tail = words.measure_noun.search(members[-1])
    if not tail:
        return members
    return [m if words.measure_noun.search(m) or m[-1] in "数量额率值" else m + tail[0] for m in members]


def _fused(group: str, count: int, words: _Words) -> list[str]:
    """城乡低保标准 for two numbers: 城镇低保标准 and 农村低保标准."""
    for written, members in words.fused:
        if len(members) == count and written in group:
            return [group.replace(written, member, 1) for member in members]
    return []
