"""The signature: one line that names the configuration which made an output.

The idea is sacrebleu's (Post, "A Call for Clarity in Reporting BLEU Scores", WMT 2018): two outputs with the
same signature were made alike and may be compared; if they differ, the signatures show where.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from bitext import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bitext.cleaning import Options

__all__ = ["FOLDERS", "data_files", "make_signature"]

#: Where the package keeps what is no code but decides: tables and weights.
FOLDERS = ("data", "maintext/weights")


def make_signature(options: Options | None = None) -> str:
    """Name what decides the outcome of cleaning: rules, weights, tables, options; the version comes last.

    The four digits after `clean:` hash, in this order: the ids of all rules as they run, every data file of the
    package (weights, tables), and the options `keep`, `tickers`, `mask`, `only`, `skip` and the content of the
    site memory. What changes no text (output format, processes, verbosity) is left out.

    >>> parts = make_signature().split("|")
    >>> [part.split(":")[0] for part in parts]
    ['bitext', 'clean', 'version']
    """
    from bitext.cleaning import Options
    from bitext.rules import RULES

    chosen = options or Options()
    memory = chosen.site_memory
    said = [
        *(rule.id for rule in RULES),
        *(f"{name}={digest}" for name, digest in data_files()),
        f"tickers={chosen.tickers}",
        *(f"{name}={','.join(sorted(getattr(chosen, name)))}" for name in ("keep", "mask", "only", "skip")),
        f"sites={memory.digest if memory else ''}",
    ]
    digest = hashlib.blake2b("\n".join(said).encode(), digest_size=2).hexdigest()
    return f"bitext|clean:{digest}|version:{__version__}"


@lru_cache(maxsize=1)
def data_files() -> tuple[tuple[str, str], ...]:
    """Give each data file of the package (tables, weights) with sixteen hexadecimal digits of its content's hash, by path.

    >>> all(len(digest) == 16 for _, digest in data_files())
    True
    """
    return tuple(sorted(_hashes()))


def _hashes() -> Iterator[tuple[str, str]]:
    for path in FOLDERS:
        folder = resources.files("bitext").joinpath(*path.split("/"))
        for entry in folder.iterdir() if folder.is_dir() else ():
            if entry.is_file() and not entry.name.endswith((".py", ".pyc", ".md")):
                yield f"{path}/{entry.name}", hashlib.blake2b(entry.read_bytes(), digest_size=8).hexdigest()
