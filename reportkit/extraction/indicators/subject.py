"""Whose number is it: the subject of every value, as the words around it tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportkit.extraction.indicators.elision import Before, Subject, complete, distribute, strip, without_lead
from reportkit.extraction.indicators.words import OF, Words, words
from reportkit.model.quick import quick
from reportkit.model.records import Number
from reportkit.rules import Rules

_CLAUSE = re.compile(r"[，；：。！？\n]")
_HIDDEN = re.compile(r"“[^”]*”|（[^）]*）")
_OPEN_QUOTE = re.compile(r"“[^”]{0,8}\Z")
_BRACKET = re.compile(r"（[^（）]*）\Z")
_WHOLE = re.compile(r"“[^”]*”|（[^）]*）")
"""Words that are not cut in two."""
_UNCLOSED = re.compile(r"（[^（）]*\Z")
_SENTENCE = re.compile(r"[。！？\n]")
_TRIM = "、，:：∶"
_HEADLINE = 16
"""How far before a sentence the one before it is looked for."""
_BESIDE_UNIT = re.compile(r"\A（[^（）]{1,3}）")
"""Another unit in brackets after the first: 100条（个）."""
_LOOSE_END = re.compile(r"（[^（）]*）?\Z")


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class _Predicate:
    """The words between a subject and its number."""

    class_: str = ""
    direction: str = ""
    basis: str = ""
    rule: str = ""
    cut: int
    """Where they begin: the subject ends there."""


def subjects(text: str, start: int, end: int, values: Sequence[Number], rules: Rules) -> list[Subject]:
    """The subjects of the value numbers of one sentence (``start:end`` of ``text``), in order."""
    known = rules.memo(words)
    found: list[Subject] = []
    place = 0
    headline = _SENTENCE.split(text[max(0, start - _HEADLINE) : max(0, start - 1)])[-1]
    while place < len(values):
        number = values[place]
        begin = _clause_start(text, start, values, place, known)
        left = _own(text[begin : number.core[0]], known)
        if found and found[-1].told == "after" and (rest := known.bound_before.sub("", left)):
            left = left[len(rest) :] if found[-1].name.endswith(rest) else left
        right, bounded = _right(text, end, values, place, known)
        told = _read(left, number, right, bounded, found[-1].predicate if found else "", known)
        run = _run(text, values, place, left, known)
        shared = distribute(told, found, left, text[start:begin], run, known)
        gap = text[values[place - 1].end : begin] if place else ""
        before = Before(sentence=text[start:begin], gap=gap, headline="" if place else headline)
        found += shared or [complete(told, found, before, number.unit, known)]
        place += len(shared) or 1
    return _lend_heads(text, values, found, known)


def _own(left: str, words: Words) -> str:
    """The words of a clause that belong to a number: what follows the last 、 at which it turns to another action."""
    if "、" not in left or words.hand_out.search(left):
        return left
    masked = _masked(left, 0, len(left))
    place = masked.rfind("、")
    while place > 0:
        if words.turn.ask(left, place + 1, facts={"before": left[:place]}):
            return left[place + 1 :]
        place = masked.rfind("、", 0, place)
    return left


def _lend_heads(text: str, values: Sequence[Number], found: list[Subject], words: Words) -> list[Subject]:
    """The noun that several counts share stands after the last: 3家百亿级、18家十亿级化工企业."""
    for i in range(len(found) - 2, -1, -1):
        one, two = found[i], found[i + 1]
        between = text[values[i].end : values[i + 1].start]
        if between == "、" and one.told == "inherited" and two.told == "after" and _of_people(values[i : i + 2], words):
            found[i] = replace(one, name=two.name, told="completed")
        if values[i].unit != values[i + 1].unit or not between.endswith(words.joints) or two.told != "after":
            continue
        kept = one.action if one.action and one.name.startswith(one.action) else ""
        if one.told == "after" and words.attribute.ask(own := one.name.removeprefix(kept)):
            noun = two.name.removeprefix(two.action)
            cut = next((k for k in range(len(noun) - 2, 1, -1) if words.attribute.ask(noun[:k])), 0)
            if len(noun) - cut > 1:
                found[i] = replace(one, name=kept + own + noun[cut:], told="completed")
    return found


def _of_people(pair: Sequence[Number], words: Words) -> bool:
    """Whether two numbers count the same people, once by households: 7户、25人."""
    return all(number.unit in words.numbers for number in pair) and pair[0].unit != pair[1].unit


def _clause_start(text: str, start: int, values: Sequence[Number], place: int, words: Words) -> int:
    """Where the words that belong to a number begin: after the last comma or the number before."""
    begin = start
    if opened := _UNCLOSED.search(text, start, values[place].start):
        begin = opened.start() + 1
    first = begin
    for m in _CLAUSE.finditer(_masked(text, first, values[place].start)):
        begin = first + m.end()
    if place and values[place - 1].end > begin:
        before = values[place - 1].end
        rest = _masked(text, before, values[place].start)
        cut = max(rest.rfind("、") + 1, 0) or max((m.end() for m in words.link.finditer(rest)), default=0)
        begin = before + cut
    return begin


def _masked(text: str, start: int, end: int) -> str:
    """The text with what stands in quotation marks and brackets blanked out."""
    words = text[start:end]
    return _HIDDEN.sub(lambda m: "　" * len(m[0]), words) if "”" in words or "）" in words else words


def _right(text: str, end: int, values: Sequence[Number], place: int, words: Words) -> tuple[str, bool]:
    """What follows a number, or the run of numbers it begins, up to the next value or the end of its clause; and
    whether it is the next value that ends it."""
    while place + 1 < len(values) and values[place + 1].start == values[place].end:
        place += 1
    after = values[place].end
    stop = values[place + 1].start if place + 1 < len(values) else end
    rest = text[after:stop]
    m = _CLAUSE.search(_masked(text, after, stop))
    if m:
        rest = rest[: m.start()]
    bound = words.bound_after.match(rest)
    return rest[bound.end() :] if bound else rest, not m and place + 1 < len(values)


def _run(text: str, values: Sequence[Number], place: int, left: str, words: Words) -> int:
    """How many numbers stand side by side from ``place`` on, joined by no more than 、 and 和, or, where 分别 before
    them (``left``) hands them out, by a comma."""
    run = 1
    handed = words.hand_out.search(left)
    while place + run < len(values):
        one, two = values[place + run - 1], values[place + run]
        joint = words.joined.fullmatch(text[one.end : two.core[0]])
        if not joint or not (joint["list"] or (handed and one.unit == two.unit)):
            break
        run += 1
    return run


def _read(left: str, number: Number, right: str, bounded: bool, before: str, words: Words) -> Subject:
    """The subject of a number by the words of its clause: before it (``left``), after it (``right``), or both."""
    left = _without_aside(left, words)
    noun = _noun_until(right, bounded, words)
    if number.unit in words.numbers:
        noun = _deed(noun, words)
    predicate = _governing(left, number, noun, before, words)
    counted = _without_infixes(without_lead(left[: predicate.cut].strip(_TRIM), words), words)
    if right.startswith(OF) and noun and (of := _of_noun(counted, noun, number, predicate, words)):
        return of
    if number.unit in ("%", "") and counted.endswith(OF):
        counted = counted[:-1]
    name = words.without_trail(counted)
    name, action = (name, "") if words.share.match(name) else strip(name, words)
    if name not in words.shares:
        name = words.closed(name)
    if name and noun and predicate.class_ == "reach" and words.counts(number.unit):
        return _subject(name + noun, action, predicate, "around")
    if name and words.kind(number.unit) == "money" and words.money_noun.search(noun):
        verb, _ = words.last_verb(left) or ("", 0)
        return _subject(name.removesuffix(verb) + verb + noun, verb or action, predicate, "around")
    open_verb, _ = words.last_verb(counted) or ("", 0)
    if noun and (not name or words.list_end.search(counted) or open_verb or words.counts(number.unit)):
        action = open_verb or action
        kept = action if words.kept(action) and open_verb else ""
        return _subject(kept + noun, action, predicate, "after")
    return _subject(name, action, predicate, "before")


def _subject(name: str, action: str, predicate: _Predicate, found: str) -> Subject:
    return Subject(
        name=name,
        action=action,
        class_=predicate.class_,
        direction=predicate.direction,
        basis=predicate.basis,
        predicate=predicate.rule,
        told=found,
    )


def _without_aside(left: str, words: Words) -> str:
    """The words before a number without an open quotation mark, and without brackets between verb and number."""
    left = _OPEN_QUOTE.sub("", left)
    bracket = _BRACKET.search(left)
    return left[: bracket.start()] if bracket and words.last_verb(left[: bracket.start()]) else left


def _without_infixes(counted: str, words: Words) -> str:
    for infix in reversed(list(words.infix.every(counted))):
        counted = counted[: infix.start] + counted[infix.end :]
    return counted.strip(_TRIM).removeprefix(OF)


def _noun_until(right: str, bounded: bool, words: Words) -> str:
    """The noun after a number; where the next number ends it, without what is measured of it: 5家企业产值3亿元."""
    noun = _noun_after(right, words)
    measured = words.measure_noun.search(words.without_trail(noun)) if bounded else None
    return noun[: measured.start()] if measured and measured.start() > 1 else noun


def _deed(noun: str, words: Words) -> str:
    """What a number of people did, without how they did it: 5万人如期脱贫 is of 脱贫."""
    verb = words.verb.match(noun)
    return noun[verb.start("verb") :] if verb and verb.end() == len(noun) else noun


def _governing(left: str, number: Number, noun: str, before: str, words: Words) -> _Predicate:
    """The predicate of a number, or none where a verb before it governs the noun that is counted: 完成改造5个小区."""
    predicate = _predicate(left, number, before, words)
    verb = words.last_verb(left)
    if verb is None:
        return predicate
    governs = (
        verb[1] < predicate.cut < len(left)
        if words.kept(verb[0])
        else noun and not predicate.cut and words.counts(number.unit)
    )
    return _Predicate(cut=len(left)) if governs else predicate


def _of_noun(counted: str, noun: str, number: Number, predicate: _Predicate, words: Words) -> Subject | None:
    """The subject of a number that 的 ties to the noun after it: 总数5万人的志愿者, 80%的村."""
    if measured := words.measured.search(counted):
        return _subject(noun + measured[0], "", predicate, "after")
    if number.unit != "%" or predicate.class_ or words.last_verb(counted):
        return None
    if words.measure_noun.search(noun):
        return _subject(counted + noun, "", predicate, "around")
    return None if words.measure_noun.search(counted) else _subject(noun, "", predicate, "after")


def _predicate(left: str, number: Number, before: str, words: Words) -> _Predicate:
    """What the words right before a number say of it; ``before`` is the rule of the number before."""
    decided = words.predicate.ask_before(left, {"kind": words.kind(number.unit), "predicate": before})
    if decided is None:
        return _Predicate(cut=len(left))
    cut = decided.start
    return _Predicate(
        class_=decided.set["class"],
        direction=decided.set.get("direction", ""),
        basis=decided.groups.get("basis", ""),
        rule=decided.id,
        cut=decided.span("keep")[1] if decided.groups.get("keep") else cut,
    )


def _noun_after(right: str, words: Words) -> str:
    """The noun that a number counts, when it follows the number."""
    noun = _BESIDE_UNIT.sub("", right).lstrip(OF)
    if not noun or noun[0] in "、，。；：）)":
        return ""
    quoted = [m.span() for m in _WHOLE.finditer(noun)]
    tail = words.tail.ask(noun)
    while tail and any(s < tail.start < e for s, e in quoted):
        tail = words.tail.ask(noun, tail.start + 1)
    noun = noun[: tail.start] if tail else noun
    if not noun:
        return ""
    noun = words.joint_end.sub("", _LOOSE_END.sub("", noun)).removesuffix(OF)
    if words.copula.search(noun):
        return ""
    if re.match(r"[\u4e00-\u9fff“A-Za-z0-9]", noun) and (len(noun) > 1 or noun in words.short_nouns):
        verb = words.verb.match(noun)
        if verb and verb.end() == len(noun):
            return noun if words.kept(verb["verb"]) else ""
        return noun
    return ""
