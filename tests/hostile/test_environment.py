"""What a command is given that is no file, may not be read, or is gone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from running import SAMPLE, environment, refused, run

from reportkit import rules
from reportkit.errors import BadRules

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
_LONG = 60
"""Seconds after which a command waits for ever."""


@pytest.mark.parametrize("name", ["own.toml", "units.tsv"])
def test_a_pipe_among_the_rules_is_not_waited_for(name: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / name)
    with pytest.raises(BadRules, match=f"{name}: cannot be read: is no file"):
        rules.load((tmp_path,))


@pytest.mark.parametrize(("arguments", "code"), [(("freq",), 2), (("audit", "score"), 3)])
def test_a_pipe_in_the_place_of_a_sheet_is_not_waited_for(
    arguments: tuple[str, ...], code: int, tmp_path: Path
) -> None:
    pipe = tmp_path / "sheet.csv"
    os.mkfifo(pipe)
    refused(run(*arguments, str(pipe), timeout=_LONG), code, "sheet.csv")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may read all")
@pytest.mark.parametrize("closed", ["", "inner"])
def test_a_folder_of_rules_that_may_not_be_read_is_an_error_in_rules(closed: str, tmp_path: Path) -> None:
    folder = tmp_path / "own" / closed
    folder.mkdir(parents=True)
    folder.chmod(0)
    try:
        refused(run("--patterns", str(tmp_path / "own"), "explain", "增长5%"), 4, "Permission denied")
    finally:
        folder.chmod(0o700)


def test_a_working_folder_that_is_gone_is_named_as_such(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    code = "import os, sys; os.rmdir(os.getcwd()); from reportkit.cli.main import main; main(sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", code, "extract", str(SAMPLE)],
        capture_output=True, cwd=gone, env=environment(), check=False,
    )  # fmt: skip
    refused(done, 2, "the working folder is gone")
