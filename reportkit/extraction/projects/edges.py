"""Where a name begins: what governs it is cut off, what belongs to it is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportkit.extraction.projects.places import Places
from reportkit.rules import Rules, cache
from reportkit.rules.rule import compiled

_BLANK = re.compile(r"[\s\u3000]+")
_CUT = re.compile("的|(?<![存潜现])在")
_HELPING = frozenset(("支持", "鼓励", "推动", "引导", "指导"))
_HELPED = re.compile("[^、，]{2,10}(?:加快)?(?:建设|建成)(?=[^、，]{2})")
"""Who is helped to build: 支持石堰县建设…."""
_MARKS = "，。；：！？、（）“”《\\n\u2003\u3000"
_LONGEST_WORD = 4
_DATE = "[0-9]{1,2}月(?:份|底|[0-9]+日)?前?"
HEADS = ("projects.quoted", "projects.work", "projects.title", "projects.programme")
"""The families of rules on head nouns, those that win over others first."""


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


@dataclass(frozen=True, slots=True)
class Words:
    """The lexicons of this stage, ready to ask."""

    verbs: dict[str, frozenset[str]]
    strong: re.Pattern[str]
    lead: re.Pattern[str]
    particles: re.Pattern[str]
    heads: re.Pattern[str]
    """Any head noun at the end of a text."""
    after: re.Pattern[str]
    """What may follow a name."""
    start_after: str
    """A lookahead for the first character of that, cheap enough to stand in every head's pattern."""
    common: frozenset[str]
    slogans: frozenset[str]


def words(rules: Rules) -> Words:
    """The lexicons compiled; call through ``rules.memo``."""
    verbs = {row["verb"]: frozenset(row["kind"].split("|")) for row in rules.lexicon("project_verbs")}
    terms, adverbs = rules.terms("project_verbs"), rules.terms("adverbs")
    common = {row["word"] for row in rules.lexicon("project_words")}
    common |= {next(iter(row.values())) for name in ("verbs", "adverbs") for row in rules.lexicon(name)}
    heads = "|".join(r.pattern for family in HEADS for r in rules.family(family))
    links = f"(?:{adverbs}|{rules.terms('project_links')}|{_DATE})*"
    ends = rules.terms("project_verbs", "kind", "after")
    after = f"[{_MARKS}]|\\Z|等|和|与|及|以及|并|建设|项目|{links}(?:{ends})"
    starts = (
        rules.initials("adverbs") | rules.initials("project_links") | rules.initials("project_verbs", "kind", "after")
    )
    return Words(
        verbs=verbs,
        strong=cache.pattern(rules.terms("project_verbs", "kind", "strong|title|event")),
        lead=cache.pattern(f"(?:{adverbs})*(?P<verb>{terms})|(?:{adverbs})+"),
        particles=cache.pattern(rules.terms("project_particles")),
        heads=compiled(f"(?:{heads})\\Z", *(r for family in HEADS for r in rules.family(family))),
        after=cache.pattern(after),
        start_after=f"(?=[{_MARKS}0-9等和与及以并建项{''.join(sorted(starts))}]|\\Z)",
        common=frozenset(common),
        slogans=frozenset(row["slogan"] for row in rules.lexicon("project_slogans")),
    )


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
    if verb in _HELPING and (m := _HELPED.match(left, start)):
        start = m.end()
    start = max(start, *(m.end() for m in _CUT.finditer(left)), 0)
    while m := words.particles.match(left, start):
        start = m.end()
    return Edge(start, verb, kinds, left[:start])


def _governed(left: str, words: Words) -> tuple[int, str]:
    """The end of the words that govern a name, and the verb among them."""
    start, verb = 0, ""
    for strong in words.strong.finditer(left):
        start, verb = strong.end(), strong[0]
    found = verb
    while m := words.lead.match(left, start):
        if m.end() == len(left) or (found and not m["verb"]):
            break
        if m["verb"]:
            if found and not ("light" in words.verbs[found] or "strong" in words.verbs[m["verb"]]):
                break
            found = m["verb"]
        start = m.end()
        if p := words.particles.match(left, start):
            start = p.end()
    return start, found


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
    for m in re.finditer("以及|和|与|及|暨", left[start:]):
        before = left[start : start + m.start()]
        if m[0] == "以及" or words.heads.search(before) or before.endswith("\u3000"):
            start += m.end()
            return _after_joint(left, start, words)
    return start


def squeeze(name: str) -> str:
    """A name without blanks."""
    return _BLANK.sub("", name)


def proper(name: str, places: Places, words: Words) -> bool:
    """Whether a name holds more than common words: a place, a firm, a brand, a designation."""
    if "“" in name or re.search(r"[A-Z]+[0-9]{2,}", name) or places.first(name):
        return True
    return bool(residue(name, words))


def residue(name: str, words: Words) -> str:
    """The first two or more characters in a row that no common word covers."""
    covered = bytearray(len(name))
    for size in range(_LONGEST_WORD, 1, -1):
        for at in range(len(name) - size + 1):
            if name[at : at + size] in words.common:
                covered[at : at + size] = b"\1" * size
    rest = "".join(" " if c else ch for c, ch in zip(covered, name, strict=True))
    found = re.search("[\u4e00-\u9fff]{2,}", rest)
    return found[0] if found else ""
