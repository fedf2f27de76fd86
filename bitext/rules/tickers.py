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
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from bitext.rules.companies import Company, find_company, has_legal_ending, locate_name
from bitext.rules.rule import Change, Example, Page, Rule, edit, flag
from bitext.rules.ticker_context import (
    COMPANY,
    COMPANY_UP_TO,
    RESTORE_FROM,
    UNDECIDED,
    Evidence,
    fit_word,
    is_market,
    restored,
    sentence_around,
    weigh,
)
from bitext.rules.ticker_learned import learned_evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["RULES", "Mention", "find_mentions"]

_EXCHANGE = r"(?:SHSE|SZSE|SSE|BSE|SEHK|HKEX|SH|SZ|BJ|HK)"
_MARK = r"(?:\s{0,3}\.\s{0,3}(SH|SS|SZ|BJ|HK))"
#: A code in brackets, with the exchange before or after it, or a bare code that names its exchange.
_CODE = re.compile(
    rf"[(（]\s{{0,3}}(?:({_EXCHANGE})\s{{0,3}}[:：.]?\s{{0,3}})?([0-9]{{4,6}}){_MARK}?\s{{0,3}}[)）]"
    rf"|(?<![A-Za-z0-9])(?:(SH|SZ|BJ)[:：]?([0-9]{{6}})|([0-9]{{6}})\.(SH|SS|SZ|BJ))(?![A-Za-z0-9])",
    re.IGNORECASE,
)
#: What closes a bracket around a repeated name: its exchange and the bracket.
_CLOSING = re.compile(rf"\s{{0,3}}{_MARK}?\s{{0,3}}[)）]", re.IGNORECASE)
_REPEATED = re.compile(r"\s{0,3}([(（]?)\s{0,3}([A-Z0-9À-ɏ][^()（）\n]{0,120}(?:\([A-Za-z][^()\n]{1,40}\)[^()（）\n]{0,80})?)")
_AFTER_STOP = re.compile(r"[ \u00a0]{0,3}(?=[,.;:!?)]|['’]s\b)")
_PAGE_CODE = re.compile(r"\b(?:stock|securities|security|share)s? code\s{0,3}[:：]?\s{0,3}([0-9]{6})", re.IGNORECASE)
#: How many blocks at the head of a page are asked whether the page is an announcement of the company.
_HEAD = 6
_DIGITS = 6
#: How far evidence is looked for on each side, in characters.
_REACH = 500
_ARTICLE = re.compile(r"(?<![A-Za-z])(an?)\s$", re.IGNORECASE)
#: Rounds of deciding: a word put back is context for its neighbours.
_ROUNDS = 4
#: How many blocks on each side are asked what the same code means there.
_BLOCKS = 10
#: Scores that settle a case for the rest of the page, and one that leans to the word; see ticker_context.
_CERTAIN_COMPANY, _CERTAIN_WORD, _LEANING = -4.0, 8.0, 2.5
#: A block with more names than this is no prose; one round bounds what a hostile page costs.
_CROWD = 1000


