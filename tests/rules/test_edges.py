"""What the index says of a pattern holds of everything that the pattern matches."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit import Report, rules
from reportkit.rules import edges, pairs
from reportkit.rules.match import slots

PIECES = sorted({piece for rule in rules.load().all for pattern in rule.patterns for piece in slots(pattern) if piece})


BLANKS = "".join(re.findall(r"\s", "".join(map(chr, range(0x110000)))))


def holds(pattern: str, text: str) -> None:
    first, last, needed, longest = (ask(pattern) for ask in (edges.first, edges.last, edges.needed, edges.longest))
    for m in re.finditer(pattern, text):
        assert first is None or text[m.start() : m.start() + 1] in first
        assert last is None or text[max(0, m.end() - 1) : m.end()] in last
        assert needed is None or any(word in m[0] for word in needed)
        assert longest is None or len(m[0]) <= longest


def test_every_shipped_pattern(samples: list[Report]) -> None:
    text = samples[0].extraction.outline.document.text
    for pattern in PIECES:
        holds(pattern, text)


@given(st.text("甲乙丙|()*+?[]^:=!<1", max_size=14), st.text("甲乙丙1", max_size=12))
def test_any_pattern(pattern: str, text: str) -> None:
    try:
        re.compile(pattern)
    except (re.error, FutureWarning):
        assert edges.first(pattern) is None
        return
    holds(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "first", "last", "needed"),
    [
        ("甲|乙丙", "甲乙", "甲丙", "甲 乙丙"),
        ("[甲乙](?:丙丁|丁)戊己", "甲乙", "己", "戊己"),
        ("甲(?:丙丁|丁丙)+乙?", "甲", "丙丁乙", "丙丁 丁丙"),
        ("甲?乙", "甲乙", "乙", "乙"),
        ("(?:甲|乙)+丙*", "甲乙", "甲乙丙", "甲 乙"),
        ("(?<!丙)甲(?=乙)", "甲", "甲", "甲"),
        ("甲*", None, None, None),
        ("(?=甲|乙)", "甲乙", None, None),
        ("(?<=甲).?(?<=乙|丙)", None, "乙丙", None),
        ("甲?(?=乙)丙?", "甲乙", None, None),
        (".甲", None, "甲", "甲"),
        ("[^甲]", None, None, None),
        (r"甲\s", "甲", BLANKS, "甲"),
        (r"[甲\S]|\d", None, None, None),
        ("(?i)a", None, None, None),
        ("(?i:a)", None, None, None),
    ],
)
def test_the_edges_of_a_pattern(pattern: str, first: str | None, last: str | None, needed: str | None) -> None:
    want = [None if chars is None else frozenset(chars) for chars in (first, last, needed and needed.split())]
    assert [edges.first(pattern), edges.last(pattern), edges.needed(pattern)] == want


@pytest.mark.parametrize("content", ["", "[]", '{"first 1": 5}', "\0" * 100])
def test_what_was_found_out_is_remembered_and_a_damaged_file_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    held = edges._Held()
    held["first 1"] = held.new["first 1"] = "甲"
    held.keep()
    assert edges._Held() == {"first 1": "甲"}
    (kept,) = (tmp_path / "reportkit").glob("edges-*")
    kept.write_text(content, "utf-8")
    assert edges._Held() == {}


def holds_in_pairs(pattern: str, text: str) -> None:
    first, last = pairs.first(pattern), pairs.last(pattern)
    for m in re.finditer(pattern, text):
        assert first is None or {m[0][:1], m[0][:2]} & first
        assert last is None or {m[0][-1:], m[0][-2:]} & last


def test_the_pairs_of_every_shipped_pattern(samples: list[Report]) -> None:
    text = samples[0].extraction.outline.document.text
    told = [pattern for pattern in PIECES if pairs.first(pattern) or pairs.last(pattern)]
    assert len(told) > len(PIECES) / 3
    for pattern in told:
        holds_in_pairs(pattern, text)


@given(st.text("甲乙丙|()*+?{2}[]^:=!<1", max_size=14), st.text("甲乙丙1", max_size=12))
def test_the_pairs_of_any_pattern(pattern: str, text: str) -> None:
    with suppress(re.error, FutureWarning):
        re.compile(pattern)
        holds_in_pairs(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "first", "last"),
    [
        ("甲乙丙", "甲乙", "乙丙"),
        ("甲|乙丙", "甲 乙丙", "甲 乙丙"),
        ("甲?乙", "甲乙 乙", "甲乙 乙"),
        ("甲+", "甲 甲甲", "甲 甲甲"),
        ("甲{3,5}", "甲甲", "甲甲"),
        ("(?:甲|乙)丙*", "甲 乙 甲丙 乙丙", "甲 乙 甲丙 乙丙 丙丙"),
        ("(甲)\\1乙", None, None),
        ("[甲乙](?=丙)丁.", "甲丁 乙丁", None),
        (".{0,3}(?:甲|乙丙)", None, "甲 乙丙"),
        ("(?<=甲)丙(?!丁)", "丙", "丙"),
        ("甲[^乙]丙丁", "甲", "丙丁"),
        ("(?=甲)乙?", None, None),
        ("甲*", None, None),
        ("(?i:a)甲乙", None, "甲乙"),
    ],
)
def test_the_two_characters_at_the_edges_of_a_pattern(pattern: str, first: str | None, last: str | None) -> None:
    want = [None if told is None else frozenset(told.split()) for told in (first, last)]
    assert [pairs.first(pattern), pairs.last(pattern)] == want
