"""The wheel carries its data and rules, and works where it is unpacked."""

from __future__ import annotations

import json
import re
import runpy
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from running import ROOT, environment

import reportkit

disagreements = runpy.run_path(str(ROOT / "scripts" / "check_release.py"))["disagreements"]
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


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A checkout of what a release is checked by."""
    for name in ("reportkit/_version.py", "CHANGELOG.md", "CITATION.cff"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_version_changelog_and_citation_agree(release: Path) -> None:
    assert disagreements(f"v{reportkit.__version__}", release) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("CITATION.cff", r"^version: .*$", "version: 0.0.1", "version is 0.0.1"),
        ("CITATION.cff", r"^date-released: .*$", "", "date-released is missing"),
        ("CHANGELOG.md", r" - \d{4}-\d\d-\d\d$", " (unreleased)", "no section"),
        ("reportkit/_version.py", r'"(.*)"$', '"9.9.9"', "version is 9.9.9"),
    ],
)
def test_release_is_refused_that_disagrees_with_itself(release: Path, name: str, old: str, new: str, told: str) -> None:
    path = release / name
    path.write_text(re.sub(old, new, path.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    assert any(told in line for line in disagreements(f"v{reportkit.__version__}", release))
