"""What columns mean: the codebook of tables, itself a table."""

from __future__ import annotations

from collections.abc import Sequence

from reportkit.model.tables import Column, Row, Table

_COLUMNS = (
    Column("table", "text", "表", "table"),
    Column("column", "text", "列", "column"),
    Column("label", "text", "中文名", "label in Chinese"),
    Column("type", "text", "类型", "text int decimal spans"),
    Column("doc", "text", "说明", "what it holds"),
    Column("codes", "text", "代码", "the codes it may hold, with their labels in Chinese"),
)


def codebook(found: Sequence[Table]) -> Table:
    """A row a column of the tables, in their order."""
    return Table("codebook", _COLUMNS, [_row(table, column) for table in found for column in table.columns])


def _row(table: Table, column: Column) -> Row:
    codes = (f"{code} {label}" for code, label in column.labels.items())
    return {
        "table": table.name, "column": column.name, "label": column.zh, "type": column.type, "doc": column.doc,
        "codes": "; ".join(codes),
    }  # fmt: skip
