"""Translations against references, sources and a glossary: BLEU, chrF2 and TER by sacrebleu, accuracy of terms and of values.

sacrebleu counts, so that figures compare with everybody's (Post 2018, "A call for clarity in reporting BLEU scores",
https://aclanthology.org/W18-6319). Chinese gets its tokenizer `zh`, and TER its support for Asian languages. It comes with the
extra `score`.
"""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from bitext.errors import BitextError, UsageError
from bitext.glossary.verifying import verify_pair
from bitext.values.comparison import compare_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from bitext.glossary.finding import TermIndex

__all__ = [
    "METRICS", "Comparison", "Counted", "Score", "compare_systems", "count_kinds", "count_terms", "count_values", "score_translations",
]  # fmt: skip

Lang = Literal["zh", "en"]
#: The metrics by name, in the order in which they are told.
METRICS = ("bleu", "chrf", "ter")


@dataclass(frozen=True, slots=True)
class Score:
    """A metric's score of a text, from 0 to 100 (TER may pass it, and less is better), with sacrebleu's signature.

    `low` and `high` are the ends of the 95% interval over resamples of the sentences, where it was asked for.
    """

    metric: str
    score: float
    signature: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A system's score, and how probable so large a difference from the baseline is if both were equally good.

    `p_value` is None for the baseline itself.
    """

    system: str
    metric: str
    score: float
    low: float
    high: float
    p_value: float | None
    signature: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of something there were in the sources, and how many of them are right in the translations."""

    right: int
    total: int
    wrong: int = 0

    @property
    def share(self) -> float | None:
        """The right ones of all, from 0 to 1; None if there were none."""
        return self.right / self.total if self.total else None

    def __add__(self, other: Counted) -> Counted:
        return Counted(self.right + other.right, self.total + other.total, self.wrong + other.wrong)


def _metrics(lang: Lang, names: Sequence[str]) -> dict[str, Any]:
    """Make the metrics of sacrebleu by our names.

    Raises:
        UsageError: sacrebleu is not installed.
    """
    try:
        from sacrebleu.metrics.bleu import BLEU
        from sacrebleu.metrics.chrf import CHRF
        from sacrebleu.metrics.ter import TER
    except ImportError as error:
        raise UsageError("bitext score", "needs sacrebleu", "pip install 'bitext[score]'") from error
    logging.getLogger("sacrebleu").setLevel(logging.ERROR)  # it warns of final full stops that stand apart: they are ours to score
    make: dict[str, Callable[[], Any]] = {
        "bleu": lambda: BLEU(tokenize="zh" if lang == "zh" else "13a"),
        "chrf": CHRF,
        "ter": lambda: TER(normalized=lang == "zh", asian_support=lang == "zh"),
    }
    return {name: make[name]() for name in names}


def score_translations(
    translations: Sequence[str], references: Sequence[Sequence[str]], lang: Lang, *, metrics: Sequence[str] = METRICS, bootstrap: int = 0
) -> list[Score]:
    """Score translations against one or more references.

    Args:
        translations: a sentence (or any segment) an item.
        references: for each reference its sentences, as many as translations, in their order.
        lang: the language of the translations.
        metrics: of `METRICS`.
        bootstrap: resamples for the interval, 2 or more; 0 for none. sacrebleu holds eight bytes a resample and sentence.

    Raises:
        UsageError: sacrebleu is missing, or there is nothing to score.
        BitextError: a reference has another number of sentences.

    >>> [round(score.score) for score in score_translations(["It rains."], [["It rains."]], "en", metrics=["chrf"])]
    [100]
    """
    _check(translations, references)
    found = []
    for name, metric in _metrics(lang, metrics).items():
        made = metric.corpus_score(list(translations), [list(one) for one in references], n_bootstrap=bootstrap or 1)
        ends: tuple[float | None, float | None] = (None, None)
        if bootstrap:  # sacrebleu tells the interval in its text and keeps it in these two
            middle, spread = made._mean, made._ci  # noqa: SLF001
            ends = float(middle - spread), float(middle + spread)
        found.append(Score(name, made.score, str(metric.get_signature()), *ends))
    return found


def _check(translations: Sequence[str], references: Sequence[Sequence[str]]) -> None:
    if not translations:
        raise UsageError("translations", "there are none", "give a sentence a line")
    if not references:
        raise UsageError("references", "there are none", "name at least one")
    for number, reference in enumerate(references, 1):
        if len(reference) != len(translations):
            reason = f"has {len(reference)} sentences, the translation {len(translations)}"
            raise BitextError(f"reference {number}", reason, "line must answer line")


