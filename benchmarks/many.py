"""A workspace of any size, made from the sample reports by varying region, year, digits and values.

python benchmarks/many.py FILE.db [REPORTS [YEARS]]

YEARS reports of every region, 20 unless said otherwise, the last of them of 2025: with 2 it is a workspace of pairs.
"""

from __future__ import annotations

import random
import sys
import time
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from common import SAMPLES

import reportkit
from reportkit import workspace as store
from reportkit.domain import regions
from reportkit.model.records import Extraction

_SYLLABLES = "安宝昌德恩丰光海和惠吉嘉金景康乐临隆明宁平庆荣瑞山泰通文武西新兴阳永远云长镇"
_LAST, _USUAL = 2025, 20
"""Year of the last report of a region, and how many it has."""


def varied(extraction: Extraction, number: int, years: int = _USUAL) -> Extraction:
    """The same report of another place and year: all offsets hold, names, digits and values differ."""
    chance = random.Random(number)
    place = chance.choice(_SYLLABLES) + chance.choice(_SYLLABLES)
    digits = chance.sample("123456789", 9)
    table = {ord(a): b for a, b in zip("123456789", digits, strict=True)} | dict(
        zip(map(ord, "澄源"), place, strict=True)
    )
    outline, document = extraction.outline, extraction.outline.document
    source = replace(document.source, text=document.source.text.translate(table))
    region = _places()[number // years]
    year = _LAST - years + 1 + number % years
    info = replace(
        outline.info, id=f"{region.name}-{year}", region=region.name, adcode=region.adcode, level=region.level, report_year=year
    )  # fmt: skip
    document = replace(document, source=source, text=document.text.translate(table))
    factor = Decimal(chance.randrange(50, 200)) / 100
    rows = tuple(
        replace(row, name=row.name.translate(table), value=row.value and row.value * factor,
                year=row.year and row.year - (outline.info.report_year or 0) + year)
        for row in extraction.indicators
    )  # fmt: skip
    return replace(extraction, outline=replace(outline, document=document, info=info), indicators=rows)


@cache
def _places() -> list[regions.Region]:
    """Provinces and cities, then counties."""
    known = [region for region in regions.load() if region.level != "national"]
    return sorted(known, key=lambda region: region.level == "county")


def fill(path: Path, reports: int, years: int = _USUAL) -> float:
    """Saves so many reports, ``years`` of every region; returns the seconds it took."""
    read = [reportkit.extract(sample) for sample in sorted(SAMPLES.glob("*.txt"))]
    start = time.perf_counter()
    with store.open(path, write=True) as workspace:
        for number in range(reports):
            report = read[number % len(read)]
            workspace.save(varied(report.extraction, number, years), report.rules_hash, f"{number}.txt")
    return time.perf_counter() - start


if __name__ == "__main__":
    path, numbers = Path(sys.argv[1]), [int(word) for word in sys.argv[2:]]
    reports, years = (*numbers, *(3000, _USUAL)[len(numbers) :])
    print(f"{reports} reports in {fill(path, reports, years):.0f} s, {path.stat().st_size / 2**20:.0f} MB")
