"""The page of a long report in a browser: size, first paint, the answer to a keystroke. Needs Chromium."""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
from pathlib import Path

from common import machine, texts

import reportkit

_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
_KEYSTROKE = """async (words) => {
  const box = document.getElementById("search"), before = performance.now();
  const old = document.querySelector("#panel .grid");
  box.value = words; box.dispatchEvent(new Event("input"));
  while (document.querySelector("#panel .grid") === old) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return performance.now() - before;
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    from playwright.sync_api import sync_playwright

    print(machine())
    print("| characters | page | first paint | keystroke |\n|---:|---:|---:|---:|")
    text = texts([])[-1][1]
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for times in (1, 21):
            long = text + "\n".join([text[200:]] * (times - 1))
            source, page = Path(name) / "long.txt", Path(name) / "long.html"
            source.write_text(long, "utf-8")
            reportkit.view(source, page)
            paints, keys = [], []
            for _ in range(runs):
                tab = browser.new_page()
                tab.goto(page.as_uri())
                paints.append(tab.evaluate(_PAINT))
                keys.append(tab.evaluate(_KEYSTROKE, "增长"))
                tab.close()
            paint, key = statistics.median(paints), statistics.median(keys)
            print(f"| {len(long):,} | {page.stat().st_size / 1e6:.2f} MB | {paint:.0f} ms | {key:.0f} ms |")
        browser.close()


if __name__ == "__main__":
    main()
