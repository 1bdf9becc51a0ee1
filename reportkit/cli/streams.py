"""The standard streams: what goes wrong with them has a name, and a terminal gets text, never commands.

Texts of reports, ids and file names come from strangers. In files and pipes they stay as they are; on a terminal a
character that would move the cursor, change the title or turn the writing direction is shown, not obeyed.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, TextIO, cast

from reportkit import words
from reportkit.errors import UsageError

_CONTROLS = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f]|\r(?!\n)")
_OTHERS = re.compile("[\x80-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Further controls, marks of direction, and halves of characters."""
_PICTURES = 0x2400
"""Where the pictures of the controls stand: U+241B shows an escape."""
_DELETE, _DELETED = "\x7f", "\u2421"


class ReaderGone(Exception):
    """Who reads our output has enough (``| head``). No OSError, since click ends on 1 for a broken pipe."""


def visible(text: str) -> str:
    """A text whose control characters are shown; line ends and tabs stay."""
    return _OTHERS.sub("\ufffd", _CONTROLS.sub(_picture, text))


def output() -> TextIO:
    """Standard output for what strangers have written."""
    return cast(TextIO, _Visible(sys.stdout)) if sys.stdout.isatty() else sys.stdout


def say(message: str) -> None:
    """One line on standard error, in the language of the reader."""
    told = words.translated(" ".join(message.split()))
    sys.stderr.write(f"reportkit: {visible(told)}\n")
    sys.stderr.flush()


def prepare() -> None:
    """Makes the streams those of a command: UTF-8, never missing, with errors that have names."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # else the next file opened, a workspace perhaps, would be standard output
    sys.stdin = sys.stdin or io.TextIOWrapper(io.BufferedReader(io.FileIO(0, closefd=False)))
    sys.stdout = _stream(sys.stdout, 1, _Output, "backslashreplace")
    sys.stderr = _stream(sys.stderr, 2, _Errors, "backslashreplace")


def silence() -> None:
    """What is still to be flushed to standard output goes nowhere."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


class _Output(io.FileIO):
    def write(self, data: Any) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            raise ReaderGone from None
        except OSError as error:
            raise UsageError(f"standard output: cannot be written: {error.strerror}") from None


class _Errors(io.FileIO):
    """Messages that cannot be written are no reason to stop."""

    def write(self, data: Any) -> int:
        with suppress(OSError):
            return super().write(data)
        return len(data)


class _Visible:
    """A terminal for what may hold control characters."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, text: str) -> int:
        return self._out.write(visible(text))

    def writelines(self, pieces: Iterable[str]) -> None:
        for piece in pieces:
            self.write(piece)


def _stream(stream: TextIO | None, number: int, kind: type[io.FileIO], errors: str) -> TextIO:
    """A stream in UTF-8 over ``kind``; one that is another program's (a test's), or a Windows console, stays."""
    if stream is not None:
        own = any(stream is known for known in (sys.__stdout__, sys.__stderr__))
        if not own or _is_console(stream):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors=errors)
            return stream
        stream.flush()
    raw = kind(number, "w", closefd=False)
    lines = number == 2 or raw.isatty()
    return io.TextIOWrapper(io.BufferedWriter(raw), encoding="utf-8", errors=errors, line_buffering=lines)


def _is_console(stream: TextIO) -> bool:
    return sys.platform == "win32" and stream.isatty()


def _picture(found: re.Match[str]) -> str:
    return _DELETED if found[0] == _DELETE else chr(_PICTURES + ord(found[0]))
