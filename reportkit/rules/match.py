"""How families of rules are asked: compiled, indexed, timed and traced in one place.

A stage asks a family about a place and is given a decision, or none: which rule decided, where it matched and what its
named groups hold. How the patterns are held against the text and which rule wins stands in ``rules.families``, not in
the stages. ``facts`` are what the conditions of the family (``when``) are held against.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from reportkit import limits
from reportkit.rules import cache, edges, pairs
from reportkit.rules.families import Condition, Family, How, Way, Wins
from reportkit.rules.lexicons import alternation
from reportkit.rules.rule import Rule, compiled

Facts = Mapping[str, Any]
"""Name → text; a set of codes where a condition is one of several; (text, offset) where it matches at a place."""
NO_FACTS: Facts = {}
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
_Ask = Callable[..., "re.Match[str] | None"]
_Check = Callable[[Facts, str], bool]
"""Of the facts and of what precedes the slot."""
_SAME_PLACE = 1
"""Two expressions that end within so many characters of one another are one: 2020年, 2020年底."""
_COMMON = 1.2
"""Words so common (``edges.commonness``) are in every clause, and to look for them tells nothing."""
_NEAR = 2
"""Characters beside a slot that are looked at before a pattern is asked."""
_SLOT = re.compile(r"(?<!\\)#")


class _Table(dict[_Key, _Value]):
    """What is worked out of a key when it is first asked for."""

    def __init__(self, work_out: Callable[[_Key], _Value]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, key: _Key) -> _Value:
        found = self[key] = self._work_out(key)
        return found


class Later(dict[str, Any]):
    """Facts of which some are found out only when a rule asks for them."""

    def __init__(self, known: Facts, **later: Callable[[], Any]) -> None:
        super().__init__(known)
        self.later = later

    def __missing__(self, name: str) -> Any:
        self[name] = found = self.later[name]()
        return found

    def get(self, name: str, default: Any = None) -> Any:
        """Likewise; ``default`` for what is no fact of the place."""
        return self[name] if name in self or name in self.later else default


class Decision(NamedTuple):
    """What a rule decided, and on which words."""

    rule: Rule
    start: int
    end: int
    """Span of the words in the text asked about. In families with a slot ``start`` counts in what precedes the slot,
    ``end`` in the text that goes on after it."""
    matches: tuple[re.Match[str], ...] = ()
    """What matched; around a slot what precedes it, then what follows."""
    at_slot: bool = False
    """Whether it matched around a slot."""
    rank: int = 0
    """Place of the rule in its family."""

    @property
    def set(self) -> Mapping[str, str]:
        """What the rule says."""
        return self.rule.set

    @property
    def id(self) -> str:
        """Id of the rule, for a trace."""
        return self.rule.id

    @property
    def groups(self) -> dict[str, str]:
        """The named groups that took part."""
        return {
            name: words
            for m in self.matches
            if m.lastindex
            for name, words in m.groupdict().items()
            if words is not None
        }

    def span(self, group: str) -> tuple[int, int]:
        """The span of a named group, counted as ``start`` and ``end`` are. Raises KeyError if it took no part."""
        for m in self.matches:
            if group in m.re.groupindex and m[group] is not None:
                return m.span(group)
        raise KeyError(group)


def _gate(needed: edges.Edge) -> _Ask | None:
    """A search for any of some words, if they are rare: whoever finds none need not look for more."""
    rare = needed and edges.commonness(needed) < _COMMON
    return cache.pattern(alternation(sorted(needed))).search if needed and rare else None


def slots(pattern: str) -> list[str]:
    """A pattern cut at its slots ``#``; ``\\#`` is the character itself."""
    return _SLOT.split(pattern)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sides:
    """A pattern cut at its slot."""

    after: _Ask | None
    before: _Ask | None
    first: edges.Edge
    """What the words after the slot can begin with, and"""
    last: edges.Edge
    """what those before it can end with."""
    first_two: pairs.Pairs
    last_two: pairs.Pairs
    """The same in two characters."""
    reach: int
    """How many characters before it a match can begin at most."""

    @classmethod
    def of(cls, pattern: str, rule: Rule) -> _Sides:
        before, after = slots(pattern)
        return cls(
            after=compiled(after, rule).match if after else None,
            before=compiled(f"(?:{before})\\Z", rule).search if before else None,
            first=None if rule.user or not after else edges.first(after),
            last=None if rule.user or not before else edges.last(before),
            first_two=None if rule.user or not after else pairs.first(after),
            last_two=None if rule.user or not before else pairs.last(before),
            reach=limits.REACH if rule.user or not before else min(edges.longest(before) or limits.REACH, limits.REACH),
        )


