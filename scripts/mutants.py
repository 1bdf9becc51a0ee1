"""How much of the extraction code the tests hold: random mutants of it, and which of them no test notices.

python scripts/mutants.py --count 100 --seed 1      (needs reportkit[dev,mutants]; an hour on one core)

A copy of the checkout is mutated, never the checkout itself. The same seed and the same code give the same mutants. Each
survivor is either a branch without an example, or a change that makes no difference. Operators, conditions, loops and
numbers are changed; strings are not, so that patterns and words in the code are not tried.

Every mutant is tried in a fork of one process that has loaded the rules and all modules below the extraction: what the
mutant is part of, and all above it, is imported anew. The quickest tests come first, and the first that fails ends it.
"""

from __future__ import annotations

import compileall
import importlib.util
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click
import cosmic_ray.plugins
from cosmic_ray.commands.init import init
from cosmic_ray.modules import find_modules
from cosmic_ray.mutating import mutate_code
from cosmic_ray.work_db import WorkDB
from cosmic_ray.work_item import MutationSpec

ROOT = Path(__file__).resolve().parent.parent
ROOMS = "reportkit/extraction"
TESTS = (
    "tests/extraction/test_golden.py", "tests/rules/test_patterns.py", "tests/extraction/test_extraction.py",
    "tests/extraction/test_numbers.py", "tests/extraction/test_projects.py", "tests/extraction/test_identity.py",
    "tests/read/test_tables.py", "tests/extraction",
)  # fmt: skip
"""In the order in which they notice most mutants in the least time."""
SLOW = (
    "tests/extraction/test_long_numbers.py::test_a_report_with_a_long_number_does_not_stop_the_others",
    "tests/extraction/test_clean.py::test_no_text_makes_it_raise",
    "tests/extraction/test_limits.py::test_no_word_multiplies_the_ways_to_read_a_clause",
    "tests/rules/test_patterns.py::test_runaway_pattern_of_a_user_is_stopped",
)
"""Tests of time and of batches: half of the time of all, and what they hold is not what a row says."""
NOTHING_TO_FIND = re.compile(
    r"ReplaceBinaryOperator_BitOr|RemoveDecorator"
    r"|ReplaceComparisonOperator_(?:Is_Eq|IsNot_NotEq|Eq_Is|NotEq_IsNot)$"
)
"""Operators whose mutants change no grammar: `X | None` in annotations, caches, `is` for `==` of codes and None."""
DECLARATION = "@"
"""How a line begins that says what kind of class or function follows: slots or none makes no difference to a row."""
PATIENCE = 3
"""A test run that takes so many times as long as one without a mutant hangs: the mutant is noticed."""
_EVERY = 0.1
"""Seconds between two looks at a test run."""
_HUNG = -1
_PASSED = 0


@click.command()
@click.option("--count", default=100, show_default=True, help="How many mutants.")
@click.option("--seed", default=1, show_default=True, help="Which ones.")
@click.option("--under", default=ROOMS, show_default=True, help="Module or package to mutate.")
@click.option("--tests", multiple=True, default=TESTS, help="Tests that must notice a mutant, in their order.")
def main(count: int, seed: int, under: str, tests: Sequence[str]) -> None:
    """Print the mutants that survive, and how many there are."""
    chosen = _chosen(Path(under), count, random.Random(seed))
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        copy = _copied(folder)
        _warm(copy)
        begun = time.monotonic()
        if _tried(tests, float("inf")) != _PASSED:
            raise click.ClickException("the tests fail without a mutant")
        patience = PATIENCE * (time.monotonic() - begun)
        for place, mutant in enumerate(chosen, 1):
            code, changed = _judged(copy, mutant, _nearest_first(tests, mutant.module_path), patience)
            outcome = {_PASSED: "survived", _HUNG: "hung"}.get(code, "killed")
            found[outcome] += 1
            click.echo(f"{place} of {len(chosen)}: {outcome}: {_named(mutant)}", err=True)
            if code == _PASSED:
                click.echo(f"survived: {_named(mutant)}\n{changed}\n")
    told = ", ".join(f"{number} {outcome}" for outcome, number in found.most_common())
    click.echo(f"{len(chosen)} mutants of {under}, seed {seed}: {told}")


