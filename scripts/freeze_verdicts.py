"""Adds to scripts/checked/verdicts.tsv what people said of rows, with the evidence that they carried then.

python scripts/freeze_verdicts.py NAME --gold GOLD
python scripts/freeze_verdicts.py NAME --texts FOLDER --sheets SHEET.csv …

NAME is that of the set of verdicts; what stands under it is replaced. GOLD holds gold/NAME.*.tsv, reports/NAME.txt and
score.py, which compares the two: reports whose answers were in sight when the rules were written. SHEETS are checked
sheets as `reportkit audit sample` draws them, of reports in FOLDER (one text file each) that had no answers then; a
sheet's rows are found again by report and place. Freeze a sheet with the rules by which its rows were made: rules
change, a verdict does not. The file holds evidence and counts, no text of any report.
"""

from __future__ import annotations

import argparse
import importlib.util
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from reportkit import rules
from reportkit.analysis import audit
from reportkit.extraction import pipeline
from reportkit.model import tables
from reportkit.model.records import Extraction
from reportkit.read import files

VERDICTS = Path(__file__).resolve().parent / "checked" / "verdicts.tsv"
ANNOTATED = "annotated"
"""The set whose answers were in sight when the rules were written."""
_HEAD = (
    "# What people said of rows: set, report, table, the evidence that the rows carried (| between pieces), "
    "how many, how many right.\n"
    "set\treport\ttable\tevidence\trows\tright\n"
)
_OVERLAP = 0.5
"""Least share that two clauses have in common, to be the same commitment; as in the scorer."""
_IGNORED = ("rank", "qualifier", "duration", "optional")
"""Roles of the gold whose rows are neither right nor wrong."""
_ROLES = ("dup", "range_end", "other", "optional")
"""Roles of the gold that the ledger need not share."""
_FIELDS = ("measure", "bound", "status")


@dataclass(frozen=True)
class Judged:
    """A row that was judged, with its evidence."""

    report: str
    table: str
    pieces: tuple[str, ...]
    right: bool


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("name")
    asked.add_argument("--gold", type=Path)
    asked.add_argument("--texts", type=Path)
    asked.add_argument("--sheets", type=Path, nargs="+", default=[])
    given = asked.parse_args()
    known = rules.load()
    judged = _of_gold(given.gold, known) if given.gold else _of_sheets(given.texts, given.sheets, known)
    write(given.name, judged)


def write(name: str, judged: Iterable[Judged], path: Path = VERDICTS) -> None:
    """Puts a set of verdicts in the place of what stands under its name."""
    counts: dict[tuple[str, str, str], Counter[bool]] = defaultdict(Counter)
    for row in judged:
        counts[row.report, row.table, "|".join(row.pieces)][row.right] += 1
    kept = path.read_text("utf-8").splitlines()[2:] if path.exists() else []
    lines = [line for line in kept if line.split("\t", 1)[0] != name]
    lines += ("\t".join((name, *key, str(c.total()), str(c[True]))) for key, c in counts.items())
    path.write_text(_HEAD + "\n".join(sorted(lines)) + "\n", "utf-8")


# ---------------------------------------------------------------- rows judged


def _extracted(
    path: Path, known: rules.Rules
) -> tuple[Extraction, dict[str, list[tuple[dict[str, Any], tuple[str, ...]]]]]:
    """A report read, its rows with their evidence."""
    extraction = pipeline.extract(files.read(path), known)
    return extraction, {table: list(tables.with_evidence(extraction, table)) for table in tables.TABLES}


def _of_sheets(texts: Path, sheets: Sequence[Path], known: rules.Rules) -> Iterator[Judged]:
    verdicts: dict[str, dict[tuple[str, int, int], bool]] = defaultdict(dict)
    for verdict in (v for sheet in sheets for v in audit.read(sheet)):
        verdicts[verdict.key[0]][verdict.table, *verdict.key[1:]] = bool(verdict.right)
    for path in sorted(texts.iterdir()):
        extraction, found = _extracted(path, known)
        wanted = verdicts.get(extraction.outline.info.id, {})
        for table, rows in found.items():
            for row, pieces in rows:
                right = wanted.get((table, row["start"], row["end"]))
                if right is not None:
                    yield Judged(row["report"], table, pieces, right)


