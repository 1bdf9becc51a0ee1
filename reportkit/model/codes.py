"""The closed sets of codes that columns hold, with their Chinese labels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from reportkit import resources

Part = Literal["review", "plan", "governance", "appendix"]
Measure = Literal["growth", "change", "share", "multiple", "rank", "level"]
Bound = Literal["eq", "ge", "gt", "le", "lt", "approx", "range", "relative", "delegated", "qualitative"]
Direction = Literal["up", "down", "none"]
Status = Literal["actual", "estimate", "target", "background"]
"""Of an indicator."""
Progress = Literal["planned", "start", "ongoing", "done"]
"""Status of a project."""
Strength = Literal["hard", "soft", "plain"]
Promise = Literal["quantified", "named", "general"]
"""Kind of a commitment."""
Named = Literal["project", "programme"]
"""Kind of a project."""
Role = Literal["value", "qualifier", "rank", "duration", "date", "ordinal", "list", "name", "range_end", "other"]

CODES: Mapping[str, Mapping[str, str]] = {
    "level": {"national": "国家", "province": "省级", "city": "地级", "county": "县级", "township": "乡级"},
    "part": {"review": "工作回顾", "plan": "工作安排", "governance": "政府建设", "appendix": "附录"},
    "measure": {
        "growth": "增长率", "change": "增减量", "share": "占比", "multiple": "倍数", "rank": "位次", "level": "水平值",
    },
    "bound": {
        "eq": "等于", "ge": "不低于", "gt": "超过", "le": "不超过", "lt": "低于", "approx": "左右", "range": "区间",
        "relative": "相对", "delegated": "按上级下达", "qualitative": "定性",
    },
    "direction": {"up": "上升", "down": "下降", "none": "无"},
    "status": {
        "actual": "实际", "estimate": "预计", "target": "目标", "background": "背景",
        "planned": "拟建", "start": "开工", "ongoing": "在建", "done": "建成",
    },
    "strength": {"hard": "硬约束", "soft": "软约束", "plain": "一般"},
    "kind": {
        "quantified": "量化", "named": "具名", "general": "一般", "project": "项目", "programme": "计划行动",
    },
    "role": {
        "value": "指标值", "qualifier": "限定", "rank": "位次", "duration": "时长", "date": "日期", "ordinal": "序数",
        "list": "编号", "name": "名称", "range_end": "区间上端", "other": "其他",
    },
    "state": {
        "stated": "有数值", "in words": "定性表述", "conflict": "数值冲突", "other measure": "另有口径",
        "not stated": "未提及", "no report": "无报告",
    },
    "horizon": {"annual": "年度", "plan": "规划期"},
    "comparison": {"actual": "实际比实际", "target": "目标比目标", "outlook": "实际比目标"},
}  # fmt: skip
"""Column → code → label. ``status`` and ``kind`` hold the codes of several tables."""


def labels(name: str) -> Mapping[str, str]:
    """Code → Chinese label of a set; empty if there is none. ``change`` are the verdicts and changes of comparisons."""
    return _changes() if name == "change" else CODES.get(name, {})


@resources.cached
def _changes() -> Mapping[str, str]:
    return {change: zh for change, _, zh in resources.table("diff/changes")}
