"""The workspace: one SQLite file that keeps every report with its text and its rows.

Base tables hold each fact once (``reports``, ``texts``, ``sentences``, ``indicator_rows``, …); the views
``indicators``, ``commitments``, ``projects`` and ``numbers`` have the columns of ``tables.columns``.
"""

from reportkit.workspace.editions import Kept
from reportkit.workspace.prepare import Prepared, clues_of, hash_of, prepared
from reportkit.workspace.query import Query
from reportkit.workspace.records import Failure, Known, Other, ReportRow, Sentence, Twin
from reportkit.workspace.workspace import Workspace, open

__all__ = [
    "Failure", "Kept", "Known", "Other", "Prepared", "Query", "ReportRow", "Sentence", "Twin", "Workspace", "clues_of",
    "hash_of", "open", "prepared",
]  # fmt: skip
