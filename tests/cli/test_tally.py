"""What a run says in the end does not hang on which process was done first."""

from __future__ import annotations

from itertools import permutations

from reportkit.cli.tally import ROW, Tally
from reportkit.intake.one import Outcome


def test_reports_come_in_the_order_of_their_files_and_rows() -> None:
    places = {"乙.txt": 0, "表.csv": 1, "甲.txt": 2, "表.csv, row x": 3}
    items = {f"表.csv{ROW}10": "三", f"表.csv{ROW}9": "二", "甲.txt": "四", "乙.txt": "一", "表.csv, row x": "五"}
    for order in permutations(items):
        tally = Tally()
        for item in order:
            tally.take(Outcome(item=item, report=items[item]))
        assert tally.ordered(places) == ["一", "二", "三", "四", "五"]


def test_a_report_of_several_files_stands_where_the_first_does() -> None:
    places = {"a.txt": 0, "b.txt": 1, "c.txt": 2}
    for order in permutations([("a.txt", "一"), ("b.txt", "二"), ("c.txt", "一")]):
        tally = Tally()
        for item, report in order:
            tally.take(Outcome(item=item, report=report))
        assert tally.ordered(places) == ["一", "二"]


def test_without_places_they_come_as_they_were_read() -> None:
    tally = Tally()
    for report in ("二", "一"):
        tally.take(Outcome(item=report, report=report))
    assert tally.ordered({}) == ["二", "一"]
