"""How much of the extraction code the tests hold: random mutants of it, and which of them no test notices.

python scripts/mutants.py --count 100 --seed 1      (needs reportkit[dev,mutants]; a quarter of an hour on two cores)

Copies of the checkout are mutated, never the checkout itself. The same seed and the same code give the same mutants. Each
survivor is either a branch without an example, or a change that makes no difference. Operators, conditions, loops and
numbers are changed; strings are not, so that patterns and words in the code are not tried.
"""

from __future__ import annotations

import os
import random
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import click
from cosmic_ray.commands.init import init
from cosmic_ray.modules import find_modules
from cosmic_ray.mutating import mutate_and_test
from cosmic_ray.work_db import WorkDB
from cosmic_ray.work_item import MutationSpec, TestOutcome, WorkResult

ROOT = Path(__file__).resolve().parent.parent
ROOMS = "reportkit/extraction"
TESTS = f"{shlex.quote(sys.executable)} -m pytest -x -q tests/extraction tests/rules/test_patterns.py"
NOTHING_TO_FIND = re.compile(
    r"ReplaceBinaryOperator_BitOr|RemoveDecorator"
    r"|ReplaceComparisonOperator_(?:Is_Eq|IsNot_NotEq|Eq_Is|NotEq_IsNot)$"
)
"""Operators whose mutants change no grammar: `X | None` in annotations, caches, `is` for `==` of codes and None."""
PATIENCE = 3
"""A test run that takes so many times as long as one without a mutant hangs: the mutant is noticed."""


@click.command()
@click.option("--count", default=100, show_default=True, help="How many mutants.")
@click.option("--seed", default=1, show_default=True, help="Which ones.")
@click.option("--jobs", default=os.cpu_count() or 1, show_default=True, help="How many at a time.")
@click.option("--under", default=ROOMS, show_default=True, help="Module or package to mutate.")
@click.option("--tests", default=TESTS, show_default=True, help="Command that must notice a mutant.")
def main(count: int, seed: int, jobs: int, under: str, tests: str) -> None:
    """Print the mutants that survive, and how many there are."""
    chosen = _chosen(Path(under), count, random.Random(seed))
    with tempfile.TemporaryDirectory() as folder:
        timeout = PATIENCE * _baseline(_copied(folder), tests)
        told: Counter[str] = Counter()
        with ProcessPoolExecutor(jobs, get_context("spawn"), _settle, (folder,)) as pool:
            for mutant, result in pool.map(_judged, chosen, [tests] * len(chosen), [timeout] * len(chosen)):
                told[_outcome(result)] += 1
                if result.test_outcome == TestOutcome.SURVIVED:
                    click.echo(f"survived: {_named(mutant)}\n{result.diff}\n")
    found = ", ".join(f"{number} {outcome}" for outcome, number in told.most_common())
    click.echo(f"{len(chosen)} mutants of {under}, seed {seed}: {found}")


def _chosen(under: Path, count: int, chance: random.Random) -> list[MutationSpec]:
    """Mutants at places drawn with equal chances, however many operators fit a place."""
    os.chdir(ROOT)
    work = WorkDB(":memory:", WorkDB.Mode.create)
    init(sorted(find_modules([under])), work, {})
    places: dict[tuple[object, ...], list[MutationSpec]] = {}
    for item in work.work_items:
        (mutant,) = item.mutations
        if not NOTHING_TO_FIND.search(mutant.operator_name):
            kind = mutant.operator_name.partition("_")[0]
            places.setdefault((str(mutant.module_path), mutant.start_pos, mutant.end_pos, kind), []).append(mutant)
    drawn = chance.sample(sorted(places), min(count, len(places)))
    return [chance.choice(sorted(places[place], key=_named)) for place in drawn]


def _copied(folder: str) -> Path:
    """A copy of the checkout under ``folder``, without what is hidden or made."""
    copy = Path(tempfile.mkdtemp(dir=folder)) / "checkout"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "build", "dist"))
    return copy


def _settle(folder: str) -> None:
    """A worker works in a copy of its own; where CI is set, Hypothesis draws the same examples each time."""
    os.environ["CI"] = "1"
    os.chdir(_copied(folder))


def _baseline(copy: Path, tests: str) -> float:
    """Seconds that the tests take without a mutant; ends the command if they do not pass or test another package."""
    where = [sys.executable, "-c", "import reportkit; print(reportkit.__file__)"]
    imported = subprocess.run(where, cwd=copy, capture_output=True, text=True, check=True).stdout.strip()
    if not Path(imported).is_relative_to(copy.resolve()):
        raise click.ClickException(f"the tests would import {imported}, not the copy in {copy}")
    begun = time.monotonic()
    done = subprocess.run(shlex.split(tests), cwd=copy, capture_output=True, text=True, check=False)
    if done.returncode:
        raise click.ClickException(f"the tests fail without a mutant:\n{done.stdout[-2000:]}")
    return time.monotonic() - begun


def _judged(mutant: MutationSpec, tests: str, timeout: float) -> tuple[MutationSpec, WorkResult]:
    return mutant, mutate_and_test([mutant], tests, timeout)


def _outcome(result: WorkResult) -> str:
    return result.test_outcome.value if result.test_outcome else result.worker_outcome.value


def _named(mutant: MutationSpec) -> str:
    return f"{mutant.module_path}:{mutant.start_pos[0]} {mutant.operator_name} {mutant.occurrence}"


if __name__ == "__main__":
    main()
