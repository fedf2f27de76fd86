"""What a bead is judged by: a number for each of `FEATURES`, for any beads of one size at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from bitext.alignment.anchors import find_anchors
from bitext.alignment.band import Band, make_band, make_cells
from bitext.alignment.coverage import Coverage, make_coverage
from bitext.alignment.likeness import VECTOR_FEATURES, Likeness, describe_likeness, find_likest, make_likeness
from bitext.alignment.marks import COUNTED, EDGES, Marks, find_marks
from bitext.alignment.tokens import (
    Token,
    chinese_tokens,
    closed_tokens,
    english_tokens,
    make_tokens,
    term_tokens,
    value_tokens,
    weigh_across,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bitext.words import Cutter

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Described = dict[str, NDArray[np.floating[Any]]]
    Runs = tuple[NDArray[np.float32], NDArray[np.float32]]

__all__ = ["DEEP", "FEATURES", "SIZES", "Scene", "describe", "features_of", "make_scene"]

#: The most sentences of a bead, Chinese and English.
DEEP = (6, 7)
#: Times the median likeness of its side from which on a sentence is no more like a sentence of the other: where most are
#: like none (lists of names), the median is next to nothing, and any likeness would be a thousand times it.
LIKEST = 4.0
#: The sizes of beads (Chinese, English sentences), those with an empty side first.
SIZES = (
    (1, 0),
    (0, 1),
    *(
        (a, b)
        for a in range(1, DEEP[0] + 1)
        for b in range(1, DEEP[1] + 1)
        if min(a, b) == 1 or a + b <= 5 or (a, b) in {(2, 4), (4, 2), (3, 3)}
    ),
)
_KINDS = ("1-0", "0-1", "1-1", "1-2", "2-1", "1-3", "3-1", "2-2", "1-n", "n-1", "n-m")
FEATURES = (
    *_KINDS,
    "null likeness", "null length", "null likeness by median", "null bare", "null repeated", "null values",
    "length", "length squared", "length variance", "en covered", "en covered by size", "zh covered", "zh covered by size", "matched", "missed",
    "question", "exclamation", "opens", "closes", "quote state", "terminal", "lower after", "size", "weakest", "outside", "outside by size",
    "en stolen", "en stolen share", "zh stolen", "zh stolen share", *COUNTED,
    "function matched", "function en", "function zh", "values matched", "values missed",
)  # fmt: skip
_COLUMN = {name: number for number, name in enumerate((*FEATURES, *VECTOR_FEATURES))}


@dataclass(frozen=True, slots=True)
class Scene:
    """A document ready to be judged: where paths pass, what covers what, and the marks of both sides.

    `ratio` is how many English characters stand for a Chinese one, by the anchors; `near` the greatest likeness that each
    sentence has in the band, Chinese and English; `repeated` tells of lines that occur more than once; `words` are those of
    both sides, with their keys. `likeness` and `likest`, the greatest likeness of each sentence, are there with vectors only.
    """

    band: Band
    content: Coverage
    closed: Coverage
    values: Coverage
    zh: Marks
    en: Marks
    ratio: float
    near: tuple[Floats, Floats]
    median: float
    repeated: tuple[Floats, Floats]
    anchors: tuple[tuple[int, int], ...]
    words: tuple[list[list[Token]], list[list[Token]]]
    likeness: Likeness | None = None
    likest: tuple[Floats, Floats] | None = None


def _of_english(token: Token, rarity: float) -> float:
    return rarity * (1.3 if len(token[1]) > 1 or token[0][0].isdigit() else 1.0)


def _of_chinese(token: Token, rarity: float) -> float:
    return rarity if token[1] else 0.3


def _plain(_: Token, rarity: float) -> float:
    return rarity


def _one(_: Token, rarity: float) -> float:
    del rarity
    return 1.0


def make_scene(
    zh: Sequence[str], en: Sequence[str], cutter: Cutter, terms: Sequence[tuple[str, str]] = (), runs: Runs | None = None
) -> Scene:
    """Read two texts, at least one sentence each, and lay the band.

    Args:
        zh: Chinese sentences.
        en: English sentences.
        cutter: cuts the Chinese into words.
        terms: Chinese terms with English ones that translate them; they weigh like values.
        runs: vectors of runs of sentences of both sides, as `bitext.alignment.encoders.encode_runs` gives them, one longer than
            a bead's.
    """
    vocabulary: dict[str, int] = {}
    words = [chinese_tokens(s, cutter) for s in zh], [english_tokens(s) for s in en]
    zh_words, en_words = make_tokens(words[0], vocabulary, _of_chinese), make_tokens(words[1], vocabulary, _of_english)
    zh_words, en_words = weigh_across(zh_words, en_words), weigh_across(en_words, zh_words)
    anchors = find_anchors(zh_words, en_words, (runs[0][0], runs[1][0]) if runs else None)
    band = make_band(anchors, len(zh), len(en))
    cells = make_cells(band, DEEP[0])
    content = make_coverage(zh_words, en_words, cells, (DEEP[0] + 1, DEEP[1] + 1))
    function_words: dict[str, int] = {}
    closed = make_coverage(
        make_tokens([closed_tokens(s, cutter) for s in zh], function_words, _plain),
        make_tokens([closed_tokens(s, None) for s in en], function_words, _plain), cells, DEEP,
    )  # fmt: skip
    known: dict[str, int] = {}
    both = term_tokens(zh, [left for left, _ in terms], terms), term_tokens(en, [right for _, right in terms], terms)
    values = make_coverage(
        make_tokens([[*value_tokens(s), *t] for s, t in zip(zh, both[0], strict=True)], known, _one),
        make_tokens([[*value_tokens(s), *t] for s, t in zip(en, both[1], strict=True)], known, _one), cells, DEEP,
    )  # fmt: skip
    zh_marks, en_marks = find_marks(zh, chinese=True), find_marks(en, chinese=False)
    near = _near(content)
    ratio = _ratio(zh_marks, en_marks, anchors)
    median = max(float(np.median(near[0])), 1e-3)
    likeness = make_likeness(*runs, cells, anchors) if runs else None
    return Scene(
        band, content, closed, values, zh_marks, en_marks, ratio, near, median, (_repeated(zh), _repeated(en)), tuple(anchors), words,
        likeness, find_likest(likeness) if likeness else None,
    )  # fmt: skip


def _near(content: Coverage) -> tuple[Floats, Floats]:
    cells, likeness = content.cells, content.similarity()
    rows = np.diff(cells.start)
    x = np.repeat(np.arange(len(rows)), rows)
    y = np.arange(cells.count) - cells.start[x] + cells.low[x]
    zh, en = np.zeros(len(content.zh) - 1), np.zeros(len(content.en) - 1)
    np.maximum.at(zh, x, likeness)
    np.maximum.at(en, y, likeness)
    return zh, en


def _ratio(zh: Marks, en: Marks, anchors: list[tuple[int, int]]) -> float:
    """English characters for a Chinese one, over the anchors, or over the texts where there are none."""
    if anchors:
        x, y = np.array(anchors).T
        return float(en.length[y].sum() / max(1.0, zh.length[x].sum())) or 1.0
    return float(en.length.sum() / max(1.0, zh.length.sum())) or 1.0


def _repeated(sentences: Sequence[str]) -> Floats:
    seen: dict[str, int] = {}
    for s in sentences:
        seen[s] = seen.get(s, 0) + 1
    return np.array([float(seen[s] > 1) for s in sentences])


def _kind(a: int, b: int) -> str:
    if f"{a}-{b}" in _KINDS:
        return f"{a}-{b}"
    return "1-n" if a == 1 else "n-1" if b == 1 else "n-m"


def features_of(scene: Scene) -> tuple[str, ...]:
    """Name what `describe` gives for a document: those of `likeness` come last, where there are vectors."""
    return (*FEATURES, *VECTOR_FEATURES) if scene.likeness else FEATURES


def describe(scene: Scene, a: int, b: int, ends: Ints) -> NDArray[np.float32]:
    """Describe beads of one size, a row each.

    Args:
        scene: the document.
        a: Chinese sentences of the beads.
        b: English sentences of them.
        ends: the nodes where they end; they must be reachable (`Band.reach`).
    """
    table = np.zeros((len(ends), len(features_of(scene))), np.float32)
    table[:, _COLUMN[_kind(a, b)]] = 1
    i, j = scene.band.i[ends], scene.band.j[ends]
    named: Described = {}
    if a and b:
        _words(scene, a, b, i, j, named)
        _shape(scene, a, b, i, j, named)
        if scene.likeness:
            named.update(describe_likeness(scene.likeness, a, b, i, j))
    else:
        _alone(scene, i if a else j, 0 if a else 1, named)
    for name, values in named.items():
        table[:, _COLUMN[name]] = values
    return table


def _alone(scene: Scene, place: Ints, side: int, named: Described) -> None:
    """A sentence without counterpart: what it is like, and whether it looks like a sentence of a text."""
    at = place - 1
    marks, near = (scene.zh, scene.en)[side], scene.near[side][at]
    values = (scene.values.zh, scene.values.en)[side]
    named["null likeness"], named["null likeness by median"] = near, np.minimum(near / scene.median, LIKEST)
    named["null length"] = np.log1p(marks.length[at]) / (4, 5)[side]
    named["null bare"] = 1.0 - marks.edges[at, EDGES.index("terminal")]
    named["null repeated"] = scene.repeated[side][at]
    if scene.likest:
        named["null vector"] = scene.likest[side][at]
    named["null values"] = np.minimum(values[at + 1] - values[at], 3)


def _words(scene: Scene, a: int, b: int, i: Ints, j: Ints, named: Described) -> None:
    """What the words of both sides cover of one another, and what they would cover of the sentences outside."""
    content, size = scene.content, (a + b) / 2
    english, chinese = content.of_english(i, j, a, b), content.of_chinese(i, j, a, b)
    all_english, all_chinese = content.en[j] - content.en[j - b], content.zh[i] - content.zh[i - a]
    share_en, share_zh = (english + 1) / (all_english + 2.5), (chinese + 1) / (all_chinese + 2.5)
    named["en covered"], named["en covered by size"] = share_en, share_en * size
    named["zh covered"], named["zh covered by size"] = share_zh, share_zh * size
    named["matched"] = (english + chinese) / 20
    named["missed"] = -(all_english - english + all_chinese - chinese) / 20
    stolen_en, stolen_zh = _stolen(content, a, b, i, j, english)
    named["en stolen"], named["en stolen share"] = stolen_en / 10, stolen_en / (all_english + 2.5)
    named["zh stolen"], named["zh stolen share"] = stolen_zh / 10, stolen_zh / (all_chinese + 2.5)
    if a + b > 2:
        named["weakest"] = np.minimum(_weakest(content, a, b, i, j, english, chinese), 3)
    outside = _outside(content, a, b, i, j)
    named["outside"], named["outside by size"] = outside, outside * size
    words = scene.closed
    english, chinese = words.of_english(i, j, a, b), words.of_chinese(i, j, a, b)
    named["function matched"] = (english + chinese) / 10
    named["function en"] = (english + 1) / (words.en[j] - words.en[j - b] + 2)
    named["function zh"] = (chinese + 1) / (words.zh[i] - words.zh[i - a] + 2)
    found = scene.values
    english, chinese = found.of_english(i, j, a, b), found.of_chinese(i, j, a, b)
    named["values matched"] = np.minimum(np.minimum(english, chinese), 3)
    missed = found.en[j] - found.en[j - b] - english + found.zh[i] - found.zh[i - a] - chinese
    named["values missed"] = -np.minimum(missed, 4) / 2


def _stolen(content: Coverage, a: int, b: int, i: Ints, j: Ints, english: Floats) -> tuple[Floats, Floats]:
    """Weight that only the sentence just before or just after the bead would cover, on each side."""
    cells = content.cells
    lower = np.minimum(i, len(content.zh) - 2)
    below = (i < len(content.zh) - 1) & (j - b >= cells.low[lower]) & (j <= cells.high[lower])
    from_zh = np.where(i > a, content.of_english(i, j, a + 1, b) - english, 0)
    shifted = np.where(below, i + 1, i)
    from_zh += np.where(below, content.of_english(shifted, j, a + 1, b) - english, 0)
    from_en = np.zeros(len(i))
    for back in range(1, a + 1):
        x = i - back
        cell = cells.at(x, j - 1)
        own = content.chinese[b - 1][cell]
        from_en += np.where(j > b, content.chinese[b][cell] - own, 0)
        after = (j < cells.high[x]) & (j < len(content.en) - 1)
        from_en += np.where(after, content.chinese[b][np.where(after, cell + 1, cell)] - own, 0)
    return from_zh, from_en


def _weakest(content: Coverage, a: int, b: int, i: Ints, j: Ints, english: Floats, chinese: Floats) -> Floats:
    """What the edge sentence that brings least brings: covered weight by its own, on both sides."""
    found = np.full(len(i), 9.0)
    if a > 1:
        for edge, end in ((i - a, i), (i - 1, i - 1)):  # without the first, without the last
            brought = english - content.of_english(end, j, a - 1, b) + content.of_chinese(edge + 1, j, 1, b)
            found = np.minimum(found, (brought + 0.5) / (content.zh[edge + 1] - content.zh[edge] + 1.5))
    if b > 1:
        for edge, end in ((j - b, j), (j - 1, j - 1)):
            brought = content.of_english(i, edge + 1, a, 1) + chinese - content.of_chinese(i, end, a, b - 1)
            found = np.minimum(found, (brought + 0.5) / (content.en[edge + 1] - content.en[edge] + 1.5))
    return found


def _outside(content: Coverage, a: int, b: int, i: Ints, j: Ints) -> Floats:
    """How much of the four neighbouring sentences the bead covers, as a mean share."""
    cells, found = content.cells, np.zeros(len(i))
    for x, there in ((i - a - 1, i > a), (i, i < len(content.zh) - 1)):
        row = np.clip(x, 0, len(content.zh) - 2)
        inside = there & (j - 1 >= cells.low[row]) & (j - 1 < cells.high[row])
        cell = np.where(inside, cells.at(row, j - 1), 0)
        found += np.where(inside, content.chinese[b - 1][cell] / (content.zh[row + 1] - content.zh[row] + 2), 0)
    for y, there in ((j - b - 1, j > b), (j, j < len(content.en) - 1)):
        column = np.clip(y, 0, len(content.en) - 2)
        inside = there & (column >= cells.low[i - 1]) & (column < cells.high[i - 1])
        column = np.where(inside, column, j - 1)
        covered = content.of_english(i, column + 1, a, 1)
        found += np.where(inside, covered / (content.en[column + 1] - content.en[column] + 2), 0)
    return found / 4


def _shape(scene: Scene, a: int, b: int, i: Ints, j: Ints, named: Described) -> None:
    """Lengths, and marks at the edges and inside."""
    zh, en = scene.zh, scene.en
    zh_length = sum((zh.length[i - back] for back in range(1, a + 1)), np.zeros(len(i))) * scene.ratio
    en_length = sum((en.length[j - back] for back in range(1, b + 1)), np.zeros(len(j)))
    difference = np.log((zh_length + 8) / (en_length + 8))
    named["length"], named["length squared"] = -abs(difference), -(difference**2)
    named["length variance"] = -np.minimum((en_length - zh_length) ** 2 / (zh_length + en_length + 20), 30) / 10
    for name, x, y in (("question", i - 1, j - 1), ("exclamation", i - 1, j - 1), ("opens", i - a, j - b), ("closes", i - 1, j - 1)):
        edge = EDGES.index(name)
        named[name] = (zh.edges[x, edge] == en.edges[y, edge]).astype(np.float64)
    edge = EDGES.index("terminal")
    named["terminal"] = (zh.edges[i - 1, edge] == en.edges[j - 1, edge]).astype(np.float64)
    after = np.minimum(j, len(en.length) - 1)
    named["lower after"] = ((j < len(en.length)) & (en.edges[after, EDGES.index("lower")] > 0)).astype(np.float64)
    named["quote state"] = (zh.open[i] == en.open[j]).astype(np.float64)
    named["size"] = np.full(len(i), (a + b) / 2)
    difference = sum((zh.counts[i - back] for back in range(1, a + 1)), np.zeros((len(i), len(COUNTED))))
    difference = abs(difference - sum((en.counts[j - back] for back in range(1, b + 1)), np.zeros((len(j), len(COUNTED)))))
    for number, (name, most, unit) in enumerate(zip(COUNTED, (3, 4, 6, 3, 4), (1, 2, 3, 1, 2), strict=True)):
        named[name] = -np.minimum(difference[:, number], most) / unit
