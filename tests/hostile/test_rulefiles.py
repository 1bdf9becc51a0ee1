"""Folders of rules that are malformed or hostile: taken, or refused in a line, in bounded time."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from hostile import rulefiles
from hostile.sampled import sampled
from own_rules import rule

from reportkit import rules
from reportkit.errors import BadRules

_FEW = 30
"""Folders that are tried where not all are."""
_LONGEST = 10.0
"""Seconds of the processor that loading may take."""
_LINE = 400
"""Characters of the longest message."""
TAKEN = {
    "when = {}", "miss = []", 'before = ""', "a thousand alternatives", "pattern (?<=a+)#", "file empty", "file blank", "file BOM",
    "file no rule", "file a comment", *(f"when.{key} {pattern}" for key in ("not_before", "number") for pattern in rulefiles.RUNAWAY),
}  # fmt: skip
"""What is right, if strange; a pattern that runs away is stopped when it runs."""


def test_all_folders_are_told_apart_by_their_names() -> None:
    assert len({folder.name for folder in rulefiles.folders()}) == rulefiles.COUNT


@pytest.mark.parametrize("folder", sampled(rulefiles.folders(), _FEW), ids=lambda folder: str(folder.name)[:40])
def test_a_folder_is_taken_or_refused_in_a_line(folder: rulefiles.Folder, tmp_path: Path) -> None:
    (tmp_path / folder.file).write_bytes(folder.content)
    begun, refused = time.process_time(), ""
    try:
        rules.load((tmp_path,))
    except BadRules as error:
        refused = str(error)
    assert time.process_time() - begun < _LONGEST
    assert (not refused) == (folder.name in TAKEN), refused
    assert not refused or (
        str(tmp_path) in refused and "\n" not in refused and len(refused) < _LINE + len(str(tmp_path))
    )


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"pattern": '"新增{}#"'}, "{} is neither a macro"),
        ({"pattern": '"{lex:}#"'}, "{lex:} is neither a macro"),
        ({"pattern": '"a{1000000000}#"'}, "repeats a piece 1,000,000,000 times"),
        ({"doc": '" "'}, "lacks doc"),
    ],
)
def test_what_was_taken_as_it_stood_is_an_error(keys: dict[str, str], said: str, tmp_path: Path) -> None:
    folder = rule(tmp_path, "numbers.role", **({"set": '{ role = "name" }'} | keys))
    with pytest.raises(BadRules) as caught:
        rules.load((folder,))
    assert said in str(caught.value)


def test_braces_that_mean_something_are_taken(tmp_path: Path) -> None:
    for pattern in ("新增[{}]{1,3}#", "\\\\{新增#", "(?:新增){e<=1}#"):
        rules.load(
            (
                rule(
                    tmp_path,
                    "numbers.role",
                    pattern=f'"{pattern}"',
                    set='{ role = "name" }',
                    hit="[{ text = '新增5家。' }]",
                ),
            )
        )
        rules.load.cache_clear()


def test_names_of_a_thousand_parts_cost_nothing(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("a" + ".a" * (sys.getrecursionlimit() * 20) + " = 1", "utf-8")
    begun = time.process_time()
    with pytest.raises(BadRules, match="too deep"):
        rules.load((tmp_path,))
    assert time.process_time() - begun < _LONGEST / 5


def test_a_table_without_rows_must_name_known_columns(tmp_path: Path) -> None:
    (tmp_path / "units.tsv").write_text("新增\t1\n", "utf-8")
    with pytest.raises(BadRules, match="unknown column"):
        rules.load((tmp_path,))
