"""What `filter` and `dedup` share: the pairs of several inputs, and two outputs, for pairs that stay and for the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bitext.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import ExitStack

    from bitext.io.corpora import CorpusWriter
    from bitext.io.records import Failed
    from bitext.model import Pair

__all__ = ["BARE", "PairSource", "TwoOutputs"]

#: Formats that have no place for what is said of a pair besides its texts.
BARE = frozenset(("tsv", "moses"))


@dataclass(frozen=True, slots=True)
class PairSource:
    """Where pairs come from."""

    inputs: list[str]
    form: str
    limit: int

    def read(self) -> Iterator[Pair | Failed]:
        """Give the pairs of all inputs, one input after the other."""
        from bitext.io.corpora import read_corpus

        for path in self.inputs:
            yield from read_corpus(path, form=self.form, limit=self.limit)


@dataclass(frozen=True, slots=True)
class TwoOutputs:
    """Where the pairs go that stay, which the command calls `staying`, in which format, and where the others go."""

    path: str
    form: str
    rejected: str | None
    staying: str

    def check(self) -> None:
        """Refuse outputs that are one, and a format that cannot hold the reasons.

        Raises:
            UsageError: they are.
        """
        import os

        from bitext.io.corpora import corpus_format

        corpus_format(self.path, self.form)
        if self.rejected is None:
            return
        if self.rejected == self.path or os.path.realpath(self.rejected) == os.path.realpath(self.path):
            raise UsageError("--rejected", f"is also where the {self.staying} pairs go", "name another file")
        if corpus_format(self.rejected).name in BARE:
            raise UsageError("--rejected", "the format has no place for the reasons", "name a file that ends in .jsonl")

    def open(self, stack: ExitStack, inputs: list[str], signature: str) -> tuple[CorpusWriter, CorpusWriter | None]:
        """Open both for as long as the stack lasts.

        Raises:
            OutputError: one cannot be written, or is one of the inputs.
        """
        from bitext.io.corpora import open_corpus

        staying = stack.enter_context(open_corpus(self.path, form=self.form, inputs=inputs, signature=signature))
        if self.rejected is None:
            return staying, None
        return staying, stack.enter_context(open_corpus(self.rejected, inputs=inputs, signature=signature))
