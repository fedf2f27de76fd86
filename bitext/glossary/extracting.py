"""Candidate concepts out of pairs and texts, each with what speaks for it, the best first."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bitext.glossary.association import link_words, log_likelihood
from bitext.glossary.forms import form_key, look_of, simplify
from bitext.glossary.glossing import find_glosses, read_list_line
from bitext.glossary.phrases import chinese_tokens, content_words, english_tokens, find_phrases, split_word
from bitext.glossary.searching import spell
from bitext.glossary.termhood import is_chinese_term, is_english_term, termhood
from bitext.text import count_han
from bitext.words.cutting import make_cutter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bitext.glossary.association import WordLinks
    from bitext.glossary.glossing import Gloss
    from bitext.glossary.model import Glossary
    from bitext.glossary.phrases import Phrase, Token

__all__ = ["Candidate", "Example", "extract_terms"]

#: How closely two phrases must keep company: Dice's coefficient of the pairs that have them.
DICE = 0.5
#: What share of its links within a pair each word of the one phrase must have in the other, on average.
COVERAGE = 0.4
#: What is asked of both where one phrase has at least twice as many words as the other, so that a part may be left untranslated.
UNEVEN, CLOSER = 0.5, 0.7
#: What is left of a score for each word that the other phrase leaves out.
OMITTED = 0.3
#: What a gloss is worth beside a log-likelihood: about that of two phrases that four of 500 pairs have, and no other.
GLOSS = 45.0
#: Characters of a Chinese text that are counted, and a third of those of an English one: no sentence is longer.
LONGEST = 4_000
_EXAMPLES, _SEEN = 3, 30


@dataclass(frozen=True, slots=True)
class Example:
    """Where a candidate stands: the place, and the texts (one of them may be empty)."""

    place: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A term that the corpus proposes, and the evidence.

    `ways` are `aligned`, `gloss`, `list` and `name`; `both`, `zh_pairs` and `en_pairs` count the pairs that have both terms,
    the Chinese one, the English one; `coverage` says how completely the words of each answer those of the other.
    """

    zh: str
    en: str
    score: float
    ways: tuple[str, ...]
    examples: tuple[Example, ...] = ()
    glosses: int = 0
    both: int = 0
    zh_pairs: int = 0
    en_pairs: int = 0
    likelihood: float = 0.0
    coverage: float = 0.0
    c_value: float = 0.0

    @property
    def fit(self) -> float:
        """How closely the two phrases keep company, and how completely their words answer one another: 0 to 1."""
        return round(2 * self.both / (self.zh_pairs + self.en_pairs) * self.coverage**0.5, 6) if self.both else 0.0


def extract_terms(
    pairs: Sequence[Example], texts: Iterable[Example] = (), *, known: Glossary | None = None, at_least: int = 2
) -> list[Candidate]:
    """Propose terms, the best first; none has a form that the glossary has, and no two share one.

    Args:
        pairs: texts that translate one another.
        texts: other texts, in either field, which are searched for glosses and lists alone.
        known: what need not be proposed.
        at_least: pairs in which two phrases must stand together.

    >>> pairs = [Example("a:1", "“渝金通”（Yujintong）上线。", "Yujintong is online.")]
    >>> [(c.zh, c.en, c.ways) for c in extract_terms(pairs)]
    [('渝金通', 'Yujintong', ('gloss',))]
    """
    found = [*_glossed([*pairs, *texts]), *_mutual(list(_aligned(pairs, at_least)))]
    return _choose(found, _claims(known))


def _claims(known: Glossary | None) -> set[tuple[str, str]]:
    claimed = set()
    for concept in known.concepts if known else ():
        claimed |= {("zh", _key(form, "zh")) for form in (*concept.zh, *concept.variants_zh, *concept.forbidden_zh)}
        claimed |= {("en", _key(form, "en")) for form in (*concept.en, *concept.forbidden_en)}
    return claimed


def _key(form: str, lang: str) -> str:
    return form_key(simplify(form)).strip('“”"') if lang == "zh" else " ".join(t.key for t in english_tokens(form))


def _choose(found: list[Candidate], claimed: set[tuple[str, str]]) -> list[Candidate]:
    """Take the best, and with it both its forms, again and again: competitive linking (Melamed 2000, https://aclanthology.org/J00-2004/)."""
    merged: dict[tuple[str, str], Candidate] = {}
    for one in found:
        key = (_key(one.zh, "zh"), _key(one.en, "en"))
        merged[key] = _merge(merged[key], one) if key in merged else one
    chosen = []
    for (zh, en), one in sorted(merged.items(), key=lambda item: (-item[1].score, item[0])):
        if (
            {("zh", zh), ("en", en)} & claimed
            or not count_han(one.zh)
            or any(look_of(one.zh, "zh"))
            or (one.en and any(look_of(one.en, "en")))
        ):
            continue
        claimed |= {("zh", zh), *([("en", en)] if en else [])}
        chosen.append(one)
    return chosen


def _merge(one: Candidate, other: Candidate) -> Candidate:
    counted = max(one, other, key=lambda c: c.both)
    return replace(
        counted,
        score=round(one.score + other.score, 3),
        ways=tuple(sorted({*one.ways, *other.ways})),
        glosses=one.glosses + other.glosses,
        examples=tuple(dict.fromkeys((*one.examples, *other.examples)))[:_EXAMPLES],
    )


def _glossed(texts: Iterable[Example]) -> Iterator[Candidate]:
    """Candidates that texts themselves translate."""
    found: defaultdict[tuple[str, str, str, bool], list[Example]] = defaultdict(list)
    for text in texts:
        for gloss in _of_text(text):
            found[gloss.zh, gloss.en, gloss.way, gloss.sure].append(text)
    for (zh, en, way, sure), places in found.items():
        worth = GLOSS * (1.0 if sure else 0.5) * (0.5 if way == "name" else 1.0) * len(places) ** 0.5
        yield Candidate(zh, en, round(worth, 3), (way,), tuple(places[:_EXAMPLES]), glosses=len(places))


