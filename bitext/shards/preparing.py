"""Before a run: what makes each step's outcome, where everything goes, and the plan for people."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import asdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bitext.alignment.encoders import load_encoder, name_encoder
from bitext.errors import OutputError, UsageError
from bitext.filtering import choose_filters
from bitext.io.corpora import corpus_format
from bitext.io.glossaries import read_glossary
from bitext.io.streams import named
from bitext.io.writing import refuse_inputs, writing_errors
from bitext.pipeline.settings import read_size
from bitext.shards.documents import cleaning_options
from bitext.shards.finishing import report_paths, timings_path
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
        UsageError: an output lies inside an input folder, two go to one place, or the format is unknown.
        OutputError: an output is an input too, or its folder is missing or may not be written.
    """
    outputs, given = settings.output, settings.input
    _check_format(outputs.path, outputs.form)
    paths = [path for path in (outputs.path, outputs.rejected, work_folder(settings)) if path]
    _check_apart([*paths, *report_paths(outputs.path), timings_path(outputs.path)])
    for path in paths:
        if path == "-":
            continue
        for folder in filter(os.path.isdir, (*given.zh, *given.en, *given.pages)):
            if _is_inside(path, folder):
                raise UsageError(path, f"lies inside the input {folder}", "write elsewhere, or it is read as a page the next time")
        refuse_inputs(path, (*given.zh, *given.en, *given.pages, *given.glossary, settings.clean.site_memory))
        _try_folder(path)


def _check_format(path: str, form: str) -> None:
    if path == "-" and form == "auto":
        return
    name = corpus_format(path, form).name
    if name == "huggingface" and os.path.isdir(path) and os.listdir(path):
        raise OutputError(path, "is there already, and is no empty folder", "remove it first, or choose another path")


def _check_apart(paths: Sequence[str]) -> None:
    """Two outputs in one place would be one of them, without a word."""
    seen: set[str] = set()
    for path in paths:
        place = path if path == "-" else os.path.realpath(path)
        if place in seen:
            raise UsageError(path, "is the place of two outputs", "give each its own; see [output] in docs/pipeline.md")
        seen.add(place)


def _try_folder(path: str) -> None:
    """Write an empty file beside an output and remove it: nothing else tells for sure, not even to root, that this can be done."""
    if os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path):
        return  # a device or a pipe
    with writing_errors(named(path)):
        descriptor, probe = tempfile.mkstemp(".tmp", ".bitext-", os.path.dirname(path.rstrip("/")) or ".")
        os.close(descriptor)
        os.unlink(probe)


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
