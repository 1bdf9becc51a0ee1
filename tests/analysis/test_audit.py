"""Audits: every number accounted for, samples that can be repeated, precision read back from checked sheets."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from running import SAMPLE, refused
from running import called as run

from reportkit import workspace as store
from reportkit.analysis import audit
from reportkit.analysis.audit.score import wilson
from reportkit.errors import UnreadableInput
from reportkit.workspace import Query


def test_coverage_of_the_samples_is_whole(db: Path) -> None:
    with store.open(db) as workspace:
        for row in audit.coverage(workspace, Query()).rows:
            assert row["digits"] == row["digits_covered"] > 500
            assert row["values"] == row["values_placed"]
            assert row["numbers"] == row["values"] + row["explained"]


def test_coverage_tells_a_number_that_is_not_in_the_ledger(db: Path) -> None:
    with store.open(None, write=True) as workspace, store.open(db) as whole:
        whole.connection.backup(workspace.connection)
        key = workspace.connection.execute("SELECT key FROM number_rows WHERE raw = '4.5万人'").fetchone()
        workspace.connection.execute("DELETE FROM number_rows WHERE key = ?", key)
        rows = list(audit.coverage(workspace, Query()).rows)
        assert sum(row["digits"] - row["digits_covered"] for row in rows) == 2


def test_a_sample_is_spread_and_can_be_drawn_again(db: Path) -> None:
    with store.open(db) as workspace:
        one, other, third = (audit.sample(workspace, ["indicators"], Query(), 40, seed) for seed in (1, 1, 2))
    assert [list(t.rows) for t in one] == [list(t.rows) for t in other] != [list(t.rows) for t in third]
    rows = list(one[0].rows)
    assert len({(r["report"], r["start"]) for r in rows}) == 40
    assert abs(sum(r["report"] == "澄源市-2024" for r in rows) - 20) <= 2
    assert all(r["raw"] in r["sentence"] for r in rows if "【" in r["sentence"])


def checked(path: Path, sheet: str, verdicts: dict[int, tuple[str, str]]) -> None:
    book = openpyxl.load_workbook(path)
    heads = {cell.value: cell.column for cell in book[sheet][1]}
    for row, (right, wrong) in verdicts.items():
        book[sheet].cell(row, heads["right"], right)
        book[sheet].cell(row, heads["wrong"], wrong)
    book.save(path)


def test_sheets_come_back_as_precision_and_kappa(db: Path, tmp_path: Path) -> None:
    one, other = tmp_path / "one.xlsx", tmp_path / "other.xlsx"
    for path in (one, other):
        assert run("audit", "sample", "--n", "10", "-o", str(path), "--db", str(db)).returncode == 0
    right = dict.fromkeys(range(2, 12), ("1", ""))
    checked(one, "indicators", right | {3: ("0", "name，year"), 4: ("0", "")})
    checked(other, "indicators", right | {3: ("0", "name")})
    done = run("audit", "score", str(one), str(other), "-f", "json")
    found = json.loads(done.stdout)
    precision = {r["field"]: (r["right"], r["judged"]) for r in found["precision"]}
    assert precision["row"] == (8, 10)
    assert precision["name"] == (8, 9)
    assert precision["unit"] == (9, 9)
    (agreed,) = found["agreement"]
    assert (agreed["both"], agreed["same"], agreed["kappa"]) == (10, 9, 0.6154)


def test_strength_wording_and_canonical_name_have_a_precision_of_their_own(tmp_path: Path) -> None:
    rows = [
        {"report": "甲市-2025", "start": 1, "end": 3, "right": "1", "wrong": ""},
        {"report": "甲市-2025", "start": 5, "end": 9, "right": "0", "wrong": "strength,wording"},
        {"report": "甲市-2025", "start": 11, "end": 12, "right": "0", "wrong": "indicator"},
    ]
    fields = {"strength": "hard", "wording": "确保", "indicator": "地区生产总值", "name": "GDP"}
    sheet = tmp_path / "sheet.json"
    sheet.write_text(json.dumps({"verdicts": {"indicators": [row | fields for row in rows]}}), "utf-8")
    found = {row["field"]: (row["right"], row["judged"]) for row in audit.precision(audit.read(sheet)).rows}
    assert found["row"] == (1, 3)
    assert found["strength"] == found["wording"] == found["indicator"] == (2, 3)
    assert found["name"] == (3, 3)


def test_csv_and_json_sheets(tmp_path: Path) -> None:
    rows = [
        {"report": "甲市-2025", "start": 1, "end": 3, "right": "对", "wrong": ""},
        {"report": "甲市-2025", "start": 5, "end": 9, "right": "错", "wrong": "unit"},
    ]
    with (tmp_path / "sheet.indicators.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    (tmp_path / "sheet.json").write_text(json.dumps({"verdicts": {"indicators": rows}}), "utf-8")
    from_csv, from_json = audit.read(tmp_path / "sheet.indicators.csv"), audit.read(tmp_path / "sheet.json")
    assert from_csv == from_json
    assert [v.wrong for v in from_csv] == [(), ("unit",)]


def test_what_sentences_lack_gives_recall() -> None:
    verdicts = [
        audit.Verdict(table="sentences", key=("甲市-2025", n, n + 1), right=None, wrong=(), found=9, missed=1)
        for n in range(10)
    ]
    (row,) = audit.recall(verdicts).rows
    assert (row["right"], row["judged"], row["share"]) == (90, 100, Decimal("0.9"))


def test_intervals() -> None:
    low, high = wilson(8, 10)
    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433)
    assert wilson(0, 0) == (0.0, 1.0)
    assert round(wilson(10, 10)[1], 9) == 1


def test_bad_sheets(tmp_path: Path) -> None:
    (tmp_path / "no.xlsx").write_bytes(b"no sheet")
    for path in (tmp_path / "no.xlsx", tmp_path / "missing.xlsx"):
        refused(run("audit", "score", str(path)), 3, path.name)
    (tmp_path / "field.json").write_text(
        '{"verdicts": {"indicators": [{"report": "a", "start": 1, "end": 2, "right": "0", "wrong": "value_mx"}]}}'
    )
    with pytest.raises(UnreadableInput, match="value or value_max") as error:
        audit.read(tmp_path / "field.json")
    assert "strength" in str(error.value)
    (tmp_path / "odd.json").write_text(
        '{"verdicts": {"indicators": [{"report": "a", "start": 1, "end": 2, "right": "maybe"}]}}'
    )
    with pytest.raises(UnreadableInput, match="maybe is no verdict"):
        audit.read(tmp_path / "odd.json")


def test_audit_of_a_file() -> None:
    assert b"coverage" in run("audit", "--from", str(SAMPLE)).stdout


def test_a_sheet_tells_what_it_is_of_and_offers_its_verdicts(db: Path, tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    done = run("audit", "sample", "--n", "5", "--seed", "3", "-o", str(path), "--db", str(db))
    assert str(path) in done.stderr.decode()
    book = openpyxl.load_workbook(path)
    told = dict(list(book["manifest"].values)[1:])
    assert (told["seed"], told["n"]) == ("3", "5")
    assert told["reportkit"] and told["rules_hash"] and "report 澄源市-2024" in told
    heads = [cell.value for cell in book["indicators"][1]]
    assert {"strength", "wording", "indicator"} <= set(heads)
    assert [rule.formula1 for rule in book["indicators"].data_validations.dataValidation] == ['"1,0"']
    first = path.read_bytes()
    run("audit", "sample", "--n", "5", "--seed", "3", "-o", str(path), "--db", str(db))
    assert path.read_bytes() == first


def test_a_sheet_of_an_older_version_is_scored_by_the_fields_it_has(tmp_path: Path) -> None:
    with (tmp_path / "old.indicators.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, ["report", "start", "end", "name", "value", "right", "wrong"])
        writer.writeheader()
        writer.writerow(
            {"report": "甲市-2025", "start": 1, "end": 3, "name": "a", "value": "1", "right": "1", "wrong": ""}
        )
    found = {row["field"] for row in audit.precision(audit.read(tmp_path / "old.indicators.csv")).rows}
    assert found == {"row", "name", "value"}
