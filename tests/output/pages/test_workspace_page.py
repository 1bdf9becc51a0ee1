"""The page of a workspace: ways to reports, a region brought forward, the map."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browsing import browser_wanted, until
from running import run


@browser_wanted
def test_workspace_page_leads_to_reports_and_back(db: Path, tmp_path: Path, chromium: Any) -> None:
    index = tmp_path / "site" / "index.html"
    done = run("view", "--workspace", "--lang", "zh", "--db", str(db), "-o", str(index))
    assert done.returncode == 0, done.stderr.decode()
    tab = chromium.new_page()
    tab.goto(index.as_uri())
    assert tab.locator(".matrix tbody a").count() == 2
    assert tab.locator("figure.chart").count() > 3
    assert tab.locator("#tiles").count() == 0, "there is no province to colour"
    tab.locator(".matrix tbody a").last.click()
    assert "澄源市" in tab.inner_text("h1")
    until(lambda: tab.locator("#panel tr[id]").count() > 50)
    tab.click(".home")
    assert tab.locator(".matrix tbody a").count() == 2
    tab.close()


@browser_wanted
@pytest.mark.parametrize("width", [375, 768, 1440])
def test_region_comes_forward_in_charts_and_map(provinces: str, opened: Callable[..., Any], width: int) -> None:
    tab = opened(provinces, width=width, height=900)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    titles = tab.locator("figcaption").all_inner_texts()
    assert titles[0].startswith("国内生产总值增速（%）") and titles[1].startswith("地区生产总值增速（%）")
    assert tab.locator("#tiles g").count() == 34 and tab.locator("#tiles g:not(.empty)").count() == 9
    tab.fill("#region", "辽宁省")
    chosen = tab.locator("circle.chosen")
    assert {mark.get_attribute("data-region") for mark in chosen.all()} == {"辽宁省"}
    assert "目标 ≥5.2" in tab.inner_text("#region-told")
    assert tab.locator("#tiles g.chosen").get_attribute("aria-label") == "辽宁省 ≥5.2%"
    tab.locator("#tiles g[data-region='江苏省']").click()
    assert tab.input_value("#region") == "江苏省"
    tab.select_option("#map-status", "actual")
    assert tab.locator("#tiles g[data-region='江苏省']").get_attribute("aria-label") == "江苏省 4.4%"
    ranked = tab.locator("#ranking li").all_inner_texts()
    assert [name[:3] for name in ranked[:2]] == ["江西省", "福建省"] and len(ranked) == 9
    tab.locator(".multiples summary").click()
    until(lambda: tab.locator(".multiples figure").count() == 9)
    assert tab.locator(".multiples figure.chosen").inner_text() == "江苏省"
    tab.fill("#search", "辽宁")
    until(lambda: tab.locator(".matrix tr[data-region]:visible").count() == 1)
