"""Outline, ledger and indicators → commitments: what the government promises to do or reach."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from reportkit.extraction.commitments.clauses import HIDDEN, clauses
from reportkit.extraction.strength import Firmness, Slot, firmness
from reportkit.model.codes import Promise
from reportkit.model.records import Commitment, Indicator, Number, Outline, Sentence, TableCell
from reportkit.rules import Decision, Rules, cache

_PARTS = frozenset(("plan", "governance", "appendix"))
_SHORTEST = 4
"""Characters of the shortest clause that can promise something: a verb and an object."""
_SHORTEST_DEED = 5
"""Characters of the shortest clause with neither number nor name: shorter ones are watchwords (提升存量, 优化机制)."""


_FILL = "　"
"""Stands for a character in which no verb is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    verb: re.Pattern[str]
    """Adverbs and a verb of doing at the start of a text."""
    bare_verb: re.Pattern[str]
    any_verb: re.Pattern[str]
    ends_in_verb: re.Pattern[str]
    """A verb at the end of a text, whose object may follow: 新增."""
    nominal: re.Pattern[str]
    """Words in which a verb does nothing: 转移支付, 落实率, 进出口; and what stands in marks."""
    nouns: frozenset[str]
    """Verbs that are nouns as well: 出口."""
    light: frozenset[str]
    """Verbs that tell only what a figure does: 增长, 达到."""
    particle: re.Pattern[str]
    """What ends a verb, before its object: 了, 好."""
    same: re.Pattern[str]
    """How a clause goes on about the figure before: 比上年, 占."""
    bounds: tuple[str, ...]
    """Words of bound behind a number: 以上."""


class _Clause(NamedTuple):
    """A clause that may promise something, and what stands in it."""

    start: int
    end: int
    sentence: Sentence
    place: int
    """Of the sentence."""
    issue: Decision | None
    """What makes it a document of a list to be issued."""
    owner: Decision | None
    numbers: Sequence[Number]
    """The values in it."""
    counted: bool
    """Whether it holds a value or a target in words."""
    named: bool
    """Whether it names a project or programme."""
    reported: bool = False
    """Whether all that it counts has come about: what is so already is no promise."""


class _Promise(NamedTuple):
    """What a clause promises."""

    action: str
    object: str
    rule: str


def _nominal(rules: Rules) -> str:
    """A pattern of what hides a verb."""
    endings = rules.terms_unless("nominal_endings")
    made = f"(?:{rules.terms('verbs')})(?:{endings})"
    return "|".join((HIDDEN, made, rules.terms("verbal_nouns"), rules.terms("measure_nouns")))


def _words(rules: Rules) -> _Words:
    def kind(name: str) -> frozenset[str]:
        return frozenset(r["verb"] for r in rules.lexicon("verbs") if name in r["kind"].split("|"))

    deed = f"(?:{rules.terms('verbs', 'kind', 'act|event')})(?!{rules.terms_unless('nominal_endings')})"
    return _Words(
        verb=cache.pattern(f"(?>{rules.terms('adverbs')})*{deed}"),
        bare_verb=cache.pattern(rules.terms("verbs", "kind", "act|event|light")),
        any_verb=cache.pattern(rules.terms("verbs")),
        ends_in_verb=cache.pattern(f"(?:{rules.terms('verbs', 'kind', 'act|event|light')})\\Z"),
        nominal=cache.pattern(_nominal(rules)),
        nouns=kind("noun"),
        light=kind("light"),
        particle=cache.pattern(rules.terms_unless("verb_particles", "closing")),
        same=cache.pattern(rules.terms("function_words", "kind", "comparing|share")),
        bounds=tuple(row["word"] for row in rules.lexicon("bound_words") if row["place"] == "after"),
    )


def commitments(
    outline: Outline,
    ledger: Sequence[Number],
    rows: Sequence[Indicator],
    named: Sequence[tuple[int, int]],
    rules: Rules,
    cells: Sequence[TableCell] = (),
) -> tuple[Commitment, ...]:
    """The commitments of a report. ``named`` are the spans, in order, that name a project or programme; ``cells`` those
    of tables."""
    text, words = outline.document.text, rules.memo(_words)
    held = _Held.of(ledger, rows, named)
    found: list[Commitment] = []
    for clause in _candidates(outline, held, rules):
        goes_on = not clause.counted and text.startswith("，", clause.end)
        if goes_on and rules.ask("commitments.topic", text, clause.end + 1):
            continue
        if promise := _promise(text[clause.start : clause.end], clause, words, rules):
            found.append(_row(text, clause, promise, rules))
    if cells:
        found += (row for cell in cells for row in _tabled(outline, held, cell, rules))
        found.sort(key=lambda row: row.start)
    return tuple(found)


