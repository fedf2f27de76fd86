"""What a sentence is about: the stock market, policy, land and sea, or a list of companies.

Compiled by hand from the wording of company announcements, market reports and policy papers in machine translation.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["CALLED_COMPANY", "IMPERATIVE", "terms_of"]


def _compile(pattern: str) -> re.Pattern[str]:
    """Compile a pattern for lower-case text: to ignore case would take several times as long."""
    return re.compile(pattern.lower())


IMPERATIVE = _compile(
    r"^[\s\d.。、()（）]{0,9}(?:(?:first|second|third|fourth|fifth|sixth)(?:ly)?, )?(?:we (?:will|should|must|shall) |"
    r"it is (?:necessary|planned) to |efforts should be made to )?(?:actively |vigorously |further |fully |"
    r"comprehensively )?(?:promote|accelerate|strengthen|develop|"
    r"deepen|improve|explore|expand|cultivate|optimi[sz]e|standardi[sz]e|build|speed up|establish|carry out|increase|encourage|"
    r"support|guide|"
    r"give full play|make full use|foster|implement|introduce|reduce|provide|ensure|enhance|stabili[sz]e|protect|open up|form|"
    r"ease|raise|"
    r"create|study|do a good job|focus on|adhere to|take|rely on|make|smooth|launch|organi[sz]e|popularize|pay attention|"
    r"give priority|strictly|select|set up|let)\b",
)
_STRONG_MARKET = _compile(
    r"\b(?:share price|financing (?:purchase|balance|buying)|margin trading|restricted (?:shares|stocks?)|for listing|(?:be|is|"
    r"was|were|been) listed on|"
    r"spin(?:ning)?[- ]?offs?|receivables|goodwill|book ratio|price[- ]earnings|PE ratio|EPS|dividend yield|capital increase|"
    r"equity transfer|rights issue|"
    r"(?:equity|share) incentives?|ex-rights|net (?:purchase|buying)|large orders|block trades?|hot money|retail investors|"
    r"performance express|profit warning|"
    r"research reports?|press time|heavy volume|intraday|at the (?:opening|close)|(?:concept|weight|leading) stocks?|"
    r"constituents?|main board|new third board|"
    r"financing bonds?|short-term bonds?|per 10 shares|fund managers?|same store|inflection point|outlook|margin balance|"
    r"secondary market|new high|share ?holders?|share capital|stock code|stock name|securities code|"
    r"abbreviation|non-?\s?public offering|"
    r"private placement|placement|prospectus|lock-?up|board of (?:directors|supervisors)|"
    r"board secretary|general manager|general meeting|independent directors?|resolutions of|resign(?:ed|ation)?|net profit|"
    r"operating income|"
    r"gross margin|impairment|dividends?|earnings|market (?:value|cap)|valuations?|(?:under|over)valued|outperform|underperform|"
    r"overweight|"
    r"target price|(?:buy|hold|sell|neutral|industry) rating|rating of|daily limit|limit[- ]up|limit board|by the limit|(?:early|"
    r"morning|afternoon) trading|trading (?:day|session)s?|turnover rate|net (?:in|out)flow|main (?:funds|capital)|"
    r"northbound|gainers|losers|decliners|opened (?:higher|lower)|closed (?:at|up|down|higher|lower)|closing price|issue price|"
    r"(?:price|yuan) per share|"
    r"A-shares?|chairman|subsidiar(?:y|ies)|annual report|quarter(?:ly)? report|performance forecast|announcements?|disclos(?:ed?|"
    r"es|ure)|"
    r"Stock Exchange|ChiNext|STAR Market|CSRC|CICC|CITIC|Guosen|Haitong|Huatai|Guotai|Zhongtai|Shenwan|ETF|wholly[- ]owned|"
    r"repurchase[ds]?|"
    r"convertible bonds?|corporate bonds?|IPO|listed compan(?:y|ies)|delist(?:ed|ing)|stakes?|pledged?|actual controller|"
    r"controlling shareholders?|interactive platform|inquiry letter|bankruptcy|peers|undersubscribed|oversubscribed|"
    r"its (?:parent|peers|subsidiar(?:y|ies)|shareholders|founder|chairman|board|headquarters|customers|competitors|rivals?|"
    r"employees|debts?|listing))\b",
)
_MILD_MARKET = _compile(
    r"\b(?:revenues?|market transactions|rank(?:s|ed) (?:first|second|third)|assets?|optimistic|bullish|bearish|recommend(?:ed|"
    r"s)?|suggested|profits?|"
    r"profitable|losses|stocks?|shares|investors?|"
    r"equity|securities|swap|bought|acqui(?:re[ds]?|ring|sitions?)|announced|analysts?|brokerages?|contracts?|agreements?|"
    r"cooperation with|signed|bid(?:ding)?|tenders?|orders|rose|fell|gained|index|bonds?|performance|customers?|year-on-year|jointly|"
    r"founded|headquarter(?:s|ed)|competitors?|rivals?|partners?|employees|layoffs|lawsuit|fined|patents?|"
    r"members(?:hip)?|debts?|audit(?:ed)?|owns)\b",
)
_POLICY = _compile(
    r"\b(?:develop(?:ment|ing)?|promot(?:e|ing|ion)|strengthen(?:ing)?|accelerat(?:e|ing)|improv(?:e|ing|ement)|polic(?:y|ies)|"
    r"rural|farmers?|"
    r"construction|innovati(?:on|ve)|high-quality|ecological|green|we will|support|encourage|reform|modern(?:ization)?|planning|"
    r"economic|economy|region(?:al)?|agricultur(?:e|al)|people|livelihoods?|clean energy|carbon)\b",
)
CALLED_COMPANY = _compile(
    r"\b(?:companies|enterprises|firms|stocks|shares|leaders|manufacturers|issuers|brokerages)\b[^.;]{0,40}\b(?:such as|including|"
    r"like|led by|represented by|namely)\b",
)
#: Talk of land and sea, where a place is meant.
_GEOGRAPHY = _compile(
    r"\b(?:oceans?|seas?|ships?|shipping|sail(?:s|ed|ing)?|coasts?|typhoons?|islands?|kilomet(?:re|er)s|km|north(?:west|east)?|"
    r"south(?:west|east)?|"
    r"rivers?|mountains?|tourists?|climate|fleets?|voyage|waves?|seabed|wetlands?|hikers?|scenic|peaks?|lakes?|visitors)\b",
)
_TOPICS = {"market": _STRONG_MARKET, "mild market": _MILD_MARKET, "policy": _POLICY, "geography": _GEOGRAPHY}


@lru_cache(maxsize=1024)
def terms_of(topic: str, text: str) -> tuple[str, ...]:
    """The different terms of a topic ("market", "mild market", "policy", "geography") in a lower-case text, in order.

    >>> terms_of("market", "the share price rose; the share price fell on the daily limit")
    ('share price', 'daily limit')
    """
    return tuple(dict.fromkeys(m[0] for m in _TOPICS[topic].finditer(text)))
