"""Rules as data, shipped as ``reportkit.patterns``."""
