"""Whether a recurring phrase looks like a term: its head, what stands inside it, and how rare it is in general language."""

from __future__ import annotations

from math import exp, log10
from typing import TYPE_CHECKING

from bitext.glossary.phrases import content_words, split_word
from bitext.words.dictionary import load_dictionary, load_tags

if TYPE_CHECKING:
    from bitext.glossary.phrases import Phrase

__all__ = ["is_chinese_term", "is_english_term", "specificity", "termhood"]

#: A word that is this many times more frequent here than in general counts as a term in full (the logarithm).
SPECIAL = 2.5
#: What is left of the weight of a phrase that begins with an adjective, or joins two with "and".
PLAIN = 0.3
#: Tags of names.
_NAMES = frozenset({"nr", "nrt", "nrfg", "ns", "nt", "nz"})
#: Words that say nothing and may yet stand inside a term.
_INNER_ZH = frozenset("的 和 与 及 之 为 对 以 于 大 小 中 上 下 内 外 前 后 年 一 二 三 四 五 六 七 八 九 十".split())
_INNER_EN = frozenset("of in for and on to with from by at the a an as 's between new great big good two three four five".split())
#: Endings of adjectives and adverbs, and nouns that end so.
_ADJECTIVES = ("ous", "ful", "ive", "al", "ic", "less", "able", "ible", "ary", "ese", "ly", "ist", "ean", "ior", "ern")
_NOUNS = frozenset(
    "capital proposal approval arrival official music public republic logic topic festival hospital journal material signal metal trial initiative "
    "perspective objective executive incentive alternative collective representative library secretary summary boundary anniversary salary "
    "general terminal manual mineral animal individual professional goal deal meal signal withdrawal removal renewal revival survival denial ritual "
    "interval rival tribal canal cardinal cathedral criminal principal potential archive drive dive olive native captive relative detective traffic fabric "
    "clinic critic mechanic plastic statistic statistics economics politics physics ethics mathematics logistics academic panic cosmetic arithmetic magic epidemic pandemic "
    "clinic table cable variable vegetable dictionary diary commentary documentary january february military judiciary january contrary "
    "family supply ally assembly monopoly anomaly reply bully italy july communist socialist capitalist economist scientist artist list tourist specialist "
    "journalist terrorist activist marxist analyst chemist dentist analysis guest ocean bean lantern pattern western modern concern warrior superior senior junior "
    "interior exterior behavior prior goal appeal ideal coal steel oil social-media local mail detail rail email retail external".split()
) - frozenset("tribal social-media local external modern western senior junior prior".split())
#: Tags of heads that are none: adverbs, adjectives, plain verbs alone, numerals, times.
_NO_HEADS = frozenset({"a", "ad", "d", "m", "t", "b", "z", "vd"})
#: Words of place and time that end a phrase of circumstances: 新形势下.
_NO_ENDS = ("下", "时", "后", "前", "里", "以来")


def is_chinese_term(key: tuple[str, ...]) -> bool:
    """Tell whether Chinese words may be a term: a noun at the end, no verb before its object, nothing of a sentence inside.

    >>> is_chinese_term(("群众", "路线")), is_chinese_term(("实现", "梦想")), is_chinese_term(("我们", "的", "梦想"))
    (True, False, False)
    """
    tags, says = load_tags(), content_words("zh")
    if len("".join(key)) < 2 or (len(key) == 1 and tags.get(key[0], "n") in ("v", "vi", "vg")):
        return False
    if key[-1].endswith(_NO_ENDS) and len("".join(key)) > 2:
        return False
    if tags.get(key[-1], "n") in (_NO_HEADS if len(key) == 1 else _NO_HEADS - {"a", "ad"}) or (
        len(key[0]) == 1 and len(key) == 2 and tags.get(key[0], "n") in ("v", "a")
    ):
        return False
    if any(tags.get(word) == "v" for word in key[:-1]):
        return False
    if tags.get(key[0], "n") == "m" and len(key) > 1:
        return False
    return says(key[0]) and all(says(word) or word in _INNER_ZH for word in key[1:-1])


def is_english_term(key: tuple[str, ...], form: str = "") -> bool:
    """Tell whether English words may be a term: no adjective or adverb at the end, nothing of a sentence inside.

    >>> is_english_term(("mass", "line")), is_english_term(("political",)), is_english_term(("party", "must", "act"))
    (True, False, False)
    """
    says = content_words("en")
    last = key[-1]
    plural = form.endswith("s") and not last.endswith("s")
    if len(last) > 4 and last.endswith(_ADJECTIVES) and not plural and last not in _NOUNS:
        return False
    if len(key[0]) > 4 and key[0].endswith("ed") and key[0][-3] != "e" and (len(key) == 1 or key[1] in _INNER_EN):
        return False
    return all(says(word) or word in _INNER_EN for word in key[1:-1])


def specificity(phrase: Phrase, words: int) -> float:
    """Say how special a Chinese phrase is to this corpus, 0 to 1: 1 for one of several words.

    It is the "weirdness" of Ahmad, Gillam and Tostevin (1999, https://trec.nist.gov/pubs/trec8/papers/surrey2.pdf), how many
    times more frequent a word is here than in general language (jieba's counts), as a logarithm.

    Args:
        phrase: the phrase.
        words: all words of the corpus.

    >>> from bitext.glossary.phrases import Phrase
    >>> specificity(Phrase(("天气",), "天气", ((0, 0, 1),), 1.0), 100_000) < specificity(Phrase(("群众路线",), "群众路线", ((0, 0, 1),), 1.0), 100_000)
    True
    """
    if len(phrase.key) > 1:
        return 1.0
    dictionary = load_dictionary()
    score = dictionary.scores.get(phrase.key[0])
    general = exp(dictionary.unknown if score is None else score)
    return max(0.0, min(1.0, round(log10(len(phrase.places) / max(words, 1) / general) / SPECIAL, 6)))


def termhood(zh: Phrase, en: Phrase, words: int) -> float:
    """Weigh how much two phrases look like a term rather than like plain words, 0 to 1.

    A phrase that begins with an adjective (a great cause) or joins two (wisdom and strength) counts a third; a single word
    by the cube of its specificity, and half of that unless it is a name. Those are choices, not measurements.

    Args:
        zh: the Chinese phrase.
        en: the English one.
        words: all Chinese words of the corpus.

    >>> from bitext.glossary.phrases import Phrase
    >>> termhood(Phrase(("群众", "路线"), "群众路线", (), 1.0), Phrase(("mass", "line"), "mass line", (), 1.0), 1000)
    1.0
    """
    first = split_word(zh.key[0])
    weight = PLAIN if (len(zh.key) > 1 or len(first) > 1) and load_tags().get(first[0]) == "a" else 1.0
    if {"和", "与", "及"} & set(zh.key):
        weight *= PLAIN
    if len(en.key) > 1:
        return weight
    named = en.form[:1].isupper() and load_tags().get(zh.key[0], "nz") in _NAMES
    return weight * specificity(zh, words) ** 3 * (1.0 if named else 0.5)
