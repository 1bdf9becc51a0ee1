"""Everything a rule file can get wrong is said when it is loaded: file, rule, key and the nearest right word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from own_rules import rule

from reportkit import rules
from reportkit.errors import BadRules

ROLE = 'set = { role = "name" }'


def message(folder: Path) -> str:
    with pytest.raises(BadRules) as caught:
        rules.load((folder,))
    assert caught.value.exit_code == 4
    told = str(caught.value)
    assert "\n" not in told
    return told


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"when": '{ scirpt = "chinese" }'}, r"own\.rule: when\.scirpt: .*did you mean script\?"),
        ({"when": '{ script = "chinesse" }'}, r"when\.script: unknown code chinesse; did you mean chinese\?"),
        ({"when": '{ kind = "money|aera" }'}, r"when\.kind: unknown code aera; did you mean area\?"),
        ({"when": "{ kind = 5 }"}, r"when\.kind: must be text"),
        ({"when": '"chinese"'}, "when must be a table"),
        ({"when": '{ not_before = "(通过" }'}, r"own\.rule: when\.not_before: bad pattern"),
        ({"when": '{ number = "[0-9" }'}, r"own\.rule: when\.number: bad pattern"),
        ({"set": '{ role = "naem" }'}, r"set\.role: unknown code naem; did you mean name\?"),
        ({"set": '{ role = "name", colour = "red" }'}, r"set\.colour: numbers\.role sets no colour"),
        ({"set": ""}, r"lacks set\.role"),
        ({"set": "{ role = true }"}, r"set\.role: must be text"),
        ({"sets": '{ role = "name" }'}, "unknown key sets; did you mean set"),
        ({"pattern": '"新增"'}, "needs one # where the number stands"),
        ({"pattern": '"新#增#"'}, "needs one # where the number stands"),
        ({"pattern": '"(新增#"'}, "own.rule: pattern: bad pattern"),
        ({"pattern": '"(?P<nmae>新增)#"'}, "reads no group nmae"),
        ({"pattern": "7"}, "pattern must be text"),
        ({"pattern": '["新增#", 5]'}, "pattern must be text"),
        ({"pattern": '"{adverb}#"'}, "unknown macro {adverb}"),
        ({"pattern": '"{Digits}#"'}, r"unknown macro \{Digits\}; did you mean digits"),
        ({"pattern": '"{lex:verb}#"'}, r"unknown lexicon \{lex:verb\}; did you mean verbs"),
        ({"pattern": '"{lex:verbs:knd=act}#"'}, "verbs has no column knd; did you mean kind"),
        ({"pattern": '"{lex:verbs:kind=acts}#"'}, "no row of verbs has acts as its kind; did you mean act"),
        ({"doc": "5"}, "doc must be text"),
        ({"hit": '"新增企业5家。"'}, "hit: examples must be a list"),
        ({"hit": "[{ text = 5 }]"}, "hit: text must be text"),
        ({"default": '"yes"'}, "default must be true or false"),
        ({"default": "true"}, "a default has no pattern"),
        ({"before": '"numbers.role.yaer"'}, r"before: there is no rule numbers\.role\.yaer .*did you mean numbers\.role\.year"),
    ],
)  # fmt: skip
def test_a_wrong_key_is_named_with_the_nearest_right_word(tmp_path: Path, keys: dict[str, str], said: str) -> None:
    told = message(rule(tmp_path, "numbers.role", **({"set": '{ role = "name" }'} | keys)))
    assert str(tmp_path / "own.toml") in told
    assert re.search(said, told), told


@pytest.mark.parametrize(
    ("family", "keys", "said"),
    [
        ("number.role", {}, r"unknown family number\.role; did you mean numbers\.role"),
        ("strength", {"pattern": '"确保"', "set": '{ strength = "firm" }'}, "unknown code firm"),
        ("projects.quote", {"set": ""}, r"lacks set\.kind"),
        ("projects.entry", {"pattern": '"(?P<name>.+)"', "set": '{ kind = "project" }'}, r"lacks when\.section"),
        ("projects.document", {"pattern": '"《.+》"', "set": '{ kind = "project" }'}, r"lacks the group \(\?P<name>"),
        ("indicators.wordless", {"pattern": '"(?P<name>.+)"', "set": '{ bound = "ge" }'}, r"lacks set\.measure"),
        ("indicators.lead", {"pattern": '"(今年"'}, "bad pattern"),
        ("indicators.lead", {"pattern": '"今年#"'}, "is not asked around a number"),
        ("indicators.predicate", {"pattern": '"新增#家"', "set": '{ class = "reach" }'}, "# must end the pattern"),
        ("indicators.predicate", {"set": '{ class = "reach" }', "when": '{ after = "indicators.predicate.gaol" }'},
         r"there is no rule indicators\.predicate\.gaol; did you mean indicators\.predicate\.goal"),
        ("projects.work", {"pattern": '"工程"', "set": '{ kind = "project" }', "when": '{ verb = "bild" }'},
         "unknown code bild; did you mean build"),
        ("projects.work", {"pattern": '"工程"', "set": '{ kind = "project" }', "when": '{ after = "建成" }'},
         r"when\.after: stands in for when\.verb"),
        ("structure.sign", {"pattern": '"今年"', "set": '{ part = "plan", weight = "much" }'}, "must be a number, not much"),
    ],
)  # fmt: skip
def test_a_rule_lacks_nothing_that_its_family_reads(
    tmp_path: Path, family: str, keys: dict[str, str], said: str
) -> None:
    told = message(rule(tmp_path, family, **keys))
    assert re.search(said, told), told


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('family = "strength"\nrules = 5\n', "unknown key rules; did you mean rule"),
        ("[macros]\na = 5\n", "macros must be a table"),
        ("rule = 5\n", "rules must be written as"),
        (f"a = {'[' * 2000}", "too deep|Invalid|unclosed"),
        ('[macros]\na0 = "增长增长"\n' + "".join(f'a{n} = "{{a{n - 1}}}{{a{n - 1}}}"\n' for n in range(1, 30)), "grows to"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_rule_file_is_one_line(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "own.toml").write_text(content, "utf-8")
    assert re.search(said, message(tmp_path))


def test_a_rule_stays_in_its_family(tmp_path: Path) -> None:
    rule(tmp_path, "numbers.bound", "numbers.role.year", set='{ bound = "ge" }')
    assert "replaces a rule of numbers.role" in message(tmp_path)


def test_two_own_rules_of_one_id_are_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        rule(tmp_path / name, "numbers.role", set='{ role = "name" }')
    assert "is there twice" in message(tmp_path)
