"""The region table and its lookup."""

from __future__ import annotations

import pytest

from reportkit.domain import regions


@pytest.mark.parametrize(
    ("name", "superior", "adcode", "level"),
    [
        ("全国", "", "100000", "national"),
        ("山东省", "", "370000", "province"),
        ("内蒙古", "", "150000", "province"),
        ("新疆", "", "650000", "province"),
        ("北京", "", "110000", "province"),
        ("聊城", "", "371500", "city"),
        ("延边朝鲜族自治州", "", "222400", "city"),
        ("朝阳区", "北京市", "110105", "county"),
        ("朝阳区", "长春市", "220104", "county"),
        ("莘县", "", "371522", "county"),
        ("德宏州", "", "533100", "city"),
        ("大理", "", "532900", "city"),
        ("漾濞县", "", "532922", "county"),
    ],
)
def test_find(name: str, superior: str, adcode: str, level: str) -> None:
    found = regions.find(name, superior)
    assert found is not None
    assert (found.adcode, found.level) == (adcode, level)


def test_in_doubt_nothing() -> None:
    assert regions.find("朝阳区") is None
    assert regions.find("澄源市") is None


def test_table() -> None:
    codes = [r.adcode for r in regions.load()]
    assert codes == sorted(set(codes))
    assert all(regions.ancestors(r) for r in regions.load() if r.level != "national")


def test_family() -> None:
    city = regions.find("聊城市")
    assert city is not None
    assert [r.name for r in regions.ancestors(city)] == ["山东省", "全国"]
    assert "莘县" in [r.name for r in regions.children(city)]


def test_mentioned() -> None:
    assert [r.name for _, _, r in regions.mentioned("在山东省聊城市莘县第十届")] == ["山东省", "聊城市", "莘县"]


@pytest.mark.parametrize(
    ("name", "level"), [("云汀县", "county"), ("澄源市", "city"), ("江澜省", "province"), ("猫", "")]
)
def test_level_of_name(name: str, level: str) -> None:
    assert regions.level_of_name(name) == level
