"""Every command in a terminal of 80 columns, in both languages: no line is wider, no number and no code is cut."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len
from running import ROOT, SAMPLE

from reportkit.cli import grid, main, wrap
from reportkit.model import tables
from reportkit.model.tables import Column, Table

pty = pytest.importorskip("pty")

WIDTH = 80
RUNNING_TEXT = ("text", "methods")
"""Commands whose output is text to be copied, not a list to be looked at."""
COMMANDS = [
    f"extract {SAMPLE}",
    f"extract {SAMPLE.parent}",
    "reports",
    "reports --list",
    "reports failures",
    "reports twins",
    "reports others",
    "filter indicators",
    "filter commitments",
    "filter projects",
    "filter numbers",
    "filter indicators --columns all --limit 3",
    "diff 2024 2025",
    "diff 澄源市-2025 --limit 3",
    "diff 2024 2025 --table summary",
    "audit",
    f"audit odd --from {SAMPLE}",
    "freq environment",
    "freq environment --context 20",
    "freq digital --wide",
    "freq --list",
    "panel 地区生产总值 固定资产投资 --gap --realised",
    "panel 地区生产总值 固定资产投资 --wide point,bound",
    "panel --preset promises",
    "panel --preset attention",
    "panel --presets",
    "explain 地区生产总值增长6.2%、突破2400亿元",
    f"explain --report {SAMPLE}",
    "patterns list --family numbers.role",
    "patterns show numbers.role.quoted",
]
SOURCES = ("freq --list", "patterns show")
"""Commands that quote the files of rules and dictionaries, whose comments are English."""
ENGLISH = re.compile(r"[A-Za-z]{2,}(?:[ -][A-Za-z]{2,})+")
NAMED = re.compile(r"numbers\.\S+|\S*[._=/]\S*|--\S+|-o|[A-Z]\b")
"""Ids of rules, files and options stand in Chinese lines too."""


def shown(command: str, language: str, db: Path) -> str:
    """What a person sees in a window."""
    ours, theirs = pty.openpty()
    told = os.environ | {"COLUMNS": str(WIDTH), "TERM": "dumb", "REPORTKIT_DB": str(db), "REPORTKIT_LANG": language}
    arguments = [sys.executable, "-m", "reportkit", *command.split(" ")]
    with subprocess.Popen(
        arguments, stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.PIPE, env=told, cwd=ROOT
    ) as done:
        os.close(theirs)
        found = b""
        while piece := _read(ours):
            found += piece
        os.close(ours)
        _, errors = done.communicate()
    assert b"internal error" not in errors, errors.decode()
    return found.decode().replace("\r\n", "\n")


def _read(ours: int) -> bytes:
    try:
        return os.read(ours, 1 << 16)
    except OSError:  # Linux says so when the other end is closed
        return b""


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("command", COMMANDS)
def test_no_line_is_wider_than_the_window(command: str, language: str, db: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.db"
    shutil.copy(db, own)
    text = shown(command, language, own)
    assert text.strip()
    assert [line for line in text.splitlines() if cell_len(line) > WIDTH] == []
    if language == "zh" and not command.startswith(SOURCES):
        said = [line for line in text.splitlines() if ENGLISH.search(NAMED.sub("", line))]
        assert said == []


def test_every_command_is_looked_at() -> None:
    looked = {command.split(" ")[0] for command in COMMANDS}
    assert set(main.COMMANDS) - looked == {*RUNNING_TEXT, "export", "view", "plot"}  # which print the name of a file


def table() -> Table:
    columns = (
        Column("name", "text", "指标", ""),
        Column("raw", "text", "原文", ""),
        Column("value", "decimal", "数值", ""),
        Column("status", "text", "状态", ""),
    )
    row = {"name": "规模以上工业增加值" * 4, "raw": "335,940,000,000元", "value": 335940000000, "status": "background"}
    return Table("indicators", columns, [row])


@pytest.mark.parametrize("room", range(20, 130, 7))
def test_a_number_or_a_code_is_whole_or_not_there(room: int) -> None:
    from rich.console import Console

    console = Console(width=room, no_color=True)
    with console.capture() as capture:
        console.print(grid.drawn(table(), room, {}).lines)
    lines = capture.get().splitlines()
    assert all(cell_len(line.rstrip()) <= room for line in lines)
    whole = ("335,940,000,000元", "335940000000", "background")
    for piece in re.findall(r"[0-9,]{2,}元?|[a-z]{3,}", "\n".join(lines[2:])):
        assert piece in whole
    assert "规模" in "\n".join(lines)


def test_columns_leave_from_the_last_on() -> None:
    needs = [grid.Need(10, 30), grid.Need(8, 8), grid.Need(6, 6)]
    assert grid.widths(needs, 80) == [30, 8, 6]
    assert grid.widths(needs, 28) == [10, 8, 6]
    assert grid.widths(needs, 27) == [17, 8, 0]
    assert grid.widths(needs, 12) == [12, 0, 0]
    assert grid.widths(needs, 5) == [5, 0, 0]


@pytest.mark.parametrize("room", [10, 20, 33])
def test_text_is_wrapped_between_numbers_and_words_and_nothing_is_lost(room: int) -> None:
    text = "固定资产投资增长4.5%—5%，（其中）完成3,359.4亿元；numbers.role 与 2025-01-14 等。"
    lines = wrap.wrapped(text, room)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(wrap.width(line) <= room for line in lines)
    assert not any(line.startswith(("，", "）", "。", "；")) for line in lines)
    if room > 12:
        for whole in ("4.5%—5%", "3,359.4亿", "2025-01-14", "numbers.role"):
            assert any(whole in line for line in lines)


def test_widths_are_those_of_the_library_that_draws() -> None:
    for text in ("指标 3359.4亿元", "—…“”①㎡℃", "e\u0301é", "ｆｕｌｌ１２"):
        assert wrap.width(text) == cell_len(text)


def test_every_main_column_is_a_column_of_its_table() -> None:
    from reportkit.cli import terminal
    from reportkit.output import export

    for shown_columns in (terminal.SHOWN, export.MAIN):
        for name, wanted in shown_columns.items():
            assert set(wanted) <= {c.name for c in tables.columns(name)}
