"""Blocks that moved: a second look at runs of sentences that stayed alone on both sides.

A block that another text has elsewhere is alone on both sides after alignment. Couples of such sentences that are more like one
another than like any others, and that rise together, propose a block. Then the English block is put where the Chinese one stands and the
whole is aligned again, so that the block is judged by the same model as everything else. Nothing else changes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bitext.alignment.anchors import find_chain
from bitext.alignment.beads import Bead
from bitext.alignment.coverage import share_keys
from bitext.alignment.tokens import chinese_tokens, english_tokens, make_tokens, weigh_across
from bitext.model import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from bitext.alignment.tokens import Token, Tokens
    from bitext.model import Pair
    from bitext.words import Cutter

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Align = Callable[[Sequence[str], Sequence[str]], list[Bead]]

__all__ = ["MOVED", "Moved", "find_moved", "mark_moved"]

#: The check of the finding that marks a pair of a moved block.
MOVED = "moved"
#: A couple of sentences is looked at from this likeness on (the mean share of words that they cover of one another), and the
#: sentences of a block follow one another so closely on each side.
ALIKE, NEAR = 0.05, 6
#: So many couples hold a block, and together they are so much more alike than the best of their sentences are on average. Looser
#: than this found no more on development texts with a block moved; strict enough that nothing was found where nothing had moved.
COUPLES, EVIDENCE = 2, 0.25
#: A key of more sentences than this is no evidence of a place.
COMMON = 30
#: The best couples of a sentence whose mean a couple is held against, as for anchors.
BEST = 4
#: The least probability of a bead in a moved block: it has to convince more than one in its place.
LEAST = 0.5


@dataclass(frozen=True, slots=True)
class Moved:
    """The beads of a document with those of moved blocks in the places of their Chinese sentences, and which those are."""

    beads: tuple[Bead, ...]
    moved: frozenset[Bead]


def mark_moved(pairs: Iterable[Pair], beads: Iterable[Bead], moved: Container[Bead]) -> list[Pair]:
    """Give pairs of moved beads a finding that says so.

    Args:
        pairs: as `join_beads` makes them.
        beads: of which each pair was made.
        moved: those that moved.

    >>> from bitext.model import Pair
    >>> bead = Bead((0,), (7,), 0.9)
    >>> [f.check for f in mark_moved([Pair("1", "雨。", "Rain.", 0.9)], [bead], {bead})[0].findings]
    ['moved']
    """
    found = []
    for pair, bead in zip(pairs, beads, strict=True):
        finding = Finding(MOVED, "note", "stands elsewhere in the English text", "en", 0, len(pair.en))
        found.append(replace(pair, findings=(*pair.findings, finding)) if bead in moved else pair)
    return found


class _Block(NamedTuple):
    weight: float
    zh: range
    en: range


def find_moved(zh: Sequence[str], en: Sequence[str], beads: Sequence[Bead], align: Align, *, cutter: Cutter) -> Moved:
    """Look for blocks that moved among the sentences that stand alone.

    Args:
        zh: Chinese sentences.
        en: English sentences.
        beads: how they were aligned; every sentence is in one.
        align: aligns sentences, as it did to give the beads.
        cutter: cuts the Chinese into words.

    English sentences of a moved bead stand out of order; every sentence still comes once. Where nothing moved the beads
    are given back as they are.

    >>> from bitext.alignment import align_sentences
    >>> from bitext.words import make_cutter
    >>> zh, en = ["山里下雨了。"], ["It rained in the mountains."]
    >>> find_moved(zh, en, align_sentences(zh, en), align_sentences, cutter=make_cutter()).moved
    frozenset()
    """
    blocks = _find_blocks(zh, en, beads, cutter)
    if not blocks:
        return Moved(tuple(beads), frozenset())
    order = _reordered(beads, blocks, len(en))
    again = align(zh, [en[k] for k in order])
    inside_zh, inside_en = {k for b in blocks for k in b.zh}, {k for b in blocks for k in b.en}
    block_of = {k: number for number, b in enumerate(blocks) for k in b.en}
    found = []
    for bead in again:
        places = tuple(order[k] for k in bead.en)
        whole = bead.zh and places and inside_zh.issuperset(bead.zh) and inside_en.issuperset(places)
        if whole and len({block_of[k] for k in places}) == 1 and bead.probability >= LEAST:
            found.append(Bead(bead.zh, tuple(sorted(places)), bead.probability))
    return _merged(beads, found)


def _merged(beads: Sequence[Bead], found: Sequence[Bead]) -> Moved:
    """Put new beads into the places of their Chinese sentences; those sentences stand alone no more."""
    gone = {("zh", k) for bead in found for k in bead.zh} | {("en", k) for bead in found for k in bead.en}
    by_first = {bead.zh[0]: bead for bead in found}
    made: list[Bead] = []
    for bead in beads:
        if bead.zh and bead.zh[0] in by_first:
            made.append(by_first[bead.zh[0]])
        elif not (bead.zh and bead.en) and {*(("zh", k) for k in bead.zh), *(("en", k) for k in bead.en)} & gone:
            continue
        else:
            made.append(bead)
    return Moved(tuple(made), frozenset(found))


def _reordered(beads: Sequence[Bead], blocks: Sequence[_Block], count: int) -> list[int]:
    """The English sentences in an order in which each block stands where its Chinese sentences do."""
    after: dict[int, int] = {}
    last = -1
    for bead in beads:
        if bead.zh and bead.en:
            last = bead.en[-1]
        for k in bead.zh:
            after[k] = last
    inside = {k for block in blocks for k in block.en}
    put: dict[int, list[int]] = {}
    for block in sorted(blocks, key=lambda b: b.zh.start):
        put.setdefault(after[block.zh.start], []).extend(block.en)
    order = list(put.get(-1, ()))
    for k in range(count):
        if k not in inside:
            order.append(k)
        order.extend(put.get(k, ()))
    return order


def _find_blocks(zh: Sequence[str], en: Sequence[str], beads: Sequence[Bead], cutter: Cutter) -> list[_Block]:
    """Runs of sentences alone on both sides that are alike, the likest first, none in two blocks."""
    alone = [[k for b in beads if not b.en for k in b.zh if zh[k].strip()], [k for b in beads if not b.zh for k in b.en if en[k].strip()]]
    if min(map(len, alone)) < COUPLES:
        return []
    x, y, value = _couples(zh, en, alone, cutter)
    blocks = sorted(_chains(x, y, value, alone, len(en)), key=lambda b: (-b.weight, b.zh.start, b.en.start))
    chosen: list[_Block] = []
    for block in blocks:
        if all(not _meet(block.zh, other.zh) and not _meet(block.en, other.en) for other in chosen):
            chosen.append(block)
    return chosen


def _meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def _couples(zh: Sequence[str], en: Sequence[str], alone: Sequence[Sequence[int]], cutter: Cutter) -> tuple[Ints, Ints, Floats]:
    """Couples of sentences that stand alone, and how much more alike they are than either is like the best of all."""
    vocabulary: dict[str, int] = {}
    left = make_tokens([chinese_tokens(s, cutter) for s in zh], vocabulary, _of_chinese)
    right = make_tokens([english_tokens(s) for s in en], vocabulary, _plain)
    left, right = weigh_across(left, right), weigh_across(right, left)
    couple, alike = _likeness(left, right)
    x, y = couple // max(1, right.count), couple % max(1, right.count)
    margin = alike - (_mean_of_best(x, alike, left.count) + _mean_of_best(y, alike, right.count)) / 2
    free = [np.zeros(side.count, bool) for side in (left, right)]
    for side, numbers in zip(free, alone, strict=True):
        side[list(numbers)] = True
    good = free[0][x] & free[1][y] & (alike >= ALIKE) & (margin > 0)
    return x[good], y[good], margin[good]


def _of_chinese(token: Token, rarity: float) -> float:
    return rarity if token[1] else 0.3


def _plain(_: Token, rarity: float) -> float:
    return rarity


def _likeness(left: Tokens, right: Tokens) -> tuple[Ints, Floats]:
    """Couples by number, and the mean share of their words' weight that they cover of one another."""
    couples, values = [], []
    for words, other, rows in ((right, left, False), (left, right, True)):
        word, sentence = share_keys(words, other, np.zeros(words.count, np.int64), np.full(words.count, other.count), cap=COMMON)
        own = words.sentence[word]
        couples.append(own * right.count + sentence if rows else sentence * right.count + own)
        values.append(words.weight[word] / (words.total[own] + 1) / 2)
    couple, place = np.unique(np.concatenate(couples), return_inverse=True)
    return couple, np.bincount(place, np.concatenate(values), minlength=len(couple)).astype(np.float64)


