"""An extraction that is killed loses no finished report and leaves no half one; the next run completes.

REPORTKIT_CRASH=200x20 kills an extraction of 200 reports at 20 moments (minutes); the default is quick.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from reportkit import resources
from reportkit import workspace as store
from reportkit.model import tables
from reportkit.workspace import Query

REPORTS, KILLS = (int(n) for n in os.environ.get("REPORTKIT_CRASH", "12x3").split("x"))
SAMPLE = resources.folder("data") / "samples" / "澄源市-2025.txt"
NAMES = [a + b for a in "安宝昌德恩丰光海和惠吉嘉金景康" for b in "乐临隆明宁平庆荣瑞山泰通文武"]


def corpus(folder: Path) -> Path:
    text = SAMPLE.read_text("utf-8")
    folder.mkdir()
    for name in NAMES[:REPORTS]:
        (folder / f"{name}.txt").write_text(text.replace("澄源", name), "utf-8")
    return folder


def extraction(folder: Path, db: Path) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-m",
        "reportkit",
        "extract",
        str(folder),
        "--db",
        str(db),
        "--table",
        "projects",
        "--limit",
        "1",
    ]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_killed_at_any_moment(tmp_path: Path) -> None:
    folder, db = corpus(tmp_path / "reports"), tmp_path / "made.db"
    chance = random.Random(1)
    killed = 0
    there: set[str] = set()
    for _ in range(KILLS):
        running = extraction(folder, db)
        time.sleep(chance.uniform(0.4, 0.4 + 0.15 * REPORTS / KILLS))
        alive = running.poll() is None
        running.kill()
        killed += alive and running.wait() != 0
        if db.exists():
            there |= _whole(db, there)
    assert killed
    assert extraction(folder, db).wait() == 0
    assert len(_whole(db, there)) == REPORTS


def _whole(db: Path, before: set[str]) -> set[str]:
    """The reports of a sound workspace, each with all its rows; none of those before is lost."""
    with store.open(db, write=True) as workspace:
        assert workspace.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        reports = workspace.reports()
        for report in reports:
            counted = {table: workspace.count(table, Query(report=[report.id])) for table in tables.TABLES}
            assert counted == report.counts
            assert len(workspace.text(report.id)) == report.characters
        ids = {report.id for report in reports}
    assert before <= ids
    return ids
