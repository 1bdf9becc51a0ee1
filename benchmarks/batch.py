"""A folder of reports, made from the samples by varying names and digits: reports a second, memory, by each of the ways to read many.

python benchmarks/batch.py [REPORTS]
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from common import SAMPLES, machine

from reportkit.domain import regions

_YEARS = range(2006, 2026)


def corpus(folder: Path, reports: int) -> None:
    samples = [path.read_text("utf-8-sig") for path in sorted(SAMPLES.glob("*.txt"))]
    cities = [region.name for region in regions.load() if region.level == "city"]
    for number in range(reports):
        chance = random.Random(number)
        digits = str.maketrans("3456789", "".join(chance.sample("3456789", 7)))
        name, year = cities[number // len(_YEARS)], _YEARS[number % len(_YEARS)]
        body = samples[number % len(samples)].split("各位代表", 1)[1]
        text = "各位代表" + body.translate(digits).replace("澄源市", name)
        (folder / f"{name}-{year}.txt").write_text(f"{name}政府工作报告\n——{year}年1月10日\n{text}", "utf-8")


def timed(folder: Path, *way: str) -> tuple[float, int]:
    """Seconds of an extraction into a new workspace, and the parent's greatest memory of its own in MB."""
    with tempfile.TemporaryDirectory() as place:
        to = [] if "--to" in way else ["--db", f"{place}/made.db"]
        way = tuple(word.replace("DIR", f"{place}/made") for word in way)
        command = [sys.executable, "-m", "reportkit", "extract", str(folder), *way, *to]
        begun = time.perf_counter()
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        peak = [0]
        watcher = threading.Thread(target=_watch, args=(running, peak))
        watcher.start()
        running.wait()
        watcher.join()
        return time.perf_counter() - begun, peak[0]


def _watch(running: subprocess.Popen[bytes], peak: list[int]) -> None:
    while running.poll() is None:
        try:
            lines = Path(f"/proc/{running.pid}/status").read_text().splitlines()
            peak[0] = max(peak[0], *(int(x.split()[1]) // 1024 for x in lines if x.startswith("RssAnon")))
        except (OSError, TypeError):
            return
        time.sleep(0.1)


WAYS = (
    ("--jobs", "1"),
    ("--jobs", "2"),
    ("--cluster", "local", "--jobs", "2"),
    ("--cluster", "local", "--jobs", "2", "--to", "parquet:DIR"),
)


def main(reports: int) -> None:
    print(machine())
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        corpus(folder, reports)
        base = 0.0
        for way in WAYS:
            seconds, peak = timed(folder, *way)
            base = base or seconds
            told = f"{seconds:7.1f} s {reports / seconds:6.1f}/s {base / seconds:5.2f} x  {peak} MB"
            print(f"{reports} reports, {' '.join(way):30}: {told}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
