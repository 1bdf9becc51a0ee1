"""Region × year panels of an indicator's targets or outcomes, every cell accounted for."""

from reportkit.panels.build import FIELDS, Panel, build
from reportkit.panels.cells import Asked, Cell
from reportkit.panels.variables import Variable, variable

__all__ = ["FIELDS", "Asked", "Cell", "Panel", "Variable", "build", "variable"]
