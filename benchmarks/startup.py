"""Cold starts as whole processes: --help and one extraction, beside bare Python and `import click`.

python benchmarks/startup.py
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from common import SAMPLES, machine, seconds

FIRST = "reportkit extract, first on a machine"
"""With an empty cache of compiled patterns."""
_EXTRACT = [
    sys.executable,
    "-m",
    "reportkit",
    "extract",
    str(sorted(SAMPLES.glob("*.txt"))[-1]),
    "-f",
    "json",
    "--no-save",
]
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "python -c 'import click'": [sys.executable, "-c", "import click"],
    "reportkit --help": [sys.executable, "-m", "reportkit", "--help"],
    "reportkit extract (json)": _EXTRACT,
    FIRST: _EXTRACT,
}


def run(command: list[str], first: bool) -> None:
    with tempfile.TemporaryDirectory() as empty:
        told = os.environ | ({"XDG_CACHE_HOME": empty} if first else {})
        subprocess.run(command, check=True, capture_output=True, env=told)


def main() -> None:
    print(machine())
    base = 0.0
    print(f"{'command':38}{'min ms':>9}{'median ms':>11}{'x click':>9}")
    for name, command in COMMANDS.items():
        low, middle = seconds(lambda name=name, command=command: run(command, name == FIRST))
        if "click" in name:
            base = middle
        print(f"{name:38}{low * 1000:9.0f}{middle * 1000:11.0f}{middle / base if base else 0:9.2f}")


if __name__ == "__main__":
    main()
