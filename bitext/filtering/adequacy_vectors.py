"""What vectors of sentences say of a pair: how like its sides are, and how like their halves.

A half that is like nothing on the other side has no counterpart there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from bitext.alignment.encoders import encode_runs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

__all__ = ["VECTOR_FEATURES", "compare_vectors", "find_middle"]

#: Likeness of both sides; of their first and of their last halves; of each half with the whole of the other side.
VECTOR_FEATURES = (
    "like", "first halves", "last halves", "first zh half", "last zh half", "first en half", "last en half", "least half", "crossed halves",
)  # fmt: skip
_BORDERS = re.compile(r"[，。；：！？,;:.!?](?:\s|(?=[^\s0-9A-Za-z]))|\s")


def find_middle(text: str) -> int:
    """Find where a text is best parted in two: after a mark or a space near its middle, else in the middle.

    >>> text = "It rained, and the river rose."
    >>> text[: find_middle(text)]
    'It rained, and '
    """
    middle, reach = len(text) / 2, max(4, len(text) // 6)
    low = max(0, int(middle) - reach)
    ends = [match.end() for match in _BORDERS.finditer(text, low, min(len(text), int(middle) + reach))]
    return min(ends, key=lambda end: abs(end - middle), default=len(text) // 2)


def compare_vectors(encoder: Callable[[list[str]], NDArray[np.floating[Any]]], sides: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
    """Give a row of `VECTOR_FEATURES` a pair.

    Args:
        encoder: texts in, an array (texts, dimensions) out.
        sides: Chinese and English texts.

    Raises:
        UsageError: the encoder gave something else than a finite row for each text.

    >>> compare_vectors(lambda texts: np.ones((len(texts), 2)), [("下雨了。", "It rains.")])[0, 0].item()
    1.0
    """
    if not sides:
        return np.zeros((0, len(VECTOR_FEATURES)), np.float32)
    texts: list[str] = []
    for pair in sides:
        for text in pair:
            at = find_middle(text)
            texts += [text, text[:at], text[at:]]
    vectors = encode_runs(encoder, texts, 1, " ")[0].reshape(len(sides), 2, 3, -1)
    zh, en = vectors[:, 0], vectors[:, 1]
    like = np.array([[_dot(zh[:, a], en[:, b]) for b in range(3)] for a in range(3)])
    halves = like[1:, 0], like[0, 1:]
    least = np.minimum(np.minimum(*halves[0]), np.minimum(*halves[1]))
    rows = [like[0, 0], like[1, 1], like[2, 2], *halves[0], *halves[1], least, like[1, 1] + like[2, 2] - like[1, 2] - like[2, 1]]
    return np.round(np.stack(rows, axis=1), 4).astype(np.float32)


def _dot(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32]:
    found: NDArray[np.float32] = np.einsum("nd,nd->n", one, other)
    return found
