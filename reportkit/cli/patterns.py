"""reportkit patterns."""

from __future__ import annotations

from pathlib import Path

import click

from reportkit import rules
from reportkit.errors import UsageError
from reportkit.extraction import examples


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
        click.echo(f"{rule.id}\t{rule.doc}")
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
        click.echo(f"{rule.id}  ({rule.file})\n  {rule.doc}\n  family   {rule.family}")
        for pattern in rule.patterns:
            click.echo(f"  pattern  {pattern if len(pattern) <= 2000 else pattern[:2000] + ' …'}")
        for name, table in (("when", rule.when), ("set", rule.set)):
            if table:
                click.echo(f"  {name:8} " + ", ".join(f"{k} = {v}" for k, v in table.items()))
        for example in rule.hits:
            click.echo(f"  hit      {example.text} → {example.found} {example.fields or ''}")
        for example in rule.misses:
            click.echo(f"  miss     {example.text}  ({example.why})")
    return 0


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
        click.echo(f"{failure.rule}: {failure.text}: {failure.message}")
    click.echo(f"{examples.count(known, ids or None)} examples, {len(failures)} failed")
    return 4 if failures else 0
