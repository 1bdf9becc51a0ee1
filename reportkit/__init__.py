"""Chinese government work reports (政府工作报告) as tables of indicators, commitments and projects."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from reportkit._version import __version__

if TYPE_CHECKING:
    from reportkit.api.comparing import diff, plot, view
    from reportkit.api.reading import read_all
    from reportkit.api.report import Report, explain, extract, text
    from reportkit.api.rescuing import check, rescue
    from reportkit.api.workspace import audit, export, filter, freq, methods, odd, panel, remove, reports, sample, score
    from reportkit.limits import Limits

_FROM = {
    "api.comparing": ("diff", "plot", "view"),
    "api.reading": ("read_all",),
    "api.report": ("Report", "explain", "extract", "text"),
    "api.rescuing": ("check", "rescue"),
    "api.workspace": (
        "audit", "export", "filter", "freq", "methods", "odd", "panel", "remove", "reports", "sample", "score",
    ),
    "limits": ("Limits",),
}  # fmt: skip
__all__ = [
    "Limits", "Report", "__version__", "audit", "check", "diff", "explain", "export", "extract", "filter", "freq", "methods", "odd",
    "panel", "plot", "read_all", "remove", "reports", "rescue", "sample", "score", "text", "view",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    for module, names in _FROM.items():
        if name in names:
            return getattr(import_module(f"reportkit.{module}"), name)
    raise AttributeError(f"module 'reportkit' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