@dataclass(frozen=True, slots=True)
class Mention:
    """A company name with its code: the bracket of the code opens at `code_start`.

    `doubled` is the undoubled code with its bracket where the name is said twice ("X(1) (X(1).SZ)"), else empty.
    """

    start: int
    code_start: int
    end: int
    code: str
    mark: str
    company: Company | None
    sure: bool
    doubled: str = ""


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What a mention is taken for (`word`, `company` or `undecided`), why, and the English that the word has here."""

    kind: str
    why: str
    put: str = ""
    score: float = -9.0


def _code_of(match: re.Match[str]) -> tuple[str, str]:
    """The digits and the exchange of a code, "" where it names none."""
    mark = (match[1] or match[3] or match[4] or match[7] or "").upper()
    named = {"SHSE": "SH", "SSE": "SH", "SZSE": "SZ", "BSE": "BJ", "SEHK": "HK", "HKEX": "HK"}
    return match[2] or match[5] or match[6], named.get(mark, mark)


@lru_cache(maxsize=64)
def find_mentions(text: str) -> tuple[Mention, ...]:
    """All names with codes, in order; a code without a Latin name before it is none.

    >>> [(m.start, m.end, m.code) for m in find_mentions("Buy Siasun Robot&Automation Co.Ltd(300024) now")]
    [(4, 42, '300024')]
    """
    found: list[Mention] = []
    floor = 0
    for match in _CODE.finditer(text):
        if match.start() < floor:
            continue
        (code, mark), end = _code_of(match), _trimmed(text, match.start())
        if not end or not (text[end - 1].isascii() and (text[end - 1].isalnum() or text[end - 1] in ".)")):
            continue
        company, legal = (find_company(code) if len(code) == _DIGITS else None), has_legal_ending(text, end)
        year = len(code) < _DIGITS and mark != "HK" and not code.startswith("0")
        if year or (not legal and (match[2] is None or (company is None and mark != "HK"))):
            continue
        name = locate_name(text, end, company)
        if name is None or name.start < floor:
            continue
        floor, again, mark = _doubling(text, name.start, match, mark)
        put = f"{match[0][0]}{code}{mark and '.' + mark}{match[0][-1]}" if again and match[2] else ""
        found.append(Mention(name.start, match.start(), floor, code, mark, company, name.sure, put))
    return tuple(found)


def _doubling(text: str, start: int, first: re.Match[str], mark: str) -> tuple[int, bool, str]:
    """Follow repetitions of the name and code that begin at `start`: where they end, if there are any, the exchange."""
    end, again, code = first.end(), False, first[2]
    name = _letters(text[start : first.start()])
    while code:
        second = _CODE.match(text, end + len(text[end : end + 3]) - len(text[end : end + 3].lstrip()))
        close = None
        if second is None and (gap := _REPEATED.match(text, end)) is not None and _letters(gap[2]) == name:
            second = _CODE.match(text, gap.end())
            close = _CLOSING.match(text, second.end()) if second and gap[1] else None
            second = second if close or not gap[1] else None
        if second is None or _code_of(second)[0] != code:
            break
        mark = mark or _code_of(second)[1] or ((close and close[1]) or "").upper()
        end, again = close.end() if close else second.end(), True
    return end, again, mark


def _letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def _trimmed(text: str, at: int) -> int:
    """`at`, or where the few spaces before it begin."""
    near = text[max(0, at - 4) : at]
    return at - len(near) + len(near.rstrip())


def _announced(page: Page) -> frozenset[str]:
    """Codes that the head of the page gives as its own stock code: there the company is meant throughout."""
    heads = [page.metadata.title or "", *(b.text[:300] for b in page.blocks[:_HEAD])]
    return frozenset(m[1] for h in heads for m in _PAGE_CODE.finditer(h))


@lru_cache(maxsize=64)
def _judge(text: str, announced: frozenset[str]) -> tuple[_Verdict, ...]:
    """Decide every mention by its block; a word that comes back is context for its neighbours, so go on until nothing changes."""
    mentions = find_mentions(text)
    edges = [0, *(m.end for m in mentions)]
    gaps = [text[a : m.start] for a, m in zip(edges, mentions, strict=False)] + [text[edges[-1] :]]
    stands = [UNDECIDED if m.company and m.company.word else COMPANY for m in mentions]
    verdicts: list[_Verdict] = []
    for _ in range(_ROUNDS if len(mentions) < _CROWD else 1):
        parts = [p for pair in zip(gaps, [*stands, ""], strict=True) for p in pair]
        verdicts = []
        for n, mention in enumerate(mentions):
            left = "".join(parts[max(0, 2 * n - 7) : 2 * n + 1])[-_REACH:]
            right = "".join(parts[2 * n + 2 : 2 * n + 9])[:_REACH]
            verdicts.append(_decide(mention, *sentence_around(left, right), announced))
        now = [restored(v.put) if v.kind == "word" else UNDECIDED if v.kind == "undecided" else COMPANY for v in verdicts]
        if now == stands or len(mentions) == 1:
            break
        stands = now
    return tuple(verdicts)


@lru_cache(maxsize=64)
def _settled(text: str, announced: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The codes that a block takes for companies, and for words, beyond doubt."""
    mentions = find_mentions(text)
    if not 0 < len(mentions) < _CROWD:
        return frozenset(), frozenset()
    verdicts = list(zip(mentions, _judge(text, announced), strict=True))
    companies = frozenset(m.code for m, v in verdicts if v.kind == "company" and v.score <= _CERTAIN_COMPANY)
    return companies, frozenset(m.code for m, v in verdicts if v.kind == "word" and v.score >= _CERTAIN_WORD)


