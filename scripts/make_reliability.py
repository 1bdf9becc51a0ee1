"""Makes data/reliability*.tsv, data/checked.tsv and scripts/checked/calibration.tsv from scripts/checked/verdicts.tsv.

python scripts/make_reliability.py -o data

Every row that was judged counts for the weights of the evidence, which put rows in order; how sure each place in that
order is, is the share of right rows among those that nobody had seen when the rules were written.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from reportkit.model import confidence, tables

CHECKED = Path(__file__).resolve().parent / "checked"
"""Where the verdicts are, and how far the confidence keeps to them."""
SEEN = "annotated when the rules were written"
"""Evidence of the annotated reports alone: what they owe to their answers having been in sight; no other row has it."""
_ANNOTATED = "annotated"
_OLD = "old report"
_RIDGE = 1.0
"""Weight of the penalty on large weights (a normal prior of variance 1), the base left free."""
_STEPS = 50
_STILL = 1e-7
"""Newton's steps at most, and the change at which they stop."""
_STEADY = 1e-9
"""Keeps the equations solvable where evidence has no row."""
_LEAST = 20
"""Evidence on fewer rows is no evidence."""
_LEVEL = 100
"""Least rows in a level: the share of right ones is then known to within .05 (one standard error, at worst)."""
_BINS = 10
_BIN_ROWS = 30
"""Tenths of confidence with fewer rows say nothing of calibration."""


@dataclass(frozen=True)
class Verdicts:
    """Rows of one report that carry the same evidence, and how many of them were right."""

    report: str
    table: str
    pieces: frozenset[str]
    seen: bool
    rows: int
    right: int


class Level(NamedTuple):
    """Rows whose weights add up to ``least`` or more, up to the next level."""

    least: float
    rows: int
    right: int


class Model(NamedTuple):
    """What gives rows of a table their confidence."""

    weights: dict[str, float]
    levels: list[Level]

    def level(self, pieces: frozenset[str]) -> int:
        total = _total(self.weights, pieces)
        return max((k for k, level in enumerate(self.levels) if level.least <= total), default=0)

    def share(self, pieces: frozenset[str]) -> float:
        level = self.levels[self.level(pieces)]
        return level.right / level.rows


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("-o", dest="folder", type=Path, required=True, help="folder of the tables")
    given = asked.parse_args()
    judged = read()
    made = {
        given.folder / "reliability.tsv": _weights_file,
        given.folder / "reliability_levels.tsv": _levels_file,
        given.folder / "checked.tsv": _checked_file,
        CHECKED / "calibration.tsv": _calibration_file,
    }
    for path, lines in made.items():
        path.write_text("".join(lines(judged)), "utf-8")


def read(path: Path = CHECKED / "verdicts.tsv") -> dict[str, list[Verdicts]]:
    """The verdicts, by table."""
    found: dict[str, list[Verdicts]] = {table: [] for table in tables.TABLES}
    for line in path.read_text("utf-8").splitlines()[2:]:
        name, report, table, pieces, rows, right = line.split("\t")
        found[table].append(
            Verdicts(report, table, frozenset(pieces.split("|")), name == _ANNOTATED, int(rows), int(right))
        )
    return found


# ---------------------------------------------------------------- weights and levels


def fit(judged: Sequence[Verdicts]) -> Model:
    """The weights by every verdict, the levels by those that count for them."""
    weights = _weights(judged)
    return Model(weights, _levels(weights, [v for v in judged if _counts(v, judged)]))


def _counts(one: Verdicts, judged: Sequence[Verdicts]) -> bool:
    """Whether a verdict says how sure rows are: of a report unseen; of old ones, if none was, of an annotated one."""
    return not one.seen or (_OLD in one.pieces and not any(_OLD in v.pieces and not v.seen for v in judged))


def _weights(judged: Sequence[Verdicts]) -> dict[str, float]:
    """The weights of the evidence.

    A report cannot be worse for having been in sight. Where the rows would have it so, chance or the two readers'
    strictness speaks, and the rows of both kinds are taken together.
    """
    counted: Counter[str] = Counter()
    for one in judged:
        counted.update(dict.fromkeys(one.pieces, one.rows))
    known = sorted(piece for piece, rows in counted.items() if rows >= _LEAST and piece != confidence.BASE)
    pieces = [confidence.BASE, SEEN, *known]
    matrix = np.array([[p in v.pieces or (p == SEEN and v.seen) for p in pieces] for v in judged], dtype=float)
    weights = _regression(matrix, judged)
    if weights[1] < 0:
        matrix[:, 1] = 0
        weights = _regression(matrix, judged)
    return {piece: round(float(weight), 2) + 0.0 for piece, weight in zip(pieces, weights, strict=True)}


def _regression(x: Any, judged: Sequence[Verdicts]) -> Any:
    """Logistic regression with a ridge, by Newton's method."""
    rows, right = (np.array([getattr(v, name) for v in judged], dtype=float) for name in ("rows", "right"))
    ridge = np.diag([0.0, *[_RIDGE] * (x.shape[1] - 1)])
    weights = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (right - rows * p) - ridge @ weights
        bend = x.T @ (x * (rows * p * (1 - p))[:, None]) + ridge + _STEADY * np.eye(x.shape[1])
        step = np.linalg.solve(bend, slope)
        weights = weights + step
        if np.abs(step).max() < _STILL:
            break
    return weights


