"""Sentences of the plan that look back: how things have come about, before it is said what shall be done.

In reports that treat subject by subject a paragraph begins with what there is and turns to what must be done (几年来…, 现在…;
必须…). The cheapest way through the sentences of a paragraph is found as in ``division``; every paragraph begins anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from reportkit.extraction.structure.division import PLAN
from reportkit.extraction.structure.lines import Draft

_LOOK_BACK = {True: 4.5, False: 3.0}
"""Price of looking back inside a section whose heading names the plan, and inside one that names a subject only: in the
former one sentence in a hundred does, in the latter one in three."""
_RETURN = 0.5
"""Price of turning to what shall be done: it needs one word."""


def looking_back(
    drafts: Sequence[Draft], parts: Sequence[str], signs: Sequence[float], claimed: Sequence[bool]
) -> frozenset[int]:
    """The places of the sentences in the plan that report."""
    found: set[int] = set()
    for _, group in groupby(range(len(drafts)), key=lambda i: drafts[i].paragraph):
        places = [i for i in group if parts[i] == PLAN and not drafts[i].level]
        back = _cheapest([signs[i] for i in places], _LOOK_BACK[claimed[places[0]]] if places else 0.0)
        found.update(place for place, looks in zip(places, back, strict=True) if looks)
    return frozenset(found)


def _cheapest(signs: Sequence[float], price: float) -> Iterator[bool]:
    """Whether each sentence looks back; ``signs`` above 0 speak for what shall be done."""
    ahead, back = 0.0, price
    came: list[tuple[bool, bool]] = []
    for sign in signs:
        from_ahead, from_back = ahead + price, back + _RETURN
        came.append((from_back < ahead, back <= from_ahead))
        ahead, back = min(ahead, from_back) + max(-sign, 0.0), min(back, from_ahead) + max(sign, 0.0)
    looks = back < ahead
    way: list[bool] = []
    for into_ahead, into_back in reversed(came):
        way.append(looks)
        looks = into_back if looks else into_ahead
    return reversed(way)
