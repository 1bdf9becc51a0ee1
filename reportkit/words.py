"""The words of the interface in the language of the reader: a catalogue of English texts with their Chinese.

The program speaks English; so do exceptions in Python, and what a workspace keeps of a run: why a file could not be
read, what is in doubt about a report. The catalogue gives the Chinese of all that where it is shown: of a text as it
stands, or of a template with named fields, which is known again in a finished message. A text that the catalogue does
not hold is shown in English.

What a message is about stands before it with a colon (``report.txt: is empty``), several messages stand in a line with
semicolons between: the catalogue holds the messages alone. A field of a Chinese template is filled in as it is;
``{field:words}`` is itself a text of the catalogue, ``{field:list}`` a list of names with commas between,
``{field:each}`` a list of texts of the catalogue.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from reportkit import resources

LANGUAGES = ("en", "zh")
AUTO = "auto"
"""The language of the locale."""
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The variables that name the locale of messages: the first that is set decides (POSIX)."""
_MESSAGES = "words/messages"
"""What is known again in a finished message."""
_CATALOGUES = ("words/interface", _MESSAGES, "words/reasons", "words/help")
_COMMA = "、"
_LISTED = re.compile(", | or ")
_ABOUT = (": ", "：")
_AND = ("; ", "；")
"""What stands between messages, English and Chinese."""
_language: ContextVar[str] = ContextVar("language", default=LANGUAGES[0])


class _Template(NamedTuple):
    """A message with fields: how it is known, what becomes of it, and how much of it is fixed."""

    known: re.Pattern[str]
    chinese: str
    fixed: int


class _Field(str):
    """A field of a message; as ``words`` in the language of the reader, as ``list`` with its commas."""

    def __format__(self, how: str) -> str:
        if how == "words":
            return translated(str(self), "zh")
        if how == "each":
            return _COMMA.join(translated(one, "zh") for one in self.split(", "))
        return _COMMA.join(_LISTED.split(self)) if how == "list" else str(self)


def language() -> str:
    """The language of the reader: ``en`` or ``zh``."""
    return _language.get()


def speak(wanted: str) -> None:
    """Sets the language of the reader for all that this process shows from now on."""
    _language.set(wanted)


@contextmanager
def spoken(wanted: str) -> Iterator[None]:
    """Likewise, for a while."""
    token = _language.set(wanted)
    try:
        yield
    finally:
        _language.reset(token)


def of_locale(environment: Mapping[str, str]) -> str:
    """The language that the locale asks for: ``zh`` for zh_CN, zh_TW and the like, ``en`` for any other."""
    named = next((environment[name] for name in _LOCALE if environment.get(name)), "")
    return "zh" if named.lower().startswith("zh") else "en"


def tr(text: str, /, **fields: object) -> str:
    """A text of the interface in the language of the reader, its fields filled in."""
    made = _texts().get(text, text) if language() == "zh" else text
    return made.format_map({name: _Field(value) for name, value in fields.items()}) if fields else made


def translated(message: str, wanted: str | None = None) -> str:
    """A finished English message in a language, by default that of the reader."""
    if (wanted or language()) != "zh" or not message:
        return message
    if found := _found(message):
        return found
    several = message.split(_AND[0])
    return _AND[1].join(_found(one) or one for one in several)


def _found(message: str) -> str | None:
    """The Chinese of a message, and of what it is about; None if the catalogue does not hold it."""
    if exact := _texts().get(message):
        return exact
    for template in _templates():
        if found := template.known.fullmatch(message):
            return template.chinese.format_map({name: _Field(value) for name, value in found.groupdict().items()})
    head, _, tail = message.partition(_ABOUT[0])
    made = _found(tail) if tail else None
    return made and f"{head}{_ABOUT[1]}{made}"


@resources.cached
def _texts() -> dict[str, str]:
    """English → Chinese, of all catalogues."""
    return {english: chinese for name in _CATALOGUES for english, chinese in _catalogue(name)}


@resources.cached
def _templates() -> list[_Template]:
    """The texts with fields, those with the most fixed characters first: the most particular one decides."""
    made = [_template(english, chinese) for english, chinese in _catalogue(_MESSAGES) if "{" in english]
    return sorted(made, key=lambda template: -template.fixed)


def _catalogue(name: str) -> list[tuple[str, str]]:
    return [(row["en"], row["zh"]) for row in resources.rows(name, resources.overlays())]


def _template(english: str, chinese: str) -> _Template:
    pattern, fixed, seen = "", 0, set()
    for literal, name, _, _ in string.Formatter().parse(english):
        pattern += re.escape(literal)
        fixed += len(literal)
        if name:
            # what a message is about is not its first field, unless that is a message itself
            first = not fixed and f"{{{name}:words}}" not in chinese
            any_text = f"(?:(?!{_ABOUT[0]}).)+?" if first else ".+?"
            pattern += f"(?P={name})" if name in seen else f"(?P<{name}>{any_text})"
            seen.add(name)
    return _Template(re.compile(pattern, re.DOTALL), chinese, fixed)