def _come_about(row: Indicator, then: Indicator | None) -> bool:
    """Whether a figure is of what has come about, and not where a promised movement starts, whose end is the next one."""
    starts = then is not None and then.status == "target" and (then.sentence, then.name) == (row.sentence, row.name)
    return row.status == "actual" and not starts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """What the clauses of a report hold."""

    values: list[Number]
    starts: list[int]
    """Of the values."""
    rows: list[int]
    """Starts of the indicators."""
    reported: list[bool]
    """Whether each of them is of what has come about, and not where a promised movement starts (由5家增加到9家)."""
    named: Sequence[tuple[int, int]]
    named_ends: list[int]

    @classmethod
    def of(cls, ledger: Sequence[Number], rows: Sequence[Indicator], named: Sequence[tuple[int, int]]) -> _Held:
        values = [n for n in ledger if n.role == "value"]
        return cls(
            values=values,
            starts=[n.start for n in values],
            rows=[r.start for r in rows],
            reported=[_come_about(row, then) for row, then in zip(rows, (*rows[1:], None), strict=True)]
            if rows
            else [],
            named=named,
            named_ends=[end for _, end in named],
        )

    def ends(self, text: str, start: int, end: int, words: _Words) -> frozenset[int]:
        """Where the values of a sentence end, with and without words of bound."""
        inside = self.values[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        return frozenset(place for number in inside for place in _ends(text, number, words))

    def clause(
        self, start: int, end: int, sentence: Sentence, place: int, issue: Decision | None, owner: Decision | None
    ) -> _Clause:
        """A clause with what stands in it."""
        inside = self.values[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        told = self.reported[bisect_left(self.rows, start) : bisect_left(self.rows, end)]
        after = bisect_right(self.named_ends, start)
        return _Clause(
            start=start,
            end=end,
            sentence=sentence,
            place=place,
            issue=issue,
            owner=owner,
            numbers=inside,
            counted=bool(inside or told),
            reported=bool(told) and all(told),
            named=after < len(self.named) and self.named[after][0] < end,
        )


def _tabled(outline: Outline, held: _Held, cell: TableCell, rules: Rules) -> Iterator[Commitment]:
    """What a cell of a table promises: the tasks of a list of works, the target of an indicator."""
    ahead = outline.info.planned_year
    if cell.status != "target" or cell.holds not in ("task", "text", "figure"):
        return
    if cell.holds == "figure" and cell.year and ahead and cell.year < ahead:
        return
    text, words, sentence = outline.document.text, rules.memo(_words), outline.sentences[cell.sentence]
    figure = cell.holds == "figure"
    ends = held.ends(text, cell.start, cell.end, words)
    spans = [] if figure else list(clauses(text, cell.start, cell.end, ends, words.verb, words.same))
    made = [held.clause(start, end, sentence, cell.sentence, None, None) for start, end in spans]
    promised = [(clause, _promise(text[clause.start : clause.end], clause, words, rules)) for clause in made]
    if cell.holds != "text" and not any(promise for _, promise in promised):
        promised = [_whole(text, held.clause(cell.begin, cell.end, sentence, cell.sentence, None, None), cell, rules)]
    for clause, promise in promised:
        if promise:
            row = _row(text, clause, promise, rules)
            row = replace(row, owner=cell.owner, deadline=cell.deadline or row.deadline)
            yield replace(row, strength=cell.strength, wording=cell.nature) if cell.strength else row


def _whole(text: str, clause: _Clause, cell: TableCell, rules: Rules) -> tuple[_Clause, _Promise | None]:
    """A cell that names what is to be done or reached, in no clause with a verb of its own: name and figure are one."""
    if cell.holds == "figure" and not clause.counted:
        return clause, None
    name = cell.name or text[cell.start : cell.end]
    opener = rules.ask("commitments.clause", name, facts={"counted": ""})
    action = opener.groups.get("action", "") if opener else ""
    inside = [n for n in clause.numbers if n.start >= cell.start]
    clause = clause._replace(numbers=inside)
    return clause, _Promise(action=action, object=name.removeprefix(action), rule=dict(cell.trace).get("column", ""))


def _candidates(outline: Outline, held: _Held, rules: Rules) -> Iterator[_Clause]:
    """The clauses of the parts that look ahead, with what stands in them."""
    text, words = outline.document.text, rules.memo(_words)
    for index, sentence in enumerate(outline.sentences):
        if sentence.frame.outlook != "ahead" or sentence.part not in _PARTS:
            continue
        if sentence.kind in ("front", "row") or sentence.stance:
            continue
        owner, issue = _owner(text, sentence, rules), _issue(sentence, rules)
        stop = owner.start if owner else sentence.end
        ends = held.ends(text, sentence.body, stop, words)
        spans = [(sentence.body, stop)] if issue else clauses(text, sentence.body, stop, ends, words.verb, words.same)
        least = 1 if issue else _SHORTEST  # an entry may be lost but for its number
        for start, end in spans:
            if end - start < least:
                continue
            yield held.clause(start, end, sentence, index, issue, owner)


def _ends(text: str, number: Number, words: _Words) -> Iterator[int]:
    """Where a number ends, without and with a word of bound behind it."""
    yield number.end
    yield from (number.end + len(bound) for bound in words.bounds if text.startswith(bound, number.end))


def _owner(text: str, sentence: Sentence, rules: Rules) -> Decision | None:
    """Who answers for an entry of a list."""
    if sentence.part != "appendix":
        return None
    return rules.ask("commitments.owner", text, sentence.body, sentence.end)


def _issue(sentence: Sentence, rules: Rules) -> Decision | None:
    """What makes a sentence an entry of a list of documents to be issued; such an entry is one clause."""
    if sentence.kind != "item" or not sentence.section:
        return None
    return rules.ask("commitments.list", sentence.section[0])


def _promise(words_of: str, clause: _Clause, words: _Words, rules: Rules) -> _Promise | None:
    """What a clause promises, if it does; ``words_of`` is its text."""
    if clause.issue:
        action = clause.issue.groups.get("action", clause.issue.set["action"])
        return _Promise(action=action, object=words_of, rule=clause.issue.id)
    if clause.reported:
        return None
    if clause.sentence.kind in ("heading", "lead") and not (clause.counted or clause.named):
        return None
    if not (clause.counted or clause.named) and len(words_of) < _SHORTEST_DEED:
        return None
    if not clause.counted and rules.ask("commitments.reject", words_of):
        return None
    if words.same.match(words_of):
        return None
    opener = rules.ask("commitments.clause", words_of, facts={"counted": "yes" if clause.counted else ""})
    if opener is None:
        return None
    action = opener.groups.get("action", "")
    last = "" if action and not clause.counted else _last_verb(words_of, words)
    if not action or (clause.counted and action in words.nouns and last in words.light):
        return _Promise(action=last, object=words_of, rule=opener.id)
    _, end = opener.span("action")
    if particle := words.particle.match(words_of, end):
        end = particle.end()
    return _Promise(action=action, object=words_of[end:], rule=opener.id)


def _last_verb(clause: str, words: _Words) -> str:
    """The predicate of a clause that names its object first: its last verb that is no part of a noun; of one character
    only right before its number. Empty if no verb stands as predicate."""
    shown = words.nominal.sub(lambda m: _FILL * len(m[0]), clause)
    for at in range(len(shown) - 2, 0, -1):
        verb = words.bare_verb.match(shown, at)
        if verb and not _of_wider(shown, verb, words) and not _object(shown, verb, words):
            if len(verb[0]) > 1 or shown[verb.end()].isdecimal():
                return verb[0]
    return ""


def _of_wider(clause: str, verb: re.Match[str], words: _Words) -> bool:
    """Whether a verb that begins a character earlier shares characters with this one: 提升 in 提升至."""
    wider = words.any_verb.match(clause, verb.start() - 1)
    return wider is not None and wider.end() > verb.start()


def _object(clause: str, verb: re.Match[str], words: _Words) -> bool:
    """Whether a verb that is a noun as well is the object of the verb right before it: 新增就业."""
    return verb[0] in words.nouns and words.ends_in_verb.search(clause, 0, verb.start()) is not None


def _row(text: str, clause: _Clause, promise: _Promise, rules: Rules) -> Commitment:
    words = text[clause.start : clause.end]
    number = clause.numbers[0] if clause.numbers else None
    firm = _firmness(text, clause, number, rules)
    deadline = rules.ask("commitments.deadline", words)
    kind: Promise = "named" if clause.named or clause.issue else "general"
    trace = (
        ("clause", promise.rule),
        ("strength", firm.rule),
        ("deadline", deadline.id if deadline else ""),
        ("owner", clause.owner.id if clause.owner else ""),
    )
    return Commitment(
        start=clause.start,
        end=clause.end,
        sentence=clause.place,
        action=promise.action,
        object=promise.object,
        kind="quantified" if number else kind,
        value=number.value if number else None,
        value_max=number.value_max if number else None,
        unit=number.unit if number else "",
        bound=number.bound if number else "",
        strength=firm.strength,
        wording=firm.wording,
        deadline=words[deadline.start : deadline.end] if deadline else "",
        owner=clause.owner.groups["owner"] if clause.owner else "",
        trace=tuple([told for told in trace if told[1]]),
    )


def _firmness(text: str, clause: _Clause, number: Number | None, rules: Rules) -> Firmness:
    """How firm a commitment is: by the words of its clause and those at its number, or in its target in words."""
    words = text[clause.start : clause.end]
    if number is not None:
        slot = Slot(left=text[clause.start : number.start], text=text, end=number.end, bound=number.bound)
        return firmness(words, slot, rules)
    return firmness(words, Slot(left=words, text="", end=0) if clause.counted else None, rules)
