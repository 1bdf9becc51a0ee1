"""Which text stands for a report that several files carry, and what becomes of the others.

Texts of one region and year that are much alike are editions of one report: the fullest is kept, the others are listed as its
twins. Texts that differ are reports of their own: 全国-2022, 全国-2022.2. What is decided depends on the set of texts only,
never on the order in which they come, so that every run ends alike with any number of processes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reportkit.workspace.likeness import SAME, likeness, sketch

FULL = 0.9
"""An edition with pages is preferred if it has this share of the longest: forms of one report differ by notes and lists
that conversion moves or drops, some hundredths of the text; excerpts differ by more."""
_NEW = 0
"""Key of the text that is being saved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A text of a group, kept as a report or listed as a twin."""

    key: int
    """Of the report that it is, or whose twin it is."""
    kept: bool
    base: str
    """Id without the number that tells several reports of one region and year apart."""
    file: str
    source_hash: str
    told_region: str
    told_year: int | None
    length: int
    """Characters that count, recognised ones less."""
    paged: int
    known: int
    """How much of region and year is known, and known without doubt: 0 to 3."""
    sketch: bytes

    @property
    def rank(self) -> tuple[Any, ...]:
        """The order in which editions are preferred."""
        return -self.paged, -self.length, -self.known, self.source_hash, not self.file, self.file

    def is_same_text(self, other: Member) -> bool:
        """Whether both are one text that is said to be one report."""
        told = (self.told_region, self.told_year) == (other.told_region, other.told_year)
        both = told and bool(self.file and other.file)  # texts made in memory are what their maker says
        return self.source_hash == other.source_hash and (both or self.base == other.base)


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a text that was to be saved."""

    report: str
    """Id of the report that it is, or whose twin it is."""
    twin: bool = False
    displaced: tuple[str, ...] = ()
    """Files whose texts were kept before and are twins of this one now."""
    notes: tuple[str, ...] = ()
    """What a person must be told."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be done with a group when a text joins it."""

    winner: Member
    """Of the editions that the new text belongs to."""
    twins: tuple[Member, ...]
    gone: tuple[Member, ...]
    """What the new text replaces: itself as read before, or its file as it was."""


def verdict(new: Member, group: Sequence[Member], is_file: bool) -> Verdict:
    """Judges a new text among those there; ``is_file`` says that its file holds nothing but it."""
    gone = tuple(m for m in group if _replaces(new, m, is_file))
    editions = [new, *_editions(new, [m for m in group if m not in gone])]
    longest = max(m.length for m in editions)
    winner = min((m for m in editions if m.length >= FULL * longest), key=lambda m: m.rank)
    return Verdict(winner, tuple(m for m in editions if m != winner), gone)


def new_member(report: dict[str, Any], data: bytes) -> Member:
    """The text that is being saved, from what ``prepared`` has made of it."""
    return _member({**report, "key": _NEW, "kept": True, "sketch": data})


def group_of(connection: sqlite3.Connection, new: Member) -> list[Member]:
    """The texts of the same region and year, and the same text elsewhere."""
    names = "base, file, source_hash, told_region, told_year, length, paged, known, sketch"
    found = connection.execute(
        f"SELECT key, 1 AS kept, {names} FROM reports WHERE base = :base OR source_hash = :hash UNION ALL "
        f"SELECT report_key, 0, {names} FROM twins WHERE base = :base OR source_hash = :hash",
        {"base": new.base, "hash": new.source_hash},
    )
    heads = [d[0] for d in found.description]
    members = (_member(dict(zip(heads, row, strict=True))) for row in found.fetchall())
    return [
        _with_sketch(connection, m) for m in members if m.base == new.base or m.is_same_text(new) or m.file == new.file
    ]


def number(connection: sqlite3.Connection, base: str) -> Iterator[tuple[str, str]]:
    """Gives the reports of a base their ids, the fullest the first; yields old and new of those that changed."""
    rows = connection.execute(
        "SELECT key, id FROM reports WHERE base = ? ORDER BY length DESC, source_hash, file = '', file", (base,)
    ).fetchall()
    wanted = [(key, old, base if place == 1 else f"{base}.{place}") for place, (key, old) in enumerate(rows, 1)]
    changed = [(key, old, id) for key, old, id in wanted if old != id]
    connection.executemany("UPDATE reports SET id = ? WHERE key = ?", ((f"\0{key}", key) for key, *_ in changed))
    connection.executemany("UPDATE reports SET id = ? WHERE key = ?", ((id, key) for key, _, id in changed))
    return ((old, id) for _, old, id in changed)


def _replaces(new: Member, old: Member, is_file: bool) -> bool:
    if new.is_same_text(old):
        return new.file == old.file
    if not (is_file and new.file and new.file == old.file):
        return False
    # the caller corrects region or year, or the file has changed
    return new.source_hash == old.source_hash or (new.base == old.base and _alike(new, old))


def _editions(new: Member, group: Sequence[Member]) -> list[Member]:
    """Those that are alike to the new text, or to one that is."""
    found: list[Member] = []
    left, joined = list(group), [new]
    while joined:
        one = joined.pop()
        near = [m for m in left if one.is_same_text(m) or (m.base == one.base and _alike(m, one))]
        left = [m for m in left if m not in near]
        found += near
        joined += near
    return found


def _alike(one: Member, other: Member) -> bool:
    if one.source_hash == other.source_hash:
        # the caller says of one text that it is two reports
        return False
    return likeness(one.sketch, other.sketch) >= SAME


def _member(row: dict[str, Any]) -> Member:
    return Member(**{name: row[name] for name in Member.__slots__} | {"kept": bool(row["kept"])})


def _with_sketch(connection: sqlite3.Connection, member: Member) -> Member:
    """A report of an older workspace has none yet."""
    if member.sketch or not member.kept:
        return member
    (text,) = connection.execute("SELECT text FROM running WHERE report_key = ?", (member.key,)).fetchone()
    return replace(member, sketch=sketch(text))
