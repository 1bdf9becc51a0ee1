"""The commands that the documents quote run as they stand."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from running import environment

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "README.zh-CN.md", *sorted((ROOT / "docs").glob("*.md"))]
QUOTED = [(d.name, c) for d in DOCUMENTS for c in re.findall(r"^\$ (reportkit .*)$", d.read_text("utf-8"), re.M)]


@pytest.mark.parametrize(("document", "command"), QUOTED)
def test_quoted_commands(document: str, command: str, tmp_path: Path, db: Path) -> None:
    shutil.copy(db, tmp_path / "reportkit.db")
    (tmp_path / "report.txt").write_bytes((ROOT / "data" / "samples" / "澄源市-2025.txt").read_bytes())
    arguments = shlex.split(command, comments=True)[1:]
    done = subprocess.run(
        [sys.executable, "-m", "reportkit", *arguments],
        cwd=tmp_path, env=environment(), capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout or {p.name for p in tmp_path.iterdir()} - {"report.txt", "reportkit.db"}


def test_both_readmes_quote_the_same_commands() -> None:
    english, chinese = (
        [c.split("#")[0].split() for n, c in QUOTED if n == name] for name in ("README.md", "README.zh-CN.md")
    )
    assert english == chinese


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for name in re.findall(r"^\$ make (\w+)", (ROOT / "README.md").read_text("utf-8"), re.M):
        assert f"\n{name}:" in makefile
