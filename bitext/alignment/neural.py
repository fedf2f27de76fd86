"""Models of sentence-transformers (the extra `neural`) as encoders: from a folder, or from what lies in the local cache."""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bitext.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["Neural"]

_REMEDY = "pip install 'bitext[neural]'"
_BATCH = 64


class Neural:
    """An encoder: called with texts, it gives a unit vector for each, computed on the processor for the same result everywhere.

    Args:
        model: a folder, or a name as on the Hugging Face hub (`sentence-transformers/LaBSE`), which is looked up on disk.
        download: whether a name that is not on disk may be fetched.

    Raises:
        UsageError: sentence-transformers is not installed.
        InputError: there is no such model, or it cannot be read.
    """

    def __init__(self, model: str, *, download: bool = False) -> None:
        try:
            from sentence_transformers import SentenceTransformer
            from transformers.utils.logging import disable_progress_bar
        except ImportError as error:
            raise UsageError("--encoder", f"{model} needs sentence-transformers, which is not installed", _REMEDY) from error
        if not download:
            disable_progress_bar()  # what is read from disk needs none, and standard error is for messages
        try:
            place = model if download or Path(model).is_dir() else _cached(model)
            self._model: Any = SentenceTransformer(place, device="cpu", local_files_only=not download)
        except Exception as error:  # whatever a file that is no model brings to light
            reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
            folder = Path(model).is_dir()
            remedy = (
                "name a folder that sentence-transformers saved" if folder else "name a folder, or allow to fetch it with --allow-download"
            )
            raise InputError(model, f"is no model that can be loaded ({reason})", remedy) from error
        self._given = model

    @cached_property
    def name(self) -> str:
        """The model's last name, and four digits that hash its weights."""
        digest = hashlib.blake2b(digest_size=2)
        for key, value in sorted(self._model.state_dict().items()):
            digest.update(key.encode())
            digest.update(np.ascontiguousarray(value.float().numpy()).tobytes())
        return f"{Path(self._given).resolve().name}@{digest.hexdigest()}"

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode texts, each by itself."""
        made = self._model.encode(list(texts), batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(made, np.float32)


def _cached(model: str) -> str:
    """Find a model by its name in the local cache, so that nothing asks the hub for it."""
    from huggingface_hub import snapshot_download

    name = model if "/" in model else f"sentence-transformers/{model}"
    return str(snapshot_download(name, local_files_only=True))
