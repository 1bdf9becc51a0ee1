"""Makes tests/read/fixtures from the sample report of 2025: the same words in every form that a report comes in.

python scripts/make_fixtures.py FONT.ttc      (a font with Chinese; needs python-docx, fpdf2, Pillow, pypdfium2, LibreOffice)
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

import docx
import pypdfium2
from docx.shared import Pt
from fpdf import FPDF

import reportkit

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "data" / "samples" / "澄源市-2025.txt"
FIXTURES = ROOT / "tests" / "read" / "fixtures"
HEAD = "澄源市人民政府工作报告"
TARGETS = (
    ("指标", "2025年目标", "责任单位"),
    ("城镇新增就业", "4.5万人以上", "市人社局"),
    ("改造老旧小区", "60个", "市住建局"),
)
GATE = 900
"""Characters of the report in the small fixtures."""


def paragraphs() -> list[str]:
    return [line for line in reportkit.extract(SAMPLE).running_text.split("\n") if line]


def word(lines: list[str], path: Path) -> None:
    document = docx.Document()
    for line in lines:
        paragraph = document.add_paragraph(line)
        paragraph.paragraph_format.first_line_indent = Pt(24)
    document.save(str(path))


def with_office(source: Path, form: str) -> None:
    command = ["soffice", "--headless", "--convert-to", form, "--outdir", str(FIXTURES), str(source)]
    subprocess.run(command, check=True, capture_output=True)


class Paper(FPDF):
    """Pages with a running head and a page number between dashes."""

    def header(self) -> None:
        self.set_font("font", size=9)
        self.cell(0, 8, HEAD, align="C", new_x="LMARGIN", new_y="NEXT")

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("font", size=9)
        self.cell(0, 8, f"— {self.page_no()} —", align="C")


def paper(font: str, **settings: str) -> Paper:
    made = Paper(**settings)
    made.add_font("font", fname=font)
    made.add_page()
    made.set_font("font", size=12)
    return made


def typeset(lines: list[str], font: str) -> Paper:
    made = paper(font)
    for line in lines:
        made.set_x(made.l_margin)
        made.multi_cell(0, 7, "　　" + line, align="L", new_x="LMARGIN", new_y="NEXT", wrapmode="CHAR")
    return made


def in_columns(lines: list[str], font: str) -> Paper:
    made = paper(font)
    with made.text_columns(ncols=2, gutter=12, text_align="L") as columns:
        for line in lines:
            columns.write("　　" + line + "\n")
    return made


def with_table(lines: list[str], font: str) -> Paper:
    made = typeset(lines, font)
    with made.table(first_row_as_headings=False) as table:
        for cells in TARGETS:
            row = table.row()
            for cell in cells:
                row.cell(cell)
    return made


def with_notes(font: str) -> Paper:
    """Small raised numbers behind words and figures."""
    made = paper(font)
    for words, size in (("各位代表：\n一、2024年工作回顾\n全市地区生产总值", 12), ("1", 7), ("增长5.7%", 12), ("2", 7),
                        ("，改造小区3个。", 12)):  # fmt: skip
        made.set_font("font", size=size)
        made.write(8 if size > 7 else 5, words)
    return made


class Noted(Paper):
    """Pages with a footnote in small type below a short rule."""

    notes = (
        "[1] “助企纾困30条”：市政府出台的惠企政策，涉及财税、金融、用工、用能、物流、市场开拓等六个方面，由各责任单位逐条制定"
        "办事指南，并在市政务服务网统一公布，全年兑现资金3.2亿元。",
        "[2] “高效办成一件事”：把需要多个部门办理的事项集成办理。",
    )

    def footer(self) -> None:
        super().footer()
        self.set_y(-38)
        self.line(self.l_margin, self.get_y(), self.l_margin + 40, self.get_y())
        self.set_font("font", size=8)
        self.multi_cell(0, 5, self.notes[self.page_no() % 2], align="L", wrapmode="CHAR")


def with_footnotes(lines: list[str], font: str) -> Paper:
    """A marker behind a figure in every paragraph, a footnote at the foot of every page."""
    made = Noted()
    made.add_font("font", fname=font)
    made.set_auto_page_break(True, margin=52)
    made.add_page()
    for number, line in enumerate(lines):
        made.set_font("font", size=12)
        cut = line.find("%") + 1
        made.write(7, "　　" + line[:cut])
        if cut:
            made.set_font("font", size=7)
            made.write(5, f"[{number % 2 + 1}]")
            made.set_font("font", size=12)
        made.write(7, line[cut:] + "\n")
    return made


def image_only(source: bytes) -> bytes:
    pages = pypdfium2.PdfDocument(source)
    made = FPDF()
    for number in range(len(pages)):
        made.add_page()
        picture = pages[number].render(scale=2, grayscale=True).to_pil()
        made.image(picture, x=0, y=0, w=made.w)
    return bytes(made.output())


def web(lines: list[str]) -> bytes:
    body = "".join(f"<p>&nbsp;&nbsp;{escape(line)}</p>\n" for line in lines)
    rows = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in cells) + "</tr>" for cells in TARGETS)
    menu = "".join(f'<li><a href="/{n}">栏目{n}</a></li>' for n in range(30))
    return (
        '<!DOCTYPE html><html><head><meta charset="gb2312"><title>政府工作报告_澄源市人民政府</title>'
        "<script>var a = '地区生产总值增长99%';</script></head><body>"
        f'<div class="nav"><ul>{menu}</ul></div><div class="crumbs">首页 &gt; 政务公开 &gt; 政府工作报告</div>'
        f'<div class="article"><div id="zoom">{body}<table>{rows}</table></div></div>'
        "<div>版权所有 澄源市人民政府办公室 网站标识码3399000001</div></body></html>"
    ).encode("gb18030")


def main(font: str) -> None:
    FIXTURES.mkdir(exist_ok=True)
    lines = paragraphs()
    short = [line for line in lines if len(line) < GATE][:14]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "office.docx"
        word(lines, source)
        (FIXTURES / "office.docx").write_bytes(source.read_bytes())
        with_office(source, "pdf")
        with_office(source, "doc")
    typeset(lines, font).output(str(FIXTURES / "typeset.pdf"))
    in_columns(short, font).output(str(FIXTURES / "columns.pdf"))
    with_table(short, font).output(str(FIXTURES / "table.pdf"))
    small = typeset(short, font)
    small.set_encryption("owner", user_password="secret")
    small.output(str(FIXTURES / "encrypted.pdf"))
    plain = io.BytesIO(bytes(typeset(short, font).output()))
    (FIXTURES / "scan.pdf").write_bytes(image_only(plain.getvalue()))
    with_notes(font).output(str(FIXTURES / "notes.pdf"))
    with_footnotes(short, font).output(str(FIXTURES / "footnotes.pdf"))
    (FIXTURES / "page.html").write_bytes(web(lines))


if __name__ == "__main__":
    main(sys.argv[1])
