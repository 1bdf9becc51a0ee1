"""The page of one report: its text with every row marked, its tables, its charts, its check mode."""

from __future__ import annotations

from reportkit.analysis import diff
from reportkit.extraction import pipeline
from reportkit.model.tables import TABLES
from reportkit.output.figures import charts
from reportkit.output.pages.layout import LETTERS, blocks, contents
from reportkit.output.pages.page import render, words
from reportkit.output.pages.payload import payload
from reportkit.rules import Rules
from reportkit.workspace import ReportRow, Workspace

_SCRIPTS = ("common.js", "table.js", "text.js", "check.js")


def report(workspace: Workspace, name: str, rules: Rules, lang: str = "en") -> str:
    """The page of a report of the workspace, in HTML. ``rules`` tell its paragraphs; its rows are those stored.

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
        *charts.targets(diff.alone(side)["indicators"], w),
        charts.commitments(rows["commitments"], w, lang), charts.projects(rows["projects"], w, lang),
    ]  # fmt: skip
    return render(
        "report.html", _SCRIPTS, lang, info=info, meta=_meta(held), letters=LETTERS,
        counts={table: len(found) for table, found in rows.items()}, blocks=blocks(outline, rows), contents=contents(outline),
        figures=[figure for figure in figures if figure], data=payload(told, rows, spans, lang) | {"checked": checked},
    )  # fmt: skip


def _meta(report: ReportRow) -> list[str]:
    told = (report.title, report.date, report.session, report.speaker, report.file, f"reportkit {report.version}")
    return [word for word in told if word]
