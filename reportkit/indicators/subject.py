"""Whose number is it: the subject of every value, restored where the report elides it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportkit.rules import Context, Rule, Rules
from reportkit.types import Number

_CLAUSE = re.compile(r"[，；：。！？\n]")
_JOINED = re.compile(r"(?:以上|以内|以下|左右|上下|余|多)?(?:、|和|及|以及|与|，)(?:超过?|突破|约|近|不低于)?\Z")
_APART = re.compile(r".*分别")
_MEMBERS = re.compile(r"、|以及|及|和|与")
_TRIM = "、和及与，的等“"
_AFTER_BOUND = re.compile(r"(?:及?以[上内下]|左右|上下|之内|余|多)(?:的)?")
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
    rule: str
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class _Words:
    predicates: tuple[tuple[Rule, tuple[Context, ...], re.Pattern[str] | None, frozenset[str]], ...]
    lead: re.Pattern[str]
    verb: re.Pattern[str]
    """Adverbs and one verb at the start of a text."""
    only_verbs: re.Pattern[str]
    verb_end: re.Pattern[str]
    tail: re.Pattern[str]
    kept: frozenset[str]
    known: re.Pattern[str]
    measure_noun: re.Pattern[str]


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
        re.compile("|".join(r.pattern for r in rules.family("indicators.tail"))),
        frozenset(v for v, k in kinds.items() if k & {"event", "noun"}),
        re.compile(rules.terms("indicators")),
        re.compile(f"(?:{rules.terms('measure_nouns')})\\Z"),
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
            found += _distribute(told, left, run, words)
        else:
            found.append(_inherit(told, found, text[start:begin], words) if not told.name else told)
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
    predicate, cut = _predicate(left, number, words)
    class_, direction, basis, rule = predicate
    stem = left[:cut].strip(_TRIM) if not left[:cut].endswith(("”", "）")) else left[:cut].lstrip(_TRIM[:-1])
    name, action = _strip(stem, words)
    noun = _noun_after(right, words)
    counted = left[:cut].rstrip("，")
    if noun and (not name or counted.endswith(("等", "的")) or _opens_object(counted, words)):
        verb = words.verb_end.search(counted)
        action = verb["verb"] if verb else action
        kept = action if action in words.kept else ""
        if not name or verb or counted.endswith(("等", "的")):
            return Subject(kept + noun, action, class_, direction, basis, rule or "indicators.name.after")
    if name and noun and class_ == "reach" and right and not right.startswith(("、", "，")) and _counts(number):
        return Subject(name + noun, action, class_, direction, basis, rule)
    return Subject(name, action, class_, direction, basis, rule or "indicators.name.before")


def _counts(number: Number) -> bool:
    return number.unit in ("个", "家", "项", "条", "座", "所", "名", "位", "种", "处", "类")


def _predicate(left: str, number: Number, words: _Words) -> tuple[tuple[str, str, str, str], int]:
    """Class, direction, basis and rule of the words before a number, and where they begin."""
    best, cut = ("", "", "", ""), len(left)
    kind = "percent" if number.unit in ("%", "百分点", "‰") else "times" if number.unit in ("倍", "番") else "other"
    for rule, contexts, not_before, kinds in words.predicates:
        if (kinds and kind not in kinds) or (not_before and not_before.search(left)):
            continue
        for context in contexts:
            m = context.before.search(left) if context.before else None
            if m and m.start() < cut:
                basis = m.groupdict().get("basis") or ""
                best = (rule.set["class"], rule.set.get("direction", ""), basis, rule.id)
                cut = m.start()
    return best, cut


def _opens_object(counted: str, words: _Words) -> bool:
    """Whether the words before a number end on a verb that still lacks its object."""
    m = words.verb_end.search(counted)
    return bool(m) and len(m["verb"]) > 1


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
            return "", action
        if action in words.kept:
            stem = stem[m.start("verb") :]
            break
        if len(stem) - m.end() < 2:
            break
        stem = stem[m.end() :].lstrip(_TRIM[:-1])
    return stem, action


def _protected(stem: str, end: int, words: _Words) -> bool:
    """Whether a known indicator begins here and reaches further than the verb."""
    m = words.known.match(stem)
    return bool(m) and m.end() > end


def _noun_after(right: str, words: _Words) -> str:
    """The noun that a number counts, when it follows the number."""
    noun = right.lstrip("的")
    if not noun or noun[0] in "、，。；：）)":
        return ""
    quoted = [m.span() for m in _QUOTED.finditer(noun)]
    for m in words.tail.finditer(noun):
        if not any(s < m.start() < e for s, e in quoted):
            noun = noun[: m.start()]
            break
    noun = re.split(r"[（(]|和\Z", noun)[0]
    if re.match(r"[\u4e00-\u9fff“A-Za-z0-9]", noun) and len(noun) > 1:
        verb = words.verb.match(noun)
        if verb and verb.end() == len(noun) and verb["verb"] not in words.kept:
            return ""
        return noun
    return ""


def _inherit(told: Subject, before: list[Subject], earlier: str, words: _Words) -> Subject:
    """The subject of the number before, else the object of the clause before."""
    if before and before[-1].name:
        name, action = before[-1].name, told.action or before[-1].action
    else:
        clauses = [c for c in _CLAUSE.split(earlier) if c]
        name, verb = _strip(clauses[-1].strip(_TRIM), words) if clauses else ("", "")
        action = told.action or verb
    return Subject(name, action, told.class_, told.direction, told.basis, "indicators.name.inherited", True)


def _distribute(told: Subject, left: str, run: int, words: _Words) -> list[Subject]:
    """One subject for each number after 分别."""
    group, _ = _strip(left[: left.rfind("分别")].strip(_TRIM[:-1]), words)
    names = _split_members(group, run, words) or [group] * run
    rule = "indicators.name.distributed"
    return [Subject(n, told.action, told.class_, told.direction, told.basis, rule) for n in names]


def _split_members(group: str, count: int, words: _Words) -> list[str]:
    for separator in ("、", _MEMBERS):
        members = re.split(separator, group) if isinstance(separator, re.Pattern) else group.split(separator)
        if len(members) == count and all(members):
            break
    else:
        return _fused(group, count)
    tail = words.measure_noun.search(members[-1])
    if not tail:
        return members
    return [m if words.measure_noun.search(m) else m + tail[0] for m in members]


_FUSED = (
    (re.compile("城乡"), ("城镇", "农村")),
    (re.compile("一二三产业?|三次产业|一、二、三产业?"), ("第一产业", "第二产业", "第三产业")),
    (re.compile("二三产业?|二、三产业?"), ("第二产业", "第三产业")),
    (re.compile("存贷款"), ("存款", "贷款")),
    (re.compile("进出口"), ("进口", "出口")),
)


def _fused(group: str, count: int) -> list[str]:
    """城乡低保标准 for two numbers: 城镇低保标准 and 农村低保标准."""
    for pattern, members in _FUSED:
        if len(members) == count and pattern.search(group):
            return [pattern.sub(member, group, count=1) for member in members]
    return []
