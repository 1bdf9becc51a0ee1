"""The errors a user can meet: one line each, with the exit code the command ends on."""

from __future__ import annotations


class ReportkitError(Exception):
    """Base of every error reportkit raises on purpose; its message is one line for a person."""

    exit_code = 1


class UsageError(ReportkitError):
    """The call cannot mean anything: a folder where a file is wanted, an unknown rule id."""

    exit_code = 2


class Locked(UsageError):
    """Another program keeps the workspace from being written; nothing more can be saved."""


class UnreadableInput(ReportkitError):
    """The input is missing, empty, binary, in no known encoding, or no report at all."""

    exit_code = 3


class NoReport(UnreadableInput):
    """The text can be read and is something else: ``kind`` of data/read/kinds.tsv, with the ``reason``."""

    def __init__(self, message: str, kind: str, reason: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.reason = reason

    def __reduce__(self) -> tuple[type[NoReport], tuple[str, str, str]]:
        return NoReport, (str(self), self.kind, self.reason)


class BadRules(ReportkitError):
    """A rule file or a lexicon has an error; the message names the file and the rule."""

    exit_code = 4
