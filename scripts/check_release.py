"""Whether a tag may become a release: version, changelog and citation say the same.

python scripts/check_release.py v1.2.3      (exit code 1 and a line per disagreement, if there are any)
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def disagreements(tag: str, root: Path = ROOT) -> list[str]:
    """What does not agree with the tag ``v1.2.3``, a line each."""
    version = tag.removeprefix("v")
    released = _found(root / "CHANGELOG.md", rf"^## \[{re.escape(version)}\] - (\d{{4}}-\d\d-\d\d)$")
    told = {
        "reportkit/_version.py: version": (_found(root / "reportkit/_version.py", r'__version__ = "(.+)"'), version),
        "CITATION.cff: version": (_found(root / "CITATION.cff", r"^version: (.+)$"), version),
        "CITATION.cff: date-released": (_found(root / "CITATION.cff", r"^date-released: (.+)$"), released),
    }
    wrong = [f"{what} is {is_ or 'missing'}, not {wanted}" for what, (is_, wanted) in told.items() if is_ != wanted]
    return wrong if released else [*wrong, f"CHANGELOG.md: no section ## [{version}] with a date"]


def _found(path: Path, pattern: str) -> str:
    found = re.search(pattern, path.read_text("utf-8"), re.MULTILINE)
    return found[1] if found else ""


if __name__ == "__main__":
    problems = disagreements(sys.argv[1])
    print("\n".join(problems), end="\n" if problems else "")
    sys.exit(bool(problems))
