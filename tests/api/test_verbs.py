"""The Python interface checks what the command line checks, in the same words."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from running import ROOT, run

import reportkit
from reportkit.cli.main import COMMANDS
from reportkit.errors import BadRules, UnreadableInput, UsageError

SAMPLES = ROOT / "data" / "samples"


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda db: reportkit.filter("indicators", db=db, status="tagret"), "did you mean target"),
        (lambda db: reportkit.filter("indicator", db=db), "did you mean indicators"),
        (lambda db: reportkit.filter("indicators", db=db, topic="industri"), "did you mean industry"),
        (lambda db: reportkit.filter("indicators", db=db, indicator="地区生产总直"), "did you mean 地区生产总值"),
        (lambda db: reportkit.filter("indicators", db=db, report="澄源市"), "did you mean 澄源市-2024"),
        (lambda db: reportkit.filter("indicators", db=db, regoin="澄源市"), "did you mean region"),
        (lambda db: reportkit.panel("GDP", db=db, status="tagret"), "did you mean target"),
        (lambda db: reportkit.panel("GDP", db=db, horizon="anual"), "did you mean annual"),
        (lambda db: reportkit.panel("GDP", db=db, unit="亿园"), "did you mean"),
        (lambda db: reportkit.panel(db=db), "targets"),
        (lambda db: reportkit.panel(preset="target", db=db), "did you mean targets"),
        (lambda db: reportkit.panel("GDP", db=db, wide="gap"), "needs --gap"),
        (lambda db: reportkit.diff(2024, 2025, db=db, tolerance=-1), "0 or more"),
        (lambda db: reportkit.diff(2024, 2025, db=db, only="mised"), "did you mean missed"),
        (lambda db: reportkit.diff(1999, 2000, db=db), "no report of 1999"),
        (lambda db: reportkit.freq("environment", per="token", db=db), "did you mean tokens"),
        (lambda db: reportkit.extract(SAMPLES / "澄源市-2025.txt", ocr="sometimes"), "never"),
        (lambda db: reportkit.explain("增长5%", part="plans"), "did you mean plan"),
        (lambda db: reportkit.methods(lang="fr", db=db), "en"),
        (lambda db: reportkit.export("all.xlsx", "indicator", db=db), "did you mean indicators"),
        (lambda db: reportkit.sample("sheet.dta", db=db), "xlsx or csv"),
        (lambda db: reportkit.reports("twin", db=db), "did you mean twins"),
        (lambda db: reportkit.reports("twins", db=db, region="澄源市"), "twins takes no region"),
        (lambda db: reportkit.reports(db=db, region="火星市"), "there is no region 火星市"),
        (lambda db: reportkit.remove(db=db), "name reports by their ids"),
        (lambda db: reportkit.remove("澄源市-2026", db=db), "did you mean 澄源市-202"),
        (lambda db: reportkit.text(SAMPLES / "澄源市-2025.txt", ocr="sometimes"), "never"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(db: Path, call: Callable[[Path], Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        call(db)


def test_both_ways_of_asking_refuse_in_the_same_words(db: Path) -> None:
    with pytest.raises(UsageError) as error:
        reportkit.panel("GDP", db=db, region="火星市")
    done = run("panel", "GDP", "--region", "火星市", "--db", str(db))
    assert done.returncode == 2
    assert done.stderr.decode().strip() == f"reportkit: {error.value}"


def test_a_region_without_a_report_is_said(db: Path) -> None:
    frame = reportkit.filter("indicators", db=db, region="上海市")
    assert frame.empty
    assert frame.attrs["notes"] == ["the workspace has no report of 上海市"]


def test_what_is_no_report_is_refused_unless_forced(tmp_path: Path) -> None:
    (tmp_path / "poem.txt").write_text("床前明月光，疑是地上霜。举头望明月，低头思故乡。" * 3, "utf-8")
    with pytest.raises(UnreadableInput, match="government work report"):
        reportkit.extract(tmp_path / "poem.txt")
    assert reportkit.extract(tmp_path / "poem.txt", force=True).text


def test_read_all_fills_a_workspace_and_goes_on_after_a_bad_file(tmp_path: Path) -> None:
    for year in (2024, 2025):
        (tmp_path / f"{year}.txt").write_bytes((SAMPLES / f"澄源市-{year}.txt").read_bytes())
    (tmp_path / "empty.txt").write_bytes(b"")
    own = tmp_path / "own.db"
    first = reportkit.read_all([tmp_path], db=own)
    assert dict(zip(first["report"], first["state"], strict=True)) == {
        "澄源市-2024": "saved", "澄源市-2025": "saved", "": "failed",
    }  # fmt: skip
    assert "empty" in first.set_index("state").loc["failed", "error"]
    again = reportkit.read_all([tmp_path], db=own)
    assert sorted(again["state"]) == ["failed", "unchanged", "unchanged"]
    assert list(reportkit.reports(db=own)["report"]) == ["澄源市-2024", "澄源市-2025"]


def test_diff_of_years_in_python_is_that_of_the_command_line(db: Path) -> None:
    found = reportkit.diff("2024", "2025", db=db)
    ids = reportkit.diff("澄源市-2024", "澄源-2025", db=db)
    assert found["promises"].equals(ids["promises"])
    assert len(found["promises"]) > 100
    backwards = reportkit.diff(2025, 2024, db=db)
    assert "2025 comes after 2024" in backwards["summary"].attrs["notes"][0]


def test_samples_and_scores(db: Path, tmp_path: Path) -> None:
    (written, *_) = reportkit.sample(tmp_path / "sheet.xlsx", n=5, db=db)
    import openpyxl

    book = openpyxl.load_workbook(written)
    heads = {cell.value: cell.column for cell in book["indicators"][1]}
    for row in range(2, 7):
        book["indicators"].cell(row, heads["right"], "1")
    book.save(written)
    found = reportkit.score(written)["precision"].set_index("field")
    assert (found.loc["row", "right"], found.loc["row", "judged"]) == (5, 5)
    assert {"strength", "wording", "indicator"} <= set(found.index)
    assert "5 of 5 indicator rows" in reportkit.methods(db=db, sheet=written)


def test_every_command_has_its_verb_but_for_the_one_that_shows_the_rules() -> None:
    assert set(COMMANDS) - set(dir(reportkit)) == {"patterns"}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder of lexicons with an indicator of our own."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "indicators.tsv").write_text(
        "indicator\ttopic\tunit\taliases\n灯会人气\tculture\t人次\t花灯人气\n", "utf-8"
    )
    return folder


def test_every_verb_that_reads_by_rules_takes_a_folder_of_them() -> None:
    verbs = {
        name: getattr(reportkit, name) for name in reportkit.__all__ if name not in ("Report", "Limits", "__version__")
    }
    assert {n for n, verb in verbs.items() if "patterns" not in inspect.signature(verb).parameters} == {"score"}


def test_a_folder_of_lexicons_holds_for_its_call_alone(db: Path, own: Path) -> None:
    with pytest.raises(UsageError, match="there is no indicator"):
        reportkit.panel("花灯人气", db=db)
    found = reportkit.panel("花灯人气", db=db, patterns=[own])
    assert set(found["indicator"]) == {"灯会人气"}
    assert list(reportkit.filter("indicators", db=db, indicator="花灯人气", patterns=own).index) == []
    with pytest.raises(UsageError, match="there is no indicator"):
        reportkit.panel("灯会人气", db=db)
    assert reportkit.explain("花灯人气达到3万人次", patterns=own).indicators["indicator"].tolist() == ["灯会人气"]


def test_the_folder_of_the_environment_is_the_same(db: Path, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTKIT_PATTERNS", str(own))
    assert set(reportkit.panel("花灯人气", db=db)["indicator"]) == {"灯会人气"}


def test_a_folder_that_is_not_there_is_refused_by_both(db: Path, tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    with pytest.raises(BadRules) as error:
        reportkit.panel("GDP", db=db, patterns=missing)
    done = run("--patterns", str(missing), "panel", "GDP", "--db", str(db))
    assert (done.returncode, done.stderr.decode().strip()) == (4, f"reportkit: {error.value}")


def test_reports_are_removed_by_name_or_by_what_is_asked(db: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(db.read_bytes())
    assert reportkit.remove("澄源-2024", db=copy) == 1
    assert reportkit.remove(region="澄源市", db=copy) == 1
    assert reportkit.reports(db=copy).empty


def test_a_region_that_only_the_workspace_has_is_found_by_its_short_name(db: Path) -> None:
    short, full = (reportkit.reports(db=db, region=name) for name in ("澄源", "澄源市"))
    assert list(short["report"]) == list(full["report"]) == ["澄源市-2024", "澄源市-2025"]
