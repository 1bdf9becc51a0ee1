"""Where the time of one warm extraction goes.

python benchmarks/profile_extraction.py [REPORT.txt]
"""

from __future__ import annotations

import cProfile
import pstats
import sys

from common import texts

from reportkit import rules
from reportkit.extraction import pipeline
from reportkit.model.records import Source


def main() -> None:
    known = rules.load()
    name, text = texts(sys.argv[1:])[-1]
    source = Source(text=text, name=name, encoding="utf-8")
    pipeline.extract(source, known)
    with cProfile.Profile() as profile:
        pipeline.extract(source, known)
    pstats.Stats(profile).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
