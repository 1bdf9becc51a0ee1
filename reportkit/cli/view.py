"""reportkit view."""

from __future__ import annotations

import os
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click

from reportkit import rules
from reportkit import workspace as store
from reportkit.analysis import diff
from reportkit.cli import options, sides, terminal
from reportkit.cli.intake import say
from reportkit.errors import UsageError
from reportkit.output import pages
from reportkit.output.export.files import apart, replacing
from reportkit.paths import file_name
from reportkit.words import language
from reportkit.workspace import Query, ReportRow, Workspace, names

_SUFFIX = ".html"


@click.command("view")
@click.argument("report", required=False)
@options.of_region
@click.option(
    "--year",
    "--report-year",
    "report_year",
    multiple=True,
    callback=options.years,
    metavar="YEAR",
    help="Year of delivery.",
)
@click.option("--diff", "both", nargs=2, metavar="A B", help="Two years, ids or files side by side.")
@click.option(
    "--workspace", "whole", is_flag=True, help="The workspace: its coverage, its reports, panels of indicators."
)
@click.option(
    "--indicator",
    "indicators",
    multiple=True,
    metavar="NAME",
    help="With --workspace: chart this indicator (repeatable).",
)
@click.option("--index-only", is_flag=True, help="With --workspace or --diff: no pages of the reports beside it.")
@options.output(help="Default: named for what it shows, in the current folder.")
@click.option("--open", "opened", is_flag=True, help="Open it in the browser.")
@options.database
@click.pass_obj
def command(
    overlays: tuple[Path, ...], /, report: str | None, both: tuple[str, str] | None, whole: bool, **asked: Any
) -> int:
    """A page to look at, one HTML file that needs no network: a report (its id, or a file) with every row marked in
    it, its tables, its charts, and a mode to check rows; two reports side by side; or the whole workspace.

    \b
    Examples:
      reportkit view report.txt --open
      reportkit view --region 澄源市 --year 2025 --lang zh
      reportkit view --diff 2024 2025 --region 澄源市 -o diff.html
      reportkit view --workspace -o site/index.html
    """
    if sum(map(bool, (report, both, whole))) > 1:
        raise UsageError("view: a report, --diff or --workspace: only one of them")
    query = options.query(region=asked["region"], within=asked["within"], report_year=asked["report_year"])
    if both:
        path = _diff(both, query, overlays, asked)
    elif whole:
        path = _workspace(query, overlays, asked)
    else:
        path = _report(report, query, overlays, asked)
    terminal.say(str(path))
    if asked["opened"]:
        webbrowser.open(path.absolute().as_uri())
    return 0


def _report(name: str | None, query: Query, overlays: tuple[Path, ...], asked: dict[str, Any]) -> Path:
    files = (name,) if name and os.path.exists(name) else ()
    with options.opened(asked["db"], files, overlays) as workspace:
        found = workspace.reports(Query() if files else options.resolved(workspace, query))
        ids = [names.report_id(workspace, name)] if name and not files else [r.id for r in found]
        if len(ids) != 1 or not (name or query != Query()):
            raise UsageError(
                f"view: {len(ids) if name or query != Query() else 'which'} report{'s' if ids else ''}: name one by its id, its file, "
                "or --region and --year; `reportkit reports --list` lists them"
            )
        page = pages.report(workspace, ids[0], rules.load(overlays), language())
        return _written(page, asked["path"], ids[0], files)


def _diff(both: tuple[str, str], query: Query, overlays: tuple[Path, ...], asked: dict[str, Any]) -> Path:
    reports: list[ReportRow] = []
    wanted = diff.Wanted(everything=True)
    found = list(sides.compared(*both, query, asked["db"], overlays, {}, wanted, reports.append))
    a, b = (Path(name).stem for name in both)
    path = asked["path"] or Path(file_name(f"{a}-{b}", _SUFFIX))
    of_files = any(os.path.exists(name) for name in both)
    ids = [] if of_files or asked["index_only"] else list(dict.fromkeys(r.id for r in reports))
    page = pages.comparison(found, f"{' '.join(query.region)} {a} → {b}".strip(), language(), _links(path, ids))
    if ids:
        with options.opened(asked["db"], (), overlays) as workspace:
            _pages(workspace, ids, path, overlays, language())
    return _written(page, path, "", both)


def _workspace(query: Query, overlays: tuple[Path, ...], asked: dict[str, Any]) -> Path:
    path = asked["path"] or Path("workspace.html")
    with store.open(asked["db"]) as workspace:
        query = options.resolved(workspace, query)
        ids = [] if asked["index_only"] else [r.id for r in workspace.reports(query)]
        page = pages.index(workspace, query, _links(path, ids), asked["indicators"], language())
        _pages(workspace, ids, path, overlays, language())
    return _written(page, path, "")


def _beside(path: Path) -> Path:
    """The folder for the pages of reports that the page ``path`` leads to."""
    return path.with_name(f"{path.stem}.reports")


def _links(path: Path, ids: Sequence[str]) -> dict[str, str]:
    """From the ids of reports to their pages."""
    return {name: f"{quote(_beside(path).name)}/{quote(file_name(name, _SUFFIX))}" for name in ids}


def _pages(workspace: Workspace, ids: Sequence[str], path: Path, overlays: tuple[Path, ...], lang: str) -> None:
    """Writes the pages of reports beside the page ``path``, which they lead back to."""
    known, folder, home = rules.load(overlays), _beside(path), f"../{quote(path.name)}"
    if ids:
        folder.mkdir(parents=True, exist_ok=True)
    for place, name in enumerate(ids, 1):
        _written(pages.report(workspace, name, known, lang, home), folder / file_name(name, _SUFFIX), name)
        if place % 50 == 0:
            say(f"{place} of {len(ids)} pages")


def _written(page: str, path: Path | None, name: str, read: Sequence[str] = ()) -> Path:
    path = path or Path(file_name(name, _SUFFIX))
    apart(path, read)
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as beside:
        beside.write_text(page, "utf-8")
    return path
