"""Rules for stock-ticker artefacts: company names with codes where the Chinese had an ordinary word.

Machine translation on finance sites replaces every string that is also a listed company's short name by the company's
English name and code, right or wrong: 新动力源 becomes "a new Beijing Dynamic Power Co.Ltd(600405)". The option
`tickers:restore|strip|keep|flag` says what to do (restore where none is given):

- restore: the ordinary word comes back where the context shows one, a company stays and only loses its doubling, and
  what cannot be told is flagged;
- strip: the code goes, the name stays; keep: nothing; flag: what restore would touch is only flagged.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bitext.rules.rule import Change, Example, Page, Rule, edit, flag
from bitext.rules.ticker_judging import judge_on_page
from bitext.rules.ticker_mentions import DIGITS, Mention, find_mentions, trim_spaces

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["RULES"]

_AFTER_STOP = re.compile(r"[ \u00a0]{0,3}(?=[,.;:!?)]|['’]s\b)")
_OWNED = re.compile(r"['’]s\b")
_ARTICLE = re.compile(r"(?<![A-Za-z])(an?)\s$", re.IGNORECASE)


def _restored(text: str, mention: Mention, put: str, why: str) -> Change:
    """The edit that puts the word where name and code stood, with the article, spaces and capital that it needs."""
    start, end = mention.start, mention.end
    if space := _AFTER_STOP.match(text, end):
        end = space.end()
    place = mention.company and mention.company.word and mention.company.word.kind == "places"
    if not place and put.endswith("s") and (owner := _OWNED.match(text, end)):
        end, put = owner.end(), f"{put}{owner[0][0]}"
    article = _ARTICLE.search(text[max(0, start - 4) : start])
    if article and (article[1].lower() == "an") != (put[0].lower() in "aeiou"):
        start -= len(article[0]) - article.start(1) + article.start()
        put = f"{article[1][0]}{'n' if put[0].lower() in 'aeiou' else ''} {put}"
    return edit(start, end, put + (" " if text[end : end + 1].isalnum() else ""), why)


def _mode(page: Page) -> str:
    return next((o.partition(":")[2] for o in page.options if o.startswith("tickers:")), "restore")


def _words(page: Page, index: int) -> Iterator[Change]:
    mode, text = _mode(page), page.blocks[index].text
    mentions = find_mentions(text) if mode in ("restore", "flag") else ()
    if not any(m.company and m.company.word for m in mentions):
        return
    for mention, verdict in judge_on_page(page, index):
        if verdict.kind == "word" and mode == "restore":
            yield _restored(text, mention, verdict.put, verdict.why)
        elif verdict.kind in ("word", "undecided"):
            yield flag(mention.start, mention.end, verdict.why)


def _doubled(page: Page, index: int) -> Iterator[Change]:
    mode, text = _mode(page), page.blocks[index].text
    for mention in find_mentions(text) if mode in ("restore", "flag") else ():
        if mention.doubled and mode == "restore":
            yield edit(mention.code_start, mention.end, mention.doubled, f"the name with {mention.code} is said twice")
        elif mention.doubled:
            yield flag(mention.start, mention.end, f"the name with {mention.code} is said twice")


def _stripped(page: Page, index: int) -> Iterator[Change]:
    text = page.blocks[index].text
    for mention in find_mentions(text):
        if mention.company is not None:
            space = _AFTER_STOP.match(text, mention.end)
            yield edit(trim_spaces(text, mention.code_start), space.end() if space else mention.end, "", f"stock code {mention.code}")


def _unknown(page: Page, index: int) -> Iterator[Change]:
    if _mode(page) == "keep":
        return
    for mention in find_mentions(page.blocks[index].text):
        if mention.company is None:
            where = "a Hong Kong code" if mention.mark == "HK" or len(mention.code) < DIGITS else "in no table of A-shares"
            yield flag(mention.start, mention.end, f"{mention.code} is {where}: whether a company or a word is meant cannot be looked up")


#: Brackets with the digits that A-share, Beijing and Hong Kong codes begin with, and endings of company names.
_STARTS = "00 01 02 03 06 09 20 30 4 60 68 8 90 92 sh sz ss se bj bse hk".split()
_TRIGGERS = (
    *(f"{bracket}{start}" for bracket in ("(", "( ", "(  ", "（", "（ ") for start in _STARTS),
    *"ltd limited inc( inc.( group( corporation( corp( holdings( bank( company(".split(),
    *(f"{ending} (" for ending in ("inc", "inc.", "group", "corporation", "corp", "holdings", "bank", "company")),
)
_SOURCE = "chinastockmarketnews.com and its copies: Chinese finance pages in machine translation."

RULES: tuple[Rule, ...] = (
    Rule(
        id="ticker-word",
        category="ticker",
        why="Machine translation put a listed company's name and code where the Chinese had an ordinary word.",
        source=_SOURCE,
        lang="en",
        apply=_words,
        triggers=_TRIGGERS,
        examples=(
            Example(
                "It will become a new Beijing Dynamic Power Co.Ltd(600405) , and more.", "It will become a new power source, and more."
            ),
            Example(
                "Grow characteristic Shenzhen Agricultural Products Group Co.Ltd(000061) in the hills.",
                "Grow characteristic agricultural products in the hills.",
            ),
            Example("Siasun Robot&Automation Co.Ltd(300024) industry parks are planned.", "Robot industry parks are planned."),
            Example(
                "For Cecep Solar Energy Co.Ltd(000591) the day was long.",
                "For Cecep Solar Energy Co.Ltd(000591) the day was long.",
                flags=("Cecep Solar Energy Co.Ltd(000591)",),
            ),
        ),
        leave=(
            "Shares of Beijing Dynamic Power Co.Ltd(600405) rose by 3% on Monday.",
            "Kweichow Moutai Co.Ltd(600519) is a new classic.",
            "北京动力源科技股份有限公司（600405）公告称，公司中标新项目。",
        ),
    ),
    Rule(
        id="ticker-doubled",
        category="ticker",
        why="The company's name and code are said twice, because the Chinese gave name and code and both were replaced.",
        source=_SOURCE,
        lang="en",
        apply=_doubled,
        triggers=_TRIGGERS,
        examples=(
            Example(
                "Orders of Zhongtong Bus Co.Ltd(000957) ( Zhongtong Bus Co.Ltd(000957) . SZ) grew.",
                "Orders of Zhongtong Bus Co.Ltd(000957.SZ) grew.",
            ),
            Example(
                "Abbreviation: Zhongtong Bus Co.Ltd(000957) Zhongtong Bus Co.Ltd(000957)", "Abbreviation: Zhongtong Bus Co.Ltd(000957)"
            ),
        ),
        leave=("Zhongtong Bus Co.Ltd(000957) and Zotye Automobile Co.Ltd(000980) ( both listed ) fell.",),
    ),
    Rule(
        id="ticker-strip",
        category="ticker",
        why="The caller asked for company names without stock codes.",
        source=_SOURCE,
        lang="en",
        apply=_stripped,
        triggers=_TRIGGERS,
        examples=(Example("Zhongtong Bus Co.Ltd(000957) , a maker of buses, won.", "Zhongtong Bus Co.Ltd, a maker of buses, won."),),
        leave=("The war (1982) was short.", "Call us (600405) now."),
        option="tickers:strip",
    ),
    Rule(
        id="ticker-unknown",
        category="ticker",
        why="A company name with a code that no A-share table has: whether a word hides there cannot be told.",
        source=_SOURCE,
        lang="en",
        apply=_unknown,
        triggers=_TRIGGERS,
        examples=(
            Example(
                "Tencent Holdings Ltd(00700.HK) rose.", "Tencent Holdings Ltd(00700.HK) rose.", flags=("Tencent Holdings Ltd(00700.HK)",)
            ),
        ),
        leave=("The war (1982) was short.", "Zhongtong Bus Co.Ltd(000957) grew."),
    ),
)
