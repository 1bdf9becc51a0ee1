"""Two reports side by side: what pairs, what a promise came to, and the laws that hold of any pair of reports."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from running import ROOT, refused
from running import called as run

import reportkit
from reportkit import rules
from reportkit import workspace as store
from reportkit.analysis import diff
from reportkit.analysis.diff.names import likeness
from reportkit.analysis.diff.promises import judge
from reportkit.analysis.diff.sides import Side, load
from reportkit.extraction import pipeline
from reportkit.model.records import Source

SAMPLES = [ROOT / "data" / "samples" / f"澄源市-{year}.txt" for year in (2024, 2025)]


def side(region: str, year: int, review: str, plan: str) -> Side:
    text = (
        f"政府工作报告\n——{year}年1月10日在{region}第九届人民代表大会第四次会议上\n各位代表：\n"
        f"一、{year - 1}年工作回顾\n{review}\n二、{year}年工作安排\n{plan}\n"
    )
    known = rules.load()
    with store.open(None, write=True) as workspace:
        workspace.save(
            pipeline.extract(Source(text=text, name=f"{region}-{year}", encoding="utf-8"), known), known.hash
        )
        return load(workspace, workspace.reports()[0])


@pytest.fixture(scope="module")
def sides(db: Path) -> tuple[Side, Side]:
    with store.open(db) as workspace:
        one, other = workspace.reports()
        return load(workspace, one), load(workspace, other)


@pytest.fixture(scope="module")
def found(sides: tuple[Side, Side]) -> dict[str, list[dict[str, Any]]]:
    return diff.compare(*sides)


# what a careful reader of the two samples finds
VERDICTS = {
    ("地区生产总值", "6%"): ("missed", "5.6%", "-0.4"),
    ("第一产业增加值", "4%"): ("met", "4.2%", "0.2"),
    ("第二产业增加值", "7%"): ("missed", "6.2%", "-0.8"),
    ("规模以上工业增加值", "8%"): ("met", "9.1%", "1.1"),
    ("一般公共预算收入", "5%"): ("exceeded", "5.3%", "0.3"),
    ("城镇新增就业", "4.5万人"): ("met", "4.83万人", "3300"),
    ("农村居民人均可支配收入", "7%"): ("missed", "6.8%", "-0.2"),
    ("不良贷款率", "1.5%"): ("met", "1.42%", "-0.08"),
    ("城镇调查失业率", "5.5%"): ("no word", "", None),
    ("市级重点项目", "320个"): ("exceeded", "334个", "14"),
    ("培育省级以上专精特新中小企业", "60家"): ("exceeded", "73家", "13"),
    ("建设智能工厂（数字化车间）", "36家"): ("exceeded", "41家", "5"),
    ("高新技术企业", "80家"): ("met", "97家", "17"),
    ("“澄源号”班列开行", "150列"): ("met", "168列", "18"),
    ("竣工投产过亿元项目", "120个"): ("exceeded", "134个", "14"),
    ("大坝填筑", "60%"): ("met", "67%", "7"),
    ("实际使用外资", "实际使用外资实现正增长"): ("missed", "18.3%", "-18.3"),
    ("亩均税收", "10%"): ("missed", "8.7%", "-1.3"),
    ("跨境电商进出口额", "翻一番"): ("missed", "63%", "-37"),
    ("引进过20亿元项目", "2—3个"): ("not stated", "", None),
}


def test_promises_of_the_sample_city(found: dict[str, list[dict[str, Any]]]) -> None:
    told = {(r["indicator"], r["raw_a"]): (r["verdict"], r["raw_b"], r["deviation"]) for r in found["promises"]}
    for key, (verdict, outcome, deviation) in VERDICTS.items():
        assert told[key] == (verdict, outcome, None if deviation is None else Decimal(deviation)), key
    assert all(r["report_b"] in ("", "澄源市-2025") for r in found["promises"])


def test_then_and_now_of_the_sample_city(found: dict[str, list[dict[str, Any]]]) -> None:
    told = {(r["kind"], r["indicator"], r["measure"]): r for r in found["indicators"] if r["change"] == "changed"}
    growth = told["target", "地区生产总值", "growth"]
    assert (growth["raw_a"], growth["raw_b"], growth["difference"], growth["percent"]) == (
        "6%",
        "5.5%",
        Decimal("-0.5"),
        None,
    )
    assert told["target", "固定资产投资", "growth"]["shift"] == "softened"
    trade = told["target", "进出口总额", "level"]
    assert (trade["difference"], trade["percent"]) == (5000000000, 10)


def test_projects_of_the_sample_city(found: dict[str, list[dict[str, Any]]]) -> None:
    told = {r["name_a"]: (r["change"], r["name_b"], r["status_b"]) for r in found["projects"] if r["name_a"]}
    assert told["澄皋高速"] == ("progress", "澄皋高速", "done")
    assert told["澄源民用机场"][:2] == ("pending", "澄源机场")
    assert told["岑北水库"][0] == told["澄源一中东校区"][0].replace("progress", "ongoing") == "ongoing"
    assert told["云汀生物医药产业园"][1] == "云汀县生物医药产业园一期"
    assert told["“惠购澄源”促消费行动"][1] == "“惠购澄源”"
    assert told["墨港高端装备产业园一期"][0] == "concluded"
    assert told["枫渡水库"][0] == "stalled"
    assert told["砚湖古城"] == ("vanished", "", "")
    assert ("new", "提振消费专项行动") in {(r["change"], r["name_b"]) for r in found["projects"]}


def test_commitments_of_the_sample_city(found: dict[str, list[dict[str, Any]]]) -> None:
    told = {r["text_a"]: r for r in found["commitments"] if r["text_a"]}
    assert told["打通断头路9条"]["change"] == "reported"
    assert told["打通断头路9条"]["told"] == "打通断头路9条"
    assert told["支持市高新区争创国家级高新区"]["text_b"] == "支持市高新区创建国家级高新区"
    assert told["新增规上工业企业140家以上"]["text_b"] != "新增规上服务业企业60家"
    assert told["进出口总额突破500亿元"]["text_b"] == "进出口总额保持正增长、力争突破550亿元"
    assert told["新增可再生能源装机60万千瓦以上"]["told"] == "新增可再生能源装机71万千瓦"


def test_what_the_review_tells_of_a_commitment_has_its_place(
    found: dict[str, list[dict[str, Any]]], sides: tuple[Side, Side]
) -> None:
    text = SAMPLES[1].read_text("utf-8")
    told = [r for r in found["commitments"] if r["change"] in ("done", "reported")]
    assert told
    for row in told:
        assert row["report_b"] == sides[1].report.id
        assert row["told"] in text[row["start_b"] : row["end_b"]]


def test_commitments_with_another_number_and_others() -> None:
    one = side("甲市", 2024, "全市平稳。", "建设保障性住房5000套。支持企业扩大国际科技交流合作。新建社区食堂20个。")
    other = side("甲市", 2025, "建成社区食堂22个。", "建设保障性住房6000套。支持企业扩大国际人文交流合作。")
    told = {(r["change"], r["text_a"], r["text_b"]) for r in diff.compare(one, other)["commitments"]}
    assert ("raised", "建设保障性住房5000套", "建设保障性住房6000套") in told
    assert ("dropped", "支持企业扩大国际科技交流合作", "") in told
    assert ("reported", "新建社区食堂20个", "") in told


@pytest.mark.parametrize(
    ("target", "outcome", "verdict"),
    [
        ("5%左右", "5.0%", "met"), ("5%左右", "5.2%", "met"), ("5%左右", "4.6%", "missed"), ("5%左右", "5.6%", "exceeded"),
        ("5%以上", "5%", "met"), ("5%以上", "4.9%", "missed"), ("5%", "5.1%", "exceeded"), ("5%", "4.9%", "missed"),
        ("4.5%—5%", "4.7%", "met"), ("4.5%—5%", "5.2%", "exceeded"), ("4.5%—5%", "4%", "missed"),
    ],
)  # fmt: skip
def test_verdicts(target: str, outcome: str, verdict: str) -> None:
    one = side("甲市", 2024, "全市平稳。", f"固定资产投资增长{target}。")
    other = side("甲市", 2025, f"固定资产投资增长{outcome}。", "全市平稳。")
    (row,) = diff.compare(one, other)["promises"]
    assert row["verdict"] == verdict


@pytest.mark.parametrize(
    ("target", "outcome", "verdict"),
    [
        ("城镇调查失业率控制在5.5%以内", "城镇调查失业率5.3%", "met"),
        ("城镇调查失业率控制在5.5%以内", "城镇调查失业率5.6%", "missed"),
        ("万元GDP能耗下降3%", "万元GDP能耗下降3.4%", "exceeded"),
        ("万元GDP能耗下降3%", "万元GDP能耗下降2.6%", "missed"),
        ("万元GDP能耗下降3%以上", "万元GDP能耗下降3.4%", "met"),
        ("万元GDP能耗下降3%", "万元GDP能耗上升1%", "missed"),
        ("进出口总额突破500亿元", "进出口总额突破500亿元", "met"),
        ("进出口总额增长5%", "进出口总额520亿元", "unclear"),
        ("进出口总额增长5%", "出口总额增长6%", "no word"),
        ("进出口总额增长5%", "进出口总额稳步扩大", "not stated"),
        ("进出口总额翻一番", "进出口总额增长110%", "exceeded"),
        ("每个县（市、区）引进过20亿元项目2个", "全年引进过20亿元项目13个", "no word"),
    ],
)
def test_verdicts_of_ceilings_falls_and_other_measures(target: str, outcome: str, verdict: str) -> None:
    one, other = side("甲市", 2024, "全市平稳。", f"{target}。"), side("甲市", 2025, f"{outcome}。", "全市平稳。")
    (row,) = diff.compare(one, other)["promises"]
    assert row["verdict"] == verdict


def test_indicators_of_two_years_mirror(sides: tuple[Side, Side]) -> None:
    one, other = sides
    there, back = diff.compare(one, other)["indicators"], diff.compare(other, one)["indicators"]
    pairs = {(r["kind"], r["start_a"], r["start_b"], r["difference"]) for r in there}
    assert pairs == {(r["kind"], r["start_b"], r["start_a"], r["difference"] and -r["difference"]) for r in back}


def test_names_that_mean_different_things_do_not_pair() -> None:
    for one, other in (
        ("城镇居民人均可支配收入", "农村居民人均可支配收入"), ("居民人均可支配收入", "城镇居民人均可支配收入"),
        ("过20亿元项目", "过50亿元项目"), ("存款余额", "贷款余额"), ("固定资产投资", "工业固定资产投资"),
    ):  # fmt: skip
        assert likeness(one, other).score == likeness(other, one).score == 0
    assert likeness("安排地方政府专项债券", "地方政府专项债券规模").score > 90


def test_only_consecutive_reports_of_one_region_make_promises(sides: tuple[Side, Side]) -> None:
    one, other = sides
    assert not diff.compare(other, one)["promises"]
    assert not diff.compare(side("乙市", 2024, "全市平稳。", "固定资产投资增长5%。"), other)["promises"]


def test_one_report_alone(sides: tuple[Side, Side]) -> None:
    rows = {r["indicator"]: r for r in diff.alone(sides[1])["indicators"] if r["measure"] == "growth" and r["raw_a"]}
    assert (rows["地区生产总值"]["raw_a"], rows["地区生产总值"]["raw_b"], rows["地区生产总值"]["kind"]) == (
        "5.6%",
        "5.5%",
        "outlook",
    )


LINES = [
    "固定资产投资增长{}%。",
    "城镇新增就业{}万人以上。",
    "新建学校{}所。",
    "建设澄河大桥。",
    "深入推进乡村振兴{}个村。",
    "办好民生实事。",
    "农村居民收入增长{}%左右。",
]
PLANS = st.lists(st.tuples(st.sampled_from(LINES), st.integers(2, 9)), min_size=1, max_size=5).map(
    lambda told: "".join(line.format(n) for line, n in told)
)
MIRROR = {"new": "dropped", "dropped": "new", "raised": "lowered", "lowered": "raised", "vanished": "new", "concluded": "new",
          "progress": "regress", "regress": "progress", "softened": "hardened", "hardened": "softened"}  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(PLANS)
def test_a_report_does_not_differ_from_itself(plan: str) -> None:
    one = side("甲市", 2025, "固定资产投资增长4%。", plan)
    assert not any(t.rows for t in diff.tables_of([diff.digest(diff.compare(one, one), diff.Wanted())]))


@settings(max_examples=15, deadline=None)
@given(PLANS, PLANS)
def test_swapping_the_sides_mirrors_the_difference(first: str, second: str) -> None:
    one, other = side("甲市", 2025, "全市平稳。", first), side("乙市", 2025, "全市平稳。", second)
    there, back = diff.compare(one, other), diff.compare(other, one)
    for section in ("indicators", "commitments", "projects"):
        name = {"indicators": "raw", "commitments": "text", "projects": "name"}[section]
        told = {
            (r[f"{name}_a"], r[f"{name}_b"], r["start_a"], r["start_b"], r["change"], r.get("shift", ""))
            for r in there[section]
        }
        mirrored = {
            (r[f"{name}_b"], r[f"{name}_a"], r["start_b"], r["start_a"], _swapped(r), MIRROR.get(r.get("shift", ""), ""))
            for r in back[section]
        }  # fmt: skip
        assert told == mirrored


def _swapped(row: dict[str, Any]) -> str:
    if row["change"] == "new" and "status_b" in row:
        return "concluded" if row["status_b"] == "done" else "vanished"
    return MIRROR.get(row["change"], row["change"])


def test_judging_takes_the_bound_of_the_outcome() -> None:
    row = {"value_max": None, "direction": "none", "measure": "level", "unit": "元", "indicator": "", "name": "存款"}
    assert (
        judge(row | {"value": Decimal(500), "bound": "ge"}, row | {"value": Decimal(510), "bound": "lt"})[0]
        == "unclear"
    )


def test_command(db: Path, tmp_path: Path) -> None:
    shown = run("diff", "2024", "2025", "--limit", "400", "--db", str(db)).stdout.decode()
    assert "promises: " in shown
    assert "▲" in shown
    assert "+21.7亿元" in shown
    assert "−18.3%" in shown
    missed = json.loads(run("diff", *map(str, SAMPLES), "--table", "promises", "--only", "missed", "-f", "json").stdout)
    assert {r["verdict"] for r in missed["promises"]} == {"missed"}
    assert run("diff", "澄源市-2024", "澄源市-2025", "-o", str(tmp_path / "d.xlsx"), "--db", str(db)).returncode == 0
    assert run("diff", "澄源市-2025", "--db", str(db)).returncode == 0
    assert run("diff", "2024", "2025", "--exit-code", "--db", str(db)).returncode == 1
    assert run("diff", "澄源市-2025", "澄源市-2025", "--exit-code", "--db", str(db)).returncode == 0
    alone = run("diff", "2025", "2026", "--db", str(db), "--table", "summary", "-f", "json")
    assert alone.returncode == 1
    half = run("diff", "2023", "2024", "--db", str(db), "--table", "summary", "-f", "json")
    assert "no report of 2023" in {r["change"] for r in json.loads(half.stdout)["summary"]}
    refused(run("diff", "1999", "2000", "--db", str(db)), 2, "no report of 1999")
    refused(run("diff", "missing.txt", "澄源市-2025", "--db", str(db)), 2, "missing.txt")


def test_python_verb() -> None:
    found = reportkit.diff(*SAMPLES)
    assert set(found) == {"summary", "promises", "indicators", "commitments", "projects"}
    assert (found["promises"]["verdict"] == "met").sum() > 20


def promise(target: str, *outcomes: str) -> dict[str, Any]:
    one, other = (
        side("甲市", 2024, "全市平稳。", f"{target}。"),
        side("甲市", 2025, "。".join(outcomes) + "。", "全市平稳。"),
    )
    (row,) = diff.compare(one, other)["promises"]
    return row


@pytest.mark.parametrize(
    ("target", "outcome", "verdict"),
    [
        ("居民消费价格涨幅2%左右", "居民消费价格上涨0.2%", "below target"),
        ("居民消费价格涨幅2%左右", "居民消费价格上涨2.2%", "met"),
        ("居民消费价格涨幅2%左右", "居民消费价格上涨3.1%", "missed"),
        ("城镇调查失业率5.5%左右", "城镇调查失业率5.1%", "below target"),
        ("城镇调查失业率5.5%左右", "城镇调查失业率5.9%", "missed"),
        ("居民消费价格涨幅控制在3%以内", "居民消费价格上涨0.3%", "met"),
    ],
)
def test_what_is_to_be_controlled_and_came_out_lower_is_below_target(target: str, outcome: str, verdict: str) -> None:
    assert promise(target, outcome)["verdict"] == verdict


@pytest.mark.parametrize(
    ("target", "outcomes", "verdict", "deviation"),
    [
        (
            "农村居民收入增速高于城镇居民收入增速",
            ("农村居民人均可支配收入增长6.8%", "城镇居民人均可支配收入增长4.9%"),
            "met",
            "1.9",
        ),
        (
            "农村居民收入增速高于城镇",
            ("农村居民人均可支配收入增长6.8%", "城镇居民人均可支配收入增长4.9%"),
            "met",
            "1.9",
        ),
        (
            "农村居民收入增速高于城镇",
            ("农村居民人均可支配收入增长4.1%", "城镇居民人均可支配收入增长4.9%"),
            "missed",
            "-0.8",
        ),
        ("居民收入增长与经济增长同步", ("居民人均可支配收入增长5.2%", "地区生产总值增长5.0%"), "met", "0.2"),
        ("居民收入增长与经济增长同步", ("居民人均可支配收入增长4.2%", "地区生产总值增长5.0%"), "missed", "-0.8"),
        (
            "农村居民收入增速高于全省",
            ("农村居民人均可支配收入增长6.8%", "城镇居民人均可支配收入增长4.9%"),
            "unclear",
            None,
        ),
        ("农村居民收入增速高于城镇", ("农村居民人均可支配收入增长6.8%",), "unclear", None),
    ],
)
def test_a_target_against_another_indicator_is_judged_by_both_outcomes(
    target: str, outcomes: tuple[str, ...], verdict: str, deviation: str | None
) -> None:
    row = promise(target, *outcomes)
    assert (row["verdict"], row["deviation"]) == (verdict, deviation and Decimal(deviation))
    if deviation:
        assert "judged by both outcomes" in row["reason"]


def test_a_report_of_december_is_held_against_the_next_december() -> None:
    def late(year: int, review: str, plan: str) -> Side:
        text = (
            f"政府工作报告\n——{year}年12月16日在甲市第九届人民代表大会第四次会议上\n各位代表：\n"
            f"一、{year}年工作回顾\n{review}\n二、{year + 1}年工作安排\n{plan}\n"
        )
        known = rules.load()
        with store.open(None, write=True) as workspace:
            workspace.save(pipeline.extract(Source(text=text, name="甲市", encoding="utf-8"), known), known.hash)
            return load(workspace, workspace.reports()[0])

    one, other = late(2016, "全市平稳。", "固定资产投资增长8%。"), late(2017, "固定资产投资增长7%。", "全市平稳。")
    assert (one.year, other.year) == (2017, 2018)
    (row,) = diff.compare(one, other)["promises"]
    assert (row["verdict"], row["deviation"]) == ("missed", -1)


def test_years_that_run_backwards_short_names_limits_and_what_was_written(db: Path, tmp_path: Path) -> None:
    backwards = run("diff", "2025", "2024", "--table", "promises", "--db", str(db))
    assert backwards.returncode == 1
    assert "2025 comes after 2024" in backwards.stderr.decode()
    short = run("diff", "澄源-2024", "澄源-2025", "--table", "promises", "-f", "json", "--limit", "7", "--db", str(db))
    assert len(json.loads(short.stdout)["promises"]) == 7
    written = run("diff", "2024", "2025", "-o", str(tmp_path / "d.csv"), "--manifest", "--db", str(db))
    told = written.stderr.decode()
    for path in tmp_path.iterdir():
        assert str(path) in told
    manifest = (tmp_path / "d.manifest.csv").read_text("utf-8-sig")
    assert "reportkit diff 2024 2025" in manifest
    assert "report 澄源市-2024" in manifest
    refused(run("diff", "2024", "2025", "--only", "mised", "--db", str(db)), 2, "did you mean missed")
    refused(run("diff", "澄原市-2024", "2025", "--db", str(db)), 2, "did you mean 澄源市-2024")
    negative = run("diff", "2024", "2025", "--tolerance", "-1", "--db", str(db))
    assert negative.returncode == 2


def test_many_pairs_in_several_processes_are_the_same_comparisons(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from reportkit.analysis.diff import years

    with store.open(db) as workspace:
        asked = (workspace, 2024, 2025, store.Query(), print, diff.Wanted(everything=True))
        alone = list(diff.between(*asked))
        monkeypatch.setattr(years, "_MANY", 1)
        together = list(diff.between(*asked, jobs=2))
    assert alone == together
    assert [list(t.rows) for t in diff.tables_of(alone)] == [list(t.rows) for t in diff.tables_of(together)]
    assert all(t.rows for t in diff.tables_of(alone))


def test_every_code_of_a_comparison_survives_stata(db: Path, tmp_path: Path) -> None:
    import pandas

    assert run("diff", "2024", "2025", "-o", str(tmp_path / "d.dta"), "--db", str(db)).returncode == 0
    kinds = pandas.read_stata(tmp_path / "d.indicators.dta")
    assert set(kinds["kind"]) == {"actual", "target"}
    assert {"changed", "new", "dropped"} <= set(kinds["change"])
    assert "missed" in set(pandas.read_stata(tmp_path / "d.promises.dta")["verdict"])
