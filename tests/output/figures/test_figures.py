"""Charts of panels, and figures for papers."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import refused, run

import reportkit
from reportkit import resources
from reportkit import workspace as store
from reportkit.analysis.panel import variable
from reportkit.model.records import Source
from reportkit.output.figures import canvas, lines
from reportkit.output.pages import page
from reportkit.workspace import Query


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [(0, 9.1, [0, 2, 4, 6, 8, 10]), (-3, 4, [-4, -2, 0, 2, 4]), (5, 5, [5, 6]), (0, 0, [0, 0.2])],
)
def test_ticks(low: float, high: float, told: list[float]) -> None:
    found = canvas.ticks(low, high)
    assert found[0] <= low and found[-1] >= high and len(found) <= 8
    assert found == told


def test_lines_break_where_years_are_missing() -> None:
    assert lines.runs({2020: 1.0, 2021: 2.0, 2023: 3.0}) == [[2020, 2021], [2023]]
    panel = lines.Panel(
        indicator="x",
        measure="growth",
        unit="%",
        series={("甲", "target"): {2020: 1.0, 2022: 5.0}, ("乙", "target"): {2020: 3.0}},
    )
    assert panel.medians == {"target": {2020: 2.0, 2022: 5.0}}
    figure = lines.figure(panel, page.words("en"))
    assert figure and len([s for s in figure.shapes if s.tag == "polyline"]) == 3


def test_charts_draw_ranges_and_open_bounds() -> None:
    key = ("甲市", "target")
    panel = lines.Panel(
        indicator="地区生产总值", measure="growth", unit="%", series={key: {2024: 5.5, 2025: 5.0, 2026: 4.0}}, ranges={key: {2024: (5.0, 6.0)}}, opens={key: {2025: 1, 2026: -1}}
    )  # fmt: skip
    figure = lines.figure(panel, page.words("zh"))
    assert figure and figure.title == "地区生产总值增速（%）"
    assert figure.rows == [("甲市，目标", "5–6", "≥5", "≤4")]
    drawn = [s.attributes["points"].split() for s in figure.shapes if "bound" in s.attributes.get("class", "")]
    assert [len(points) for points in drawn] == [2, 5, 5]
    for points, way in ((drawn[1], 1), (drawn[2], -1)):
        value, tip = (float(point.split(",")[1]) for point in points[:2])
        assert (value - tip) * way > 0, "the arrow leads to where the bound is open"
    assert next(s.told for s in figure.shapes if s.tag == "circle") == "甲市，目标，2024年：5–6"
    assert ("line target key", "目标") in figure.keys


def test_falls_are_open_downwards() -> None:
    text = (
        "政府工作报告\n——2025年1月14日在甲市人民代表大会上\n各位代表：\n一、2025年工作安排\n"
        "今年主要预期目标：单位地区生产总值能耗下降3%以上，地区生产总值增长5%以上。\n"
    )
    read = reportkit.extract(Source(text=text, name="甲市", encoding="utf-8"), region="甲市", year=2025)
    with store.open(None, write=True) as workspace:
        workspace.save(read.extraction, read.rules_hash, "甲市.txt")
        found = [lines.panel(workspace, variable(name), Query()) for name in ("单位地区生产总值能耗", "地区生产总值")]
    key = ("甲市", "target")
    assert [lines.written(panel, key, 2025) for panel in found] == ["≤−3", "≥5"]


def test_levels_have_panels_of_their_own() -> None:
    series = {("全国", "target"): {2025: 5.0}, ("甲市", "target"): {2025: 6.0}}
    panel = lines.Panel(
        indicator="地区生产总值", measure="growth", unit="%", series=series, levels={"全国": "national", "甲市": "city"}
    )
    found = {level: (own.indicator, own.regions) for level, own in panel.by_level()}
    assert found == {"national": ("国内生产总值", ["全国"]), "city": ("地区生产总值", ["甲市"])}


def test_figures_bear_other_names() -> None:
    key = ("甲市", "target")
    panel = lines.Panel(
        indicator="地区生产总值",
        measure="growth",
        unit="%",
        series={key: {2025: 5.0}},
        ranges={key: {2025: (4.5, 5.5)}},
    )
    told = lines.renamed(panel, {"甲市": "Jia", "地区生产总值": "GDP"})
    assert lines.title(told, page.words("en")) == "GDP, growth (%)"
    assert told.series == {("Jia", "target"): {2025: 5.0}} and told.ranges.keys() == told.series.keys()


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_plot(form: str, tmp_path: Path, db: Path) -> None:
    pytest.importorskip("matplotlib")
    made = tmp_path / f"x.{form}"
    done = run("plot", "地区生产总值", "--db", str(db), "-o", str(made))
    if b"no font with Chinese letters" in done.stderr:
        refused(done, 2, "--font FILE")
        return
    assert done.returncode == 0, done.stderr.decode()
    assert made.read_bytes().startswith({"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[form])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("地区生产总值", "-o", "x.gif"), "png, svg, pdf"), (("没有的指标",), "no indicator"),
        (("地区生产总值", "--region", "聊城市"), "no report of 聊城市"), (("地区生产总值", "--size", "9"), "such as 14x9"),
        (("地区生产总值", "--font", "No Such Font"), "no installed family"), (("地区生产总值", "--name", "澄源市"), "OLD=NEW"),
    ],
)  # fmt: skip
def test_plot_says_what_it_lacks(arguments: tuple[str, ...], words: str, db: Path) -> None:
    refused(run("plot", *arguments, "--db", str(db)), 2, words)
    assert not Path("x.gif").exists()
    assert resources.table("view/fonts")
