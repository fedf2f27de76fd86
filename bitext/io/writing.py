r"""Outputs: whole or not at all, never over an input, UTF-8 with `\n` whatever the machine."""

from __future__ import annotations

import errno
import os
import secrets
import stat
import sys
import time
import zlib
from contextlib import contextmanager, suppress
from pathlib import PurePath
from typing import TYPE_CHECKING, Protocol

from bitext.errors import OutputError
from bitext.io.reading import SUFFIXES
from bitext.io.streams import named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bitext.io.reading import Input

__all__ = ["Output", "is_folder", "open_output", "output_paths", "refuse_inputs", "remove_left", "replaced_together", "writing_errors"]

_STDOUT = ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")
_BUFFER = 64 * 1024
_REASONS = {
    errno.ENOSPC: ("the disk is full", "make room, or write elsewhere"),
    errno.EDQUOT: ("the disk quota is used up", "make room, or write elsewhere"),
    errno.EACCES: ("may not be written", "check the permissions of file and folder"),
    errno.EPERM: ("may not be written", "check the permissions of file and folder"),
    errno.EROFS: ("lies on a read-only disk", "write elsewhere"),
    errno.ENOENT: ("its folder does not exist", "create the folder first"),
    errno.EEXIST: ("its folder is a file", "choose another path"),  # of making folders; a file that is there is replaced
    errno.ENOTDIR: ("its folder is a file", "choose another path"),
    errno.EISDIR: ("is a folder", "end the path in / for one file an input, or name a file"),
    errno.ENAMETOOLONG: ("the name is too long", "choose a shorter name"),
    errno.EFBIG: ("the file grows too large for this disk", "write a compressed file, or elsewhere"),
}


