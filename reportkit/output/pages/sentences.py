"""Where in its sentence a row of a comparison stands: rows know their place in the source, sentences do not."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from reportkit.model.tables import Row, Table

_KEYS = ("raw", "text", "name")
"""Columns with the words of a row."""
_ORDINARY = {ord(wide): ord(wide) - 0xFEE0 for wide in "０１２３４５６７８９．，％－"}
_Sentence = tuple[str, str]
"""Report and sentence."""


class Places:
    """Places of rows in their sentences, worked out from all rows of a comparison.

    Words that occur once are there. Of several occurrences the one is right that agrees with other rows of the sentence
    on where in the source it begins; spaces and line breaks left out of a sentence move that by a few characters.
    """

    def __init__(self, tables: Iterable[Table]) -> None:
        votes: dict[_Sentence, Counter[int]] = defaultdict(Counter)
        seen: set[tuple[_Sentence, int, str]] = set()
        for row in (row for table in tables for row in table.rows):
            for side in "ab":
                key, start, words = self._key(row, side), row[f"start_{side}"], words_of(row, side)
                if not key[1] or (key, start, words) in seen:
                    continue
                seen.add((key, start, words))
                held = list(_occurrences(words, key[1]))
                for at, _ in held:
                    votes[key][start - at] += 1
        self._begins = {key: counts.most_common(1)[0][0] for key, counts in votes.items() if counts}

    def of(self, row: Row, side: str) -> tuple[int, int] | None:
        """First character and one past the last in the sentence; None where the words are not known to be in it.

        Words that the sentence does not hold as such, like a name put together of two, stand where the source has them.
        """
        key = self._key(row, side)
        begin = self._begins.get(key)
        if begin is None:
            return None
        first, last = row[f"start_{side}"] - begin, row[f"end_{side}"] - begin
        held = list(_occurrences(words_of(row, side), key[1]))
        if held:
            return min(held, key=lambda place: abs(first - place[0]))
        return (first, last) if 0 <= first < last <= len(key[1]) else None

    @staticmethod
    def _key(row: Row, side: str) -> _Sentence:
        return row[f"report_{side}"], row[f"sentence_{side}"]


def words_of(row: Row, side: str) -> str:
    """The words in question, as written; of a commitment that the later review tells of, its words there."""
    own = next((row[c] for name in _KEYS if (c := f"{name}_{side}") in row and row[c]), "")
    return own or (row.get("told", "") if side == "b" else "")


def _occurrences(words: str, sentence: str) -> Iterator[tuple[int, int]]:
    """Where words stand, spaces and the width of digits aside, and not within a longer number."""
    if not words:
        return
    spaced = r"\s*".join(re.escape(char) for char in words.translate(_ORDINARY) if not char.isspace())
    begun = r"(?<![\d.])(?<!\d,)" if spaced[0].isdigit() else ""
    for found in re.finditer(f"{begun}{spaced}", sentence.translate(_ORDINARY)):
        yield found.span()
