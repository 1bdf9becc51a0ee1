"""The commands that the documents quote run as they stand."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from running import ROOT, environment

from reportkit import limits
from reportkit.cli.main import COMMANDS
from reportkit.model import tables
from reportkit.model.codes import CODES

DOCUMENTS = [
    *(ROOT / n for n in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md")),
    *sorted((ROOT / "docs").glob("*.md")),
]
TUTORIALS = sorted((ROOT / "docs" / "tutorials").glob("*.md"))
QUOTED = [(d.name, c) for d in DOCUMENTS for c in re.findall(r"^ *\$ (reportkit .*)$", d.read_text("utf-8"), re.M)]
ONCE = {tuple(command.split("#")[0].split()): command for _, command in QUOTED}
"""Documents quote some commands alike: the two READMEs all of them."""


@pytest.mark.parametrize("command", ONCE.values())
def test_quoted_commands(command: str, tmp_path: Path, db: Path) -> None:
    shutil.copy(db, tmp_path / "reportkit.db")
    (tmp_path / "report.txt").write_bytes((ROOT / "data" / "samples" / "澄源市-2025.txt").read_bytes())
    arguments = shlex.split(command, comments=True)[1:]
    done = subprocess.run(
        [sys.executable, "-m", "reportkit", *arguments],
        cwd=tmp_path, env=environment(), capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout or {p.name for p in tmp_path.iterdir()} - {"report.txt", "reportkit.db"}


@pytest.mark.parametrize("tutorial", TUTORIALS, ids=lambda path: path.stem)
def test_tutorials_run_as_they_stand(tutorial: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data" / "samples", tmp_path / "reports")
    printed = ""
    for kind, block in re.findall(r"^```(console|python|text)\n(.*?)^```$", tutorial.read_text("utf-8"), re.M | re.S):
        if kind == "text":
            _assert_quoted(block.splitlines(), printed)
        elif kind == "python":
            printed = _printed(["-c", block], tmp_path)
        else:
            for command, *quoted in (part.splitlines() for part in block.split("$ reportkit ")[1:]):
                printed = _printed(["-m", "reportkit", *shlex.split(command)], tmp_path)
                _assert_quoted(quoted, printed)


@pytest.mark.parametrize(("name", "language"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_readme_shows_what_the_first_command_prints(name: str, language: str, tmp_path: Path) -> None:
    shutil.copy(ROOT / "data" / "samples" / "澄源市-2025.txt", tmp_path / "report.txt")
    (quoted,) = re.findall(r"^```text\n(.*?)^```$", (ROOT / name).read_text("utf-8"), re.M | re.S)
    done = subprocess.run(
        [sys.executable, "-m", "reportkit", "extract", "report.txt"],
        cwd=tmp_path, env=environment(REPORTKIT_LANG=language, COLUMNS="100"), capture_output=True, check=True,
    )  # fmt: skip
    _assert_quoted(quoted.splitlines(), done.stdout.decode())


def _printed(arguments: list[str], folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment(), capture_output=True, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    return (done.stderr + done.stdout).decode()


def _assert_quoted(quoted: list[str], printed: str) -> None:
    """That the lines quoted were printed in this order, perhaps with others between; … stands for anything."""
    lines = iter(printed.splitlines())
    for line in quoted:
        wanted = re.compile(".*?".join(map(re.escape, line.split("…"))))
        assert any(wanted.fullmatch(found.rstrip()) for found in lines), f"{line!r} is not in\n{printed}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages that the documentation site is made from."""
    folder = tmp_path_factory.mktemp("site") / "build" / "docs"
    subprocess.run([sys.executable, ROOT / "scripts" / "make_docs.py", folder], env=environment(), check=True)
    return folder


def test_reference_holds_every_column_code_command_and_rule(site: Path) -> None:
    reference = {path.stem: path.read_text("utf-8") for path in (site / "reference").rglob("*.md")}
    for column in {c.name for table in tables.TABLES for c in tables.columns(table)}:
        assert f"| `{column}` |" in reference["columns"]
    for column, labels in CODES.items():
        assert f"## {column}\n" in reference["codes"]
        assert all(f"| `{code}` | {label} |" in reference["codes"] for code, label in labels.items())
    for name in (*COMMANDS, "patterns show", "audit score", "reports failures"):
        assert f" reportkit {name}\n" in reference["commands"]
        assert f"Usage: reportkit {name} [OPTIONS]" in reference["commands"]
    listed = subprocess.run([sys.executable, "-m", "reportkit", "patterns", "list"], capture_output=True, check=True)
    ids = [line.split("\t")[0] for line in listed.stdout.decode().splitlines()]
    assert len(ids) > 100
    assert [i for i in ids if not any(f"### {i}\n" in page for page in reference.values())] == []


def test_site_is_built_without_a_warning(site: Path) -> None:
    pytest.importorskip("material")
    shutil.copy(ROOT / "mkdocs.yml", site.parents[1])
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"], cwd=site.parents[1], capture_output=True, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    assert (site.parent / "site" / "reference" / "columns.html").exists()


def test_both_readmes_quote_the_same_commands() -> None:
    english, chinese = (
        [c.split("#")[0].split() for n, c in QUOTED if n == name] for name in ("README.md", "README.zh-CN.md")
    )
    assert english == chinese


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for document in DOCUMENTS:
        for name in re.findall(r"(?:^\$ |`)make (\w+)", document.read_text("utf-8"), re.M):
            assert f"\n{name}:" in makefile, f"{document.name} names make {name}"


def test_every_limit_is_listed_with_its_default_and_its_reason() -> None:
    page = (ROOT / "docs" / "limits.md").read_text("utf-8")
    for name in limits.names():
        row = f"| `{limits.option(name)}` | {limits.default(name):,.0f} | {limits.what(name)} | {limits.why(name)} |"
        assert row in page, row
