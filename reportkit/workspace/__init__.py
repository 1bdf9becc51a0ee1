"""The workspace: one SQLite file that keeps every report with its text and its rows.

Base tables hold each fact once (``reports``, ``texts``, ``sentences``, ``indicator_rows``, …); the views
``indicators``, ``commitments``, ``projects`` and ``numbers`` have the columns of ``tables.columns``.
"""

from reportkit.workspace.prepare import Prepared, hash_of, prepared
from reportkit.workspace.query import Query
from reportkit.workspace.records import Failure, ReportRow, Sentence
from reportkit.workspace.workspace import Workspace, open

__all__ = ["Failure", "Prepared", "Query", "ReportRow", "Sentence", "Workspace", "hash_of", "open", "prepared"]
