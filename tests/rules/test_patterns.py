"""Every rule against its own examples, one case a rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportkit import resources, rules
from reportkit.errors import BadRules
from reportkit.extraction import examples

RULES = rules.load()


@pytest.mark.parametrize("id", [rule.id for rule in RULES.all])
def test_examples(id: str) -> None:
    assert examples.check(RULES, {id}) == []


@pytest.mark.parametrize("rule", RULES.all, ids=lambda rule: rule.id)
def test_every_rule_has_a_near_miss(rule: rules.Rule) -> None:
    assert rule.misses, "a rule without a near miss has not been thought through"


def test_every_lexicon_is_used() -> None:
    package = resources.folder("data").parent
    code = "".join(p.read_text("utf-8") for p in (package / "reportkit").rglob("*.py"))
    patterns = "".join(p.read_text("utf-8") for p in resources.folder("patterns").rglob("*.toml"))
    named = [n for n in RULES.lexicons if not n.startswith("dictionaries/")]
    unused = [n for n in named if f'"{n}"' not in code and f"'{n}'" not in code and f"lex:{n}" not in patterns]
    assert unused == []


def test_a_failing_example_is_told(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        'family = "numbers.role"\n[[rule]]\nid = "own.wrong"\ndoc = "Never matches."\npattern = "猫#"\n'
        'set = { role = "name" }\nhit = [{ text = "新增企业5家。", found = "5家" }]\n',
        "utf-8",
    )
    failures = examples.check(rules.load((tmp_path,)), {"own.wrong"})
    assert [f.message for f in failures] == ["decides nothing"]


def test_user_rule_and_lexicon_overlay(tmp_path: Path) -> None:
    (tmp_path / "indicators.tsv").write_text("indicator\ttopic\taliases\n猫咖数量\tculture\t猫咖|猫咖啡馆\n", "utf-8")
    (tmp_path / "own.toml").write_text(
        'family = "numbers.role"\n[[rule]]\nid = "own.hotline"\ndoc = "Our hotline."\npattern = "#喵线"\n'
        'set = { role = "name" }\nhit = [{ text = "拨打777喵线。", found = "777", role = "name" }]\n'
        'miss = [{ text = "新增企业777家。", why = "a count" }]\n',
        "utf-8",
    )
    own = rules.load((tmp_path,))
    assert examples.check(own, {"own.hotline"}) == []
    assert own.hash != RULES.hash
    row = next(iter(own.lexicon("indicators")))
    assert row == {"indicator": "猫咖数量", "topic": "culture", "unit": "", "aliases": "猫咖|猫咖啡馆"}
    assert len(own.lexicon("indicators")) == len(RULES.lexicon("indicators")) + 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("family = ", "own.toml"),
        ('[[rule]]\nid = "a"\ndoc = "b"\npattern = "c"\nhit = [{ text = "d" }]', "lacks its family"),
        ('family = "indicators.lead"\n[[rule]]\nid = "a"\ndoc = "b"', "lacks pattern"),
        ('family = "indicators.lead"\n[[rule]]\nid = "a"\ndoc = "b"\npattern = "c"', "needs at least one example"),
        (
            'family = "numbers.role"\n[[rule]]\nid = "a"\ndoc = "b"\npattern = "#"\nhit = [{ text = "d" }]',
            "lacks set.role",
        ),
        (
            'family = "indicators.lead"\n[[rule]]\nid = "a"\ndoc = "b"\npattern = "{nothing}"\nhit = [{ text = "d" }]',
            "unknown macro",
        ),
        (
            'family = "indicators.lead"\n[[rule]]\nid = "a"\ndoc = "b"\npattern = "c"\nhit = [{ found = "d" }]',
            "lacks its text",
        ),
    ],
)
def test_bad_rule_files(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "own.toml").write_text(content, "utf-8")
    with pytest.raises(BadRules, match=message):
        rules.load((tmp_path,))


def test_bad_lexicon(tmp_path: Path) -> None:
    (tmp_path / "units.tsv").write_text("unit\tcolour\n猫\tred\n", "utf-8")
    with pytest.raises(BadRules, match="unknown column colour"):
        rules.load((tmp_path,))


def test_bad_pattern_is_told_with_its_rule(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        'family = "numbers.role"\n[[rule]]\nid = "own.bad"\ndoc = "b"\npattern = "(#"\nhit = [{ text = "5家" }]\n',
        "utf-8",
    )
    with pytest.raises(BadRules, match="own.bad"):
        examples.check(rules.load((tmp_path,)), {"own.bad"})


def test_runaway_pattern_of_a_user_is_stopped(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        'family = "strength"\n[[rule]]\nid = "own.slow"\ndoc = "b"\npattern = "(?:人|人人)+龙"\nset = { strength = "soft" }\n'
        f'hit = [{{ text = "确保{"人" * 40}都能增收5%。" }}]\n',
        "utf-8",
    )
    with pytest.raises(BadRules, match="ran longer"):
        examples.check(rules.load((tmp_path,)), {"own.slow"})
