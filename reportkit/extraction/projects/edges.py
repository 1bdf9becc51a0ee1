"""Where a name begins: what governs it is cut off, what belongs to it is kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportkit.extraction.projects.places import Places
from reportkit.model.quick import quick
from reportkit.rules import Rule, Rules, cache
from reportkit.rules import edges as pattern_edges
from reportkit.rules.lexicons import alternation
from reportkit.rules.rule import compiled

_BLANK = re.compile(r"[\s\u3000]+")
_LONGEST_WORD = 4
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]{2,}")
HEADS = ("projects.quoted", "projects.network", "projects.work", "projects.title", "projects.programme")
"""The families of rules on head nouns, those that win over others first."""
UNBOUNDED = frozenset(("projects.network",))
"""Those of them whose patterns say by themselves where a name ends."""


@quick
@dataclass(frozen=True, slots=True)
class Edge:
    """The left edge of a name within the text before its head."""

    start: int
    verb: str
    """The governing verb, empty if there is none."""
    kinds: frozenset[str]
    """Kinds of that verb in ``project_verbs``."""
    chain: str = ""
    """All words cut off before the name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The lexicons of this stage, ready to ask."""

    verbs: dict[str, frozenset[str]]
    strong: re.Pattern[str]
    lead: re.Pattern[str]
    particles: re.Pattern[str]
    classes: re.Pattern[str]
    """Those that make what follows a class of things, at the end of what is cut off: 一批."""
    heads: re.Pattern[str]
    """Any head noun at the end of a text."""
    begin: re.Pattern[str]
    """What no name holds."""
    after: re.Pattern[str]
    """What may follow a name."""
    start_after: str
    """A lookahead for the first character of that, cheap enough to stand in every head's pattern."""
    acts: re.Pattern[str]
    """Verbs in a row that no name of a work begins with: 投资建设运营."""
    joint: re.Pattern[str]
    """What stands between the members of an enumeration."""
    joint_word: re.Pattern[str]
    """Those of them that are words."""
    between: re.Pattern[str]
    """What stands between two quotations of a row, with their marks."""
    apart: frozenset[str]
    """Those that never stand inside a name; what follows has the same verb."""
    common: frozenset[str]
    nouns: frozenset[str]
    """Those of them that are no verbs or adverbs."""


def words(rules: Rules) -> Words:
    """The lexicons compiled; call through ``rules.memo``."""
    verbs = {row["verb"]: frozenset(row["kind"].split("|")) for row in rules.lexicon("project_verbs")}
    terms, adverbs = rules.terms("project_verbs"), rules.terms("adverbs")
    kinds = ("strong|title|event", "predicate")
    strong, predicate = (rules.terms("project_verbs", "kind", kind) for kind in kinds)
    nouns = {row["word"] for row in rules.lexicon("project_words")}
    common = nouns | {next(iter(row.values())) for name in ("verbs", "adverbs") for row in rules.lexicon(name)}
    ends = rules.family("projects.end")
    first = frozenset[str]().union(*(pattern_edges.first(rule.pattern) or () for rule in ends))
    return Words(
        verbs=verbs,
        strong=cache.pattern(f"{strong}|(?>{adverbs})(?P<predicate>{predicate})(?=..)"),
        lead=cache.pattern(f"(?>{adverbs})*(?P<verb>{terms})|(?>{adverbs})+"),
        particles=cache.pattern(rules.terms("project_particles")),
        classes=cache.pattern(f"(?:{rules.terms('project_particles', 'kind', 'class')})\\Z"),
        heads=_union([rule for family in HEADS for rule in rules.family(family)], end="\\Z"),
        begin=_union(rules.family("projects.begin")),
        after=_union(ends, otherwise="|\\Z"),
        start_after=f"(?=[{re.escape(''.join(sorted(first)))}]|\\Z)",
        acts=cache.pattern(f"(?:(?:{_acts(rules)})(?:{rules.terms_unless('verb_particles', 'closing')})?)+"),
        joint=cache.pattern(rules.terms("project_joints")),
        joint_word=cache.pattern(rules.terms("project_joints", "kind", "word|apart")),
        between=cache.pattern(f"”(?:{rules.terms('project_joints')})?“"),
        apart=frozenset(row["joint"] for row in rules.lexicon("project_joints") if row["kind"] == "apart"),
        common=frozenset(common),
        nouns=frozenset(nouns),
    )