def _total(weights: dict[str, float], pieces: frozenset[str]) -> float:
    return round(sum(weights.get(piece, 0.0) for piece in pieces), 2)


def _levels(weights: dict[str, float], judged: Sequence[Verdicts]) -> list[Level]:
    """From the least sure rows to the surest: as many rows as make a level, and none less sure than the one before."""
    counts: dict[float, list[int]] = defaultdict(lambda: [0, 0])
    for one in judged:
        place = counts[_total(weights, one.pieces)]
        place[0] += one.rows
        place[1] += one.right
    levels: list[Level] = []
    for least, (rows, right) in sorted(counts.items()):
        if levels and levels[-1].rows < _LEVEL:
            levels[-1] = _joined(levels[-1], Level(least, rows, right))
        else:
            levels.append(Level(least, rows, right))
    return _rising(levels)


def _rising(levels: list[Level]) -> list[Level]:
    """Levels joined until each is surer than the one before and has enough rows (pool adjacent violators)."""
    found: list[Level] = []
    for level in levels:
        found.append(level)
        while len(found) > 1 and (
            (found[-1].rows < _LEVEL and level is levels[-1]) or not _surer(found[-1], found[-2])
        ):
            last = found.pop()
            found[-1] = _joined(found[-1], last)
    return found


def _surer(one: Level, other: Level) -> bool:
    return one.right * other.rows > other.right * one.rows


def _joined(one: Level, other: Level) -> Level:
    return Level(one.least, one.rows + other.rows, one.right + other.right)


# ---------------------------------------------------------------- how far it keeps its word


class Said(NamedTuple):
    """Verdicts, the confidence that rows of this evidence get, and what they would get by all other reports."""

    verdicts: Verdicts
    given: float
    crossed: float


def crossed(judged: Sequence[Verdicts]) -> list[Said]:
    """Every verdict beside the confidence by the reports that it is not of."""
    whole = fit(judged)

    @cache
    def without(report: str) -> Model:
        return fit([v for v in judged if v.report != report])

    return [Said(v, whole.share(v.pieces), without(v.report).share(v.pieces)) for v in judged]


def _calibration_file(judged: dict[str, list[Verdicts]]) -> Iterator[str]:
    yield "# Confidence, each report's by the verdicts on all others, beside the share of right rows: "
    yield "whole samples, and tenths of confidence.\n"
    yield "table\tsample\tfrom\tto\trows\tconfidence\tright\n"
    for table, verdicts in judged.items():
        said = crossed(verdicts)
        for sample, keep in (
            ("counted", [s for s in said if _counts(s.verdicts, verdicts)]),
            (_ANNOTATED, [s for s in said if s.verdicts.seen]),
        ):
            for first, last in _tenths():
                held = [s for s in keep if first <= s.given < last or (last == 1 and s.given == 1)]
                rows = sum(s.verdicts.rows for s in held)
                if rows >= (_BIN_ROWS if last - first < 1 else 1):
                    told = sum(s.crossed * s.verdicts.rows for s in held) / rows
                    right = sum(s.verdicts.right for s in held) / rows
                    yield f"{table}\t{sample}\t{first:.1f}\t{last:.1f}\t{rows}\t{told:.3f}\t{right:.3f}\n"


def _tenths() -> Iterator[tuple[float, float]]:
    """The whole, then its tenths."""
    yield 0.0, 1.0
    yield from ((place / _BINS, (place + 1) / _BINS) for place in range(_BINS))


# ---------------------------------------------------------------- the tables


def _weights_file(judged: dict[str, list[Verdicts]]) -> Iterator[str]:
    yield "# Weights of evidence, and the rows checked that carry it; see reliability.README.md.\n"
    yield "table\tevidence\tweight\trows\tright\n"
    for table, verdicts in judged.items():
        for piece, weight in fit(verdicts).weights.items():
            held = [v for v in verdicts if piece in v.pieces or (piece == SEEN and v.seen)]
            yield f"{table}\t{piece}\t{weight:.2f}\t{sum(v.rows for v in held)}\t{sum(v.right for v in held)}\n"


def _levels_file(judged: dict[str, list[Verdicts]]) -> Iterator[str]:
    yield "# Levels of confidence: rows whose weights (reliability.tsv) add up to least or more, "
    yield "how many were checked, how many right.\n"
    yield "table\tleast\trows\tright\n"
    for table, verdicts in judged.items():
        for level in fit(verdicts).levels:
            yield f"{table}\t{level.least:.2f}\t{level.rows}\t{level.right}\n"


def _checked_file(judged: dict[str, list[Verdicts]]) -> Iterator[str]:
    yield "# Rows checked by hand, by table and age of the report; "
    yield "annotated: its answers were there when rules were made.\n"
    yield "table\tannotated\tage\treports\trows\tright\n"
    groups: dict[tuple[str, str, str], list[Verdicts]] = defaultdict(list)
    for verdicts in judged.values():
        for one in verdicts:
            age = "old" if _OLD in one.pieces else "recent"
            table = "targets in words" if "in words" in one.pieces else one.table
            groups[table, "yes" if one.seen else "no", age].append(one)
    for (table, annotated, age), held in sorted(groups.items()):
        counts = len({v.report for v in held}), sum(v.rows for v in held), sum(v.right for v in held)
        yield "\t".join((table, annotated, age, *map(str, counts))) + "\n"


if __name__ == "__main__":
    main()