def _no_pattern(text: str, start: int, end: int) -> None:
    """What a rule without a pattern to search for matches: nothing."""


class _Ready:
    """One rule, its patterns and conditions compiled."""

    __slots__ = (
        "_excused", "conditions", "early", "find", "first", "gate", "late", "match", "needed", "rank", "rule", "sides",
    )  # fmt: skip

    def __init__(self, rule: Rule, family: Family, rank: int, followed: str, indexed: frozenset[str]) -> None:
        self.rule, self.rank = rule, rank
        self.find: re.Pattern[str] | None = None
        self.match: _Ask = _no_pattern
        self.first: edges.Edge = None
        self.needed: edges.Edge = None
        self.gate: _Ask | None = None
        """A cheap look for what every match holds, where the pattern itself has no cheaper one."""
        slotted = [p for p in rule.patterns if family.asks.slot or (family.asks.beside and len(slots(p)) > 1)]
        self.sides = tuple(_Sides.of(pattern, rule) for pattern in slotted)
        bare = "|".join(p for p in rule.patterns if p not in slotted)
        if bare and not family.asks.joined:
            self.find = compiled(f"(?:{bare}){followed}" if followed else bare, rule)
            self.match = self._held(family.asks, self.find)
            if not rule.user:
                self.first = edges.first(bare)
                self.needed = None if followed else edges.needed(bare)
                self.gate = None if self.first else _gate(self.needed)
        self.conditions = {key: _check(rule, key, family.when[key]) for key in rule.when if key in family.when}
        own = {
            key: family.when[key]
            for key in self.conditions
            if key not in indexed and not family.when[key].later and not family.when[key].excuses
        }
        self.early = tuple(self.conditions[key] for key, c in own.items() if c.how is How.FULL)
        self.late = tuple((key, self.conditions[key]) for key, c in own.items() if c.how not in (How.FULL, How.SETTING))
        self._excused = {
            key: tuple(self.conditions[k] for k in self.conditions if family.when[k].excuses == key)
            for key, _ in self.late
        }

    @staticmethod
    def _held(way: Way, pattern: re.Pattern[str]) -> _Ask:
        """How the pattern is held against a text."""
        if way in (Way.ANYWHERE, Way.BESIDE):
            return pattern.search
        return pattern.fullmatch if way is Way.WHOLE else pattern.match

    def fits(self, facts: Facts, left: str) -> bool:
        """Whether the conditions hold that are dearer than the pattern."""
        for key, check in self.late:
            if not check(facts, left) and not any(excuse(facts, left) for excuse in self._excused[key]):
                return False
        return True

    def decide(self, m: re.Match[str]) -> Decision:
        """The decision on a match."""
        return Decision(self.rule, *m.span(), (m,), False, self.rank)

    def around(self, sides: _Sides, left: str, text: str, end: int, facts: Facts) -> Decision | None:
        """The decision of one of its patterns on a slot: ``left`` precedes it, ``text`` goes on at ``end``."""
        for check in self.early:
            if not check(facts, left):
                return None
        after = sides.after(text, end) if sides.after else None
        if sides.after and not after:
            return None
        before = None
        if sides.before:
            size = len(left)
            near = size - sides.reach if sides.reach < size else 0
            before = sides.before(left, near)
            if not before:
                return None
        if self.late and not self.fits(facts, left):
            return None
        start = before.start() if before else len(left)
        stop = after.end() if after else end
        return Decision(self.rule, start, stop, tuple(filter(None, (before, after))), True, self.rank)


