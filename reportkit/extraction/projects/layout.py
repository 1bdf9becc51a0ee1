"""Where names may begin and end: clauses of the running text with quotations and brackets masked."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from reportkit.model.records import Outline, Sentence

_QUOTED = re.compile(r"“[^“”\n]{1,30}”")
_HIDDEN = re.compile(r"“[^“”\n]*”|（[^（）\n]*）|《[^《》\n]*》")
_BREAK = re.compile(r"[，；：。！？\n]")
_QUOTE_FILL, _OTHER_FILL = "\u3000", "\u2003"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The running text as the finders see it."""

    text: str
    masked: str
    """``text`` with quotations (U+3000), brackets and titles (U+2003) blanked out, character for character."""
    breaks: list[int]
    """Where clauses begin."""
    sentences: tuple[Sentence, ...]
    starts: list[int]

    def clause(self, offset: int) -> tuple[int, int]:
        """Span of the clause that holds ``offset``, without its punctuation mark."""
        place = bisect_right(self.breaks, offset)
        end = self.breaks[place] - 1 if place < len(self.breaks) else len(self.text)
        return self.breaks[place - 1], end

    def sentence(self, offset: int) -> int:
        """Index of the sentence that holds ``offset``."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def quotations(self) -> list[re.Match[str]]:
        """All short quotations, in order."""
        return list(_QUOTED.finditer(self.text))


def layout(outline: Outline) -> Layout:
    """The layout of a report."""
    text = outline.document.text
    masked = _HIDDEN.sub(lambda m: (_QUOTE_FILL if m[0][0] == "“" else _OTHER_FILL) * len(m[0]), text)
    bodies = {s.body for s in outline.sentences if s.body > s.start}
    breaks = sorted({0, *(m.end() for m in _BREAK.finditer(masked)), *bodies})
    return Layout(
        text=text,
        masked=masked,
        breaks=breaks,
        sentences=outline.sentences,
        starts=[s.start for s in outline.sentences],
    )
