"""The families of rules: a closed table of how each is asked, who wins, and what its rules may say and require.

Everything else follows from it: what is refused when rules are loaded, how the patterns are compiled and asked
(``rules.match``), how examples are checked, and the table in docs/rules.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from reportkit.model.codes import CODES


class Way(Enum):
    """How a pattern is held against a text."""

    WHOLE = "the pattern must match all of it"
    START = "the pattern must match at its beginning"
    ANYWHERE = "the pattern is searched in it"
    RUN = "the patterns of all rules are matched at its beginning, again and again"
    RUN_BACK = "the patterns of all rules are matched at its end, again and again"
    BEFORE = "the pattern must match right before the slot `#`, which ends it"
    AROUND = "the pattern must match right before and after the slot `#`"
    BESIDE = "a pattern with the slot `#` must match right before and after the number, one without is searched in it"

    @property
    def slot(self) -> bool:
        """Whether the patterns must be written around a slot ``#``."""
        return self in (Way.BEFORE, Way.AROUND)

    @property
    def beside(self) -> bool:
        """Whether they may be."""
        return self is Way.BESIDE

    @property
    def joined(self) -> bool:
        """Whether the rules of the family are asked as one expression."""
        return self in (Way.RUN, Way.RUN_BACK)


class Wins(Enum):
    """Which of several rules that match decides."""

    FIRST = "the first rule that matches decides"
    LAST = "the match that ends last decides, of several at one place that of the first rule"
    LONGEST = "the match that begins first decides, of several that of the first rule"
    EVERY = "every match of every rule counts"


@dataclass(frozen=True, slots=True)
class Codes:
    """A closed set of codes. Where ``several`` are allowed they are written with ``|`` between them."""

    allowed: tuple[str, ...]
    several: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """The values of a column of a lexicon (``|`` parts several in a cell), and some beside them."""

    lexicon: str
    column: str
    also: tuple[str, ...] = ()
    several: bool = False


@dataclass(frozen=True, slots=True)
class Integer:
    """A whole number."""


@dataclass(frozen=True, slots=True)
class Decimal:
    """A number, whole or with a decimal point."""


@dataclass(frozen=True, slots=True)
class RuleId:
    """The id of another rule."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression."""


Values = Codes | Column | Integer | Decimal | RuleId | Pattern


