"""Makes the pictures of the READMEs from the sample reports: docs/pictures/report.png, comparison.png, and in Chinese.

python scripts/make_pictures.py [FOLDER]

Needs Chromium, playwright (in the extra dev) and a Chinese font.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from reportkit import resources, rules
from reportkit import workspace as store
from reportkit.analysis import diff
from reportkit.api.report import extract
from reportkit.output import pages

_FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
_SIZE = {"width": 1320, "height": 660}
_MOST = 300_000
"""Bytes of a picture: a README is read on slow lines too."""
_SUFFIXES = {"en": "", "zh": ".zh"}
_AT_TARGET = """() => {
  const targets = (p) => p.querySelectorAll("a.m.target");
  const richer = (a, b) => (targets(b).length > targets(a).length ? b : a);
  const richest = [...document.querySelectorAll("#text p")].reduce(richer);
  const target = targets(richest)[0];
  richest.scrollIntoView({ block: "start" });
  target.focus({ preventScroll: true });
  rowShown(keysOf(target)[0]).scrollIntoView({ block: "start" });
}"""
"""Shows the paragraph with most targets, with the card of the first."""
_FIRST_UNFOLDED = "() => document.querySelector('#promises .unfold').click()"


def main() -> None:
    from playwright.sync_api import sync_playwright

    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as place:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for lang, suffix in _SUFFIXES.items():
            for name, (html, script) in _scenes(lang).items():
                page = Path(place) / f"{name}.html"
                page.write_text(html, "utf-8")
                _photograph(browser, page, script, folder / f"{name}{suffix}.png")
        browser.close()


def _scenes(lang: str) -> dict[str, tuple[str, str]]:
    """The pages, each with what is done on it before it is photographed."""
    with store.open(None, write=True) as workspace:
        for path in sorted((resources.folder("data") / "samples").glob("*.txt")):
            read = extract(path)
            workspace.save(read.extraction, read.rules_hash, path.name)
        reports = workspace.reports()
        earlier, later = (diff.load(workspace, report) for report in reports)
        compared = diff.digest(diff.compare(earlier, later), diff.Wanted(everything=True))
        title = f"{reports[0].region} {reports[0].report_year} → {reports[1].report_year}"
        return {
            "report": (pages.report(workspace, reports[1].id, rules.load(), lang), _AT_TARGET),
            "comparison": (pages.comparison([compared], title, lang), _FIRST_UNFOLDED),
        }


def _photograph(browser: Any, page: Path, script: str, path: Path) -> None:
    tab = browser.new_page(viewport=_SIZE, color_scheme="light")
    tab.goto(page.as_uri())
    tab.evaluate(script)
    tab.wait_for_timeout(500)  # until the card stands where it stays
    tab.screenshot(path=path)
    tab.close()
    size = path.stat().st_size
    if size > _MOST:
        raise SystemExit(f"{path}: {size:,} bytes, more than {_MOST:,}")
    print(f"{path}: {size:,} bytes")


if __name__ == "__main__":
    main()
