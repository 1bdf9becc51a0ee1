"""Folders of rules that are malformed, or made to take all time or all memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

COUNT = 240
_RULE = {
    "id": '"own.rule"', "doc": '"A rule."', "pattern": '"新增#家"', "set": '{ role = "name" }', "hit": '[{ text = "新增5家。" }]',
}  # fmt: skip
_VALUES = (
    "5", "-1.5", "nan", "true", '""', '" "', "[]", "{}", "[[]]", "[5, 'x']", "{ a = 1 }", "1979-05-27T07:32:00Z", "[[[[[['x']]]]]]",
    '"\\u0000"',
)  # fmt: skip
"""What a key may be given instead of what it wants; of some keys a few are right."""
_KEYS = ("id", "doc", "pattern", "set", "when", "hit", "miss", "before", "default")
_TOP = ("family", "macros", "rule", "unknown")
_EXAMPLE = ("text", "found", "why", "xfail")
_PATTERNS = (
    "(#", "#)", "[#", "*#", "a{2,1}#", "(?<=a+)#", "(?P<n>a)(?P<n>b)#", "\\\\", "(?z)#", "a{1000000000}#", "(a{30000}){30000}#",
    "((((a{99}){99}){99}){99}){99}#", "#" * 500, "(" * 3000 + ")" * 3000 + "#", "(?P<value>a)#", "\\\\p{Nothing}#", "(?1)#", "(?(1)a|b)#",
    "{lex:verbs:kind=}#", "{lex:}#", "{}#", "{{{{#", "(?P=x)#", "[b-a]#",
)  # fmt: skip
RUNAWAY = ("((.+)+)+！！$", "(a+)+$", "(.*?){9}zz$")
_ENTRY = '[[rule]]\nid = "own.rule"\ndoc = "A rule."\npattern = "新增#家"\nset = { role = "name" }\nhit = [{ text = "新增5家。" }]\n'
_FAMILY = 'family = "numbers.role"\n'


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of rules: one file."""

    name: str
    file: str
    content: bytes


def folders() -> list[Folder]:
    """All of them, the same each time."""
    return [*_of_keys(), *_of_patterns(), *_of_bombs(), *_of_files(), *_of_lexicons()]


def _toml(name: str, text: str) -> Folder:
    return Folder(name, "own.toml", text.encode())


def _entry(**keys: str) -> str:
    return "[[rule]]\n" + "".join(f"{key} = {value}\n" for key, value in (_RULE | keys).items())


def _of_keys() -> Iterator[Folder]:
    for key in _KEYS:
        for value in _VALUES:
            yield _toml(f"{key} = {value}", _FAMILY + _entry(**{key: value}))
    for key in _TOP:
        for value in _VALUES[:6]:
            whole = "" if key == "family" else _FAMILY
            yield _toml(f"top {key} = {value}", f"{key} = {value}\n{whole}" + ("" if key == "rule" else _ENTRY))
    for key in _EXAMPLE:
        for value in ("5", "[]", "{}", "nan"):
            yield _toml(
                f"hit.{key} = {value}",
                _FAMILY
                + _entry(
                    hit=f'[{{ text = "新增5家。", {key} = {value} }}]'.replace('text = "新增5家。", text', "text")
                ),
            )


def _of_patterns() -> Iterator[Folder]:
    for pattern in _PATTERNS:
        yield _toml(f"pattern {pattern[:30]}", _FAMILY + _entry(pattern=f'"{pattern}"'))
    for pattern in RUNAWAY:
        for key in ("not_before", "number"):
            yield _toml(f"when.{key} {pattern}", _FAMILY + _entry(when=f"{{ {key} = '{pattern}' }}"))


def _of_bombs() -> Iterator[Folder]:
    tenfold = "\n".join(f'm{n} = "{f"{{m{n - 1}}}" * 10}"' for n in range(1, 10))
    yield _toml("macros tenfold", f'{_FAMILY}[macros]\nm0 = "aaaaaaaaaa"\n{tenfold}\n' + _entry(pattern='"{m9}#"'))
    yield _toml("macro of itself", f'{_FAMILY}[macros]\nm = "{{m}}"\n' + _entry(pattern='"{m}#"'))
    yield _toml("macros of each other", f'{_FAMILY}[macros]\na = "{{b}}"\nb = "{{a}}"\n' + _entry(pattern='"{a}#"'))
    yield _toml("a lexicon a thousand times", _FAMILY + _entry(pattern='"' + "{lex:verbs}" * 1000 + '#"'))
    yield _toml(
        "a thousand alternatives", _FAMILY + _entry(pattern="[" + ", ".join(f'"{n}#"' for n in range(1000)) + "]")
    )


def _of_files() -> Iterator[Folder]:
    text = _FAMILY + _ENTRY
    contents = {
        "empty": b"", "blank": b" \n\n", "half": text.encode()[: len(text) // 2], "UTF-16": text.encode("utf-16"),
        "GBK": text.encode("gbk"), "BOM": b"\xef\xbb\xbf" + text.encode(), "noughts": bytes(5000), "noise": bytes(range(256)) * 20,
        "deep lists": b"a = " + b"[" * 100_000, "deep tables": b"a = " + b"{ a = " * 20_000, "deep names": b"a" + b".a" * 20_000 + b" = 1",
        "twice": text.encode() + text.encode(), "key twice": b'family = "x"\nfamily = "y"\n', "a long line": b'a = "' + b"x" * 5_000_000 + b'"',
        "no rule": _FAMILY.encode(), "another family": text.replace("numbers.role", "numbers.rol").encode(), "a comment": b"# nothing\n",
    }  # fmt: skip
    for name, content in contents.items():
        yield Folder(f"file {name}", "own.toml", content)


def _of_lexicons() -> Iterator[Folder]:
    contents = {
        "empty": b"", "no head": "新增\t1\n".encode(), "short rows": b"word\tkind\nx\n", "long rows": b"word\tkind\nx\ty\tz\n",
        "head twice": b"word\tword\nx\ty\n", "noise": bytes(range(256)) * 20, "UTF-16": "word\tkind\n新增\tact\n".encode("utf-16"),
        "a long line": b"word\tkind\n" + b"x" * 5_000_000, "many rows": b"word\tkind\n" + b"x\tact\n" * 200_000, "noughts": bytes(5000),
        "quotes": b'word\tkind\n"x\tact\n',
    }  # fmt: skip
    for name, content in contents.items():
        yield Folder(f"units {name}", "units.tsv", content)
        yield Folder(f"verbs {name}", "verbs.tsv", content)