def _union(members: Sequence[Rule], end: str = "", otherwise: str = "") -> re.Pattern[str]:
    """Rules as one expression."""
    return compiled(f"(?:{'|'.join(rule.pattern for rule in members)}){end}{otherwise}", *members)


def _acts(rules: Rules) -> str:
    """A pattern for any verb that is nothing else: 投资 may begin a name, 投产 may not."""
    rows = rules.lexicon("verbs")
    return alternation([r["verb"] for r in rows if len(r["verb"]) > 1 and "noun" not in r["kind"].split("|")])


def edge(left: str, words: Words, reach: bool) -> Edge:
    """Where the name begins in ``left``, the masked clause before its head.

    With ``reach`` the name may run back over 、 to the verb (增值电信、生物技术开放试点).
    """
    start, verb = _governed(left, words)
    kinds = words.verbs.get(verb, frozenset())
    tail = left[start:]
    cut = tail.rfind("、") + 1
    if cut and not (reach and verb and _one_name(tail[: cut - 1], words)):
        start += cut
        start = _strip_item(left, start, words)
    start = _after_joint(left, start, words)
    start = _after_second_verb(left, start, words)
    start = max(start, *(m.end() for m in words.begin.finditer(left)), 0)
    while m := words.particles.match(left, start):
        start = m.end()
    return Edge(start, verb, kinds, left[:start])


def _governed(left: str, words: Words) -> tuple[int, str]:
    """The end of the words that govern a name, and the verb among them."""
    start, verb = 0, ""
    for strong in words.strong.finditer(left):
        start, verb = strong.end(), strong["predicate"] or strong[0]
    found = verb
    while m := words.lead.match(left, start):
        if m.end() == len(left) or (found and not m["verb"]) or _inside_word(left, start, m.end(), words):
            break
        if m["verb"]:
            if found and not ("light" in words.verbs[found] or "strong" in words.verbs[m["verb"]]):
                break
            found = m["verb"]
        start = m.end()
        if p := words.particles.match(left, start):
            start = p.end()
    return start, found


def _inside_word(left: str, start: int, cut: int, words: Words) -> bool:
    """Whether a verb ends inside a common word: 服务 of 服务业."""
    ends = range(cut + 1, min(start + _LONGEST_WORD, len(left)) + 1)
    return any(left[start:end] in words.nouns and left[start:end] not in words.verbs for end in ends)


def _strip_item(left: str, start: int, words: Words) -> int:
    """Past a verb of its own that an item after 、 begins with."""
    if (m := words.lead.match(left, start)) and m["verb"] and m.end() < len(left):
        return m.end()
    return start


def _one_name(items: str, words: Words) -> bool:
    """Whether what stands before 、 lacks its head and shares the one that follows."""
    return all(len(i) <= 12 and not words.heads.search(i) and "\u3000" not in i for i in items.split("、"))


def _after_joint(left: str, start: int, words: Words) -> int:
    """Past 和 or 与 when what stands before is a name of its own."""
    for m in words.joint_word.finditer(left[start:]):
        before = left[start : start + m.start()]
        if m[0] in words.apart or words.heads.search(before) or before.endswith("\u3000"):
            start += m.end()
            return _after_joint(left, start, words)
    return start


def _after_second_verb(left: str, start: int, words: Words) -> int:
    """Past 和 and the verb after it where two verbs share an object: 落实和完善…."""
    joint = words.joint_word.match(left, start) if start else None
    if joint and (m := words.lead.match(left, joint.end())) and m["verb"] and m.end() < len(left):
        return m.end()
    return start


def squeeze(name: str) -> str:
    """A name without blanks."""
    return _BLANK.sub("", name)


def proper(name: str, places: Places, words: Words) -> bool:
    """Whether a name holds more than common words: a place, a firm, a brand, a designation."""
    if "“" in name or re.search(r"[A-Z]+[0-9]{2,}", name) or places.first(name):
        return True
    return bool(residue(name, words))


def common_first(text: str, words: Words) -> bool:
    """Whether a text is empty or begins with a common word."""
    return not text or any(text[:size] in words.common for size in range(2, _LONGEST_WORD + 1))


def residue(name: str, words: Words) -> str:
    """The first two or more characters in a row that no common word covers."""
    covered = bytearray(len(name))
    for size in range(_LONGEST_WORD, 1, -1):
        for at in range(len(name) - size + 1):
            if name[at : at + size] in words.common:
                covered[at : at + size] = b"\1" * size
    rest = "".join(" " if c else ch for c, ch in zip(covered, name, strict=True))
    found = _HAN.search(rest)
    return found[0] if found else ""
