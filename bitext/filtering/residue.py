"""Filters against what is left of markup, addresses, escapes and wrong encodings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bitext.filtering.declaring import Bounds, Filter
from bitext.filtering.sides import WEB
from bitext.mojibake import repair_mojibake

if TYPE_CHECKING:
    from bitext.filtering.sides import Sides

__all__ = ["FILTERS"]

_TAG = re.compile(
    r"</?(?:a|b|i|p|u|s|br|hr|em|div|img|span|font|strong|table|tbody|thead|tr|td|th|ul|ol|li|h[1-6]|script|style|iframe|input|form|sup|sub|center|blockquote)"
    r"(?:\s[^<>]{0,400})?/?>|<!--|-->|<!\[CDATA\[|<!doctype",
    re.IGNORECASE,
)
_ENTITY = re.compile(
    r"&(?:nbsp|amp|lt|gt|quot|apos|ldquo|rdquo|lsquo|rsquo|mdash|ndash|hellip|middot|bull|copy|reg|trade|#[0-9]{2,7}|#x[0-9a-f]{2,6});",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|(?<![\\A-Za-z:])\\[nrt](?![A-Za-z]{0,2}:)|%[0-9A-F]{2}%[0-9A-F]{2}|\{\{|\}\}|\$\{|(?:var|const|let|function) [A-Za-z_$][\w$]{0,40} ?[=(]|(?:margin|padding|font-size|line-height|display) ?: ?[^;]{1,40};"
)
#: Undecodable bytes, C0 and C1 controls, private use.
_ODD = re.compile("[\ufffd\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff]")
#: A run of at least four letters with a space between each two.
_SPACED = re.compile(r"(?<![A-Za-z'’.])(?:[A-Za-z] ){4,}[A-Za-z](?![A-Za-z])")


#: Latin letters that fill the place of a Han character.
_DENSE = 3


def _html(sides: Sides) -> float:
    if not any(mark in text for text in (sides.zh, sides.en) for mark in "<>&"):
        return 0.0
    return float(sum(len(_TAG.findall(text)) + len(_ENTITY.findall(text)) for text in (sides.zh, sides.en)))


def _escapes(sides: Sides) -> float:
    return float(sum(len(_CODE.findall(text)) for text in (sides.zh, sides.en) if any(mark in text for mark in "\\%{=(;")))


def _addresses(sides: Sides) -> tuple[list[str], list[str]]:
    zh, en = (WEB.findall(text) if plain is not text else [] for text, plain in ((sides.zh, sides.zh_plain), (sides.en, sides.en_plain)))
    return zh, en


def _web_share(sides: Sides) -> float:
    zh, en = _addresses(sides)
    lengths = len(sides.zh) + (_DENSE - 1) * sides.han, len(sides.en) + (_DENSE - 1) * sides.en_foreign
    return max(sum(map(len, found)) / max(1, length) for found, length in zip((zh, en), lengths, strict=True))


def _web_mismatch(sides: Sides) -> float:
    zh, en = ({address.lower().rstrip(".,;:)/") for address in found} for found in _addresses(sides))
    return float(max(len(zh - en), len(en - zh)))


def _mojibake(sides: Sides) -> float:
    made = sum(len(_ODD.findall(text)) for text in (sides.zh, sides.en))
    return float(made + sum(repair_mojibake(text)[0] != text for text in (sides.zh, sides.en)))


def _spaced(sides: Sides) -> float:
    return max((sum(map(len, _SPACED.findall(text))) / len(text) for text in (sides.zh, sides.en) if text), default=0.0)


FILTERS: tuple[Filter, ...] = (
    Filter(
        "html", "residue", "Tags and entities on both sides.", "tags", Bounds(high=0),
        "Markup that was read as text.", "OpusFilter HtmlTagFilter; `bitext clean` takes it out, and this filter only says that nobody did", _html,
        keeps=(("若 a<b 则成立。", "It holds if a < b."), ("R&D投入增长", "R&D spending grew")), rejects=(("雨停了。<br>", "The rain has stopped."), ("雨停了&nbsp;", "The rain has stopped.")),
        peers=("OpusFilter HtmlTagFilter", "hardrules html", "bifixer (repairs)", "OpusCleaner regexp"),
    ),
    Filter(
        "escapes", "residue", "Escape sequences and pieces of scripts or style sheets on both sides.", "pieces", Bounds(high=0),
        "A script or a string of code was read as text.", "hardrules", _escapes,
        keeps=(("存盘到 C:\\new 文件夹。", "Save it in the folder C:\\new."), ("增长50%。", "It grew by 50%.")),
        rejects=(("雨停了。\\u3000", "The rain has stopped."), ("点击", "function init( ) { var x = 1; }")), peers=("hardrules escapes", "OpusCleaner deescape"),
    ),
    Filter(
        "web-share", "residue", "Share of a side that is web and mail addresses; a Han character counts as three letters.", "share", Bounds(high=0.75),
        "A line of addresses teaches nothing.", "hardrules", _web_share,
        keeps=(("详见 www.example.com。", "See www.example.com for details."),), rejects=(("网址：https://www.example.com/a/b/c", "URL: https://www.example.com/a/b/c"),), peers=("hardrules urls",),
    ),
    Filter(
        "web-mismatch", "residue", "Web and mail addresses of one side that are not on the other.", "addresses", Bounds(high=1),
        "Different addresses belong to different sentences.", "OpusCleaner url_mismatch", _web_mismatch,
        keeps=(("详见 http://example.com/zh。", "See http://example.com/en."),), rejects=(("请联系 a@example.com", "Write to b@example.com or c@example.com."),), peers=("OpusCleaner url_mismatch",),
    ),
    Filter(
        "mojibake", "residue", "Undecodable characters, controls and sides in a wrong encoding.", "characters", Bounds(high=0),
        "Text that was read with the wrong encoding is lost; what can be mended `bitext clean` mends.", "bitext.mojibake; hardrules", _mojibake,
        keeps=(("他去了café。", "He went to the café."),), rejects=(("é‡\x8dåº†æ˜¯ä¸€åº§åŸŽå¸‚ã€‚", "Chongqing is a city."), ("雨停\ufffd了。", "The rain has stopped.")),
        peers=("hardrules mojibake", "bifixer (repairs)"),
    ),
    Filter(
        "spaced-letters", "residue", "Share of a side that is single letters with spaces between.", "share", Bounds(high=0.2),
        "L i k e  t h i s: set for the eye, or torn apart by a converter.", "hardrules space noise", _spaced,
        keeps=(("甲乙丙", "Plan A, plan B and plan C"),), rejects=(("雨停了", "T h e r a i n"),), peers=("hardrules space noise",),
    ),
)  # fmt: skip
