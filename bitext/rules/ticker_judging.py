"""Whether a company name with a stock code is meant as the company or as an ordinary word, by its sentence, block and page.

A learned score decides (ticker_learned); certain signs stand above it: a name said twice, a page that is the company's own
announcement. Between `COMPANY_UP_TO` and `RESTORE_FROM`, in log-odds, nobody can tell, and the mention is flagged. Both bounds
were chosen on cases that the score had not seen: losing a company is worse than keeping an artefact (docs/benchmarks.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from bitext.rules.ticker_business import trade_prevails
from bitext.rules.ticker_context import is_market, restored, weigh
from bitext.rules.ticker_evidence import COMPANY, UNDECIDED, Evidence, Place
from bitext.rules.ticker_fitting import fit_word
from bitext.rules.ticker_learned import learned_evidence
from bitext.rules.ticker_mentions import Mention, find_mentions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bitext.rules.rule import Page

__all__ = ["COMPANY_UP_TO", "RESTORE_FROM", "Verdict", "forget_texts", "judge_on_page", "places_in"]

RESTORE_FROM = 3.0
COMPANY_UP_TO = 0.5
#: Scores that settle a case for the rest of the page, and one that leans to the word.
_CERTAIN_COMPANY, _CERTAIN_WORD, _LEANING = COMPANY_UP_TO - 1.5, RESTORE_FROM + 1.5, RESTORE_FROM - 1.0
#: What is certain whatever the sentence says.
_CERTAIN = -19.0
_PAGE_CODE = re.compile(r"\b(?:stock|securities|security|share)s? code\s{0,3}[:：]?\s{0,3}([0-9]{6})", re.IGNORECASE)
#: How many blocks at the head of a page are asked whether the page is an announcement of the company.
_HEAD = 6
#: How far evidence is looked for on each side, in characters and in other names.
_REACH, _NAMES = 500, 3
#: Rounds of deciding: a word put back is context for its neighbours.
_ROUNDS = 2
#: How many blocks on each side are asked what the same code means there.
_BLOCKS = 10
#: A block with more names than this is a list and no prose: nobody can tell words in it, and it is not asked, which bounds its cost.
_CROWD = 1000
#: A page that would hold more names, if all of it were like the blocks around, is a list too.
_MANY = 4000
_SENTENCE_END = re.compile(r"[.!?;](?=\s+[\"“(]?[A-Z0-9\ue000\ue001])|[。！？；\n]")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a mention is taken for (`word`, `company`, `undecided` or `unknown`), why, and the English that the word has here."""

    kind: str
    why: str
    put: str = ""
    score: float = -9.0


def places_in(text: str, stands: Sequence[str] = ()) -> list[Place | None]:
    """The places of all mentions of a text; None for those that can be no word.

    `stands` says what each mention looks like to the others (ticker_evidence), by default a company or undecided.

    >>> places_in("We buy a Siasun Robot&Automation Co.Ltd(300024) today.")[0].left
    'We buy a '
    """
    mentions = find_mentions(text)
    stands = stands or _first_stands(mentions)
    edges = [0, *(m.end for m in mentions)]
    gaps = [text[a : m.start] for a, m in zip(edges, mentions, strict=False)] + [text[edges[-1] :]]
    parts = [p for pair in zip(gaps, [*stands, ""], strict=True) for p in pair]
    found: list[Place | None] = []
    for n, mention in enumerate(mentions):
        if mention.company is None or mention.company.word is None:
            found.append(None)
            continue
        before = "".join(parts[max(0, 2 * (n - _NAMES) - 1) : 2 * n + 1])[-_REACH:]
        after = "".join(parts[2 * n + 2 : 2 * (n + _NAMES) + 3])[:_REACH]
        left, right = _sentence_around(before, after)
        marked = bool(mention.mark or mention.doubled)
        around = before[: len(before) - len(left)], after[len(right) :]
        found.append(Place(mention.company.word, left, right, *around, marked=marked))
    return found


def _first_stands(mentions: Sequence[Mention]) -> list[str]:
    return [UNDECIDED if m.company and m.company.word else COMPANY for m in mentions]


def _sentence_around(left: str, right: str) -> tuple[str, str]:
    """Cut two contexts to the sentence that both belong to."""
    ends = [m.end() for m in _SENTENCE_END.finditer(left + COMPANY) if m.end() <= len(left)]
    after = _SENTENCE_END.search(right)
    return left[ends[-1] :] if ends else left, right[: after.start()] if after else right


