"""The pages: what they hold, that nothing of a report runs in them, and how they behave in a browser."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from running import SAMPLE, refused
from running import called as run

import reportkit
from reportkit import resources, rules
from reportkit import workspace as store
from reportkit.analysis import diff
from reportkit.analysis.audit import score, sheets
from reportkit.model.records import Source
from reportkit.model.tables import TABLES
from reportkit.output import pages
from reportkit.output.figures import canvas, lines
from reportkit.output.pages import page
from reportkit.output.pages.layout import LETTERS

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
browser_wanted = pytest.mark.skipif(
    not CHROMIUM and not os.environ.get("REPORTKIT_BROWSER"), reason="no Chromium (REPORTKIT_BROWSER=1 requires one)"
)
NASTY = '<script>alert("</script>")</script><img src=x onerror=alert(1)>&lt;b>'


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


def until(met: Callable[[], bool]) -> None:
    """Waits until a page has caught up."""
    end = time.monotonic() + 5
    while not met() and time.monotonic() < end:
        time.sleep(0.02)
    assert met()


def rows_shown(tab: Any) -> list[str]:
    return [row.get_attribute("id") for row in tab.query_selector_all("#panel tr[id]")]


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


def test_page_is_self_contained_and_small(html: str) -> None:
    assert len(html.encode()) < 2_000_000
    assert not re.search(r'(?:src|href)="(?!#|data:,)', html)
    assert "default-src &#39;none&#39;" in html


def test_report_with_markup_is_shown_as_text() -> None:
    text = SAMPLE.read_text("utf-8").replace("我受市人民政府委托", f"我受{NASTY}市人民政府委托", 1)
    text = text.replace("地区生产总值增长", f"{NASTY}增长", 1)
    read = reportkit.extract(Source(text, "nasty", "utf-8"))
    with store.open(None, write=True) as workspace:
        name = workspace.save(read.extraction, read.rules_hash, f"{NASTY}.txt")
        made = pages.report(workspace, name, rules.load())
    assert "<img" not in made
    assert "&lt;script&gt;alert" in made
    assert made.count("<script") == made.count("</script>") == 6, "two of data, four of ours"


def test_words_are_complete_and_used() -> None:
    english, chinese = (page.words(lang) for lang in pages.LANGUAGES)
    assert english.keys() == chinese.keys()
    assert all(english.values()) and all(chinese.values())
    folder = Path(page.__file__).parents[1]
    sources = [*folder.rglob("*.html"), *folder.rglob("*.js"), *folder.rglob("*.py")]
    used = "\n".join(file.read_text("utf-8") for file in sources)
    known = {"chart", "note", *TABLES, *diff.SECTIONS, "actual", "target", "outlook"}
    for key in english:
        assert any(f"{q}{key}{q}" in used for q in "'\"") or f"w.{key}" in used or key.split()[0] in known, key


def test_every_change_has_a_tone_and_a_label(db: Path) -> None:
    from reportkit.analysis.diff import wording

    with store.open(db) as workspace:
        a, b = (diff.load(workspace, report) for report in workspace.reports())
        found = [diff.compare(a, b), diff.compare(b, a), diff.alone(b)]
    told = {wording.change_of(row) for one in found for rows in one.values() for row in rows}
    assert told <= wording.changes().keys()
    assert {tone for tone, _ in wording.changes().values()} == {"good", "bad", "open", "new", "shift", "none"}


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [(0, 9.1, [0, 2, 4, 6, 8, 10]), (-3, 4, [-4, -2, 0, 2, 4]), (5, 5, [5, 6]), (0, 0, [0, 0.2])],
)
def test_ticks(low: float, high: float, told: list[float]) -> None:
    found = canvas.ticks(low, high)
    assert found[0] <= low and found[-1] >= high and len(found) <= 8
    assert found == told


def test_lines_break_where_years_are_missing() -> None:
    assert lines.runs({2020: 1.0, 2021: 2.0, 2023: 3.0}) == [[2020, 2021], [2023]]
    panel = lines.Panel("x", "growth", "%", {("甲", "target"): {2020: 1.0, 2022: 5.0}, ("乙", "target"): {2020: 3.0}})
    assert panel.medians == {"target": {2020: 2.0, 2022: 5.0}}
    figure = lines.figure(panel, page.words("en"))
    assert figure and len([s for s in figure.shapes if s.tag == "polyline"]) == 3


def test_view_of_a_file_an_id_a_region(tmp_path: Path, db: Path) -> None:
    for name, arguments in {
        "a.html": (str(SAMPLE),), "b.html": ("澄源市-2025", "--db", str(db)),
        "c.html": ("--region", "澄源市", "--year", "2025", "--db", str(db)),
    }.items():  # fmt: skip
        done = run("view", *arguments, "-o", str(tmp_path / name))
        assert done.returncode == 0, done.stderr.decode()
    marks = [
        re.findall(r'data-r="[^"]*"', (tmp_path / name).read_text("utf-8")) for name in ("a.html", "b.html", "c.html")
    ]
    assert marks[0] == marks[1] == marks[2] and marks[0]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "which report"), (("nowhere-2025",), "no report nowhere-2025"), (("--region", "澄源市"), "2 reports"),
        (("x", "--workspace"), "only one of them"), (("--diff", "2024", "nowhere"), "nowhere"),
        (("--workspace", "--indicator", "没有的指标"), "no indicator"),
        (("--region", "火星市"), "no region 火星市"), (("--workspace", "--within", "澄园市"), "no region 澄园市"),
    ],
)  # fmt: skip
def test_view_says_what_it_lacks(arguments: tuple[str, ...], words: str, db: Path, tmp_path: Path) -> None:
    refused(run("view", *arguments, "--db", str(db), "-o", str(tmp_path / "x.html")), 2, words)
    assert not list(tmp_path.iterdir())


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
    told = tab.locator("#card").inner_text()
    assert "Commitments" in told
    tab.keyboard.press("ArrowRight")
    assert tab.evaluate("document.activeElement.dataset.r") is not None
    tab.keyboard.press("Escape")
    assert tab.locator("#card").is_hidden()


@browser_wanted
def test_filter_sort_columns_and_csv(html: str, opened: Callable[..., Any], samples: list[reportkit.Report]) -> None:
    rows = samples[1].rows("indicators")
    tab = opened(html)
    tab.select_option('[data-code="status"]', "target")
    tab.fill("#search", "地区生产总值")
    wanted = [
        f"i{k}" for k, row in enumerate(rows)
        if row["status"] == "target" and any("地区生产总值" in str(v) for v in row.values())
    ]  # fmt: skip
    until(lambda: rows_shown(tab) == wanted)
    tab.fill("#search", "")
    tab.select_option('[data-code="status"]', "")
    tab.click(".columns summary")
    tab.check('.columns [data-column="value"]')
    tab.click('th[data-column="value"] button')
    assert tab.get_attribute('th[data-column="value"]', "aria-sort") == "ascending"
    first = [float(rows[int(key[1:])]["value"]) for key in rows_shown(tab)[:20]]
    assert first == sorted(float(r["value"]) for r in rows if r["value"] is not None)[:20]
    tab.select_option('[data-code="status"]', "estimate")
    with tab.expect_download() as saved:
        tab.click("#csv")
    told = list(csv.DictReader(io.StringIO(Path(saved.value.path()).read_text("utf-8-sig"))))
    assert len(told) == sum(row["status"] == "estimate" for row in rows)
    assert {"report", "name", "raw", "value", "status"} <= told[0].keys()


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
def test_markup_in_a_report_does_not_run(opened: Callable[..., Any]) -> None:
    text = SAMPLE.read_text("utf-8").replace("地区生产总值增长", f"{NASTY}增长", 1)
    read = reportkit.extract(Source(text, "nasty", "utf-8"))
    with store.open(None, write=True) as workspace:
        made = pages.report(workspace, workspace.save(read.extraction, read.rules_hash, "x"), rules.load())
    tab = opened(made)
    tab.on("dialog", lambda dialog: pytest.fail(dialog.message))
    shown = tab.text_content("#text")
    assert "<script>alert" in shown and "</script><img src=x onerror=alert" in shown
    assert tab.locator("img").count() == 0
    tab.fill("#search", "alert")
    tab.wait_for_timeout(200)
    assert tab.locator("img").count() == 0


@browser_wanted
def test_narrow_screen_shows_a_pane_at_a_time(html: str, opened: Callable[..., Any]) -> None:
    tab = opened(html, width=375, height=812)
    assert tab.locator("#text").is_visible() and tab.locator("#side").is_hidden()
    tab.click('[data-show="side"]')
    assert tab.locator("#side").is_visible() and tab.locator("#text").is_hidden()
    tab.locator("#panel tr[id] .jump").first.click()
    assert tab.locator("#text").is_visible()
    assert tab.evaluate("document.documentElement.scrollWidth") <= 375


@browser_wanted
def test_comparison_filters(db: Path, opened: Callable[..., Any]) -> None:
    with store.open(db) as workspace:
        a, b = (diff.load(workspace, report) for report in workspace.reports())
    found = diff.compare(a, b)
    tab = opened(pages.comparison([found], "2024 → 2025"))
    missed = sum(row["verdict"] == "missed" for row in found["promises"])
    tab.click('#promises [data-change="missed"]')
    assert tab.locator("#promises .pair:visible").count() == missed > 0
    assert tab.locator("#promises .pair:visible mark").count() >= missed
    tab.click('#promises [data-change="missed"]')
    assert tab.locator("#promises .pair:visible").count() == len(found["promises"])
    tab.fill("#search", "口袋公园")
    until(lambda: 0 < tab.locator(".pair:visible").count() < 40)


@browser_wanted
def test_workspace_page_leads_to_reports(db: Path, tmp_path: Path, chromium: Any) -> None:
    index = tmp_path / "site" / "index.html"
    done = run("view", "--workspace", "--lang", "zh", "--db", str(db), "-o", str(index))
    assert done.returncode == 0, done.stderr.decode()
    tab = chromium.new_page()
    tab.goto(index.as_uri())
    assert tab.locator(".matrix tbody a").count() == 2
    assert tab.locator("figure.chart").count() > 3
    tab.locator(".matrix tbody a").last.click()
    assert "澄源市" in tab.inner_text("h1")
    until(lambda: tab.locator("#panel tr[id]").count() > 50)
    tab.close()


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


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_plot(form: str, tmp_path: Path, db: Path) -> None:
    pytest.importorskip("matplotlib")
    made = tmp_path / f"x.{form}"
    done = run("plot", "地区生产总值", "--db", str(db), "-o", str(made))
    if b"no font with Chinese letters" in done.stderr:
        refused(done, 2, "--font FILE")
        return
    assert done.returncode == 0, done.stderr.decode()
    assert made.read_bytes().startswith({"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[form])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("地区生产总值", "-o", "x.gif"), "png, svg, pdf"), (("没有的指标",), "no indicator"),
        (("地区生产总值", "--region", "聊城市"), "no report of 聊城市"), (("地区生产总值", "--size", "9"), "such as 14x9"),
        (("地区生产总值", "--font", "No Such Font"), "no installed family"),
    ],
)  # fmt: skip
def test_plot_says_what_it_lacks(arguments: tuple[str, ...], words: str, db: Path) -> None:
    refused(run("plot", *arguments, "--db", str(db)), 2, words)
    assert not Path("x.gif").exists()
    assert resources.table("view/fonts")
