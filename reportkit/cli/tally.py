"""What became of every text of a run: counts that add up, and what a person must be told, each thing once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from reportkit.cli.streams import say
from reportkit.intake.one import Outcome
from reportkit.read.text import printable
from reportkit.words import tr, translated

ROW = ", row "
"""Between the file of a corpus and the number of a row, as failures name it."""
_NAMED = 3
"""Names that stand in a line about many files."""
STATES = {
    "read": "read", "there": "there already", "twin": "twins", "other": "not reports", "failed": "failed",
}  # fmt: skip
"""What may become of a text, and how the last line says it."""

_SETTLED = "--region and --year settle which report it is; `reportkit explain --report FILE` shows its parts"


@dataclass
class Tally:
    """The books of a run. A text is read when it is kept as a report of its own."""

    states: dict[str, str] = field(default_factory=dict)
    """File → state."""
    found: dict[str, list[str]] = field(default_factory=dict)
    """Id of every report that was asked for, read now or before → its files."""
    told: dict[str, list[str]] = field(default_factory=dict)
    """Message → the files that it is about."""
    displaced: set[str] = field(default_factory=set)

    def ordered(self, places: Mapping[str, int]) -> list[str]:
        """Ids of all that was asked for, each once, in the order of their files (``places``) and of the rows in them."""

        def place(item: str) -> tuple[int, int]:
            file, _, row = item.rpartition(ROW)
            of_row = file in places and row.isdecimal()
            return (places[file], int(row)) if of_row else (places.get(item, len(places)), 0)

        return sorted(self.found, key=lambda report: min(map(place, self.found[report])))

    def take(self, outcome: Outcome) -> None:
        """Enters what became of a text."""
        item = printable(outcome.item)
        self.states[item] = _state(outcome)
        self.displaced.update(outcome.displaced)
        if outcome.report:
            self.found.setdefault(outcome.report, []).append(item)
        if outcome.kind:
            self.note(item, f"{_words(outcome.kind)}, not saved (`reportkit reports others` tells why)")
        elif outcome.error:
            self.note(item, outcome.error.removeprefix(f"{item}: "))
        elif outcome.twin:
            self.note(item, "another form of a report that is there, not saved (`reportkit reports twins`)")
        if outcome.doubt:
            self.note(item, f"in doubt: {outcome.doubt} ({_SETTLED})")
        for note in outcome.notes:
            own = note.startswith(f"{item}: ")
            self.note(item if own else "", note.removeprefix(f"{item}: "))

    def note(self, item: str, message: str) -> None:
        """Keeps what is to be told of a file, or of none."""
        self.told.setdefault(message, []).append(item)

    def counts(self) -> dict[str, int]:
        """How many texts came to what, in the order of ``STATES``; together all that were seen."""
        states = {
            item: "twin" if item in self.displaced and s in ("read", "there") else s for item, s in self.states.items()
        }
        found = Counter(states.values())
        return {state: found[state] for state in STATES}

    def __str__(self) -> str:
        """The line that adds up."""
        counts = self.counts()
        parts = [
            tr("{count} {state}", count=n, state=tr(STATES[state]))
            for state, n in counts.items() if n or state == "read"
        ]  # fmt: skip
        return tr("{seen} seen = {parts}", seen=sum(counts.values()), parts=" + ".join(parts))

    def tell(self) -> None:
        """Prints what is to be told, a line a message."""
        for message, items in self.told.items():
            if len(items) == 1 or not items[0]:
                say(f"{items[0]}: {message}" if items[0] else message)
                continue
            names = tr(", ").join(items[:_NAMED])
            if len(items) > _NAMED:
                names = tr("{names} and {count} more", names=names, count=len(items) - _NAMED)
            say(tr("{count} files: {message}: {names}", count=len(items), message=translated(message), names=names))
        self.told.clear()


def _state(outcome: Outcome) -> str:
    if outcome.kind:
        return "other"
    if not outcome.report:
        return "failed"
    return "twin" if outcome.twin else "there" if outcome.unchanged else "read"


def _words(kind: str) -> str:
    from reportkit.extraction.identity import Kind

    return Kind(kind, "").words
