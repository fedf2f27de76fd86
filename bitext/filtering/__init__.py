"""Which pairs are good enough for a corpus: each filter a score, kept apart from what score is accepted."""

from __future__ import annotations

__all__: list[str] = []
