"""What a character costs as the corpus grows, as one report grows, and as a text of one shape grows.

    python benchmarks/growth.py              the corpus and the long report: a character should cost the same
    python benchmarks/growth.py --shapes     one thing said again and again, in the review and in the plan
    python benchmarks/growth.py --shapes 分别 1,

The corpus is the sample reports over and over, the long report their bodies one behind the other. Of a shape the power is
given with which the time grows from the shortest to the longest text: 1 is linear, 1.2 is the bar.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Callable, Iterator

from common import machine, texts

from reportkit import rules
from reportkit.extraction import pipeline
from reportkit.model import tables
from reportkit.model.records import Source

_REPORTS = (1, 10, 100)
_LENGTHS = (1, 10, 50)
_LEAST = 10.0
"""Seconds of computing that are measured at least; the mean of the runs counts, as it must for the one long run."""
_SHORT, _LONG = 5_000, 80_000
"""Characters of a shape."""
_BAR = 1.2
SHAPES = (
    "分别", "更", "要", "确保", "土地", "累计", "努力", "较快", "的", "地", "和", "不", "其中", "同比", "同比增长",
    "从1提高到2，", "百分之五", "5至", "1,", "第一", "地区生产总值增长5.7%，", "1", "三", "几", "十几", "亿", "万", "亿元",
    "半", "1.", "1/2", "-1", "1倍", "翻一番", "1：2", "1万2千", "%", "二十%、", "5%—6%", "1亿元到2亿元到", "分别增长1%、",
    "1、", "1亿元、", "2020年", "2020年、", "2024年1月1日", "五年", "“十四五”", "由负转正", "增加到", "以上", "一是", "围绕",
    "以为", "“", "“项目”", "“百千万工程”、", "（", "）", "（项目）", "（项", "《条例》", "①", "（一）", "一、", "一、工作\n",
    "100 200 ", "100\t200\t", "1|2|", " ", "abc ", "推进改革，", "增长5%。", "增长5%。\n", "学校、医院、", "建设高铁、",
    "建设机场项目、", "济南至青岛高速公路", "一批项目、", "建设学校5所、", "1.建设学校；",
)  # fmt: skip
"""Words, figures and marks that were met again and again in a row in tables and in damaged files, and the words of which
one stands for another: each once took time that grew with the square of the text or worse."""
_TITLE = "澄源市政府工作报告\n2025年1月10日在澄源市第三届人民代表大会第二次会议上\n各位代表：\n"
_REVIEW, _PLAN = "一、2024年工作回顾\n", "二、2025年工作安排\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shapes", nargs="*", metavar="SHAPE", help="measure these shapes, else all")
    asked = parser.parse_args().shapes
    known = rules.load()
    print(machine())
    if asked is None:
        _reports(known)
    else:
        _shapes(asked or SHAPES, known)


def _reports(known: rules.Rules) -> None:
    (head, first), *rest = (text.split("各位代表", 1) for _, text in texts([]))
    bodies = [first, *(body for _, body in rest)]
    both = "".join(bodies)
    sources = [
        Source(text=f"{head}各位代表{body}", name=f"body {place}", encoding="utf-8")
        for place, body in enumerate(bodies)
    ]
    for source in sources:
        _rows(source, known)
    print(f"{'':16}{'characters':>12}{'rows':>9}{'seconds':>9}{'µs/char':>9}{'× first':>9}")
    base = 0.0
    for times in _REPORTS:
        corpus = [sources[place % len(sources)] for place in range(len(sources) * times)]
        base = _told(f"{len(corpus)} reports", corpus, known, base)
    base = 0.0
    for times in _LENGTHS:
        base = _told(
            f"length × {times}",
            [Source(text=f"{head}各位代表{both * times}", name="long", encoding="utf-8")],
            known,
            base,
        )


def _shapes(shapes: tuple[str, ...] | list[str], known: rules.Rules) -> None:
    list(_seconds("改革，", _SHORT, known))
    print(f"{'shape':24}{'part':8}{f'{_SHORT:,}':>10}{f'{_LONG:,}':>10}{'power':>7}")
    for shape in shapes:
        for part, short, long in zip(
            ("review", "plan"), _seconds(shape, _SHORT, known), _seconds(shape, _LONG, known), strict=True
        ):
            power = math.log(long / short) / math.log(_LONG / _SHORT)
            over = "  over the bar" if power > _BAR else ""
            print(f"{shape!r:24}{part:8}{short:8.2f} s{long:8.2f} s{power:7.2f}{over}", flush=True)


def _seconds(shape: str, length: int, known: rules.Rules) -> Iterator[float]:
    """What a text of one shape costs in the review and in the plan, in seconds of computing."""
    body = (shape * (length // len(shape) + 1))[:length]
    for text in (f"{_TITLE}{_REVIEW}{body}\n{_PLAN}推进改革。\n", f"{_TITLE}{_REVIEW}推进改革。\n{_PLAN}{body}\n"):
        start = time.process_time()
        _rows(Source(text=text, name="shape", encoding="utf-8"), known)
        yield time.process_time() - start


def _told(name: str, corpus: list[Source], known: rules.Rules, base: float) -> float:
    """Prints a line; returns the cost of a character that the next ones are held against."""
    characters = sum(len(source.text) for source in corpus)
    found, seconds = _mean(lambda: sum(_rows(source, known) for source in corpus))
    cost = seconds / characters * 1e6
    base = base or cost
    print(f"{name:16}{characters:12,}{found:9,}{seconds:9.2f}{cost:9.2f}{cost / base:9.2f}", flush=True)
    return base


def _rows(source: Source, known: rules.Rules) -> int:
    extraction = pipeline.extract(source, known)
    return sum(len(tables.rows(extraction, table)) for table in tables.TABLES)


def _mean(call: Callable[[], int]) -> tuple[int, float]:
    found, runs, start = 0, 0, time.process_time()
    while time.process_time() - start < _LEAST:
        found, runs = call(), runs + 1
    return found, (time.process_time() - start) / runs


if __name__ == "__main__":
    main()
