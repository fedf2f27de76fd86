"""Which word, name, number or term of a pair's Chinese stands for which of its English: links with places, kinds and scores.

Candidates come from a glossary, from equal values, from names spelled in pinyin, from the glosses of CC-CEDICT, and from words that
keep meeting in the document's pairs. The best goes first and takes its places on both sides (competitive linking, Melamed 2000,
https://aclanthology.org/J00-2004/), so that no character is linked twice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, replace
from math import exp, log, log2
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from bitext.alignment.spots import chinese_spots, english_words, says_something, spelled_names
from bitext.glossary import Glossary
from bitext.glossary.association import link_words
from bitext.glossary.finding import make_index
from bitext.lexicon import STOP_WORDS
from bitext.values import compare_values
from bitext.words import make_cutter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bitext.alignment.spots import EnglishWord, Spot
    from bitext.glossary.association import WordLinks
    from bitext.glossary.finding import TermIndex
    from bitext.model import Pair
    from bitext.words import Cutter

__all__ = ["EVIDENCE", "LINK_KINDS", "Link", "add_links", "find_candidates", "find_links"]

T = TypeVar("T")
LinkKind = Literal["term", "value", "name", "word", "learned"]
LINK_KINDS: tuple[LinkKind, ...] = ("term", "value", "name", "word", "learned")
#: What is measured of a candidate; `WEIGHTS` weighs it.
EVIDENCE = ("term", "value", "name", "word", "learned", "fit", "glosses", "strength", "part", "pull", "meetings", "apart")
#: Logistic weights of the evidence, fitted by `tools/measure_links.py` on tests/cases/links/development.jsonl; but those of what
#: the document taught are set so that the share that was right of 25 couples drawn from each of thirteen ranges of strength and
#: meetings in long texts comes out: .4 at (.24, 2), .65 at (.24, 8), .9 at (.4, 3), .97 at (.6, 4).
WEIGHTS: dict[str, float] = {
    "term": 3.87, "value": 4.61, "name": 4.13, "word": 2.69, "learned": 1.2, "fit": 0.51, "glosses": 0.96, "strength": 0.87, "part": -0.76,
    "pull": 3.6, "meetings": 0.6, "apart": -3.78,
}  # fmt: skip
#: What `pull` and `meetings` are measured by, and the strength below which couples are not counted.
PULL, MEETINGS, WEAKEST = 0.3, 3, 0.15
#: Which kinds take their places before others.
_TIERS = {"term": 0, "value": 1, "name": 2, "word": 3, "learned": 3}
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
    """What the pairs taught: how strongly words belong together, and how often couples that do so have met."""

    strength: WordLinks
    meetings: Mapping[tuple[str, str], int]


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


def add_links(pairs: Iterable[Pair], *, glossary: Glossary | TermIndex | None = None, cutter: Cutter | None = None) -> list[Pair]:
    """Give the pairs with their links under `links` in `extra`, as plain objects that every format keeps.

    Args:
        pairs: as for `find_links`.
        glossary: terms, or an index of them.
        cutter: cuts the Chinese into words.

    >>> from bitext.model import Pair
    >>> add_links([Pair("1", "下雨了。", "Rain.", 0.9)])[0].extra["links"]
    [{'zh_start': 0, 'zh_end': 2, 'en_start': 0, 'en_end': 4, 'kind': 'word', 'score': 0.9694}]
    """
    given = list(pairs)
    found = find_links(given, glossary=glossary, cutter=cutter)
    return [
        replace(pair, extra={**pair.extra, "links": [asdict(link) for link in links]}) for pair, links in zip(given, found, strict=True)
    ]


def find_candidates(
    pairs: Iterable[Pair], *, glossary: Glossary | TermIndex | None = None, cutter: Cutter | None = None
) -> Iterator[list[Candidate]]:
    """Give every link that may be, pair by pair; `find_links` chooses among them."""
    index = make_index(glossary) if isinstance(glossary, Glossary) else glossary
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
    hits = [(side, hit) for side, text in (("zh", zh), ("en", en)) for hit in index.find(text) if hit.side == side]
    places: defaultdict[str, tuple[list[tuple[int, int]], list[tuple[int, int]]]] = defaultdict(lambda: ([], []))
    for side, hit in hits:
        places[hit.concept][side == "en"].append((hit.start, hit.end))
    for left, right in places.values():
        yield from _sure(zh, en, _couples(left, right), "term")


def _values(zh: str, en: str) -> Iterator[Candidate]:
    matched = compare_values(zh, en).matched
    yield from _sure(zh, en, ((a.start, a.end, b.start, b.end) for a, b in matched if not (a.weak and b.weak)), "value")


def _names(zh: str, en: str) -> Iterator[Candidate]:
    for left, right in spelled_names(zh, en):
        yield from _sure(zh, en, _couples(left, right), "name")


def _couples(left: Sequence[tuple[int, int]], right: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int, int]]:
    for occurrence, one in enumerate(left, 1):
        yield from ((*one, *other) for other in _nth(right, occurrence))


def _learn(texts: Sequence[tuple[str, str]], cutter: Cutter) -> _Learned:
    """Count over all pairs which words meet."""
    words = [([zh[a:b] for a, b in cutter.find_spans(zh)], _content(english_words(en))) for zh, en in texts]
    short = [pair for pair in words if max(len(pair[0]), len(pair[1])) <= LEARNED_FROM]
    strength = link_words([zh for zh, _ in short], [[w.stems[0] for w in en] for _, en in short])
    meetings: Counter[tuple[str, str]] = Counter()
    for zh, en in short:
        stems = {w.stems[0] for w in en}
        meetings.update((a, b) for a in {w for w in zh if says_something(w)} for b in stems if strength[a, b] >= WEAKEST)
    return _Learned(strength, {couple: times for couple, times in meetings.items() if times > 1})


def _content(words: Iterable[EnglishWord]) -> list[EnglishWord]:
    return [w for w in words if w.lower not in STOP_WORDS]


def _words(zh: str, en: str, cutter: Cutter, learned: _Learned) -> Iterator[Candidate]:
    """Candidates of the lexicon and of the document."""
    words = english_words(en)
    at: defaultdict[str, list[int]] = defaultdict(list)
    for number, word in enumerate(words):
        if word.lower not in STOP_WORDS:
            for stem in word.stems:
                at[stem].append(number)
    firsts = sorted({w.stems[0] for w in _content(words)})
    seen: defaultdict[str, int] = defaultdict(int)
    for spot in chinese_spots(zh, cutter.find_spans(zh)):
        seen[spot.text] += 1
        for first, last, fit, glosses in _phrases(spot, at, words, en, seen[spot.text]):
            strength = max(learned.strength[spot.word, w.stems[0]] for w in _content(words[first : last + 1]))
            evidence = {"word": 1.0, "fit": fit, "glosses": log2(glosses), "strength": strength, "part": float(not spot.whole)}
            yield _candidate(zh, en, spot, (words[first], words[last]), "word", evidence)
        if spot.text != spot.word or not learned.meetings:
            continue
        for stem in firsts:
            if (times := learned.meetings.get((spot.text, stem), 0)) and not any(stem in gloss for gloss in spot.glosses):
                evidence = {"learned": 1.0, "pull": log(learned.strength[spot.text, stem] / PULL), "meetings": log2(times / MEETINGS)}
                for number in _nth(at[stem], seen[spot.text]):
                    yield _candidate(zh, en, spot, (words[number], words[number]), "learned", evidence)


def _candidate(
    zh: str, en: str, spot: Spot, ends: tuple[EnglishWord, EnglishWord], kind: LinkKind, evidence: Mapping[str, float]
) -> Candidate:
    place = spot.start, spot.end, ends[0].start, ends[1].end
    return Candidate(*place, kind, _evidence(zh, en, place, **evidence))


def _nth(numbers: Sequence[T], occurrence: int) -> Sequence[T]:
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
    """Terms first, then values, then names, each the longest before others; then words, the likeliest first; none takes what another has."""
    scored = sorted(((score_of(c), c) for c in candidates), key=_rank)
    taken: tuple[set[int], set[int]] = (set(), set())
    found: list[Link] = []
    for score, one in scored:
        spans = range(one.zh_start, one.zh_end), range(one.en_start, one.en_end)
        free = [own.isdisjoint(span) for own, span in zip(taken, spans, strict=True)]
        beside = _beside(found, one) if free == [True, False] and one.kind == "learned" else None
        if score < LEAST or not (all(free) or beside is not None):
            continue
        for own, span in zip(taken, spans, strict=True):
            own.update(span)
        if beside is None:
            found.append(Link(*one[:4], one.kind, round(score, 4)))
        else:
            known = found[beside]
            ends = min(known.zh_start, one.zh_start), max(known.zh_end, one.zh_end)
            found[beside] = Link(*ends, known.en_start, known.en_end, "learned", known.score)
    return tuple(sorted(found, key=lambda link: (link.zh_start, link.en_start)))


def _rank(one: tuple[float, Candidate]) -> tuple[int, int, float, tuple[int, ...], str]:
    score, candidate = one
    length = candidate.zh_end - candidate.zh_start if _TIERS[candidate.kind] < _TIERS["word"] else 0
    return _TIERS[candidate.kind], -length, -score, candidate[:4], candidate.kind


def _beside(found: Sequence[Link], one: Candidate) -> int | None:
    """The learned link to the same English that a Chinese word touches: an unknown name may have been cut in two."""
    for number, link in enumerate(found):
        same = link.kind == "learned" and (link.en_start, link.en_end) == (one.en_start, one.en_end)
        if same and (link.zh_end == one.zh_start or link.zh_start == one.zh_end):
            return number
    return None


def score_of(candidate: Candidate) -> float:
    """How probable a candidate is, by the fitted weights."""
    odds = sum(WEIGHTS[name] * value for name, value in zip(EVIDENCE, candidate.evidence, strict=True))
    return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))
