"""Pages of no known make: the article whole, without menus, related news and comments."""

from __future__ import annotations

import re
from html import escape

import pytest
from running import SAMPLE

import reportkit
from reportkit.read import web

CELLS = (("指标", "目标"), ("城镇新增就业", "4.5万人以上"))
MENU = "".join(f'<li><a href="/{n}">政务公开栏目{n}</a></li>' for n in range(25))
NEWS = "".join(
    f'<div class="r"><a href="/a{n}">相关新闻：部署增长{n}%的工作</a> 2025-01-{n:02d}</div>' for n in range(1, 12)
)
FOOT = "主办单位：澄源市人民政府办公室 电话 0570-8888888 网站标识码3399000001"
TALK = "".join(f"<div><b>网友{n}</b><p>支持全市增长{n}%的目标。</p></div>" for n in range(15))
NOISE = ("政务公开栏目", "相关新闻", "网友")


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return [line for line in reportkit.extract(SAMPLE).running_text.split("\n") if line]


def joined(pattern: str, lines: list[str], between: str = "") -> str:
    return between.join(pattern.replace("{}", escape(line)) for line in lines)


def table() -> str:
    return "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in CELLS) + "</table>"


def templates(lines: list[str]) -> dict[str, str]:
    half = len(lines) // 2
    divs = f"<div class=a><ul>{MENU}</ul></div><div class=b><h1>政府工作报告</h1><div>{joined('<p>{}</p>', lines)}{table()}</div></div>"
    return {
        "divs": f"<div>{divs}<div class=c>{NEWS}</div><div class=d>{FOOT}</div></div>",
        "comments": f"<div>{divs}<div class=e>{TALK}</div><div class=d>{FOOT}</div></div>",
        "layout table": f"<table><tr><td colspan=2>{MENU}</td></tr><tr><td>{NEWS}</td><td><font>"
        f"{joined('　　{}', lines, '<br>')}</font></td></tr><tr><td colspan=2>{FOOT}</td></tr></table>",
        "article": f"<header>{MENU}</header><main><article>{joined('<p><span>{}</span></p>', lines)}</article>"
        f"<section><h2>相关阅读</h2>{NEWS}</section></main><footer>{FOOT}</footer>",
        "sections": f"<div><div>{MENU}</div>{joined('<section><section><span>{}</span></section></section>', lines)}"
        f"<div>{NEWS}</div><p>{FOOT}</p></div>",
        "pre": f"<div><ul>{MENU}</ul></div><pre>{joined('　　{}', lines, chr(10))}</pre><div>{FOOT}</div>",
        "in two parts": f"<div><ul>{MENU}</ul><div class=x>{joined('<p>{}</p>', lines[:half])}</div><div><a href=/ad>广告</a></div>"
        f"<div class=x>{joined('<p>{}</p>', lines[half:])}</div>{NEWS}<div>{FOOT}</div></div>",
        "lists": f"<div><ul>{MENU}</ul></div><div><div>{joined('<ul><li>{}</li></ul>', lines)}</div></div><div>{NEWS}</div>",
    }


def packed(text: str) -> str:
    return re.sub(r"[\s，；]", "", text)


@pytest.mark.parametrize("name", list(templates([])))
def test_article_of_an_unknown_page(name: str, lines: list[str]) -> None:
    markup = f"<!DOCTYPE html><html><head><meta charset=utf-8><title>政府工作报告</title></head><body>{templates(lines)[name]}"
    source = web.from_bytes(markup.encode(), name, name)
    told = [packed(line) for line in source.text.split("\n")]
    assert [line for line in lines if packed(line) not in told] == []
    assert [words for words in NOISE if words in source.text] == []
    if "<td>4.5万人以上" in markup:
        assert "城镇新增就业，4.5万人以上；" in source.text


def test_headings_that_are_anchors_stay() -> None:
    body = (
        '<p><a name="a1" href="#top">一、2024年工作回顾</a></p>' + "<p>地区生产总值增长5.7%，财政收入增长5.1%。</p>" * 3
    )
    source = web.from_bytes(f"<html><meta charset=utf-8><body><div>{body}</div>".encode(), "x", "x")
    assert source.text.startswith("一、2024年工作回顾\n")
