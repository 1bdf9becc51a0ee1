"""The nearest right names for a wrong one, in the words of an error."""

from __future__ import annotations

from collections.abc import Iterable

_MOST = 4
"""Names offered for a wrong one."""
_ALL = 20
"""Names that are few enough to be listed all."""
_LIKE = 50.0
"""Least likeness of a name offered: 聊城是 and 聊城市 have 67, two words that share one character of four 25."""


def nearest(word: str, names: Iterable[str], most: int = _MOST) -> list[str]:
    """The names most like ``word``, the nearest first, of equals in their own order.

    Those that hold it, or that it holds, stand before all others.
    """
    from rapidfuzz import fuzz

    wanted = word.casefold()
    scored = []
    for place, name in enumerate(dict.fromkeys(names)):
        known = name.casefold()
        inside = bool(wanted and known) and (wanted in known or known in wanted)
        score = fuzz.ratio(wanted, known)
        if inside or score >= _LIKE:
            scored.append((not inside, -score, len(name), place, name))
    return [name for *_, name in sorted(scored)[:most]]


def unknown(what: str, word: str, names: Iterable[str], hint: str = "") -> str:
    """There is no ``what`` of that name: the nearest names, all of them if they are few, else where to look."""
    there = list(dict.fromkeys(names))
    near = nearest(word, there)
    told = [f"did you mean {' or '.join(near)}?"] if near else []
    if len(there) <= _ALL and there:
        told.append(f"(there are: {', '.join(there)})" if near else f"there are: {', '.join(there)}")
    elif hint and not near:
        told.append(hint)
    return f"there is no {what} {word}" + (f"; {' '.join(told)}" if told else "")
