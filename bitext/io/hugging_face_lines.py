"""The layout of Hugging Face datasets with lines of JSON; see `bitext.io.hugging_face`, which needs pyarrow and this does not."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from bitext.io.hugging_face import open_parts, read_path, signature_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bitext.io.corpora import CorpusWriter

__all__ = ["open_writer", "read_path", "signature_of"]


@contextmanager
def open_writer(path: str, *, inputs: tuple[str, ...] = (), signature: str = "", columns: Sequence[str] = ()) -> Iterator[CorpusWriter]:
    """Open a folder for a dataset of one split, `train`, as lines of JSON.

    Raises:
        OutputError: it cannot be written, or something is there.
    """
    del inputs, columns
    with open_parts(path, ("train",), signature=signature, suffix="jsonl") as parts:
        yield parts["train"]
