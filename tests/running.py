"""The command line as tests run it."""

from __future__ import annotations

import contextvars
import io
import logging
import os
import signal
import subprocess
import sys
from pathlib import Path

from reportkit import resources
from reportkit.cli.main import main

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = resources.folder("data") / "samples" / "澄源市-2025.txt"
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
"""The signal that no process survives; on Windows os.kill ends one with any."""
_ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
_INHERITED = ("SYSTEMROOT", "XDG_CACHE_HOME", "TMPDIR", "TEMP", "TMP")


def environment(**own: str) -> dict[str, str]:
    """As little as a process can be started with: no PATH, no home, the folders of the test session, and ``own``."""
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return inherited | {"PATH": "", "PYTHONPATH": str(ROOT)} | own


def run(*arguments: str, stdin: bytes = b"", **options: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "reportkit", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, cwd=ROOT, check=False, **options)  # type: ignore[call-overload, no-any-return]


def called(*arguments: str, stdin: bytes = b"", **options: object) -> subprocess.CompletedProcess[bytes]:
    """The same without a process of its own: for tests of what a command says and writes, not of how it starts and ends.

    With ``options`` of a process it has one.
    """
    if options:
        return run(*arguments, stdin=stdin, **options)
    said = [io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2)]
    streams, words, folder = (sys.stdin, sys.stdout, sys.stderr), sys.argv, os.getcwd()
    log = logging.getLogger("reportkit")
    state, handlers = log.propagate, list(log.handlers)
    signals = {number: signal.getsignal(number) for number in _ENDING}
    sys.stdin, sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO(stdin), "utf-8"), *said
    sys.argv = ["reportkit", *arguments]
    os.chdir(ROOT)
    try:
        contextvars.copy_context().run(main, list(arguments))
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        (sys.stdin, sys.stdout, sys.stderr), sys.argv = streams, words
        os.chdir(folder)
        log.propagate, log.handlers[:] = state, handlers
        for number, handler in signals.items():
            signal.signal(number, handler)
    out, errors = (stream.buffer.getvalue() for stream in said)  # type: ignore[attr-defined]
    return subprocess.CompletedProcess(["reportkit", *arguments], code, out, errors)


def refused(done: subprocess.CompletedProcess[bytes], code: int, words: str) -> None:
    told = done.stderr.decode()
    assert done.returncode == code, told
    assert words in told
    assert "Traceback" not in told
    assert told.count("\n") == 1
