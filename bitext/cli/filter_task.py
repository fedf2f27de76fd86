"""What `bitext filter` is asked for: its options as plain values, as the library's options, and as a signature."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bitext.cli.choices import some_of, split_list
from bitext.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bitext.filtering import Bounds, FilterOptions

__all__ = ["Task", "check_task", "make_task", "options_of", "sign"]


@dataclass(frozen=True, slots=True)
class Task:
    """The options of a run as plain values, since they cross to worker processes."""

    bounds: tuple[tuple[str, Bounds], ...] = ()
    only: frozenset[str] = frozenset()
    skip: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()
    glossary: tuple[str, ...] = ()
    explain: bool = False
    encoder: str = "none"
    download: bool = False


def make_task(
    threshold: Sequence[str] | None,
    only: Sequence[str] | None,
    skip: Sequence[str] | None,
    also: Sequence[str] | None,
    glossary: Sequence[str] | None,
) -> Task:
    """Make the task of the command's options.

    Raises:
        UsageError: a filter or a bound is none.
    """
    from bitext.filtering import FILTERS
    from bitext.filtering.declaring import parse_bounds

    known = {made.id: made for made in FILTERS}
    bounds = []
    for said in threshold or ():
        name, found, value = said.partition("=")
        if not found:
            raise UsageError("--threshold", f"{said!r} has no =", "write FILTER=BOUND: adequacy=0.3")
        some_of("--threshold", [name], list(known))
        bounds.append((name, parse_bounds(value, known[name].bounds)))
    chosen, left_out, besides = (
        some_of(option, split_list(values), list(known)) for option, values in (("--only", only), ("--skip", skip), ("--also", also))
    )
    return Task(tuple(dict(bounds).items()), chosen, left_out, besides, tuple(glossary or ()))


def check_task(task: Task) -> None:
    """Load what the task needs, and choose its filters, before any input is read.

    Raises:
        UsageError: a filter lacks what it needs, or the encoder is unknown.
        InputError: the glossary or the encoder cannot be read.
    """
    from bitext.filtering import choose_filters

    choose_filters(options_of(task))


@lru_cache(maxsize=1)
def options_of(task: Task) -> FilterOptions:
    """Make the library's options of a task; the glossary and the encoder are loaded once a process."""
    from bitext.filtering import FilterOptions

    terms = encoder = None
    if task.encoder != "none":
        from bitext.alignment.encoders import load_encoder

        encoder = load_encoder(task.encoder, download=task.download)
    if task.glossary:
        from bitext.io.glossaries import read_glossary

        terms = read_glossary(*task.glossary)
    return FilterOptions(task.only, task.skip, task.also, dict(task.bounds), terms, encoder)


def sign(task: Task) -> str:
    """Give the signature of what decides: filters, bounds, weights, glossary."""
    from bitext.filtering import choose_filters
    from bitext.signature import make_signature

    options = options_of(task)
    chosen = [f"{made.id}={bounds}" for made, bounds in choose_filters(options)]
    steps, glossary = ["checks"], None
    if options.glossary is not None:
        from bitext.cli.glossary_find import glossary_name

        steps, glossary = [*steps, "gloss"], (glossary_name(list(task.glossary)), options.glossary.digest)
    if options.encoder is None:
        return make_signature(steps=steps, checks=chosen, glossary=glossary)
    from bitext.alignment.encoders import name_encoder

    return make_signature(steps=[*steps, "enc"], checks=chosen, glossary=glossary, encoder=name_encoder(options.encoder))