def _judge_on_page(page: Page, index: int) -> Iterator[tuple[Mention, _Verdict]]:
    """Decide every mention of a block, then let the blocks around it speak where the sentence said little.

    Where the same code is a company for certain, or the page is about the market, a weak sign does not restore; where the
    same code is a word elsewhere and nowhere a company, a weak sign does.
    """
    text, announced = page.blocks[index].text, _announced(page)
    mentions, verdicts = find_mentions(text), _judge(text, announced)
    if len(mentions) >= _CROWD:
        yield from zip(mentions, verdicts, strict=True)
        return
    settled = [_settled(b.text, announced) for b in page.blocks[max(0, index - _BLOCKS) : index + _BLOCKS + 1]]
    companies, words = frozenset().union(*(c for c, _ in settled)), frozenset().union(*(w for _, w in settled))
    market = is_market(b.text[:_REACH] for b in page.blocks[max(0, index - 2) : index + 3] if b.text != text)
    for mention, verdict in zip(mentions, verdicts, strict=True):
        doubt = "the company is named near" if mention.code in companies else "the page is about the market" if market else ""
        if verdict.kind == "word" and doubt and verdict.score < _CERTAIN_WORD:
            yield mention, replace(verdict, kind="undecided", why=f"company or ordinary word? {doubt}; {verdict.why}")
        elif verdict.kind == "undecided" and verdict.put and not doubt and mention.code in words and verdict.score >= _LEANING:
            yield mention, replace(verdict, kind="word", why=f"the word is meant elsewhere on the page; {verdict.why}")
        else:
            yield mention, verdict


def _decide(mention: Mention, left: str, right: str, announced: frozenset[str]) -> _Verdict:
    company = mention.company
    if company is None:
        return _Verdict("unknown", f"{mention.code} is no known A-share code")
    if company.word is None:
        return _Verdict("company", f"{mention.code} is {company.zh}, which is no ordinary word")
    evidence = weigh(company.word, left, right)
    by_hand = sum(e.weight for e in evidence)
    evidence.append(learned_evidence(company.word, left, right, marked=bool(mention.mark or mention.doubled)))
    if mention.doubled:
        evidence.append(Evidence(-19.0, "the name is said twice"))
    if mention.mark:
        evidence.append(Evidence(-1.5, f"its exchange {mention.mark} is given"))
    if mention.code in announced:
        evidence.append(Evidence(-19.0, "the page is the company's own announcement"))
    score = sum(e.weight for e in evidence)
    signs = "; ".join(e.reason for e in sorted(evidence, key=lambda e: -e.weight * (score or 1)) if e.reason) or "nothing near tells"
    why = f"{signs}: {company.code} is {company.zh}, {company.word.en}"
    if score <= COMPANY_UP_TO:
        return _Verdict("company", why, score=score)
    if not mention.sure:
        return _Verdict("undecided", f"where the company's name begins is not certain; {why}", score=score)
    put = fit_word(company.word, left, right)
    # What was learned adds to signs by hand and never stands in for them: where these say nothing, a person must look.
    if score < RESTORE_FROM or by_hand <= 0:
        return _Verdict("undecided", f"company or ordinary word? {why}", put, score)
    return _Verdict("word", why, put, score)


def _restored(text: str, mention: Mention, put: str, why: str) -> Change:
    """The edit that puts the word where name and code stood, with the article, spaces and capital that it needs."""
    start, end = mention.start, mention.end
    if space := _AFTER_STOP.match(text, end):
        end = space.end()
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
    for mention, verdict in _judge_on_page(page, index):
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
            yield edit(_trimmed(text, mention.code_start), space.end() if space else mention.end, "", f"stock code {mention.code}")


def _unknown(page: Page, index: int) -> Iterator[Change]:
    if _mode(page) == "keep":
        return
    for mention in find_mentions(page.blocks[index].text):
        if mention.company is None:
            where = "a Hong Kong code" if mention.mark == "HK" or len(mention.code) < _DIGITS else "in no table of A-shares"
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
