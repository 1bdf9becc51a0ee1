"""Editions of a report: the fullest is kept, whatever came first; different texts are reports of their own."""

from __future__ import annotations

from itertools import permutations

import pytest

from reportkit import resources, rules
from reportkit import workspace as store
from reportkit.extraction import pipeline
from reportkit.model.records import Extraction, Page, Source
from reportkit.workspace import Workspace
from reportkit.workspace.likeness import SAME, likeness, sketch

RULES = rules.load()
TEXT = (resources.folder("data") / "samples" / "澄源市-2025.txt").read_text("utf-8")
LAST = (resources.folder("data") / "samples" / "澄源市-2024.txt").read_text("utf-8")
SMALL = "政府工作报告\n——2025年1月14日在澄源市第九届人民代表大会第四次会议上\n各位代表：\n一、2024年工作回顾\n"
OTHER = (
    SMALL
    + "全市建成果园三千亩，养殖场二十个，农产品加工企业发展到六十家，粮食总产量达到12亿斤，新建乡村学校5所，改造农村公路一百公里。\n二、2025年工作安排\n新建医院2所。"
)


def read(text: str, paged: bool = False, region: str = "") -> Extraction:
    pages = (Page(number=1, start=0, end=len(text)),) if paged else ()
    return pipeline.extract(Source(text=text, name="x", encoding="str", pages=pages), RULES, region)


def held(workspace: Workspace) -> list[tuple[str, str]]:
    return [(r.id, r.file) for r in workspace.reports()]


def state(workspace: Workspace) -> tuple[object, ...]:
    return held(workspace), sorted((t.file, t.report, t.kept) for t in workspace.twins()), workspace.count("numbers")


def test_likeness_of_forms_and_of_years() -> None:
    whole, wrapped = sketch(TEXT), sketch(TEXT.replace("。", "。\n\n- 3 -\n\n"))
    assert likeness(whole, whole) == 1
    assert likeness(whole, wrapped) > SAME
    assert likeness(whole, sketch(TEXT[: len(TEXT) // 3])) > SAME
    assert likeness(whole, sketch(LAST)) < SAME
    assert likeness(sketch(""), sketch("")) == 1


def test_every_order_ends_alike() -> None:
    text = TEXT[: len(TEXT) // 4]
    texts = {
        "a.pdf": read(text.replace("！", "。"), paged=True),
        "b.docx": read(text),
        "c.txt": read(text[: len(text) // 2]),
        "d.txt": read(OTHER),
        "e.txt": read(text),
    }
    ends = []
    for order in permutations(texts):
        with store.open(None, write=True) as workspace:
            for file in (*order, *order):
                workspace.save(texts[file], "rules", file)
            ends.append(state(workspace))
    assert all(end == ends[0] for end in ends)
    reports, twins, _ = ends[0]
    assert reports == [("澄源市-2025", "a.pdf"), ("澄源市-2025.2", "d.txt")]
    assert twins == [(file, "澄源市-2025", "a.pdf") for file in ("b.docx", "c.txt", "e.txt")]


def test_pages_do_not_make_an_excerpt_the_fuller_text() -> None:
    with store.open(None, write=True) as workspace:
        workspace.save(read(TEXT[: len(TEXT) // 3], paged=True), "rules", "scan.pdf")
        kept = workspace.put(store.prepared(read(TEXT), "rules", "whole.txt"))
        assert (kept.twin, kept.displaced) == (False, ("scan.pdf",))
        assert "scan.pdf is listed as a twin" in " ".join(kept.notes)
        assert held(workspace) == [("澄源市-2025", "whole.txt")]


def test_a_second_report_is_told_and_both_have_their_rows() -> None:
    with store.open(None, write=True) as workspace:
        workspace.save(read(TEXT), "rules", "a.txt")
        kept = workspace.put(store.prepared(read(OTHER), "rules", "b.txt"))
        assert kept.report == "澄源市-2025.2"
        assert "another report" in " ".join(kept.notes)
        assert {row["report"] for row in workspace.rows("numbers")} == {"澄源市-2025", "澄源市-2025.2"}


def test_an_id_that_moves_is_told() -> None:
    with store.open(None, write=True) as workspace:
        workspace.save(read(OTHER), "rules", "b.txt")
        kept = workspace.put(store.prepared(read(TEXT), "rules", "a.txt"))
        assert any("澄源市-2025 is 澄源市-2025.2 now" in note for note in kept.notes)
        assert held(workspace) == [("澄源市-2025", "a.txt"), ("澄源市-2025.2", "b.txt")]


def test_a_file_that_has_changed_takes_its_own_place() -> None:
    with store.open(None, write=True) as workspace:
        workspace.save(read(TEXT), "rules", "a.txt")
        workspace.save(read(TEXT.replace("各位代表", "代表们")), "rules", "a.txt")
        assert held(workspace) == [("澄源市-2025", "a.txt")]
        assert workspace.twins() == []
        assert "代表们" in workspace.text("澄源市-2025")


def test_a_file_with_another_report_replaces_nothing() -> None:
    with store.open(None, write=True) as workspace:
        workspace.save(read(TEXT), "rules", "a.txt")
        workspace.save(read(LAST), "rules", "a.txt")
        assert [r.id for r in workspace.reports()] == ["澄源市-2024", "澄源市-2025"]


def test_a_region_that_the_caller_corrects_leaves_no_second_report() -> None:
    with store.open(None, write=True) as workspace:
        workspace.save(read(TEXT), "rules", "a.txt")
        workspace.save(read(TEXT, region="平宁市"), "rules", "a.txt", region="平宁市")
        assert held(workspace) == [("平宁市-2025", "a.txt")]


def test_new_rules_keep_the_twins_and_removing_a_report_forgets_them() -> None:
    with store.open(None, write=True) as workspace:
        workspace.save(read(TEXT), "rules", "a.txt")
        workspace.save(read(TEXT[:-200]), "rules", "b.txt")
        workspace.save(read(TEXT), "new rules", "a.txt")
        assert [t.file for t in workspace.twins()] == ["b.txt"]
        workspace.remove(["澄源市-2025"])
        assert workspace.twins() == []
        assert workspace.save(read(TEXT[:-200]), "rules", "b.txt") == "澄源市-2025"
        assert held(workspace) == [("澄源市-2025", "b.txt")]


def test_what_was_said_beside_a_text_comes_back() -> None:
    from reportkit.model.records import Beside

    beside = Beside(
        title="政府工作报告", region="澄源市", year=2025, url="https://example.gov.cn/1.html", published="2025-02-01"
    )
    with store.open(None, write=True) as workspace:
        workspace.save(
            pipeline.extract(Source(text=TEXT, name="x", encoding="str", beside=beside), RULES), "rules", "a.txt"
        )
        assert workspace.source("澄源市-2025").beside == beside
        report = workspace.reports()[0]
        assert (report.source_url, report.published) == (beside.url, beside.published)
        assert workspace.document("澄源市-2025")["report"]["source_url"] == beside.url


@pytest.mark.parametrize("kind", ["resolution", "unknown"])
def test_texts_that_are_no_reports_are_kept_apart(kind: str) -> None:
    with store.open(None, write=True) as workspace:
        workspace.other("a.txt", kind, "because")
        assert [(o.file, o.kind, o.reason) for o in workspace.others()] == [("a.txt", kind, "because")]
        workspace.save(read(TEXT), "rules", "a.txt")
        assert workspace.others() == []
