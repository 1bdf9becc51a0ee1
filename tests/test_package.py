"""The wheel carries its data and rules, and works where it is unpacked."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def test_wheel_runs_elsewhere(tmp_path: Path) -> None:
    pytest.importorskip("build")
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    elsewhere = tmp_path / "elsewhere"
    with zipfile.ZipFile(wheel) as archive:
        assert {name.split("/")[0] for name in archive.namelist()} == {
            "reportkit",
            f"{'-'.join(wheel.name.split('-')[:2])}.dist-info",
        }
        archive.extractall(elsewhere)
    sample = elsewhere / "reportkit" / "data" / "samples" / "澄源市-2025.txt"
    done = subprocess.run(
        [sys.executable, "-m", "reportkit", "extract", str(sample), "-f", "json"],
        cwd=elsewhere, env={"PYTHONPATH": str(elsewhere), "PATH": ""}, capture_output=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout)["report"]["counts"]["indicators"] > 300
