"""What tests of pages in a browser share."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


browser_wanted = pytest.mark.skipif(
    not CHROMIUM and not os.environ.get("REPORTKIT_BROWSER"), reason="no Chromium (REPORTKIT_BROWSER=1 requires one)"
)


def until(met: Callable[[], bool]) -> None:
    """Waits until a page has caught up."""
    end = time.monotonic() + 5
    while not met() and time.monotonic() < end:
        time.sleep(0.02)
    assert met()


def rows_shown(tab: Any) -> list[str]:
    return [row.get_attribute("id") for row in tab.query_selector_all("#panel tr[id]")]


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
