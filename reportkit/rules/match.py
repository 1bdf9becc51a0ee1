"""How families of rules are asked: compiled, indexed, timed and traced in one place.

A stage asks a family about a place and is given a decision, or none: which rule decided, where it matched and what its
named groups hold. How the patterns are held against the text and which rule wins stands in ``rules.families``, not in
the stages. ``facts`` are what the conditions of the family (``when``) are held against.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reportkit.rules.families import Condition, Family, How, Way, Wins
from reportkit.rules.rule import Rule, compiled

Facts = Mapping[str, Any]
"""Name → text; a set of codes where a condition is one of several; (text, offset) where it matches at a place."""
NO_FACTS: Facts = {}
_Ask = Callable[..., "re.Match[str] | None"]
_Check = Callable[[Facts, str], bool]
"""Of the facts and of what precedes the slot."""
_SAME_PLACE = 1
"""Two expressions that end within so many characters of one another are one: 2020年, 2020年底."""
_SLOT = re.compile(r"(?<!\\)#")


class Later(dict[str, Any]):
    """Facts of which some are found out only when a rule asks for them."""

    def __init__(self, known: Facts, **later: Callable[[], Any]) -> None:
        super().__init__(known)
        self._later = later

    def __missing__(self, name: str) -> Any:
        self[name] = found = self._later[name]()
        return found


@dataclass(frozen=True, slots=True)
class Decision:
    """What a rule decided, and on which words."""

    rule: Rule
    start: int
    end: int
    """Span of the words in the text asked about. In families with a slot ``start`` counts in what precedes the slot,
    ``end`` in the text that goes on after it."""
    groups: Mapping[str, str]
    """The named groups that took part."""
    spans: Mapping[str, tuple[int, int]]
    """Their spans, counted likewise."""
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


def slots(pattern: str) -> list[str]:
    """A pattern cut at its slots ``#``; ``\\#`` is the character itself."""
    return _SLOT.split(pattern)


