"""Which word, name, number or term of a pair's Chinese stands for which of its English: links with places, kinds and scores.

Candidates come from a glossary, from equal values, from names spelled in pinyin, from the glosses of CC-CEDICT, and from words that
keep meeting in the document's pairs. The best goes first and takes its places on both sides (competitive linking, Melamed 2000,
https://aclanthology.org/J00-2004/), so that no character is linked twice.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import exp, log2
from typing import TYPE_CHECKING, Literal, NamedTuple

from bitext.alignment.learning import learn_couples
from bitext.alignment.spots import chinese_spots, english_words, spelled_names
from bitext.alignment.tokens import chinese_tokens, english_tokens
from bitext.glossary.association import link_words
from bitext.glossary.finding import make_index
from bitext.lexicon import STOP_WORDS
from bitext.values import compare_values
from bitext.words import make_cutter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bitext.alignment.spots import EnglishWord, Spot
    from bitext.glossary import Glossary
    from bitext.glossary.association import WordLinks
    from bitext.glossary.finding import TermIndex
    from bitext.model import Pair
    from bitext.words import Cutter

__all__ = ["EVIDENCE", "LINK_KINDS", "Link", "find_candidates", "find_links"]

LinkKind = Literal["term", "value", "name", "word", "learned"]
LINK_KINDS: tuple[LinkKind, ...] = ("term", "value", "name", "word", "learned")
#: What is measured of a candidate; `WEIGHTS` weighs it.
EVIDENCE = ("term", "value", "name", "word", "learned", "fit", "glosses", "strength", "apart", "part")
#: Logistic weights of the evidence, fitted by `tools/measure_links.py` on tests/cases/links/development.jsonl, and nothing else.
WEIGHTS: dict[str, float] = {
    "term": 3.99, "value": 4.68, "name": 4.22, "word": 2.51, "learned": 4.34, "fit": 0.45, "glosses": 0.94, "strength": 1.22, "apart": -3.77,
    "part": -0.61,
}  # fmt: skip
#: The least score of a link: as likely right as wrong.
LEAST = 0.5
#: Code points of a text that are looked at (seven long sentences have fewer), and words of it that are learned from.
LONGEST, LEARNED_FROM = 4000, 200
#: Words of an English phrase lie so near one another, function words between.
_GAP = 3
#: A word that stands this often on either side is linked in order alone: occurrence by occurrence.
_OFTEN = 12


@dataclass(frozen=True, slots=True)
class Link:
    """Chinese `[zh_start, zh_end)` stands for English `[en_start, en_end)`, in code points of the pair's texts.

    `kind` is what found it: `term` the glossary, `value` an equal number, date or amount, `name` pinyin, `word` the lexicon,
    `learned` the document. `score` is how probable it is that a person would link the same.

    >>> Link(0, 2, 3, 7, "word", 0.9).kind
    'word'
    """

    zh_start: int
    zh_end: int
    en_start: int
    en_end: int
    kind: LinkKind
    score: float


class Candidate(NamedTuple):
    """A link that may be, with its evidence in the order of `EVIDENCE`."""

    zh_start: int
    zh_end: int
    en_start: int
    en_end: int
    kind: LinkKind
    evidence: tuple[float, ...]


class _Learned(NamedTuple):
    """What the pairs taught: how strongly words belong together, and couples that no gloss joins."""

    strength: WordLinks
    couples: Mapping[str, frozenset[str]]


def find_links(
    pairs: Iterable[Pair], *, glossary: Glossary | TermIndex | None = None, cutter: Cutter | None = None
) -> list[tuple[Link, ...]]:
    """Find which words and terms of each pair stand for one another.

    Give the pairs of one document together: what meets in several of them is learned. A pair with an empty side has no links.
    Of texts longer than `LONGEST` code points the rest is passed over.

    Args:
        pairs: pairs of one document, or of one domain.
        glossary: terms, or an index of them (`bitext.glossary.finding.make_index`).
        cutter: cuts the Chinese into words; one with the glossary's terms is made where none is given.

    >>> from bitext.model import Pair
    >>> pair = Pair("1", "李国强在重庆卖了32本书。", "Li Guoqiang sold 32 books in Chongqing.", 0.99)
    >>> for link in find_links([pair])[0]:
    ...     print(pair.zh[link.zh_start : link.zh_end], pair.en[link.en_start : link.en_end], link.kind)
    李国强 Li Guoqiang name
    重庆 Chongqing name
    卖 sold word
    32 32 value
    书 books word
    """
    return [_chosen(candidates) for candidates in find_candidates(pairs, glossary=glossary, cutter=cutter)]


def find_candidates(
    pairs: Iterable[Pair], *, glossary: Glossary | TermIndex | None = None, cutter: Cutter | None = None
) -> Iterator[list[Candidate]]:
    """Give every link that may be, pair by pair; `find_links` chooses among them."""
    index = None if glossary is None else make_index(glossary) if not hasattr(glossary, "find") else glossary
    if cutter is None:
        cutter = make_cutter(form for c in index.glossary.concepts for form in c.zh) if index else make_cutter()
    texts = [(p.zh[:LONGEST], p.en[:LONGEST]) for p in pairs]
    learned = _learn(texts, cutter)
    for zh, en in texts:
        yield [*_terms(zh, en, index), *_values(zh, en), *_names(zh, en), *_words(zh, en, cutter, learned)] if zh and en else []


def _evidence(zh: str, en: str, place: tuple[int, int, int, int], **measured: float) -> tuple[float, ...]:
    apart = abs((place[0] + place[1]) / len(zh) - (place[2] + place[3]) / len(en)) / 2
    known = {"apart": apart, **measured}
    return tuple(known.get(name, 0.0) for name in EVIDENCE)


def _sure(zh: str, en: str, places: Iterable[tuple[int, int, int, int]], kind: LinkKind) -> Iterator[Candidate]:
    for place in places:
        yield Candidate(*place, kind, _evidence(zh, en, place, **{kind: 1.0}))


def _terms(zh: str, en: str, index: TermIndex | None) -> Iterator[Candidate]:
    if index is None:
        return
    right = defaultdict(list)
    for hit in index.find(en):
        if hit.side == "en":
            right[hit.concept].append(hit)
    left = [hit for hit in index.find(zh) if hit.side == "zh" and hit.concept in right]
    yield from _sure(zh, en, ((a.start, a.end, b.start, b.end) for a in left for b in right[a.concept]), "term")


def _values(zh: str, en: str) -> Iterator[Candidate]:
    matched = compare_values(zh, en).matched
    yield from _sure(zh, en, ((a.start, a.end, b.start, b.end) for a, b in matched if not (a.weak and b.weak)), "value")


def _names(zh: str, en: str) -> Iterator[Candidate]:
    yield from _sure(zh, en, spelled_names(zh, en), "name")


def _learn(texts: Sequence[tuple[str, str]], cutter: Cutter) -> _Learned:
    """Count over all pairs which words meet."""
    words = [([zh[a:b] for a, b in cutter.find_spans(zh)], [w.lower for w in english_words(en)]) for zh, en in texts]
    short = [pair for pair in words if max(map(len, pair)) <= LEARNED_FROM]
    strength = link_words([zh for zh, _ in short], [[w for w in en if w not in STOP_WORDS] for _, en in short])
    kept = [text for text, pair in zip(texts, words, strict=True) if max(map(len, pair)) <= LEARNED_FROM]
    left, right = [chinese_tokens(zh, cutter) for zh, _ in kept], [english_tokens(en) for _, en in kept]
    couples: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in learn_couples(left, right, [(range(k, k + 1), range(k, k + 1)) for k in range(len(kept))]):
        couples[one].add(other)
    return _Learned(strength, {one: frozenset(others) for one, others in couples.items()})


def _words(zh: str, en: str, cutter: Cutter, learned: _Learned) -> Iterator[Candidate]:
    """Candidates of the lexicon and of the document."""
    words = english_words(en)
    at: defaultdict[str, list[int]] = defaultdict(list)
    for number, word in enumerate(words):
        if word.lower not in STOP_WORDS:
            for stem in word.stems:
                at[stem].append(number)
    seen: defaultdict[str, int] = defaultdict(int)
    for spot in chinese_spots(zh, cutter.find_spans(zh)):
        seen[spot.text] += 1
        for first, last, fit, glosses in _phrases(spot, at, words, en, seen[spot.text]):
            yield _candidate(zh, en, spot, (words, first, last), learned.strength, fit=fit, glosses=log2(glosses), word=1.0)
        for stem in sorted(learned.couples.get(spot.text, ())) if spot.whole else ():
            for number in _nth(at.get(stem, ()), seen[spot.text]):
                yield _candidate(zh, en, spot, (words, number, number), learned.strength, learned=1.0)


def _candidate(
    zh: str, en: str, spot: Spot, where: tuple[Sequence[EnglishWord], int, int], links: WordLinks, **measured: float
) -> Candidate:
    words, first, last = where
    inside = [w for w in words[first : last + 1] if w.lower not in STOP_WORDS]
    strength = max((links[spot.word, w.lower] for w in inside), default=0.0)
    place = spot.start, spot.end, words[first].start, words[last].end
    kind: LinkKind = "learned" if measured.get("learned") else "word"
    return Candidate(*place, kind, _evidence(zh, en, place, strength=strength, part=float(not spot.whole), **measured))


def _nth(numbers: Sequence[int], occurrence: int) -> Sequence[int]:
    """The places that an occurrence may be linked to: all where they are few, else the one of the same number."""
    return numbers if len(numbers) <= _OFTEN and occurrence <= _OFTEN else numbers[occurrence - 1 : occurrence]


def _phrases(
    spot: Spot, at: Mapping[str, list[int]], words: Sequence[EnglishWord], en: str, occurrence: int
) -> Iterator[tuple[int, int, float, int]]:
    """English phrases that a gloss of the word covers: first and last word, the share of the gloss that stands there, and its words."""
    best: dict[tuple[int, int], tuple[float, int]] = {}
    for gloss in spot.glosses:
        hits = sorted({(number, stem) for stem in set(gloss) for number in _nth(at.get(stem, ()), occurrence)})
        for first, last, stems in _runs(hits, words, en):
            value = len(stems) / len(set(gloss)), len(stems)
            best[first, last] = max(best.get((first, last), (0.0, 0)), value)
    for (first, last), (fit, glosses) in sorted(best.items()):
        yield first, last, fit, glosses


def _runs(hits: Sequence[tuple[int, str]], words: Sequence[EnglishWord], en: str) -> Iterator[tuple[int, int, set[str]]]:
    """Each hit alone, and hits of different stems that lie near one another with function words between at most."""
    for begin, (first, stem) in enumerate(hits):
        yield first, first, {stem}
        stems, last = {stem}, first
        for number, other in hits[begin + 1 :]:
            if other in stems or number == last:
                continue
            between = words[last + 1 : number]
            if (
                len(between) >= _GAP
                or any(w.lower not in STOP_WORDS for w in between)
                or _is_parted(en[words[last].end : words[number].start])
            ):
                break
            stems = {*stems, other}
            last = number
            yield first, last, stems


def _is_parted(between: str) -> bool:
    return any(mark in between for mark in ".,;:!?()")


def _chosen(candidates: Iterable[Candidate]) -> tuple[Link, ...]:
    """The best first; none takes a character that another has."""
    scored = sorted(((score_of(c), c) for c in candidates), key=lambda one: (-one[0], one[1][:4], one[1].kind))
    taken: tuple[set[int], set[int]] = (set(), set())
    found = []
    for score, one in scored:
        spans = range(one.zh_start, one.zh_end), range(one.en_start, one.en_end)
        if score >= LEAST and all(own.isdisjoint(span) for own, span in zip(taken, spans, strict=True)):
            for own, span in zip(taken, spans, strict=True):
                own.update(span)
            found.append(Link(*one[:4], one.kind, round(score, 4)))
    return tuple(sorted(found, key=lambda link: (link.zh_start, link.en_start)))


def score_of(candidate: Candidate) -> float:
    """How probable a candidate is, by the fitted weights."""
    odds = sum(WEIGHTS[name] * value for name, value in zip(EVIDENCE, candidate.evidence, strict=True))
    return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))
