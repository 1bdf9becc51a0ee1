"""The files of presets: which there are, and what they say."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportkit import resources
from reportkit.errors import BadRules, UsageError
from reportkit.paths import content
from reportkit.suggest import unknown

_FOLDER = "presets"
_SUFFIX = ".toml"
SETTINGS: Mapping[str, Mapping[str, type]] = {
    "indicators": {
        "indicators": list, "measure": str, "unit": str, "status": str, "horizon": list, "point": str, "resolve": str,
        "wide": list, "gap": bool, "realised": bool,
    },
    "promises": {"tolerance": float, "tolerance_share": float},
    "attention": {"dictionaries": list, "per": str, "parts": list},
}  # fmt: skip
"""Of every kind of preset its settings and their types."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """Settings of a panel that have a name."""

    name: str
    doc: str
    zh: str
    kind: str
    """indicators, promises or attention."""
    settings: Mapping[str, Any]


def shipped() -> list[Preset]:
    """The presets that come with reportkit."""
    return [_read(path) for path in sorted((resources.folder("data") / _FOLDER).glob(f"*{_SUFFIX}"))]


def load(name: str) -> Preset:
    """A shipped preset by its name, or one in a file. Raises UsageError, and BadRules for what is wrong in it."""
    path = Path(name)
    if path.suffix == _SUFFIX:
        if not path.is_file():
            raise UsageError(f"{path}: no such preset")
        return _read(path)
    own = resources.folder("data") / _FOLDER / f"{name}{_SUFFIX}"
    if not own.is_file():
        raise UsageError(unknown("preset", name, [preset.name for preset in shipped()]))
    return _read(own)


def _read(path: Path) -> Preset:
    try:
        told = tomllib.loads(content(path).decode())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadRules(f"{path}: cannot be read as TOML ({error})") from None
    kind, settings = told.get("kind", ""), told.get("settings", {})
    if kind not in SETTINGS:
        raise BadRules(f"{path}: {unknown('kind of preset', kind or '(none)', SETTINGS)}")
    for key, value in settings.items():
        wanted = SETTINGS[kind].get(key)
        if wanted is None:
            raise BadRules(f"{path}: {unknown('setting', key, SETTINGS[kind])}")
        if not isinstance(value, (int, float) if wanted is float else wanted):
            raise BadRules(f"{path}: {key} is {value!r}; a {wanted.__name__} is wanted")
    return Preset(name=path.stem, doc=told.get("doc", ""), zh=told.get("zh", ""), kind=kind, settings=settings)
