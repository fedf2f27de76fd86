"""Rules about marks and the spaces around them.

Chinese marks are content in Chinese and debris in English: the rules of the first kind look at English
blocks only, and there leave every mark that belongs to embedded Chinese (the character before it is Han or
a Chinese closing mark).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bitext.rules.characters import in_prose
from bitext.rules.rule import Example, Rule, edit, mend
from bitext.text import HAN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bitext.rules.rule import Change, Page

__all__ = ["RULES"]

_FOREIGN = "(?<=[A-Za-z0-9\u00c0-\u024f)\\]\"'”’%*])"  # what the mark must stand behind: a Latin letter, a digit or a closer
_NOT_CHINESE = rf"(?<![{HAN}\u3040-\u30ff\uac00-\ud7af》」』】），。、；：！？\s])"
_ASCII = {"，": ",", "、": ",", "。": ".", "．": ".", "｡": ".", "；": ";", "：": ":", "！": "!", "？": "?"}
_MARK = re.compile(rf"{_FOREIGN}\s?([，、。．｡；：！？])(?=([\s\S]?)([\s\S]{{0,3}}))")


def _mark(match: re.Match[str]) -> str:
    """Put the English mark, and a space after it unless the text ends, a mark follows or a number goes on."""
    mark, following, rest = _ASCII[match[1]], match[2], match[3]
    before = match.string[match.start() - 1 : match.start()] if match.start() else ""
    if before.isdigit() and following.isdigit() and mark in ",.:" and not match[0][0].isspace():
        thousands = mark == "," and rest[:2].isdigit() and not rest[2:].isdigit()
        return mark if thousands or mark != "," else mark + " "
    apart = not following or following.isspace() or following in "”’\"')]}.,;:!?。，、；：！？）"
    return mark if apart else mark + " "


_KANA = re.compile("[\u3041-\u30ff]")


def _marks(page: Page, index: int) -> Iterable[Change]:
    text = page.blocks[index].text
    if _KANA.search(text):
        return  # Japanese has the same marks
    for match in _MARK.finditer(text):
        yield edit(match.start(), match.end(), _mark(match))


_BRACKETS = re.compile(rf"{_NOT_CHINESE}(\s?)（([^（）\n]{{1,200}})）(?=([\s\S]?))")


def _brackets(match: re.Match[str]) -> str:
    before = match.string[match.start() - 1 : match.start()] if match.start() else ""
    lead = match[1] or (" " if before and (before.isalnum() or before in '.,;:!?”"') else "")
    return f"{lead}({match[2].strip()})" + (" " if match[3].isalnum() else "")


# Not " ..." nor ". . .", ":)", ".NET", ".5", "2 : 1"; the mark must close a word and be followed by a gap or a closer.
_GAP = re.compile(r"(?<=[A-Za-z0-9)\]\"'”’%])(?: +([.,;:!?])(?=\s|$|[\"”’)\]](?:\s|$))| +,(?=[A-Za-z]))")


def _gaps(page: Page, index: int) -> Iterable[Change]:
    text = page.blocks[index].text
    for match in _GAP.finditer(text):
        mark, after = text[match.end() - 1], text[match.end() : match.end() + 1]
        before, further = text[match.start() - 1], text[match.end() + 1 : match.end() + 2]
        if (mark in ":;" and after and not after.isspace()) or (mark in ".!?" and further == mark):
            continue
        if before.isdigit() and further.isdigit() and mark in ":.":
            continue
        yield edit(match.start(), match.end(), ", " if mark == "," and after.isalpha() else mark)


_INSIDE = re.compile(r"\(([^()\n]{1,200})\)")


def _inside(match: re.Match[str]) -> str:
    return f"({match[1].strip()})" if match[1].strip(" :;=^_-") else match[0]


_CONTRACTION = (
    r"(?<![A-Za-z])((?:is|are|was|were|do|does|did|has|have|had|could|would|should|ca|wo|must|need)n) ?(['’‘]) ?(t)(?![A-Za-z])"
    r"|(?<![A-Za-z])(it|he|she|that|there|what|who|we|they|you|let|i) (['’‘])(s|re|ve|ll|d|m)(?![A-Za-z'’])"
)


def _contraction(match: re.Match[str]) -> str:
    word, mark, rest = match.group(1, 2, 3) if match[1] else match.group(4, 5, 6)
    whole = f"{word}{mark}{rest}"
    return match[0] if whole == match[0] else f"{word}{'’' if mark == '‘' else mark}{rest}"


RULES: tuple[Rule, ...] = (
    Rule(
        "chinese-marks", "punctuation", "Chinese punctuation stands in an English sentence.",
        "machine-translated news and Chinese sites' English pages", in_prose(_marks), triggers=tuple(_ASCII), lang="en",
        examples=(
            Example("trade，finance and tax。", "trade, finance and tax."), Example("copper、 iron and tin；all rose", "copper, iron and tin; all rose"),
            Example("The goal：10，000 tons by 9：30！", "The goal: 10,000 tons by 9:30!"), Example("He said：“go”。", "He said: “go”."),
            Example("the 智融 plan，which grew", "the 智融 plan, which grew"),
        ),
        leave=(
            "「iPhone」は、Apple Inc.のiPhone。です", "The motto “稳中求进，以进促稳。” guides the new plan", "他说，好。", "trade, finance and tax.", "《金融，贸易》 is a book for all of us",
        ),
    ),
    Rule(
        "chinese-brackets", "punctuation", "Full-width brackets stand in an English sentence.",
        "machine-translated news and Chinese sites' English pages", in_prose(mend(_BRACKETS.pattern, _brackets)), triggers=("（",), lang="en",
        examples=(
            Example("the plan（2025）was issued", "the plan (2025) was issued"), Example("the new AI （ 人工智能 ）, and more", "the new AI (人工智能), and more"),
            Example("（Xinhua） The city grew", "(Xinhua) The city grew"),
        ),
        leave=("The 西部金融中心（重庆） was founded in the city", "重庆（直辖市）", "the plan (2025) was"),
    ),
    Rule(
        "space-before-mark", "spacing", "English has no space before a punctuation mark.",
        "machine-translated news", in_prose(_gaps), triggers=(" .", " ,", " ;", " :", " !", " ?"), lang="en",
        examples=(
            Example("to make consumers aware .", "to make consumers aware."), Example("Chongqing , Chengdu ,and Xi'an", "Chongqing, Chengdu, and Xi'an"),
            Example('Abstract : The "plan" ; (it) ?', 'Abstract: The "plan"; (it)?'), Example("“It works .” he said", "“It works.” he said"),
        ),
        leave=(
            "wait ...", "well . . . then", "nice :) and ;)", "the .NET world", "about .5 percent", "Leeds 2 : 1 York", "see :help",
            "run ./go",
        ),
    ),
    Rule(
        "space-before-mark-zh", "spacing", "Chinese has no space before a mark nor inside brackets.",
        "pages whose links and names were cut out of a sentence",
        in_prose(mend(r"(?<=[^\s(（【「『《“‘_]) +(?=[，。、；：？！）》】」』])|(?<=[（《【「『]) +(?=[^\s）》】」』])", "")),
        triggers=(*(f" {c}" for c in "，。、；：？！）》】」』"), *(f"{c} " for c in "（《【「『")), lang="zh",
        examples=(Example("重庆 ，成都 。", "重庆，成都。"), Example("《 规划 》发布", "《规划》发布")),
        leave=("正确的是（ ）。", "重庆 成都", "填空 ___ ，下同"),
    ),
    Rule(
        "space-in-brackets", "spacing", "Brackets hold their words without spaces.",
        "machine-translated news", in_prose(mend(_INSIDE.pattern, _inside)), triggers=("( ", " )"), lang="en",
        examples=(Example("the Bank ( PBC ) said", "the Bank (PBC) said"), Example("a city (in the west )", "a city (in the west)")),
        leave=("smile ( : ) now", "( )", "(PBC)", "a ( b"),
    ),
    Rule(
        "parted-contraction", "spacing", "A contraction was torn apart.",
        "text put together from tokens", in_prose(mend(_CONTRACTION, _contraction, re.IGNORECASE)),
        triggers=(" 't", " ’t", " ‘t", "' t", "’ t", " 's", " ’s", " ‘s", " 're", " ’re", " 've", " ’ve", " 'll", " ’ll", " 'd", " ’d", " 'm", " ’m"),
        lang="en",
        examples=(Example("It isn ‘t slow and they 're glad", "It isn’t slow and they're glad"), Example("we don ’t know", "we don’t know")),
        leave=("It isn't slow", "the word 't", "he said 'so", "rock 'n' roll", "What 'sort of' plan"),
    ),
    Rule(
        "doubled-mark", "punctuation", "A mark stands twice, or a comma before a stop.",
        "pages put together from templates",
        in_prose(mend(r"(?<![，、。；,])(?:(，)，(?!，)|(、)、(?!、)|[，、；](。)|(?<=[A-Za-z])(,) ?,(?=\s|$))", lambda m: m[1] or m[2] or m[3] or m[4])),
        triggers=("，，", "、、", "，。", "、。", "；。", ",,", ", ,"),
        examples=(Example("重庆，，成都、、西安，。", "重庆，成都、西安。"), Example("Chongqing,, Chengdu, , and", "Chongqing, Chengdu, and")),
        leave=("好。。。", "a,,b", "重庆，成都", "，，，"),
    ),
    Rule(
        "empty-brackets", "punctuation", "Brackets are left whose words were taken out.",
        "pages whose links or pictures were cut out", in_prose(mend(r"(?<=[A-Za-z,.;]) \(\s?\)(?=[\s.,;:]|$)", "")), triggers=(" ()", " ( )"), lang="en",
        examples=(Example("The Bank () said so ( ).", "The Bank said so."),),
        leave=("call foo() now", "正确的是（ ）。", "[ ] task"),
    ),
)  # fmt: skip
