"""How many rows of a page are read as those of a sound page when its digits lie over the words: for model/confidence.py.

python scripts/measure_doubtful_pages.py FONT.ttc      (a font with Chinese; needs fpdf2)
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from fpdf import FPDF
from make_table_fixtures import pieces

import reportkit
from reportkit import rules
from reportkit.extraction import pipeline
from reportkit.model import tables
from reportkit.read import files

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "samples" / "澄源市-2025.txt"
SHIFTS = (2, 3, 4, 6, 8)
"""Millimetres by which the digits are off their places."""
LEFT, TOP, FOOT, STEP, MEASURE = 15, 30, 270, 8, 180
"""Millimetres of the page."""
KEYS = {
    "indicators": ("raw", "name", "measure", "status", "year", "bound"),
    "commitments": ("text",),
    "projects": ("name", "kind"),
    "numbers": ("raw", "role"),
}
"""What makes two rows the same."""


def lines(words: str, made: FPDF) -> list[str]:
    """A paragraph as lines of the measure."""
    found = [""]
    for char in "　　" + words:
        if made.get_string_width(found[-1] + char) > MEASURE:
            found.append("")
        found[-1] += char
    return found


def displaced(font: str, shift: float) -> bytes:
    """The sample as a PDF whose digits are drawn after the words of their page, ``shift`` off their places."""
    made = FPDF()
    made.add_font("font", fname=font)
    made.set_font("font", size=12)
    paragraphs = reportkit.extract(SAMPLE).running_text.split("\n")
    written = [line for words in paragraphs if words for line in lines(words, made)]
    count = (FOOT - TOP) // STEP
    for first in range(0, len(written), count):
        made.add_page()
        late: list[tuple[float, float, str]] = []
        for place, line in enumerate(written[first : first + count]):
            x, y = float(LEFT), TOP + STEP * place
            for piece in pieces(line):
                if piece[0].isdigit():
                    late.append((x - shift, y, piece))
                else:
                    made.text(x, y, piece)
                x += made.get_string_width(piece)
        for digits in late:
            made.text(*digits)
    return bytes(made.output())


def rows(data: bytes) -> dict[str, Counter[tuple[str, ...]]]:
    """The rows of all tables of a PDF."""
    found = pipeline.extract(files.from_bytes(data, SAMPLE.stem), rules.load())
    return {
        table: Counter(tuple(str(row[key]) for key in keys) for row in tables.rows(found, table))
        for table, keys in KEYS.items()
    }


def main(font: str) -> None:
    sound = rows(displaced(font, 0))
    doubtful = [rows(displaced(font, shift)) for shift in SHIFTS]
    for table in KEYS:
        same = sum((found[table] & sound[table]).total() for found in doubtful)
        every = sum(found[table].total() for found in doubtful)
        print(f"{table:12} {same:5} of {every:5} {same / every:.2f}")


if __name__ == "__main__":
    main(sys.argv[1])
