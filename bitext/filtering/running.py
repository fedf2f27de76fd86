"""Run filters over pairs: choose them, score each pair, say what was accepted and why not."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from bitext.errors import UsageError
from bitext.filtering import copies, languages, lengths, marks, meaning, numbers, phrases, repeats, residue
from bitext.filtering.adequacy import score_adequacy
from bitext.filtering.meaning import ADEQUACY, CONTEXT, NEIGHBOUR
from bitext.filtering.neighbours import score_context, score_neighbours, with_neighbours
from bitext.filtering.phrases import boilerplate_shares, debris_counts
from bitext.filtering.sides import Sides, beginning
from bitext.glossary.finding import make_index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from bitext.filtering.declaring import Bounds, Filter
    from bitext.glossary.model import Glossary
    from bitext.model import Pair

__all__ = ["FILTERS", "FilterOptions", "Reason", "Verdict", "choose_filters", "filter_pairs", "judge_batch", "score_pairs", "terms_of"]

#: All filters, in the order in which a funnel has them: the cheap and plain ones first.
FILTERS: tuple[Filter, ...] = (
    *lengths.FILTERS, *languages.FILTERS, *copies.FILTERS, *repeats.FILTERS, *residue.FILTERS, *phrases.FILTERS, *marks.FILTERS,
    *numbers.FILTERS, *meaning.FILTERS,
)  # fmt: skip
_BY_ID = {made.id: made for made in FILTERS}
#: Pairs that are scored together; no score depends on how pairs are cut into batches.
_BATCH = 512


@dataclass(frozen=True, slots=True)
class FilterOptions:
    """Which filters run and what they accept.

    Args:
        only: ids of the filters to run alone; empty for the usual ones.
        skip: ids of usual filters to leave out.
        also: ids of filters to run besides the usual ones.
        bounds: what is accepted, by id, where it is not the filter's own; a filter named here runs.
        glossary: terms that pairs are held against, and that count as translations for adequacy.
        encoder: makes vectors of sentences for adequacy: texts in, an array (texts, dimensions) out.
    """

    only: frozenset[str] = frozenset()
    skip: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()
    bounds: Mapping[str, Bounds] = field(default_factory=dict)
    glossary: Glossary | None = None
    encoder: Callable[[list[str]], Any] | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a pair was rejected: the filter, its score of the pair, and the scores that are accepted."""

    filter: str
    value: float
    accepts: Bounds


