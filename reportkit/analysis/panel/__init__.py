"""Region × year panels of an indicator's targets or outcomes, every cell accounted for."""

from reportkit.analysis.panel.build import FIELDS, Panel, build
from reportkit.analysis.panel.cells import Asked, Cell
from reportkit.analysis.panel.variables import Variable, variable

__all__ = ["FIELDS", "Asked", "Cell", "Panel", "Variable", "build", "variable"]
