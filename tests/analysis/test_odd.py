"""The odd rows of a workspace: each kind finds its row and leaves the one beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from invented import workspace as invented
from running import run

import reportkit
from reportkit import resources, rules
from reportkit import workspace as store
from reportkit.analysis import audit
from reportkit.errors import UsageError
from reportkit.workspace import Query

REVIEW = "粮食产量达到3亿斤。森林覆盖率达到40%。社会消费品零售总额增长5%。"
PLAN = "新建水厂20座。新建茶园30座。支持茶农增收。完善供水制度。"
RULES = rules.load()


@pytest.fixture
def held() -> Iterator[store.Workspace]:
    with invented(("云汀县", 2024, REVIEW, PLAN), ("云汀县", 2025, REVIEW, PLAN)) as workspace:
        yield workspace


def kinds(workspace: store.Workspace) -> set[str]:
    rows = audit.odd(workspace, Query(), RULES).rows
    return {kind for row in rows for kind in row["kinds"].split("+")}


COLUMNS = [
    ("no_name", "indicators", "name", "", "水厂", "name LIKE '%水厂%'"),
    ("long_name", "indicators", "name", "水厂" * 13, "水厂" * 12, "name LIKE '%水厂%'"),
    ("share_over_whole", "indicators", "value", 101, 100, "measure = 'share'"),
    ("great_growth", "indicators", "value", 201, 200, "measure = 'growth'"),
    ("old_target", "indicators", "year", 2020, 2026, "status = 'target'"),
    ("outcome_ahead", "indicators", "year", 2027, 2022, "status = 'actual'"),
    ("target_in_review", "indicators", "status", "target", "estimate", "status = 'actual'"),
    ("outcome_in_plan", "indicators", "status", "actual", "estimate", "status = 'target'"),
    ("span_backwards", "indicators", "year_start", 2030, 2020, "status = 'actual'"),
    ("far_year", "indicators", "year", 1990, 2000, "status = 'actual'"),
    ("no_unit", "indicators", "unit", "", "座", "name LIKE '%水厂%'"),
    ("no_action", "commitments", "action", "", "新建", "text LIKE '%制度%'"),
    ("part_of_a_verb", "commitments", "action", "优", "优化", "text LIKE '%制度%'"),
    ("long_commitment", "commitments", "text", "新" * 81, "新" * 80, "text LIKE '%制度%'"),
]


@pytest.mark.parametrize(("kind", "table", "column", "odd", "fine", "where"), COLUMNS, ids=[c[0] for c in COLUMNS])
def test_a_column_that_is_odd_is_listed_and_the_near_miss_is_not(
    held: store.Workspace, kind: str, table: str, column: str, odd: Any, fine: Any, where: str
) -> None:
    rows = {"indicators": "indicator_rows", "commitments": "commitment_rows"}[table]
    found = held.connection.execute(f"SELECT min(key) FROM {table} WHERE {where}").fetchone()
    for value, expected in ((fine, False), (odd, True)):
        assert held.connection.execute(f"UPDATE {rows} SET {column} = ? WHERE key = ?", (value, *found)).rowcount == 1
        assert (kind in kinds(held)) is expected


def test_every_kind_of_the_table_is_tried_here_or_with_projects_below() -> None:
    tried = {kind for kind, *_ in COLUMNS} | {"long_project", "fall_below_nothing"}
    assert tried == {kind for kind, *_ in resources.table("audit/odd")}


def test_a_fall_of_more_than_all_and_a_project_of_a_whole_sentence() -> None:
    review = "水厂能耗下降101%。实施" + "云汀河上游水源地综合治理与生态修复和饮用水安全保障及农村供水提升工程。"
    with invented(("云汀县", 2025, review, PLAN)) as workspace:
        assert "fall_below_nothing" in kinds(workspace)
    with invented(("云汀县", 2025, review.replace("101", "99"), PLAN)) as workspace:
        assert "fall_below_nothing" not in kinds(workspace)


def test_two_values_of_one_indicator_and_year_contradict_one_another(held: store.Workspace) -> None:
    assert "conflict" not in kinds(held)
    with invented(("云汀县", 2025, REVIEW + "森林覆盖率达到45%。", PLAN)) as workspace:
        rows = [r for r in audit.odd(workspace, Query(), RULES).rows if "conflict" in r["kinds"]]
    assert [row["value"] for row in rows] == [40, 45]
    assert "40, 45" in rows[0]["why"]


@pytest.mark.parametrize(("value", "far"), [("3万斤", True), ("1亿斤", False)])
def test_a_value_far_from_those_of_other_years_is_odd(value: str, far: bool) -> None:
    others = [("云汀县", year, "粮食产量达到3亿斤。", PLAN) for year in range(2020, 2025)]
    with invented(*others, ("云汀县", 2025, f"粮食产量达到{value}。", PLAN)) as workspace:
        assert ("far_value" in kinds(workspace)) is far


def test_names_are_odd_by_rules_and_what_is_quoted_is_left_out(held: store.Workspace) -> None:
    def named(name: str) -> set[str]:
        held.connection.execute("UPDATE indicator_rows SET name = ?, indicator = '' WHERE unit = '座'", (name,))
        return kinds(held) & {rule.id.removeprefix("audit.odd.") for rule in RULES.family("audit.odd")}

    assert named("的水厂，供水") == {"begins_inside", "comma"}
    assert named("2023年水厂") == {"digits"}
    assert named("“2023，茶乡”水厂") == set()


def test_the_oddest_rows_come_first_with_their_reasons(held: store.Workspace) -> None:
    held.connection.execute("UPDATE indicator_rows SET name = '的2023年水厂，' WHERE unit = '座'")
    held.connection.execute("UPDATE indicator_rows SET name = '2023年覆盖率' WHERE measure = 'share'")
    rows = list(audit.odd(held, Query(), RULES).rows)
    assert [row["oddness"] for row in rows] == sorted((row["oddness"] for row in rows), reverse=True)
    assert rows[0]["text"] == "的2023年水厂，"
    assert all(row["why"] and row["kinds"] for row in rows)


def test_a_user_adds_kinds_of_oddness(tmp_path: Path, db: Path) -> None:
    (tmp_path / "own.toml").write_text(
        'family = "audit.odd"\n[[rule]]\nid = "audit.odd.own"\ndoc = "Names that end in 值"\npattern = "值$"\n'
        'when = { field = "name" }\nset = { weight = "1" }\nhit = [{ text = "增加值", found = "值" }]\n'
    )
    (tmp_path / "audit").mkdir()
    (tmp_path / "audit" / "odd.tsv").write_text(
        "kind\ttable\twhere\tweight\twhy\nmany\tindicators\tvalue > 0\t1\tmore than none\n"
    )
    found = reportkit.odd(db=db, patterns=[tmp_path], names="indicators")
    told = {kind for kinds in found["kinds"] for kind in kinds.split("+")}
    assert {"own", "many"} <= told
    assert not {"own", "many"} & {k for kinds in reportkit.odd(db=db)["kinds"] for k in kinds.split("+")}


def test_the_command_and_the_verb_give_the_same_rows(db: Path, tmp_path: Path) -> None:
    done = run("audit", "odd", "--db", str(db), "-f", "json")
    found = json.loads(done.stdout)
    rows = found["odd"] if isinstance(found, dict) else found
    assert [row["text"] for row in rows] == reportkit.odd(db=db)["text"].tolist()
    written = tmp_path / "odd.csv"
    assert run("audit", "odd", "--db", str(db), "--limit", "1", "-o", str(written)).returncode == 0
    assert len(written.read_text("utf-8-sig").splitlines()) == 2
    with pytest.raises(UsageError, match="numbers"):
        reportkit.odd(db=db, names="numbers")
