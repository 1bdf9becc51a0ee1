"""Files made to take all time or all memory, each of a size that is asked for: none is kept, all are written here."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from running import SAMPLE

MB = 2**20
REPORT = SAMPLE.read_text("utf-8")
LINES = [line for line in REPORT.splitlines() if line.strip()]
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE = "application/vnd.openxmlformats-officedocument"


def _archive(path: Path, main: str, kinds: Mapping[str, str], parts: Mapping[str, str]) -> None:
    """An Office file: what its parts are, which is the main one, and what they hold."""
    told = "".join(f'<Override PartName="/{name}" ContentType="{_OFFICE}.{kind}+xml"/>' for name, kind in kinds.items())
    default = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    first = f'<Relationship Id="r" Type="{_RELATIONS}/officeDocument" Target="{main}"/>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types">{default}{told}</Types>')
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{_PACKAGE}/relationships">{first}</Relationships>')
        for name, content in parts.items():
            archive.writestr(name, content)


def docx(path: Path, more: str) -> None:
    """A report with ``more`` after it."""
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in LINES)
    document = f'<w:document xmlns:w="{_WORD}"><w:body>{body}{more}</w:body></w:document>'
    name = "word/document.xml"
    _archive(path, name, {name: "wordprocessingml.document.main"}, {name: document})


def xlsx(path: Path, rows: str = "", strings: str = "", styles: str = "") -> None:
    """A corpus of one report, with more rows, shared strings or styles."""
    held = f'<row r="1">{_cell("A1", "region")}{_cell("B1", "text")}</row>'
    held += f'<row r="2">{_cell("A2", "澄源市")}{_cell("B2", REPORT)}</row>{rows}'
    kinds = {"worksheet": "worksheets/sheet1", "sharedStrings": "sharedStrings", "styles": "styles"}
    relations = "".join(
        f'<Relationship Id="{kind}" Type="{_RELATIONS}/{kind}" Target="{name}.xml"/>' for kind, name in kinds.items()
    )
    book = f'<workbook xmlns="{_SHEET}" xmlns:r="{_RELATIONS}"><sheets><sheet name="a" sheetId="1" r:id="worksheet"/>'
    told = {f"xl/{name}.xml": f"spreadsheetml.{kind}" for kind, name in kinds.items()}
    _archive(
        path,
        "xl/workbook.xml",
        {"xl/workbook.xml": "spreadsheetml.sheet.main", **told},
        {
            "xl/workbook.xml": f"{book}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}"><sheetData>{held}</sheetData></worksheet>',
            "xl/sharedStrings.xml": f'<sst xmlns="{_SHEET}"><si><t>a</t></si>{strings}</sst>',
            "xl/styles.xml": f'<styleSheet xmlns="{_SHEET}"><cellXfs>{styles}</cellXfs></styleSheet>',
        },
    )


def _cell(place: str, words: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


def html(path: Path, more: str) -> None:
    """A page with a report and ``more`` after it."""
    body = "".join(f"<p>{line}</p>" for line in LINES)
    path.write_text(f"<!doctype html><html><meta charset=utf-8><body>{body}{more}</body></html>", "utf-8")


def pdf(path: Path, *objects: bytes, box: bytes = b"0 0 595 842", resources: bytes = b"", kids: int = 1) -> None:
    """A PDF whose pages show what the first object holds; further ones are numbered from 5."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[%b]/Resources<<%b>>/Contents 4 0 R>>" % (box, resources)
    pages = b"<</Type/Pages/Kids[%b]/Count %d>>" % (b" ".join([b"3 0 R"] * kids), kids)
    out, places = b"%PDF-1.7\n", []
    for number, held in enumerate((b"<</Type/Catalog/Pages 2 0 R>>", pages, page, *objects), 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, held)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(places) + 1, table)
    path.write_bytes(out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, len(out)))


def stream(content: bytes, settings: bytes = b"") -> bytes:
    """An object that holds a stream."""
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (settings, len(content), content)


