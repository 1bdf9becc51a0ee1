"""Patterns from the cache match what those that ``re`` compiles match, and a cache that is amiss costs time only."""

from __future__ import annotations

import hashlib
import marshal
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from running import SAMPLE, environment

from reportkit import rules
from reportkit.rules import cache as compiled
from reportkit.rules import edges


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    compiled._kept.cache_clear()
    monkeypatch.setattr(compiled, "_made", {})
    monkeypatch.setattr(compiled, "_new", {})
    yield tmp_path
    compiled._kept.cache_clear()


def test_every_rule_matches_what_it_matches_in_re(folder: Path) -> None:
    text = SAMPLE.read_text("utf-8")
    patterns = [rule.pattern for rule in rules.load().all if "#" not in rule.pattern]
    assert len(patterns) > 80
    plain = [re.compile(pattern) for pattern in patterns]
    found = [[m.regs for m in pattern.finditer(text)] for pattern in plain]
    for _ in range(2):
        for ours, theirs, matches in zip(map(compiled.pattern, patterns), plain, found, strict=True):
            assert (ours.pattern, ours.flags, ours.groups) == (theirs.pattern, theirs.flags, theirs.groups)
            assert ours.groupindex == theirs.groupindex
            assert [m.regs for m in ours.finditer(text)] == matches
        compiled.keep()
        compiled._kept.cache_clear()
        assert compiled._kept().keys() >= set(patterns)
        compiled._made.clear()
        compiled._new.clear()
    assert compiled._new == {}


@given(st.text("甲乙丙|()*+?[]^:=!<1", max_size=14), st.text("甲乙丙1", max_size=12))
def test_any_pattern_matches_what_it_matches_in_re(pattern: str, text: str) -> None:
    try:
        plain = re.compile(pattern)
    except (re.error, FutureWarning):
        return
    assert [m.regs for m in compiled.pattern(pattern).finditer(text)] == [m.regs for m in plain.finditer(text)]


@pytest.mark.parametrize("pattern", ["(?:甲甲|[乙丙])丁", "(?<!戊)(?:甲|(?:乙|丙))丁", "(?:(?P<one>甲|乙)|丙?丁)+"])
def test_a_search_is_told_what_a_match_begins_with(pattern: str) -> None:
    first, plain = edges.first(pattern), re.compile(pattern)
    assert first
    assert compiled.pattern(pattern) != plain, "the head of the code tells more"
    text = "戊甲丁乙丙丁丁甲甲丁戊乙丁"
    assert [m.regs for m in compiled.pattern(pattern).finditer(text)] == [m.regs for m in plain.finditer(text)]


MANY = "|".join(f"{stem}天" for stem in "甲乙丙丁戊己庚辛壬癸子丑Aa")
"""So many alternatives that the engine looks at the next character before it tries them."""


@pytest.mark.parametrize(
    "pattern",
    [
        f"地(?:{MANY})人",
        f"地(?:{MANY})*?人",
        f"(?:地|(?:{MANY}))+",
        f"(?!{MANY})地",
        f"地(?i:(?:{MANY})人)",
        f"地(?:{MANY}|)人",
    ],
)
def test_a_look_before_many_alternatives_changes_no_match(pattern: str) -> None:
    text = "地甲天人地天甲人地人地丑天丑地乙天人地地天地a天人地A天人"
    assert [m.regs for m in compiled.pattern(pattern).finditer(text)] == [m.regs for m in re.finditer(pattern, text)]


def test_only_many_alternatives_are_looked_before() -> None:
    assert compiled.pattern(f"地?.(?:{MANY})人") != re.compile(f"地?.(?:{MANY})人")
    assert compiled.pattern("地?.(?:甲天|乙天)人") == re.compile("地?.(?:甲天|乙天)人")


def test_bad_pattern_is_an_error_of_re(folder: Path) -> None:
    with pytest.raises(re.error):
        compiled.pattern("(")


def poisoned(_: bytes) -> bytes:
    """A cache as a stranger would write it: sound but for the secret, its patterns match nothing."""
    told = marshal.dumps({"甲+": compiled._parts("(?!)")})
    return hashlib.sha256(told).digest() + told


@pytest.mark.parametrize(
    "changed",
    [lambda d: b"", lambda d: d[:100], lambda d: b"\0" * 5000, lambda d: d[:-1] + bytes([d[-1] ^ 1]), poisoned],
)
def test_a_cache_of_another_hand_is_made_anew(folder: Path, changed: Callable[[bytes], bytes]) -> None:
    compiled.pattern("甲+")
    compiled.keep()
    file = folder / "reportkit" / compiled._name()
    sound = file.read_bytes()
    file.write_bytes(changed(sound))
    compiled._kept.cache_clear()
    compiled._made.clear()
    compiled._new.clear()
    assert compiled.pattern("甲+").fullmatch("甲甲")
    compiled.keep()
    assert file.read_bytes() == sound


def test_second_process_compiles_nothing_and_gives_the_same(tmp_path: Path) -> None:
    code = (
        "import reportkit, sys; from reportkit.rules import cache; r = reportkit.extract(sys.argv[1]);"
        "print(len(cache._new), repr([r.rows(t) for t in ('indicators', 'commitments', 'projects')]))"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", code, str(SAMPLE)], capture_output=True, check=True, text=True,
            env=environment(XDG_CACHE_HOME=str(tmp_path)),
        ).stdout.partition(" ")
        for _ in range(2)
    ]  # fmt: skip
    assert int(told[0][0]) > 100 and int(told[1][0]) == 0
    assert told[0][2] == told[1][2]


def test_cache_that_cannot_be_written(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    done = subprocess.run(
        [sys.executable, "-m", "reportkit", "explain", "增长5.7%"], capture_output=True, check=False,
        env=environment(XDG_CACHE_HOME=str(blocked)),
    )  # fmt: skip
    assert done.returncode == 0 and done.stderr == b""
