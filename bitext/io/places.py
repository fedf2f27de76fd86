"""Files and folders that a library writes by their path: whole or not at all, never over an input.

`open_output` is for bytes that we write ourselves. A database or a folder of files is written beside its place, under another
name, brought to the disk, and moved there at the end.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from bitext.errors import OutputError
from bitext.io.streams import named
from bitext.io.writing import refuse_inputs, writing_errors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["whole_file", "whole_folder"]


@contextmanager
def whole_file(path: str | os.PathLike[str], *, inputs: Iterable[str | os.PathLike[str]] = ()) -> Iterator[str]:
    """Give a path to write to; the file there takes the place of `path` at the end, or goes when anything is raised inside.

    Args:
        path: where the file shall appear; a link is followed.
        inputs: files that must not be written over.

    Raises:
        OutputError: it cannot be written, is a folder or a device, or is one of the inputs.

    >>> import os, tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with whole_file(os.path.join(folder, "a")) as place:
    ...         _ = Path(place).write_text("1")
    ...     os.listdir(folder)
    ['a']
    """
    name = os.fspath(path)
    refuse_inputs(name, inputs)
    with writing_errors(named(name)):
        before = os.stat(name) if os.path.exists(name) else None
        if not name or name.endswith(("/", os.sep)) or (before is not None and stat.S_ISDIR(before.st_mode)):
            raise IsADirectoryError(errno.EISDIR, "")
        if before is not None and not stat.S_ISREG(before.st_mode):
            raise OutputError(named(name), "is no plain file", "choose another path")
        target = os.path.realpath(name)
        temporary = _beside(target)
        os.close(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))  # says now what forbids it
    try:
        yield temporary
        with writing_errors(named(name)):
            _sync(temporary)
            if before is not None:
                os.chmod(temporary, stat.S_IMODE(before.st_mode))
            os.replace(temporary, target)
    except BaseException:  # Ctrl-C too leaves no half file behind
        with suppress(OSError):
            os.unlink(temporary)
        raise


@contextmanager
def whole_folder(path: str | os.PathLike[str]) -> Iterator[str]:
    """Give a folder to write files into; it takes the place of `path` at the end, or goes when anything is raised inside.

    Args:
        path: where the folder shall appear; nothing may be there but an empty folder.

    Raises:
        OutputError: something is there, or it cannot be written.

    >>> import os, tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with whole_folder(os.path.join(folder, "out/")) as place:
    ...         _ = Path(place, "a").write_text("1")
    ...     os.listdir(os.path.join(folder, "out"))
    ['a']
    """
    name = os.fspath(path)
    with writing_errors(named(name)):
        target = os.path.realpath(name)
        _refuse_full(name, target)
        temporary = _beside(target)
        os.mkdir(temporary)
    try:
        yield temporary
        with writing_errors(named(name)):
            for folder, _, files in os.walk(temporary):
                for file in files:
                    _sync(os.path.join(folder, file))
            _refuse_full(name, target)
            with suppress(FileNotFoundError):
                os.rmdir(target)
            os.replace(temporary, target)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def _refuse_full(name: str, target: str) -> None:
    if os.path.exists(target) and (not os.path.isdir(target) or os.listdir(target)):
        raise OutputError(named(name), "is there already, and is no empty folder", "remove it first, or choose another path")


def _beside(target: str) -> str:
    return os.path.join(os.path.dirname(target), f".bitext-{secrets.token_hex(8)}.part")


def _sync(path: str) -> None:
    """Bring a file to the disk; some network and user-space file systems know no such call."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS):
            raise
    finally:
        os.close(descriptor)
