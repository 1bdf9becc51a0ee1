"""How families are asked: who wins, where a user's rules stand, that none runs away, that every id can be shown."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from own_rules import rule

from reportkit import Report, resources, rules
from reportkit.errors import BadRules
from reportkit.extraction import examples, pipeline
from reportkit.model.records import Extraction
from reportkit.rules.families import FAMILIES

RULES = rules.load()


def read(text: str, known: rules.Rules = RULES, part: str = "plan") -> Extraction:
    return pipeline.read_snippet(text, known, part, 2025)


def test_an_identical_copy_of_a_shipped_rule_changes_nothing(tmp_path: Path) -> None:
    source = resources.folder("patterns") / "numbers" / "roles.toml"
    shutil.copy(source, tmp_path)
    copied = rules.load((tmp_path,))
    assert [r.id for r in copied.all] == [r.id for r in RULES.all]
    assert examples.check(copied, {r.id for r in copied.family("numbers.role")}) == []


def test_a_new_rule_stands_first_or_before_the_one_it_names(tmp_path: Path) -> None:
    rule(tmp_path, "numbers.role", set='{ role = "name" }')
    assert rules.load((tmp_path,)).family("numbers.role")[0].id == "own.rule"
    rules.load.cache_clear()
    rule(tmp_path, "numbers.role", set='{ role = "name" }', before='"numbers.role.year"')
    ids = [r.id for r in rules.load((tmp_path,)).family("numbers.role")]
    assert ids.index("own.rule") == ids.index("numbers.role.year") - 1


@pytest.mark.parametrize(
    ("family", "pattern", "keys", "text"),
    [
        ("indicators.lead", "(?:人|人人)+龙", {}, f"{'人' * 40}都能增收5%。"),
        ("indicators.trail", "(?:人|人人)+龙", {}, f"收入{'人' * 40}增长5%。"),
        ("indicators.tail", "(?:人|人人)+龙", {}, f"建成5所{'人' * 40}学校。"),
        ("numbers.role", "(?:人|人人)+龙#", {"set": '{ role = "name" }'}, f"{'人' * 40}增收5%。"),
        ("projects.work", "(?:人|人人)+龙", {"set": '{ kind = "project" }'}, f"建设{'人' * 40}工程。"),
        ("numbers.role", "增收#", {"set": '{ role = "name" }', "when": '{ not_before = "(?:人|人人)+龙" }'},
         f"{'人' * 39}增收5%。"),
    ],
)  # fmt: skip
def test_a_runaway_pattern_is_stopped_in_every_family(
    tmp_path: Path, family: str, pattern: str, keys: dict[str, str], text: str
) -> None:
    rule(tmp_path, family, pattern=f'"{pattern}"', **keys)
    with pytest.raises(BadRules, match=r"own\.rule.*ran longer than 1 s"):
        read(text, rules.load((tmp_path,)))


def test_every_alternative_of_a_status_counts_and_what_follows_the_number(tmp_path: Path) -> None:
    rule(tmp_path, "indicators.status", pattern='["谋划#", "新增企业#（预计）"]', set='{ status = "estimate" }')
    own = rules.load((tmp_path,))
    assert [r.status for r in read("新增企业5家（预计）。", own).indicators] == ["estimate"]
    assert [r.status for r in read("新增企业5家。", own).indicators] == ["target"]


def test_a_comparison_of_times_is_a_difference() -> None:
    row = read("审批时间比全省快3天。", part="review").indicators[0]
    assert (row.name, row.measure, row.basis) == ("审批时间", "change", "全省")


def test_words_of_bound_hold_for_their_own_number() -> None:
    assert [r.strength for r in read("新建学校5所以上、医院2家。").indicators] == ["hard", "plain"]
    assert [r.strength for r in read("培育省级以上专精特新企业60家。").indicators] == ["plain"]


@pytest.mark.parametrize(
    "text",
    ["地区生产总值增长5%—6%。", "地区生产总值增长5%左右。", "力争地区生产总值增长5%以上。", "新增企业5家。",
     "推动居民收入增长不低于经济增长。"],
)  # fmt: skip
def test_a_target_and_its_commitment_are_equally_firm(text: str) -> None:
    found = read(text)
    (row,), (promise,) = found.indicators, found.commitments
    assert (row.strength, row.wording) == (promise.strength, promise.wording)


def test_words_before_a_verb_end_a_name_whatever_they_begin_with() -> None:
    assert [p.name for p in read("政府债务一揽子化债方案将落地。").projects] == ["政府债务一揽子化债方案"]


def test_every_id_of_a_trace_can_be_shown(samples: list[Report]) -> None:
    known = {r.id for r in RULES.all}
    for report in samples:
        found = report.extraction
        records = (*found.outline.sentences, *found.numbers, *found.indicators, *found.commitments, *found.projects)
        traced = {id for record in records for _, id in record.trace} | {d.rule for d in found.outline.document.dropped}
        assert traced - known - {""} == set()


def test_every_id_that_code_names_is_a_rule() -> None:
    known = {r.id for r in RULES.all} | FAMILIES.keys()
    named = re.compile(r'"((?:clean|read|structure|numbers|indicators|commitments|projects|strength)\.[a-z_.]+)"')
    code = Path(rules.__file__).parent.parent / "extraction"
    found = {m[1] for path in code.rglob("*.py") for m in named.finditer(path.read_text("utf-8"))}
    assert found
    assert found <= known


def test_every_family_has_rules_and_every_rule_a_family() -> None:
    assert {r.family for r in RULES.all} == FAMILIES.keys()