class How(Enum):
    """How a condition is held against a fact."""

    IS = "is one of"
    NOT = "is none of"
    SHARES = "one is among"
    FULL = "matches all of"
    SEARCH = "is found in"
    START = "matches at the beginning of"
    ABSENT = "is not found in"
    SETTING = "is a setting, no condition"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One key of ``when``."""

    fact: str
    """What of the place it is held against, in words and as the stages name it."""
    how: How
    values: Values = Pattern()
    excuses: str = ""
    """The condition that need not hold where this one does; it is no condition of its own."""
    later: bool = False
    """Whether the stage asks it by itself, of each part of what was found."""
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """What there is to know of a family of rules."""

    name: str
    decides: str
    """What its rules decide, for the reference."""
    text: str
    """What they are held against, for the reference."""
    asks: Way
    wins: Wins = Wins.FIRST
    set: Mapping[str, Values] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    """Keys of ``set`` that a rule must have."""
    when: Mapping[str, Condition] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    """Named groups that are read; a digit may follow where one is needed twice (year, year2)."""
    needs: tuple[str, ...] = ()
    """Named groups that every pattern must have."""
    silent: bool = False
    """Whether its rules leave no mark on a row: their examples are held against the pattern itself."""


def _codes(column: str, *also: str) -> Codes:
    return Codes((*CODES[column], *also))


_YES = Codes(("yes",))
_PARTS = Codes(tuple(CODES["part"]), several=True)
_DIRECTION = Codes(("up", "down"))
_STATUS = Codes(("actual", "estimate", "target", "background"))
_KINDS = Column("units", "kind", also=("none",), several=True)
_UNITS = Column("units", "unit", also=("",), several=True)
_KIND = Condition(fact="kind", how=How.IS, values=_KINDS)
_NOT_BEFORE = Condition(fact="left", how=How.ABSENT)
_PART = Condition(fact="part", how=How.IS, values=_PARTS)
_OUTLOOK = Condition(fact="outlook", how=How.IS, values=Codes(("past", "ahead"), several=True))
_FOUND = ("before", "after", "around", "inherited", "completed", "distributed")

_YEARS = (
    "named", "named_span", "plan_span", "plan_end", "plan_first", "compared", "same", "next", "ahead", "last", "recent",
    "span_last", "span_next", "streak", "before", "coming", "since", "since_plan", "since_congress",
)  # fmt: skip
"""Kinds of expression of time (``domain.calendar``)."""
_YEAR_GROUPS = ("year", "first", "last", "plan", "n", "since")
_NUMBER_WHEN: Mapping[str, Condition] = {
    "number": Condition(fact="number", how=How.FULL),
    "script": Condition(fact="script", how=How.IS, values=Codes(("arabic", "chinese"))),
    "kind": _KIND,
    "vague": Condition(fact="vague", how=How.IS, values=Codes(("余", "多", "几"), several=True)),
    "not_before": _NOT_BEFORE,
}
_PROJECT_KIND = Codes(("project", "programme"))
_VERB = Condition(fact="verb", how=How.SHARES, values=Column("project_verbs", "kind", several=True))
_AFTER = Condition(fact="after", how=How.START, excuses="verb")
_HEAD_WHEN: Mapping[str, Condition] = {
    "verb": _VERB,
    "after": _AFTER,
    "quoted": Condition(fact="quoted", how=How.IS, values=_YES, excuses="verb"),
    "not": Condition(fact="name", how=How.ABSENT),
    "stem": Condition(fact="stem", how=How.SEARCH),
    "head": Condition(fact="head", how=How.SEARCH, later=True),
    "proper": Condition(fact="proper", how=How.IS, values=_YES),
    "reach": Condition(fact="reach", how=How.SETTING, values=_YES),
    "share": Condition(fact="share", how=How.SETTING, values=_YES),
}


def _number(
    name: str, decides: str, key: str, values: Values, also: Mapping[str, Values] | None = None, **more: Condition
) -> Family:
    return Family(
        name=name,
        decides=decides,
        text="the running text around a number",
        asks=Way.AROUND,
        set={key: values, **(also or {})},
        required=frozenset((key,)),
        when={**_NUMBER_WHEN, **more},
    )


def _heads(name: str, decides: str) -> Family:
    return Family(
        name=name,
        decides=decides,
        text="the running text, quotations and brackets blanked out",
        asks=Way.ANYWHERE,
        wins=Wins.EVERY,
        set={"kind": _PROJECT_KIND},
        required=frozenset(("kind",)),
        when=_HEAD_WHEN,
    )


def _zone(name: str, decides: str, text: str, asks: Way) -> Family:
    taken: Mapping[str, Values] = {"takes": Codes(("next", "neighbours")), "most": Integer()}
    taken = taken if name == "clean.around" else {}
    return Family(name=name, decides=decides, text=text, asks=asks, set=taken, silent=True)


def _evidence(
    name: str, decides: str, said: Mapping[str, Values], groups: tuple[str, ...] = (), needs: tuple[str, ...] = (),
    required: tuple[str, ...] = (),
) -> Family:  # fmt: skip
    return Family(
        name=name,
        decides=decides,
        text="the texts that `when.text` names",
        asks=Way.ANYWHERE,
        wins=Wins.EVERY,
        set={"weight": Integer(), "words": Pattern(), **said},
        required=frozenset(("weight", *required)),
        when={"text": Condition(fact="text", how=How.SETTING, values=Codes(_WHERE, several=True), required=True)},
        groups=groups,
        needs=needs,
        silent=True,
    )


_WHERE = (
    "title", "column", "year", "stamp", "name", "front", "head", "lines", "headings", "body", "around",
)  # fmt: skip
"""Where evidence of who a report is and what a text is can stand (``extraction.identity``)."""
_TEXTS = ("report", "resolution", "budget", "plan", "other", "news", "names")
"""Kinds of texts that are given for reports."""

_HOLDS = ("name", "group", "number", "unit", "figure", "task", "owner", "deadline", "nature", "note")
"""What a column of a table can hold."""

_TABLE = (
    Family(
        name="clean.furniture",
        decides="what belongs to the page",
        text="a line without its blanks",
        asks=Way.WHOLE,
        when={"seen": Condition(fact="seen", how=How.IS, values=Codes(("layout", "often", "twice")))},
    ),
    Family(
        name="clean.opens",
        decides="where a paragraph begins",
        text="a line",
        asks=Way.START,
        silent=True,
        groups=("number",),
    ),
    Family(
        name="clean.alone",
        decides="which line is a paragraph of its own",
        text="a line",
        asks=Way.WHOLE,
        silent=True,
    ),
    _zone("clean.around", "which lines a web page has around a report", "a line without its blanks", Way.WHOLE),
    _zone("clean.foot", "which line opens the foot of a web page", "a line without its blanks", Way.WHOLE),
    _zone("clean.begins", "where a report begins to speak: lines before may be the page's", "a line", Way.START),
    _zone("clean.speaks", "where a report speaks: lines after the last may be the page's", "a line", Way.ANYWHERE),
    _evidence("identity.region", "of which region a report is", {"place": Pattern()}, groups=("place",)),
    _evidence(
        "identity.level", "of which level a report is", {"counted": Codes(("1",))}, groups=("word",), needs=("word",)
    ),
    _evidence("identity.year", "when a report was delivered", {"offset": Integer()}, groups=("year",), needs=("year",)),
    _evidence("identity.kind", "what a text is", {"kind": Codes(_TEXTS)}, required=("kind",)),
    Family(
        name="identity.published",
        decides="when a page was published",
        text="the lines that a web page has around a report",
        asks=Way.ANYWHERE,
        groups=("year", "month", "day"),
        needs=("year", "month", "day"),
        silent=True,
    ),
    Family(
        name="structure.front",
        decides="title, session, speaker, date, region (the named groups)",
        text="the lines above the address",
        asks=Way.ANYWHERE,
        wins=Wins.EVERY,
        groups=("title", "date", "session", "region", "office", "speaker"),
    ),
    Family(
        name="structure.heading",
        decides="headings and entries of lists",
        text="a sentence that stands `alone`, leads its paragraph or is inside one",
        asks=Way.START,
        set={"kind": Codes(("heading", "item")), "level": Codes(("1", "2", "3"))},
        required=frozenset(("kind",)),
        when={
            "place": Condition(fact="place", how=How.IS, values=Codes(("alone", "leads", "inside"), several=True)),
            "appended": Condition(fact="appended", how=How.IS, values=Codes(("yes", "no"))),
        },
        groups=("number", "title"),
    ),
    Family(
        name="structure.part",
        decides="the part that a heading of the first level opens",
        text="its title",
        asks=Way.ANYWHERE,
        wins=Wins.LAST,
        set={"part": _codes("part"), "weight": Decimal()},
        required=frozenset(("part",)),
    ),
    Family(
        name="structure.years",
        decides="the years that the words of a heading name",
        text="its title",
        asks=Way.ANYWHERE,
        wins=Wins.EVERY,
        set={"year": Codes(_YEARS)},
        required=frozenset(("year",)),
        groups=_YEAR_GROUPS,
        silent=True,
    ),
    Family(
        name="structure.sign",
        decides="what speaks for a part, and how much",
        text="a sentence",
        asks=Way.ANYWHERE,
        wins=Wins.EVERY,
        set={"part": Codes(("review", "plan")), "weight": Decimal()},
        required=frozenset(("part", "weight")),
        silent=True,
    ),
    Family(
        name="structure.frame",
        decides="of which years a sentence and those after it speak",
        text="a sentence, after its heading or list number",
        asks=Way.START,
        set={
            "year": Codes(_YEARS),
            "hold": Codes(("block", "open", "paragraph", "sentence", "then")),
            "outlook": Codes(("past",)),
        },
        required=frozenset(("hold",)),
        when={
            "part": Condition(fact="part", how=How.IS, values=Codes(("review", "plan"))),
            "block": Condition(fact="block", how=How.SHARES, values=Codes(("fresh", "several"))),
            "found": Condition(fact="found", how=How.IS, values=Codes(("heading", "part", "looking_back"))),
        },
        groups=_YEAR_GROUPS,
    ),
    Family(
        name="structure.back",
        decides="sentences that end a look back inside the plan",
        text="a sentence",
        asks=Way.START,
        silent=True,
    ),
    Family(
        name="structure.opening",
        decides="where the report begins to speak and its front matter ends",
        text="a line near the top",
        asks=Way.START,
        silent=True,
    ),
    Family(
        name="structure.appendix",
        decides="titles of appended lists and explanations",
        text="a paragraph",
        asks=Way.START,
        set={"part": _codes("part"), "kind": Codes(("list", "glossary"))},
        required=frozenset(("part",)),
    ),
    Family(
        name="structure.stance",
        decides="sentences that neither report nor promise",
        text="a sentence",
        asks=Way.ANYWHERE,
        set={"stance": Codes(("guidance", "circumstance", "closing"))},
        required=frozenset(("stance",)),
    ),
    Family(
        name="tables.column",
        decides="what a column of a table holds; a table is read by its head where two columns or more are understood",
        text="the cell of a head row, without blanks",
        asks=Way.WHOLE,
        set={"holds": Codes(_HOLDS)},
        required=frozenset(("holds",)),
        silent=True,
    ),
    Family(
        name="tables.year",
        decides="of which year or years the figures of a column are",
        text="the head of the column, else the line above the table",
        asks=Way.ANYWHERE,
        set={"year": Codes((*_YEARS, "between"))},
        required=frozenset(("year",)),
        groups=_YEAR_GROUPS,
    ),
    Family(
        name="tables.status",
        decides="whether the figures of a column are reported or targeted",
        text="the head of the column, else the line above the table",
        asks=Way.ANYWHERE,
        set={"status": _STATUS},
        required=frozenset(("status",)),
    ),
    Family(
        name="tables.measure",
        decides="what kind of quantity a figure is",
        text="its cell, the head of its column, its name, asked in that order",
        asks=Way.ANYWHERE,
        set={"measure": _codes("measure"), "direction": _DIRECTION},
        required=frozenset(("measure",)),
        when={"rate": Condition(fact="rate", how=How.IS, values=_YES)},
    ),
    Family(
        name="tables.unit",
        decides="the unit of a figure that stands alone in its cell",
        text="its unit cell, its name, its head, the line above the table, asked in that order",
        asks=Way.ANYWHERE,
        when={"of": Condition(fact="of", how=How.IS, values=Codes(("unit", "name", "head", "caption"), several=True))},
        groups=("unit",),
        needs=("unit",),
    ),
    Family(
        name="tables.figure",
        decides="which cells are figures; `#` is the number with its unit",
        text="the cell",
        asks=Way.AROUND,
        set={"role": _codes("role")},
        required=frozenset(("role",)),
    ),
    Family(
        name="tables.aside",
        decides="what is no number that measures anything: that of a row, the scale in a unit, a year in a head",
        text="the kind of the cell (the engine itself decides)",
        asks=Way.ANYWHERE,
        set={"role": _codes("role")},
        required=frozenset(("role",)),
        when={"holds": Condition(fact="holds", how=How.IS, values=Codes((*_HOLDS, "head"), several=True))},
    ),
    Family(
        name="tables.lead",
        decides="what stands before a name and is no part of it: numbers, 其中",
        text="the name cell",
        asks=Way.RUN,
        silent=True,
    ),
    Family(
        name="tables.nature",
        decides="how firmly a target is meant by its kind",
        text="the cell that gives the kind of an indicator",
        asks=Way.ANYWHERE,
        set={"strength": _codes("strength")},
        required=frozenset(("strength",)),
    ),
    Family(
        name="numbers.form",
        decides="how a number is written, and how its words give its value (the named groups)",
        text="the running text",
        asks=Way.ANYWHERE,
        wins=Wins.EVERY,
        set={
            "value": Integer(),
            "unit": Codes(("%", "‰", "倍", "番", "")),
            "factor": Integer(),
            "bound": _codes("bound"),
            "measure": _codes("measure"),
            "role": _codes("role"),
        },
        groups=("arabic", "chinese", "scale", "vague", "some", "sign", "whole", "part", "upto"),
    ),
    Family(
        name="numbers.join",
        decides="how a number goes on into the next: the end of a range, a member of a list",
        text="what stands between two numbers",
        asks=Way.WHOLE,
        set={"join": Codes(("range", "list"))},
        required=frozenset(("join",)),
        when={"movement": Condition(fact="before", how=How.ABSENT)},
    ),
    _number(
        "numbers.role",
        "what a number is for",
        "role",
        _codes("role"),
        place=Condition(fact="place", how=How.IS, values=Codes(("range_end", "in_word"))),
        readable=Condition(fact="readable", how=How.IS, values=_YES),
    ),
    Family(
        name="numbers.page",
        decides="what a number is for that a web page has around a report",
        text="the running text around a number",
        asks=Way.AROUND,
        set={"role": Codes(("date", "name"))},
        required=frozenset(("role",)),
        when=_NUMBER_WHEN,
    ),
    _number(
        "numbers.bound",
        "whether a number is exact, a bound or approximate",
        "bound",
        _codes("bound"),
        {"outcome": _codes("bound")},
    ),
    _number("numbers.unit", "the unit that a number leaves unsaid", "unit", Column("units", "unit")),
    Family(
        name="indicators.predicate",
        decides="where the subject of a number ends, and how the number measures",
        text="the clause up to the number",
        asks=Way.BEFORE,
        wins=Wins.LONGEST,
        set={"class": Codes(("growth", "change", "reach", "share")), "direction": _DIRECTION},
        required=frozenset(("class",)),
        when={
            "kind": _KIND,
            "not_kind": Condition(fact="kind", how=How.NOT, values=_KINDS),
            "not_before": _NOT_BEFORE,
            "after": Condition(fact="predicate", how=How.IS, values=RuleId()),
        },
        groups=("basis", "keep"),
    ),
    Family(
        name="indicators.measure",
        decides="what kind of quantity a number is",
        text="the sentence around the number with its unit",
        asks=Way.AROUND,
        set={"measure": _codes("measure"), "direction": _DIRECTION},
        required=frozenset(("measure",)),
        when={
            "unit": Condition(fact="unit", how=How.IS, values=_UNITS),
            "class": Condition(
                fact="class", how=How.IS, values=Codes(("growth", "change", "reach", "share", "none"), True)
            ),
            "rate": Condition(fact="rate", how=How.IS, values=Codes(("yes", "no"))),
            "action": Condition(fact="action", how=How.IS, values=Column("verbs", "verb", several=True)),
            "usual": Condition(fact="usual", how=How.IS, values=Column("units", "unit", also=("%",), several=True)),
        },
    ),
    Family(
        name="indicators.name",
        decides="how the name of what is measured was found",
        text="the sentence (the engine itself decides)",
        asks=Way.ANYWHERE,
        when={"found": Condition(fact="found", how=How.IS, values=Codes(_FOUND))},
    ),
    Family(
        name="indicators.lead",
        decides="times and openings before a subject",
        text="a clause",
        asks=Way.RUN,
        silent=True,
    ),
    Family(
        name="indicators.trail",
        decides="adverbials between a subject and its predicate",
        text="a subject",
        asks=Way.RUN_BACK,
        silent=True,
    ),
    Family(
        name="indicators.tail",
        decides="where the noun that follows a number ends",
        text="what follows a number",
        asks=Way.ANYWHERE,
        wins=Wins.LONGEST,
        silent=True,
    ),
    Family(
        name="indicators.infix",
        decides="adverbs inside a subject, before its verb",
        text="a subject",
        asks=Way.ANYWHERE,
        wins=Wins.EVERY,
        silent=True,
    ),
    Family(
        name="indicators.aside",
        decides="clauses that name nothing that is measured",
        text="a clause",
        asks=Way.START,
        silent=True,
    ),
    Family(
        name="indicators.turn",
        decides="where, after 、 inside a clause, the words begin that belong to a number",
        text="what follows 、",
        asks=Way.START,
        when={"bare": Condition(fact="before", how=How.ABSENT)},
        silent=True,
    ),
    Family(
        name="indicators.attribute",
        decides="names that leave out their noun",
        text="a name",
        asks=Way.WHOLE,
        silent=True,
    ),
    Family(
        name="indicators.scope",
        decides="the area that a name begins with",
        text="a name",
        asks=Way.START,
    ),
    Family(
        name="indicators.total",
        decides="names of what was done over a time, whose figure is a total",
        text="a name",
        asks=Way.START,
        set={"reached": _YES},
        silent=True,
    ),
    Family(
        name="indicators.time",
        decides="of which year or years a number is",
        text="the sentence up to the number",
        asks=Way.ANYWHERE,
        wins=Wins.LAST,
        set={
            "year": Codes((*_YEARS, "base")),
            "status": _STATUS,
            "starts": _YES,
            "each": _YES,
            "still": _YES,
            "ahead": Codes(_YEARS),
        },
        required=frozenset(("year",)),
        groups=_YEAR_GROUPS,
    ),
    Family(
        name="indicators.base",
        decides="what a change over several years is measured from",
        text="the sentence up to the number",
        asks=Way.ANYWHERE,
        wins=Wins.LAST,
        set={"year": Codes(_YEARS), "starts": _YES},
        required=frozenset(("year",)),
        groups=_YEAR_GROUPS,
    ),
    Family(
        name="indicators.mean",
        decides="words that spread a figure over the years, or keep it to the last of them",
        text="the clause up to the number",
        asks=Way.ANYWHERE,
        wins=Wins.LAST,
        set={"last": _YES},
    ),
    Family(
        name="indicators.years_each",
        decides="years that 分别 hands out, one to each number",
        text="the sentence up to the number",
        asks=Way.ANYWHERE,
        wins=Wins.LAST,
        groups=("years",),
        needs=("years",),
    ),
    Family(
        name="indicators.status",
        decides="whether a number is reported or targeted, against the frame of its sentence",
        text="the sentence around the number",
        asks=Way.AROUND,
        set={"status": _STATUS},
        required=frozenset(("status",)),
        when={"outlook": _OUTLOOK, "starts": Condition(fact="starts", how=How.IS, values=Codes(("yes", "no")))},
    ),
    Family(
        name="indicators.governing",
        decides="words that govern the clauses after theirs too",
        text="a clause",
        asks=Way.START,
        silent=True,
    ),
    Family(
        name="indicators.wordless_lead",
        decides="words of will before a target in words",
        text="a clause",
        asks=Way.RUN,
        silent=True,
    ),
    Family(
        name="indicators.wordless",
        decides="targets without a number",
        text="a clause",
        asks=Way.WHOLE,
        set={"bound": _codes("bound"), "measure": _codes("measure")},
        required=frozenset(("bound", "measure")),
        groups=("name", "basis", "state"),
        needs=("name",),
    ),
    Family(
        name="indicators.stretch",
        decides="what a report adds to a target to say that it hopes for more",
        text="what follows the clause of a target",
        asks=Way.START,
    ),
    Family(
        name="strength",
        decides="how firmly a target or commitment is meant: a pattern with `#` by words at its number, else by its clause",
        text="the clause of a target or commitment",
        asks=Way.BESIDE,
        wins=Wins.EVERY,
        set={"strength": _codes("strength")},
        required=frozenset(("strength",)),
        when={"bound": Condition(fact="bound", how=How.IS, values=Codes(tuple(CODES["bound"]), several=True))},
        groups=("word",),
    ),
    Family(
        name="commitments.clause",
        decides="how a clause begins that promises something",
        text="a clause",
        asks=Way.START,
        when={"counted": Condition(fact="counted", how=How.IS, values=_YES)},
        groups=("action",),
    ),
    Family(
        name="commitments.reject",
        decides="clauses that promise nothing",
        text="a clause",
        asks=Way.START,
        silent=True,
    ),
    Family(
        name="commitments.topic",
        decides="clauses that another one makes a statement about",
        text="what follows a clause after its comma",
        asks=Way.START,
        silent=True,
    ),
    Family(name="commitments.deadline", decides="by when", text="a clause", asks=Way.ANYWHERE),
    Family(
        name="commitments.owner",
        decides="who answers for it",
        text="an entry of an appended list",
        asks=Way.ANYWHERE,
        groups=("owner",),
        needs=("owner",),
    ),
    Family(
        name="commitments.list",
        decides="lists every entry of which is a document to be issued",
        text="the title of an appended list",
        asks=Way.ANYWHERE,
        set={"action": Column("verbs", "verb")},
        required=frozenset(("action",)),
        groups=("action",),
    ),
    Family(
        name="projects.begin",
        decides="what no name holds: it begins after it",
        text="the clause before a head noun",
        asks=Way.ANYWHERE,
        wins=Wins.LAST,
        silent=True,
    ),
    Family(
        name="projects.end",
        decides="what may follow a name",
        text="the running text after it, quotations and brackets blanked out",
        asks=Way.START,
        silent=True,
    ),
    Family(
        name="projects.no_name",
        decides="quotations that are no names",
        text="a quotation",
        asks=Way.WHOLE,
        silent=True,
    ),
    _heads("projects.quoted", "quoted names by their head noun"),
    _heads("projects.network", "works of transport, water and energy by their head noun, whatever is said of them"),
    _heads("projects.work", "works and facilities by their head noun"),
    _heads("projects.title", "titles and pilots by their head noun"),
    _heads("projects.programme", "programmes and events by their head noun"),
    Family(
        name="projects.list",
        decides="enumerations closed by 等 whose members are names",
        text="the running text, quotations and brackets blanked out",
        asks=Way.ANYWHERE,
        wins=Wins.EVERY,
        set={"kind": _PROJECT_KIND},
        required=frozenset(("kind",)),
        when={
            "verb": _VERB,
            "after": _AFTER,
            "proper": Condition(fact="proper", how=How.IS, values=_YES),
            "class": Condition(fact="class", how=How.SEARCH),
            "ends": Condition(fact="member", how=How.SEARCH, later=True),
            "own": Condition(fact="own", how=How.IS, values=_YES, later=True),
        },
        groups=("tail",),
    ),
    Family(
        name="projects.quote",
        decides="quotations that are names; `#` is a row of quotations",
        text="the clause around it",
        asks=Way.AROUND,
        wins=Wins.EVERY,
        set={"kind": _PROJECT_KIND},
        required=frozenset(("kind",)),
        when={"inner": Condition(fact="inner", how=How.SEARCH, later=True)},
    ),
    Family(
        name="projects.document",
        decides="titles in 《》 that are plans and policies",
        text="the running text",
        asks=Way.ANYWHERE,
        wins=Wins.EVERY,
        set={"kind": _PROJECT_KIND},
        required=frozenset(("kind",)),
        groups=("name",),
        needs=("name",),
    ),
    Family(
        name="projects.known",
        decides="names that no head noun gives away: nation-wide programmes and works, transfers of water and power",
        text="the running text",
        asks=Way.ANYWHERE,
        wins=Wins.EVERY,
        set={"kind": _PROJECT_KIND},
        required=frozenset(("kind",)),
        groups=("name",),
        needs=("name",),
    ),
    Family(
        name="projects.entry",
        decides="entries of appended lists that are names",
        text="an entry",
        asks=Way.START,
        wins=Wins.EVERY,
        set={"kind": _PROJECT_KIND},
        required=frozenset(("kind",)),
        when={"section": Condition(fact="section", how=How.SEARCH, required=True)},
        groups=("name",),
        needs=("name",),
    ),
    Family(
        name="projects.size",
        decides="which clauses after the one with a name still give its size",
        text="the running text after that clause",
        asks=Way.START,
        silent=True,
    ),
    Family(
        name="projects.status",
        decides="how far a named thing is; `#` is its name",
        text="its clause",
        asks=Way.AROUND,
        set={"status": Codes(("planned", "start", "ongoing", "done"))},
        required=frozenset(("status",)),
        when={
            "part": _PART,
            "outlook": _OUTLOOK,
            "kind": Condition(fact="kind", how=How.IS, values=_PROJECT_KIND),
            "name": Condition(fact="name", how=How.SEARCH),
        },
        groups=("verb",),
    ),
    Family(
        name="audit.odd",
        decides="what looks odd in a row and is worth a look (`reportkit audit odd`)",
        text="the field of a row that `when.field` names, quotations and brackets blanked out",
        asks=Way.ANYWHERE,
        wins=Wins.EVERY,
        set={"weight": Codes(("1", "2", "3", "4", "5"))},
        required=frozenset(("weight",)),
        when={
            "field": Condition(
                fact="field",
                how=How.IS,
                values=Codes(("name", "counted", "unit", "commitment", "object", "project"), several=True),
                required=True,
            )
        },
        silent=True,
    ),
)

FAMILIES: Mapping[str, Family] = {family.name: family for family in _TABLE}
"""Name → family, in the order of the stages."""