class _Ready:
    """One rule, its patterns and conditions compiled."""

    __slots__ = ("_early", "_excused", "_late", "asks", "conditions", "find", "rank", "rule")

    def __init__(self, rule: Rule, family: Family, rank: int, followed: str, indexed: frozenset[str]) -> None:
        self.rule, self.rank = rule, rank
        self.find: re.Pattern[str] | None = None
        self.asks: tuple[tuple[_Ask | None, _Ask | None], ...] = ()
        slotted = [p for p in rule.patterns if family.asks.slot or (family.asks.beside and len(slots(p)) > 1)]
        self.asks = tuple(map(self._around, slotted))
        bare = "|".join(p for p in rule.patterns if p not in slotted)
        if bare and not family.asks.joined:
            self.find = compiled(f"(?:{bare}){followed}" if followed else bare, rule)
        self.conditions = {key: _check(rule, key, family.when[key]) for key in rule.when if key in family.when}
        own = {
            key: family.when[key]
            for key in self.conditions
            if key not in indexed and not family.when[key].later and not family.when[key].excuses
        }
        self._early = tuple(self.conditions[key] for key, c in own.items() if c.how is How.FULL)
        self._late = tuple(
            (key, self.conditions[key]) for key, c in own.items() if c.how not in (How.FULL, How.SETTING)
        )
        self._excused = {
            key: tuple(self.conditions[k] for k in self.conditions if family.when[k].excuses == key)
            for key, _ in self._late
        }

    def _around(self, pattern: str) -> tuple[_Ask | None, _Ask | None]:
        """What must match after the slot, and what before it."""
        before, after = slots(pattern)
        return (
            compiled(after, self.rule).match if after else None,
            compiled(f"(?:{before})\\Z", self.rule).search if before else None,
        )

    def fits(self, facts: Facts, left: str) -> bool:
        """Whether the conditions hold that are dearer than the pattern."""
        for key, check in self._late:
            if not check(facts, left) and not any(excuse(facts, left) for excuse in self._excused[key]):
                return False
        return True

    def decide(self, m: re.Match[str]) -> Decision:
        """The decision on a match."""
        if not m.re.groupindex:
            return Decision(self.rule, m.start(), m.end(), {}, {}, rank=self.rank)
        groups = {name: words for name, words in m.groupdict().items() if words is not None}
        return Decision(self.rule, m.start(), m.end(), groups, {name: m.span(name) for name in groups}, rank=self.rank)

    def around(self, left: str, text: str, end: int, facts: Facts) -> Decision | None:
        """The decision on a slot: ``left`` precedes it, ``text`` goes on at ``end``."""
        return next(self.alternatives(left, text, end, facts), None)

    def alternatives(self, left: str, text: str, end: int, facts: Facts) -> Iterator[Decision]:
        """The decisions of all its patterns on a slot."""
        for check in self._early:
            if not check(facts, left):
                return
        for after, before in self.asks:
            told_after = after(text, end) if after else None
            if after and not told_after:
                continue
            told_before = before(left) if before else None
            if before and not told_before:
                continue
            if not self.fits(facts, left):
                return
            yield self._decide_around(told_before, told_after, left, end)

    def preceding(self, left: str, facts: Facts) -> Decision | None:
        """The decision on a slot that ends ``left``: the longest of the alternatives."""
        found = [m for _, before in self.asks if before and (m := before(left))]
        if not found or not self.fits(facts, left):
            return None
        return self._decide_around(min(found, key=lambda m: m.start()), None, left, len(left))

    def _decide_around(
        self, before: re.Match[str] | None, after: re.Match[str] | None, left: str, end: int
    ) -> Decision:
        groups: dict[str, str] = {}
        spans: dict[str, tuple[int, int]] = {}
        for m in (before, after):
            for name, words in m.groupdict().items() if m else ():
                if words is not None and m:
                    groups[name], spans[name] = words, m.span(name)
        start = before.start() if before else len(left)
        return Decision(self.rule, start, after.end() if after else end, groups, spans, True, self.rank)


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
        self._benches: dict[tuple[str, ...], tuple[list[_Ready], list[_Ready]]] = {}
        self._joined = self._join() if family.asks.joined and self._rules else None

    def __iter__(self) -> Iterator[Rule]:
        return (ready.rule for ready in self._rules)

    def ask(self, text: str, start: int = 0, end: int | None = None, facts: Facts = NO_FACTS) -> Decision | None:
        """The decision on ``text[start:end]``: that of the rule that wins, else the default that holds."""
        stop = len(text) if end is None else end
        if self.family.asks.joined:
            return self._run(text, start, stop)
        rules, defaults = self._bench(facts)
        return self._win(rules, text, start, stop, facts) or self._default(defaults, start, facts)

    def ask_around(self, left: str, text: str, end: int, facts: Facts = NO_FACTS) -> Decision | None:
        """The decision on a slot: ``left`` precedes it, ``text`` goes on at ``end``; else the default that holds."""
        rules, defaults = self._bench(facts)
        found = next((d for ready in rules if (d := ready.around(left, text, end, facts))), None)
        return found or self._default(defaults, len(left), facts)

    def ask_before(self, left: str, facts: Facts = NO_FACTS) -> Decision | None:
        """The decision on a slot that ends ``left``; else the default that holds."""
        rules, defaults = self._bench(facts)
        if self.family.wins is Wins.LONGEST:
            found = self._longest(rules, left, facts)
        else:
            found = next((d for ready in rules if (d := ready.preceding(left, facts))), None)
        return found or self._default(defaults, len(left), facts)

    def every_around(self, left: str, text: str, end: int, facts: Facts = NO_FACTS) -> Iterator[Decision]:
        """The decisions of all rules that match a slot, in their order."""
        for ready in self._bench(facts)[0]:
            if found := ready.around(left, text, end, facts):
                yield found

    def every_beside(self, clause: str, left: str, text: str, end: int, facts: Facts = NO_FACTS) -> Iterator[Decision]:
        """The words that matter for a number: of the patterns without a slot all in its clause, of those with a slot what
        stands right before (``left``) and after it (``text`` from ``end`` on)."""
        for ready in self._rules:
            if ready.find:
                yield from map(ready.decide, ready.find.finditer(clause))
            yield from ready.alternatives(left, text, end, facts)

    def every(
        self, text: str, start: int = 0, end: int | None = None, facts: Facts | None = None
    ) -> Iterator[Decision]:
        """Every match of every rule in ``text[start:end]``, rule by rule in their order.

        Without ``facts`` the conditions are left to the stage (``fits``), which knows the facts only once it sees the match.
        """
        stop = len(text) if end is None else end
        for ready in self._rules:
            if ready.find is None:
                continue
            for m in self._matches(ready, text, start, stop):
                if facts is None or ready.fits(facts, ""):
                    yield ready.decide(m)

    def fits(self, rule: Rule, facts: Facts) -> bool:
        """Whether the conditions of a rule hold."""
        return self._by_id[rule.id].fits(facts, "")

    def holds(self, rule: Rule, key: str, facts: Facts) -> bool:
        """Whether one condition of a rule holds, or the rule has none of this name."""
        check = self._by_id[rule.id].conditions.get(key)
        return check is None or check(facts, "")

    def default(self, facts: Facts = NO_FACTS) -> Decision | None:
        """The default that holds."""
        return self._default(self._bench(facts)[1], 0, facts)

    def _matches(self, ready: _Ready, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        assert ready.find is not None
        if self.family.asks in (Way.ANYWHERE, Way.BESIDE):
            return ready.find.finditer(text, start, end)
        ask = ready.find.fullmatch if self.family.asks is Way.WHOLE else ready.find.match
        return iter(filter(None, (ask(text, start, end),)))

    def _win(self, rules: list[_Ready], text: str, start: int, end: int, facts: Facts) -> Decision | None:
        if self.family.wins is Wins.FIRST:
            return self._first(rules, text, start, end, facts)
        best: tuple[_Ready, re.Match[str]] | None = None
        last = self.family.wins is Wins.LAST
        for ready in rules:
            for m in self._matches(ready, text, start, end):
                if best is not None and not (
                    m.end() > best[1].end() + _SAME_PLACE if last else m.start() < best[1].start()
                ):
                    continue
                if ready.fits(facts, ""):
                    best = ready, m
                if not last:
                    break
        return best[0].decide(best[1]) if best else None

    def _first(self, rules: list[_Ready], text: str, start: int, end: int, facts: Facts) -> Decision | None:
        for ready in rules:
            find = ready.find
            assert find is not None
            if self.family.asks is Way.START:
                m = find.match(text, start, end)
            elif self.family.asks is Way.WHOLE:
                m = find.fullmatch(text, start, end)
            else:
                m = find.search(text, start, end)
            if m and ready.fits(facts, ""):
                return ready.decide(m)
        return None

    @staticmethod
    def _longest(rules: list[_Ready], left: str, facts: Facts) -> Decision | None:
        best: Decision | None = None
        for ready in rules:
            found = ready.preceding(left, facts)
            if found and (best is None or found.start < best.start):
                best = found
        return best

    def _default(self, defaults: list[_Ready], start: int, facts: Facts) -> Decision | None:
        for ready in defaults:
            if ready.fits(facts, ""):
                return Decision(ready.rule, start, start, {}, {}, rank=ready.rank)
        return None

    def _bench(self, facts: Facts) -> tuple[list[_Ready], list[_Ready]]:
        """The rules, and the defaults, whose conditions on codes hold of the facts."""
        asked = tuple([facts.get(fact, "") for fact in self._facts])
        bench = self._benches.get(asked)
        if bench is None:
            bench = self._benches[asked] = (self._fitting(self._rules, facts), self._fitting(self._defaults, facts))
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
        return Decision(rule.rule, m.start(), m.end(), {}, {}, rank=rule.rank)
