"""The examples in the docstrings of the Python interface run as they stand."""

from __future__ import annotations

import doctest
import importlib
import shutil
from pathlib import Path

import pytest
from running import ROOT

import reportkit

SAMPLES = [ROOT / "data" / "samples" / f"澄源市-{year}.txt" for year in (2024, 2025)]
VERBS = [name for name in reportkit.__all__ if callable(getattr(reportkit, name))]


@pytest.mark.parametrize(
    "module", ["api.comparing", "api.reading", "api.report", "api.rescuing", "api.workspace", "limits"]
)
def test_examples(module: str, db: Path, tmp_path: Path) -> None:
    shutil.copy(db, tmp_path / "workspace.db")
    globs = {"SAMPLES": SAMPLES, "WORKSPACE": tmp_path / "workspace.db", "FOLDER": tmp_path}
    done = doctest.testmod(importlib.import_module(f"reportkit.{module}"), extraglobs=globs)
    assert done.attempted > 0
    assert done.failed == 0


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_says_what_it_gives_and_what_it_raises(verb: str) -> None:
    told = getattr(reportkit, verb).__doc__
    assert told
    assert verb == "Report" or "Raises" in told


def test_the_verbs_are_what_an_interactive_python_completes() -> None:
    assert set(dir(reportkit)) == set(reportkit.__all__)
    assert {"extract", "panel", "diff", "read_all"} <= set(dir(reportkit))
    assert "TYPE_CHECKING" not in dir(reportkit)
