"""reportkit patterns."""

from __future__ import annotations

from pathlib import Path

import click

from reportkit import rules
from reportkit.cli import terminal
from reportkit.cli.wrap import width
from reportkit.errors import UsageError
from reportkit.extraction import examples
from reportkit.words import tr, translated

_KEY = 8
"""Cells for the name of a part of a rule."""
_PATTERN = 2000
"""Characters of a pattern that are shown."""


@click.group("patterns")
def command() -> None:
    """List, show and test the rules.

    \b
    Examples:
      reportkit patterns list --family numbers.role
      reportkit patterns show numbers.role.quoted
      reportkit --patterns myrules patterns test
    """


def _known(overlays: tuple[Path, ...], ids: tuple[str, ...]) -> rules.Rules:
    known = rules.load(overlays)
    if unknown := [i for i in ids if i not in {r.id for r in known.all}]:
        raise UsageError(f"there is no rule {', '.join(unknown)}; `reportkit patterns list` names them all")
    return known


@command.command("list")
@click.option("--family", default="", help="Only rules whose family begins like this.")
@click.pass_obj
def list_(overlays: tuple[Path, ...], family: str) -> int:
    """List the rules: id, and what it is about.

    \b
    Examples:
      reportkit patterns list
      reportkit patterns list --family indicators
    """
    found = [r for r in rules.load(overlays).all if r.family.startswith(family)]
    for rule in found:
        terminal.say(f"{rule.id}\t{translated(rule.doc)}")
    return 0 if found else 1


@command.command()
@click.argument("ids", nargs=-1, required=True)
@click.pass_obj
def show(overlays: tuple[Path, ...], ids: tuple[str, ...]) -> int:
    """Show rules whole, their examples too.

    \b
    Examples:
      reportkit patterns show numbers.role.quoted
    """
    known = _known(overlays, ids)
    for rule in (r for r in known.all if r.id in ids):
        terminal.say(f"{rule.id}  ({rule.file})\n  {translated(rule.doc)}")
        _line("family", rule.family)
        for pattern in rule.patterns:
            _line("pattern", pattern if len(pattern) <= _PATTERN else pattern[:_PATTERN] + " …")
        for name, table in (("when", rule.when), ("set", rule.set)):
            if table:
                _line(name, ", ".join(f"{k} = {v}" for k, v in table.items()))
        for example in rule.hits:
            _line("hit", f"{example.text} → {example.found} {example.fields or ''}")
        for example in rule.misses:
            _line("miss", f"{example.text}  ({example.why})")
    return 0


def _line(name: str, value: str) -> None:
    told = tr(name)
    terminal.say(f"  {told}{' ' * (_KEY - width(told))} {value}".rstrip())


@command.command()
@click.argument("ids", nargs=-1)
@click.pass_obj
def test(overlays: tuple[Path, ...], ids: tuple[str, ...]) -> int:
    """Run the examples of all rules, or of those named; exit code 4 if one fails.

    \b
    Examples:
      reportkit patterns test
      reportkit patterns test numbers.role.quoted
    """
    known = _known(overlays, ids)
    failures = examples.check(known, ids or None)
    for failure in failures:
        terminal.say(f"{failure.rule}: {failure.text}: {failure.message}")
    terminal.say(
        tr("{count} examples, {failed} failed", count=examples.count(known, ids or None), failed=len(failures))
    )
    return 4 if failures else 0
