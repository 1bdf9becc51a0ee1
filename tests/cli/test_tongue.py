"""What the commands say in Chinese: no text without its translation, no English left in tables and help."""

from __future__ import annotations

import ast
import re
import string
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import click
import pytest
from running import ROOT, SAMPLE, environment

from reportkit import resources, rules, words
from reportkit.cli import main
from reportkit.model import codes

RAISED = ("UsageError", "UnreadableInput", "NoReport", "BadRules", "say", "note", "warning")
"""Calls whose first argument people read."""
NAMED = ("unknown", "Known")
"""Calls that name a kind of thing."""
FIELD = re.compile(r"⟨[0-9]+⟩")
LATIN = re.compile(r"(?<![-./\w])[A-Za-z]{3,}(?![-\w./=(])")
KEPT = re.compile(r"`[^`]*`|'[^']*'|--?[a-z][-a-z]*|\[[a-z]+\]")
"""Commands, literals, options and names of extras stand as they are."""


def filled(node: ast.expr, number: Iterator[int]) -> list[str]:
    """The texts that an expression may make, with a mark for every value; none for what is no text."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr(values=values):
            texts = [""]
            for value in values:
                told = value.value if isinstance(value, ast.Constant) else f"⟨{next(number)}⟩"
                texts = [f"{text}{told}" for text in texts]
            return texts
        case ast.IfExp(body=body, orelse=orelse):
            return filled(body, number) + filled(orelse, number)
    return []


def called(names: tuple[str, ...], place: int) -> Iterator[tuple[str, str]]:
    """Where a call stands, and the texts that its argument may be."""
    for path in sorted((ROOT / "reportkit").rglob("*.py")):
        where = path.relative_to(ROOT / "reportkit").as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and len(node.args) > place:
                function = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if function in names:
                    for text in filled(node.args[place], count(1)):
                        yield f"{where}:{node.lineno}", text


def english(text: str) -> list[str]:
    """The English words of a Chinese text, but for what stands as it is."""
    return LATIN.findall(FIELD.sub("", KEPT.sub("", text)))


def test_every_message_is_known_in_chinese() -> None:
    found = [*called(RAISED, 0), *called(("wrong",), 1)]
    assert len(found) > 100
    missing = []
    for where, text in found:
        said = text.replace("%s", "⟨0⟩")
        bare = FIELD.sub("", KEPT.sub("", said)).strip(" :;,()\t\n")
        chinese = re.search("[\u4e00-\u9fff]", bare) and not re.search("[a-z]{3}", bare)
        if bare and not chinese and words.translated(said, "zh") == said:
            missing.append(f"{where} {text}")
    assert not missing, "\n".join(missing)


def test_every_kind_of_thing_that_may_be_unknown_has_a_chinese_name() -> None:
    kinds = {text for _, text in called(("unknown",), 0)} | {text for _, text in called(("Known",), 1)}
    assert len(kinds) > 15
    assert {kind for kind in kinds if words.translated(kind, "zh") == kind} == set()


def test_every_reason_of_the_ledger_is_known_in_chinese() -> None:
    docs = {rule.doc for rule in rules.load(()).all if rule.family == "numbers.role"}
    assert len(docs) > 50
    assert {doc for doc in docs if words.translated(doc, "zh") == doc} == set()


@pytest.mark.parametrize("name", ["interface", "messages", "reasons", "help"])
def test_a_translation_has_the_fields_of_its_text(name: str) -> None:
    def fields(text: str) -> set[str]:
        return {field for _, field, _, _ in string.Formatter().parse(text) if field}

    for row in resources.rows(f"words/{name}"):
        assert row["zh"], row["en"]
        assert fields(row["zh"]) <= fields(row["en"]), row["en"]


def test_every_code_has_labels_in_both_languages() -> None:
    for row in resources.rows("words/codes"):
        assert row["en"] and row["zh"], row
    for language in words.LANGUAGES:
        assert set(codes.labels("bound", language)) == set(codes.CODES["bound"])
    topics = {row["topic"] for row in resources.rows("indicators") if row["topic"]}
    sectors = {row["sector"] for row in resources.rows("project_sectors")}
    assert topics <= set(codes.labels("topic"))
    assert sectors <= set(codes.labels("sector"))


def commands(command: click.Command, name: str) -> Iterator[tuple[str, ...]]:
    """The words that call a command, and those below it."""
    yield (name,) if name else ()
    for below in getattr(command, "commands", {}):
        yield (name, below)


def helped() -> Iterator[tuple[str, ...]]:
    yield ()
    for name in main.COMMANDS:
        yield from commands(main.group.get_command(click.Context(main.group), name), name)  # type: ignore[arg-type]


@pytest.mark.parametrize("called_by", list(helped()), ids=" ".join)
def test_help_in_chinese_has_no_english_sentence_and_fits(
    called_by: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", "80")
    with words.spoken("zh"):
        assert main._run([*called_by, "--help", "--lang", "zh"], debug=True) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("用法：reportkit")
    assert all(cell_len(line) <= 80 for line in shown.splitlines())
    said = "\n".join(line for line in shown.splitlines() if re.search("[\u4e00-\u9fff]", line))
    sentences = re.findall(r"[A-Za-z]+(?: [A-Za-z]+){3,}", re.sub(r"reportkit .*", "", said))
    assert sentences == []


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LC_MESSAGES": "zh_TW", "LANG": "C"}, "zh"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "zh_CN"}, "zh"),
        ({}, "en"),
        ({"LANG": "zh_CN", "REPORTKIT_LANG": "en"}, "en"),
        ({"REPORTKIT_LANG": "zh"}, "zh"),
    ],
)
def test_the_language_is_that_of_the_locale_unless_told(told: dict[str, str], wanted: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "reportkit", "--help"], capture_output=True, env=environment(**told), check=True
    )
    assert done.stdout.decode().startswith({"zh": "用法", "en": "Usage"}[wanted])


@pytest.mark.parametrize(
    "arguments",
    [("--lang", "zh", "extract", "none.txt"), ("extract", "none.txt", "--lang=zh"), ("extrct", "--lang", "zh")],
)
def test_the_option_stands_anywhere_and_errors_obey_it(arguments: tuple[str, ...], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "reportkit", *arguments]
    done = subprocess.run(command, capture_output=True, cwd=tmp_path, env=environment(), check=False)
    assert done.returncode in (2, 3)
    assert "没有" in done.stderr.decode()


def test_a_user_may_lay_words_of_his_own_over_ours(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "codes.tsv").write_text("set\tcode\ten\tzh\nlevel\tcity\tcity\t地市\n", "utf-8")
    (tmp_path / "words" / "interface.tsv").write_text("en\tzh\nindicators\t指标表\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "reportkit", "--patterns", str(tmp_path), "--lang", "zh", "extract", str(SAMPLE), "--no-save"],
        capture_output=True, env=environment(), check=True,
    )  # fmt: skip
    assert "· 地市 ·" in done.stdout.decode()
    assert "指标表（" in done.stdout.decode()
