"""Named projects and programmes: every rule's examples, the merging, and laws that hold for any text."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportkit import rules
from reportkit.extraction import pipeline, projects
from reportkit.model.records import Project, Source
from reportkit.rules import Example, Rule
from reportkit.rules.families import FAMILIES

RULES = rules.load()
OWN = [r for r in RULES.all if r.family.startswith("projects.") and not FAMILIES[r.family].silent]
SAMPLES = sorted((Path(__file__).parents[2] / "data" / "samples").glob("*.txt"))


def read(text: str, part: str = "plan") -> tuple[Project, ...]:
    if "\n" in text:
        x = pipeline.extract(Source(text=text, name="example", encoding="str"), RULES, year=2025)
    else:
        x = pipeline.read_snippet(text, RULES, part, 2025)
    ground = projects.ground(x.outline, RULES)
    found = projects.mentions(ground, RULES)
    return projects.projects(ground, x.numbers, found, RULES)


def names(text: str, part: str = "plan") -> list[str]:
    return [p.name for p in read(text, part)]


def decided(rule: Rule, example: Example) -> list[Project]:
    found = read(example.text, example.fields.get("part", "plan"))
    return [p for p in found if rule.id in (r for _, r in p.trace)]


@pytest.mark.parametrize(
    ("rule", "example"), [pytest.param(r, e, id=f"{r.id}-{n}") for r in OWN for n, e in enumerate(r.hits)]
)
def test_a_rule_hits_its_examples(rule: Rule, example: Example) -> None:
    wanted = {k: v for k, v in example.fields.items() if k != "part"} | {"name": example.found}
    assert wanted in [{k: getattr(p, k) for k in wanted} for p in decided(rule, example)]


@pytest.mark.parametrize(
    ("rule", "example"), [pytest.param(r, e, id=f"{r.id}-{n}") for r in OWN for n, e in enumerate(r.misses)]
)
def test_a_rule_leaves_its_misses_alone(rule: Rule, example: Example) -> None:
    assert not decided(rule, example)


def test_every_rule_has_both_sorts_of_examples() -> None:
    assert [r.id for r in OWN if not r.hits or not r.misses] == []


@pytest.mark.parametrize(
    "text",
    [
        "新改建农村公路450公里，打通断头路9条。",
        "推进260个重点产业项目，改造老旧小区43个。",
        "坚定拥护“两个确立”，增强“四个意识”。",
        "“十五五”规划开篇布局。",
        "建设高标准农田20万亩，新建口袋公园30个。",
    ],
)
def test_classes_and_doctrines_are_no_projects(text: str) -> None:
    assert names(text) == []


def test_a_shared_predicate_holds_for_every_subject() -> None:
    found = read("岐沂高铁、漳水大桥建成通车。", "review")
    assert [(p.name, p.status) for p in found] == [("岐沂高铁", "done"), ("漳水大桥", "done")]


def test_a_shared_head_noun_keeps_the_members_together() -> None:
    assert names("开展渔业碳汇、海洋牧场开放试点。") == ["渔业碳汇、海洋牧场开放试点"]


def test_mentions_of_one_thing_are_one_project_in_its_last_state() -> None:
    (found,) = read("谋划岐沂高铁。加快岐沂高铁建设。")
    assert (found.name, found.status, len(found.mentions)) == ("岐沂高铁", "ongoing", 2)


def test_two_verbs_may_share_a_name() -> None:
    assert names("启动和扩大渔业碳汇交易试点。") == ["渔业碳汇交易试点"]


def test_what_was_under_way_is_not_begun_anew() -> None:
    (found,) = read("加快岐沂高铁建设。建成岐沂高铁。")
    assert (found.name, found.status) == ("岐沂高铁", "ongoing")


def test_members_that_leave_their_head_noun_to_the_last_are_completed() -> None:
    assert names("加快岐漳、岐沂高铁建设。") == ["岐漳高铁", "岐沂高铁"]
    assert names("加快岐漳、岐沂等3条高速公路建设。") == ["岐漳高速公路", "岐沂高速公路"]
    assert names("加快石堰北站、岐漳高铁建设。")[-1] == "岐漳高铁"


def test_phases_stay_apart() -> None:
    assert names("建成华衡产业园。启动华衡产业园二期建设。") == ["华衡产业园", "华衡产业园二期"]


def test_a_name_in_quotation_marks_is_the_same_with_another_head() -> None:
    (found,) = read("实施“千鹰展翅”计划。深化“千鹰展翅”引才行动。")
    assert found.kind == "programme"


def test_size_comes_from_the_clause() -> None:
    (found,) = read("总投资86亿元的岐山抽水蓄能电站开工建设。")
    assert (found.value, found.unit, found.sector) == (Decimal("8600000000"), "元", "energy")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_mentions_of_a_sample_lie_in_order_and_hold_their_names(path: Path) -> None:
    x = pipeline.extract(Source(text=path.read_text("utf-8"), name=path.stem, encoding="utf-8"), RULES)
    ground = projects.ground(x.outline, RULES)
    found = projects.mentions(ground, RULES)
    assert len(found) > 30
    assert all(one.end <= two.start for one, two in pairwise(found))
    text = x.outline.document.text
    assert all("".join(text[m.start : m.end].split()) == m.name for m in found)
    merged = projects.projects(ground, x.numbers, found, RULES)
    assert sorted(span for p in merged for span in p.mentions) == [(m.start, m.end) for m in found]


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="实施推进建设“”、，。（）《》等和的市县高铁路工程项目行动计划二期12个岐沂 \n", max_size=60))
def test_no_text_makes_it_raise(text: str) -> None:
    for project in read(text):
        assert project.name
        assert project.status in ("planned", "start", "ongoing", "done")


def test_who_is_helped_to_build_is_no_part_of_the_name() -> None:
    assert names("支持岐山县建设漳水产业园。") == ["漳水产业园"]
