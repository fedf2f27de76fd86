"""What the units of TMX and XLIFF have in common: the text of the element that is being read, and a pair of what they hold."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from bitext.io.pair_fields import pair_with
from bitext.io.xml_records import failed_record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bitext.io.records import Failed
    from bitext.model import Pair

__all__ = ["PREFIX", "Units"]

#: What stands before the names of fields that are not the format's own.
PREFIX = "x-"


class Units:
    """Makes pairs of units as they end; a format adds `start` and `end`, which say what its elements mean.

    `hidden` counts the elements around the text whose text is code of the original document; `tag` and `name` are those of the
    element whose text is taken, `fields` what the unit says beside its texts.
    """

    def __init__(self, source: str) -> None:
        self.source, self.count = source, 0
        self.ready: deque[tuple[str, Pair] | Failed] = deque()
        self.fields: list[tuple[str, str]] = []
        self.drop()

    def take(self, tag: str, name: str) -> None:
        """Take the text from here on."""
        self.tag, self.name, self.hidden = tag, name, 0
        self._text: list[str] | None = []

    def drop(self) -> None:
        """Take no text, and none of what was taken."""
        self.tag, self.name, self.hidden, self._text = "", "", 0, None

    def characters(self, data: str) -> None:
        """Take in text."""
        if self._text is not None and self.hidden <= 0:
            self._text.append(data)

    def taken(self, tag: str) -> str | None:
        """Give the text that ends with an element; None where it is not the one whose text is taken."""
        if tag != self.tag or self._text is None:
            return None
        text, self._text = "".join(self._text), None
        return text

    def keep_field(self, text: str) -> None:
        """Take a text for a field of the unit."""
        self.fields.append((self.name.removeprefix(PREFIX), text))

    def add(self, sides: Mapping[str, str], id: str | None, remedy: str) -> None:
        """Make a pair of both sides and the fields; `remedy` is for a unit that lacks a side."""
        self.count += 1
        place = f"{self.source}#{self.count}"
        if len(sides) < 2:
            self.ready.append(failed_record(self.source, self.count, "has no Chinese and English side", remedy))
            return
        try:
            self.ready.append((place, pair_with(sides, id, self.fields, place)))
        except ValueError as error:
            self.ready.append(failed_record(self.source, self.count, f"is no pair ({error})", "mend the unit, or leave it out"))
