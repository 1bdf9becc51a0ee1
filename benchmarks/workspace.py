"""Commands on a workspace as whole processes, beside `python -c "import pandas"` in the same run.

python benchmarks/workspace.py FILE.db      (benchmarks/many.py makes one of 3,000 reports)
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from common import machine, seconds

COMMANDS = (
    "reports",
    "reports --list -f csv",
    "filter indicators --indicator 地区生产总值 --status target",
    "filter indicators --within 山东省 --year 2015",
    "filter indicators --min 100亿 --sort -value --limit 20",
    "filter indicators --match 增长 --count",
    "filter indicators --regex 增长.{1,5}% --count",
    "filter commitments --match 学校 --limit 20",
    "filter commitments --sort text --limit 5",
    "filter projects --sort -mentions --limit 20",
    "filter numbers --where value>1e10 --limit 20",
    "panel 地区生产总值",
    "diff 济南市-2014 济南市-2015",
    "diff 2014 2015 --table summary -f csv",
    "panel 地区生产总值 固定资产投资 一般公共预算收入 --wide point,bound,strength -f csv",
    "panel 地区生产总值 --gap --realised -f csv",
    "panel --preset targets -f csv",
)
EXPORTS = ("csv", "parquet", "xlsx")


def main(workspace: str) -> None:
    print(machine(), f"· {Path(workspace).stat().st_size / 2**20:.0f} MB")
    pandas, _ = seconds(lambda: subprocess.run([sys.executable, "-c", "import pandas"], check=True), 5)
    print(f"{'python -c import pandas':64}{pandas:7.2f} s")
    for command in COMMANDS:
        _told(command.split(), workspace, pandas, 3)
    with tempfile.TemporaryDirectory() as folder:
        for form in EXPORTS:
            _told(["export", "numbers", "-o", str(Path(folder) / f"all.{form}")], workspace, pandas, 1)


def _told(arguments: list[str], workspace: str, pandas: float, repeats: int) -> None:
    command = [sys.executable, "-m", "reportkit", *arguments, "--db", workspace]
    low, _ = seconds(lambda: subprocess.run(command, check=True, capture_output=True), repeats)
    shown = " ".join(a if "/" not in a else Path(a).name for a in arguments)
    print(f"{shown:64}{low:7.2f} s{low / pandas:7.2f} x")


if __name__ == "__main__":
    main(sys.argv[1])
