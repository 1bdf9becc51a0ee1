"""Warm extraction of one report beside one jieba.lcut pass over the same text, in one process.

    python benchmarks/extraction.py [REPORT.txt ...]

The ratio is what counts: it travels from machine to machine.
"""

from __future__ import annotations

import sys

import jieba
from common import machine, seconds, texts

from reportkit import rules
from reportkit.extraction import pipeline
from reportkit.model.records import Source


def main() -> None:
    jieba.setLogLevel(60)
    jieba.initialize()
    known = rules.load()
    print(machine())
    print(f"{'report':28}{'characters':>11}{'extract ms':>12}{'jieba ms':>10}{'ratio':>7}{'chars/s':>10}")
    for name, text in texts(sys.argv[1:]):
        source = Source(text=text, name=name, encoding="utf-8")
        own, _ = seconds(lambda source=source: pipeline.extract(source, known))
        yardstick, _ = seconds(lambda text=text: jieba.lcut(text))
        row = f"{len(text):11}{own * 1000:12.1f}{yardstick * 1000:10.1f}{own / yardstick:7.2f}{len(text) / own:10.0f}"
        print(f"{name:28}{row}")


if __name__ == "__main__":
    main()
