"""Pages of one size that tempt code into quadratic time or deep recursion; shared by the tests and the benchmark.

Every kind is made for any size, so that the cost of two sizes can be compared. The texts are made up.
"""

from __future__ import annotations

import base64
import random
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["KINDS", "Form", "make", "prose"]

Form = Literal["html", "text"]

# The tables are laid out by meaning.
# fmt: off
#: Characters of which a whole line is made.
ALONE = {
    "letter": "a", "capital": "A", "digit": "1", "space": " ", "ideographic space": "\u3000", "full stop": ".", "ideographic stop": "。", "han": "中", "图": "图",
    "bracket": "(", "wide bracket": "（", "square bracket": "[", "bracket end": "]", "less-than": "<", "greater-than": ">", "ampersand": "&",
    "hyphen": "-", "dash": "—", "hash": "#", "bar": "|", "slash": "/", "colon": ":", "comma": ",", "quote": '"', "apostrophe": "'", "at": "@",
    "underscore": "_", "star": "*", "bullet": "•", "backslash": "\\", "zero-width": "\u200b", "accent": "\u0301", "surrogate": "\ud800",
    "nul": "\x00", "tab": "\t", "emoji": "😀", "private": "\ue000", "lost": "\ufffd", "wide letter": "ａ", "é": "é", "dotted capital": "İ",
    "percent": "%", "equals": "=",
}  # fmt: skip
#: What a line repeats.
REPEATED = {
    "words": "ab ", "capital words": "Ab ", "numbers": "1. ", "citations": "[1]", "citations apart": "[1] ", "tickers": "Co.Ltd(600405) ", "tickers tight": "Co.Ltd(600405)",
    "company names": "Beijing Dynamic Power Co.Ltd(600405) ", "links": "http://a.b/c ", "sentences": "The Board said. ", "sentences zh": "董事会表示同意。",
    "pasted links": "im http://www.a.b/en2017te access ", "dashes": "one - ", "dashed items": "Ports shipped more goods. - ", "bullets": "• Ports shipped more goods ",
    "doubled": "the the ", "spaced marks": "a , ", "stops": "1。", "enumeration": "2、", "ampersands": "R & D ", "entities": "&amp;", "entities twice": "&amp;amp;", "half entities": "&#", "escapes": "\\u0041",
    "tags in text": "&lt;p&gt;", "mails": "a@b.cn ", "dates": "2024-05-01 12:00 ", "dates zh": "2024年5月1日", "belts": "one belt, one road ", "photos": "Photo by Li Wei. ",
    "files": "photo.jpeg ", "pipes": "Home | News | ", "crumbs": "Home > News > ", "crumbs zh": "首页 > 新闻 > ", "labels": "来源：新华社 ", "editors": "责任编辑：李明 ", "share words": "分享到 微信 ",
    "brackets": "(a) ", "nested": "((", "quotes": "“a” ", "hyphens": "medium – and long-term ", "stray han": "of 的 the ", "wide": "ＡＢ１２ ", "mojibake": "é‡\x8d", "mojibake gbk": "閲嶅簡", "names": "Wang Fang, ",
    "by": "By Jane Doe ", "tab cells": "a\t", "closing tags": "</p>", "comments": "<!---->", "open comments": "<!--",
    "reporters": "（记者 李明）", "datelines": "BEIJING, May 3 (Xinhua) -- ", "limited": "Co., Ltd. ", "copyright": "Copyright © 2024 ", "reprint": "未经授权不得转载", "subscribe": "Subscribe to our newsletter ",
}  # fmt: skip
#: Lines that a page consists of.
LINES = {
    "x": "x", "Share": "Share", "相关阅读": "相关阅读", "a date": "2024-05-01 12:00", "a date zh": "2024年5月1日 10:20", "a byline": "By Jane Doe", "a source": "来源：新华社", "WeChat": "微信", "share bar": "分享到：",
    "an item": "• A headline of another page", "a number": "1. Apples", "a bracketed number": "(1) Apples and pears", "a chapter": "第一章 总则", "a mark": "-", "a caption": "Photo: Li Ming", "a question": "Why?",
    "a sentence": "The council said on Monday that the line would open in May.", "a wrapped line": "The twelve towns on the river have drawn up a plan that names the roads", "a wrapped line zh": "沿江十二个镇共同编制了一份规划，明确了先修哪些道路、保",
    "a paragraph": "The council said on Monday that the new line would open in May, two years after work began on it, and that fares would stay as they are now.",
    "a copyright": "Copyright 2024 Example News", "a title": "Port city opens two lending windows for firms", "a login": "Log in", "a cookie": "We use cookies.", "next": "下一篇：另一篇文章的标题", "a file": "photo.jpeg", "an abstract": "Abstract: the towns agreed",
    "a label": "Keywords: ports, freight", "a crumb": "首页 > 新闻 > 正文", "a ticker": "Beijing Dynamic Power Co.Ltd(600405)", "a mail": "press@example.org",
}  # fmt: skip
#: Elements that are opened and never closed.
UNCLOSED = (
    "div", "span", "p", "li", "a", "b", "ul><li", "ol><li", "blockquote", "table", "table><tr><td", "dl><dd", "h1", "form", "button", "select", "option", "font color=red",
    "section", "article", "pre", "figure><figcaption", "details><summary", "label", "optgroup", "x-tag", "svg", "math", "template", "center", "nobr", "i", "title", "textarea",
    "script", "style", "noscript", "iframe", "b><div", "a><div", "b><p", "div><p", "h1><a", "body", "html", "frameset", "object", "table><caption", "ruby><rt",
)  # fmt: skip


