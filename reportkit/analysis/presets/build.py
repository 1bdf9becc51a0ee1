"""The tables that presets make."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from reportkit.analysis import panel as panels
from reportkit.analysis.panel import Panel
from reportkit.analysis.presets import attention, promises
from reportkit.workspace import Query, Workspace

Years = Sequence[int]


def build(workspace: Workspace, kind: str, settings: Mapping[str, Any], query: Query, years: Years = ()) -> Panel:
    """The panel of a kind (indicators, promises, attention) with its settings. Raises UsageError."""
    return KINDS[kind](workspace, settings, query, years)


def _indicators(workspace: Workspace, settings: Mapping[str, Any], query: Query, years: Years) -> Panel:
    asked = panels.asked_for(
        settings.get("indicators", ()), settings.get("measure") or "", settings.get("unit") or "",
        settings.get("status") or "target", settings.get("point") or "mid", settings.get("resolve") or "",
        settings.get("horizon") or ("annual",),
    )  # fmt: skip
    official = settings.get("outcome")
    options = panels.Options(
        fields=settings.get("wide", ()), gap=bool(settings.get("gap")), outcome=bool(settings.get("realised")),
        official=Path(official) if official else None,
    )  # fmt: skip
    return panels.build(workspace, asked, query, years, options)


KINDS: Mapping[str, Callable[[Workspace, Mapping[str, Any], Query, Years], Panel]] = {
    "indicators": _indicators,
    "promises": promises.build,
    "attention": attention.build,
}
