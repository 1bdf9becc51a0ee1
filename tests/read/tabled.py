"""A short report of an invented city with two tables, from which the fixtures and the tests make every form."""

from __future__ import annotations

from html import escape

FRONT = (
    "澄源市人民政府工作报告",
    "——2026年1月12日在澄源市第九届人民代表大会第五次会议上",
    "各位代表：",
    "现在，我代表市人民政府向大会作工作报告，请予审议，并请市政协委员和列席人员提出意见。",
    "一、2025年工作回顾",
    "2025年，全市上下攻坚克难，地区生产总值增长5.7%，一般公共预算收入增长4.2%，各项工作迈上新的台阶。",
    "二、2026年工作安排",
    "今年的主要预期目标见下表。",
)
FIGURES = (
    "澄源市人民政府工作报告",
    "各位代表：",
    "一、2025年工作回顾",
    "地区生产总值增长5.7%，达到512.6亿元，一般公共预算收入30.4亿元，",
    "增长4.2%，新建学校12所、医院3家，城镇新增就业2.1万人。",
    "二、2026年工作安排",
    "地区生产总值增长5.5%左右，新建学校120所。",
)
"""Lines whose digits are drawn after the words."""
PROSE = (
    "过去一年，全市上下攻坚克难，地区生产总值增长5.7%，各项工作都迈上了新台阶。",
    "农业农村持续向好。粮食总产量达到35.6万吨，建成高标准农田4.2万亩，新改建农村公路180公里。",
    "民生福祉不断增进。新建改建小学12所，城镇新增就业2.1万人，居民人均可支配收入达到36120元。",
    "今年要着力办好以下实事，由各责任单位逐项落实、按季公开进展，接受全市人民监督。",
)
ITEMS = (
    "1.新建改建学校5所，新增学位3000个，改善农村寄宿制学校条件（市教育局、市发展改革委）",
    "2.改造老旧小区60个，惠及居民1.2万户，同步更新燃气管网80公里（市住建局、市城管局）",
    "3.建设社区食堂20处，为2000户老年人家庭实施适老化改造（市民政局、市残联）。",
)
"""Paragraphs that are set without indents and gaps."""
MEASURES = (90, 101, 122, 150)
"""Widths in millimetres that they are set in: at some of them the last line of a paragraph is full."""
AFTER = "注：地区生产总值增速按可比价格计算。"
CLOSE = "各位代表，让我们扎实做好各项工作，奋力开创全市高质量发展新局面。"
LIST = "附件：2026年民生实事项目清单"
Cell = tuple[str, int, int]
"""Words, and how many rows and columns they cover."""


def _plain(*cells: str) -> list[Cell]:
    return [(words, 1, 1) for words in cells]


HEAD: list[list[Cell]] = [
    [("指标", 2, 1), ("单位", 2, 1), ("2025年", 1, 2), ("2026年目标", 2, 1), ("属性", 2, 1)],
    _plain("实际", "增长（%）"),
]
BODY: list[list[Cell]] = [
    _plain("地区生产总值", "亿元", "512.6", "5.7", "增长5.5%左右", "预期性"),
    _plain("一般公共预算收入", "亿元", "30.4", "4.2", "增长4%", "预期性"),
    _plain("新建改建小学", "所", "12", "", "120", "预期性"),
    _plain("城镇新增就业", "万人", "2.1", "", "≥2", "预期性"),
    _plain("粮食产量", "万吨", "35.6", "1.3", "稳定在35", "约束性"),
    _plain("居民人均可支配收入", "元", "36120", "5.9", "与经济增长同步", "预期性"),
    _plain("城镇调查失业率", "%", "5.2", "", "控制在5.5以内", "预期性"),
    _plain("常住人口城镇化率", "%", "61.3", "", "62", "预期性"),
    _plain("单位地区生产总值能耗降低", "%", "3.1", "", "完成省下达任务", "约束性"),
]
WORKS: list[list[Cell]] = [
    _plain("序号", "项目名称", "建设内容", "责任单位", "完成时限"),
    _plain("1", "学校建设", "新建改建学校5所，新增学位3000个", "市教育局", "9月底前"),
    _plain("2", "老旧小区改造", "改造老旧小区60个", "市住建局", "12月底前"),
    _plain("3", "养老服务", "建设社区食堂20处；为2000户老年人家庭实施适老化改造", "市民政局", "年底前"),
]
YEARS: list[list[Cell]] = [
    _plain("年份", "地区生产总值（亿元）", "比上年增长（%）", "城镇新增就业（万人）"),
    _plain("2024年实际", "480.1", "5.5", "2.0"),
    _plain("2025年实际", "512.6", "5.7", "2.1"),
    _plain("2026年目标", "540左右", "5.5左右", "≥2"),
]
"""A table with the years down the side."""
Part = str | list[list[Cell]]
"""A line of text, or a table."""
PARTS: tuple[Part, ...] = (*FRONT, [*HEAD, *BODY], AFTER, CLOSE, LIST, WORKS)
YEARLY: tuple[Part, ...] = (*FRONT, YEARS, CLOSE)


def bare_pages() -> list[tuple[int, list[str]]]:
    """The measure and the paragraphs of every page that is set without indents; no two begin alike."""
    return [
        (measure, [*PROSE[place % len(PROSE) :], *PROSE[: place % len(PROSE)], *ITEMS])
        for place, measure in enumerate(MEASURES)
    ]


def laid(rows: list[list[Cell]]) -> list[list[str]]:
    """The words of a table by row and column, those of a merged cell at the first of its places."""
    made: list[dict[int, str]] = [{} for _ in rows]
    for number, cells in enumerate(rows):
        column = 0
        for words, high, wide in cells:
            while column in made[number]:
                column += 1
            for row in range(high):
                for place in range(wide):
                    made[number + row][column + place] = words if (row, place) == (0, 0) else ""
            column += wide
    return [[line[column] for column in sorted(line)] for line in made]


def markup(rows: list[list[Cell]], heads: int = 0) -> str:
    """A table of a web page; the first ``heads`` rows are its head, which printers repeat on every page."""
    lines = [
        "<tr>" + "".join(f'<td rowspan="{h}" colspan="{w}">{escape(t)}</td>' for t, h, w in cells) + "</tr>"
        for cells in rows
    ]
    head = f"<thead>{''.join(lines[:heads])}</thead>" if heads else ""
    return f"<table>{head}<tbody>{''.join(lines[heads:])}</tbody></table>"


def text(parts: tuple[Part, ...] = PARTS) -> str:
    """The report as text, with a tab between the cells."""
    lines = (part if isinstance(part, str) else "\n".join("\t".join(cells) for cells in laid(part)) for part in parts)
    return "\n".join([*lines, ""])
