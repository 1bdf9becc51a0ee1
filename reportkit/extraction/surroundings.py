"""Which lines a web page has around a report: told by their form, and by standing before or after it.

They stay in the running text, as lines of their own, so that every number of them is in the ledger.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reportkit.rules import Rule, Rules

_FOOT_SHARE = 0.05
"""What follows the first line of a foot may be this share of the text: the licence of an archive takes 4 % of the
shortest report in the collections tried, a list that stands behind the name of the editor takes more."""
_FOOT_LEAST = 800
"""Characters that a foot may have in any case: links to related pages take that many."""
_LINE_MAX = 120
"""Characters of a line that can be navigation."""
_Known = list[tuple[Rule, re.Pattern[str]]]


def find(lines: Sequence[str], rules: Rules) -> list[int]:
    """Places of such lines, in order; ``lines`` are without blanks and line breaks."""
    known = rules.memo(_compiled)
    first = _first(lines, known)
    last = max(first, _last(lines, known))
    head = set(_near(lines, range(first), known["around"]))
    # the name of a page stands in its path and above its text
    named = {lines[i] for i in head}
    head |= {i for i in range(first) if lines[i] in named}
    near = head | set(_near(lines, range(last, len(lines)), known["around"]))
    foot = range(_foot(lines, first, known["foot"]), len(lines))
    return sorted(near | set(foot))


def _compiled(rules: Rules) -> dict[str, _Known]:
    families = ("around", "begins", "speaks", "foot")
    return {name: [(r, r.compile()) for r in rules.family(f"clean.{name}")] for name in families}


def _first(lines: Sequence[str], known: dict[str, _Known]) -> int:
    """The line with which the report begins to speak; all before it may be the page's."""
    for i, line in enumerate(lines):
        if any(p.match(line) for _, p in known["begins"]) and not _matching(line, known["around"]):
            return i
    return 0


def _last(lines: Sequence[str], known: dict[str, _Known]) -> int:
    """One past the last line that reads like a report."""
    spoken = (i for i in reversed(range(len(lines))) if any(p.search(lines[i]) for _, p in known["speaks"]))
    return next(spoken, -1) + 1


def _near(lines: Sequence[str], places: range, around: _Known) -> Iterator[int]:
    for i in places:
        if len(lines[i]) > _LINE_MAX or not (rule := _matching(lines[i], around)):
            continue
        yield i
        takes = rule.set.get("takes", "")
        if takes == "neighbours" and i - 1 in places and len(lines[i - 1]) <= int(rule.set["most"]):
            yield i - 1
        if takes and i + 1 in places and len(lines[i + 1]) <= int(rule.set["most"]):
            yield i + 1


def _foot(lines: Sequence[str], first: int, opens: _Known) -> int:
    """The line that opens the foot of the page, with which all that follows belongs to it."""
    room = max(_FOOT_LEAST, int(_FOOT_SHARE * sum(map(len, lines))))
    foot = len(lines)
    for i in reversed(range(first + 1, len(lines))):
        room -= len(lines[i])
        if room < 0:
            break
        if _matching(lines[i], opens):
            foot = i
    return foot


def _matching(line: str, rules: _Known) -> Rule | None:
    return next((rule for rule, pattern in rules if pattern.fullmatch(line)), None)
