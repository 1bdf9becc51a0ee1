"""A PDF's text by reportkit beside pypdfium2's raw text of the same file, in the same process.

python benchmarks/pdf.py [FILE.pdf ...]
"""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2
from common import machine, seconds

from reportkit.read import pdf

FIXTURE = Path(__file__).resolve().parent.parent / "tests" / "read" / "fixtures" / "typeset.pdf"


def raw(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [document[number].get_textpage().get_text_range() for number in range(len(document))]


def main(paths: list[str]) -> None:
    print(machine())
    print(f"{'file':28}{'pages':>6}{'raw ms':>9}{'text ms':>9}{'ratio':>7}")
    for path in [Path(p) for p in paths] or [FIXTURE]:
        data = path.read_bytes()
        pages = len(pypdfium2.PdfDocument(data))
        low, _ = seconds(lambda data=data: raw(data))
        ours, _ = seconds(lambda data=data, path=path: pdf.from_bytes(data, path.stem, path.name))
        print(f"{path.stem:28}{pages:6}{low * 1000:9.1f}{ours * 1000:9.1f}{ours / low:7.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
