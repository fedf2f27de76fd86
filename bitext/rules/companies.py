"""Listed companies as machine-translated pages print them: code, short name, and where an English name begins.

The tables (bitext/data, with their provenance) are read when a code is first looked up, never on import.
"""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Literal

__all__ = ["PLACES", "Company", "NameStart", "Word", "find_company", "has_legal_ending", "is_legal", "locate_name", "name_key"]

Kind = Literal["words", "phrases", "places", "people"]

#: Words that end a company's legal name; both sides of a comparison lose them.
_LEGAL = frozenset(
    "co ltd limited company corp corporation inc incorporated plc lp sa ag group holding holdings stock stocks share shares joint".split()
)
#: What makes an unknown capitalised run a company.
_ENDING = _LEGAL - {"stock", "stocks", "share", "shares", "joint", "lp", "sa", "ag"} | {"bank", "securities", "insurance", "airlines"}
_TOKEN = re.compile(r"[A-Za-z0-9À-ɏ]+")
_WORD = re.compile(r"\([A-Za-z0-9À-ɏ&.' -]{1,40}\)|[A-Za-z0-9À-ɏ&][A-Za-z0-9À-ɏ&.'’/+-]*")
#: Longest name looked for, in characters: the longest in the table has 98.
_WINDOW = 140

#: Provinces and big cities: the usual first word of a Chinese company's English name.
PLACES = frozenset(
    """anhui anshan anyang baoding baoji baotou beijing bengbu changchun changsha changshu changzhou chengdu china chinese chongqing
    dalian daqing datong dongguan dongying foshan fujian fuzhou gansu ganzhou guangdong guangxi guangzhou guilin guiyang guizhou haikou
    hainan hangzhou harbin hebei hefei heilongjiang henan hohhot huaian huangshan hubei huizhou hunan huzhou jiangmen jiangsu jiangxi
    jiangyin jiaxing jilin jinan jining jinzhou kunming kunshan lanzhou lhasa liaoning linyi liuzhou luoyang luzhou macau mianyang
    mongolia nanchang nanjing nanning nantong ningbo ningxia pudong qingdao qinghai quanzhou quzhou sanya shaanxi shandong shanghai
    shantou shanxi shaoxing shenyang shenzhen shijiazhuang sichuan suzhou taiyuan taizhou tangshan tianjin tibet urumqi weifang weihai
    wenzhou wuhan wuhu wuxi xiamen xian xi'an xiangyang xining xinjiang xuzhou yancheng yangtze yangzhou yantai yichang yinchuan
    yunnan zhangjiagang zhejiang zhengzhou zhenjiang zhongshan zhuhai zhuzhou zibo""".split()
)
#: Capitalised words that stand before a name and never begin one.
_FUNCTION = frozenset(
    """a an the this that these those its their our his her some many all any each every both no such other another and or but so yet nor
    if as when while where whereas because since after before during until although though in on at by for from with without within
    into of off to toward towards through throughout under over about above across against along among around behind below beside
    besides between beyond despite except following including like near per regarding than upon via versus according meanwhile however
    therefore moreover furthermore also then thus today yesterday recently currently now it he she we they you i is are was were be
    has have had do does did will would can could may might must shall should not only even just more most how what which who why
    accelerate achieve acquire actively adhere adjust adopt advance allow apply arrange attract boost breed bring broaden build buy
    carry combine complete conduct connect consolidate consume continue control cooperate coordinate create cultivate deepen deliver deploy
    develop distribute drive effectively eliminate enable encourage enhance enlarge enrich ensure establish expand explore export extend
    facilitate focus follow form formulate foster fully further gather generate give grow guide hold implement import improve include
    increase innovate install integrate introduce invest investigate invigorate issue join keep launch lead learn let list lower
    maintain make manage manufacture meanwhile meet moderately mobilize modernize need open operate optimize organize participate
    perfect plant play popularize prevent process produce promote protect provide purchase pursue raise reach realize recommend reduce
    reform regulate relying replace research resolutely rely respond restore revitalize safeguard sell serve set simplify
    speed stabilize standardize start steadily stick stimulate store strengthen strictly strive study subsidize summarize supply support
    take transform transport upgrade use using utilize vigorously visit welcome widen work""".split()
)
#: What may stand before "of" inside a name.
_OF_HEADS = frozenset("bank corporation company institute academy airport port group inc university bureau research commodities".split())


@dataclass(frozen=True, slots=True)
class Word:
    """The ordinary reading of a short name: its English by default, after `a`, before another noun, and with its article.

    `alone` is the form where nothing stands before that would go with it (empty: as by default). `kind` is the section of ordinary_words.toml, `following` the words one of which mostly comes next (empty: any), `home`
    the company's towns, `trade` beginnings of words that speak of its trade, `topic` those that go with the ordinary reading.
    """

    kind: Kind
    en: str
    one: str
    before: str
    following: frozenset[str] = frozenset()
    home: tuple[str, ...] = ()
    trade: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    alone: str = ""


@dataclass(frozen=True, slots=True)
class Company:
    """A listed company: its code, Chinese short name, the keys of its English names, and the word that its short name also is."""

    code: str
    zh: str
    names: tuple[str, ...]
    word: Word | None


@dataclass(frozen=True, slots=True)
class NameStart:
    """Where a name begins, and whether that is certain enough to take the name out."""

    start: int
    sure: bool


def name_key(name: str) -> str:
    """Fold an English company name for comparison: no legal ending, no "and", no spaces, marks or case.

    >>> name_key("Siasun Robot&Automation Co.,Ltd."), name_key("SIASUN Robot and Automation Co. Ltd")
    ('siasunrobotautomation', 'siasunrobotautomation')
    """
    return "".join(t for t, _ in _core(name))


