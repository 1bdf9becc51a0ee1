"""The command line as tests run it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from reportkit import resources

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = resources.folder("data") / "samples" / "澄源市-2025.txt"
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
"""The signal that no process survives; on Windows os.kill ends one with any."""
_INHERITED = ("SYSTEMROOT", "XDG_CACHE_HOME", "TMPDIR", "TEMP", "TMP")


def environment(**own: str) -> dict[str, str]:
    """As little as a process can be started with: no PATH, no home, the folders of the test session, and ``own``."""
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return inherited | {"PATH": "", "PYTHONPATH": str(ROOT)} | own


def run(*arguments: str, stdin: bytes = b"", **options: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "reportkit", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, cwd=ROOT, check=False, **options)  # type: ignore[call-overload, no-any-return]


def refused(done: subprocess.CompletedProcess[bytes], code: int, words: str) -> None:
    told = done.stderr.decode()
    assert done.returncode == code, told
    assert words in told
    assert "Traceback" not in told
    assert told.count("\n") == 1