# fmt: on


def prose(characters: int, lang: str = "en") -> str:
    """Lines of harmless text with some dirt in it, the same for the same size."""
    draw = random.Random(characters)
    english = "the harbour moved more freight in March than any city had planned"
    words = "港口 三月 货运 增长 今年 公司 表示 城市 发展" if lang == "zh" else english
    gap, stop = ("", "。") if lang == "zh" else (" ", ".")
    lines, size = [], 0
    while size < characters:
        line = gap.join(draw.choices(words.split(), k=draw.randint(4, 40))) + draw.choice((stop, f"{stop}[1]", " ,", ""))
        lines.append(line)
        size += len(line) + 1
    return "\n".join(lines)[:characters]


def _fill(piece: str) -> Callable[[int], str]:
    return lambda size: piece * (size // len(piece))


def _nested(tag: str) -> Callable[[int], str]:
    """Elements in one another, all of them closed."""
    return lambda size: f"<{tag}>" * (size // (2 * len(tag) + 5)) + "x" + f"</{tag}>" * (size // (2 * len(tag) + 5))


def _numbered(form: str) -> Callable[[int], str]:
    """Pieces that differ: `{}` is their number."""

    def make(size: int) -> str:
        count = size // (len(form) + 4)
        return "".join(form.format(n) for n in range(count))

    return make


def _paragraphs(size: int) -> str:
    return "".join(f"<p>{line}</p>" for line in prose(size).split("\n"))


def _han(size: int) -> str:
    draw = random.Random(size)
    return "".join(chr(draw.randrange(0x4E00, 0x9FA5)) for _ in range(size))


def _base64(size: int) -> str:
    return base64.b64encode(random.Random(size).randbytes(size * 3 // 4)).decode()


def _billion_laughs(size: int) -> str:
    """An XML document type whose entities multiply, before a page; nothing may expand it."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 20))
    return f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e0 "ha">{entities}]><html><body><p>' + "&e19;" * (size // 5)


def _json(inner: str) -> Callable[[int], str]:
    """A JSON-LD script that holds so much of something."""

    def make(size: int) -> str:
        return f'<title>A page</title><script type="application/ld+json">{inner * (size // len(inner))}</script><p>Text of the page.</p>'

    return make


def _ends(lines: int) -> str:
    return "".join(f"{n} towns agreed to the plan of the river and its roads.\n" for n in range(lines))


# fmt: off
_TEXTS: dict[str, Callable[[int], str]] = {
    **{f"one line of {name}": _fill(char) for name, char in ALONE.items()},
    **{f"one line of {name}, {char!r} apart": _fill(f"{char} a") for name, char in (("marks", "."), ("stops", "。"), ("commas", "，"))},
    **{f"one line, {name}": _fill(piece) for name, piece in REPEATED.items()},
    **{f"lines, {name}": _fill(f"{line}\n") for name, line in LINES.items()},
    "one line of random han": _han,
    "one line of base64": _base64,
    "one line of prose": lambda size: prose(size).replace("\n", " "),
    "lines of prose": prose,
    "lines of prose zh": lambda size: prose(size, "zh"),
    "lines that differ": _numbered("{} towns agreed\n"),
    "short lines that differ": _numbered("{}\n"),
    "lines that come again": lambda size: _ends(size // 118) * 2,
    "dates and paragraphs": _fill(f"2024-05-01\n{LINES['a paragraph']}\n"),
    "titles and paragraphs": _fill(f"{LINES['a title']}\n{LINES['a paragraph']}\n"),
    "labels and platforms": _fill("分享到：\n微信\nQQ空间\n大\n"),
    "carriage returns": _fill("a\r"),
    "line separators": _fill("a\u2028"),
    "form feeds": _fill("a\f"),
    "blank lines": _fill("\n"),
}
_PAGES: dict[str, Callable[[int], str]] = {
    **{f"unclosed {tag}": _fill(f"<{tag}>") for tag in UNCLOSED},
    **{f"unclosed {tag}, with text": _fill(f"<{tag}>x") for tag in UNCLOSED},
    **{f"nested {tag}": _nested(tag) for tag in ("div", "span", "ul", "table", "b", "a", "p", "blockquote")},
    **{f"page with {name}": _fill(piece) for name, piece in (
        ("list items", "<li>x</li>"), ("paragraphs of one letter", "<p>x</p>"), ("line breaks", "a<br>"), ("rules", "<hr>"), ("cells", "<table><tr><td>7</td></tr></table>"), ("links", "<a href=/>x</a> "),
        ("images", "<img src=a alt=b>"), ("open tags", "<"), ("half tags", "</"), ("half comments", "<!--"), ("comments", "<!-- -->"), ("cdata", "<![CDATA["), ("instructions", "<?x"), ("end tags", "</div>"), ("end tags of nothing", "</x>"),
        ("stray paragraph ends", "</p>"), ("stray breaks", "</br>"), ("nul", "\x00"), ("null references", "&#0;"), ("references", "&amp;"), ("references without end", "&amp"), ("large references", "&#99999999;"),
        ("metas", '<meta name="author" content="Li Wei">'), ("languages", '<link rel="alternate" hreflang="en" href="/a">'), ("icons", '<i class="fa fa-x"></i>'), ("headings", "<h1>A title of a page</h1>"), ("times", "<time datetime=2024-05-01>x</time>"),
        ("scripts", "<script></script>"), ("inputs", "<input type=password>"), ("options", "<option>x"), ("sections", "<section><h2>A</h2><p>b</p></section>"), ("misnested", "<b><p></b></p>"), ("misnested blocks", "<b><div></b>x"), ("misnested links", "<a><div></a>x"),
        ("tables unclosed", "<table><tr><td>"), ("fostered text", "<table>x"), ("figures", "<figure><figcaption>x</figcaption></figure>"), ("definitions", "<dl><dt>x<dd>y</dl>"), ("pre", "<pre>a\n</pre>"),
    )},
    "page of paragraphs": _paragraphs,
    "page of one paragraph": lambda size: f"<p>{prose(size)}</p>",
    "page of one table": lambda size: "<table>" + "<tr><td>7</td><td>8</td></tr>" * (size // 28) + "</table>",
    "page of one table, unclosed": lambda size: "<table>" + "<tr><td>7<td>8" * (size // 14),
    "page of one row": lambda size: "<table><tr>" + "<td>7" * (size // 5),
    "page of one list": lambda size: "<ul>" + "<li>x" * (size // 5),
    "page of one pre": lambda size: "<pre>" + "a\n" * (size // 2),
    "page of one link": lambda size: "<a href='" + "a" * size + "'>x</a>",
    "attributes": lambda size: "<p " + _numbered("a{} ")(size) + ">x",
    "attributes with values": lambda size: "<p " + _numbered('a{}=">" ')(size) + ">x",
    "attributes of the body": _numbered("<body a{}=1>"),
    "class names": lambda size: f"<p class='{_numbered('c{} ')(size)}'>x</p>",
    "class names alike": lambda size: f"<p class='{'share-' * (size // 6)}'>x</p>",
    "classes that differ": _numbered('<div class="news-{}">x</div>'),
    "style": lambda size: f"<p style='{'display:' * (size // 8)}'>x</p>",
    "formatting reopened": lambda size: "<p>" + "".join(f"<b c={n}>" for n in range(size // 40)) + "</p>" + "<p>x</p>" * (size // 16),
    "title": lambda size: f"<title>{'a - ' * (size // 4)}</title><h1>a</h1><p>x</p>",
    "title of bars": lambda size: f"<title>{'|' * size}</title><h1>|</h1>",
    "keywords": lambda size: f'<meta name="keywords" content="{"a," * (size // 2)}">',
    "base64 image": lambda size: f"<p>x</p><img src='data:image/png;base64,{_base64(size)}'>",
    "script unclosed": lambda size: "<script>" + "a" * size,
    "comment unclosed": lambda size: "<p>x</p><!--" + "-" * size,
    "comments before the page": lambda size: "<!---->" * (size // 7) + "<p>x</p>",
    "document type": _billion_laughs,
    "json arrays": _json("["),
    "json objects": _json('{"a":'),
    "json graph": _json('{"@graph":['),
    "json commas": _json(",}"),
    "json quotes": _json('"'),
    "json escapes": _json("\\"),
    "json body": lambda size: f'<script type="application/ld+json">{{"articleBody": "{"word " * (size // 5)}"}}</script><p>word word</p>',
    "json bodies": lambda size: '<script>"articleBody" : "' * (size // 25),
    "json spaces": lambda size: '<script>"articleBody"' + " " * size,
    "surrogates": lambda size: "<p>" + "\ud800" * size,
}
# fmt: on
#: Every kind of page: its form, and what makes it of about so many characters.
KINDS: dict[str, tuple[Form, Callable[[int], str]]] = {
    **{name: ("text", maker) for name, maker in _TEXTS.items()},
    **{name: ("html", maker) for name, maker in _PAGES.items()},
}


def make(kind: str, size: int) -> tuple[Form, str]:
    """Make a page of a kind, of about so many characters."""
    form, maker = KINDS[kind]
    return form, maker(size)
