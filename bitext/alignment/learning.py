"""What the document itself teaches: words that no lexicon joins and that keep occurring together (韦小宝, Trinket).

Counted over the beads of the first look; a couple of words needs to have met several times, and mostly one another.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from bitext.alignment.tokens import make_tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bitext.alignment.tokens import Token, Tokens

    Sentences = list[list[Token]]

__all__ = ["learn_couples", "learned_tokens"]

#: How often two words have to meet, and which share of their occurrences that has to be (Dice's coefficient, 1945): seldom
#: met ones nearly always.
MEETINGS, SHARE, SELDOM, NEARLY = 3, 0.4, 2, 0.8
#: Beads with more sentences than this say little about which word is which; a word has at most so many partners.
LARGEST, PARTNERS = 5, 3


def learn_couples(zh: Sentences, en: Sentences, beads: Iterable[tuple[range, range]]) -> list[tuple[str, str]]:
    """Find words of both sides that translate one another in this document, though no key joins them.

    Args:
        zh: the Chinese words.
        en: the English ones.
        beads: which sentences belong together, as far as is known.

    >>> zh = [[("小宝", ())], [("笑", ()), ("小宝", ())], [("走", ())], [("小宝", ()), ("走", ())]]
    >>> en = [[("trinket", ())], [("trinket", ()), ("laugh", ())], [("walk", ())], [("walk", ()), ("trinket", ())]]
    >>> learn_couples(zh, en, [(range(k, k + 1), range(k, k + 1)) for k in range(4)])
    [('小宝', 'trinket'), ('走', 'walk')]
    """
    alone: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    together: Counter[tuple[str, str]] = Counter()
    known: set[tuple[str, str]] = set()
    for rows, columns in beads:
        if not rows or not columns or len(rows) + len(columns) > LARGEST:
            continue
        left = {word: keys for k in rows for word, keys in zh[k]}
        right = {word: keys for k in columns for word, keys in en[k]}
        alone[0].update(left.keys())
        alone[1].update(right.keys())
        together.update((a, b) for a in left for b in right)
        known.update((a, b) for b, keys in right.items() for a, own in left.items() if not set(keys).isdisjoint(own))
    found: list[tuple[float, str, str]] = []
    for (a, b), times in together.items():
        share = 2 * times / (alone[0][a] + alone[1][b])
        if ((times >= MEETINGS and share >= SHARE) or (times >= SELDOM and share >= NEARLY)) and (a, b) not in known:
            found.append((-share, a, b))
    return _best_of(sorted(found))


def _best_of(found: list[tuple[float, str, str]]) -> list[tuple[str, str]]:
    partners: Counter[tuple[int, str]] = Counter()
    kept = []
    for _, a, b in found:
        if partners[0, a] < PARTNERS and partners[1, b] < PARTNERS:
            partners[0, a] += 1
            partners[1, b] += 1
            kept.append((a, b))
    return sorted(kept)


def learned_tokens(zh: Sentences, en: Sentences, couples: Iterable[tuple[str, str]]) -> tuple[Tokens, Tokens]:
    """Give the words of both sides that have a learned partner, keyed by the couple."""
    keys: tuple[dict[str, list[str]], dict[str, list[str]]] = (defaultdict(list), defaultdict(list))
    for a, b in couples:
        keys[0][a].append(f"{a}={b}")
        keys[1][b].append(f"{a}={b}")
    vocabulary: dict[str, int] = {}
    sides = [
        [[(word, tuple(own[word])) for word, _ in sentence if word in own] for sentence in side]
        for side, own in zip((zh, en), keys, strict=True)
    ]
    return make_tokens(sides[0], vocabulary, _rarity), make_tokens(sides[1], vocabulary, _rarity)


def _rarity(_: Token, rarity: float) -> float:
    return rarity
