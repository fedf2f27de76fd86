"""Map a function over a stream in worker processes: order kept, memory bounded, a quick end on Ctrl-C."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from typing import TYPE_CHECKING, TypeVar

from bitext.errors import BitextError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future
    from multiprocessing.process import BaseProcess
    from types import FrameType

__all__ = ["Workers", "map_in_order", "processors"]

_In = TypeVar("_In")
_Out = TypeVar("_Out")

#: A chunk is handed to a worker when it holds this many items, or items of this size together: the cost of the way
#: there and back (about 1 ms) is then small, and what waits in memory stays under (2 · jobs + 1) such chunks and one item.
CHUNK_ITEMS, CHUNK_SIZE = 64, 1 << 18


def processors() -> int:
    """Count the processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def map_in_order(work: Callable[[_In], _Out], items: Iterable[_In], size: Callable[[_In], int], jobs: int) -> Iterator[_Out]:
    """Give `work(item)` for each item, in order; with one job in this process, else in `jobs` spawned ones.

    Args:
        work: a picklable function; it must not raise on what it expects to meet.
        size: the size of an item, in bytes or characters.

    Raises:
        BitextError: a worker process died.
    """
    workers = Workers(jobs)
    yield from workers.map(work, items, size)
    workers.close()


class Workers:
    """Worker processes that may serve several maps, one after the other; they start when there is work.

    >>> workers = Workers(1)
    >>> list(workers.map(abs, [-2, 3], lambda _: 1))
    [2, 3]
    >>> workers.close()
    """

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._executor: ProcessPoolExecutor | None = None

    def map(self, work: Callable[[_In], _Out], items: Iterable[_In], size: Callable[[_In], int]) -> Iterator[_Out]:
        """As `map_in_order`; whatever ends the map early ends the workers too."""
        if self._jobs == 1:
            yield from map(work, items)
            return
        if self._executor is None:
            self._executor = ProcessPoolExecutor(self._jobs, mp_context=get_context("spawn"), initializer=_prepare)
        waiting: deque[Future[list[_Out]]] = deque()
        try:
            for chunk in _chunks(items, size):
                with _interrupts_held_back():  # a worker is born here, and never hears Ctrl-C: the parent ends it
                    waiting.append(self._executor.submit(_each, work, chunk))
                while len(waiting) > 2 * self._jobs:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BrokenProcessPool as error:
            raise BitextError("-j", "a worker process died, perhaps for want of memory", "use -j 1, or a lower --limit") from error
        except BaseException:
            self.end()
            raise

    def close(self) -> None:
        """Let the workers go; they have nothing to do any more."""
        if self._executor is not None:
            self._executor.shutdown()
            self._executor = None

    def end(self) -> None:
        """End the workers at once, whatever they are at."""
        if self._executor is not None:
            _end(self._executor)
            self._executor = None


class _Ended(BaseException):
    """Raised in a worker that is told to end while it works, so that what it has open is closed and half files go."""


#: Whether this process, a worker, works on a chunk just now.
_working = threading.Event()


def _prepare() -> None:
    """Let a worker end tidily when it is told to, and when its parent is killed: it holds both ends of the queue, and would wait for ever."""
    signal.signal(signal.SIGTERM, _told_to_end)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_wait_and_exit, args=(parent,), daemon=True).start()


def _told_to_end(_number: int, _frame: FrameType | None) -> None:
    if _working.is_set():
        raise _Ended
    os._exit(1)


def _wait_and_exit(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _each(work: Callable[[_In], _Out], chunk: list[_In]) -> list[_Out]:
    _working.set()
    try:
        return [work(item) for item in chunk]
    except _Ended:
        os._exit(1)
    finally:
        _working.clear()


def _chunks(items: Iterable[_In], size: Callable[[_In], int]) -> Iterator[list[_In]]:
    chunk: list[_In] = []
    held = 0
    for item in items:
        chunk.append(item)
        held += size(item)
        if len(chunk) >= CHUNK_ITEMS or held >= CHUNK_SIZE:
            yield chunk
            chunk, held = [], 0
    if chunk:
        yield chunk


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Block SIGINT for a moment: a process started meanwhile inherits the block, and this one gets the signal afterwards."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end(executor: ProcessPoolExecutor) -> None:
    """End the workers at once: what they are at is of no use to anyone.

    A worker that is ended while it writes leaves half a message, and the executor's thread would wait for the other
    half for ever, since this process holds a writing end of the same pipe; so that end is closed too.
    """
    workers = list((getattr(executor, "_processes", None) or {}).values())
    results = getattr(getattr(executor, "_result_queue", None), "_writer", None)
    executor.shutdown(wait=False, cancel_futures=True)
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.join(5)
    if results is not None:
        results.close()
