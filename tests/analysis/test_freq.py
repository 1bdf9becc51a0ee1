"""Word groups: longest match first, negation, denominators."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pandas
import pytest
from running import called as run
from running import refused

import reportkit
from reportkit import rules
from reportkit import workspace as store
from reportkit.analysis import freq
from reportkit.analysis.freq.counts import Hits
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


def hits(words: dict[str, tuple[str, ...]]) -> Hits:
    (found,) = counted(words)
    return found.found["own"]


def counted(words: dict[str, tuple[str, ...]], **settings: bool) -> list[freq.Counted]:
    with store.open(None, write=True) as workspace:
        workspace.save(pipeline.extract(Source(text=TEXT, name="甲市-2025", encoding="utf-8"), rules.load()), "")
        dictionary = freq.Dictionary("own", "", words)
        return freq.frequencies(workspace.reports(), workspace.sentences, [dictionary], **settings)


def test_the_longest_word_counts_once() -> None:
    found = hits({"数字经济": ("digital",), "经济": ("economy",), "绿色": ("green", "economy")})
    assert found.hits == {"digital": 2, "economy": 2, "green": 1}
    assert found.hit_sentences == {"digital": 2, "economy": 2, "green": 1}
    assert found.words == {"数字经济": 2, "经济": 1, "绿色": 1}


def test_negation_and_case() -> None:
    found = hits({"发生污染": ("pollution",), "PM2.5": ("pm",)})
    assert (found.hits["pollution"], found.negated["pollution"]) == (1, 1)
    assert found.hits["pm"] == 2


def test_parts_and_denominators() -> None:
    own = freq.Dictionary("own", "", {"数字经济": ("digital",)})
    found = {c.part: c for c in counted(dict(own.words), by_part=True)}
    assert found["plan"].of(own).hits["digital"] == 1
    assert found["plan"].denominators["sentences"] == 2
    assert found["plan"].denominators["characters"] == len("二2025年工作安排发展数字经济和经济作物pm25再下降")
    assert 0 < found["plan"].denominators["tokens"] < found["plan"].denominators["characters"]
    share = found["plan"].share(own, "digital", "tokens")
    assert share is not None
    assert float(share) == pytest.approx(1 / found["plan"].denominators["tokens"], abs=1e-6)
    assert found["plan"].share(own, "digital", "sentences") == Decimal("0.5")


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


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_dictionary_in_any_encoding_with_several_words_a_line(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "own.tsv").write_bytes("民生\t教育|就业\r\n环保，生态环境\r\n".encode(encoding))
    assert freq.load(str(tmp_path / "own.tsv")).words == {"教育": ("民生",), "就业": ("民生",), "生态环境": ("环保",)}


def test_a_dictionary_in_a_workbook(tmp_path: Path) -> None:
    pandas.DataFrame({"group": ["民生", "环保"], "word": ["教育｜就业", "生态"]}).to_excel(
        tmp_path / "own.xlsx", index=False
    )
    assert freq.load(str(tmp_path / "own.xlsx")).words == {"教育": ("民生",), "就业": ("民生",), "生态": ("环保",)}


def test_words_in_their_context() -> None:
    with store.open(None, write=True) as workspace:
        workspace.save(pipeline.extract(Source(text=TEXT, name="甲市-2025", encoding="utf-8"), rules.load()), "")
        own = freq.Dictionary("own", "", {"数字经济": ("digital",), "污染": ("pollution",)})
        rows = list(freq.contexts(workspace.reports(), workspace.sentences, own, 3).rows)
    assert [(r["before"], r["word"], r["after"]) for r in rows] == [
        ("", "数字经济", "加快发"), ("未发生", "污染", "事故。"), ("发展", "数字经济", "和经济"),
    ]  # fmt: skip
    assert all(TEXT[r["start"] : r["end"]].replace("\n", "").count(r["word"]) == 1 for r in rows)


def test_the_denominator_asked_for_is_the_one_shown(db: Path) -> None:
    shown = run("freq", "environment", "--per", "sentences", "--db", str(db)).stdout.decode()
    assert "sentences" in shown
    assert "tokens" not in shown
    words = run("freq", "environment", "--words", "-f", "csv", "--per", "characters", "--db", str(db))
    rows = list(csv.DictReader(io.StringIO(words.stdout.decode())))
    whole = run("freq", "environment", "-f", "csv", "--per", "characters", "--db", str(db))
    total = sum(int(r["count"]) for r in csv.DictReader(io.StringIO(whole.stdout.decode())))
    assert sum(int(r["count"]) for r in rows) == total > 0
    refused(run("freq", "environment", "--per", "token", "--db", str(db)), 2, "did you mean tokens")
