"""Two reports side by side: promise against outcome, then against now, commitments, projects."""

from reportkit.analysis.diff.compare import SECTIONS, Compared, absent, alone, compare
from reportkit.analysis.diff.digest import UNCHANGED, Digest, Wanted, digest, tables_of
from reportkit.analysis.diff.promises import POINTS, SHARE, VERDICTS
from reportkit.analysis.diff.sides import Side, load, of_years
from reportkit.analysis.diff.wording import changes
from reportkit.analysis.diff.years import BACKWARDS, between

__all__ = [
    "BACKWARDS", "POINTS", "SECTIONS", "SHARE", "UNCHANGED", "VERDICTS", "Compared", "Digest", "Side", "Wanted",
    "absent", "alone", "between", "changes", "compare", "digest", "load", "of_years", "tables_of", "verdicts",
]  # fmt: skip


def verdicts() -> dict[str, str]:
    """Every verdict on a promise with its Chinese label."""
    return {verdict: changes()[verdict][1] for verdict in VERDICTS}
