"""Charts of one report: targets beside outcomes, commitments by section, projects by status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from reportkit.model.codes import labels
from reportkit.model.measures import as_read
from reportkit.model.tables import Row
from reportkit.output.figures.canvas import LINE, WIDTH, Figure, clipped, number, ticks

Words = Mapping[str, str]
_LABELS = 170.0
"""Width of the labels on the left."""
_RIGHT = 12.0
_TOP = 20.0
_MOST_RATIO = 250.0
"""Per cent of the last outcome at which a target leaves the chart."""
_SECTION = 2
"""Headings of a commitment's section that a chart keeps apart."""


def targets(outlook: Sequence[Row], words: Words, lang: str) -> list[Figure]:
    """What the report sets beside what it reports, of ``differences.alone``: growth, shares, and levels by ratio."""
    both = [r for r in outlook if r["value_a"] is not None and r["value_b"] is not None]
    pairs = {
        "growth": [r for r in both if r["measure"] == "growth" and r["unit"] == "%"],
        "share": [r for r in both if r["measure"] == "share" and r["unit"] == "%"],
        "level": [r for r in both if r["measure"] == "level" and r["value_a"]],
    }
    return [_dumbbells(kind, rows, words, lang) for kind, rows in pairs.items() if rows]


def commitments(rows: Sequence[Row], words: Words, lang: str) -> Figure | None:
    """Commitments by section and strength."""
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        section = " / ".join(row["section"].split(" / ")[:_SECTION]).rpartition(" / ")[2] or words["no section"]
        counts.setdefault(section, Counter())[row["strength"]] += 1
    codes = ("hard", "plain", "soft")
    return _stacked(words["chart commitments"], counts, codes, "strength", words, lang) if counts else None


def projects(rows: Sequence[Row], words: Words, lang: str) -> Figure | None:
    """Projects and programmes by status."""
    counts: dict[str, Counter[str]] = {}
    for code in ("planned", "start", "ongoing", "done"):
        found = Counter(r["kind"] for r in rows if r["status"] == code)
        if found:
            counts[named("status", code, lang)] = found
    return _stacked(words["chart projects"], counts, ("project", "programme"), "kind", words, lang) if counts else None


def named(column: str, code: str, lang: str) -> str:
    """A code in the language of the page."""
    return labels(column, lang).get(code, code)


def _dumbbells(kind: str, rows: Sequence[Row], words: Words, lang: str) -> Figure:
    placed = [(_place(kind, r, "a"), _place(kind, r, "b"), _place(kind, r, "b_max")) for r in rows]
    figure = Figure(
        title=words[f"chart {kind}"], note=words[f"note {kind}"], heads=(words["indicator"], words["outcome"], words["target"]),
        rows=[(r["indicator"], _told(r, "a", lang), _told(r, "b", lang)) for r in rows],
        keys=[("box outcome", words["outcome"]), ("diamond target", words["target"])], height=_TOP + LINE * len(rows) + 24,
    )  # fmt: skip
    values = [v for places in placed for v in places if v is not None]
    x = _axis(figure, min([0.0, *values]), max(values))
    for place, (row, (outcome, target, target_max)) in enumerate(zip(rows, placed, strict=True)):
        y = _TOP + LINE * place + LINE / 2
        told = _filled(
            words["tip of target"], name=row["indicator"], outcome=_told(row, "a", lang), target=_told(row, "b", lang)
        )
        figure.write(_LABELS - 8, y + 4, clipped(row["indicator"], _LABELS - 10), "end", told)
        figure.rect(x(0.0), y - 5, x(outcome or 0.0) - x(0.0), 10, "outcome", told)
        if target_max is not None:
            figure.line(x(target or 0.0), y, x(target_max), y, "range")
            figure.diamond(x(target_max), y, "target", told)
        figure.diamond(x(target or 0.0), y, "target", told)
    return figure


def _place(kind: str, row: Row, side: str) -> float | None:
    """Where a value stands: falls left of zero; of levels the share of the outcome, in per cent."""
    value: Decimal | None = row["value_max_b" if side == "b_max" else f"value_{side}"]
    if value is None:
        return None
    if kind == "level":
        return min(_MOST_RATIO, float(value / row["value_a"] * 100))
    return float(-value if kind == "growth" and row[f"direction_{side[0]}"] == "down" else value)


def _told(row: Row, side: str, lang: str) -> str:
    """A number of a side as people write it, with its bound."""
    form = labels("bound form", lang).get(row[f"bound_{side}"], "{raw}")
    return form.replace(
        "{raw}",
        as_read(row | {"direction": row[f"direction_{side}"], "value": row[f"value_{side}"]}, row[f"raw_{side}"]),
    )


def _filled(form: str, **values: str) -> str:
    for name, value in values.items():
        form = form.replace(f"{{{name}}}", value)
    return form


def _axis(figure: Figure, low: float, high: float) -> Callable[[float], float]:
    """Draws the axis; what it returns gives the place of a value on it."""
    marks = ticks(low, high)
    scale = (WIDTH - _LABELS - _RIGHT) / (marks[-1] - marks[0])

    def x(value: float) -> float:
        return _LABELS + (value - marks[0]) * scale

    for mark in marks:
        figure.line(x(mark), _TOP - 4, x(mark), figure.height - 20, "zero" if mark == 0 else "grid")
        figure.write(x(mark), figure.height - 6, number(mark), "middle tick")
    return x


def _stacked(
    title: str, counts: Mapping[str, Counter[str]], codes: Sequence[str], column: str, words: Words, lang: str
) -> Figure:
    """A bar a group, parted by code."""
    names = [named(column, code, lang) for code in codes]
    figure = Figure(
        title=title, note="", heads=("", *names), rows=[(group, *(str(found[c]) for c in codes)) for group, found in counts.items()],
        keys=[(f"box part{k}", name) for k, name in enumerate(names)], height=_TOP + LINE * len(counts) + 24,
    )  # fmt: skip
    x = _axis(figure, 0.0, float(max(sum(found.values()) for found in counts.values())))
    for place, (group, found) in enumerate(counts.items()):
        y, begun = _TOP + LINE * place, 0
        figure.write(_LABELS - 8, y + LINE / 2 + 4, clipped(group, _LABELS - 10), "end", group)
        for k, code in enumerate(codes):
            if n := found[code]:
                figure.rect(
                    x(begun),
                    y + 3,
                    x(begun + n) - x(begun),
                    LINE - 6,
                    f"part{k}",
                    _filled(words["tip"], name=f"{group} {names[k]}", value=str(n)),
                )
                begun += n
        figure.write(x(begun) + 4, y + LINE / 2 + 4, str(begun), "tick")
    return figure
