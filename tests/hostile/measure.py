"""The large files of ``bombs.py`` one by one through the command, as ``make hostile`` runs them: a table of what it took.

python tests/hostile/measure.py [WORDS]      only those whose name holds WORDS; ends on 1 if one falls short of the bar
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parent)]

from bombs import BOMBS, MB, SCANNED, Bomb  # noqa: E402  (it stands beside this file)

SECONDS, MEMORY = 10.0, 1024 * MB
"""The bar: time of the processor, and of the largest of the processes."""
_WALL, _MAPPED = 300, 8192 * MB
"""When a run is ended, and what its processes may map."""


class Run(NamedTuple):
    code: int
    seconds: float
    memory: int
    lines: list[str]

    @property
    def holds(self) -> bool:
        """Whether it ended on a code for people, in time, without too much memory, and with a word or two."""
        return 0 <= self.code <= 4 and self.seconds <= SECONDS and self.memory < MEMORY and len(self.lines) <= 3


def run(path: Path) -> Run:
    """Reads one file by a command of its own; the sum line of a corpus is a line too."""
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    code = f"import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_AS, ({_MAPPED}, {_MAPPED}))"
    code += "; runpy.run_module('reportkit', run_name='__main__')"
    command = [sys.executable, "-c", code, "extract", str(path), "--jobs", "1", "--db", str(path.with_name("w.db"))]
    environment = os.environ | {"REPORTKIT_LANG": "en", "XDG_CACHE_HOME": str(path.parent)}
    done = subprocess.run(command, capture_output=True, timeout=_WALL, check=False, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(done.returncode, seconds, after.ru_maxrss * 1024, done.stderr.decode().splitlines())


def measured(words: str) -> Iterator[tuple[str, Bomb, Run]]:
    """Every file with what it took."""
    for name, bomb in {**BOMBS, **SCANNED}.items():
        if words in name:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / f"bomb.{bomb.suffix}"
                forked(lambda path=path, bomb=bomb: bomb.make(path, bomb.large))
                yield name, bomb, Run(*ast.literal_eval(forked(lambda path=path: tuple(run(path)))))


def forked(work: Callable[[], object]) -> str:
    """What ``work`` gives in a process of its own: the largest memory counts for all that a process starts after it."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.write(writing, repr(work()).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        found = told.read()
    os.waitpid(child, 0)
    return found


def main(words: str = "") -> int:
    print(f"{time.strftime('%Y-%m-%d')}, bar: {SECONDS:g} s of the processor, {MEMORY // MB} MB, code 0 to 4\n")
    print("| file | size | code | s | MB | limit |\n|---|---:|---:|---:|---:|---|")
    short = 0
    for name, bomb, found in measured(words):
        short += not found.holds
        mark = "" if found.holds else " **falls short**"
        limit = f"`{bomb.limit}`" if bomb.limit else ""
        size = f"{bomb.large:,}" if bomb.large > 1 else ""
        print(
            f"| {name}{mark} | {size} | {found.code} | {found.seconds:.1f} | {found.memory // MB} | {limit} |",
            flush=True,
        )
        if not found.holds:
            print("\n".join(found.lines), file=sys.stderr)
    return int(bool(short))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