def _core(text: str) -> list[tuple[str, int]]:
    """The folded words of a name with their offsets, legal ending and "and" left out."""
    found = [(m[0].lower(), m.start()) for m in _TOKEN.finditer(text)]
    while len(found) > 1 and found[-1][0] in _LEGAL:
        found.pop()
    return [f for f in found if f[0] != "and"]


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, dict[str, str | None]], dict[str, tuple[Kind, str | dict[str, str | list[str]]]]]:
    folder = resources.files("bitext.data")
    names = json.loads(folder.joinpath("ashare_names.json").read_text(encoding="utf-8"))
    sections = tomllib.loads(folder.joinpath("ordinary_words.toml").read_text(encoding="utf-8"))
    return names, {zh: (kind, value) for kind, words in sections.items() for zh, value in words.items()}  # type: ignore[misc]


@lru_cache(maxsize=4096)
def find_company(code: str) -> Company | None:
    """Look a six-digit A-share code up.

    >>> company = find_company("600405")
    >>> company.zh, company.word.en
    ('动力源', 'power source')
    >>> find_company("999998") is None
    True
    """
    names, words = _tables()
    row = names.get(code)
    if row is None or not row["zh"]:
        return None
    # Short names hold padding and full-width letters; folding them touches no text of a page.
    zh = "".join(unicodedata.normalize("NFKC", row["zh"]).split())
    known = [row["en"]] if row["en"] else []
    word = None
    if zh in words:
        kind, value = words[zh]
        fields = {"en": value} if isinstance(value, str) else value
        known += fields.get("names", [])
        en = str(fields["en"])
        one, before, alone = str(fields.get("one", en)), str(fields.get("before", en)), str(fields.get("alone", ""))
        home, trade, topic = (tuple(fields.get(name, ())) for name in ("home", "trade", "topic"))
        word = Word(kind, en, one, before, frozenset(fields.get("next", ())), home, trade, topic, alone)
    keys = sorted({k for n in known if len(k := name_key(n)) > 3}, key=len, reverse=True)
    return Company(code, zh, tuple(keys), word)


def is_legal(word: str) -> bool:
    """Tell whether a word belongs to a legal ending ("Ltd", "Group").

    >>> is_legal("Ltd."), is_legal("Power")
    (True, False)
    """
    return word.strip(".,()").lower() in _LEGAL


def has_legal_ending(text: str, end: int) -> bool:
    """Tell whether the text before `end` stops with what a company's name stops with.

    >>> has_legal_ending("Acme Steel Co.Ltd", 17), has_legal_ending("the war", 7)
    (True, False)
    """
    last = [m[0].lower() for m in _TOKEN.finditer(text, max(0, end - 30), end)][-1:]
    return bool(last) and last[0] in _ENDING


def locate_name(text: str, end: int, company: Company | None) -> NameStart | None:
    """Find where the company name that ends at `end` begins; None where no name stands there.

    A known English name decides. Otherwise the capitalised run does, bounded by function words, verbs that open a
    sentence, and lower-case words; a place name is its likely first word. Where two starts are possible `sure` is False.

    >>> text = "Promote Shenzhen Widget Co.Ltd"
    >>> locate_name(text, len(text), None)
    NameStart(start=8, sure=True)
    """
    low = max(0, end - _WINDOW)
    window = text[low:end]
    if company is not None:
        tokens = _core(window)
        for key in company.names:
            built = ""
            for token, start in reversed(tokens):
                built = token + built
                if built == key:
                    return NameStart(low + start, sure=True)
                if len(built) >= len(key):
                    break
    run = _capitalised_run(window)
    return run and NameStart(low + run.start, run.sure)


def _capitalised_run(window: str) -> NameStart | None:
    """The start of the run of capitalised words that ends the window."""
    words = list(_WORD.finditer(window))
    at = len(words) - 1
    while at > 0 and (is_legal(words[at][0]) or _TOKEN.search(words[at][0]) is None or words[at][0].lower().startswith("co.")):
        at -= 1
    if at < 0 or not _joins(window, words, at, legal=True) or not _is_name_word(words[at][0]):
        return None
    while at > 0 and _joins(window, words, at - 1, legal=False):
        before = words[at - 1][0]
        if before == "&":
            at -= 1
        elif before in ("of", "and", "for", "the"):
            if before != "of" or at < 2 or words[at - 2][0].lower() not in _OF_HEADS or not words[at - 2][0][0].isupper():
                return NameStart(words[at].start(), sure=not (at > 1 and _is_name_word(words[at - 2][0])))
            at -= 2
        elif not _is_name_word(before):
            break
        elif _is_place(words[at][0]) and before.lower() != "inner":
            return NameStart(words[at].start(), sure=_is_place(before))
        else:
            at -= 1
    opens = at == 0 or not _joins(window, words, at - 1, legal=False)
    return NameStart(words[at].start(), sure=not opens or _is_place(words[at][0]))


def _joins(window: str, words: list[re.Match[str]], at: int, *, legal: bool) -> bool:
    """Whether only spaces (and, before a legal ending, commas and stops) part a word from the next."""
    after = words[at + 1].start() if at + 1 < len(words) else len(window)
    gap = window[words[at].end() : after]
    return not gap.strip(" \u00a0.,&" if legal else " \u00a0") and not (words[at][0].endswith(".") and len(words[at][0]) > 4 and not legal)


def _is_name_word(word: str) -> bool:
    return (word[0] == "(" or word[0].isupper() or word[0].isdigit()) and word.lower() not in _FUNCTION


def _is_place(word: str) -> bool:
    return word.lower() in PLACES
