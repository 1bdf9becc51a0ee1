"""The same reports give the same files: whatever the seed of hashes, the number of processes, the zone and the locale."""

from __future__ import annotations

import pytest
from running import SAMPLE, environment, run

NOTED = "1700000000"
"""The time that is taken for the time of saving."""
SETTINGS = (
    ("1", {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"}),
    ("2", {"PYTHONHASHSEED": "2", "TZ": "Asia/Shanghai", "LC_ALL": "zh_CN.UTF-8"}),
)
OUTPUTS = {
    "reports.csv": ("reports", "--list", "-f", "csv"),
    "rows.json": ("filter", "indicators", "-f", "json"),
    "rows.xlsx": ("export", "indicators", "--no-manifest"),  # which holds the command, and so the folders
    "rows.dta": ("export", "indicators"),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    folder = tmp_path_factory.mktemp("in")
    for year in range(2016, 2024):
        (folder / f"{year}.txt").write_text(SAMPLE.read_text("utf-8")[:900].replace("2025", str(year)), "utf-8")
    found = []
    for jobs, own in SETTINGS:
        place = tmp_path_factory.mktemp("out")
        told = environment(SOURCE_DATE_EPOCH=NOTED, REPORTKIT_LANG="en", **own)
        db = ("--db", str(place / "w.db"))
        done = run("extract", str(folder), "--jobs", jobs, *db, "-o", str(place / "all.json"), env=told)
        assert done.returncode == 0, done.stderr.decode()
        for name, command in OUTPUTS.items():
            done = run(*command, *db, "-o", str(place / name), env=told)
            assert done.returncode == 0, done.stderr.decode()
        found.append({name: (place / name).read_bytes() for name in ("all.json", *OUTPUTS)})
    return found


@pytest.mark.parametrize("name", ["all.json", *OUTPUTS])
def test_the_same_reports_give_the_same_bytes(name: str, made: list[dict[str, bytes]]) -> None:
    first, second = (files[name] for files in made)
    assert len(first) > 100
    assert first == second
