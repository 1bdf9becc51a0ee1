"""Whether two names mean the same thing: how alike they are, and the words that set them apart."""

from __future__ import annotations

from typing import NamedTuple

from reportkit import resources
from reportkit.analysis.diff.patterns import pattern

_REMEMBERED = 1 << 16
_NARROWER = 2
"""Characters that a longer name may have before a shorter one without being narrower: fewer than this."""


class Likeness(NamedTuple):
    """How alike two names are: 0 to 100, and why."""

    score: float
    reason: str


@resources.remembered(_REMEMBERED)
def core(name: str) -> str:
    """A name without scope, light verb and the words for size."""
    bare = pattern("size").sub("", pattern("scope").sub("", name))
    for verb in _light_verbs():
        if bare.startswith(verb) and len(bare) > len(verb) + 2:
            bare = bare[len(verb) :]
            break
    return bare or name


def likeness(one: str, other: str) -> Likeness:
    """The same both ways round; 0 for names that a word, a number or a narrower scope sets apart."""
    if one == other:
        return Likeness(100, "same name")
    a, b = core(one), core(other)
    if a == b:
        return Likeness(98, "same name but for scope, verb or size")
    if made(one) and made(one) == made(other):
        return Likeness(97, "same name but for the verb of making")
    if quoted(one) and quoted(one) == quoted(other) and within(*sorted((one, other), key=len)):
        return Likeness(90, "one name shortens the other")
    if _apart(a, b):
        return Likeness(0, "")
    return Likeness(ratio(a, b), "alike")


def ratio(one: str, other: str) -> float:
    """Likeness by insertions and deletions, 0 to 100, the same both ways round."""
    from rapidfuzz import fuzz

    return fuzz.ratio(one, other)


def better(*names: str) -> str:
    """Which way an indicator is better: up, down, near or control."""
    for words, way in _ways():
        if any(words in name for name in names):
            return way
    return "up"


@resources.remembered(_REMEMBERED)
def opposed(a: str, b: str) -> bool:
    """Whether numbers or words of the lexicon set two names apart."""
    return numbers(a) != numbers(b) or _held_of(a) != _held_of(b)


@resources.remembered(_REMEMBERED)
def contrary(a: str, b: str) -> bool:
    """Whether two texts hold different words of a line of the lexicon; 新增 also sets one apart from a text that
    tells of nothing made."""
    return any(
        bool(one and other and not one & other) for one, other in zip(_held_of(a), _held_of(b), strict=True)
    ) or (_new(a) != _new(b) and not (made(a) and made(b)))  # fmt: skip


@resources.remembered(_REMEMBERED)
def made(text: str) -> str:
    """What a text tells to be made or won, without the verb that tells so; empty if no such verb begins or ends it."""
    for verb in _making_verbs():
        if text.startswith(verb):
            return text[len(verb) :]
        if text.endswith(verb):
            return text[: -len(verb)]
    return ""


def _new(text: str) -> bool:
    return bool(pattern("new").search(text))


def within(short: str, long: str) -> bool:
    """Whether the characters of a name stand in another in order, its first and last two together: 聊城机场 in 聊城民用机场."""
    if not (long.startswith(short[:2]) and long.endswith(short[-2:])) or len(long) > 2 * len(short):
        return False
    rest = iter(long)
    return all(char in rest for char in short)


def quoted(name: str) -> str:
    """The words in quotation marks that a name begins with, empty if it does not."""
    found = pattern("quoted").match(name)
    return found[1] if found else ""


def exchangeable(name: str, words: str) -> list[str]:
    """A name with one of its words in the place of its opposite that begins ``words``: 城镇 for 农村."""
    return [
        name.replace(own, other)
        for line in _opposites() for other in line if words.startswith(other)
        for own in line if own != other and own in name
    ]  # fmt: skip


@resources.remembered(_REMEMBERED)
def _apart(a: str, b: str) -> bool:
    if opposed(a, b):
        return True
    short, long = sorted((a, b), key=len)
    return long.endswith(short) and len(long) - len(short) >= _NARROWER


@resources.remembered(_REMEMBERED)
def numbers(name: str) -> frozenset[str]:
    """Numbers inside a name, years aside: 过20亿元项目 is not 过50亿元项目."""
    return frozenset(pattern("number").findall(pattern("year").sub("", name)))


@resources.remembered(_REMEMBERED)
def _held_of(name: str) -> tuple[frozenset[str], ...]:
    return tuple(_held(line, name) for line in _opposites())


def _held(line: tuple[str, ...], name: str) -> frozenset[str]:
    """The words of a line that a name holds, the longest where one lies in another."""
    found = []
    for word in line:
        if word in name:
            name = name.replace(word, "　")
            found.append(word)
    return frozenset(found)


@resources.cached
def _opposites() -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(sorted(words.split("|"), key=len, reverse=True)) for (words,) in resources.table("diff/opposites")
    )


@resources.cached
def _ways() -> list[list[str]]:
    return resources.table("diff/better")


def _light_verbs() -> tuple[str, ...]:
    return _longest_first("diff/light_verbs")


def _making_verbs() -> tuple[str, ...]:
    return _longest_first("diff/making_verbs")


@resources.cached
def _longest_first(table: str) -> tuple[str, ...]:
    return tuple(sorted((word for (word,) in resources.table(table)), key=len, reverse=True))
