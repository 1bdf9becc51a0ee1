"""Makes the PDF files with tables, scattered digits and bare paragraphs under tests/read/fixtures by two producers.

The words are those of tests/read/tabled.py.

python scripts/make_table_fixtures.py FONT.ttc CHROMIUM      (a font with Chinese, a browser that prints; needs fpdf2)
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from html import escape
from pathlib import Path

from fpdf import FPDF

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "tests" / "read" / "fixtures"
sys.path.insert(0, str(FIXTURES.parent))

import tabled  # noqa: E402

STYLE = """
@page { size: A4; margin: 25mm 20mm }
body { font: 12pt/1.6 "Noto Serif CJK SC"; margin: 0 }
p { text-indent: 2em; margin: 0 }
table { border-collapse: collapse; width: 100%; margin: 6pt 0 }
td { border: 0.6pt solid black; padding: 4pt; text-align: center }
.beside { display: flex; gap: 8mm }
.low { height: 150mm }
"""
DISPLACED = 6.0
"""Millimetres by which digits are off their places where they lie over words."""
GAP = 150
"""Millimetres left free above a table, so that it goes on over the page."""


def printed(chromium: str, body: str, path: Path) -> None:
    page = f'<!DOCTYPE html><html lang="zh"><meta charset="utf-8"><style>{STYLE}</style><body>{body}</body></html>'
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(page, "utf-8")
        command = [chromium, "--headless", "--no-sandbox", "--no-pdf-header-footer", f"--print-to-pdf={path}",
                   f"--user-data-dir={folder}/profile", source.as_uri()]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True)


def paragraphs(lines: Iterable[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def over_pages(chromium: str, path: Path) -> None:
    """The table begins low on a page and its head is repeated on the next."""
    targets = tabled.markup([*tabled.HEAD, *tabled.BODY], heads=len(tabled.HEAD))
    body = paragraphs(tabled.FRONT) + '<div style="height:92mm"></div>' + targets
    body += paragraphs((tabled.AFTER, tabled.CLOSE, tabled.LIST)) + tabled.markup(tabled.WORKS)
    printed(chromium, body, path)


def broken_printed(chromium: str, path: Path) -> None:
    """The page ends within a row, which no rule ends; the head is repeated."""
    style = "<style>td { break-inside: auto } td:nth-child(3) { width: 18mm } table { orphans: 1; widows: 1 }</style>"
    body = paragraphs((*tabled.FRONT, tabled.LIST)) + '<div style="height:92mm"></div>'
    printed(chromium, style + body + tabled.markup(tabled.WORKS, heads=1) + paragraphs((tabled.CLOSE,)), path)


def broken(font: str, path: Path) -> None:
    """The page ends within a row, whose parts both have all their rules; the head is not repeated."""
    made = FPDF()
    made.add_font("font", fname=font)
    made.add_page()
    made.set_font("font", size=12)
    for line in (*tabled.FRONT, tabled.LIST):
        made.set_x(made.l_margin)
        made.multi_cell(0, 7, "　　" + line, align="L", new_x="LMARGIN", new_y="NEXT", wrapmode="CHAR")
    last = [words for words, _, _ in tabled.WORKS[-1]]
    half = len(last[2]) // 2
    parts = [[*last[:2], last[2][:half], *last[3:]], ["", "", last[2][half:], "", ""]]

    def ruled(rows: list[list[str]]) -> None:
        with made.table(
            first_row_as_headings=False, col_widths=(12, 35, 70, 30, 30), line_height=7, wrapmode="CHAR"
        ) as table:
            for cells in rows:
                row = table.row()
                for words in cells:
                    row.cell(words)

    made.set_y(made.h - 2.4 * made.b_margin - 35)
    ruled([*([words for words, _, _ in row] for row in tabled.WORKS[:-1]), parts[0]])
    made.add_page()
    ruled(parts[1:])
    made.multi_cell(0, 7, "　　" + tabled.CLOSE)
    made.output(str(path))


def years_printed(chromium: str, path: Path) -> None:
    """A ruled table with the years down the side."""
    body = paragraphs(tabled.FRONT) + tabled.markup(tabled.YEARS) + paragraphs((tabled.CLOSE,))
    printed(chromium, body, path)


def years(font: str, path: Path) -> None:
    """The same by another producer."""
    made = FPDF()
    made.add_font("font", fname=font)
    made.add_page()
    made.set_font("font", size=12)
    for line in tabled.FRONT:
        made.multi_cell(0, 7, "　　" + line, align="L", new_x="LMARGIN", new_y="NEXT", wrapmode="CHAR")
    with made.table(first_row_as_headings=False, line_height=7, wrapmode="CHAR") as table:
        for cells in tabled.laid(tabled.YEARS):
            table.row(cells)
    made.multi_cell(0, 7, "　　" + tabled.CLOSE, align="L", wrapmode="CHAR")
    made.output(str(path))


def side_by_side(chromium: str, path: Path) -> None:
    """Two tables with one line of text above them."""
    left = [[("指标", 1, 1), ("2026年目标", 1, 1)], *[[row[0], row[4]] for row in tabled.BODY[:2]]]
    right = [[("项目", 1, 1), ("目标任务", 1, 1)], *[[row[1], row[2]] for row in tabled.WORKS[1:3]]]
    both = f'<div class="beside">{tabled.markup(left)}{tabled.markup(right)}</div>'
    printed(chromium, paragraphs(tabled.FRONT) + both + paragraphs((tabled.CLOSE,)), path)


def unrepeated(font: str, path: Path) -> None:
    """The table goes on over the page and its head is not repeated; cells of several lines."""
    made = FPDF()
    made.add_font("font", fname=font)
    made.add_page()
    made.set_font("font", size=12)

    def write(lines: tuple[str, ...]) -> None:
        for line in lines:
            made.set_x(made.l_margin)
            made.multi_cell(0, 7, "　　" + line, align="L", new_x="LMARGIN", new_y="NEXT", wrapmode="CHAR")

    def ruled(rows: list[list[tuple[str, int, int]]], widths: tuple[int, ...]) -> None:
        with made.table(first_row_as_headings=False, col_widths=widths, line_height=7, wrapmode="CHAR") as table:
            for cells in rows:
                row = table.row()
                for words, high, wide in cells:
                    row.cell(words, rowspan=high, colspan=wide)

    write(tabled.FRONT)
    made.set_y(made.h - GAP / 2)
    ruled([*tabled.HEAD, *tabled.BODY], (40, 15, 20, 25, 40, 20))
    write((tabled.AFTER, tabled.CLOSE, tabled.LIST))
    ruled(tabled.WORKS, (12, 35, 70, 30, 30))
    made.output(str(path))


def level_printed(chromium: str, path: Path) -> None:
    """Tables with level rules only: above them, below the head, at the end."""
    style = "td { border: 0 } table { border-top: 1.2pt solid; border-bottom: 1.2pt solid } thead td { border: 0 }"
    style += "thead { border-bottom: 0.6pt solid; white-space: nowrap; break-before: avoid }"
    style += "tbody, tr { break-inside: avoid } thead + tbody td { padding: 3pt 8pt }"
    body = paragraphs(tabled.FRONT) + tabled.markup([*tabled.HEAD, *tabled.BODY], heads=len(tabled.HEAD))
    body += paragraphs((tabled.AFTER, tabled.CLOSE, tabled.LIST)) + tabled.markup(tabled.WORKS, heads=1)
    printed(chromium, f"<style>{style}</style>{body}", path)


def level(font: str, path: Path) -> None:
    """The same by another producer."""
    made = FPDF()
    made.add_font("font", fname=font)
    made.add_page()
    made.set_font("font", size=11)

    def write(lines: tuple[str, ...]) -> None:
        for line in lines:
            made.set_x(made.l_margin)
            made.multi_cell(0, 7, "　　" + line, align="L", new_x="LMARGIN", new_y="NEXT", wrapmode="CHAR")

    def set_out(rows: list[list[tabled.Cell]], heads: int, widths: tuple[int, ...]) -> None:
        with made.table(
            first_row_as_headings=False, col_widths=widths, line_height=7, wrapmode="CHAR", borders_layout="NONE",
            align="LEFT", width=sum(widths),
        ) as table:  # fmt: skip
            top = made.get_y()
            for cells in rows:
                row = table.row()
                for words, high, wide in cells:
                    row.cell(words, rowspan=high, colspan=wide)
        for y in (top, top + 7 * heads, made.get_y()):
            made.line(made.l_margin, y, made.l_margin + sum(widths), y)

    write(tabled.FRONT)
    set_out([*tabled.HEAD, *tabled.BODY], len(tabled.HEAD), (52, 18, 20, 28, 42, 20))
    write((tabled.AFTER, tabled.CLOSE, tabled.LIST))
    set_out(tabled.WORKS, 1, (14, 34, 72, 32, 28))
    made.output(str(path))


def bare(font: str, path: Path) -> None:
    """Paragraphs without indents and gaps, a page for every measure."""
    made = FPDF()
    made.add_font("font", fname=font)
    made.set_font("font", size=12)
    for measure, lines in tabled.bare_pages():
        made.add_page()
        for line in lines:
            made.set_x(made.l_margin)
            made.multi_cell(measure, 7, line, align="L", new_x="LMARGIN", new_y="NEXT", wrapmode="CHAR")
    made.output(str(path))


def bare_printed(chromium: str, path: Path) -> None:
    """The same, set to both margins."""
    style = "p { text-indent: 0; text-align: justify } section { break-after: page }"
    sections = (f'<section style="width:{mm}mm">{paragraphs(lines)}</section>' for mm, lines in tabled.bare_pages())
    printed(chromium, f"<style>{style}</style>{''.join(sections)}", path)


def pieces(line: str) -> list[str]:
    return re.findall(r"[0-9.%]+|[^0-9.%]+", line)


def digits_last(font: str, path: Path, shift: float = 0.0) -> None:
    """All digits are drawn after the text; ``shift`` millimetres off their places they lie over it."""
    made = FPDF()
    made.add_font("font", fname=font)
    made.add_page()
    made.set_font("font", size=12)
    late: list[tuple[float, float, str]] = []
    for number, line in enumerate(tabled.FIGURES):
        x, y = made.l_margin, 30 + 8 * number
        for piece in pieces(line):
            place = (x - shift, y, piece) if piece[0].isdigit() else (x, y, piece)
            if piece[0].isdigit():
                late.append(place)
            else:
                made.text(*place)
            x += made.get_string_width(piece)
    for place in late:
        made.text(*place)
    made.output(str(path))


def digits_layered(chromium: str, path: Path) -> None:
    """All digits stand in a layer of their own above the text."""

    def layer(of_digits: bool) -> str:
        hidden = '<span style="visibility:hidden">{}</span>'
        lines = (
            "".join(p if p[0].isdigit() == of_digits else hidden.format(p) for p in pieces(line))
            for line in tabled.FIGURES
        )
        return f'<div style="position:absolute;top:0;left:0">{"".join(f"<div>{line}</div>" for line in lines)}</div>'

    printed(chromium, f'<div style="position:relative">{layer(False)}{layer(True)}</div>', path)


def main(font: str, chromium: str) -> None:
    digits_last(font, FIXTURES / "digits-last.pdf")
    digits_last(font, FIXTURES / "digits-over-words.pdf", shift=DISPLACED)
    digits_layered(chromium, FIXTURES / "digits-layered.pdf")
    over_pages(chromium, FIXTURES / "tables-repeated-head.pdf")
    broken(font, FIXTURES / "tables-broken-row.pdf")
    broken_printed(chromium, FIXTURES / "tables-broken-row-printed.pdf")
    years(font, FIXTURES / "tables-years.pdf")
    years_printed(chromium, FIXTURES / "tables-years-printed.pdf")
    side_by_side(chromium, FIXTURES / "tables-side-by-side.pdf")
    level(font, FIXTURES / "tables-level-rules.pdf")
    level_printed(chromium, FIXTURES / "tables-level-rules-printed.pdf")
    bare(font, FIXTURES / "bare.pdf")
    bare_printed(chromium, FIXTURES / "bare-printed.pdf")
    unrepeated(font, FIXTURES / "tables-over-pages.pdf")


if __name__ == "__main__":
    main(*sys.argv[1:])