def _form(number: int) -> bytes:
    """A form that draws another, or itself, twice."""
    own = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F %d 0 R>>>>" % number
    return stream(b"/F Do /F Do", own)


def _calling(path: Path, *numbers: int) -> None:
    pdf(path, stream(b"/F Do"), *map(_form, numbers), resources=b"/XObject<</F 5 0 R>>")


def _nested(size: int) -> bytes:
    content = b" " * size
    for _ in range(3):
        content = zlib.compress(content, 9)
    return stream(content, b"/Filter[/FlateDecode/FlateDecode/FlateDecode]")


def _ruled(path: Path, count: int) -> None:
    lines = [b"%d 0 m %d 800 l S 0 %d m 500 %d l S" % (n % 500, n % 500, n % 800, n % 800) for n in range(count // 2)]
    pdf(path, stream(b"\n".join(lines)))


def _table(opened: str, cell: str, closed: str, rows: int, columns: int) -> str:
    return f"<{opened}>" + (f"<{closed}>" + cell * columns + f"</{closed}>") * rows + f"</{opened}>"


def _jsonl(path: Path, *texts: str) -> None:
    rows = [{"region": "澄源市", "text": text} for text in (REPORT, *texts)]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


def _csv(path: Path, region: str, text: str) -> None:
    quoted = REPORT.replace('"', "")
    path.write_text(f'region,text\n澄源市,"{quoted}"\n{region},"{quoted}{text}"\n', "utf-8")


def _parquet(path: Path, size: int) -> None:
    import pyarrow
    from pyarrow import parquet

    large = "增" * (size // 3)
    table = pyarrow.table({"region": ["澄源市"] * 3, "text": [REPORT, large, large]})
    parquet.write_table(table, path, compression="zstd")


class Bomb(NamedTuple):
    """A file of a size: how it is made, how large for a run by hand and for a test, and which limit it meets."""

    suffix: str
    make: Callable[[Path, int], None]
    large: int
    small: int
    limit: str = ""
    """Empty for one that is read in bounded time and memory."""
    least: Mapping[str, int] = {}
    """Limits of the test, lower than usual."""


BOMBS = {
    "Word, MB of empty paragraphs": Bomb("docx", lambda p, n: docx(p, "<w:p/>" * (n * MB // 6)), 190, 2, "markup", {"markup": 1}),
    "Word, empty paragraphs": Bomb("docx", lambda p, n: docx(p, "<w:p/>" * n), 1_000_000, 5000, "elements", {"elements": 5000}),
    "Word, tables nested": Bomb("docx", lambda p, n: docx(p, "<w:tbl><w:tr><w:tc>" * n + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * n), 80, 20, "depth", {"depth": 10}),
    "Word, rows of ten cells": Bomb("docx", lambda p, n: docx(p, _table("w:tbl", "<w:tc><w:p><w:r><w:t>5</w:t></w:r></w:p></w:tc>", "w:tr", n, 10)), 10_000, 20, "cells", {"cells": 100}),
    "Word, columns that a cell covers": Bomb("docx", lambda p, n: docx(p, f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="{n}"/></w:tcPr><w:p><w:r><w:t>5</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>'), 2_000_000_000, 2_000_000_000, "memory", {"memory": 100}),
    "page, <p>": Bomb("html", lambda p, n: html(p, "<p>" * n), 1_000_000, 5000, "elements", {"elements": 1000}),
    "page, <p> within the limit": Bomb("html", lambda p, n: html(p, "<p>" * n), 390_000, 5000),
    "page, <br>": Bomb("html", lambda p, n: html(p, "增长<br>" * n), 1_000_000, 5000, "elements", {"elements": 1000}),
    "page, flat <div>": Bomb("html", lambda p, n: html(p, "<div class=content>增</div>" * n), 1_000_000, 5000, "elements", {"elements": 1000}),
    "page, attributes of one tag": Bomb("html", lambda p, n: html(p, "<p " + " ".join(f"a{m}=1" for m in range(n)) + ">"), 100_000, 2000, "attributes"),
    "page, tables nested": Bomb("html", lambda p, n: html(p, "<table><tr><td>" * n + "5" + "</table>" * n), 200, 20, "depth", {"depth": 10}),
    "page, rows of ten cells": Bomb("html", lambda p, n: html(p, _table("table", "<td>5</td>", "tr", n, 10)), 10_000, 20, "cells", {"cells": 100}),
    "workbook, MB of strings": Bomb("xlsx", lambda p, n: xlsx(p, strings="<si><t>a</t></si>" * (n * MB // 17)), 300, 2, "unpacked", {"unpacked": 1}),
    "workbook, strings": Bomb("xlsx", lambda p, n: xlsx(p, strings="<si><t>a</t></si>" * n), 10_000_000, 10_000, "elements", {"elements": 1000}),
    "workbook, MB of cells": Bomb("xlsx", lambda p, n: xlsx(p, "<row><c><v>1</v></c></row>" * (n * MB // 27)), 300, 2, "unpacked", {"unpacked": 1}),
    "workbook, MB of styles": Bomb("xlsx", lambda p, n: xlsx(p, styles="<xf/>" * (n * MB // 5)), 300, 2, "unpacked", {"unpacked": 1}),
    "workbook, number of a row": Bomb("xlsx", lambda p, n: xlsx(p, f'<row r="{n}">{_cell(f"A{n}", "x")}</row>'), 10**9, 10**9, "rows", {"rows": 1000}),
    "Parquet, MB of a cell": Bomb("parquet", lambda p, n: _parquet(p, n * MB), 300, 300, "memory", {"memory": 500}),
    "JSONL, characters of a line": Bomb("jsonl", lambda p, n: _jsonl(p, "增长" * (n // 2)), 50_000_000, 20_000, "line", {"line": 15_000}),
    "JSONL, characters of a text": Bomb("jsonl", lambda p, n: _jsonl(p, "增长" * (n // 2)), 3_000_000, 20_000, "characters", {"characters": 15_000}),
    "CSV, characters of a region": Bomb("csv", lambda p, n: _csv(p, "云" * n, ""), 1_000_000, 1000, "name"),
    "CSV, characters of a field": Bomb("csv", lambda p, n: _csv(p, "云汀县", "增长5%。\n" * (n // 6)), 50_000_000, 30_000, "line", {"line": 15_000}),
    "text, characters": Bomb("txt", lambda p, n: p.write_text(REPORT + "增长5%。" * (n // 5), "utf-8"), 3_000_000, 10_000, "characters", {"characters": 15_000}),
    "PDF, a form that draws itself": Bomb("pdf", lambda p, n: _calling(p, *[5] * n), 1, 1, "memory", {"memory": 200}),
    "PDF, forms that draw each other": Bomb("pdf", lambda p, n: _calling(p, 6, 5), 1, 1, "memory", {"memory": 200}),
    "PDF, MB behind three filters": Bomb("pdf", lambda p, n: pdf(p, _nested(n * MB)), 1024, 300, "memory", {"memory": 200}),
    "PDF, pages": Bomb("pdf", lambda p, n: pdf(p, stream(b""), kids=n), 20_000, 100, "pages", {"pages": 50}),
    "PDF, lines drawn": Bomb("pdf", lambda p, n: _ruled(p, n), 320_000, 200, "drawn", {"drawn": 100}),
}  # fmt: skip
SCANNED = {
    f"PDF, page of {width} × {height} points": Bomb("pdf", lambda p, _, box=f"0 0 {width} {height}": pdf(p, stream(b"0 0 9 9 re f"), box=box.encode()), 1, 1)
    for width, height in (("14400", "14400"), ("1000000", "1000000"), ("1000000000", "1000000000"), ("100000", "0.01"))
}  # fmt: skip
"""Pages without text, which are recognised where the library is there."""
