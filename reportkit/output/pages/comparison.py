"""The page of a comparison: promise against outcome first, both sentences side by side."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportkit.analysis import diff
from reportkit.analysis.diff import wording
from reportkit.model.tables import Row, Table
from reportkit.output.pages.page import render, words

_SCRIPTS = ("common.js", "comparison.js")
_HIDDEN = frozenset(diff.UNCHANGED)
"""Changes that the page hides until they are asked for."""
_TONES = ("bad", "open", "shift", "new", "good", "none")
"""In the order in which a reader wants them."""
_Starts = dict[tuple[str, str, str], list[int]]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two sentences, cut about the words in question, if it is clear which they are."""

    place: str
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of a comparison as the page shows it."""

    change: str
    label: str
    tone: str
    shift: str
    region: str
    title: str
    figures: str
    sides: tuple[Side | None, Side | None]
    reason: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A table of a comparison, with its changes and how many rows each has."""

    name: str
    changes: list[tuple[str, str, str, int, bool]]
    """Change, label, tone, count, hidden."""
    pairs: list[Pair]


def comparison(found: Iterable[diff.Compared], title: str, lang: str = "en") -> str:
    """The page of one or more comparisons, of ``diff.compare``, in HTML."""
    tables = diff.tables_of(found, everything=True)
    regions = {row["region"] for table in tables for row in table.rows}
    starts = _starts(tables)
    sections = [_section(t.name, list(t.rows), words(lang), lang, len(regions) > 1, starts) for t in tables[1:]]
    missing = [row for row in tables[0].rows if row["table"] == "reports"]
    return render(
        "comparison.html", _SCRIPTS, lang, title=title, regions=sorted(regions), sections=sections, missing=missing
    )


def _starts(tables: Iterable[Table]) -> _Starts:
    """Where in the source the words of a sentence stand that rows are of, in their order."""
    found: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    for table in tables:
        for row in table.rows:
            for side in "ab":
                if row.get(f"sentence_{side}"):
                    found[row[f"report_{side}"], row[f"sentence_{side}"], _words(row, side)].add(row[f"start_{side}"])
    return {key: sorted(starts) for key, starts in found.items()}


def _section(name: str, rows: Sequence[Row], w: dict[str, str], lang: str, several: bool, starts: _Starts) -> Section:
    pairs = [_pair(name, row, w, lang, several, starts) for row in rows]
    pairs.sort(key=lambda p: _TONES.index(p.tone))
    counts = Counter((p.change, p.label, p.tone, p.hidden) for p in pairs)
    changes = [(change, label, tone, n, hidden) for (change, label, tone, hidden), n in counts.items()]
    return Section(name, changes, pairs)


def _pair(name: str, row: Row, w: dict[str, str], lang: str, several: bool, starts: _Starts) -> Pair:
    change = wording.change_of(row)
    shift = row.get("shift", "")
    return Pair(
        change, _label(change, lang), wording.changes()[change][0], shift and _label(shift, lang),
        row["region"] if several else "", _title(name, row), _figures(name, row, w),
        (_side(row, "a", w, starts), _side(row, "b", w, starts)), row["reason"], change in _HIDDEN,
    )  # fmt: skip


def _label(change: str, lang: str) -> str:
    return wording.changes()[change][1] if lang == "zh" else change


def _title(name: str, row: Row) -> str:
    column = {"promises": "indicator", "indicators": "indicator", "commitments": "text", "projects": "name"}[name]
    return str(row[column] if column == "indicator" else row[f"{column}_a"] or row[f"{column}_b"])


def _figures(name: str, row: Row, w: dict[str, str]) -> str:
    """What is set beside what in a line: 5.5% (ge) → 5.6%, +0.1百分点."""
    if name == "projects":
        return " → ".join(row[f"status_{side}"] or "–" for side in "ab")
    if name == "commitments":
        return str(row["told"])
    sides = " → ".join(_told(row, side) for side in "ab")
    difference = row["deviation" if name == "promises" else "difference"]
    kind = f"{w[row['kind']]}: " if name == "indicators" else ""
    return f"{kind}{sides} {wording.arrow(difference)} {wording.amount(difference, row['unit'])}".rstrip()


def _told(row: Row, side: str) -> str:
    raw = wording.fallen(row, f"raw_{side}") if row[f"raw_{side}"] else "–"
    bound = row[f"bound_{side}"]
    return raw if bound in ("", "eq", "range") else f"{raw} ({bound})"


def _side(row: Row, side: str, w: dict[str, str], starts: _Starts) -> Side | None:
    sentence, report = row[f"sentence_{side}"], row[f"report_{side}"]
    if not sentence:
        return None
    page = f", {w['page']} {row[f'page_{side}']}" if row[f"page_{side}"] else ""
    place = f"{report}{page}, {row[f'start_{side}']}–{row[f'end_{side}']}"
    words = _words(row, side)
    known = starts[report, sentence, words]
    held = [m.span() for m in re.finditer(rf"(?<![\d.,]){re.escape(words)}", sentence)] if words else []
    if len(held) != len(known):
        return Side(place, sentence, "", "")
    start, end = held[known.index(row[f"start_{side}"])]
    return Side(place, sentence[:start], sentence[start:end], sentence[end:])


def _words(row: Row, side: str) -> str:
    """The words in question."""
    return next((row[c] for name in ("raw", "text", "name") if (c := f"{name}_{side}") in row and row[c]), "")
