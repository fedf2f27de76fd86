"""Before a run: what makes each step's outcome, where everything goes, and the plan for people."""

from __future__ import annotations

import hashlib
import os
from dataclasses import asdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bitext.alignment.encoders import load_encoder, name_encoder
from bitext.errors import OutputError, UsageError
from bitext.filtering import choose_filters
from bitext.io.corpora import corpus_format
from bitext.io.glossaries import read_glossary
from bitext.pipeline.settings import read_size
from bitext.shards.documents import cleaning_options
from bitext.shards.marking import make_key
from bitext.shards.pairs import filter_options
from bitext.shards.records import Task
from bitext.signature import data_files, make_signature

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bitext.pipeline import Settings
    from bitext.shards.records import Chunk

__all__ = ["check_places", "describe", "make_task", "run_signature", "work_folder"]


#: Folders whose code makes no results: it reads options and shows what came out.
_SHOWING = ("cli", "adapters", "__pycache__")
#: Steps of the signature that may be left out, with the tables that say so.
_ASKED = {"checks": "filter", "dedup": "dedup"}


def work_folder(settings: Settings) -> str:
    """Give the folder that shards lie in: beside the output unless it is said.

    >>> from bitext.pipeline import parse_settings
    >>> work_folder(parse_settings({"input": {"pages": "p"}, "output": {"path": "news.tsv"}}))
    'news.tsv.work'
    """
    path = settings.output.path
    return settings.output.work or ("bitext-run.work" if path == "-" else path.rstrip("/") + ".work")


def run_signature(settings: Settings) -> str:
    """Name what makes the corpus.

    Raises:
        InputError: a glossary or the site memory cannot be read.
        UsageError: a filter or a rule is unknown.
    """
    steps = ["clean", "lang", "seg", "words", "align", "enc", *(name for name, step in _ASKED.items() if getattr(settings, step).use)]
    checks = [f"{made.id}={bounds}" for made, bounds in choose_filters(filter_options(settings))]
    glossary = None
    if settings.input.glossary:
        steps.append("gloss")
        glossary = "run", read_glossary(*settings.input.glossary).digest
    asked = settings.dedup
    duplicates = f"{asked.level}-{asked.on}-{asked.keep}" + (f"-{asked.threshold:g}" if asked.level == "near" else "")
    options, encoder = cleaning_options(settings), _encoder(settings)
    return make_signature(options, steps, glossary=glossary, encoder=encoder, checks=checks, duplicates=duplicates)


def _encoder(settings: Settings) -> str:
    """The encoder's name for the signature; it is loaded for that, so what is missing is told before any work."""
    return name_encoder(load_encoder(settings.align.encoder)) if settings.align.encoder != "none" else "none"


@lru_cache(maxsize=1)
def _code_digest() -> str:
    """Hash the code that makes results: a version under development changes without changing its number."""
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    digest = hashlib.blake2b(digest_size=16)
    for folder, inner, names in os.walk(root):
        inner[:] = sorted(name for name in inner if name not in _SHOWING)
        for name in sorted(names):
            if name.endswith(".py"):
                with open(os.path.join(folder, name), "rb") as file:
                    digest.update(name.encode() + b"\0" + file.read())
    return digest.hexdigest()


def make_task(settings: Settings) -> Task:
    """Make what every shard is asked, with the signature of each step: its settings and all that it reads but its input.

    Raises:
        InputError: a glossary or the site memory cannot be read.
        UsageError: a filter or a rule is unknown.
    """
    whole = run_signature(settings)
    memory = cleaning_options(settings).site_memory
    data = make_key(_code_digest(), *(f"{name}={digest}" for name, digest in data_files()))
    terms = read_glossary(*settings.input.glossary).digest if settings.input.glossary else ""
    read = settings.input
    rules = make_signature(cleaning_options(settings), ["clean", "lang"])  # and the version: what no step names counts too
    documents = make_key(rules, data, memory.digest if memory else "", repr((read.form, read.limit, read.status, settings.clean)))
    units = make_key(make_signature(steps=["lang", "words", "align"]), data, terms)
    couples = make_key(documents, units, repr(settings.match))
    aligner = make_signature(steps=["seg", "words", "align", "enc"], encoder=_encoder(settings))
    pairs = make_key(documents, aligner, terms, repr(settings.align))
    checks = make_signature(steps=["lang", "words", "align", "checks"])
    filtered = make_key(checks, data, terms, repr(settings.filter))
    signatures = (
        ("documents", documents),
        ("units", units),
        ("couples", couples),
        ("pairs", pairs),
        ("filtered", filtered),
        ("run", whole),
    )
    return Task(settings, work_folder(settings), signatures)


def check_places(settings: Settings) -> None:
    """Refuse, before hours of work, what could not be written at the end, or would be read as an input the next time.

    Raises:
        UsageError: an output lies inside an input folder, or its format is unknown.
        OutputError: a folder is missing or may not be written.
    """
    outputs = settings.output
    if outputs.path != "-" or outputs.form != "auto":
        corpus_format(outputs.path.rstrip("/"), outputs.form)
    for path in filter(None, (outputs.path, outputs.rejected, work_folder(settings))):
        if path == "-":
            continue
        for given in (*settings.input.zh, *settings.input.en, *settings.input.pages):
            if os.path.isdir(given) and _is_inside(path, given):
                raise UsageError(path, f"lies inside the input {given}", "write elsewhere, or it is read as a page the next time")
        folder = os.path.dirname(path.rstrip("/")) or "."
        if not os.path.isdir(folder):
            raise OutputError(path, "its folder does not exist", "create the folder first")
        if not os.access(folder, os.W_OK | os.X_OK):
            raise OutputError(path, "its folder may not be written", "check the permissions of the folder")


def _is_inside(path: str, folder: str) -> bool:
    inner, outer = os.path.realpath(path), os.path.realpath(folder)
    return inner == outer or inner.startswith(outer.rstrip(os.sep) + os.sep)


def describe(task: Task, chunks: Sequence[Chunk], failures: Sequence[str]) -> dict[str, Any]:
    """Describe a run as an object: inputs, steps with their options, shards, signature, outputs."""
    settings = task.settings
    sides = {}
    for side in ("zh", "en", "pages"):
        mine = [chunk for chunk in chunks if chunk.side == side]
        if mine:
            files = len({piece.path for chunk in mine for piece in chunk.pieces})
            sides[side] = {"files": files, "bytes": sum(chunk.size for chunk in mine), "shards": len(mine)}
    names = ("clean", "match", "align", "filter", "dedup") if settings.input.zh else ("clean", "align", "filter", "dedup")
    steps = {name: {key: value for key, value in asdict(getattr(settings, name)).items() if value not in ("", ())} for name in names}
    return {
        "input": sides,
        "steps": steps,
        "output": {"path": settings.output.path, "rejected": settings.output.rejected or None, "work": task.work},
        "shard_bytes": read_size(settings.run.shard),
        "signature": task.signature("run"),
        "failures": list(failures),
    }
