"""All data can be laid over by the user's folder, and is in the hash of the rules."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import refused, run

from reportkit import resources, rules
from reportkit.analysis.freq import dictionary
from reportkit.domain import regions
from reportkit.errors import BadRules
from reportkit.extraction import pipeline
from reportkit.model.records import Source


def write(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    return path


def test_an_own_indicator_has_a_panel(tmp_path: Path) -> None:
    write(tmp_path, "own/indicators.tsv", "indicator\ttopic\tunit\taliases\n预制菜产业产值\tindustry\t元\t预制菜产值\n")
    report = write(
        tmp_path, "澄源市-2025.txt", "政府工作报告\n——2025年1月14日在澄源市第九届人民代表大会第四次会议上\n各位代表：\n"
        "一、2024年工作回顾\n预制菜产值达到50亿元。\n二、2025年工作安排\n预制菜产值达到60亿元。\n",
    )  # fmt: skip
    own = ("--patterns", str(tmp_path / "own"))
    assert run(*own, "extract", str(report)).returncode == 0
    done = run(*own, "panel", "预制菜产业产值", "-f", "csv", "--measure", "level")
    assert done.returncode == 0 and "60" in done.stdout.decode()
    refused(run("panel", "预制菜产业产值"), 2, "预制菜产业产值")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("units.tsv", "unit\tkind\n罐\tcount\n"),
        ("panel/variables.tsv", "indicator\n罐头\n"),
        ("diff/better.tsv", "words\tbetter\n罐\tdown\n"),
        ("view/words.tsv", "key\ten\tzh\ncontents\tIndex\t目次\n"),
        ("read/html_containers.tsv", "name\nbox\n"),
        ("dictionaries/cans.tsv", "group\tword\nfood\t罐头\n"),
        ("regions.tsv", "adcode\tname\tlevel\n990100\t澄源市\tcity\n"),
        ("peoples.tsv", "name\n澄\n"),
        ("traditional.txt", "# of our own\n罐\n罐\n"),
    ],
)
def test_every_kind_of_data_is_laid_over_and_in_the_hash(tmp_path: Path, name: str, content: str) -> None:
    write(tmp_path, name, content)
    own = rules.load((tmp_path,))
    assert own.hash != rules.load().hash
    with resources.laid_over((tmp_path,)):
        if name.endswith(".tsv"):
            cells = content.split("\n")[1].split("\t")
            assert resources.table(name.removesuffix(".tsv"))[0][: len(cells)] == cells
        else:
            assert resources.text(name) == content
    assert resources.overlays() == ()


def test_a_file_is_known_by_the_end_of_its_path(tmp_path: Path) -> None:
    write(tmp_path, "words/units.tsv", "unit\tkind\n罐\tcount\n")
    write(tmp_path, "better.tsv", "words\tbetter\n罐\tdown\n")
    assert rules.load((tmp_path,)).lexicon("units")[0]["unit"] == "罐"
    assert resources.rows("diff/better", (tmp_path,))[0]["words"] == "罐"


def test_rows_of_two_keys_are_told_apart(tmp_path: Path) -> None:
    write(tmp_path, "panel/conversions.tsv", "unit\tbase\tfactor\n斤\t公斤\t0.5\n")
    found = {(r["unit"], r["base"]) for r in resources.rows("panel/conversions", (tmp_path,))}
    assert {("斤", "公斤"), ("斤", "吨")} <= found


def test_an_own_region_and_an_own_dictionary(tmp_path: Path) -> None:
    write(tmp_path, "regions.tsv", "adcode\tname\tlevel\n990100\t澄源市\tcity\n")
    write(tmp_path, "dictionaries/cans.tsv", "# Our list.\ngroup\tword\nfood\t罐头\n")
    assert regions.by_code("990100") is None
    with resources.laid_over((tmp_path,)):
        found = regions.by_code("990100")
        assert found and found.name == "澄源市"
        assert dictionary.load("cans").words == {"罐头": ("food",)}
        assert dictionary.load("cans").source == "Our list."
    assert regions.by_code("990100") is None


def test_a_report_is_read_with_the_data_of_its_rules(tmp_path: Path) -> None:
    write(tmp_path, "regions.tsv", "adcode\tname\tlevel\n990100\t澄源市\tcity\n")
    source = Source(text="澄源市政府工作报告\n各位代表：\n现在报告工作。", name="x", encoding="str")
    assert pipeline.extract(source, rules.load((tmp_path,))).outline.info.adcode == "990100"
    assert pipeline.extract(source, rules.load()).outline.info.adcode == ""


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("unit.tsv", "unit\tkind\n罐\tcount\n", r"unit\.tsv: there is no lexicon .*did you mean units\.tsv"),
        ("units.tsv", "unit\tcolour\n罐\tred\n", "unknown column colour"),
        ("units.tsv", "", "the lexicon is empty"),
        ("units.tsv", "unit\tkind\n罐\tcount\tx\ty\n", "more cells than columns"),
    ],
)
def test_what_a_table_gets_wrong_is_said(tmp_path: Path, name: str, content: str, said: str) -> None:
    write(tmp_path, name, content)
    with pytest.raises(BadRules, match=said):
        rules.load((tmp_path,))
