"""Pages to look at: a report with its rows marked in it, two reports side by side, what a workspace holds."""

from reportkit.output.pages.comparison import comparison
from reportkit.output.pages.index import index
from reportkit.output.pages.report import report
from reportkit.words import LANGUAGES

__all__ = ["LANGUAGES", "comparison", "index", "report"]