def _check(rule: Rule, key: str, condition: Condition) -> _Check:
    """A condition of a rule as a question to the facts."""
    fact, value = condition.fact, rule.when[key]
    if condition.how in (How.IS, How.NOT, How.SHARES):
        codes = frozenset(value.split("|"))
        return {
            How.IS: lambda facts, left: facts.get(fact, "") in codes,
            How.NOT: lambda facts, left: facts.get(fact, "") not in codes,
            How.SHARES: lambda facts, left: not codes.isdisjoint(facts[fact]),
        }[condition.how]
    if condition.how is How.SETTING:
        return lambda facts, left: True
    pattern = compiled(value, rule, key=f"when.{key}")
    if fact == "left":
        return lambda facts, left: not pattern.search(left)
    return {
        How.FULL: lambda facts, left: bool(pattern.fullmatch(facts[fact])),
        How.SEARCH: lambda facts, left: bool(pattern.search(facts[fact])),
        How.ABSENT: lambda facts, left: not pattern.search(facts[fact]),
        How.START: lambda facts, left: bool(pattern.match(*facts[fact])),
    }[condition.how]


class _Beside:
    """Which of some patterns the characters on one side of a slot allow, as bits: the first is 1, the second 2, then 4."""

    def __init__(self, told: Iterable[tuple[edges.Edge, pairs.Pairs]]) -> None:
        """Of every pattern the characters that can stand there, one by one and in pairs."""
        self._any = 0
        self._one: dict[str, int] = {}
        self._two: dict[str, int] = {}
        for place, (one, two) in enumerate(told):
            bit = 1 << place
            if one is None and two is None:
                self._any |= bit
            for string in (two or one) or ():
                table = self._one if len(string) == 1 else self._two
                table[string] = table.get(string, 0) | bit

    def allowed(self, nearest: str, both: str) -> int:
        """The patterns that may match beside a character and the two of which it is one; both empty at the end of a text."""
        return self._any | self._one.get(nearest, 0) | self._two.get(both, 0)


class _Slots:
    """The patterns of a family around a slot, in their order, by the two characters on either side of it."""

    def __init__(self, rules: list[_Ready]) -> None:
        self.sides = [(ready, sides) for ready in rules for sides in ready.sides]
        self._before = _Beside((sides.last, sides.last_two) for _, sides in self.sides)
        self._after = _Beside((sides.first, sides.first_two) for _, sides in self.sides)

    def allowed(self, left: str, text: str, end: int) -> int:
        """Those that can match a slot after ``left`` and before ``text[end:]``, as bits."""
        before = self._before.allowed(left[-1:], left[-_NEAR:])
        return before and before & self._after.allowed(text[end : end + 1], text[end : end + _NEAR])


class _Bench:
    """The rules of a family that are for places of one kind, by the characters at the edges of the place."""

    def __init__(self, rules: list[_Ready], defaults: list[_Ready], slots: _Slots) -> None:
        self.rules, self.defaults = rules, defaults
        needed = [r.needed for r in rules if r.find]
        dear = len(rules) > 1 or any(r.first is None for r in rules)
        self.gate = _gate(frozenset().union(*filter(None, needed))) if dear and None not in needed else None
        """A look for what every match of any rule holds; None if there is no such thing, or where it saves nothing."""
        self.at: _Table[str, list[_Ready]] = _Table(
            lambda first: [r for r in rules if r.first is None or first in r.first]
        )
        """The rules that can match where a text begins with a character."""
        self._slots = slots
        own = {ready.rank for ready in rules}
        self._own = sum(1 << place for place, (ready, _) in enumerate(slots.sides) if ready.rank in own)
        self._chosen: _Table[int, list[tuple[_Ready, _Sides]]] = _Table(
            lambda bits: [pair for place, pair in enumerate(slots.sides) if bits >> place & 1]
        )

    def around(self, left: str, text: str, end: int) -> list[tuple[_Ready, _Sides]]:
        """The patterns that can match at a slot by the two characters on either side of it."""
        return self._chosen[self._own & self._slots.allowed(left, text, end)]


def _rank(decision: Decision) -> int:
    return decision.rank


