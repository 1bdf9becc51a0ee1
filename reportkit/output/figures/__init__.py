"""Drawings: lines over years as SVG, small charts of one report, figures for papers."""
