"""Lexicons and sample reports, shipped as ``reportkit.data``."""
