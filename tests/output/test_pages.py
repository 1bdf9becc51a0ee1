"""The pages: what they hold, that nothing of a report runs in them, and how they behave in a browser."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import time
import unicodedata
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from running import SAMPLE, refused, run

import reportkit
from reportkit import resources, rules
from reportkit import workspace as store
from reportkit.analysis import diff
from reportkit.analysis.audit import score, sheets
from reportkit.analysis.diff import wording
from reportkit.model.records import Source
from reportkit.model.tables import TABLES, Table
from reportkit.output import pages
from reportkit.output.figures import canvas, lines
from reportkit.output.pages import page
from reportkit.output.pages.layout import LETTERS
from reportkit.output.pages.sentences import Places
from reportkit.workspace import Query

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
    assert made.count("<script") == made.count("</script>") == 9, "two of data, seven of ours"


def test_words_are_complete_and_used() -> None:
    english, chinese = (page.words(lang) for lang in pages.LANGUAGES)
    assert english.keys() == chinese.keys()
    assert all(english.values()) and all(chinese.values())
    folder = Path(page.__file__).parents[1]
    sources = [*folder.rglob("*.html"), *folder.rglob("*.js"), *folder.rglob("*.py")]
    used = "\n".join(file.read_text("utf-8") for file in sources)
    known = {"chart", "note", "title", *TABLES, *diff.SECTIONS, "actual", "target", "outlook"}
    for key in english:
        assert any(f"{q}{key}{q}" in used for q in "'\"") or f"w.{key}" in used or key.split()[0] in known, key


def test_every_change_has_a_tone_and_a_label(db: Path) -> None:
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


def test_charts_draw_ranges_and_open_bounds() -> None:
    key = ("甲市", "target")
    panel = lines.Panel(
        "地区生产总值", "growth", "%", {key: {2024: 5.5, 2025: 5.0, 2026: 4.0}}, {key: {2024: (5.0, 6.0)}}, {key: {2025: 1, 2026: -1}}
    )  # fmt: skip
    figure = lines.figure(panel, page.words("zh"))
    assert figure and figure.title == "地区生产总值增速（%）"
    assert figure.rows == [("甲市，目标", "5–6", "≥5", "≤4")]
    drawn = [s.attributes["points"].split() for s in figure.shapes if "bound" in s.attributes.get("class", "")]
    assert [len(points) for points in drawn] == [2, 5, 5]
    for points, way in ((drawn[1], 1), (drawn[2], -1)):
        value, tip = (float(point.split(",")[1]) for point in points[:2])
        assert (value - tip) * way > 0, "the arrow leads to where the bound is open"
    assert ("line target key", "目标") in figure.keys


def test_levels_have_panels_of_their_own() -> None:
    series = {("全国", "target"): {2025: 5.0}, ("甲市", "target"): {2025: 6.0}}
    panel = lines.Panel("地区生产总值", "growth", "%", series, levels={"全国": "national", "甲市": "city"})
    found = {level: (own.indicator, own.regions) for level, own in panel.by_level()}
    assert found == {"national": ("国内生产总值", ["全国"]), "city": ("地区生产总值", ["甲市"])}


def test_figures_bear_other_names() -> None:
    key = ("甲市", "target")
    panel = lines.Panel("地区生产总值", "growth", "%", {key: {2025: 5.0}}, {key: {2025: (4.5, 5.5)}})
    told = lines.renamed(panel, {"甲市": "Jia", "地区生产总值": "GDP"})
    assert lines.title(told, page.words("en")) == "GDP, growth (%)"
    assert told.series == {("Jia", "target"): {2025: 5.0}} and told.ranges.keys() == told.series.keys()


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
def test_theme_is_kept_and_paper_is_white(html: str, opened: Callable[..., Any]) -> None:
    tab = opened(html)
    ground = "getComputedStyle(document.body).backgroundColor"
    light = tab.evaluate(ground)
    tab.click("#theme")
    assert tab.evaluate(ground) != light
    tab.reload()
    assert tab.evaluate("document.documentElement.dataset.theme") == "dark"
    tab.emulate_media(media="print")
    assert tab.evaluate(ground) == light
    assert tab.evaluate("getComputedStyle(document.body).color") == "rgb(27, 31, 36)"


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


SHOWN = """() => {
  const told = [document.body.innerText];
  for (const element of document.querySelectorAll("*")) {
    for (const name of ["title", "aria-label", "placeholder"]) told.push(element.getAttribute(name) ?? "");
    if (element.tagName === "OPTION" || element.tagName === "title") told.push(element.textContent);
  }
  return told.join("\\n");
}"""
"""What a page shows, and what it tells when pointed at."""
OWN = {"reportkit", "csv", "audit", "score", "txt", "n", "p", "data", "numeral", "words", "tsv", "value", "max"}
"""The tool's name and its commands, names of files and columns, keys."""


WORD = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]+(?![A-Za-z0-9])")
"""With digits it is the code of a model: C919, 5G."""


def latin(tab: Any, source: str) -> set[str]:
    """Latin words of a page that are neither the report's own nor names of files or commands."""
    words = {word.lower() for word in WORD.findall(tab.evaluate(SHOWN))}
    return words - {word.lower() for word in re.findall("[A-Za-z]+", source)} - OWN


