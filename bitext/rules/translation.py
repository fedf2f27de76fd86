"""Rules about the debris of machine translation.

What is only torn apart is put together; what lost its meaning (the many faces of 一带一路) is flagged and
never rewritten.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from bitext.rules.characters import in_prose
from bitext.rules.rule import Example, Rule, edit, flag, mend
from bitext.text import HAN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bitext.rules.rule import Change, Page

__all__ = ["RULES"]

# First parts of compounds that are left hanging ("medium- and long-term"); closed, since "he came – and long-term plans" is a dash.
_HANGING = (
    "short|medium|mid|long|near|small|large|micro|high|low|middle|upper|lower|two|three|four|one|multi|single|double|first|second|"
    "third|pre|post|inter|intra|non|up|down|full|part|half|heavy|light|north|south|east|west|in|on|off|over|under|cross|land|air|state"
)
_AMPERSAND = re.compile(
    r"(?<![A-Za-z0-9&.])(?:(R) ?& ?(D)|(M) ?& ?(A)|(S) ?& ?(P)|(Q) ?& ?(A)|(P) ?& ?(L)|(P) ?& ?(G)|(O) ?& ?(M)|(R) ?& ?(B)|(AT) ?& ?(T)|(SG) ?& ?(A)|(G) ?& ?(A))(?![A-Za-z0-9&.'’]| few)",
    re.IGNORECASE,
)


def _ampersand(match: re.Match[str]) -> str:
    """Close up the abbreviation; its first letter must be a capital, the second may have lost its own."""
    first, second = [g for g in match.groups() if g]
    return f"{first}&{second.upper()}" if first.isupper() else match[0]


_BELT = re.compile(
    r"[“\"‘'「]?one belt\s?(?:,\s?(?:and\s)?|\s(?:and\s)?)one (?:road|way|street)(?![A-Za-z])[”\"’'」]?(?P<after>\s?[A-Za-z]*)",
    re.IGNORECASE,
)
_NAMED = re.compile(r"initiative|strategy|strategies|plan|policy|project|programme|program|framework|forum|summit", re.IGNORECASE)


def _belt(page: Page, index: int) -> Iterable[Change]:
    for match in _BELT.finditer(page.blocks[index].text):
        words = match[0][: match.start("after") - match.start()]
        named = bool(_NAMED.fullmatch(match["after"].strip())) and re.search(r"[Bb]elt,? ?one road", words, re.IGNORECASE)
        if not named and "Belt" not in words:
            yield flag(match.start(), match.start() + len(words))


_PASTED = re.compile(r"(?<![A-Za-z])([A-Za-z]{1,12}) (https?://[^\s\u3000-\u9fff]{4,300}[A-Za-z]) (?=[a-z])")
_SHORT_WORDS = frozenset(
    "a i an as at be by do go he if in is it me my no of on or so to up us we and are at but can for get has him his how its may new not now off "
    "our out per see the too use via was web who why you url uri from site with page link here this that http read full".split()
)


#: Bounds of the search for a proof: blocks to either side, characters of each, URLs of one block.
_REACH, _DEPTH, _MOST_URLS = 100, 5000, 20


def _proof(page: Page, index: int, match: re.Match[str]) -> str:
    """Find the word that the URL broke in another block that holds the same words around it; "" where none does."""
    text = page.blocks[index].text
    left, right = text[max(0, match.start() - 24) : match.end(1)], text[match.end(2) : match.end(2) + 12]
    for block in page.blocks[max(0, index - _REACH) : index + _REACH]:
        at = block.text.find(left, 0, _DEPTH) if block is not page.blocks[index] else -1
        rest = block.text[at + len(left) : at + len(left) + 36] if at >= 0 else ""
        stop = rest.find(right) if at >= 0 else -1
        if stop > 0 and rest[:stop].isalpha():
            return match[1] + rest[:stop]
    return ""


def _pasted(page: Page, index: int) -> Iterable[Change]:
    for match in islice(_PASTED.finditer(page.blocks[index].text), _MOST_URLS):
        if match[1].lower() in _SHORT_WORDS:
            continue
        word = _proof(page, index, match)
        if word:
            yield edit(match.start(), match.end(2), word, "A URL was pasted into a word; the page holds the same sentence unbroken.")
        elif len(match[1]) <= 3 and "." not in match[2].rsplit("/", 1)[-1]:
            yield flag(match.start(), match.end(2))


_TWICE = ("the", "a", "an", "of", "and", "to", "for", "with", "from", "or", "be", "its", "their", "our", "we", "by")
_DOUBLED = rf"(?<![A-Za-z'’.&-])({'|'.join(_TWICE)}) (\1)(?![A-Za-z'’&-]|\.[A-Za-z])"


def _once(match: re.Match[str]) -> str:
    return match[1] if match[2].islower() and match[1] != "A" else match[0]


_COMPOUND = (
    r"(?<=[A-Za-z]) ?- (?=(?:based|led|funded|owned|driven|oriented|invested|backed|listed|sized|level|term|making)(?![A-Za-z]))|"
    r"(?<=COVID) - (?=19)|(?<=Covid) - (?=19)|(?<=(?<![A-Za-z])[ABH]) - (?=shares?(?![A-Za-z]))"
)
_STRAY = re.compile(rf"(?<=[A-Za-z,] )[的了和是在与及等](?= ?[A-Za-z])(?![{HAN}])")


def _stray(page: Page, index: int) -> Iterable[Change]:
    return (flag(m.start(), m.end()) for m in _STRAY.finditer(page.blocks[index].text))


RULES: tuple[Rule, ...] = (
    Rule(
        "hanging-hyphen", "spacing", "A hanging hyphen was torn off its word and made a dash.",
        "machine-translated plans",
        in_prose(mend(rf"(?<![A-Za-z-])((?:{_HANGING}))(?: [–—-] ?|[–—])(?=(?:and|or|to) [A-Za-z]{{2,12}}-[a-z])", r"\1- ", re.IGNORECASE)),
        triggers=tuple(f"{d}{w} " for d in ("– ", "— ", "- ", "–", "—") for w in ("and", "or", "to")), lang="en",
        examples=(
            Example("raise medium – and long-term credit", "raise medium- and long-term credit"),
            Example("small - and medium-sized firms", "small- and medium-sized firms"),
        ),
        leave=("He came – and long-term plans followed", "medium- and long-term", "the short – and sweet – answer"),
    ),
    Rule(
        "parted-ampersand", "spacing", "An abbreviation with an ampersand was torn apart.",
        "machine-translated plans", in_prose(mend(_AMPERSAND.pattern, _ampersand, re.IGNORECASE)), triggers=("& ", " &", "&a", "&d", "&p"), lang="en",
        examples=(
            Example("M & a funds for R & D", "M&A funds for R&D"), Example("S & P said in a Q & A", "S&P said in a Q&A"),
            Example("AT & T and SG & A", "AT&T and SG&A"),
        ),
        leave=("Belt & Road", "Tom & Jerry", "M & a few agents", "M&A funds", "a & d", "R & D.C."),
    ),
    Rule(
        "belt-and-road", "translation", "Machine translation garbled the Belt and Road; what was meant must be looked up.",
        "machine-translated plans", _belt, triggers=("one belt",), lang="en",
        examples=(
            Example("serve one belt, one road, and more", "serve one belt, one road, and more", flags=("one belt, one road",)),
            Example(
                "lands of the “one belt and one way” and “one belt and one road” trade", "lands of the “one belt and one way” and “one belt and one road” trade",
                flags=("“one belt and one way”", "“one belt and one road”"),
            ),
            Example("One belt, one road, is to build", "One belt, one road, is to build", flags=("One belt, one road",)),
        ),
        leave=(
            "the Belt and Road", "the “One Belt, One Road” initiative", "the One Belt One Road trade", "the one belt, one road initiative", "one belt of hills",
        ),
    ),
    Rule(
        "pasted-url", "translation", "A URL was pasted into the middle of a word.",
        "portals whose script replaces parts of words by addresses", _pasted, triggers=("http://", "https://"), lang="en",
        examples=(
            Example(
                ("Sign in below to get im http://img.example.cn/t/en2017te access to all our news.", "Sign in below to get immediate access to all our news."),
                ("Sign in below to get immediate access to all our news.", "Sign in below to get immediate access to all our news."),
            ),
            Example("to get im http://img.example.cn/t/en2017te access", "to get im http://img.example.cn/t/en2017te access", flags=("im http://img.example.cn/t/en2017te",)),
        ),
        leave=("Go to http://example.com/news for more", "see https://example.com/a and read", "The site http://example.com/x says"),
    ),
    Rule(
        "doubled-word", "translation", "A word stands twice.",
        "machine-translated and hastily edited text", in_prose(mend(_DOUBLED, _once, re.IGNORECASE)), triggers=tuple(f"{w} {w}" for w in _TWICE), lang="en",
        examples=(Example("The the plan of of the city", "The plan of the city"), Example("we we will", "we will")),
        leave=("He had had that that day", "very very good", "the The Hague court", "vitamin A a day", "a a-share", "the theory", "to to-do lists"),
    ),
    Rule(
        "parted-compound", "spacing", "The hyphen of a compound was torn off.",
        "machine-translated news", in_prose(mend(_COMPOUND, "-")), triggers=("- based", "- led", "- funded", "- owned", "- driven", "- oriented", "- invested", "- backed", "- listed", "- sized", "- level", "- term", "- making", "covid - 19", " - share"), lang="en",
        examples=(Example("Shanghai - based banks and A - shares after COVID - 19", "Shanghai-based banks and A-shares after COVID-19"), Example("a state- owned bank", "a state-owned bank")),
        leave=("Shanghai-based banks", "The bank - owner of two - said", "Plan - shares rose", "a short- and long-term plan"),
    ),
    Rule(
        "stray-han", "translation", "A Chinese particle was left between English words.",
        "machine-translated news", _stray,
        triggers=tuple(" " + c for c in "的了和是在与及等"), lang="en",
        examples=(Example("the growth 的 exports in the city", "the growth 的 exports in the city", flags=("的",)),),
        leave=("the 渝金通 brain of the city", "He wrote “的” twice on the board", "重庆 的 GDP"),
    ),
)  # fmt: skip
