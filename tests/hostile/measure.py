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
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parent)]

from bombs import BOMBS, MB, SCANNED, Bomb

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


def run(bomb: Bomb, folder: Path) -> Run:
    """Reads one file by a command of its own; the sum line of a corpus is a line too."""
    import resource

    path = folder / f"bomb.{bomb.suffix}"
    bomb.make(path, bomb.large)
    command = [sys.executable, "-m", "reportkit", "extract", str(path), "--jobs", "1", "--db", str(folder / "w.db")]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    code = "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_AS, ({0}, {0})); sys.argv = sys.argv[1:]"
    code += "; runpy.run_module('reportkit', run_name='__main__')"
    command = [sys.executable, "-c", code.format(_MAPPED), *command[2:]]
    environment = os.environ | {"REPORTKIT_LANG": "en", "XDG_CACHE_HOME": str(folder)}
    done = subprocess.run(command, capture_output=True, timeout=_WALL, check=False, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(done.returncode, seconds, after.ru_maxrss * 1024, done.stderr.decode().splitlines())


def measured(words: str) -> Iterator[tuple[str, Bomb, Run]]:
    """Every file with what it took, in a process of its own: the memory of the largest child is that of all before."""
    for name, bomb in {**BOMBS, **SCANNED}.items():
        if words in name:
            with tempfile.TemporaryDirectory() as folder:
                reading, writing = os.pipe()
                if not (child := os.fork()):
                    found = run(bomb, Path(folder))
                    os.write(writing, repr(tuple(found)).encode())
                    os._exit(0)
                os.close(writing)
                told = b"".join(iter(lambda handle=reading: os.read(handle, 65536), b""))
                os.close(reading)
                os.waitpid(child, 0)
            yield name, bomb, Run(*ast.literal_eval(told.decode()))


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
