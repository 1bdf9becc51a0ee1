"""Expressions of ``--where`` that would take all time or all memory."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile import expressions
from hostile.sampled import sampled
from running import SAMPLE

import reportkit
from reportkit import workspace as store
from reportkit.errors import UsageError
from reportkit.workspace import Query, Workspace, guard

_SOON, _SLACK = 1.0, 3.0
"""Seconds that a query is allowed here, and that its end may take on a busy machine."""
_FEW = 24
"""Expressions that are tried where not all are."""
_CROSS = "(SELECT count(*) FROM number_rows a, number_rows b, number_rows c, number_rows d WHERE a.key <> indicators.key) > 0"
_WORDS = "(SELECT count(*) FROM sentences a, sentences b, sentences c WHERE c.text || a.text || b.text REGEXP '(.*?){2}zz') >= 0"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("where") / "w.db"
    found = reportkit.extract(SAMPLE)
    with store.open(path, write=True) as made:
        made.save(found.extraction, found.rules_hash)
    return path


@pytest.fixture
def workspace(sample: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setattr(guard, "LIMIT", _SOON)
    with store.open(sample) as found:
        yield found


@pytest.mark.parametrize(
    "where",
    [
        _CROSS,
        f"key < (SELECT min(key) FROM indicator_rows) + 3 OR {_CROSS}",
        _WORDS,
        "(SELECT length(group_concat(a.text || b.text)) FROM sentences a, sentences b, sentences c) > 0",
        "length(hex(randomblob(4000000))) > 0 AND " + _CROSS,
    ],
)
def test_it_ends_in_time_wherever_it_stands(where: str, workspace: Workspace) -> None:
    begun = time.monotonic()
    with pytest.raises(
        UsageError,
        match="--where: (the query takes more than 1 s|.*of more than 16 MB|.*takes more than 1 s on a text)",
    ):
        list(workspace.rows("indicators", Query(where=where)))
    assert time.monotonic() - begun < _SOON + _SLACK


@pytest.mark.parametrize(
    "where",
    [
        "length(randomblob(900000000)) > 0",
        "length(zeroblob(900000000)) > 0",
        "length(replace(hex(zeroblob(2000000)), '0', 'aaaaaaaaaaaaaaaaaaaa')) > 0",
    ],
)
def test_it_makes_no_text_without_end(where: str, workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="--where: an expression makes a text of more than 16 MB"):
        list(workspace.rows("indicators", Query(where=where)))


def test_the_time_of_the_reader_is_not_counted(workspace: Workspace) -> None:
    wanted = workspace.count("indicators")
    rows = workspace.rows("indicators", Query(where="1"))
    next(rows)
    time.sleep(_SOON * 1.2)
    assert 1 + len(list(rows)) == wanted


def test_other_queries_between_its_rows_are_free(workspace: Workspace) -> None:
    rows = workspace.rows("indicators", Query(where="1"))
    next(rows)
    assert workspace.count("numbers") > 0
    assert workspace.connection.execute("SELECT length(zeroblob(20000000))").fetchone() == (20_000_000,)
    assert next(rows)


def test_all_expressions_are_told_apart() -> None:
    assert len(set(expressions.ALL)) == expressions.COUNT


@pytest.mark.parametrize("where", sampled(expressions.ALL, _FEW), ids=lambda where: str(where)[:40])
def test_any_expression_gives_rows_or_an_error_in_time(where: str, workspace: Workspace, sample: Path) -> None:
    before, begun = sample.read_bytes(), time.monotonic()
    refused = ""
    try:
        found = sum(1 for _ in workspace.rows("indicators", Query(where=where)))
        assert where in expressions.RIGHT or not found or where in (*expressions.ENDLESS, *expressions.LARGE)
    except UsageError as error:
        refused = str(error)
    assert time.monotonic() - begun < _SOON + _SLACK
    assert refused.startswith("--where: ") or where not in (*expressions.WRITING, *expressions.WRONG)
    assert not refused or where not in expressions.RIGHT
    assert "\n" not in refused
    assert sample.read_bytes() == before


@pytest.mark.parametrize("where", sampled(expressions.WRONG, len(expressions.WRONG)), ids=lambda where: str(where)[:40])
def test_what_cannot_be_right_is_an_error_where_there_is_no_row(where: str, tmp_path: Path) -> None:
    with store.open(tmp_path / "empty.db", write=True) as empty, pytest.raises(UsageError, match="--where: "):
        list(empty.rows("indicators", Query(where=where)))


@pytest.mark.parametrize(
    "pattern", ["a{900000000}", "(a{30000}){30000}", "((a{300}){300}){300}", "(" * 5000 + ")" * 5000]
)
def test_a_pattern_has_no_size_without_end(pattern: str, workspace: Workspace) -> None:
    begun = time.monotonic()
    with pytest.raises(UsageError, match="--regex: (repeats a piece|is too large|too many|.*nested)"):
        list(workspace.rows("indicators", Query(regex=pattern)))
    assert time.monotonic() - begun < _SLACK
