"""html: a page of plain tables that any browser and any office suite opens."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from reportkit.model.tables import Column, Table, plain
from reportkit.output.export.labels import label, labelled, title

if TYPE_CHECKING:
    from reportkit.output.export import Style

_STYLE = (
    ":root{color-scheme:light dark}body{font:14px/1.5 sans-serif;margin:1em}"
    "table{border-collapse:collapse;margin-bottom:2em}"
    "th,td{border:1px solid #8a8a8a;padding:2px 6px;vertical-align:top;text-align:left;white-space:nowrap}"
    "th{position:sticky;top:0;background:Canvas}.n{text-align:right}"
    ".t{white-space:normal;min-width:14em}.s{white-space:normal;min-width:32em}"
)
"""Numbers and codes stay on one line, names wrap, sentences are wide; light or dark as the reader's system is."""
_CLASSES = {
    "sentence": "s",
    "name": "t",
    "text": "t",
    "object": "t",
    "reason": "t",
    "doc": "t",
    "section": "t",
    "file": "t",
}


def html_to(out: TextIO, found: Sequence[Table], labels: str = "en") -> None:
    """One page; whatever the cells hold is shown as text."""
    heading = escape(", ".join(title(table, labels) for table in found))
    out.write(f'<!doctype html>\n<html lang="zh"><head><meta charset="utf-8"><title>{heading}</title>')
    out.write(f"<style>{_STYLE}</style></head><body>\n")
    for table in found:
        kinds = [(c.name, _class(c)) for c in table.columns]
        heads = "".join(f"<th{_class(c)}>{escape(label(c, labels))}</th>" for c in table.columns)
        out.write(f"<h2>{escape(title(table, labels))}</h2>\n<table><thead><tr>{heads}</tr></thead><tbody>\n")
        out.writelines(
            "<tr>" + "".join(f"<td{kind}>{escape(plain(row[name]))}</td>" for name, kind in kinds) + "</tr>\n"
            for row in table.rows
        )
        out.write("</tbody></table>\n")
    out.write("</body></html>\n")


def _class(column: Column) -> str:
    """How a column is laid out."""
    named = "n" if column.type in ("int", "decimal") else _CLASSES.get(column.name, "")
    return f' class="{named}"' if named else ""


def write_html(found: Sequence[Table], path: Path, style: Style) -> None:
    """One page, UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as out:
        html_to(out, [labelled(table, style.labels, style.codes) for table in found], style.labels)
