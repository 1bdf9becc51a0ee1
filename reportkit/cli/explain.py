"""reportkit explain."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from reportkit import rules
from reportkit.cli import terminal
from reportkit.cli.streams import say
from reportkit.cli.wrap import width
from reportkit.errors import UnreadableInput, UsageError
from reportkit.extraction import numbers, pipeline
from reportkit.extraction.structure import turns as turning
from reportkit.model import confidence as reliability
from reportkit.model import tables
from reportkit.model.codes import labels
from reportkit.model.records import Extraction, Outline
from reportkit.read import files as reader
from reportkit.read.encoding import decode, diagnosis
from reportkit.words import language, tr, translated

_SHOWN = 30
"""Characters of a turn that are shown."""
_PART, _KEY = 10, 10
"""Cells for the name of a part, and for that of a field."""
_INDICATOR = ("name", "indicator", "measure", "status", "year", "action", "basis", "strength", "wording")


@click.command("explain")
@click.argument("text", nargs=-1, required=True)
@click.option(
    "--report", "whole", is_flag=True, help="TEXT is a report file: show how its parts and years are divided."
)
@click.option("--part", type=click.Choice(("review", "plan", "governance")), default="plan", show_default=True)
@click.option("--year", type=click.IntRange(1949, 2100), help="Year of delivery.")
@click.option("-f", "--format", "form", type=click.Choice(("table", "json")), default="table")
@click.pass_obj
def command(
    overlays: tuple[Path, ...], text: tuple[str, ...], whole: bool, part: str, year: int | None, form: str
) -> int:
    """Show how a sentence is read: numbers, roles, subjects and the rules that decided.

    \b
    Examples:
      reportkit explain "地区生产总值增长6.2%、突破2400亿元"
      reportkit explain "城乡养老金标准分别提高4%、9%" --part review --year 2025
      reportkit explain --report report.txt
    """
    if whole:
        return _division(overlays, text, year, form)
    told = _from_stdin() if text == (reader.STDIN,) else " ".join(text)
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
    _, shown, data = reader.content(reader.STDIN)
    if decoded := decode(data):
        return decoded.text
    raise UnreadableInput(f"{shown}: {diagnosis(data)}")


def _division(overlays: tuple[Path, ...], files: tuple[str, ...], year: int | None, form: str) -> int:
    """Prints the turns of one report."""
    if len(files) != 1:
        raise UsageError("explain --report: name one report file")
    outline = pipeline.outline(reader.read(files[0]), rules.load(overlays), year=year)
    found = division(outline)
    if form == "json":
        terminal.stream([terminal.dumps({"doubt": turning.doubt(outline.sentences), "turns": found}), "\n"], None)
        return 0
    parts = labels("part", language()) if language() == "zh" else {}
    for row in found:
        part = parts.get(row["part"], tr(row["part"]))
        part += " " * (_PART - width(part))
        terminal.say(f"{row['start']:>7}  {part}  {row['years']:9}  {row['sure']:.2f}  {row['text']}")
        terminal.say(f"{'':>7}  {row['rule']}")
    if doubt := turning.doubt(outline.sentences):
        say(f"in doubt: {doubt}")
    return 0


def division(outline: Outline) -> list[dict[str, Any]]:
    """Where the clock of a report turns: source offset, part, years meant, how sure, the rule, the first words."""
    rows = []
    for turn in turning.turns(outline.sentences):
        frame = turn.frame
        years = "–".join(str(y) for y in dict.fromkeys((frame.first, frame.last)) if y)
        rows.append({
            "start": outline.document.origin[turn.start], "part": turn.part or "front", "outlook": frame.outlook,
            "first": frame.first, "last": frame.last, "years": years, "sure": round(turn.sureness, 2),
            "rule": frame.rule, "text": outline.document.text[turn.start : turn.start + _SHOWN].split("\n")[0],
        })  # fmt: skip
    return rows


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
        table, record = ("indicators", row) if row else ("numbers", number)
        told |= {"confidence": _confidence(extraction, table, record)}
        others = [rule for rule in contenders[index] if rule != dict(number.trace).get("role")]
        ledger.append(told | {"runner-up": "".join(others[:1]), "rules": dict((row or number).trace)})
    words = [
        {
            "raw": running[r.start : r.end],
            "bound": r.bound,
            **{k: getattr(r, k) for k in _INDICATOR},
            "confidence": _confidence(extraction, "indicators", r),
            "rules": dict(r.trace),
        }
        for r in extraction.indicators
        if r.number is None
    ]
    promised = [
        {"text": running[c.start : c.end], "action": c.action, "object": c.object, "kind": c.kind,
         "strength": c.strength, "deadline": c.deadline, "owner": c.owner,
         "confidence": _confidence(extraction, "commitments", c), "rules": dict(c.trace)}
        for c in extraction.commitments
    ]  # fmt: skip
    named = [
        {"name": p.name, "kind": p.kind, "status": p.status, "place": p.place,
         "confidence": _confidence(extraction, "projects", p), "rules": dict(p.trace)}
        for p in extraction.projects
    ]  # fmt: skip
    return {"number": ledger, "target in words": words, "commitment": promised, "project": named}


def _confidence(extraction: Extraction, table: str, record: tables.Record) -> Decimal:
    return reliability.confidence(table, tables.evidence(extraction, record))


def _show(kind: str, row: dict[str, Any]) -> None:
    head = row.get("raw") or row.get("text") or row.get("name")
    terminal.say(f"{tr(kind)}  {head}")
    for key, value in row.items():
        if key != "rules" and value not in ("", None) and value != head:
            _field(key, tables.plain(value))
    _field("rules", "  ".join(f"{aspect}={rule}" for aspect, rule in row["rules"].items() if rule))


def _field(name: str, value: str) -> None:
    """A field with its value, both in the language of the reader."""
    if language() == "zh":
        value = labels(name).get(value, translated(value))
        name = _heads().get(name, tr(name))
    terminal.say(f"    {name}{' ' * (_KEY - width(name))} {value}")


def _heads() -> dict[str, str]:
    """Column → its Chinese head, of all tables."""
    return {column.name: column.zh for table in tables.TABLES for column in tables.columns(table)}
