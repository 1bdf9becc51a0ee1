"""How far the tables can be trusted: coverage of the ledger, samples checked by hand, precision with intervals."""

from reportkit.audits.ledger import coverage
from reportkit.audits.sample import sample
from reportkit.audits.score import agreement, precision, recall
from reportkit.audits.sheets import Verdict, read

__all__ = ["Verdict", "agreement", "coverage", "precision", "read", "recall", "sample"]
