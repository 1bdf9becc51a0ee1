"""Comparisons counted, with the rows that are to be shown of them: of a thousand pairs nothing else is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from reportkit.analysis.diff import shape
from reportkit.analysis.diff.compare import SECTIONS, Compared
from reportkit.model.packed import Filed, Packed
from reportkit.model.tables import Row, Table

UNCHANGED = ("same", "ongoing", "finished")
"""What is no change."""
_VERDICT = {"promises": "verdict"}
"""The column that tells what became of a row, where it is not ``change``."""
_SUMMARY = ("region", "table", "kind", "change")
_Key = tuple[str, str, str, str]
"""Region, section, kind of an indicator's comparison, and change: what the summary counts by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which rows of comparisons are shown."""

    everything: bool = False
    """What is the same on both sides too."""
    only: Sequence[str] = ()
    """The verdicts or changes, if not all."""
    sections: Collection[str] = SECTIONS


@dataclass(frozen=True, slots=True)
class Digest:
    """What a comparison adds to the tables of many."""

    counts: Counter[_Key]
    rows: Mapping[str, tuple[bytes, int]]
    """Of every section with rows to be shown, the rows as ``Filed`` takes them, and their number."""

    @property
    def sections(self) -> frozenset[str]:
        """The sections that hold rows, shown or not."""
        return frozenset(table for _, table, _, _ in self.counts if table in SECTIONS)


def digest(found: Compared, wanted: Wanted) -> Digest:
    """A comparison counted, with the rows that are wanted of it."""
    counts: Counter[_Key] = Counter()
    rows: dict[str, tuple[bytes, int]] = {}
    for name, told in found.items():
        if not isinstance(told, Packed):
            counts.update((row["region"], name, "", row["change"]) for row in told)
            continue
        kinds = told.column("kind") if name == "indicators" else [""] * len(told)
        changes = told.column(_VERDICT.get(name, "change"))
        counts.update(zip(told.column("region"), [name] * len(told), kinds, changes, strict=True))
        if name in wanted.sections and (kept := _kept(name, told, wanted)):
            rows[name] = Filed.batch(kept), len(kept)
    return Digest(counts, rows)


def tables_of(found: Iterable[Digest], everything: bool = False) -> list[Table]:
    """The tables of comparisons: a summary that counts everything, then the sections with the rows wanted.

    ``everything`` has the summary count what is the same on both sides too.
    """
    counts: Counter[_Key] = Counter()
    rows = {name: Filed(shape.names(name)) for name in SECTIONS}
    for one in found:
        counts.update(one.counts)
        for name, (batch, count) in one.rows.items():
            rows[name].add(batch, count)
    summary: list[Row] = [
        dict(zip(_SUMMARY, key, strict=True)) | {"count": count}
        for key, count in counts.items() if everything or key[1] == "promises" or key[3] not in UNCHANGED
    ]  # fmt: skip
    return [shape.table("summary", summary), *(shape.table(name, told) for name, told in rows.items())]


def _kept(name: str, told: Packed, wanted: Wanted) -> Packed:
    """The rows to be shown: what changed, or the verdicts and changes named."""
    change, shift = _VERDICT.get(name, "change"), "shift"
    if not wanted.everything and name != "promises":
        told = told.kept(lambda word: word not in UNCHANGED, change)
    if not wanted.only:
        return told
    columns = (change, shift) if shift in told.columns else (change,)
    return told.kept(lambda *words: any(word in wanted.only for word in words), *columns)
