"""How names are taken apart before they are compared: the patterns, and what a user lays over them."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportkit import resources
from reportkit.analysis.diff import commitments, figures, names, projects
from reportkit.analysis.diff.patterns import pattern
from reportkit.errors import BadRules

ROWS = resources.rows("diff/patterns")


def found(name: str, text: str) -> str:
    match = pattern(name).search(text)
    if match is None:
        return ""
    return str(match[1] if match.re.groups else match[0])


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [(row["name"], *hit.split("=")) for row in ROWS for hit in row["hits"].split("|")],
)
def test_a_pattern_finds_what_its_examples_say(name: str, text: str, value: str) -> None:
    assert found(name, text) == value


@pytest.mark.parametrize(("name", "text"), [(row["name"], miss) for row in ROWS for miss in row["misses"].split("|")])
def test_a_pattern_finds_nothing_in_what_it_must_miss(name: str, text: str) -> None:
    assert found(name, text) == ""


def test_every_pattern_has_examples_and_says_what_it_is_for() -> None:
    assert all(row["hits"] and row["misses"] and row["doc"] for row in ROWS)


def own(folder: Path, **tables: str) -> Path:
    for name, content in tables.items():
        (folder / "diff").mkdir(exist_ok=True)
        (folder / "diff" / f"{name}.tsv").write_text(content, "utf-8")
    return folder


def test_own_words_that_set_names_apart_hold_though_the_names_were_compared_before(tmp_path: Path) -> None:
    one, other = "云雾茶加工产值", "云雾茶种植产值"
    before = names.likeness(one, other).score
    assert before > 0
    with resources.laid_over((own(tmp_path, opposites="words\n加工|种植\n"),)):
        assert names.likeness(one, other).score == 0
        assert names.contrary(one, other)
    assert names.likeness(one, other).score == before
    assert not names.contrary(one, other)


def test_own_verbs_hold_though_the_names_were_compared_before(tmp_path: Path) -> None:
    assert (names.core("统筹渔港改造资金"), names.made("选树渔业标兵")) == ("统筹渔港改造资金", "")
    with resources.laid_over((own(tmp_path, light_verbs="verb\n统筹\n", making_verbs="verb\n选树\n"),)):
        assert (names.core("统筹渔港改造资金"), names.made("选树渔业标兵")) == ("渔港改造资金", "渔业标兵")


def test_own_patterns_hold_though_the_names_were_compared_before(tmp_path: Path) -> None:
    name, words = "云汀水厂第二阶段", {"text": "新建泊位12个上下"}
    sentence = {"sentence": "每座海岛建成码头2座。", "raw": "2座", "scope": ""}
    assert projects.core(name) == name
    assert commitments.words(words) == "新建泊位个上下"
    assert figures.scope(sentence) == ""
    table = "name\tpattern\nworks\t第二阶段$\namounts\t[0-9]+|上下\neach\t(每座海岛)[^，]*$\n"
    with resources.laid_over((own(tmp_path, patterns=table),)):
        assert projects.core(name) == "云汀水厂"
        assert commitments.words(words) == "新建泊位个"
        assert figures.scope(sentence) == "每座海岛"
    assert projects.core(name) == name


def test_a_wrong_pattern_is_refused_by_its_name(tmp_path: Path) -> None:
    folder = own(tmp_path, patterns="name\tpattern\nscope\t^(全省\n")
    with resources.laid_over((folder,)), pytest.raises(BadRules, match=r"diff/patterns\.tsv: scope: no valid pattern"):
        names.core("全省粮食产量")


def test_a_pattern_without_the_group_that_holds_what_is_found_is_refused(tmp_path: Path) -> None:
    folder = own(tmp_path, patterns="name\tpattern\nquoted\t^“[^”]+”\n")
    with resources.laid_over((folder,)), pytest.raises(BadRules, match=r"quoted: a group in brackets must hold"):
        names.quoted("“云汀号”专列")
