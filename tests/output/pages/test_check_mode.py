"""Check mode: verdicts by mouse and keys, and the file that they are exported to."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from browsing import browser_wanted, rows_shown, until

from reportkit.analysis.audit import score, sheets


@browser_wanted
def test_check_mode_is_read_by_audit_score(html: str, opened: Callable[..., Any], tmp_path: Path) -> None:
    tab = opened(html)
    tab.click("#check")
    tab.fill("#coder", "甲")
    tab.click("#i0 .right")
    tab.click("#i1 .wrong")
    tab.check('.wrong-fields input[value="year"]')
    tab.evaluate(
        "() => { const s = document.getElementById('s6'); const r = document.createRange(); r.selectNodeContents(s);"
        " getSelection().removeAllRanges(); getSelection().addRange(r); }"
    )
    tab.click("#add-missing")
    tab.check("#read-all")
    with tab.expect_download() as saved:
        tab.click("#save-check")
    file = tmp_path / "check.json"
    saved.value.save_as(file)
    verdicts = sheets.read(file)
    judged = [v for v in verdicts if v.table == "indicators"]
    assert [(v.right, v.wrong) for v in judged] == [(True, ()), (False, ("year",))]
    row = next(iter(score.recall(verdicts).rows))
    assert row["judged"] - row["right"] == 1 and row["right"] > 300
    again = opened(html)
    again.evaluate("localStorage.clear()")
    again.reload()
    again.click("#check")
    again.set_input_files("#open-check", file)
    until(lambda: again.locator("tr.is-right, tr.is-wrong").count() == 2)
    assert json.loads(file.read_text("utf-8"))["verdicts"] == again.evaluate("checking.toJson().verdicts")
    assert "1 right, 1 wrong, 1 missing" in again.inner_text("#check-count")


@browser_wanted
def test_check_mode_by_keyboard(html: str, opened: Callable[..., Any]) -> None:
    tab = opened(html)
    tab.click("#check")
    here = "document.activeElement.id || document.activeElement.className"
    tab.click("#i0 .right")
    assert tab.evaluate(here) == "right", "the focus stays on the button"
    tab.keyboard.press("n")
    assert tab.evaluate(here) == "i1"
    tab.keyboard.press("0")
    assert tab.evaluate(here) == "i1"
    tab.keyboard.press("n")
    tab.keyboard.press("1")
    assert tab.evaluate("[...checking.verdicts].map(([key, told]) => [key, told.right])") == [
        ["i0", 1],
        ["i1", 0],
        ["i2", 1],
    ]
    assert tab.inner_text("#check-count").startswith("judged 3 of 351 in Indicators")
    assert tab.locator("#text a.is-right").count() == 2 and tab.locator("#text a.is-wrong").count() == 1
    tab.check("#only-open")
    assert rows_shown(tab)[0] == "i3"
    tab.click("#check-next")
    tab.keyboard.press("p")
    assert tab.inner_text("#check-count") == "No unjudged row further on."
    tab.click("#tab-projects")
    assert "Projects" in tab.inner_text("#add-missing")
