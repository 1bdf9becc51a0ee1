"""Region × year panels of an indicator's targets or outcomes, every cell accounted for."""

from reportkit.analysis.panel.build import Options, Panel, asked_for, build
from reportkit.analysis.panel.cells import HORIZONS, POINTS, RESOLVES, STATUSES, Asked, Cell
from reportkit.analysis.panel.shape import fields, place
from reportkit.analysis.panel.variables import Variable, variable, variables

__all__ = [
    "HORIZONS", "POINTS", "RESOLVES", "STATUSES", "Asked", "Cell", "Options", "Panel", "Variable", "asked_for",
    "build", "fields", "place",
    "variable", "variables",
]  # fmt: skip
