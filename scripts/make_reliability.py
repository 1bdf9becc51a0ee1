"""Makes data/reliability.tsv from rows that people judged.

python scripts/make_reliability.py JUDGED.tsv > data/reliability.tsv

JUDGED.tsv has a line a row: table, mechanism (reportkit.model.confidence.mechanism), 1 if the row was right, else 0.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

_LEAST = 5
"""Mechanisms checked less often are counted only with their table."""


def main() -> None:
    rows: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    for line in Path(sys.argv[1]).read_text("utf-8").splitlines():
        table, told, good = line.split("\t")
        for key in ((table, told), (table, "*")):
            rows[key] += 1
            right[key] += int(good)
    print("# Rows checked and rows right, by table and by the mechanism that made the row; see reliability.README.md.")
    print("table\tmechanism\trows\tright")
    for table, told in sorted(rows):
        if rows[table, told] >= _LEAST:
            print(table, told, rows[table, told], right[table, told], sep="\t")


if __name__ == "__main__":
    main()
