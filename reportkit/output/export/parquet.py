"""parquet: typed columns with their labels, in row groups, so that memory stays bounded."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportkit.errors import UsageError
from reportkit.model.tables import Column, Table
from reportkit.output.export.labels import label, labelled

if TYPE_CHECKING:
    import pyarrow

    from reportkit.output.export import Style

_GROUP = 50_000
"""Rows of a row group."""


def write_parquet(found: Sequence[Table], path: Path, style: Style) -> None:
    """One table. Values are doubles; every column carries its Chinese label and its doc as metadata.

    Raises UsageError if pyarrow is not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise UsageError("parquet needs one more package: pip install 'reportkit[parquet]'") from None
    (table,) = (labelled(table, style.labels, style.codes) for table in found)
    schema = pyarrow.schema([_field(column, style.labels) for column in table.columns])
    with parquet.ParquetWriter(path, schema, compression="zstd") as out:
        rows_left = iter(table.rows)
        while rows := list(islice(rows_left, _GROUP)):
            arrays = [
                pyarrow.array([_value(row[c.name], c.type) for row in rows], type=field.type)
                for c, field in zip(table.columns, schema, strict=True)
            ]
            out.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))


def _field(column: Column, labels: str) -> pyarrow.Field:
    import pyarrow

    spans = pyarrow.list_(pyarrow.list_(pyarrow.int64()))
    types = {"text": pyarrow.string(), "int": pyarrow.int64(), "decimal": pyarrow.float64(), "spans": spans}
    return pyarrow.field(label(column, labels), types[column.type], metadata={"label": column.zh, "doc": column.doc})


def _value(value: Any, type_: str) -> Any:
    return float(value) if type_ == "decimal" and value is not None else value