def _mean_of_best(group: Ints, value: Floats, size: int) -> Floats:
    """For each couple, the mean of the best likenesses that its sentence has, missing ones counted as zero."""
    order = np.lexsort((-value, group))
    rank = np.arange(len(order)) - np.searchsorted(group[order], np.arange(size))[group[order]]
    best = order[rank < BEST]
    found: Floats = np.bincount(group[best], value[best], minlength=size)[group] / BEST
    return found


def _chains(x: Ints, y: Ints, value: Floats, alone: Sequence[Sequence[int]], count: int) -> Iterator[_Block]:
    """Groups of couples near one another, each as the block that its best rising chain spans, widened over its neighbours alone."""
    group = _grouped(x, y)
    sides = [set(numbers) for numbers in alone]
    for name in np.unique(group):
        mine = group == name
        chain = find_chain(x[mine], y[mine], value[mine], count)
        weight = {(a, b): v for a, b, v in zip(x[mine].tolist(), y[mine].tolist(), value[mine].tolist(), strict=True)}
        total = sum(weight[couple] for couple in chain)
        if len(chain) >= COUPLES and total >= EVIDENCE:
            zh, en = (_run([couple[side] for couple in chain], sides[side]) for side in (0, 1))
            yield _Block(total, zh, en)


def _run(places: Sequence[int], alone: set[int]) -> range:
    """The sentences of a chain, and those alone just before and after it; of what lies between only as far as all is alone."""
    begin, end = places[0], places[0] + 1
    for place in places[1:]:
        if not all(k in alone for k in range(end, place)):
            break
        end = place + 1
    while begin - 1 in alone and places[0] - begin < NEAR:
        begin -= 1
    last = end
    while end in alone and end - last < NEAR:
        end += 1
    return range(begin, end)


def _grouped(x: Ints, y: Ints) -> Ints:
    """Number couples by groups of those that lie within `NEAR` sentences of one another on both sides."""
    parent = list(range(len(x)))

    def root(k: int) -> int:
        while parent[k] != k:
            parent[k] = parent[parent[k]]
            k = parent[k]
        return k

    places: dict[tuple[int, int], list[int]] = {}
    for k, (a, b) in enumerate(zip(x.tolist(), y.tolist(), strict=True)):
        cell = a // NEAR, b // NEAR
        for near in ((cell[0] + i, cell[1] + j) for i in (-1, 0, 1) for j in (-1, 0, 1)):
            for other in places.get(near, ()):
                if abs(int(x[other]) - a) <= NEAR and abs(int(y[other]) - b) <= NEAR:
                    parent[root(other)] = root(k)
        places.setdefault(cell, []).append(k)
    return np.array([root(k) for k in range(len(x))], np.int64)
