"""What the usual script costs on the same text: a pattern for numbers, and jieba's parts of speech over the whole of it.

    python benchmarks/peer.py [REPORT.txt ...]

The script takes every number with its unit and the last noun before it: one table, no year, no status, no ledger.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from importlib.metadata import version

import jieba
import jieba.posseg
from common import machine, seconds, texts

from reportkit import rules
from reportkit.extraction import pipeline
from reportkit.model import tables
from reportkit.model.records import Source

_NUMBER = re.compile(r"([0-9]+(?:\.[0-9]+)?)(万亿|亿|万)?(元|%|个百分点|个|人|户|家|亩|公里|项|吨|倍)?")


def script(text: str) -> list[tuple[str, str, str]]:
    """Noun, number and unit, as such a script finds them."""
    ends, nouns, place = [], [], 0
    for word, flag in jieba.posseg.cut(text):
        place += len(word)
        if flag.startswith("n"):
            ends.append(place)
            nouns.append(word)
    found = []
    for m in _NUMBER.finditer(text):
        before = bisect_left(ends, m.start() + 1) - 1
        found.append((nouns[before] if before >= 0 else "", m[1], (m[2] or "") + (m[3] or "")))
    return found


def ours(source: Source, known: rules.Rules) -> int:
    extraction = pipeline.extract(source, known)
    return sum(len(tables.rows(extraction, table)) for table in tables.TABLES)


def main() -> None:
    jieba.setLogLevel(60)
    jieba.initialize()
    known = rules.load()
    print(f"{machine()}, jieba {version('jieba')}")
    print(f"{'report':28}{'characters':>11}{'script ms':>11}{'rows':>7}{'reportkit ms':>14}{'rows':>7}{'ratio':>7}")
    for name, text in texts(sys.argv[1:]):
        source = Source(text=text, name=name, encoding="utf-8")
        theirs, _ = seconds(lambda text=text: script(text), 5)
        own, _ = seconds(lambda source=source: ours(source, known), 5)
        told = f"{len(text):11}{theirs * 1000:11.1f}{len(script(text)):7}{own * 1000:14.1f}{ours(source, known):7}"
        print(f"{name:28}{told}{own / theirs:7.2f}")


if __name__ == "__main__":
    main()