def _chosen(under: Path, count: int, chance: random.Random) -> list[MutationSpec]:
    """Mutants at places drawn with equal chances, however many operators fit a place."""
    os.chdir(ROOT)
    work = WorkDB(":memory:", WorkDB.Mode.create)
    init(sorted(find_modules([under])), work, {})
    lines: dict[Path, list[str]] = {}
    places: dict[tuple[object, ...], list[MutationSpec]] = {}
    for item in work.work_items:
        (mutant,) = item.mutations
        if mutant.module_path not in lines:
            lines[mutant.module_path] = mutant.module_path.read_text("utf-8").splitlines()
        line = lines[mutant.module_path][mutant.start_pos[0] - 1]
        if not NOTHING_TO_FIND.search(mutant.operator_name) and not line.lstrip().startswith(DECLARATION):
            kind = mutant.operator_name.partition("_")[0]
            places.setdefault((str(mutant.module_path), mutant.start_pos, mutant.end_pos, kind), []).append(mutant)
    drawn = chance.sample(sorted(places), min(count, len(places)))
    return [chance.choice(sorted(places[place], key=_named)) for place in drawn]


def _nearest_first(tests: Sequence[str], module: Path) -> list[str]:
    """The tests with those first that are named like a part of the module's path."""
    parts = {*module.with_suffix("").parts} - {*Path(ROOMS).parts}
    return sorted(tests, key=lambda test: Path(test).stem.removeprefix("test_") not in parts)


def _copied(folder: str) -> Path:
    """A compiled copy of the checkout under ``folder``, without what is hidden or made."""
    copy = Path(folder).resolve() / "checkout"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "build", "dist"))
    compileall.compile_dir(copy, quiet=1)
    return copy


def _warm(copy: Path) -> None:
    """Makes this process one that works in the copy and has loaded all that no mutant can change.

    Where CI is set, Hypothesis draws the same examples each time.
    """
    os.environ["CI"] = "1"
    os.chdir(copy)
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(copy))
    import pandas  # noqa: F401
    import pytest  # noqa: F401

    import reportkit.read.files
    from reportkit import rules

    if not Path(str(reportkit.__file__)).is_relative_to(copy):
        raise click.ClickException(f"the tests would import {reportkit.__file__}, not the copy in {copy}")
    rules.load(())
    if any(name.startswith("reportkit.extraction") for name in sys.modules):
        raise click.ClickException("a module below the extraction imports it: mutants would not be imported anew")


def _tried(tests: Sequence[str], patience: float) -> int:
    """The exit code of the tests in a fork of this process."""
    child = os.fork()
    if not child:
        _run(tests)
    begun = time.monotonic()
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status) or _PASSED
        if time.monotonic() - begun > patience:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return _HUNG
        time.sleep(_EVERY)


def _run(tests: Sequence[str]) -> None:
    """Runs the tests and ends this process."""
    import pytest

    os.setsid()  # so that what the tests start ends with them
    silent = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        os.dup2(silent, stream)
    without = [f"--deselect={name}" for name in SLOW]
    os._exit(pytest.main(["-x", "-q", "-n", "0", "-p", "no:cacheprovider", *without, *tests]))


def _judged(copy: Path, mutant: MutationSpec, tests: Sequence[str], patience: float) -> tuple[int, str]:
    """The exit code of the tests with a mutant, and the line that it changes."""
    path = copy / mutant.module_path
    original = path.read_text("utf-8")
    operator = cosmic_ray.plugins.get_operator(mutant.operator_name)(**dict(mutant.operator_args))
    changed = mutate_code(original, operator, mutant.occurrence)
    path.write_text(changed, "utf-8")
    # a compiled module counts as fresh if time and size of its source are the same
    Path(importlib.util.cache_from_source(str(path))).unlink(missing_ok=True)
    try:
        code = _tried(tests, patience)
    finally:
        path.write_text(original, "utf-8")
    return code, _difference(original, changed)


def _difference(original: str, changed: str) -> str:
    lines = zip(original.splitlines(), changed.splitlines(), strict=False)
    return "\n".join(f"- {one.strip()}\n+ {other.strip()}" for one, other in lines if one != other)


def _named(mutant: MutationSpec) -> str:
    return f"{mutant.module_path}:{mutant.start_pos[0]} {mutant.operator_name} {mutant.occurrence}"


if __name__ == "__main__":
    main()
