"""Rule files of a user, written for a test."""

from __future__ import annotations

from pathlib import Path


def rule(folder: Path, family: str, name: str = "own.rule", **keys: str) -> Path:
    """Writes a file of one rule; ``keys`` are TOML as it stands, those needed and not given are filled in."""
    told = {"doc": '"A rule of our own."', "pattern": '"新增#"', "hit": '[{ text = "新增企业5家。" }]'} | keys
    lines = [f'family = "{family}"', "[[rule]]", f'id = "{name}"', *(f"{k} = {v}" for k, v in told.items() if v)]
    path = folder / "own.toml"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return folder
