"""The confidence of rows: what it is computed from, that every row has one, and that its table fits its evidence."""

from __future__ import annotations

import importlib
from decimal import Decimal
from pathlib import Path

import pytest

from reportkit import resources, rules
from reportkit.extraction import pipeline
from reportkit.model import confidence as reliability
from reportkit.model import tables
from reportkit.model.records import Source

RULES = rules.load()
SAMPLE = resources.folder("data") / "samples" / "澄源市-2025.txt"
ANNOTATED = "annotated when the rules were written"
SCRIPTS = Path(__file__).parents[2] / "scripts"


def level(least: str, rows: int, right: int) -> reliability.Level:
    return reliability.Level(Decimal(least), rows, right)


def calibration() -> list[list[str]]:
    """Table, sample, first and last of the tenths, rows, mean confidence, share right."""
    path = SCRIPTS / "checked" / "calibration.tsv"
    return [line.split("\t") for line in path.read_text("utf-8").splitlines()[2:]]


def rows(text: str, part: str = "plan", year: int = 2025) -> list[tuple[tables.Row, list[str]]]:
    return tables.with_evidence(pipeline.read_snippet(text, RULES, part, year), "indicators")


def test_weights_of_the_evidence_add_up_to_a_level_and_its_share_is_the_confidence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    weights = {
        ("indicators", "*"): Decimal("0.5"),
        ("indicators", "known indicator"): Decimal(2),
        ("indicators", "few"): Decimal(-9),
    }
    levels = {"indicators": [level("-3", 100, 40), level("0.5", 200, 150), level("2.5", 50, 50)]}
    monkeypatch.setattr(reliability, "_weights", lambda: weights)
    monkeypatch.setattr(reliability, "_levels", lambda: levels)
    assert reliability.confidence("indicators", ["*"]) == Decimal("0.75")
    assert reliability.confidence("indicators", ["*", "known indicator", "never seen"]) == Decimal("0.99")
    assert reliability.confidence("indicators", ["*", "few"]) == Decimal("0.40")


def test_every_level_is_surer_than_the_one_below_and_rests_on_a_hundred_rows() -> None:
    for table in tables.TABLES:
        levels = [row[1:] for row in resources.table("reliability_levels") if row[0] == table]
        least = [Decimal(one) for one, _, _ in levels]
        shares = [int(right) / int(rows) for _, rows, right in levels]
        assert levels
        assert least == sorted(least)
        assert shares == sorted(shares)
        assert all(int(rows) >= 100 for _, rows, _ in levels)


def test_the_tables_are_those_that_the_verdicts_make(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    script = importlib.import_module("make_reliability")
    judged = script.read()
    for name, lines in (
        ("reliability", script._weights_file),
        ("reliability_levels", script._levels_file),
        ("checked", script._checked_file),
    ):  # fmt: skip
        assert "".join(lines(judged)) == resources.text(f"{name}.tsv")


def test_a_known_indicator_is_surer_than_a_new_noun_after_the_number() -> None:
    (sure, _), (less, _) = rows("地区生产总值增长5%，培育12个云雾茶示范庄园。")
    assert sure["confidence"] > less["confidence"]


@pytest.mark.parametrize(
    ("text", "part", "year", "piece"),
    [
        ("粮食产量达到三亿斤。", "review", 1958, "old report"),
        ("我们已建成云汀水厂3座。", "plan", 2025, "status against the part"),
        ("2021—2025年累计建成水厂30座。", "review", 2026, "several years"),
        ("2023年建成水厂30座。", "review", 2026, "year of its own"),
        ("居民收入与经济增长同步。", "plan", 2025, "in words"),
        ("建成水厂3座。", "plan", 2025, "few"),
    ],
)
def test_evidence_that_makes_a_row_less_sure(text: str, part: str, year: int, piece: str) -> None:
    (_, pieces), *_ = rows(text, part, year)
    assert piece in pieces
    (_, plain), *_ = rows("建成水厂30座。")
    assert piece not in plain


def test_every_piece_of_evidence_in_the_table_can_be_found() -> None:
    """A weight that no row can carry any more would be a figure about nothing."""
    extraction = pipeline.extract(Source(text=SAMPLE.read_text("utf-8"), name="sample", encoding="utf-8"), RULES)
    for table in tables.TABLES:
        known = {piece for kind, piece, *_ in resources.table("reliability") if kind == table}
        seen = {piece for _, pieces in tables.with_evidence(extraction, table) for piece in pieces}
        assert seen & known - {reliability.BASE}
        assert not {piece.split()[0] for piece in known} - {
            "*", "a", "annotated", "clause", "few", "in", "kind", "known", "long", "name", "no", "old", "part", "role",
            "several", "short", "status", "strength", "year",
        }  # fmt: skip


def test_the_table_rests_on_rows_that_were_checked() -> None:
    for _, _, _, count, right in resources.table("reliability"):
        assert 0 <= int(right) <= int(count)
    checked = resources.table("checked")
    for table in tables.TABLES:
        (base,) = [int(n) for kind, piece, _, n, _ in resources.table("reliability") if (kind, piece) == (table, "*")]
        also = ("targets in words",) if table == "indicators" else ()
        assert base == sum(int(n) for kind, *_, n, _ in checked if kind in (table, *also))


def test_the_figures_of_the_readme_are_those_of_the_tables() -> None:
    words = (resources.folder("data") / "reliability.README.md").read_text("utf-8")
    counted = [row for row in calibration() if row[1] == "counted"]
    for table in tables.TABLES:
        whole, *tenths = [row for row in counted if row[0] == table]
        off = max(abs(Decimal(row[5]) - Decimal(row[6])) for row in tenths)
        figures = (figure.removeprefix("0") for figure in (whole[5], whole[6], f"{off}"))
        assert f"| {table} | {int(whole[4]):,} | {' | '.join(figures)} |" in words
    (weight,) = [row[2] for row in resources.table("reliability") if row[:2] == ["indicators", ANNOTATED]]
    assert f"{weight} for indicators" in words


def test_confidence_is_honest_on_the_whole_and_in_every_tenth_of_every_table() -> None:
    told = [row for row in calibration() if row[1] == "counted"]
    assert {row[0] for row in told} == set(tables.TABLES)
    for _, _, first, last, _, said, right in told:
        bar = Decimal("0.02") if (first, last) == ("0.0", "1.0") else Decimal("0.05")
        assert abs(Decimal(said) - Decimal(right)) <= bar


def test_what_a_report_owes_to_having_been_annotated_is_not_promised_to_others() -> None:
    """No row carries this evidence, and it never speaks for reports without answers."""
    weights = {table: float(w) for table, piece, w, *_ in resources.table("reliability") if piece == ANNOTATED}
    assert set(weights) == set(tables.TABLES)
    assert all(weight >= 0 for weight in weights.values())
    assert weights["indicators"] > 1


def test_rows_of_the_sample_have_a_confidence() -> None:
    extraction = pipeline.extract(Source(text=SAMPLE.read_text("utf-8"), name="sample", encoding="utf-8"), RULES)
    for table in tables.TABLES:
        assert all(0 < row["confidence"] < 1 for row in tables.rows(extraction, table))
