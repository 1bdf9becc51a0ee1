"""The four tables: their columns, and the rows that an extraction gives. Nothing else knows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from reportkit.model import confidence
from reportkit.model.codes import labels
from reportkit.model.records import Commitment, Document, Extraction, Indicator, Number, Project

if TYPE_CHECKING:
    import pandas

Row = dict[str, Any]
Record = Indicator | Commitment | Project | Number
_Placed = tuple[Record, tuple[int, int], str, Row]
"""A record, its span in the running text, the rule that decided and its own columns."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: name, type (text int decimal spans), Chinese label, and what it holds."""

    name: str
    type: str
    zh: str
    doc: str
    codes: str = ""
    """The set of codes it holds (``codes.labels``); empty for the one of its own name, if there is one."""
    choices: tuple[str, ...] = ()
    """What a person may write into it."""

    @property
    def labels(self) -> Mapping[str, str]:
        """Code → Chinese label; empty for a column without codes."""
        return labels(self.codes or self.name) if self.type == "text" else {}


COMMON = (
    Column("report", "text", "报告", "id of the report, such as 聊城市-2025"),
    Column("region", "text", "地区", "region of the report"),
    Column("level", "text", "层级", "national province city county township"),
    Column("adcode", "text", "区划代码", "GB/T 2260 code, empty where unknown"),
    Column("report_year", "int", "报告年份", "year of delivery"),
    Column("part", "text", "所属部分", "review plan governance appendix"),
    Column("section", "text", "章节", "headings above, joined by ' / '"),
    Column("page", "int", "页", "1-based page, for formats with pages"),
    Column("start", "int", "起始位置", "first character in the source text"),
    Column("end", "int", "结束位置", "one past the last character"),
    Column("sentence", "text", "句子", "the sentence, in running text"),
    Column("rule", "text", "规则", "id of the rule that decided"),
    Column(
        "source",
        "text",
        "来源",
        "ocr for what text recognition read, doubtful for a page whose characters may be out of place, text for all else",
    ),
    Column("ocr_confidence", "decimal", "识别可信度", "how sure text recognition was of the least sure line, 0 to 1"),
    Column("confidence", "decimal", "可信度", "how probable it is that every field is right, 0 to 1"),
)
_QUANTITY = (
    Column("value", "decimal", "数值", "in base units: 40.6万亩 is 406000"),
    Column("value_max", "decimal", "区间上限", "upper end of a range"),
    Column("unit", "text", "单位", "base unit; percent stays %"),
)
_STRENGTH = (
    Column("strength", "text", "约束力度", "hard soft plain, by the codebook"),
    Column("wording", "text", "措辞", "the words that decided the strength"),
)
OWN: Mapping[str, tuple[Column, ...]] = {
    "indicators": (
        Column("indicator", "text", "规范名", "canonical name from the lexicon, else empty"),
        Column("name", "text", "指标", "as the report words it, an elided subject restored"),
        Column("topic", "text", "领域", "topic of the canonical indicator"),
        Column("measure", "text", "指标形式", "growth change share multiple rank level"),
        *_QUANTITY,
        Column("raw", "text", "原文", "number and unit as written"),
        Column("bound", "text", "限定", "eq ge gt le lt approx range; relative delegated qualitative"),
        Column("direction", "text", "方向", "up down none"),
        Column("status", "text", "状态", "actual estimate target background"),
        Column("year", "int", "年份", "of the number; the last year of a span"),
        Column("year_start", "int", "起始年", "first year of a span"),
        Column("basis", "text", "比较基准", "同比, 较上年, … as written"),
        Column("action", "text", "动词", "verb whose object is counted"),
        *_STRENGTH,
        Column("scope", "text", "范围", "全市, 市本级, …"),
    ),
    "commitments": (
        Column("item", "text", "条目", "number in the list"),
        Column("text", "text", "承诺", "the clause as written, without line breaks and page furniture"),
        Column("action", "text", "动词", "its main verb"),
        Column("object", "text", "对象", "what the action is on"),
        Column("kind", "text", "类别", "quantified named general"),
        *_QUANTITY,
        Column("bound", "text", "限定", "bound of the first quantity"),
        *_STRENGTH,
        Column("deadline", "text", "期限", "as written"),
        Column("owner", "text", "责任单位", "as written"),
    ),
    "projects": (
        Column("name", "text", "名称", "as in the text"),
        Column("kind", "text", "类别", "project programme"),
        Column("sector", "text", "领域", "sector, empty if unsure"),
        Column("place", "text", "地点", "region named with it"),
        Column("status", "text", "状态", "planned start ongoing done"),
        Column("action", "text", "动词", "verb of the last mention"),
        Column("value", "decimal", "数值", "investment or size where given"),
        Column("unit", "text", "单位", "unit of value"),
        Column("mentions", "int", "提及次数", "how often it is named"),
        Column("spans", "spans", "提及处", "start and end of every mention"),
    ),
    "numbers": (
        Column("raw", "text", "原文", "number and unit as written"),
        Column("role", "text", "数字类型", "value qualifier rank duration date ordinal list name range_end other"),
        *_QUANTITY,
        Column("bound", "text", "限定", "eq ge gt le lt approx range"),
        Column("table", "text", "去向表", "table of the row it went to"),
        Column("row", "int", "去向行", "0-based row in that table"),
        Column("reason", "text", "说明", "why it is no indicator"),
    ),
}
TABLES = tuple(OWN)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with their columns, whichever command made them: what is shown, written and framed."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]
    """Dicts that hold at least the columns; read once."""

    def frame(self) -> pandas.DataFrame:
        """A DataFrame: nullable integers and floats, empty text for what is not there."""
        import pandas

        data = pandas.DataFrame.from_records(list(self.rows), columns=[c.name for c in self.columns])
        for column in self.columns:
            if column.type == "int":
                data[column.name] = data[column.name].astype("Int64")
            elif column.type == "decimal":
                data[column.name] = pandas.to_numeric(data[column.name]).astype("Float64")
        return data


