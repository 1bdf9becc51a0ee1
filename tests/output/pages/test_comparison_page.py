"""The page of a comparison: a line a target, sentences that unfold, the words in question."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from browsing import browser_wanted, until
from running import run

from reportkit import workspace as store
from reportkit.analysis import diff
from reportkit.analysis.diff import wording
from reportkit.model.tables import Table
from reportkit.output import pages
from reportkit.output.pages.sentences import Places


def test_every_change_has_a_tone_and_a_label(db: Path) -> None:
    with store.open(db) as workspace:
        a, b = (diff.load(workspace, report) for report in workspace.reports())
        found = [diff.compare(a, b), diff.compare(b, a), diff.alone(b)]
    told = {wording.change_of(row) for one in found for rows in one.values() for row in rows}
    assert told <= wording.changes().keys()
    assert {tone for tone, _ in wording.changes().values()} == {"good", "bad", "open", "new", "shift", "none"}


@browser_wanted
@pytest.mark.parametrize("width", [375, 768, 1440])
def test_comparison_begins_with_a_line_a_target(
    compared: diff.Compared, opened: Callable[..., Any], width: int
) -> None:
    links = {"澄源市-2024": "x.reports/a.html", "澄源市-2025": "x.reports/b.html"}
    tab = opened(
        pages.comparison([diff.digest(compared, diff.Wanted(everything=True))], "2024 → 2025", "en", links),
        width=width,
        height=800,
    )
    lines_ = tab.locator("#promises tbody tr[id]")
    assert lines_.count() == len(compared["promises"])
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    first = lines_.first
    assert first.inner_text().split("\t")[1:] == [
        "地区生产总值",
        "≈ 6%",
        "5.6%",
        wording.amount(Decimal("-0.4"), "%"),
        "missed",
    ]
    first.locator(".unfold").click()
    sides = tab.locator("#promises tr.sides")
    assert sides.locator("mark").all_inner_texts() == ["6%", "5.6%"]
    row = compared["promises"][0]
    assert sides.locator("a").first.get_attribute("href") == f"x.reports/a.html#at-{row['start_a']}"
    assert tab.url.endswith("#promises-0")
    tab.reload()
    assert tab.locator("#promises tr.sides").count() == 1


@browser_wanted
def test_comparison_filters(compared: diff.Compared, opened: Callable[..., Any]) -> None:
    tab = opened(pages.comparison([diff.digest(compared, diff.Wanted(everything=True))], "2024 → 2025"))
    missed = sum(row["verdict"] == "missed" for row in compared["promises"])
    shown = tab.locator("#promises tbody tr[id]")
    tab.click('#promises [data-change="missed"]')
    assert shown.count() == missed > 0
    with tab.expect_download() as saved:
        tab.click("#promises .csv")
    told = list(csv.DictReader(io.StringIO(Path(saved.value.path()).read_text("utf-8-sig"))))
    assert len(told) == missed and {row["Verdict"] for row in told} == {"missed"}
    tab.click('#promises [data-change="missed"]')
    assert shown.count() == len(compared["promises"])
    tab.fill("#search", "口袋公园")
    until(lambda: 0 < tab.locator("tbody tr[id]").count() < 40)
    assert tab.locator("tbody td mark").first.inner_text() == "口袋公园"


def test_comparison_holds_every_sentence_once_and_marks_the_words(compared: diff.Compared) -> None:
    made = pages.comparison([diff.digest(compared, diff.Wanted(everything=True))], "2024 → 2025")
    data = json.loads(re.search(r'id="data">(.*?)</script>', made)[1])  # type: ignore[index]
    assert len(data["pool"]) == len(set(data["pool"]))
    sides = [(name, side) for name, told in data["sections"].items() for row in told["sides"] for side in row if side]
    assert len(sides) == sum(bool(row[f"sentence_{s}"]) for t in diff.SECTIONS for row in compared[t] for s in "ab")
    unmarked = [name for name, side in sides if side[5] >= side[6]]
    assert len(unmarked) <= 1, "a name put together of two in a sentence of its own"
    for row, two in zip(compared["promises"], data["sections"]["promises"]["sides"], strict=True):
        for side, raw in zip(two, (row["raw_a"], row["raw_b"]), strict=True):
            if side and raw:
                assert data["pool"][side[4]][side[5] : side[6]] == unicodedata.normalize("NFKC", raw)


def test_words_that_occur_twice_are_marked_where_the_source_has_them() -> None:
    sentence = "甲增长5%、乙增长5%，丙增长１１．１％。"
    rows = [
        {"report_a": "x", "sentence_a": sentence, "start_a": start, "end_a": start + len(raw), "raw_a": raw}
        | {"report_b": "", "sentence_b": "", "start_b": None, "raw_b": ""}
        for start, raw in ((103, "5%"), (109, "5%"), (116, "11.1%"))
    ]  # fmt: skip
    places = Places([Table("promises", (), rows)])
    assert [places.of(row, "a") for row in rows] == [(3, 5), (9, 11), (15, 20)]


@browser_wanted
def test_comparison_leads_to_reports_and_back(db: Path, tmp_path: Path, chromium: Any) -> None:
    path = tmp_path / "d.html"
    done = run("view", "--diff", "2024", "2025", "--region", "澄源市", "--db", str(db), "-o", str(path))
    assert done.returncode == 0, done.stderr.decode()
    tab = chromium.new_page()
    tab.goto(path.as_uri())
    tab.locator("#promises .unfold").first.click()
    tab.locator("#promises tr.sides a").last.click()
    until(lambda: tab.locator("#text a.m.hit").count() > 0)
    assert "5.6%" in tab.locator("#text a.m.hit").all_inner_texts()
    tab.click(".home")
    assert tab.locator("#promises tbody tr[id]").count() > 50
    tab.close()