def _of_text(text: Example) -> Iterator[Gloss]:
    for side in dict.fromkeys((text.zh, text.en)):
        for line in side.split("\n"):
            whole = read_list_line(line)
            if whole:
                yield whole
            else:
                yield from find_glosses(line)


def _mutual(found: Sequence[Candidate]) -> list[Candidate]:
    """Those that are the closest fit for both of their terms; of equal ones the longer."""
    best: dict[tuple[str, str], tuple[float, int, str, str]] = {}
    for one in found:
        rank = (one.fit, len(one.zh) + len(one.en), one.zh, one.en)
        for side in (("zh", one.zh), ("en", one.en)):
            best[side] = max(best.get(side, rank), rank)
    return [one for one in found if best["zh", one.zh][2:] == best["en", one.en][2:] == (one.zh, one.en)]


@dataclass(frozen=True, slots=True)
class _Corpus:
    """Pairs as words: all of them, and those that say something."""

    zh: list[list[Token]]
    en: list[list[Token]]
    said_zh: list[list[str]]
    said_en: list[list[str]]
    links: WordLinks


def _read(pairs: Sequence[Example]) -> _Corpus:
    cutter = make_cutter()
    zh, en = [chinese_tokens(p.zh[:LONGEST], cutter) for p in pairs], [english_tokens(p.en[: 3 * LONGEST]) for p in pairs]
    says_zh, says_en = content_words("zh"), content_words("en")
    said_zh = [[part for t in x if says_zh(t.key) for part in split_word(t.key)] for x in zh]
    said_en = [[t.key for t in x if says_en(t.key)] for x in en]
    return _Corpus(zh, en, said_zh, said_en, link_words(said_zh, said_en))


def _aligned(pairs: Sequence[Example], at_least: int) -> Iterator[Candidate]:
    """Phrases of both sides that keep company, and whose words answer one another."""
    corpus = _read(pairs)
    ones = [p for p in find_phrases(corpus.zh, "zh", at_least=at_least) if is_chinese_term(p.key) and not p.verbal]
    others = [p for p in find_phrases(corpus.en, "en", at_least=at_least) if is_english_term(p.key, p.form) and not p.verbal and not p.cut]
    others_at: defaultdict[int, list[int]] = defaultdict(list)
    other_pairs = [_pairs_of(p) for p in others]
    for number, held in enumerate(other_pairs):
        for pair in held:
            others_at[pair].append(number)
    words = sum(map(len, corpus.zh))
    for one in ones:
        held = _pairs_of(one)
        together = Counter(number for pair in held for number in others_at[pair])
        for number, both in together.items():
            other = others[number]
            dice = 2 * both / (len(held) + len(other_pairs[number]))
            if both < at_least or dice < DICE:
                continue
            shared = [pair for pair in held if pair in other_pairs[number]]
            coverage, even = _coverage(one, other, shared[:_SEEN], corpus), _even(one, other)
            if coverage < (COVERAGE if even else UNEVEN) or dice < (DICE if even else CLOSER):
                continue
            likelihood = log_likelihood(both, len(held), len(other_pairs[number]), len(pairs))
            spelt = _spelt(one.form, other.form)
            omitted = corpus.links.omitted(*_contents(one, other)) if spelt == one.form else 0
            weight = termhood(one, other, words) * OMITTED**omitted
            yield Candidate(
                spelt, other.form, round(likelihood * coverage * weight, 3), ("aligned",), tuple(pairs[n] for n in shared[:_EXAMPLES]),
                both=both, zh_pairs=len(held), en_pairs=len(other_pairs[number]), likelihood=round(likelihood, 1), coverage=round(coverage, 2),
                c_value=round(one.c_value, 1),
            )  # fmt: skip


def _even(one: Phrase, other: Phrase) -> bool:
    parts, words = map(len, _contents(one, other))
    return parts < 2 * words and words < 2 * parts


def _contents(one: Phrase, other: Phrase) -> tuple[list[str], list[str]]:
    """The words of two phrases that say something, long Chinese ones in parts."""
    says_zh, says_en = content_words("zh"), content_words("en")
    return [part for w in one.key if says_zh(w) for part in split_word(w)], [w for w in other.key if says_en(w)]


def _spelt(zh: str, en: str) -> str:
    """Take from a Chinese phrase what an English name spells in pinyin, if it does: Mao Zedong is 毛泽东, without 同志."""
    if not (en[:1].isupper() and en.replace(" ", "").isalpha()):
        return zh
    letters = en.replace(" ", "").casefold()
    for start in range(len(zh)):
        for end in range(start + 2, len(zh) + 1):
            if spell(zh[start:end]) == letters:
                return zh[start:end]
    return zh


def _pairs_of(phrase: Phrase) -> dict[int, None]:
    return dict.fromkeys(text for text, _, _ in phrase.places)


def _coverage(one: Phrase, other: Phrase, shared: Sequence[int], corpus: _Corpus) -> float:
    """How completely the words of two phrases answer one another: that of the word that does it least.

    It asks what phrase extraction asks of word alignments (Koehn, Och and Marcu 2003, https://aclanthology.org/N03-1017/), that no
    word inside be aligned outside, but in degrees.
    """
    inside = _contents(one, other)
    sums: defaultdict[tuple[str, str], float] = defaultdict(float)
    for pair in shared:
        for word, share in corpus.links.covered(corpus.said_zh[pair], corpus.said_en[pair], *inside).items():
            sums[word] += share
    return min(sums.values()) / len(shared)