def columns(table: str) -> tuple[Column, ...]:
    """The columns of a table: the common ones, then its own."""
    return COMMON + OWN[table]


def rows(extraction: Extraction, table: str) -> list[Row]:
    """The rows of a table as dicts in the order of its columns; decimals are exact Decimal."""
    return [
        _common(extraction, table, record, span, rule) | own for record, span, rule, own in _BUILDERS[table](extraction)
    ]


def table(extraction: Extraction, name: str) -> Table:
    """One of the four tables of an extraction."""
    return Table(name, columns(name), rows(extraction, name))


def document(extraction: Extraction, **extra: Any) -> dict[str, Any]:
    """Everything of one report: {"report": …, "indicators": […], …}."""
    info, source = extraction.outline.info, extraction.outline.document.source
    found = {table: rows(extraction, table) for table in TABLES}
    report = {name: getattr(info, name) for name in info.__slots__}
    report |= {"source": source.name, "encoding": source.encoding, "characters": len(source.text)}
    return {"report": report | {"counts": {t: len(r) for t, r in found.items()}} | extra, **found}


def evidence(extraction: Extraction, record: Record) -> list[str]:
    """What a record has for and against it (``reportkit.model.confidence``)."""
    outline = extraction.outline
    return confidence.evidence(record, outline.sentences[record.sentence], outline.info.report_year)


def with_evidence(extraction: Extraction, table: str) -> list[tuple[Row, list[str]]]:
    """The rows of a table, each with its evidence: what confidence is learned from."""
    records = (record for record, *_ in _BUILDERS[table](extraction))
    return [(row, evidence(extraction, record)) for row, record in zip(rows(extraction, table), records, strict=True)]


def verify(extraction: Extraction) -> None:
    """Checks that every row stands in its sentence and in the source. Raises AssertionError."""
    doc, sentences = extraction.outline.document, extraction.outline.sentences
    placed: tuple[Number | Indicator | Commitment, ...] = (
        *extraction.numbers, *extraction.indicators, *extraction.commitments,
    )  # fmt: skip
    for row in placed:
        sentence = sentences[row.sentence]
        if not sentence.start <= row.start < row.end <= sentence.end:
            raise AssertionError(f"{doc.text[row.start : row.end]!r} stands outside its sentence")
    if len(doc.origin) != len(doc.text) or any(doc.origin[i] >= doc.origin[i + 1] for i in range(len(doc.origin) - 1)):
        raise AssertionError("the map to the source is broken")


