"""The page of a report: marks, cards, addresses, tables."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from browsing import browser_wanted, rows_shown, until
from running import SAMPLE

import reportkit
from reportkit.model.tables import TABLES
from reportkit.output.pages.layout import LETTERS


def test_every_row_is_marked_in_its_words(html: str, samples: list[reportkit.Report]) -> None:
    """The marks of a row, put together, are its words; every row of the four tables has one."""
    report = samples[1]
    marked: dict[str, str] = {}
    for keys, words in re.findall(r'data-r="([^"]*)"[^>]*>([^<]*)<', html):
        for key in keys.split():
            marked[key] = marked.get(key, "") + words
    assert len(marked) == sum(len(report.rows(t)) for t in TABLES)
    blank = re.compile(r"\s")
    for table, letter in LETTERS.items():
        for place, row in enumerate(report.rows(table)):
            spans = row.get("spans", [[row["start"], row["end"]]])
            document = report.extraction.outline.document
            kept = [k for k, o in enumerate(document.origin) if any(s <= o < e for s, e in spans)]
            words = "".join(document.text[k] for k in kept)
            told = marked[f"{letter}{place}"].replace("&#34;", '"').replace("&amp;", "&").replace("&#39;", "'")
            assert blank.sub("", told) == blank.sub("", words)


@browser_wanted
def test_from_mark_to_row_and_back(html: str, opened: Callable[..., Any]) -> None:
    tab = opened(html)
    mark = tab.locator("#text a.m.p").first
    key = mark.get_attribute("data-r").split()[0]
    mark.click()
    assert tab.get_attribute("#tab-projects", "aria-selected") == "true"
    assert tab.evaluate("document.activeElement.id") == key
    assert key[0] == "p" and tab.locator(f"#{key}").is_visible()
    tab.click("#tab-commitments")
    row = tab.locator("#panel tr[id]").nth(40)
    wanted = row.get_attribute("id")
    row.locator(".jump").click()
    assert wanted in tab.evaluate("document.activeElement.dataset.r").split()
    tab.wait_for_timeout(400)
    assert tab.locator("#card").is_hidden(), "the row has told it already"
    tab.keyboard.press("ArrowRight")
    assert tab.evaluate("document.activeElement.dataset.r") is not None
    assert tab.locator("#card").is_visible()
    tab.evaluate("document.activeElement.blur()")
    tab.locator("#text a.m.i").first.hover()
    until(lambda: tab.locator("#card").is_visible())
    tab.keyboard.press("Escape")
    assert tab.locator("#card").is_hidden()


@browser_wanted
def test_card_gives_the_number_as_written_and_stays_in_the_text(html: str, opened: Callable[..., Any]) -> None:
    tab = opened(html, width=1440, height=900)
    tab.locator("#text a.m.i", has_text="3359.4亿元").first.focus()
    assert tab.inner_text("#card .figure") == "3359.4亿元 = 335,940,000,000 元"
    card, pane = (tab.locator(name).bounding_box() for name in ("#card", "#text"))
    assert pane["x"] <= card["x"] and card["x"] + card["width"] <= pane["x"] + pane["width"]
    assert tab.locator("#card dt").all_inner_texts().count("bound") == 0, "that it is exact goes without saying"


@browser_wanted
def test_address_names_the_row_and_back_leads_back(html: str, opened: Callable[..., Any]) -> None:
    tab = opened(html)
    address = tab.url
    for key in ("i1", "i3"):
        tab.locator(f"#{key} .jump").click()
        assert tab.url == f"{address}#{key}"
        assert tab.locator(f"tr#{key}.hit").count() == 1
    tab.go_back()
    until(lambda: tab.locator("tr#i1.hit").count() == 1)
    tab.goto(f"{address}#i340")
    tab.reload()
    until(lambda: tab.locator("tr#i340.hit").count() == 1)
    assert tab.locator("tr#i340").is_visible() and tab.locator("#text a.m.hit").count() > 0
    start = tab.evaluate("tables.commitments.cell(7, 'start')")
    tab.goto(f"{address}#at-{start}")
    tab.reload()
    until(lambda: tab.locator("#text a.m.hit").count() > 0)


@browser_wanted
def test_tables_sort_filter_and_save(html: str, opened: Callable[..., Any], samples: list[reportkit.Report]) -> None:
    rows = samples[1].rows("indicators")
    tab = opened(html)
    tab.select_option('[data-code="status"]', "target")
    tab.fill("#search", "地区生产总值")
    wanted = [
        f"i{k}" for k, row in enumerate(rows)
        if row["status"] == "target" and any("地区生产总值" in str(v) for v in row.values())
    ]  # fmt: skip
    until(lambda: rows_shown(tab) == wanted)
    assert tab.locator("#panel td mark").first.inner_text() == "地区生产总值"
    tab.fill("#search", "没有这样的词")
    until(lambda: tab.locator("#panel .nothing").count() == 1)
    tab.click(".clear")
    assert tab.input_value("#search") == "" and tab.input_value('[data-code="status"]') == ""
    tab.click(".columns summary")
    tab.check('.columns [data-column="value"]')
    tab.click('th[data-column="value"] button')
    assert tab.get_attribute('th[data-column="value"]', "aria-sort") == "ascending"
    first = [float(rows[int(key[1:])]["value"]) for key in rows_shown(tab)[:20]]
    assert first == sorted(float(r["value"]) for r in rows if r["value"] is not None)[:20]
    tab.click('th[data-column="raw"] button')
    shown = [rows[int(key[1:])] for key in rows_shown(tab)[:100]]
    assert shown == sorted(shown, key=lambda r: ([r["unit"] for r in shown].index(r["unit"]), r["value"]))
    tab.select_option('[data-code="status"]', "estimate")
    with tab.expect_download() as saved:
        tab.click("#csv")
    told = list(csv.DictReader(io.StringIO(Path(saved.value.path()).read_text("utf-8-sig"))))
    assert len(told) == sum(row["status"] == "estimate" for row in rows)
    assert {"report", "name", "raw", "value", "status"} <= told[0].keys()


@browser_wanted
def test_other_numbers_are_marked_when_asked_for(html: str, opened: Callable[..., Any]) -> None:
    tab = opened(html)
    colour = "getComputedStyle(document.querySelector('#text p a.m.n')).borderBottomColor"
    assert tab.evaluate(colour) == "rgba(0, 0, 0, 0)"
    tab.check('[data-kind="n"]')
    assert tab.evaluate(colour) != "rgba(0, 0, 0, 0)"
    tints = [
        tab.evaluate(f"getComputedStyle(document.querySelector('#text p a.m.{status}:not(.hit)')).background")
        for status in ("actual", "target", "estimate")
    ]
    assert len(set(tints)) == len(tints)


@browser_wanted
def test_narrow_screen_shows_a_pane_at_a_time(html: str, opened: Callable[..., Any]) -> None:
    tab = opened(html, width=375, height=812)
    assert tab.locator("#text").is_visible() and tab.locator("#side").is_hidden()
    tab.locator("#text p a.m.i").first.click()
    assert tab.locator("#card").is_visible() and tab.locator("#text").is_visible(), "the text is not left unasked"
    tab.locator("#card .to-row").first.click()
    assert tab.locator("#side").is_visible() and tab.locator("#text").is_hidden()
    tab.go_back()
    until(lambda: tab.locator("#text").is_visible())
    tab.click('[data-show="side"]')
    tab.locator("#panel tr[id] .jump").first.click()
    assert tab.locator("#text").is_visible()
    assert tab.evaluate("document.documentElement.scrollWidth") <= 375


@browser_wanted
def test_long_report_is_whole(chromium: Any, tmp_path: Path) -> None:
    """200,000 characters; how fast it is, benchmarks/pages.py tells."""
    text = SAMPLE.read_text("utf-8")
    source = tmp_path / "long.txt"
    source.write_text(text + "\n".join([text[200:]] * 21), "utf-8")
    made = reportkit.view(source, tmp_path / "long.html")
    tab = chromium.new_page()
    tab.goto(made.as_uri())
    count = rows_known(made)
    assert count > 5000
    assert tab.evaluate("marksOf.size") == count
    last = tab.locator("#text a.m").last
    last.click()
    assert tab.evaluate("document.activeElement.tagName") == "TR"
    tab.close()


def rows_known(file: Path) -> int:
    data = re.search(r'id="data">(.*?)</script>', file.read_text("utf-8"))
    assert data
    return sum(len(t["rows"]) for t in json.loads(data[1])["tables"].values())
