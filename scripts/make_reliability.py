"""Makes data/reliability.tsv, data/checked.tsv and scripts/checked/calibration.tsv from rows that people judged.

python scripts/make_reliability.py GOLD --texts FOLDER --sheets SHEET.csv … -o data

GOLD holds gold/NAME.*.tsv, reports/NAME.txt and score.py, which compares the two: reports whose answers were in sight
when the rules were written. SHEETS are checked sheets as `reportkit audit sample` draws them (scripts/checked), of
reports in FOLDER (one text file each) that had no answers then; a sheet's rows are found again by report and place.
Every row gets the evidence of ``reportkit.model.confidence``.
"""

from __future__ import annotations

import argparse
import importlib.util
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from reportkit import rules
from reportkit.analysis import audit
from reportkit.extraction import pipeline
from reportkit.model import confidence, tables
from reportkit.model.records import Extraction
from reportkit.read import files

CHECKED = Path(__file__).resolve().parent / "checked"
"""Where the verdicts are, and how far the confidence keeps to them."""
SEEN = "annotated when the rules were written"
"""Evidence of the rows of the gold alone: what they owe to their answers having been in sight; no other row has it."""
_RIDGE = 1.0
"""Weight of the penalty on large weights (a normal prior of variance 1), the base and SEEN left free."""
_STEPS = 50
"""Newton's steps: far more than these sums need to stand still."""
_STEADY = 1e-9
"""Keeps the equations solvable where evidence has no row."""
_LEAST = 5
"""Evidence on fewer rows is no evidence."""
_BINS = 10
_BIN_ROWS = 30
"""Tenths of confidence with fewer rows say nothing of calibration."""
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
    seen: bool


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("gold", type=Path)
    asked.add_argument("--texts", type=Path, required=True)
    asked.add_argument("--sheets", type=Path, nargs="+", required=True)
    asked.add_argument(
        "-o", dest="folder", type=Path, required=True, help="folder of the tables reliability and checked"
    )
    given = asked.parse_args()
    known = rules.load()
    judged = [*_of_gold(given.gold, known), *_of_sheets(given.texts, given.sheets, known)]
    made = {
        given.folder / "reliability.tsv": _weights_file,
        given.folder / "checked.tsv": _checked_file,
        CHECKED / "calibration.tsv": _calibration_file,
    }
    for path, lines in made.items():
        path.write_text("".join(lines(judged)), "utf-8")


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
                    yield Judged(row["report"], table, pieces, right, seen=False)


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
                    yield Judged(self.name, table, pieces, right, seen=True)

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


# ---------------------------------------------------------------- weights


def _pieces(rows: Sequence[Judged]) -> list[str]:
    """The evidence with enough rows, the base first."""
    counted = Counter(piece for row in rows for piece in row.pieces)
    known = sorted(p for p, n in counted.items() if n >= _LEAST and p != confidence.BASE)
    return [confidence.BASE, SEEN, *known] if any(row.seen for row in rows) else [confidence.BASE, *known]


def _matrix(rows: Sequence[Judged], pieces: Sequence[str]) -> Any:
    return np.array([[p in row.pieces or (p == SEEN and row.seen) for p in pieces] for row in rows], dtype=float)


def _fit(rows: Sequence[Judged], pieces: Sequence[str]) -> Any:
    """The weights of the evidence.

    A report cannot be worse for having been in sight. Where the rows would have it so, chance or the two readers'
    strictness speaks, and the rows of both kinds are taken together.
    """
    weights = _regression(_matrix(rows, pieces), rows, pieces)
    if SEEN in pieces and weights[pieces.index(SEEN)] < 0:
        matrix = _matrix(rows, pieces)
        matrix[:, pieces.index(SEEN)] = 0
        weights = _regression(matrix, rows, pieces)
    return weights


def _regression(x: Any, rows: Sequence[Judged], pieces: Sequence[str]) -> Any:
    """Logistic regression with a ridge, by Newton's method."""
    y = np.array([row.right for row in rows], dtype=float)
    ridge = np.diag([0.0 if p == confidence.BASE else _RIDGE for p in pieces])
    weights = np.zeros(len(pieces))
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (y - p) - ridge @ weights
        bend = x.T @ (x * (p * (1 - p))[:, None]) + ridge + _STEADY * np.eye(len(pieces))
        weights = weights + np.linalg.solve(bend, slope)
    return weights


def _crossed(rows: Sequence[Judged]) -> Any:
    """The probability of every row by the weights of all other reports."""
    found = np.zeros(len(rows))
    for report in {row.report for row in rows}:
        others = [row for row in rows if row.report != report]
        pieces = _pieces(others)
        inside = [k for k, row in enumerate(rows) if row.report == report]
        weights = _fit(others, pieces)
        found[inside] = 1 / (1 + np.exp(-_matrix([rows[k] for k in inside], pieces) @ weights))
    return found


def _calibration_file(judged: Sequence[Judged]) -> Iterator[str]:
    yield "# Confidence beside verdicts, each report by the weights of all others: whole samples, and tenths of confidence.\n"
    yield "table\tsample\tfrom\tto\trows\tconfidence\tright\n"
    for table in tables.TABLES:
        rows = [row for row in judged if row.table == table]
        said, seen = _crossed(rows), np.array([row.seen for row in rows])
        right = np.array([row.right for row in rows])
        for title, keep in (("all", seen | True), ("annotated", seen), ("not annotated", ~seen)):
            for first, last, inside in _tenths(said):
                held = keep & inside
                if held.sum() >= (_BIN_ROWS if last - first < 1 else 1):
                    told = f"{first:.1f}\t{last:.1f}\t{held.sum()}\t{said[held].mean():.3f}\t{right[held].mean():.3f}"
                    yield f"{table}\t{title}\t{told}\n"


def _tenths(said: Any) -> Iterator[tuple[float, float, Any]]:
    """The whole, then its tenths: bounds and which rows are inside."""
    yield 0.0, 1.0, said >= 0
    tenth = np.minimum((said * _BINS).astype(int), _BINS - 1)
    for place in range(_BINS):
        yield place / _BINS, (place + 1) / _BINS, tenth == place


def _weights_file(judged: Sequence[Judged]) -> Iterator[str]:
    yield "# Weights of evidence, and the rows checked that carry it; see reliability.README.md.\n"
    yield "table\tevidence\tweight\trows\tright\n"
    for table in tables.TABLES:
        rows = [row for row in judged if row.table == table]
        pieces = _pieces(rows)
        for piece, weight in zip(pieces, _fit(rows, pieces), strict=True):
            held = [row for row in rows if piece in row.pieces or (piece == SEEN and row.seen)]
            yield f"{table}\t{piece}\t{weight:.2f}\t{len(held)}\t{sum(row.right for row in held)}\n"


def _checked_file(judged: Sequence[Judged]) -> Iterator[str]:
    yield "# Rows checked by hand, by table and age of the report; annotated: its answers were there when rules were made.\n"
    yield "table\tannotated\tage\treports\trows\tright\n"
    groups: dict[tuple[str, str, str], list[Judged]] = defaultdict(list)
    for row in judged:
        age = "old" if "old report" in row.pieces else "recent"
        table = "targets in words" if "in words" in row.pieces else row.table
        groups[table, "yes" if row.seen else "no", age].append(row)
    for (table, annotated, age), rows in sorted(groups.items()):
        counts = len({row.report for row in rows}), len(rows), sum(row.right for row in rows)
        yield "\t".join((table, annotated, age, *map(str, counts))) + "\n"


if __name__ == "__main__":
    main()
