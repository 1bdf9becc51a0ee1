"""What all tests share."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis.configuration import set_hypothesis_home_dir
from running import ROOT

import reportkit
from reportkit import resources
from reportkit import workspace as store


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regen", action="store_true", help="write the golden files anew")


def pytest_configure(config: pytest.Config) -> None:
    """Examples that failed are kept where pytest keeps what failed, not in a folder of their own."""
    cache = getattr(config, "cache", None)  # there is none with -p no:cacheprovider
    if cache is not None:
        set_hypothesis_home_dir(cache.mkdir("hypothesis"))


@pytest.fixture(autouse=True, scope="session")
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Compiled patterns and temporary files, those of libraries too, are kept in folders of the session.

    Commands speak English there, whatever the locale.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        temporary = str(tmp_path_factory.mktemp("tmp"))
        for name in ("TMPDIR", "TEMP", "TMP"):
            patch.setenv(name, temporary)
        patch.setenv("REPORTKIT_LANG", "en")
        patch.setenv("COLUMNS", "160")  # else that of the terminal, which readline hands on
        patch.setattr(tempfile, "tempdir", temporary)
        yield


@pytest.fixture(autouse=True, scope="session")
def _checkout_untouched() -> Iterator[None]:
    """Where CI sets its variable, tests that leave a new file in the checkout fail; at a desk others may be at work."""
    before = _checkout() if os.environ.get("CI") else set()
    yield
    if os.environ.get("CI"):
        assert _checkout() - before == set()


def _checkout() -> set[Path]:
    """All files of the checkout but hidden ones and compiled modules."""
    found: set[Path] = set()
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if not name.startswith(".") and name != "__pycache__"]
        found |= {Path(folder, name) for name in files if not name.startswith(".")}
    return found


@pytest.fixture(autouse=True)
def _own_workspace(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands that save do so in a folder of the test."""
    monkeypatch.setenv("REPORTKIT_DB", str(tmp_path_factory.mktemp("db") / "workspace.db"))


@pytest.fixture(scope="session")
def samples() -> list[reportkit.Report]:
    """The sample reports of 2024 and 2025, read once."""
    folder = resources.folder("data") / "samples"
    return [reportkit.extract(folder / f"澄源市-{year}.txt") for year in (2024, 2025)]


@pytest.fixture(scope="session")
def db(tmp_path_factory: pytest.TempPathFactory, samples: list[reportkit.Report]) -> Path:
    """A workspace that holds them; not to be written to."""
    path = tmp_path_factory.mktemp("samples") / "samples.db"
    with store.open(path, write=True) as workspace:
        for report in samples:
            workspace.save(report.extraction, report.rules_hash, f"{report.info.id}.txt")
    return path
