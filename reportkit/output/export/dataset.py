"""A folder of Parquet files, written part by part: TABLE/delivered=YEAR/part-NAME.parquet.

``delivered`` repeats the column report_year, as the key that readers of such folders part them by. A part holds a batch of
reports; written again, it takes its own place, so that nothing is there twice.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reportkit.model.records import Extraction
from reportkit.model.tables import TABLES, Row, Table, columns, rows
from reportkit.output.export import Style
from reportkit.output.export.files import replacing
from reportkit.output.export.parquet import write_parquet

_DONE = "_done"
_NOWHERE = "__HIVE_DEFAULT_PARTITION__"
"""What readers of such folders take for a missing key."""


def write_part(folder: Path, name: str, found: Sequence[Extraction], told: dict[str, Any]) -> None:
    """Writes the rows of a batch, then ``told`` of it; what the part held before and holds no more goes.

    Raises UsageError.
    """
    before = part(folder, name).get("files", [])
    written = [str(path.relative_to(folder)) for table in TABLES for path in _written(folder, name, table, found)]
    for gone in set(before) - set(written):
        (folder / gone).unlink(missing_ok=True)
    _save(folder / _DONE / f"{name}.json", told | {"files": written})


def part(folder: Path, name: str) -> dict[str, Any]:
    """What was told of a part when it was written; empty if it is not there."""
    try:
        told: dict[str, Any] = json.loads((folder / _DONE / f"{name}.json").read_text("utf-8"))
        return told
    except (OSError, ValueError):
        return {}


def _written(folder: Path, name: str, table: str, found: Sequence[Extraction]) -> list[Path]:
    by_year: dict[int | None, list[Row]] = defaultdict(list)
    for extraction in found:
        by_year[extraction.outline.info.report_year] += rows(extraction, table)
    paths = []
    for year, told in by_year.items():
        path = folder / table / f"delivered={year or _NOWHERE}" / f"part-{name}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as beside:
            write_parquet([Table(table, columns(table), told)], beside, Style())
        paths.append(path)
    return paths


def _save(path: Path, told: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as beside:
        beside.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
