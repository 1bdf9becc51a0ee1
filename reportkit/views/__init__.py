"""Pages to look at: a report with its rows marked in it, two reports side by side, what a workspace holds."""

from reportkit.views.comparison import comparison
from reportkit.views.index import index
from reportkit.views.page import LANGUAGES
from reportkit.views.report import report

__all__ = ["LANGUAGES", "comparison", "index", "report"]