def _announced(page: Page) -> frozenset[str]:
    """Codes that the head of the page gives as its own stock code: there the company is meant throughout."""
    heads = [page.metadata.title or "", *(b.text[:300] for b in page.blocks[:_HEAD])]
    return frozenset(m[1] for h in heads for m in _PAGE_CODE.finditer(h))


@lru_cache(maxsize=64)
def _judge(text: str, announced: frozenset[str]) -> tuple[Verdict, ...]:
    """Decide every mention by its block; a word that comes back is context for its neighbours, so go on until nothing changes."""
    mentions = find_mentions(text)
    stands = _first_stands(mentions)
    verdicts: list[Verdict] = []
    changed = set(range(len(mentions)))
    for _ in range(_ROUNDS):
        around = {n for c in changed for n in range(c - _NAMES, c + _NAMES + 1)} if verdicts else changed
        places = places_in(text, stands)
        verdicts = [_decide(m, p, announced) if n in around else verdicts[n] for n, (m, p) in enumerate(zip(mentions, places, strict=True))]
        now = [restored(v.put) if v.kind == "word" else UNDECIDED if v.kind == "undecided" else COMPANY for v in verdicts]
        changed = {n for n, (a, b) in enumerate(zip(now, stands, strict=True)) if a != b}
        if not changed or len(mentions) == 1:
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


def judge_on_page(page: Page, index: int) -> Iterator[tuple[Mention, Verdict]]:
    """Decide every mention of a block, then let the blocks around it speak where the sentence said little.

    Where the same code is a company for certain, or the page is about the market, a weak sign does not restore; where the
    same code is a word elsewhere and nowhere a company, a weak sign does.
    """
    text, announced = page.blocks[index].text, _announced(page)
    near = [b.text for b in page.blocks[max(0, index - _BLOCKS) : index + _BLOCKS + 1]]
    mentions, names = find_mentions(text), sum(len(find_mentions(t)) for t in near) * len(page.blocks) // len(near)
    if len(mentions) >= _CROWD or names >= _MANY:
        yield from ((m, _in_a_crowd(m)) for m in mentions)
        return
    verdicts = _judge(text, announced)
    settled = [_settled(t, announced) for t in near]
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


def forget_texts() -> None:
    """Forget the blocks that were looked at: some dozens are remembered for their neighbours, and one may be as long as its page.

    >>> forget_texts()
    >>> find_mentions.cache_info().currsize
    0
    """
    for cached in (find_mentions, _judge, _settled):
        cached.cache_clear()


def _in_a_crowd(mention: Mention) -> Verdict:
    company = mention.company
    if company is None or company.word is None:
        return _decide(mention, None, frozenset())
    return Verdict("undecided", f"company or ordinary word? too many names around for prose: {company.code} is {company.zh}")


def _decide(mention: Mention, place: Place | None, announced: frozenset[str]) -> Verdict:
    company = mention.company
    if company is None:
        return Verdict("unknown", f"{mention.code} is no known A-share code")
    if place is None:
        return Verdict("company", f"{mention.code} is {company.zh}, which is no ordinary word")
    signs = weigh(place.word, place.left, place.right)
    learned = learned_evidence(place, sum(e.weight for e in signs))
    certain = [Evidence(_CERTAIN, "the name is said twice")] if mention.doubled else []
    if mention.code in announced:
        certain.append(Evidence(_CERTAIN, "the page is the company's own announcement"))
    score = learned.weight + sum(e.weight for e in certain)
    told = sorted(signs, key=lambda e: -e.weight * (score or 1))
    reasons = "; ".join(e.reason for e in (*certain, *told, learned) if e.reason)
    why = f"{reasons}: {company.code} is {company.zh}, {place.word.en}"
    if score <= COMPANY_UP_TO:
        return Verdict("company", why, score=score)
    if not mention.sure:
        return Verdict("undecided", f"where the company's name begins is not certain; {why}", score=score)
    put = fit_word(place)
    # More of the company's trade than of the word's topic: of the words that this keeps back hardly any is one.
    if score < RESTORE_FROM or trade_prevails(place):
        return Verdict("undecided", f"company or ordinary word? {why}", put, score)
    return Verdict("word", why, put, score)
