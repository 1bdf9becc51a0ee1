"""The page of one report: its text with every row marked, its tables, its charts, its check mode."""

from __future__ import annotations

from reportkit.analysis import diff
from reportkit.extraction import pipeline
from reportkit.model.tables import TABLES
from reportkit.output.figures import charts
from reportkit.output.figures.charts import named
from reportkit.output.pages.layout import LETTERS, blocks, contents
from reportkit.output.pages.page import file_name_of, render, words
from reportkit.output.pages.payload import payload
from reportkit.rules import Rules
from reportkit.workspace import ReportRow, Workspace

_STYLES = ("base.css", "chart.css", "report.css")
_SCRIPTS = ("common.js", "rows.js", "table.js", "text.js", "panes.js", "check.js")
_STATUSES = ("actual", "target", "estimate", "background")
"""Of indicators, as the text tells them apart."""


def report(workspace: Workspace, name: str, rules: Rules, lang: str = "en", home: str = "") -> str:
    """The page of a report of the workspace, in HTML. ``rules`` tell its paragraphs; its rows are those stored;
    ``home`` leads to the page of the workspace, if there is one.

    Raises UsageError for a report that is not there.
    """
    document = workspace.document(name)
    info, rows = document["report"], {table: document[table] for table in TABLES}
    held = workspace.known(name)
    side = diff.load(workspace, held)
    outline = pipeline.outline(workspace.source(name), rules, held.told_region, held.told_year)
    spans = [outline.document.to_source(s.start, s.end) for s in outline.sentences]
    checked = [k for k, s in enumerate(outline.sentences) if s.part and s.kind != "heading"]
    told, w = info | {"source_hash": held.source_hash, "version": held.version}, words(lang)
    figures = [
        *charts.targets(diff.alone(side)["indicators"], w, lang),
        charts.commitments(rows["commitments"], w, lang), charts.projects(rows["projects"], w, lang),
    ]  # fmt: skip
    return render(
        "report.html", _STYLES, _SCRIPTS, lang, info=info, meta=_meta(held), home=home, legend=_legend(w, lang),
        counts={table: len(found) for table, found in rows.items()}, blocks=blocks(outline, rows), contents=contents(outline),
        figures=[figure for figure in figures if figure], data=payload(told, rows, spans, lang) | {"checked": checked},
    )  # fmt: skip


def _legend(w: dict[str, str], lang: str) -> list[tuple[str, str, str, bool]]:
    """What the text marks: its class, label, the classes of its mark, and whether it is marked at first."""
    statuses = [(status, named("status", status, lang), f"i {status}", True) for status in _STATUSES]
    others = [(LETTERS[table], w[table], LETTERS[table], True) for table in ("commitments", "projects")]
    return [*statuses, *others, (LETTERS["numbers"], w["other numbers"], LETTERS["numbers"], False)]


def _meta(report: ReportRow) -> list[str]:
    told = (
        report.title, report.date, report.session, report.speaker, file_name_of(report.file), f"reportkit {report.version}",
    )  # fmt: skip
    return [word for word in told if word]
