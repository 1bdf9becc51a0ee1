"""reports, filter and export on a workspace, from the command line and from Python."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from running import SAMPLE, refused, run

import reportkit
from reportkit import workspace as store
from reportkit.errors import UsageError


def rows(*arguments: str) -> list[dict[str, str]]:
    done = run("filter", *arguments, "-f", "csv")
    assert done.returncode == 0, done.stderr.decode()
    return list(csv.DictReader(io.StringIO(done.stdout.decode())))


def test_filter_conditions_add_up(db: Path) -> None:
    asked = (
        "indicators",
        "--indicator",
        "地区生产总值",
        "--status",
        "target",
        "--match",
        "地区生产总值",
        "--db",
        str(db),
    )
    found = rows(*asked)
    assert [(r["report_year"], r["value"], r["bound"]) for r in found] == [
        ("2024", "6", "approx"),
        ("2025", "5.5", "approx"),
    ]
    assert rows(*asked, "--report-year", "2025") == found[1:]


def test_filter_by_scaled_values_words_and_expressions(db: Path) -> None:
    large = rows(
        "indicators", "--min", "1000亿", "--unit", "元", "--sort", "-value", "--columns", "value", "--db", str(db)
    )
    values = [float(r["value"]) for r in large]
    assert values == sorted(values, reverse=True)
    assert min(values) >= 1e11
    assert all("学校" in r["sentence"] for r in rows("commitments", "--match", "学校", "--db", str(db)))
    counted = run("filter", "numbers", "--where", "role = 'rank'", "--count", "--db", str(db))
    assert int(counted.stdout) == len(rows("numbers", "--role", "rank", "--db", str(db)))


def test_filter_reads_a_file_without_a_workspace(tmp_path: Path) -> None:
    done = run("filter", "projects", "--from", str(SAMPLE), "--kind", "programme", "-f", "json")
    assert {r["kind"] for r in json.loads(done.stdout)["projects"]} == {"programme"}


def test_filter_that_finds_nothing_and_bad_expressions(db: Path) -> None:
    nothing = run("filter", "indicators", "--match", "没有的词", "--db", str(db))
    assert (nothing.returncode, nothing.stdout) == (1, b"")
    refused(run("filter", "indicators", "--where", "colour = 1", "--db", str(db)), 2, "no such column")
    refused(run("filter", "indicators", "--where", "1); DROP TABLE reports; --", "--db", str(db)), 2, "--where")
    refused(run("filter", "indicators", "--min", "many", "--db", str(db)), 2, "a number such as")
    refused(run("filter", "indicators", "--db", "missing.db"), 2, "reportkit extract")


def test_the_terminal_shows_the_first_rows_and_says_so(db: Path) -> None:
    shown = run("filter", "numbers", "--db", str(db)).stdout.decode()
    assert "numbers (200 of " in shown


def test_reports_shows_coverage_and_failures(db: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.db"
    shutil.copy(db, own)
    (tmp_path / "empty.txt").write_bytes(b"")
    assert run("extract", str(tmp_path / "empty.txt"), "--db", str(own)).returncode == 3
    shown = run("reports", "--db", str(own)).stdout.decode()
    assert "2 reports · 1 regions · 2024–2025" in shown
    assert "is empty" in shown
    found = json.loads(run("reports", "--db", str(own), "-f", "json").stdout)
    assert [r["report"] for r in found["reports"]] == ["澄源市-2024", "澄源市-2025"]
    assert set(found["coverage"][0]) == {"region", "level", "adcode", "2024", "2025"}
    assert run("reports", "failures", "--db", str(own)).returncode == 0


def test_reports_remove(db: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.db"
    shutil.copy(db, own)
    refused(run("reports", "remove", "澄源市-1999", "--db", str(own)), 2, "no report")
    refused(run("reports", "remove", "--db", str(own)), 2, "name reports")
    assert run("reports", "remove", "--report-year", "2024", "--db", str(own)).returncode == 0
    with store.open(own) as workspace:
        assert [r.id for r in workspace.reports()] == ["澄源市-2025"]
        assert workspace.count("indicators") == workspace.reports()[0].counts["indicators"]


def test_export_carries_codebook_and_manifest(db: Path, tmp_path: Path) -> None:
    done = run(
        "export", "indicators", "projects", "-o", str(tmp_path / "all.csv"), "--codebook", "--manifest", "--db", str(db)
    )
    assert done.returncode == 0, done.stderr.decode()
    names = {p.name for p in tmp_path.iterdir()}
    assert names == {f"all.{t}.csv" for t in ("indicators", "projects", "codebook", "manifest", "reports")}
    told = dict(list(csv.reader(io.StringIO((tmp_path / "all.manifest.csv").read_text("utf-8-sig"))))[1:])
    written = list(csv.reader(io.StringIO((tmp_path / "all.indicators.csv").read_text("utf-8-sig"))))
    assert int(told["rows in indicators"]) == len(written) - 1


def test_export_leaves_the_old_file_when_it_fails(db: Path, tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text("precious")
    refused(
        run("export", "indicators", "--where", "colour = 1", "-o", str(tmp_path / "old.csv"), "--db", str(db)),
        2,
        "--where",
    )
    refused(
        run("export", "indicators", "--match", "没有的词", "-o", str(tmp_path / "old.csv"), "--db", str(db)),
        2,
        "nothing",
    )
    assert [p.name for p in tmp_path.iterdir()] == ["old.csv"]
    assert (tmp_path / "old.csv").read_text() == "precious"


def test_python_verbs(db: Path, tmp_path: Path) -> None:
    found = reportkit.filter(
        "indicators", db=db, region="澄源市", report_year=2025, status="target", minimum=5, unit="%"
    )
    assert set(found["status"]) == {"target"}
    assert found["value"].min() >= 5
    assert list(reportkit.reports(db=db)["report"]) == ["澄源市-2024", "澄源市-2025"]
    assert reportkit.export(tmp_path / "all.xlsx", db=db) == [tmp_path / "all.xlsx"]
    with pytest.raises(UsageError, match="no condition"):
        reportkit.filter("indicators", db=db, colour="red")
