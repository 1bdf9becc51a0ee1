"""Outline, ledger and indicators → commitments: what the government promises to do or reach."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportkit.extraction.commitments.clauses import clauses
from reportkit.model.records import Commitment, Indicator, Number, Outline, Sentence
from reportkit.rules import Rule, Rules, cache

_PARTS = ("plan", "governance", "appendix")
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class _Words:
    lists: tuple[tuple[Rule, re.Pattern[str]], ...]
    openers: tuple[tuple[Rule, re.Pattern[str]], ...]
    rejects: tuple[tuple[Rule, re.Pattern[str]], ...]
    deadlines: tuple[tuple[Rule, re.Pattern[str]], ...]
    owners: tuple[tuple[Rule, re.Pattern[str]], ...]
    verb: re.Pattern[str]
    bare_verb: re.Pattern[str]
    any_verb: re.Pattern[str]
    nouns: frozenset[str]
    """Verbs that are nouns as well: 出口."""
    light: frozenset[str]
    """Verbs that tell only what a figure does: 增长, 达到."""
    codebook: tuple[tuple[Rule, re.Pattern[str]], ...]


def _words(rules: Rules) -> _Words:
    def family(name: str) -> tuple[tuple[Rule, re.Pattern[str]], ...]:
        return tuple((r, r.compile()) for r in rules.family(name))

    def kind(name: str) -> frozenset[str]:
        return frozenset(r["verb"] for r in rules.lexicon("verbs") if name in r["kind"].split("|"))

    adverb = rules.terms("adverbs")
    return _Words(
        family("commitments.list"), family("commitments.clause"), family("commitments.reject"), family("commitments.deadline"),
        family("commitments.owner"), cache.pattern(f"(?:{adverb})*(?:{rules.terms('verbs', 'kind', 'act|event')})"),
        cache.pattern(rules.terms("verbs", "kind", "act|event|light")), cache.pattern(rules.terms("verbs")),
        kind("noun"), kind("light"),
        family("strength"),
    )  # fmt: skip


def commitments(
    outline: Outline,
    ledger: Sequence[Number],
    rows: Sequence[Indicator],
    named: Sequence[tuple[int, int]],
    rules: Rules,
) -> tuple[Commitment, ...]:
    """The commitments of a report. ``named`` are the spans, in order, that name a project or programme."""
    words = rules.memo(_words)
    text = outline.document.text
    values = [n for n in ledger if n.role == "value"]
    ends = frozenset(n.end for n in values) | frozenset(
        n.end + k for n in values for k in (2,) if text[n.end : n.end + 2] in ("以上", "以内", "左右")
    )
    named_ends = [end for _, end in named]
    value_starts, row_starts = [n.start for n in values], [r.start for r in rows]
    found: list[Commitment] = []
    for index, sentence in enumerate(outline.sentences):
        if (
            sentence.frame.outlook != "ahead"
            or sentence.part not in _PARTS
            or sentence.kind == "front"
            or sentence.stance
        ):
            continue
        for start, end, owner in _candidates(text, sentence, ends, words):
            inside = values[bisect_left(value_starts, start) : bisect_left(value_starts, end)]
            measured = rows[bisect_left(row_starts, start) : bisect_left(row_starts, end)]
            after = bisect_right(named_ends, start)
            shown = after < len(named) and named[after][0] < end
            if told := _told(text[start:end], sentence, bool(inside or measured), shown, words):
                found.append(_row(text, start, end, index, sentence, owner, inside, told, shown, words))
    return tuple(found)


def _candidates(
    text: str, sentence: Sentence, ends: frozenset[int], words: _Words
) -> Iterator[tuple[int, int, tuple[str, str]]]:
    """Clauses with their responsible office and its rule. An entry of a list of documents is one clause."""
    end, owner = sentence.end, ("", "")
    for rule, pattern in words.owners:
        if sentence.part == "appendix" and (m := pattern.search(text[sentence.body : end])):
            owner, end = (m["owner"], rule.id), sentence.body + m.start()
            break
    if _document_list(sentence, words):
        yield sentence.body, end, owner
        return
    for start, stop in clauses(text, sentence.body, end, ends, words.verb):
        if stop - start >= _SHORTEST:
            yield start, stop, owner


def _document_list(sentence: Sentence, words: _Words) -> tuple[str, str] | None:
    """Action and rule for an entry of a list of documents to be issued."""
    if sentence.kind != "item" or not sentence.section:
        return None
    for rule, pattern in words.lists:
        if m := pattern.search(sentence.section[0]):
            return m["action"] or "出台", rule.id
    return None


def _told(clause: str, sentence: Sentence, counted: bool, named: bool, words: _Words) -> tuple[str, str, str] | None:
    """Verb, object and rule of a clause that promises something, else None."""
    if issue := _document_list(sentence, words):
        return issue[0], clause, issue[1]
    certain = counted or named
    if sentence.kind in ("heading", "lead") and not certain:
        return None
    if not counted and any(p.match(clause) for _, p in words.rejects):
        return None
    for rule, pattern in words.openers:
        if m := pattern.match(clause):
            action = m.groupdict().get("action")
            if not action or (counted and action in words.nouns and _last_verb(clause, words) in words.light):
                return _last_verb(clause, words), clause, rule.id
            return action, clause[m.end("action") :].strip("了好"), rule.id
    if counted:
        return _last_verb(clause, words), clause, "commitments.clause.indicator"
    return None


def _last_verb(clause: str, words: _Words) -> str:
    """The last verb of a clause that names its object first."""
    for at in range(len(clause) - 2, 0, -1):
        if m := words.bare_verb.match(clause, at):
            wider = words.any_verb.match(clause, at - 1)
            if not wider or wider.end() < m.end():
                return m[0]
    return ""


def _row(
    text: str, start: int, end: int, index: int, sentence: Sentence, owner: tuple[str, str],
    inside: Sequence[Number], told: tuple[str, str, str], named: bool, words: _Words,
) -> Commitment:  # fmt: skip
    clause = text[start:end]
    number = inside[0] if inside else None
    hits = [(m.start(), m[0], rule) for rule, p in words.codebook for m in p.finditer(clause)]
    firm = next((r for r, _ in words.codebook if any(h[2] is r for h in hits)), None)
    deadline = next(((m[0], r.id) for r, p in words.deadlines if (m := p.search(clause))), ("", ""))
    trace = (("clause", told[2]), ("strength", firm.id if firm else ""), ("deadline", deadline[1]), ("owner", owner[1]))
    kind = "quantified" if number else "named" if named or told[2].startswith("commitments.list") else "general"
    return Commitment(
        start, end, index, told[0], told[1], kind,
        number.value if number else None, number.value_max if number else None,
        number.unit if number else "", number.bound if number else "",
        firm.set["strength"] if firm else "plain",
        " ".join(dict.fromkeys(w for _, w, _ in sorted(hits, key=lambda h: h[0]))),
        deadline[0], owner[0], tuple((k, v) for k, v in trace if v),
    )  # fmt: skip
