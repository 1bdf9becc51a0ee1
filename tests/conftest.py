"""What all tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import reportkit
from reportkit import resources
from reportkit import workspace as store


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regen", action="store_true", help="write the golden files anew")


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Compiled patterns are kept in a folder of the session."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


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