@browser_wanted
def test_chinese_pages_are_chinese(
    db: Path, compared: diff.Compared, provinces: str, opened: Callable[..., Any]
) -> None:
    samples = "".join(path.read_text("utf-8") for path in SAMPLE.parent.glob("*.txt"))
    with store.open(db) as workspace:
        report = pages.report(workspace, "澄源市-2025", rules.load(), "zh")
    tab = opened(report)
    tab.click("#check")
    for table in TABLES:
        tab.click(f"#tab-{table}")
        tab.evaluate("current.shown = new Set(current.columns.map((c) => c.name).filter((n) => n !== 'rule'))")
        tab.evaluate("drawPanel(); drawRows(Infinity)")
        assert latin(tab, samples) == set(), table
    tab.click("#tab-charts")
    for details in tab.locator("#charts summary").all():
        details.click()
    assert latin(tab, samples) == set()
    tab = opened(pages.comparison([compared], "澄源市 2024 → 2025", "zh"))
    tab.evaluate(
        "sections.forEach((s) => { s.press(null); s.draw(Infinity); s.body.querySelectorAll('tr[id]').forEach((r) => s.unfold(r, true)); })"
    )
    assert latin(tab, samples) == set()
    tab = opened(provinces)
    tab.fill("#region", "辽宁省")
    assert latin(tab, "") == set()


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


@pytest.fixture(scope="session")
def compared(db: Path) -> diff.Compared:
    with store.open(db) as workspace:
        a, b = (diff.load(workspace, report) for report in workspace.reports())
    return diff.compare(a, b)


@browser_wanted
@pytest.mark.parametrize("width", [375, 768, 1440])
def test_comparison_begins_with_a_line_a_target(
    compared: diff.Compared, opened: Callable[..., Any], width: int
) -> None:
    links = {"澄源市-2024": "x.reports/a.html", "澄源市-2025": "x.reports/b.html"}
    tab = opened(pages.comparison([compared], "2024 → 2025", "en", links), width=width, height=800)
    lines_ = tab.locator("#promises tbody tr[id]")
    assert lines_.count() == len(compared["promises"])
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    first = lines_.first
    assert first.inner_text().split("\t")[1:] == [
        "地区生产总值",
        "6%左右",
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
    tab = opened(pages.comparison([compared], "2024 → 2025"))
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
    made = pages.comparison([compared], "2024 → 2025")
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


def test_pages_name_files_without_their_folders() -> None:
    read = reportkit.extract(SAMPLE)
    with store.open(None, write=True) as workspace:
        for path in (r"C:\Users\张三\报告.txt", "/home/zhangsan/报告.txt"):
            made = pages.report(workspace, workspace.save(read.extraction, read.rules_hash, path), rules.load())
            assert "报告.txt" in made and "zhangsan" not in made and "张三" not in made


def test_lines_and_marks_stand_out() -> None:
    """WCAG 1.4.11: what is needed to see or operate a page has a contrast of 3 to 1 with the ground; text 4.5 to 1."""
    style = (Path(page.__file__).parent / "templates" / "base.css").read_text("utf-8")
    themes = [dict(re.findall(r"--([\w-]+): (#\w+);", part)) for part in re.split(r"@media screen", style)[:2]]
    for told in themes:
        ground = luminance(told["ground"])
        for name in ("edge", "actual-line", "target-line", "background-line", "commitment", "project", "number",
                     "outcome", "aim", "part0", "part1", "part2", "focus"):  # fmt: skip
            assert contrast(luminance(told[name]), ground) >= 3, name
        for name in ("ink", "quiet", "good", "bad", "open", "shift", "new"):
            assert contrast(luminance(told[name]), luminance(told["raised"])) >= 4.5, name
        for name in ("hit", "actual", "target", "background"):
            assert contrast(luminance(told["ink"]), luminance(told[name])) >= 4.5, name


def luminance(colour: str) -> float:
    wide = colour if len(colour) == 7 else "#" + "".join(2 * c for c in colour[1:])
    parts = [int(wide[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: float, other: float) -> float:
    low, high = sorted((one, other))
    return (high + 0.05) / (low + 0.05)


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
            read = reportkit.extract(Source(text, name, "utf-8"), region=name, year=2025)
            workspace.save(read.extraction, read.rules_hash, f"{name}.txt")
        return pages.index(workspace, Query(), {}, ["地区生产总值"], "zh")


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
    assert "目标 5.2" in tab.inner_text("#region-told")
    assert tab.locator("#tiles g.chosen").get_attribute("aria-label") == "辽宁省 5.2%"
    tab.locator("#tiles g[data-region='江苏省']").click()
    assert tab.input_value("#region") == "江苏省"
    tab.select_option("#map-status", "actual")
    assert tab.locator("#tiles g[data-region='江苏省']").get_attribute("aria-label") == "江苏省 4.4%"
    tab.locator(".multiples summary").click()
    until(lambda: tab.locator(".multiples figure").count() == 9)
    assert tab.locator(".multiples figure.chosen").inner_text() == "江苏省"
    tab.fill("#search", "辽宁")
    until(lambda: tab.locator(".matrix tr[data-region]:visible").count() == 1)


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
        (("地区生产总值", "--font", "No Such Font"), "no installed family"), (("地区生产总值", "--name", "澄源市"), "OLD=NEW"),
    ],
)  # fmt: skip
def test_plot_says_what_it_lacks(arguments: tuple[str, ...], words: str, db: Path) -> None:
    refused(run("plot", *arguments, "--db", str(db)), 2, words)
    assert not Path("x.gif").exists()
    assert resources.table("view/fonts")
