"""A page from its template: one file with its style, its script and nothing from elsewhere."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from reportkit import resources
from reportkit._version import __version__
from reportkit.words import LANGUAGES

_TEMPLATES = Path(__file__).parent / "templates"


def words(lang: str) -> dict[str, str]:
    """The words of the interface, of data/view/words.tsv."""
    return {key: told[LANGUAGES.index(lang)] for key, *told in resources.table("view/words")}


def render(
    template: str, styles: Sequence[str], scripts: Sequence[str], lang: str, data: Any = None, **values: Any
) -> str:
    """The page of a template. Values are shown as text; style and scripts run because the policy knows their hashes."""
    style, code, theme = "".join(map(_asset, styles)), [_asset(name) for name in scripts], _asset("theme.js")
    policy = "; ".join((
        "default-src 'none'", f"style-src {_hash(style)}", f"script-src {' '.join(map(_hash, (theme, *code)))}",
        "img-src data:", "base-uri 'none'", "form-action 'none'",
    ))  # fmt: skip
    made, told = _environment().get_template(template), words(lang)
    return made.render(
        w=told,
        w_json=embedded(told),
        lang=lang,
        policy=policy,
        style=style,
        theme=theme,
        scripts=code,
        version=__version__,
        data=embedded(data),
        **values,
    )


def file_name_of(path: str) -> str:
    """The name of a file without its folders, of this system or another: pages are passed on."""
    return re.split(r"[\\/]", path)[-1]


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


@cache
def _asset(name: str) -> str:
    return (_TEMPLATES / name).read_text("utf-8")


def embedded(value: Any) -> str:
    """JSON that may stand inside a script element."""
    told = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return (
        told.replace("<", "\\u003c").replace(">", "\\u003e").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{b64encode(digest).decode()}'"
