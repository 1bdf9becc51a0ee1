"""Lists on a terminal: something at any width, and a quiet end where the reader has enough."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len
from running import ROOT

import reportkit
from reportkit import workspace as store
from reportkit.cli import terminal
from reportkit.model.tables import Column, Table


def piped(command: str, db: Path) -> subprocess.CompletedProcess[bytes]:
    """A command whose reader takes one line."""
    script = f"set -o pipefail; {sys.executable} -m reportkit {command} --db {db} | head -1"
    return subprocess.run(["bash", "-c", script], capture_output=True, cwd=ROOT, check=False)


@pytest.mark.parametrize("command", ["filter numbers -f csv", "filter numbers -f jsonl", "reports --list -f csv"])
def test_a_reader_who_has_enough_ends_a_command_quietly(command: str, db: Path) -> None:
    done = piped(command, db)
    assert done.returncode == 0
    assert done.stdout.count(b"\n") == 1
    assert done.stderr == b""


@pytest.mark.parametrize("width", [20, 40, 80, 300])
def test_a_table_shows_its_first_columns_at_any_width(
    width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = tuple(Column(f"{year}", "int", "", "") for year in range(1954, 2026))
    table = Table(
        "coverage", (Column("region", "text", "", ""), *columns), [{"region": "全国"} | {c.name: 12 for c in columns}]
    )
    monkeypatch.setenv("COLUMNS", str(width))
    terminal.show([table], "table", None)
    text = capsys.readouterr().out
    assert "全国" in text
    assert "1954" in text
    assert "no room for" in text
    assert all(cell_len(line) <= width for line in text.splitlines())


def test_seventy_years_are_told_as_spans(tmp_path: Path, samples: list[reportkit.Report]) -> None:
    db = tmp_path / "long.db"
    report = samples[0].extraction
    with store.open(db, write=True) as workspace:
        for year in [*range(1954, 2024), 2025]:
            info = dataclasses.replace(report.outline.info, id=f"澄源市-{year}", report_year=year)
            outline = dataclasses.replace(report.outline, info=info)
            workspace.save(dataclasses.replace(report, outline=outline), "rules")
    command = [sys.executable, "-m", "reportkit", "reports", "--db", str(db)]
    for columns in ("60", "160"):
        done = subprocess.run(command, capture_output=True, cwd=ROOT, check=True, env=os.environ | {"COLUMNS": columns})
        assert "1954–2023, 2025" in done.stdout.decode()