def compare_systems(
    systems: Sequence[tuple[str, Sequence[str]]],
    references: Sequence[Sequence[str]],
    lang: Lang,
    *,
    metrics: Sequence[str] = METRICS,
    samples: int = 1000,
) -> list[Comparison]:
    """Compare systems with a baseline by paired bootstrap resampling.

    Koehn (2004), "Statistical significance tests for machine translation evaluation", as sacrebleu does it; the seed is
    sacrebleu's and stands in the signature.

    Args:
        systems: (name, translations); the first is the baseline, names are unique.
        references: as for `score_translations`.
        lang: the language of the translations.
        metrics: of `METRICS`.
        samples: how often is drawn.

    Raises:
        UsageError: sacrebleu is missing, or two systems bear one name.
        BitextError: a text has another number of sentences.
    """
    for _, translations in systems:
        _check(translations, references)
    if len({name for name, _ in systems}) < len(systems):
        raise UsageError("systems", "two bear the same name", "name each file once")
    made = _metrics(lang, metrics)
    from sacrebleu.significance import PairedTest

    named: list[tuple[str, Sequence[str]]] = [(name, list(translations)) for name, translations in systems]
    test = PairedTest(named, made, references=[list(one) for one in references], test_type="bs", n_samples=samples)
    signatures, scores = test()
    return list(_compared([name for name, _ in systems], list(made), signatures, scores))


def _compared(
    names: Sequence[str], metrics: Sequence[str], signatures: Mapping[str, Any], scores: Mapping[str, Any]
) -> Iterator[Comparison]:
    """The table of sacrebleu (a column a metric, in the order given; a row a system) as records."""
    columns = [key for key in scores if key != "System"]
    for metric, key in zip(metrics, columns, strict=True):
        for name, result in zip(names, scores[key], strict=True):
            low, high = float(result.mean - result.ci), float(result.mean + result.ci)
            yield Comparison(name, metric, result.score, low, high, result.p_value, str(signatures[key]))


def count_terms(pairs: Iterable[tuple[str, str]], index: TermIndex, source: Lang) -> Counted:
    """Count the glossary's terms in the sources that their translations render as the glossary says.

    Args:
        pairs: (Chinese, English) a sentence.
        index: the glossary's terms.
        source: the language that was translated.

    Returns:
        `right` of `total`, a term counted once a sentence; `wrong` are those rendered by a forbidden form.

    >>> from bitext.glossary.finding import make_index
    >>> from bitext.glossary.model import Concept, Glossary
    >>> terms = make_index(Glossary((Concept("yujintong", ("渝金通",), ("Yujintong",)),)))
    >>> count_terms([("渝金通上线。", "Yujintong is online."), ("渝金通好。", "It is good.")], terms, "zh")
    Counted(right=1, total=2, wrong=0)
    """
    right = total = wrong = 0
    for zh, en in pairs:
        text = zh if source == "zh" else en
        asked = {hit.concept for hit in index.find(text) if hit.side == source and hit.kind != "forbidden"}
        if not asked:
            continue
        found = verify_pair(zh, en, index)
        forbidden = {one.subject for one in found if one.check == "term-forbidden"} & asked
        missing = {one.subject for one in found if one.check == "term-missing" and one.side == source} & asked
        total += len(asked)
        wrong += len(forbidden)
        right += len(asked - forbidden - missing)
    return Counted(right, total, wrong)


def count_values(pairs: Iterable[tuple[str, str]], source: Lang) -> Counted:
    """Count the numbers, amounts and dates of the sources that their translations state too.

    Values are compared as values: 8.9万亿 is 8.9 trillion. Weak ones (一个, "a second") do not count.

    Args:
        pairs: (Chinese, English) a sentence.
        source: the language that was translated.

    Returns:
        `right` of `total`; `wrong` are values that only the translations state.

    >>> count_values([("增长5%，达8.9万亿元", "up 5 percent to 8.9 trillion yuan"), ("共74项", "a total of 75")], "zh")
    Counted(right=2, total=3, wrong=1)
    """
    return sum(count_kinds(pairs, source).values(), Counted(0, 0))


def count_kinds(pairs: Iterable[tuple[str, str]], source: Lang) -> dict[str, Counted]:
    """Count as `count_values` does, each kind of value apart: dates, money, percentages, plain numbers and so on.

    A value counts as the kind that its source states; one that only the translation states, as its own.

    Args:
        pairs: (Chinese, English) a sentence.
        source: the language that was translated.

    Returns:
        what was counted of each kind that occurs, by the kind's name (`bitext.values.Value.kind`), in the order of names.

    >>> {kind: made.right for kind, made in count_kinds([("2020年增长5%", "up 6 percent in 2020")], "zh").items()}
    {'date': 1, 'percent': 0}
    """
    right: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    side = 0 if source == "zh" else 1
    for zh, en in pairs:
        held = compare_values(zh, en)
        own, other = (held.zh_only, held.en_only) if source == "zh" else (held.en_only, held.zh_only)
        right.update(both[side].kind for both in held.matched if not both[side].weak)
        missing.update(value.kind for value in own if not value.weak)
        wrong.update(value.kind for value in other if not value.weak)
    return {kind: Counted(right[kind], right[kind] + missing[kind], wrong[kind]) for kind in sorted({*right, *missing, *wrong})}
