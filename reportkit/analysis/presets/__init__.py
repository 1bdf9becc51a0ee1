"""Presets: a researcher's file in one command. Their settings are files in data/presets that a user can copy."""

from reportkit.analysis.presets.build import KINDS, build
from reportkit.analysis.presets.files import Preset, load, shipped
from reportkit.analysis.presets.headlines import headlines

__all__ = ["KINDS", "Preset", "build", "headlines", "load", "shipped"]