class _Packer(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...
    def flush(self) -> bytes: ...


class Output:
    """Where text goes: `write` takes it, a packer may compress it, `put` sends the bytes off.

    It keeps up to 64 KiB back; `flush` sends them.
    """

    def __init__(self, name: str, put: Callable[[bytes], object], packer: _Packer | None = None) -> None:
        self.name, self._put, self._packer = name, put, packer
        self._held: list[bytes] = []
        self._size = 0

    def write(self, text: str) -> int:
        """Write text as UTF-8; a lone surrogate, which UTF-8 cannot hold, is written as U+FFFD.

        Raises:
            OutputError: the disk is full or fails.
            BrokenPipeError: the reader of a pipe has gone.
        """
        try:
            data = text.encode("utf-8")
        except UnicodeEncodeError:
            data = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")
        self.write_bytes(data)
        return len(text)

    def write_bytes(self, data: bytes) -> None:
        """Write bytes as they are; raises what `write` raises."""
        self._held.append(data)
        self._size += len(data)
        if self._size >= _BUFFER:
            self.flush()

    def flush(self) -> None:
        """Send off what is held back; a packer may keep some for itself."""
        data, self._held, self._size = b"".join(self._held), [], 0
        self._send(self._packer.compress(data) if self._packer else data)

    def finish(self) -> None:
        """Send off everything and end the packed data; a second time does nothing."""
        self.flush()
        packer, self._packer = self._packer, None
        if packer:
            self._send(packer.flush())

    def _send(self, data: bytes) -> None:
        if data:
            with writing_errors(self.name):
                self._put(data)


@contextmanager
def writing_errors(name: str) -> Iterator[None]:
    """Turn what writing can raise into an `OutputError` that names the file and a remedy; a closed pipe stays what it is."""
    try:
        yield
    except BrokenPipeError:
        raise  # no failure: `| head` has seen enough; the command line ends quietly
    except OSError as error:
        reason, remedy = _REASONS.get(error.errno or 0, (f"cannot be written ({error.strerror or error})", "check the path and the disk"))
        raise OutputError(name, reason, remedy) from error
    except ValueError as error:
        raise OutputError(name, f"cannot be written ({error})", "check the path") from error


def _packer(path: str) -> _Packer | None:
    if path.lower().endswith(".gz"):
        return zlib.compressobj(6, zlib.DEFLATED, 31)  # no time and no name in the header: same text, same bytes
    if path.lower().endswith(".zst"):
        import zstandard

        return zstandard.ZstdCompressor(level=3).compressobj()
    return None


def _put_all(descriptor: int) -> Callable[[bytes], None]:
    def put(data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]

    return put


def refuse_inputs(path: str, inputs: Iterable[str | os.PathLike[str]]) -> None:
    """Raise an `OutputError` when a path to write is one of the inputs."""
    for given in inputs:
        with suppress(OSError, ValueError):
            if os.fspath(given) != "-" and os.path.samefile(path, given) and stat.S_ISREG(os.stat(path).st_mode):
                raise OutputError(named(path), f"is also an input ({named(given)})", "write to another file")


@contextmanager
def open_output(path: str | os.PathLike[str], *, inputs: Iterable[str | os.PathLike[str]] = (), folders: bool = False) -> Iterator[Output]:
    r"""Open a file for writing; it appears whole at the end, or stays as it was when anything is raised inside.

    The text goes to a temporary file in the same folder, which takes the file's place at the end and keeps its
    permissions. `-` is stdout; devices, pipes and sockets are written directly; links are followed; `.gz` and
    `.zst` pack.

    Args:
        path: where to write.
        inputs: files that must not be written over.
        folders: create missing folders.

    Raises:
        OutputError: it cannot be written, or is one of the inputs.

    >>> import os, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with open_output(os.path.join(folder, "a.txt")) as output:
    ...         _ = output.write("雨\n")
    ...     os.path.getsize(os.path.join(folder, "a.txt"))
    4
    """
    name = os.fspath(path)
    if name in _STDOUT:
        yield from _to_stdout()
        return
    refuse_inputs(name, inputs)
    with writing_errors(named(name)):
        if folders:
            os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
        before = os.stat(name) if os.path.exists(name) else None
        if not name or name.endswith(("/", os.sep)) or (before is not None and stat.S_ISDIR(before.st_mode)):
            raise IsADirectoryError(errno.EISDIR, "")
    if before is not None and (not stat.S_ISREG(before.st_mode) or os.path.abspath(name).startswith(("/dev/", "/proc/"))):
        yield from _directly(name)
    else:
        yield from _by_way_of_temporary(name, None if before is None else stat.S_IMODE(before.st_mode))


def _to_stdout() -> Iterator[Output]:
    if sys.stdout is None:
        raise OutputError("stdout", "is closed", "open it, or name a file with -o")
    stream = getattr(sys.stdout, "buffer", None)

    def put(data: bytes) -> None:
        """Write at once: what is worth holding back, `Output` has held back already."""
        if stream:
            stream.write(data)
            stream.flush()
        else:
            sys.stdout.write(data.decode("utf-8", "replace"))
            sys.stdout.flush()

    output = Output("stdout", put)
    yield output
    output.finish()


def _directly(name: str) -> Iterator[Output]:
    with writing_errors(named(name)):
        descriptor = os.open(name, os.O_WRONLY)
    try:
        output = Output(named(name), _put_all(descriptor), _packer(name))
        yield output
        output.finish()
    finally:
        os.close(descriptor)


def _sync(descriptor: int) -> None:
    """Bring the data to the disk; some network and user-space file systems know no such call."""
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS):
            raise


def _lock(descriptor: int) -> bool:
    """Lock an open file for as long as its process lives; false where another has, or where that cannot be known."""
    try:
        import fcntl
    except ImportError:  # Windows
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def remove_left(folder: str | os.PathLike[str]) -> None:
    """Remove the temporary files in a folder that killed processes left: those that no living process has locked.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     left = os.path.join(folder, ".bitext-00ff.tmp")
    ...     with open(left, "w") as file, open_output(os.path.join(folder, "a")) as output:
    ...         os.utime(left, (0, 0))
    ...         remove_left(folder)
    ...     os.listdir(folder)
    ['a']
    """
    with suppress(OSError):
        for entry in list(os.scandir(folder)):
            if entry.name.startswith(".bitext-") and entry.name.endswith(".tmp") and entry.is_file(follow_symlinks=False):
                _remove_unlocked(entry.path)


def _remove_unlocked(path: str) -> None:
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDWR)
        try:
            if _lock(descriptor) and time.time() - os.fstat(descriptor).st_mtime > 1:  # a younger one may not be locked yet
                os.unlink(path)
        finally:
            os.close(descriptor)


