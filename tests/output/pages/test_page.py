"""What all pages hold to: words, contrast, nothing of a report runs in them, nothing comes from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browsing import browser_wanted, latin
from running import SAMPLE, refused, run

import reportkit
from reportkit import rules
from reportkit import workspace as store
from reportkit.analysis import diff
from reportkit.model.records import Source
from reportkit.model.tables import TABLES
from reportkit.output import pages
from reportkit.output.pages import page

NASTY = '<script>alert("</script>")</script><img src=x onerror=alert(1)>&lt;b>'


def test_page_is_self_contained_and_small(html: str) -> None:
    assert len(html.encode()) < 2_000_000
    assert not re.search(r'(?:src|href)="(?!#|data:,)', html)
    assert "default-src &#39;none&#39;" in html


def test_report_with_markup_is_shown_as_text() -> None:
    text = SAMPLE.read_text("utf-8").replace("我受市人民政府委托", f"我受{NASTY}市人民政府委托", 1)
    text = text.replace("地区生产总值增长", f"{NASTY}增长", 1)
    read = reportkit.extract(Source(text=text, name="nasty", encoding="utf-8"))
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
    tab = opened(pages.comparison([diff.digest(compared, diff.Wanted(everything=True))], "澄源市 2024 → 2025", "zh"))
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
    read = reportkit.extract(Source(text=text, name="nasty", encoding="utf-8"))
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
