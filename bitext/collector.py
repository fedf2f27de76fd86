"""Python's cyclic garbage collector, held off while one large page is worked on.

A page of a megabyte may make half a million small records that all stay until it is done. The collector goes through all of them
again and again as they grow in number, finds nothing, and takes more than in proportion to the page: a sixth of the time there.
Small pages gain nothing and are left alone. Nothing is lost: what the work makes has no cycles, and reference counts free it as ever.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["hold_collector"]


@contextmanager
def hold_collector(large: bool) -> Iterator[None]:
    """Hold the collector off inside a `with`, and leave it as it was found: at its end, or by an exception.

    Collection is a matter of the whole process. Where holds overlap, in one thread or several, the one that switched it off switches
    it on again, and does not wait for the others: a program whose threads clean one large page after the other would never collect.
    A collector that was off stays off.

    Args:
        large: whether to; with False nothing happens.

    >>> with hold_collector(large=True):
    ...     gc.isenabled()
    False
    >>> gc.isenabled()
    True
    """
    if not large or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
