"""Rows of many reports → tables that answer a question."""