def _of_gold(folder: Path, known: rules.Rules) -> Iterator[Judged]:
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    assert spec and spec.loader
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    for path in sorted((folder / "gold").glob("*.numbers.tsv")):
        name = path.name.removesuffix(".numbers.tsv")
        yield from _Report(scorer, folder, name, known).judged()


class _Report:
    """A report of the gold beside what is read from it; only what begins in the gold's windows is judged."""

    def __init__(self, scorer: ModuleType, folder: Path, name: str, known: rules.Rules) -> None:
        path = folder / "reports" / f"{name}.txt"
        self.scorer, self.name = scorer, name
        gold = folder / "gold"
        text = path.read_bytes().decode("utf-8")
        self.numbers, self.clauses, self.projects, self.index, _ = scorer.load_gold(gold, name, text)
        windows = scorer.load_windows(gold / f"{name}.windows.tsv")
        _, found = _extracted(path, known)
        self.found = {
            table: [(r, p) for r, p in rows if not windows or any(a <= r["start"] < b for a, b in windows)]
            for table, rows in found.items()
        }

    def judged(self) -> Iterator[Judged]:
        judges = {
            "indicators": self._indicator, "commitments": self._commitments(), "projects": self._project,
            "numbers": self._number,
        }  # fmt: skip
        for table, rows in self.found.items():
            for row, pieces in rows:
                right = judges[table](row)
                if right is not None:
                    yield Judged(self.name, table, pieces, right)

    def _indicator(self, row: dict[str, Any]) -> bool | None:
        if row["value"] is None:
            return None
        score, over = self.scorer, [g for g in self.numbers if row["start"] < g["end"] and g["start"] < row["end"]]
        gold = next((g for g in over if g["role"] == "value"), None)
        if gold is None:
            return None if any(g["role"] in _IGNORED for g in over) else False
        return (
            score.close(row["value"], gold["value"])
            and score.close(row["value_max"], gold.get("value_max"))
            and score.any_of(gold["unit"], lambda one: score.unit_ok(row["unit"], one))
            and score.name_ok(row["name"], gold["head"], gold["full"])
            and all(row[field] in gold[field].split("|") for field in _FIELDS)
            and score.any_of(gold["year"], lambda one: score.year_ok(row, one, gold["measure"]))
        )

    def _commitments(self) -> Any:
        rows = [row for row, _ in self.found["commitments"]]
        spans = [self.scorer.squeezed_span(row["start"], row["end"], self.index) for row in rows]
        pairs = [
            (shared, g, p) for g, (start, end, _) in enumerate(self.clauses) for p, span in enumerate(spans)
            if (shared := _shared((start, end), span)) >= _OVERLAP
        ]  # fmt: skip
        taken: dict[int, int] = {}
        for _, g, p in sorted(pairs, reverse=True):
            if p not in taken and g not in taken.values():
                taken[p] = g
        verdicts: dict[int, bool | None] = {}
        for p, row in enumerate(rows):
            gold = self.clauses[taken[p]][2] if p in taken else None
            neutral = gold is not None and gold["class"] not in "AB"
            verdicts[row["start"]] = (
                None if neutral else gold is not None and _same_action(row["action"], gold["action"])
            )
        return lambda row: verdicts[row["start"]]

    def _project(self, row: dict[str, Any]) -> bool | None:
        squeeze = self.scorer.squeeze
        named = [g for g in self.projects if squeeze(row["name"]) in map(squeeze, g["name"].split("|"))]
        return any(g["kind"] == row["kind"] and row["status"] in g["status"].split("|") for g in named)

    def _number(self, row: dict[str, Any]) -> bool | None:
        gold = next((g for g in self.numbers if row["start"] < g["end"] and g["start"] < row["end"]), None)
        return None if gold is None or gold["role"] in _ROLES else bool(row["role"] == gold["role"])


def _same_action(said: str, gold: str) -> bool:
    """Whether one of the gold's verbs is in the other's words: 培育创建 and 培育."""
    return any(said and (said in one or one in said) for one in gold.split("|"))


def _shared(one: tuple[int, int], other: tuple[int, int]) -> float:
    inside = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, inside) / (max(one[1], other[1]) - min(one[0], other[0]))


if __name__ == "__main__":
    main()
