"""What can go wrong, as one small tree.

    BitextError
    ├── UsageError          the call or the configuration is wrong          exit 2
    ├── InputError          an input is missing, unreadable or hostile      exit 3
    │   └── RecordError     one record of an input; the others go on        exit 3
    ├── OutputError         an output cannot be written                     exit 4
    └── ReplayError         edits do not fit the blocks they are held against

Every message names what was read, why it failed and what to do about it.
"""

from __future__ import annotations

__all__ = ["BitextError", "InputError", "OutputError", "RecordError", "ReplayError", "UsageError"]


class BitextError(Exception):
    """The root of everything that this package raises on purpose.

    Args:
        source: the file, stream or record it is about.
        reason: what is wrong with it.
        remedy: what the person can do; empty when there is nothing.

    >>> str(InputError("a.html", "no such file", "check the path"))
    'a.html: no such file; check the path'
    """

    exit_code = 1

    def __init__(self, source: str, reason: str, remedy: str = "") -> None:
        self.source, self.reason, self.remedy = source, reason, remedy
        super().__init__(f"{source}: {reason}" + (f"; {remedy}" if remedy else ""))

    def __reduce__(self) -> tuple[type[BitextError], tuple[str, str, str]]:
        """Cross process borders whole: the default pickles only the joined message."""
        return (type(self), (self.source, self.reason, self.remedy))


class UsageError(BitextError):
    """The command line, the configuration or an argument is wrong."""

    exit_code = 2


class InputError(BitextError):
    """An input is missing, unreadable, over the limit or not what it says it is."""

    exit_code = 3


class RecordError(InputError):
    """One record of an input is bad; the others are still done."""


class OutputError(BitextError):
    """An output cannot be written."""

    exit_code = 4


class ReplayError(BitextError):
    """An edit does not fit the blocks it is replayed on."""
