"""Makes the pages of the documentation site: docs/ and the files beside it, and a reference of what the code defines.

python scripts/make_docs.py FOLDER      (by default build/docs, from which `mkdocs build` makes the site)
"""

from __future__ import annotations

import html
import re
import shutil
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from reportkit.cli.main import group
from reportkit.model import tables
from reportkit.model.codes import CODES

ROOT = Path(__file__).resolve().parent.parent
BESIDE: Mapping[str, str] = {
    "README.md": "index.md",
    "README.zh-CN.md": "zh.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "reporting.md",
    "CHANGELOG.md": "changelog.md",
    "data/regions.README.md": "data/regions.md",
    "data/reliability.README.md": "data/reliability.md",
}
"""Files outside docs/ that the site shows, and where; those of docs/ keep their places."""
SHOWN_TERMS = 8
"""Terms of a lexicon that its entry quotes: enough to see what kind of word it holds."""
_FENCED = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[([^\]]*)\]\(([^)#:\s]+)(#[^)\s]*)?\)")
"""A link to a file of the repository: neither to the web nor within the page."""


def main(folder: Path) -> None:
    """Writes all pages into ``folder``, which is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in pages().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    for name, place in pictures().items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / place)


def pictures() -> dict[str, str]:
    """The pictures that pages show, by their paths in the repository, and where the site has them."""
    found = (path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.png"))
    return {name: name.removeprefix("docs/") for name in found}


def pages() -> dict[str, str]:
    """The pages of the site by their paths in it: what people wrote, then what is read off the code and the data."""
    sources = {f"docs/{path.relative_to(ROOT / 'docs').as_posix()}": path for path in (ROOT / "docs").rglob("*.md")}
    places = {name: name.removeprefix("docs/") for name in sources} | dict(BESIDE)
    known = places | pictures()
    written = {place: _relinked((ROOT / name).read_text("utf-8"), name, known) for name, place in places.items()}
    made = {
        "reference/columns.md": columns(),
        "reference/codes.md": codes(),
        "reference/commands.md": "\n".join(["# Commands", "", *commands(group, "reportkit", 2)]),
        "reference/lexicons.md": lexicons(ROOT / "data"),
    }
    return written | made | rules(ROOT / "patterns")


def _relinked(text: str, name: str, places: Mapping[str, str]) -> str:
    """The text of a file with links to pages of the site as the site has them; other files are named without a link."""

    def moved(match: re.Match[str]) -> str:
        words, file, anchor = match.groups(default="")
        target = (ROOT / name).parent.joinpath(file).resolve()
        place = places.get(target.relative_to(ROOT).as_posix())
        up = "../" * places[name].count("/")
        return f"[{words}]({up}{place}{anchor})" if place else words

    parts = _FENCED.split(text)
    parts[::2] = [_LINK.sub(moved, part) for part in parts[::2]]
    return "".join(parts)


def columns() -> str:
    """Every column of the four tables, the common ones first."""
    parts = ["# Columns", ""]
    for name, held in {"Every table": tables.COMMON, **tables.OWN}.items():
        heading = name if held is tables.COMMON else f"`{name}`"
        rows = [(f"`{c.name}`", c.type, c.zh, _coded(c.name, c.doc)) for c in held]
        parts += [f"## {heading}", "", *_table(("column", "type", "中文", "what it holds"), rows), ""]
    return "\n".join([*parts, "Spans are written `start-end;start-end`; decimals are exact.", ""])


def _coded(name: str, doc: str) -> str:
    return f"{doc} ([codes](codes.md#{name}))" if name in CODES else doc


def codes() -> str:
    """Every closed set of codes with the labels that `--labels zh` writes."""
    parts = ["# Codes", "", "Where a column holds codes of several tables, each table uses its own.", ""]
    for column, labels in CODES.items():
        rows = [(f"`{code}`", label) for code, label in labels.items()]
        parts += [f"## {column}", "", *_table(("code", "中文"), rows), ""]
    return "\n".join(parts)


def commands(command: click.Command, name: str, level: int, parent: click.Context | None = None) -> Iterator[str]:
    """The help of a command as the terminal shows it, then that of its subcommands."""
    context = click.Context(command, parent, name.rpartition(" ")[2], **command.context_settings)
    yield from (f"{'#' * level} {name}", "", "```text", command.get_help(context).rstrip(), "```", "")
    if isinstance(command, click.Group):
        for sub in command.list_commands(context):
            found = command.get_command(context, sub)
            assert found is not None
            yield from commands(found, f"{name} {sub}", level + 1, context)


def rules(folder: Path) -> dict[str, str]:
    """A page for every folder of rule files, and one for the files beside the folders."""
    files: dict[str, list[Path]] = {}
    for path in sorted(folder.rglob("*.toml")):
        if not path.name.startswith("_"):
            files.setdefault(path.parent.name if path.parent != folder else path.stem, []).append(path)
    made = {}
    for name, members in files.items():
        parts = [f"# Rules: {name}", ""]
        for path in members:
            parts += _rule_file(path, path.relative_to(folder).as_posix())
        made[f"reference/rules/{name}.md"] = "\n".join(parts)
    return made


def _rule_file(path: Path, shown: str) -> Iterator[str]:
    text = path.read_text("utf-8")
    held = tomllib.loads(text)
    yield from (f"## `{held['family']}`", "", *_opening(text), "", f"In `patterns/{shown}`.", "")
    for rule in held["rule"]:
        yield from _rule(rule)


def _rule(rule: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"### {rule['id']}", "", _escaped(rule["doc"]), "")
    for key in ("when", "set"):
        if rule.get(key):
            yield from (f"- {key}: " + ", ".join(f"`{k}` = {_code(v)}" for k, v in rule[key].items()),)
    for example in rule.get("hit", ()):
        yield f"- ✓ {_escaped(example['text'])} → {_escaped(str(example.get('found', '')))}"
    for example in rule.get("miss", ()):
        yield f"- ✗ {_escaped(example['text'])} ({_escaped(example.get('why', ''))})"
    yield ""


def lexicons(folder: Path) -> str:
    """What every lexicon holds, in the words of its own first lines."""
    parts = ["# Lexicons", "", "The tab-separated tables of `data/`, with their first terms.", ""]
    for path in sorted(folder.rglob("*.tsv"), key=lambda p: (len(p.parts), p)):
        text = path.read_text("utf-8")
        header, *rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
        parts += [f"## `{path.relative_to(folder).as_posix()}`", "", *_opening(text), ""]
        terms = [_escaped(row[0]) for row in rows[:SHOWN_TERMS]]
        more = " …" if len(rows) > SHOWN_TERMS else ""
        parts += [f"{len(rows):,} rows; columns " + ", ".join(f"`{c}`" for c in header) + ".", ""]
        parts += [" · ".join(terms) + more, ""]
    return "\n".join(parts)


def _opening(text: str) -> list[str]:
    """The comment that a data file begins with."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(_escaped(line.lstrip("# ")))
    return lines


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


def _code(value: Any) -> str:
    """A value in code marks that its own backticks cannot close; what looks like markup is written as entities."""
    text = str(value)
    return f"<code>{_escaped(html.escape(text, quote=False))}</code>" if "<" in text else f"`` {text} ``"


def _escaped(text: str) -> str:
    """Text of data as Markdown shows it unchanged, on one line."""
    return re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", text).replace("\n", " ⏎ ")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "docs")