@dataclass(frozen=True, slots=True)
class Verdict:
    """A pair with its scores by filter, and the reasons for which it was rejected: none if it was accepted."""

    pair: Pair
    scores: Mapping[str, float]
    reasons: tuple[Reason, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether every filter accepts the pair."""
        return not self.reasons


def choose_filters(options: FilterOptions | None = None) -> tuple[tuple[Filter, Bounds], ...]:
    """Give the filters that run, in order, each with the scores that are accepted.

    Raises:
        UsageError: an id is unknown, or a filter lacks what it needs.

    >>> [(made.id, str(bounds)) for made, bounds in choose_filters(FilterOptions(only=frozenset(["html", "empty"])))]
    [('empty', '..0'), ('html', '..0')]
    """
    asked = options or FilterOptions()
    named = {*asked.only, *asked.skip, *asked.also, *asked.bounds}
    if unknown := sorted(named - set(_BY_ID)):
        raise UsageError("filters", f"{unknown[0]!r} is unknown", f"known are: {', '.join(_BY_ID)}")
    chosen = []
    for made in FILTERS:
        wanted = made.id in asked.only or made.id in asked.also or made.id in asked.bounds
        usual = not asked.only and (made.default and (not made.needs or asked.glossary is not None))
        if (wanted or usual) and made.id not in asked.skip:
            if made.needs and asked.glossary is None:
                raise UsageError(made.id, f"needs a {made.needs}", f"give it, with --{made.needs}, or leave the filter out")
            chosen.append((made, asked.bounds.get(made.id, made.bounds)))
    return tuple(chosen)


def filter_pairs(pairs: Iterable[Pair], options: FilterOptions | None = None) -> Iterator[Verdict]:
    """Judge pairs in a stream: a verdict for each, in order.

    All chosen filters score every pair, so that the reasons are complete. The filters `context` and `neighbour` look at the pairs
    around, of the same document where pairs name theirs; no other filter looks beyond its pair.

    Raises:
        UsageError: the options name no filter, or one that lacks what it needs.

    >>> from bitext.model import Pair
    >>> pairs = [Pair("1", "雨停了。", "The rain has stopped.", 1.0), Pair("2", "2018年建成。", "It was built in 2021.", 1.0)]
    >>> for verdict in filter_pairs(pairs, FilterOptions(skip=frozenset(["adequacy"]))):
    ...     print(verdict.pair.id, verdict.accepted, [(r.filter, r.value, str(r.accepts)) for r in verdict.reasons])
    1 True []
    2 False [('number-changed', 1.0, '..0')]
    """
    chosen = choose_filters(options)
    index = make_index(options.glossary) if options is not None and options.glossary is not None else None
    terms = terms_of(options)
    encoder = options.encoder if options else None
    for before, batch, after in with_neighbours(_batches(pairs)):
        yield from _judge(_Around(batch, before, after), chosen, _Given(index, terms, encoder))


def judge_batch(
    batch: Sequence[Pair], options: FilterOptions | None = None, *, before: Sequence[Pair] = (), after: Sequence[Pair] = ()
) -> list[Verdict]:
    """Judge some pairs of a longer row, given those right before and behind them: what `filter_pairs` says of them.

    Args:
        batch: the pairs.
        options: as for `filter_pairs`.
        before: up to `bitext.filtering.neighbours.REACH` pairs.
        after: as many.

    Raises:
        UsageError: as for `filter_pairs`.
    """
    index = make_index(options.glossary) if options is not None and options.glossary is not None else None
    given = _Given(index, terms_of(options), options.encoder if options else None)
    return list(_judge(_Around(batch, before, after), choose_filters(options), given))


class _Around(NamedTuple):
    """Pairs, with those right before and behind them."""

    batch: Sequence[Pair]
    before: Sequence[Pair] = ()
    after: Sequence[Pair] = ()


class _Given(NamedTuple):
    """What filters are given besides pairs: the glossary's index, its terms, an encoder."""

    index: Any
    terms: Sequence[tuple[str, str]]
    encoder: Any


def _batches(pairs: Iterable[Pair]) -> Iterator[list[Pair]]:
    stream = iter(pairs)
    while batch := list(islice(stream, _BATCH)):
        yield batch


def _judge(around: _Around, chosen: Sequence[tuple[Filter, Bounds]], given: _Given) -> Iterator[Verdict]:
    columns = _columns(around, [made for made, _ in chosen], given)
    for at, pair in enumerate(around.batch):
        scores = {made.id: column[at] for (made, _), column in zip(chosen, columns, strict=True)}
        reasons = tuple(Reason(made.id, scores[made.id], bounds) for made, bounds in chosen if not bounds.accepts(scores[made.id]))
        yield Verdict(pair, scores, reasons)


def score_pairs(pairs: Sequence[Pair], ids: Sequence[str], options: FilterOptions | None = None) -> dict[str, list[float]]:
    """Give what filters score each pair, by id, whatever is accepted.

    >>> from bitext.model import Pair
    >>> score_pairs([Pair("1", "雨停了。", "The <b>rain</b> has stopped.", 1.0)], ["html"])
    {'html': [2.0]}
    """
    chosen = [_BY_ID[name] for name in ids]
    index = make_index(options.glossary) if options is not None and options.glossary is not None else None
    columns = _columns(_Around(pairs), chosen, _Given(index, terms_of(options), options.encoder if options else None))
    return dict(zip(ids, columns, strict=True))


def terms_of(options: FilterOptions | None) -> tuple[tuple[str, str], ...]:
    """Give the terms of the options' glossary as (Chinese, English), every form with every form.

    >>> terms_of(FilterOptions())
    ()
    """
    if options is None or options.glossary is None:
        return ()
    return tuple((zh, en) for concept in options.glossary.concepts for zh in concept.zh for en in concept.en)


def _columns(around: _Around, chosen: Sequence[Filter], given: _Given) -> list[list[float]]:
    """The scores of some pairs, a list a filter."""
    batch, ids = around.batch, {made.id for made in chosen}
    zh, en = [beginning(pair.zh) for pair in batch], [beginning(pair.en) for pair in batch]
    blank = len(batch)
    shares = zip(boilerplate_shares(zh, "zh"), boilerplate_shares(en, "en"), strict=True) if "boilerplate" in ids else [(0.0, 0.0)] * blank
    debris = debris_counts(zh, en) if ids & {"ticker", "garbled"} else [(0, 0)] * blank
    sides = [Sides(pair, given.index, share, count) for pair, share, count in zip(batch, shares, debris, strict=True)]
    together = _together(around, ids, given)
    return [together[made.id] if made.measure is None else [made.measure(side) for side in sides] for made in chosen]


def _together(around: _Around, ids: set[str], given: _Given) -> dict[str, list[float]]:
    """The scores that are made of whole batches: adequacy, and what the pairs around say."""
    if not ids & {ADEQUACY, CONTEXT, NEIGHBOUR}:
        return {}
    score = partial(score_adequacy, terms=given.terms, encoder=given.encoder)
    if not ids & {CONTEXT, NEIGHBOUR}:
        return {ADEQUACY: score(around.batch)}
    pairs = [*around.before, *around.batch, *around.after]
    wanted = range(len(around.before), len(around.before) + len(around.batch))
    own = score(pairs)
    made = {ADEQUACY: own, CONTEXT: score_context(pairs, own) if CONTEXT in ids else []}
    found = {name: scores[wanted.start : wanted.stop] for name, scores in made.items()}
    return found | ({NEIGHBOUR: score_neighbours(pairs, own, score, wanted)} if NEIGHBOUR in ids else {})
