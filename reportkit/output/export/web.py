"""html: a page of plain tables that any browser and any office suite opens."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from reportkit.model.tables import Table, plain
from reportkit.output.export.labels import label, labelled

if TYPE_CHECKING:
    from reportkit.output.export import Style

_STYLE = (
    "body{font:14px/1.5 sans-serif;margin:1em}table{border-collapse:collapse;margin-bottom:2em}"
    "th,td{border:1px solid #ccc;padding:2px 6px;vertical-align:top;text-align:left}"
    "th{position:sticky;top:0;background:#eee}td.n{text-align:right;white-space:nowrap}"
)


def html_to(out: TextIO, found: Sequence[Table], labels: str = "en") -> None:
    """One page; whatever the cells hold is shown as text."""
    title = escape(", ".join(table.name for table in found))
    out.write(f'<!doctype html>\n<html lang="zh"><head><meta charset="utf-8"><title>{title}</title>')
    out.write(f"<style>{_STYLE}</style></head><body>\n")
    for table in found:
        heads = "".join(f"<th>{escape(label(c, labels))}</th>" for c in table.columns)
        out.write(f"<h2>{escape(table.name)}</h2>\n<table><thead><tr>{heads}</tr></thead><tbody>\n")
        kinds = [(c.name, ' class="n"' if c.type in ("int", "decimal") else "") for c in table.columns]
        out.writelines(
            "<tr>" + "".join(f"<td{kind}>{escape(plain(row[name]))}</td>" for name, kind in kinds) + "</tr>\n"
            for row in table.rows
        )
        out.write("</tbody></table>\n")
    out.write("</body></html>\n")


def write_html(found: Sequence[Table], path: Path, style: Style) -> None:
    """One page, UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as out:
        html_to(out, [labelled(table, style.labels, style.codes) for table in found], style.labels)
