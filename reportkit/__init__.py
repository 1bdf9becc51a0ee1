"""Chinese government work reports (政府工作报告) as tables of indicators, commitments and projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportkit._version import __version__

if TYPE_CHECKING:
    from reportkit.report import Report, explain, extract, text

__all__ = ["Report", "__version__", "explain", "extract", "text"]


def __getattr__(name: str) -> Any:
    if name in ("Report", "explain", "extract", "text"):
        from reportkit import report

        return getattr(report, name)
    raise AttributeError(f"module 'reportkit' has no attribute {name!r}")
