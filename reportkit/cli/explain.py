"""reportkit explain."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from reportkit import rules
from reportkit.cli import terminal
from reportkit.cli.streams import visible
from reportkit.errors import UnreadableInput, UsageError
from reportkit.extraction import numbers, pipeline
from reportkit.model import confidence as reliability
from reportkit.model import tables
from reportkit.model.records import Extraction
from reportkit.read import files
from reportkit.read.encoding import decode, diagnosis
from reportkit.read.files import STDIN

_INDICATOR = ("name", "indicator", "measure", "status", "year", "action", "basis", "strength", "wording")


@click.command("explain")
@click.argument("text", nargs=-1, required=True)
@click.option("--part", type=click.Choice(("review", "plan", "governance")), default="plan", show_default=True)
@click.option("--year", type=click.IntRange(1949, 2100), help="Year of delivery.")
@click.option("-f", "--format", "form", type=click.Choice(("table", "json")), default="table")
@click.pass_obj
def command(overlays: tuple[Path, ...], text: tuple[str, ...], part: str, year: int | None, form: str) -> int:
    """Show how a sentence is read: numbers, roles, subjects and the rules that decided.

    \b
    Examples:
      reportkit explain "地区生产总值增长5.7%、突破3100亿元"
      reportkit explain "城乡低保标准分别提高6.8%、8.8%" --part review --year 2025
    """
    told = _from_stdin() if text == (STDIN,) else " ".join(text)
    if not told.strip():
        raise UsageError("explain: there is no text to explain")
    known = rules.load(overlays)
    extraction = pipeline.read_snippet(told, known, part, year)
    found = explanation(extraction, known)
    if form == "json":
        terminal.stream([terminal.dumps(found), "\n"], None)
    else:
        for kind, rows in found.items():
            for row in rows:
                _show(kind, row)
    return 0 if any(found.values()) else 1


def _from_stdin() -> str:
    """Standard input, in whatever encoding. Raises UnreadableInput, UsageError."""
    _, shown, data = files.content(STDIN)
    if decoded := decode(data):
        return decoded.text
    raise UnreadableInput(f"{shown}: {diagnosis(data)}")


def explanation(extraction: Extraction, known: rules.Rules) -> dict[str, list[dict[str, Any]]]:
    """Numbers, targets in words, commitments and projects with their fields, confidence and rules by aspect.

    A number also has its runner-up: the rule of role that would have decided if the one that did were not there.
    """
    contenders = numbers.contenders(extraction.outline, known)
    running = extraction.outline.document.text
    rows = {row.number: row for row in extraction.indicators}
    ledger = []
    for index, number in enumerate(extraction.numbers):
        told: dict[str, Any] = {"raw": running[number.start : number.end], "role": number.role}
        told |= {k: getattr(number, k) for k in ("value", "value_max", "unit", "bound", "reason")}
        row = rows.get(index)
        told |= {k: getattr(row, k) for k in _INDICATOR} if row else {}
        told |= {"confidence": _confidence("indicators", row) if row else _confidence("numbers", number)}
        others = [rule for rule in contenders[index] if rule != dict(number.trace).get("role")]
        ledger.append(told | {"runner-up": "".join(others[:1]), "rules": dict((row or number).trace)})
    words = [
        {
            "raw": running[r.start : r.end],
            "bound": r.bound,
            **{k: getattr(r, k) for k in _INDICATOR},
            "confidence": _confidence("indicators", r),
            "rules": dict(r.trace),
        }
        for r in extraction.indicators
        if r.number is None
    ]
    promised = [
        {"text": running[c.start : c.end], "action": c.action, "object": c.object, "kind": c.kind,
         "strength": c.strength, "deadline": c.deadline, "owner": c.owner, "confidence": _confidence("commitments", c),
         "rules": dict(c.trace)}
        for c in extraction.commitments
    ]  # fmt: skip
    named = [
        {"name": p.name, "kind": p.kind, "status": p.status, "place": p.place,
         "confidence": _confidence("projects", p), "rules": dict(p.trace)}
        for p in extraction.projects
    ]  # fmt: skip
    return {"number": ledger, "target in words": words, "commitment": promised, "project": named}


def _confidence(table: str, record: tables.Record) -> Decimal:
    return reliability.confidence(table, reliability.mechanism(record))


def _show(kind: str, row: dict[str, Any]) -> None:
    head = row.get("raw") or row.get("text") or row.get("name")
    click.echo(f"{kind}  {click.style(visible(str(head)), bold=True)}")
    for key, value in row.items():
        if key != "rules" and value not in ("", None) and value != head:
            click.echo(f"    {key:10} {visible(tables.plain(value))}")
    decided = "  ".join(f"{aspect}={rule}" for aspect, rule in row["rules"].items() if rule)
    click.echo(f"    {'rules':10} {decided}")
