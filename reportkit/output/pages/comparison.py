"""The page of a comparison: first every target with its outcome, a line each; the sentences unfold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from reportkit.analysis import diff
from reportkit.analysis.diff import wording
from reportkit.domain import regions
from reportkit.model.codes import labels
from reportkit.model.tables import Row, Table, plain
from reportkit.output.figures import lines
from reportkit.output.pages.page import render, words
from reportkit.output.pages.sentences import Places
from reportkit.words import translated

_STYLES = ("base.css", "comparison.css")
_SCRIPTS = ("common.js", "rows.js", "comparison.js")
_TONES = ("bad", "open", "shift", "new", "good", "none")
"""In the order in which a reader wants them, what both reports hold first; promises stay in the order of the report,
which names the main ones first."""
_SIDES = "ab"
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "promises": ("indicator", "target", "outcome", "deviation", "verdict"),
    "indicators": ("indicator", "comparison", "before", "after", "difference", "change", "shift"),
    "commitments": ("commitment", "told", "change"),
    "projects": ("project", "kind", "before", "after", "change"),
}
"""Columns of every section; their heads are words of the page."""
_CODES: Mapping[str, str] = {
    "verdict": "change", "change": "change", "shift": "change", "comparison": "comparison", "kind": "kind",
}  # fmt: skip
"""The sets of codes that columns hold."""
_BY: Mapping[str, tuple[str, str]] = {
    "target": ("value_a", "unit"), "outcome": ("value_b", "unit"), "before": ("value_a", "unit"),
    "after": ("value_b", "unit"), "deviation": ("apart", "unit"), "difference": ("apart", "unit"),
}  # fmt: skip
"""What columns of numbers as written are sorted by; cells that are not shown."""
_UNSEEN = ("value_a", "value_b", "apart", "unit")
_APART = {"promises": "deviation", "indicators": "difference"}
_MEASURED = tuple(_APART)
"""Sections whose sides are numbers."""


@dataclass(slots=True)
class _Pool:
    """Texts that stand in the page once, named by their number."""

    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, text: str) -> int:
        return self.numbers.setdefault(text, len(self.numbers))


@dataclass(frozen=True, slots=True)
class _Manner:
    """In which words a comparison is shown."""

    lang: str
    words: Mapping[str, str]
    several: bool
    """Whether it is of several regions, which are then named in every row."""


def comparison(
    found: Iterable[diff.Digest], title: str, lang: str = "en", links: Mapping[str, str] | None = None
) -> str:
    """The page of one or more comparisons, of ``diff.digest`` with everything, in HTML; ``links`` lead from the ids of
    reports to their pages."""
    tables = diff.tables_of(found, everything=True)
    named = sorted({row["region"] for table in tables for row in table.rows})
    manner = _Manner(lang, words(lang), len(named) > 1)
    pool, places = _Pool(), Places(tables[1:])
    sections = {t.name: _section(t, manner, pool, places) for t in tables[1:] if t.rows}
    data = {
        "sections": sections, "links": {} if links is None else dict(links), "title": title,
        "tones": {change: tone for change, (tone, _) in wording.changes().items()},
    }  # fmt: skip
    return render(
        "comparison.html", _STYLES, _SCRIPTS, lang, data | {"pool": list(pool.numbers)}, title=title, regions=named,
        sections=[(name, len(told["rows"])) for name, told in sections.items()],
        missing=_missing(tables[0], lang),
    )  # fmt: skip


def _missing(summary: Table, lang: str) -> list[tuple[str, list[str]]]:
    """What is missing, and of which regions."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in summary.rows:
        if row["table"] == "reports":
            found[translated(row["change"], lang)].append(row["region"])
    return list(found.items())


def _section(table: Table, manner: _Manner, pool: _Pool, places: Places) -> dict[str, Any]:
    rows = list(table.rows)
    if table.name != "promises":
        rows.sort(key=lambda row: (not _on_both(row), _TONES.index(wording.changes()[wording.change_of(row)][0])))
    names = (*(("region",) if manner.several else ()), *_COLUMNS[table.name])
    return {
        "columns": [_column(name, manner) for name in (*names, *_UNSEEN)],
        "rows": [[cells[name] for name in (*names, *_UNSEEN)] for cells in (_cells(table.name, r, manner) for r in rows)],
        "sides": [[_side(row, side, pool, places) for side in _SIDES] for row in rows],
        "reasons": [pool.number(translated(row["reason"], manner.lang)) for row in rows],
        "unchanged": sorted(diff.UNCHANGED),
    }  # fmt: skip


def _on_both(row: Row) -> bool:
    return bool(row["sentence_a"] and row["sentence_b"])


def _column(name: str, manner: _Manner) -> dict[str, Any]:
    unseen = name in _UNSEEN
    told = {
        "name": name, "label": "" if unseen else manner.words[name], "type": "text", "shown": not unseen,
        "codes": dict(labels(_CODES[name], manner.lang)) if name in _CODES else {},
    }  # fmt: skip
    return told | {"by": _BY[name]} if name in _BY else told


def _cells(table: str, row: Row, manner: _Manner) -> Row:
    """The cells of a row by column, those that its table does not have left out."""
    measured = table in _MEASURED
    apart = row[_APART[table]] if measured else None
    cells: Row = {name: row.get(name) for name in ("region", "verdict", "change", "shift", "kind", "told")}
    cells |= {
        "indicator": _named(row.get("indicator", ""), row["region"]), "comparison": row.get("kind"),
        "commitment": row.get("text_a") or row.get("text_b"), "project": row.get("name_a") or row.get("name_b"),
        "apart": _exact(apart), "unit": row.get("unit", ""),
        **{f"value_{side}": _exact(row.get(f"value_{side}")) if measured else None for side in _SIDES},
    }  # fmt: skip
    before, after = (_measured(row, side, manner) if measured else _status(row, side, manner) for side in _SIDES)
    difference = wording.amount(apart, row["unit"]) if measured else ""
    return cells | {
        "target": before, "outcome": after, "before": before, "after": after, "deviation": difference,
        "difference": difference,
    }  # fmt: skip


def _exact(value: Any) -> str | None:
    return None if value is None else plain(value)


def _measured(row: Row, side: str, manner: _Manner) -> str:
    """A number as people write it, with its bound: ≥5.5%, 5%左右."""
    if not row[f"raw_{side}"]:
        return "–"
    form = labels("bound form", manner.lang).get(row[f"bound_{side}"], "{raw}")
    return form.replace("{raw}", wording.fallen(row, f"raw_{side}"))


def _status(row: Row, side: str, manner: _Manner) -> str:
    status = row.get(f"status_{side}")
    return labels("status", manner.lang).get(status, status) if status else "–"


def _named(indicator: str, region: str) -> str:
    known = regions.find(region)
    return lines.national(indicator) if known and known.level == "national" else indicator


def _side(row: Row, side: str, pool: _Pool, places: Places) -> list[Any] | None:
    """Report, page, first and last character, number of the sentence, and where in it the words in question stand."""
    sentence, report = row[f"sentence_{side}"], row[f"report_{side}"]
    if not sentence:
        return None
    found = places.of(row, side)
    return [
        report, row[f"page_{side}"], row[f"start_{side}"], row[f"end_{side}"], pool.number(sentence), *(found or (0, 0)),
    ]  # fmt: skip