def _by_way_of_temporary(name: str, mode: int | None) -> Iterator[Output]:
    with writing_errors(named(name)):
        target = os.path.realpath(name)
        temporary = os.path.join(os.path.dirname(target), f".bitext-{secrets.token_hex(8)}.tmp")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        _lock(descriptor)
    still_open = True
    try:
        output = Output(named(name), _put_all(descriptor), _packer(name))
        yield output
        output.finish()
        with writing_errors(named(name)):
            if mode is not None and hasattr(os, "fchmod"):
                os.fchmod(descriptor, mode)
            _sync(descriptor)
            still_open = False
            os.close(descriptor)
            os.replace(temporary, target)
    except BaseException:  # Ctrl-C too leaves no half file behind
        if still_open:
            os.close(descriptor)
        with suppress(OSError):
            os.unlink(temporary)
        raise


@contextmanager
def replaced_together(paths: Sequence[str]) -> Iterator[Callable[[], None]]:
    """Let the outputs that are opened inside take the places of these files all at once, so far as a file system can.

    Call what is given when nothing but the renaming is left. The old files then go out of the way, the first path first: a process
    killed before all new ones are in place leaves a set that lacks a file, which every reader notices, and never old and new ones
    side by side. Where an error is raised the old ones come back, and new ones without an old one go.
    """
    aside: list[tuple[str, str | None]] = []

    def make_way() -> None:
        for path in map(os.path.realpath, paths):
            if not os.path.exists(path):
                aside.append((path, None))
            elif os.path.isfile(path):
                kept = os.path.join(os.path.dirname(path), f".bitext-{secrets.token_hex(8)}.tmp")
                with writing_errors(named(path)):
                    os.rename(path, kept)
                aside.append((path, kept))

    try:
        yield make_way
    except BaseException:
        for path, kept in reversed(aside):
            with suppress(OSError):
                os.unlink(path) if kept is None else os.replace(kept, path)
        raise
    for _, kept in aside:
        if kept is not None:
            with suppress(OSError):
                os.unlink(kept)


def is_folder(path: str | os.PathLike[str]) -> bool:
    """Tell whether an output path means one file an input: it ends in a slash, or is a folder.

    >>> is_folder("out/"), is_folder("-")
    (True, False)
    """
    name = os.fspath(path)
    return name.endswith(("/", os.sep)) or os.path.isdir(name)


def _stem(name: str) -> str:
    """The file name without the suffixes that tell format and packing."""
    path = PurePath(name)
    if path.suffix.lower() in (".gz", ".zst"):
        path = PurePath(path.stem)
    return path.stem if path.suffix.lower() in SUFFIXES else path.name


def output_paths(inputs: Sequence[Input], folder: str | os.PathLike[str], suffix: str) -> list[str]:
    """Name one output file for each input: sub-folders and stems stay, the suffix changes, no two are the same.

    Inputs whose stems collide keep their old suffixes too, and then get numbers in input order; letters' case
    does not tell two names apart, since some file systems ignore it.

    >>> from bitext.io.reading import Input
    >>> output_paths([Input("p/a.html", "a.html"), Input("p/x/b.txt.gz", "x/b.txt.gz"), Input("q/a.txt", "a.txt")], "out/", ".jsonl")
    ['out/a.html.jsonl', 'out/x/b.jsonl', 'out/a.txt.jsonl']
    """
    short = [_join(item, _stem(PurePath(item.relative).name)) for item in inputs]
    counts: dict[str, int] = {}
    for name in short:
        counts[name.casefold()] = counts.get(name.casefold(), 0) + 1
    names = [s if counts[s.casefold()] == 1 else _join(item, PurePath(item.relative).name) for s, item in zip(short, inputs, strict=True)]
    used: set[str] = set()
    paths = []
    for name in names:
        free, number = name, 2
        while free.casefold() in used:
            free, number = f"{name}-{number}", number + 1
        used.add(free.casefold())
        paths.append(os.path.join(os.fspath(folder), *free.split("/")) + suffix)
    return paths


def _join(item: Input, name: str) -> str:
    head = item.relative.rpartition("/")[0]
    return f"{head}/{name}" if head else name
