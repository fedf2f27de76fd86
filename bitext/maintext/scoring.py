"""From a page to the probability that each block is main text, and why."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from bitext.maintext.containers import CONTAINER_FEATURES, container_features
from bitext.maintext.features import TEXT_FEATURES, guess_title, text_features
from bitext.maintext.groups import GROUPS
from bitext.maintext.marks import MARKED, marked_features
from bitext.maintext.naming import NAMED, block_naming, named_features
from bitext.maintext.places import HTML_FEATURES, html_features
from bitext.maintext.second import TEXT_SECOND, second_text
from bitext.maintext.shape import PageShape
from bitext.maintext.trees import Trees, load_weights
from bitext.maintext.wording import WORDED, line_wording, worded_features

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from bitext.html import HtmlPage
    from bitext.maintext.features import TextShape
    from bitext.model import Block

    Floats = NDArray[np.floating]

__all__ = ["HTML_FIRST", "TEXT_FIRST", "Scores", "score_html", "score_text"]

#: More blocks than any article has: a page of more is scored in stretches of so many, as text, so that memory stays bounded.
MOST = 10_000
#: The columns that the first look at a line of text reads, and the only one at a block of HTML.
TEXT_FIRST = (*TEXT_FEATURES, *MARKED, *WORDED)
HTML_FIRST = (*TEXT_FEATURES, *MARKED, *HTML_FEATURES, *NAMED)
_TEXT_BOTH = (*TEXT_FIRST, *TEXT_SECOND)


@dataclass(slots=True)
class Scores:
    """Probabilities of a page's blocks, and what it takes to explain them.

    `main[i]` is the probability that block i is main text; `tokens[i]` its size in tokens,
    `prose[i]` whether it reads like prose by itself.
    """

    main: Floats
    tokens: Floats
    prose: NDArray[np.bool_]
    model: Trees
    leaves: NDArray[np.uint8]

    def reasons(self, blocks: Sequence[int]) -> list[str]:
        """For each of some blocks, the three groups of features that spoke most against it, strongest first."""
        if not len(blocks):
            return []
        steps = self.model.explain(self.leaves[:, list(blocks)])
        order = np.argsort(steps, axis=1, kind="stable")[:, :3]
        order[np.take_along_axis(steps, order, axis=1) >= 0] = len(GROUPS)  # it speaks for the block
        return [_phrase(code) for code in (order @ _PLACES).tolist()]


#: What three numbers of groups, and the one behind the last for none, are multiplied by to be one number.
_PLACES = np.array([(len(GROUPS) + 1) ** 2, len(GROUPS) + 1, 1])


@lru_cache(maxsize=1 << 12)
def _phrase(code: int) -> str:
    """The names of up to three groups, packed into a number."""
    numbers = [code // int(place) % (len(GROUPS) + 1) for place in _PLACES]
    return ", ".join([GROUPS[g] for g in numbers if g < len(GROUPS)]) or "the page as a whole"


def _select(model: Trees, have: tuple[str, ...], features: Floats) -> Floats:
    """The columns that a model was fitted on, in its order."""
    return features.T[_places(model, have)].T


@lru_cache(maxsize=32)
def _places(model: Trees, have: tuple[str, ...]) -> NDArray[np.int64]:
    place = {name: i for i, name in enumerate(have)}
    return np.array([place[n] for n in model.features])


def _beside(*parts: Floats) -> Floats:
    """Tables of the same blocks as one, kept column by column."""
    return np.concatenate([part.T for part in parts]).T


def _sigmoid(x: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -30, 30))), np.float32)


def score_text(blocks: Sequence[Block], removed: Mapping[str, str] | None = None) -> Scores:
    r"""Score the lines of a text page; at least one.

    Args:
        blocks: the lines as read.
        removed: ids of the blocks that rules took out, with their categories: a sign of what stands around them.

    >>> from bitext.plaintext import read_text
    >>> text = "Home\nThe council said on Monday that the new line would open in May, two years after work began."
    >>> scores = score_text(read_text(text))
    >>> bool(scores.main[1] > scores.main[0])
    True
    """
    if len(blocks) > MOST:
        return _join([score_text(blocks[i : i + MOST], removed) for i in range(0, len(blocks), MOST)])
    texts = [b.text for b in blocks]
    shape = text_features(texts, guess_title(texts))
    wording = worded_features(line_wording(shape.counts), shape.tokens)
    own = _beside(shape.features, marked_features(blocks, removed or {}), wording)
    first, second = load_weights("text"), load_weights("text-second")
    main = _sigmoid(first.score(_select(first, TEXT_FIRST, own)))
    features = _beside(own, second_text(main, shape.tokens, shape.counts.lexicon))
    return _scores(second, _TEXT_BOTH, features, shape)


def score_html(page: HtmlPage, removed: Mapping[str, str] | None = None) -> Scores:
    """Score the blocks of an HTML page; at least one: rank its containers, then judge its blocks.

    There is no second look as for text: out of fold it took more from Chinese pages than it gave to English ones (docs/benchmarks.md).
    """
    if len(page.blocks) > MOST:
        return score_text(page.blocks, removed)
    meta = page.metadata
    shape = text_features([b.text for b in page.blocks], meta.title or "", meta.description or "", page.article_body)
    around = PageShape(page, shape)
    ranker, model = load_weights("container"), load_weights("html")
    candidates = container_features(around)
    ranked = ranker.score(_select(ranker, CONTAINER_FEATURES, candidates)) if len(candidates) else np.zeros(0, np.float32)
    naming = named_features(block_naming(around))
    features = _beside(shape.features, marked_features(page.blocks, removed or {}), html_features(around, ranked), naming)
    return _scores(model, HTML_FIRST, features, shape)


def _join(parts: list[Scores]) -> Scores:
    main, tokens, prose = (np.concatenate([getattr(p, name) for p in parts]) for name in ("main", "tokens", "prose"))
    return Scores(main, tokens, prose, parts[0].model, np.concatenate([p.leaves for p in parts], axis=1))


def _scores(model: Trees, names: tuple[str, ...], features: Floats, shape: TextShape) -> Scores:
    leaves = model.leaves(_select(model, names, features))
    return Scores(_sigmoid(model.score(features, leaves)), shape.tokens, shape.prose, model, leaves)
