"""A workspace of any size, made from the sample reports by varying region, year, digits and values.

python benchmarks/many.py FILE.db [REPORTS]
"""

from __future__ import annotations

import random
import sys
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from common import SAMPLES

import reportkit
from reportkit import workspace as store
from reportkit.domain import regions
from reportkit.model.records import Extraction

_SYLLABLES = "安宝昌德恩丰光海和惠吉嘉金景康乐临隆明宁平庆荣瑞山泰通文武西新兴阳永远云长镇"
_YEARS = range(2006, 2026)


def varied(extraction: Extraction, number: int) -> Extraction:
    """The same report of another place and year: all offsets hold, names, digits and values differ."""
    chance = random.Random(number)
    place = chance.choice(_SYLLABLES) + chance.choice(_SYLLABLES)
    digits = chance.sample("123456789", 9)
    table = {ord(a): b for a, b in zip("123456789", digits, strict=True)} | dict(
        zip(map(ord, "澄源"), place, strict=True)
    )
    outline, document = extraction.outline, extraction.outline.document
    source = replace(document.source, text=document.source.text.translate(table))
    region = _cities()[number // len(_YEARS) % len(_cities())]
    year = _YEARS[number % len(_YEARS)]
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


def _cities() -> list[regions.Region]:
    return [region for region in regions.load() if region.level in ("province", "city")]


def fill(path: Path, reports: int) -> float:
    """Saves so many reports; returns the seconds it took."""
    read = [reportkit.extract(sample) for sample in sorted(SAMPLES.glob("*.txt"))]
    start = time.perf_counter()
    with store.open(path, write=True) as workspace:
        for number in range(reports):
            report = read[number % len(read)]
            workspace.save(varied(report.extraction, number), report.rules_hash, f"{number}.txt")
    return time.perf_counter() - start


if __name__ == "__main__":
    path, reports = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 3000
    print(f"{reports} reports in {fill(path, reports):.0f} s, {path.stat().st_size / 2**20:.0f} MB")
