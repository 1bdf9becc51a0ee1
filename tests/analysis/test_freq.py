"""Word groups: longest match first, negation, denominators."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from running import refused, run

import reportkit
from reportkit import rules
from reportkit import workspace as store
from reportkit.analysis import freq
from reportkit.errors import UsageError
from reportkit.extraction import pipeline
from reportkit.model.records import Source

TEXT = """政府工作报告
各位代表：
一、2024年工作回顾
数字经济加快发展，绿色低碳转型见效，PM2.5浓度下降，未发生污染事故。
二、2025年工作安排
发展数字经济和经济作物，pm2.5再下降。
"""


def counted(words: dict[str, tuple[str, ...]], **settings: bool) -> list[freq.Counted]:
    with store.open(None, write=True) as workspace:
        workspace.save(pipeline.extract(Source(TEXT, "甲市-2025", "utf-8"), rules.load()), "")
        dictionary = freq.Dictionary("own", "", words)
        return freq.frequencies(workspace.reports(), workspace.sentences, dictionary, **settings)


def test_the_longest_word_counts_once() -> None:
    (found,) = counted({"数字经济": ("digital",), "经济": ("economy",), "绿色": ("green", "economy")})
    assert found.hits == {"digital": 2, "economy": 2, "green": 1}
    assert found.hit_sentences == {"digital": 2, "economy": 2, "green": 1}


def test_negation_and_case() -> None:
    (found,) = counted({"发生污染": ("pollution",), "PM2.5": ("pm",)})
    assert (found.hits["pollution"], found.negated["pollution"]) == (1, 1)
    assert found.hits["pm"] == 2


def test_parts_and_denominators() -> None:
    found = {c.part: c for c in counted({"数字经济": ("digital",)}, by_part=True)}
    assert found["plan"].hits["digital"] == 1
    assert found["plan"].denominators["sentences"] == 2
    assert found["plan"].denominators["characters"] == len("二2025年工作安排发展数字经济和经济作物pm25再下降")
    assert 0 < found["plan"].denominators["tokens"] < found["plan"].denominators["characters"]
    share = found["plan"].share("digital", "tokens")
    assert share is not None
    assert float(share) == pytest.approx(1 / found["plan"].denominators["tokens"], abs=1e-6)
    assert found["plan"].share("digital", "sentences") == freq.Counted.share(found["plan"], "digital", "sentences")


def test_files_of_words(tmp_path: Path) -> None:
    (tmp_path / "own.tsv").write_text("# by me\ngroup\tword\n甲\t数字经济\n乙\t数字经济\n单独一词\n", "utf-8")
    own = freq.load(str(tmp_path / "own.tsv"))
    assert own.words == {"数字经济": ("甲", "乙"), "单独一词": ("own",)}
    assert own.source == "by me"
    with pytest.raises(UsageError, match="environment"):
        freq.load("nothing")


def test_every_shipped_dictionary_names_its_source() -> None:
    found = freq.shipped()
    assert {"environment", "digital", "innovation", "livelihood", "opening"} == {d.name for d in found}
    assert all(len(d.source) > 40 and len(d.words) >= 15 for d in found)


def test_command_and_python(db: Path) -> None:
    done = run("freq", "environment", "--wide", "-f", "csv", "--db", str(db))
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode())))
    frame = reportkit.freq("environment", db=db)
    assert [int(r["environment"]) for r in rows] == list(frame["count"])
    assert frame["count"].min() > 0
    refused(run("freq", "nothing", "--db", str(db)), 2, "no dictionary")
