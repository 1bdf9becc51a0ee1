"""The user's own rules and lexicons, laid over the shipped ones for one call of a verb."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import wraps
from typing import ParamSpec, TypeVar

from reportkit import resources
from reportkit.paths import pattern_folders

P = ParamSpec("P")
T = TypeVar("T")
Patterns = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
"""A folder of the user's rules and lexicons, or several: the later ones lie above."""


def own_rules(verb: Callable[P, T]) -> Callable[P, T]:
    """A verb that works with the folders of its keyword ``patterns``, and those of REPORTKIT_PATTERNS, laid over the
    shipped rules and lexicons, as a command does. Raises BadRules for a folder that is not there."""

    @wraps(verb)
    def laid(*args: P.args, **asked: P.kwargs) -> T:
        given: Patterns = asked.get("patterns", ())  # type: ignore[assignment]
        folders = [given] if isinstance(given, str | os.PathLike) else given
        with resources.laid_over(pattern_folders(folders)):
            return verb(*args, **asked)

    return laid
