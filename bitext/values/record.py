"""The record of a value: what it is in a form that does not depend on the language, and where it stands.

Equality is equality of meaning: kind, number, unit and canonical text. Place and wording do not take part, so that
`8.9万亿元` and `8.9 trillion yuan` compare equal and hash alike.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

__all__ = ["HEDGES", "KINDS", "Hedge", "Kind", "Value"]

Kind = Literal["number", "percent", "points", "money", "multiple", "ordinal", "date", "time", "duration", "age", "quantity", "code"]
Hedge = Literal["", "about", "over", "under"]

KINDS: tuple[Kind, ...] = (
    "number", "percent", "points", "money", "multiple", "ordinal", "date", "time", "duration", "age", "quantity", "code",
)  # fmt: skip
HEDGES: tuple[Hedge, ...] = ("", "about", "over", "under")


@dataclass(frozen=True, slots=True)
class Value:
    """A value in a text: half-open code points `[start, end)` of the text as given, and what it means.

    `number` is exact. `unit` is an ISO 4217 code for money and the base unit for durations (`month` or `s`) and
    quantities (`m`, `kg`, …). `text` holds what is no number: a date or a part of one (`2025-03-15`, `--03-15`, `---15`,
    `2025-Q1`, `H1`, `1990s`, `C21`), a time of day (`T08:30`), a code.

    Not compared: `start`, `end`; `hedge`, how the words round it; `step`, the place of its last digit that is not 0, in
    the number's own unit; `written`, the unit or form that the text uses; `weak`, that the words say little, as 一 or `one` do.

    >>> Value(0, 3, "percent", Fraction(5)) == Value(10, 19, "percent", Fraction(5), hedge="about")
    True
    """

    start: int = field(compare=False)
    end: int = field(compare=False)
    kind: Kind
    number: Fraction | None = None
    unit: str = ""
    text: str = ""
    hedge: Hedge = field(default="", compare=False)
    step: Fraction = field(default=Fraction(1), compare=False)
    written: str = field(default="", compare=False)
    weak: bool = field(default=False, compare=False)
