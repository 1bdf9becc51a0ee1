"""What all tests share."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _own_workspace(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands that save do so in a folder of the test."""
    monkeypatch.setenv("REPORTKIT_DB", str(tmp_path_factory.mktemp("db") / "workspace.db"))
