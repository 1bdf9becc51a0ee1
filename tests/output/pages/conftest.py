"""A browser, and the pages of the samples."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import CHROMIUM

import reportkit
from reportkit import rules
from reportkit import workspace as store
from reportkit.analysis import diff
from reportkit.model.records import Source
from reportkit.output import pages
from reportkit.workspace import Query


@pytest.fixture(scope="session")
def html(db: Path) -> str:
    with store.open(db) as workspace:
        return pages.report(workspace, "澄源市-2025", rules.load())


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Opens a page in the browser; fails if anything was said on its console or it asked the network for anything."""
    said: list[str] = []
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)

    def open_(text: str, **size: int) -> Any:
        file = tmp_path / "page.html"
        file.write_text(text, "utf-8")
        tab = context.new_page()
        tab.on("console", lambda message: said.append(message.text))
        tab.on("pageerror", lambda error: said.append(str(error)))
        tab.on("request", lambda r: said.append(r.url) if not r.url.startswith(("file:", "data:", "blob:")) else None)
        if size:
            tab.set_viewport_size(size)  # type: ignore[arg-type]
        tab.goto(file.as_uri())
        return tab

    yield open_
    context.close()
    assert said == []


@pytest.fixture(scope="session")
def compared(db: Path) -> diff.Compared:
    with store.open(db) as workspace:
        a, b = (diff.load(workspace, report) for report in workspace.reports())
    return diff.compare(a, b)


@pytest.fixture(scope="session")
def provinces(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of a workspace of nine provinces and the nation, which all set a target."""
    names = ("河北省", "山西省", "辽宁省", "吉林省", "江苏省", "浙江省", "安徽省", "福建省", "江西省")
    with store.open(tmp_path_factory.mktemp("provinces") / "x.db", write=True) as workspace:
        for place, name in enumerate((*names, "全国")):
            text = (
                f"政府工作报告\n——2025年1月14日在{name}人民代表大会上\n各位代表：\n一、2024年工作回顾\n"
                f"地区生产总值增长{4 + place / 10}%。\n二、2025年工作安排\n今年主要预期目标：地区生产总值增长{5 + place / 10}%以上。\n"
            )
            read = reportkit.extract(Source(text=text, name=name, encoding="utf-8"), region=name, year=2025)
            workspace.save(read.extraction, read.rules_hash, f"{name}.txt")
        return pages.index(workspace, Query(), {}, ["地区生产总值"], "zh")