def _common(extraction: Extraction, table: str, record: Record, span: tuple[int, int], rule: str) -> Row:
    outline = extraction.outline
    info, place = outline.info, outline.sentences[record.sentence]
    first, last = outline.document.to_source(*span)
    sure = outline.document.source.recognised_at(first, last)
    doubtful = outline.document.source.is_doubtful(first, last)
    return {
        "report": info.id, "region": info.region, "level": info.level, "adcode": info.adcode,
        "report_year": info.report_year, "part": place.part, "section": " / ".join(place.section),
        "page": outline.document.source.page_at(first), "start": first, "end": last,
        "sentence": outline.document.text[place.start : place.end], "rule": rule,
        "source": "doubtful" if doubtful else "text" if sure is None else "ocr",
        "ocr_confidence": None if sure is None else Decimal(str(round(sure, 3))),
        "confidence": confidence.confidence(table, evidence(extraction, record), sure, doubtful),
    }  # fmt: skip


def _indicators(extraction: Extraction) -> Iterable[_Placed]:
    doc = extraction.outline.document
    for i in extraction.indicators:
        trace = dict(i.trace)
        own = {c.name: getattr(i, c.name) for c in OWN["indicators"] if c.name != "raw"}
        own = _ordered("indicators", own | {"raw": doc.as_written(i.start, i.end).replace(" ", "")})
        yield i, (i.start, i.end), trace.get("wordless") or trace.get("role", ""), own


def _commitments(extraction: Extraction) -> Iterable[_Placed]:
    outline = extraction.outline
    for c in extraction.commitments:
        own = {n.name: getattr(c, n.name) for n in OWN["commitments"] if n.name not in ("item", "text")}
        place, span = outline.sentences[c.sentence], (c.start, c.end)
        # what parts the cells of a table differs from form to form
        text = outline.document.text[slice(*span)] if place.kind == "row" else outline.document.as_written(*span)
        own |= {"item": place.item, "text": text}
        yield c, (c.start, c.end), dict(c.trace).get("clause", ""), _ordered("commitments", own)


def _projects(extraction: Extraction) -> Iterable[_Placed]:
    doc: Document = extraction.outline.document
    for p in extraction.projects:
        own = {c.name: getattr(p, c.name) for c in OWN["projects"] if c.name not in ("mentions", "spans")}
        own |= {"mentions": len(p.mentions), "spans": [list(doc.to_source(s, e)) for s, e in p.mentions]}
        yield p, p.mentions[0], dict(p.trace).get("name", ""), _ordered("projects", own)


def _numbers(extraction: Extraction) -> Iterable[_Placed]:
    doc = extraction.outline.document
    went = {row.number: place for place, row in enumerate(extraction.indicators) if row.number is not None}
    for index, n in enumerate(extraction.numbers):
        own: Row = {
            "raw": doc.as_written(n.start, n.end).replace(" ", ""), "role": n.role, "value": n.value,
            "value_max": n.value_max, "unit": n.unit, "bound": n.bound,
            "table": "indicators" if index in went else "", "row": went.get(index), "reason": n.reason,
        }  # fmt: skip
        yield n, (n.start, n.end), dict(n.trace).get("role", ""), own


def _ordered(table: str, own: Row) -> Row:
    return {column.name: own[column.name] for column in OWN[table]}


def plain(value: Any) -> str:
    """A cell as text: exact decimals without exponent, spans as s-e;s-e, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, list):
        return ";".join(f"{start}-{end}" for start, end in value)
    return str(value)


_BUILDERS: Mapping[str, Callable[[Extraction], Iterable[_Placed]]] = {
    "indicators": _indicators,
    "commitments": _commitments,
    "projects": _projects,
    "numbers": _numbers,
}
