"""Cold starts as whole processes: --help and one extraction, beside bare Python and `import click`.

python benchmarks/startup.py
"""

from __future__ import annotations

import subprocess
import sys

from common import SAMPLES, machine, seconds

COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "python -c 'import click'": [sys.executable, "-c", "import click"],
    "reportkit --help": [sys.executable, "-m", "reportkit", "--help"],
    "reportkit extract (json)": [
        sys.executable, "-m", "reportkit", "extract", str(sorted(SAMPLES.glob("*.txt"))[-1]), "-f", "json", "--no-save",
    ],
}  # fmt: skip


def main() -> None:
    print(machine())
    base = 0.0
    print(f"{'command':28}{'min ms':>9}{'median ms':>11}{'x click':>9}")
    for name, command in COMMANDS.items():
        low, middle = seconds(lambda command=command: subprocess.run(command, check=True, capture_output=True))
        if "click" in name:
            base = middle
        print(f"{name:28}{low * 1000:9.0f}{middle * 1000:11.0f}{middle / base if base else 0:9.2f}")


if __name__ == "__main__":
    main()
