"""How far the tables can be trusted: coverage of the ledger, samples checked by hand, precision with intervals."""

from reportkit.analysis.audit.ledger import coverage
from reportkit.analysis.audit.odd import TABLES as ODD_TABLES
from reportkit.analysis.audit.odd import odd
from reportkit.analysis.audit.sample import sample
from reportkit.analysis.audit.score import agreement, precision, recall
from reportkit.analysis.audit.sheets import Verdict, read

FORMATS = ("xlsx", "csv")
"""Forms of a sheet."""
CODERS = 2
"""Coders whose agreement can be told."""

__all__ = [
    "CODERS", "FORMATS", "ODD_TABLES", "Verdict", "agreement", "coverage", "odd", "precision", "read", "recall", "sample",
]  # fmt: skip
