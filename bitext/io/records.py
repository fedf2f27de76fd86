"""What an input yields: a record to work on, or the failure that stands in its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from bitext.encoding import Decoded, decode
from bitext.mojibake import repair_mojibake, replace_surrogates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bitext.errors import InputError

__all__ = ["LIMIT", "Failed", "Form", "Record"]

Form = Literal["html", "text", "markdown"]
#: The largest record that is read, in bytes after decompression.
LIMIT = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Record:
    """One page or text as it came in, not yet decoded: a worker process can do that.

    `place` says where it was found (`pages/a.html`, `pages.jsonl#12`), `source` is that too unless the input
    names its own. `position` counts from 1: the line of a JSONL file, the record of a WARC. `declared` is the
    charset that HTTP stated, `date` the WARC's. `extra` holds a JSON object's unknown fields.
    """

    place: str
    form: Form
    content: str | bytes
    id: str | None = None
    source: str | None = None
    url: str | None = None
    declared: str | None = None
    date: str | None = None
    position: int = 1
    extra: Mapping[str, Any] = field(default_factory=dict)

    def read(self) -> Decoded:
        """Decode the content and undo mojibake.

        Raises:
            InputError: it is no text.

        >>> Record("a.html", "html", "重庆".encode("gbk")).read().text
        '重庆'
        """
        if isinstance(self.content, bytes):
            return decode(self.content, declared=self.declared, source=self.place)
        text, repaired = repair_mojibake(replace_surrogates(self.content).removeprefix("\ufeff"))
        return Decoded(text, "utf-8", repaired)


@dataclass(frozen=True, slots=True)
class Failed:
    """A record, or a whole input, that could not be read; the others go on.

    `id` is the record's own where it could still be read.
    """

    place: str
    error: InputError
    id: str | None = None
    position: int = 1