class Asked:
    """A family of rules, ready to be asked."""

    def __init__(self, family: Family, rules: tuple[Rule, ...], followed: str = "") -> None:
        """``followed`` is a lookahead for what must follow every match. Raises BadRules."""
        self.family = family
        codes = {k for k, c in family.when.items() if c.how in (How.IS, How.NOT) and not c.excuses}
        self._indexed = frozenset(codes if family.wins is not Wins.EVERY else ())
        self._facts = tuple(dict.fromkeys(family.when[key].fact for key in sorted(self._indexed)))
        ready = [_Ready(rule, family, rank, followed, self._indexed) for rank, rule in enumerate(rules)]
        self._rules = [r for r in ready if not r.rule.default]
        self._defaults = [r for r in ready if r.rule.default]
        self._by_id = {r.rule.id: r for r in ready}
        self._benches: dict[tuple[str | None, ...], _Bench] = {}
        self._joined = self._join() if family.asks.joined and self._rules else None
        self._joins = family.asks.joined
        self._anywhere = family.asks in (Way.ANYWHERE, Way.BESIDE)
        self._slots = _Slots(self._rules)
        self._only = _Bench(self._rules, self._defaults, self._slots)
        """Where no condition is on a code."""
        self._first_wins = family.wins is Wins.FIRST

    def __iter__(self) -> Iterator[Rule]:
        return (ready.rule for ready in self._rules)

    def ask(self, text: str, start: int = 0, end: int | None = None, facts: Facts = NO_FACTS) -> Decision | None:
        """The decision on ``text[start:end]``: that of the rule that wins, else the default that holds."""
        stop = len(text) if end is None else end
        if self._joins:
            return self._run(text, start, stop)
        bench = self._bench(facts) if self._facts else self._only
        likely = self._likely(bench, text, start, stop)
        if not self._first_wins:
            likely = [ready for ready in likely if ready.gate is None or ready.gate(text, start, stop)]
            return self._best(likely, text, start, stop, facts) or self._default(bench.defaults, start, facts)
        gated = self._anywhere or stop - start <= limits.REACH
        for ready in likely:
            if gated and ready.gate is not None and not ready.gate(text, start, stop):
                continue
            m = ready.match(text, start, stop)
            if m and (not ready.late or ready.fits(facts, "")):
                return Decision(ready.rule, *m.span(), (m,), False, ready.rank)
        return self._default(bench.defaults, start, facts) if bench.defaults else None

    def ask_around(self, left: str, text: str, end: int, facts: Facts = NO_FACTS) -> Decision | None:
        """The decision on a slot: ``left`` precedes it, ``text`` goes on at ``end``; else the default that holds."""
        bench = self._bench(facts)
        for ready, sides in bench.around(left, text, end):
            if found := ready.around(sides, left, text, end, facts):
                return found
        return self._default(bench.defaults, len(left), facts)

    def ask_before(self, left: str, facts: Facts = NO_FACTS) -> Decision | None:
        """The decision on a slot that ends ``left``; else the default that holds."""
        bench = self._bench(facts)
        longest = self.family.wins is Wins.LONGEST
        best: Decision | None = None
        for ready, sides in bench.around(left, "", 0):
            found = ready.around(sides, left, "", 0, facts)
            if found and (best is None or found.start < best.start):
                best = found
                if not longest:
                    break
        return best or self._default(bench.defaults, len(left), facts)

    def every_around(self, left: str, text: str, end: int, facts: Facts = NO_FACTS) -> Iterator[Decision]:
        """The decisions of all patterns that match a slot, in their order."""
        for ready, sides in self._bench(facts).around(left, text, end):
            if found := ready.around(sides, left, text, end, facts):
                yield found

    def every_beside(self, clause: str, left: str, text: str, end: int, facts: Facts = NO_FACTS) -> list[Decision]:
        """The words that matter for a number: of the patterns without a slot all in its clause, of those with a slot what
        stands right before (``left``) and after it (``text`` from ``end`` on)."""
        found = [
            ready.decide(m)
            for ready in self._candidates(clause, 0, len(clause))
            for m in self._matches(ready, clause, 0, len(clause))
        ]
        for ready, sides in self._only.around(left, text, end):
            if decided := ready.around(sides, left, text, end, facts):
                found.append(decided)
        return sorted(found, key=_rank)

    def every(self, text: str, start: int = 0, end: int | None = None, facts: Facts | None = None) -> list[Decision]:
        """Every match of every rule in ``text[start:end]``, rule by rule in their order.

        Without ``facts`` the conditions are left to the stage (``fits``), which knows the facts only once it sees the match.
        """
        stop = len(text) if end is None else end
        return [
            Decision(ready.rule, *m.span(), (m,), False, ready.rank)
            for ready in self._candidates(text, start, stop)
            for m in self._matches(ready, text, start, stop)
            if facts is None or not ready.late or ready.fits(facts, "")
        ]

    def matching(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Rule]:
        """The rules that match in ``text[start:end]``, each once."""
        stop = len(text) if end is None else end
        for ready in self._candidates(text, start, stop):
            if ready.match(text, start, stop):
                yield ready.rule

    def fits(self, rule: Rule, facts: Facts) -> bool:
        """Whether the conditions of a rule hold."""
        return self._by_id[rule.id].fits(facts, "")

    def holds(self, rule: Rule, key: str, facts: Facts) -> bool:
        """Whether one condition of a rule holds, or the rule has none of this name."""
        check = self._by_id[rule.id].conditions.get(key)
        return check is None or check(facts, "")

    def default(self, facts: Facts = NO_FACTS) -> Decision | None:
        """The default that holds."""
        return self._default(self._bench(facts).defaults, 0, facts)

    def _matches(self, ready: _Ready, text: str, start: int, end: int) -> Iterable[re.Match[str]]:
        if ready.find is None:
            return ()
        if self._anywhere:
            return ready.find.finditer(text, start, end)
        m = ready.match(text, start, end)
        return (m,) if m else ()

    def _best(self, rules: list[_Ready], text: str, start: int, end: int, facts: Facts) -> Decision | None:
        """The match that ends last, or that begins first."""
        best: re.Match[str] | None = None
        winner: _Ready | None = None
        last = self.family.wins is Wins.LAST
        for ready in rules:
            for m in self._matches(ready, text, start, end):
                if best is None:
                    wins = True
                elif last:
                    wins = m.end() > best.end() + _SAME_PLACE
                else:
                    wins = m.start() < best.start()
                if wins and (not ready.late or ready.fits(facts, "")):
                    best, winner = m, ready
                if not last:
                    break
        return winner.decide(best) if winner and best else None

    def may(self, text: str, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` holds any of the words without which no rule matches: a cheap look."""
        gate = self._only.gate
        return gate is None or gate(text, start, end) is not None

    def _likely(self, bench: _Bench, text: str, start: int, end: int) -> list[_Ready]:
        """The rules that a look at ``text[start:end]`` for all of them together does not rule out."""
        if not self._anywhere:
            return bench.at[text[start : start + 1]]
        return [] if bench.gate and not bench.gate(text, start, end) else bench.rules

    def _candidates(self, text: str, start: int, end: int) -> list[_Ready]:
        """The rules, whatever their conditions, that the words of a text do not rule out."""
        if not self.may(text, start, end):
            return []
        rules = self._only.rules if self._anywhere else self._only.at[text[start : start + 1]]
        return [ready for ready in rules if ready.gate is None or ready.gate(text, start, end)]

    def _default(self, defaults: list[_Ready], start: int, facts: Facts) -> Decision | None:
        for ready in defaults:
            if ready.fits(facts, ""):
                return Decision(ready.rule, start, start, rank=ready.rank)
        return None

    def _bench(self, facts: Facts) -> _Bench:
        """The rules, and the defaults, whose conditions on codes hold of the facts."""
        if not self._facts:
            return self._only
        asked = tuple(map(facts.get, self._facts))
        bench = self._benches.get(asked)
        if bench is None:
            bench = _Bench(self._fitting(self._rules, facts), self._fitting(self._defaults, facts), self._slots)
            self._benches[asked] = bench
        return bench

    def _fitting(self, rules: list[_Ready], facts: Facts) -> list[_Ready]:
        return [r for r in rules if all(c(facts, "") for key, c in r.conditions.items() if key in self._indexed)]

    def _join(self) -> re.Pattern[str]:
        """The rules as one expression, each a group of its own, so that the match tells which rule it was."""
        names = "|".join(f"(?P<_{ready.rank}>{ready.rule.pattern})" for ready in self._rules)
        end = "\\Z" if self.family.asks is Way.RUN_BACK else ""
        return compiled(f"(?:{names})+{end}", *(ready.rule for ready in self._rules))

    def _run(self, text: str, start: int, end: int) -> Decision | None:
        if self._joined is None:
            return None
        run_back = self.family.asks is Way.RUN_BACK
        m = (self._joined.search if run_back else self._joined.match)(text, start, end)
        if not m or m.start() == m.end():
            return None
        rule = next(ready for ready in self._rules if f"_{ready.rank}" == m.lastgroup)
        return Decision(rule.rule, m.start(), m.end(), rank=rule.rank)
