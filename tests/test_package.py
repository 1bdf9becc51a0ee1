"""The wheel carries its data and rules, and works where it is unpacked."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from running import ROOT, environment

SHIPPED = ("pyproject.toml", "README.md", "LICENSE", "reportkit", "data", "patterns")


def test_wheel_runs_elsewhere(tmp_path: Path) -> None:
    pytest.importorskip("build")
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    for name in SHIPPED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, checkout / name)  # type: ignore[operator]
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path), str(checkout)]
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
        cwd=elsewhere, env=environment(PYTHONPATH=str(elsewhere)), capture_output=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout)["report"]["counts"]["indicators"] > 300
