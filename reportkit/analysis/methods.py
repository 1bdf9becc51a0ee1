"""The paragraph for a paper's data section: what was read, by which version, and how far it can be trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from reportkit import resources
from reportkit.analysis.audit.score import wilson
from reportkit.errors import UsageError
from reportkit.model.codes import CODES
from reportkit.model.tables import TABLES, Row
from reportkit.suggest import unknown
from reportkit.workspace import Query, ReportRow, Workspace

LANGUAGES = ("en", "zh")
_FOLDER = "methods"
_HASH = 12
"""Characters of the hash of the rules: enough to tell any two sets apart, few enough to be printed."""
_UNSEEN = "no"
"""Reports whose answers were not in sight when the rules were written: only they say what others may expect."""
_ROW = "row"
"""The line of a precision table that is of whole rows."""


def paragraph(workspace: Workspace, query: Query, language: str = "en", checked: Sequence[Row] = ()) -> str:
    """The paragraph in a language, en or zh, on the reports that a query asks for.

    ``checked`` are the rows of ``audit.precision`` of a sheet of these reports; without them the figures are those of
    data/checked.tsv on reports that nobody had annotated when the rules were written. Raises UsageError for a language that there is not, or no report.
    """
    if language not in LANGUAGES:
        raise UsageError(unknown("language", language, LANGUAGES))
    reports = workspace.reports(query)
    if not reports:
        raise UsageError("methods: the workspace has no report that is asked for")
    words = _words(language)
    failed = len(workspace.failures()) if query == Query() else 0
    template = resources.text(f"{_FOLDER}/{language}.txt").strip()
    return template.format(
        **_facts(reports, words), failures=words["failures"].format(count=failed) if failed else "",
        precision=_precision(checked, words),
    )  # fmt: skip


def _facts(reports: Sequence[ReportRow], words: Mapping[str, str]) -> dict[str, str]:
    years = sorted({report.report_year for report in reports if report.report_year})
    regions = {(report.adcode, report.region): report.level for report in reports}
    counted = Counter(regions.values())
    levels = [
        words["level"].format(count=counted[level], level=words[f"level.{level}"])
        for level in (*CODES["level"], "") if counted[level]
    ]  # fmt: skip
    return {
        "reports": f"{len(reports):,}", "regions": f"{len(regions):,}", "levels": words["comma"].join(levels),
        "years": "–".join(dict.fromkeys(map(str, (years[0], years[-1])))) if years else "?",
        "characters": f"{sum(report.characters for report in reports):,}",
        "versions": ", ".join(sorted({report.version for report in reports})),
        "rules": ", ".join(sorted({report.rules_hash[:_HASH] for report in reports})),
        **{table: f"{sum(report.counts[table] for report in reports):,}" for table in TABLES},
    }  # fmt: skip


def _precision(checked: Sequence[Row], words: Mapping[str, str]) -> str:
    if checked:
        figures = [
            _figure(words, "figure.sheet", row["table"], row["right"], row["judged"])
            for row in checked if row["field"] == _ROW
        ]  # fmt: skip
        return words["precision.sheet"].format(figures=words["join"].join(figures))
    figures = [
        _figure(words, "figure", f"{table}.{age}", int(right), int(rows))
        for table, annotated, age, _, rows, right in resources.table("checked") if annotated == _UNSEEN
    ]  # fmt: skip
    return words["precision.shipped"].format(figures=words["join"].join(figures))


def _figure(words: Mapping[str, str], form: str, table: str, right: int, rows: int) -> str:
    low, high = wilson(right, rows)
    return words[form].format(
        table=words[f"table.{table}"], right=f"{right:,}", rows=f"{rows:,}",
        share=_percent(right / rows), low=_percent(low), high=_percent(high),
    )  # fmt: skip


def _percent(share: float) -> str:
    return f"{share * 100:.1f}%"


@resources.cached
def _words(language: str) -> dict[str, str]:
    return {key: told[LANGUAGES.index(language)] for key, *told in resources.table("methods/phrases")}
