"""What a workspace holds, as tables: the reports, who has one of which year, and what could not be read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import PurePath

from reportkit.model.tables import TABLES, Column, Row, Table
from reportkit.workspace.records import Failure, Other, ReportRow, Twin
from reportkit.workspace.rescue import Loss
from reportkit.workspace.workspace import Workspace

_LISTED = (
    Column("report", "text", "报告", "id of the report"),
    Column("region", "text", "地区", "region of the report"),
    Column("level", "text", "层级", "national province city county township"),
    Column("adcode", "text", "区划代码", "GB/T 2260 code, empty where unknown"),
    Column("report_year", "int", "报告年份", "year of delivery"),
    Column("date", "text", "日期", "date of delivery, ISO 8601"),
    Column("title", "text", "标题", "title as printed"),
    Column("session", "text", "会议", "session it was delivered to"),
    Column("speaker", "text", "报告人", "who delivered it"),
    Column("doubt", "text", "存疑", "why region, year or parts are not certain, empty where they are"),
    Column("source_url", "text", "来源网址", "where the text was published, as the corpus says"),
    Column("published", "text", "发布日期", "date of publication, ISO 8601"),
    Column("characters", "int", "字数", "characters of the source text"),
    *(Column(table, "int", zh, f"rows in {table}") for table, zh in zip(TABLES, ("指标", "承诺", "项目", "数字"), strict=True)),
    Column("warnings", "text", "缺失", "what could not be read of it, or not surely; empty if nothing is known to be missing"),
    Column("file", "text", "文件", "as given to extract"),
    Column("source_hash", "text", "原文哈希", "SHA-256 of the source text in UTF-8"),
    Column("rules_hash", "text", "规则哈希", "hash of the rules that read it"),
    Column("version", "text", "版本", "reportkit that read it"),
    Column("saved", "text", "保存时间", "UTC, ISO 8601"),
)  # fmt: skip
_FAILED = (
    Column("file", "text", "文件", "as given to extract"),
    Column("reason", "text", "原因", "why it could not be read"),
    Column("at", "text", "时间", "UTC, ISO 8601"),
)
_TWIN = (
    Column("file", "text", "文件", "as given to extract"),
    Column("report", "text", "报告", "id of the report that it carries too"),
    Column("kept", "text", "保留的文件", "file of the fuller text, which was read"),
    Column("likeness", "decimal", "相似度", "share of the shorter text that stands in the other, 0 to 1"),
    Column("at", "text", "时间", "UTC, ISO 8601"),
)
_OTHER = (
    Column("file", "text", "文件", "as given to extract"),
    Column("kind", "text", "种类", "what it is: resolution budget plan other news names table unknown", "text kind"),
    Column("reason", "text", "说明", "what says so"),
    Column("at", "text", "时间", "UTC, ISO 8601"),
)
_DAMAGED = (
    Column("report", "text", "报告", "id of the report; empty for what stands beside the reports"),
    Column("left", "text", "尚存", "what is left: text rows all nothing", "damage"),
    Column("rows", "int", "行数", "rows that were counted when the report was read"),
    Column("reason", "text", "说明", "what is not whole"),
)
_PLACE = _LISTED[1:4]
_SPAN = (
    *_PLACE,
    Column("reports", "int", "报告数", "reports of the region"),
    Column("years", "text", "年份", "their years of delivery"),
    Column("indicators", "int", "指标", "indicators of all of them"),
)


def listing(reports: Sequence[ReportRow]) -> Table:
    """A row a report."""
    return Table("reports", _LISTED, [_listed(report) for report in reports])


def published(reports: Sequence[ReportRow]) -> Table:
    """The same for files that are passed on: without the folders that the reports were read from."""
    rows = [_listed(report) for report in reports]
    return Table("reports", _LISTED, [row | {"file": PurePath(row["file"]).name} for row in rows])


def coverage(reports: Sequence[ReportRow]) -> Table:
    """Region × year of delivery: how many indicators the report of that year gave, nothing where there is no report.

    A region whose reports do not tell a year has them in the column ``unknown``.
    """
    found: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for report in reports:
        found[report.region, report.level, report.adcode][_year(report)] += report.counts["indicators"]
    years = sorted({year for counts in found.values() for year in counts})
    columns = (*_PLACE, *(Column(year, "int", year, f"indicators of the report of {year}") for year in years))
    return Table("coverage", columns, [_covered(place, counts, years) for place, counts in found.items()])


def spans(reports: Sequence[ReportRow]) -> Table:
    """A row a region: how many reports, of which years (1954–1958, 1960): what ``coverage`` says, where it is too wide."""
    found: dict[tuple[str, str, str], list[ReportRow]] = defaultdict(list)
    for report in reports:
        found[report.region, report.level, report.adcode].append(report)
    rows = [
        dict(zip((c.name for c in _PLACE), place, strict=True)) | {
            "reports": len(held), "years": _years([r.report_year for r in held]),
            "indicators": sum(r.counts["indicators"] for r in held),
        }
        for place, held in found.items()
    ]  # fmt: skip
    return Table("coverage", _SPAN, rows)


def twins(found: Sequence[Twin]) -> Table:
    """A row a file that carries a report in another form or edition than the one that is kept."""
    rows = [
        {"file": t.file, "report": t.report, "kept": t.kept, "likeness": Decimal(f"{t.likeness:.3f}"), "at": t.saved}
        for t in found
    ]
    return Table("twins", _TWIN, rows)


def others(found: Sequence[Other]) -> Table:
    """A row a text that is no report."""
    return Table("others", _OTHER, [{"file": o.file, "kind": o.kind, "reason": o.reason, "at": o.at} for o in found])


def failures(failed: Sequence[Failure]) -> Table:
    """A row a file that could not be read."""
    return Table("failures", _FAILED, [{"file": f.file, "reason": f.reason, "at": f.at} for f in failed])


def damage(found: Sequence[Loss]) -> Table:
    """A row for what is not whole in a workspace."""
    rows = [{"report": loss.report, "left": loss.left, "rows": loss.rows, "reason": loss.reason} for loss in found]
    return Table("damage", _DAMAGED, rows)


ASIDE: Mapping[str, Callable[[Workspace], Table]] = {
    "failures": lambda workspace: failures(workspace.failures()),
    "twins": lambda workspace: twins(workspace.twins()),
    "others": lambda workspace: others(workspace.others()),
}
"""What a workspace holds besides reports."""


def _listed(report: ReportRow) -> Row:
    values = {c.name: getattr(report, c.name) for c in _LISTED if c.name not in ("report", *TABLES)}
    return {"report": report.id, **values, **report.counts}


def _years(years: Sequence[int | None]) -> str:
    """1954–1958, 1960, unknown."""
    known = sorted({year for year in years if year})
    begins = [year for year in known if year - 1 not in known]
    ends = [year for year in known if year + 1 not in known]
    runs = [str(b) if b == e else f"{b}–{e}" for b, e in zip(begins, ends, strict=True)]
    return ", ".join([*runs, *(["unknown"] if None in years else [])])


def _year(report: ReportRow) -> str:
    return str(report.report_year or "unknown")


def _covered(place: tuple[str, str, str], counts: Counter[str], years: Sequence[str]) -> Row:
    cells = {year: counts.get(year) for year in years}
    return dict(zip((c.name for c in _PLACE), place, strict=True)) | cells
