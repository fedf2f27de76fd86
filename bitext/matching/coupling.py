"""From two piles of documents to couples with probabilities."""

from __future__ import annotations

import json
import math
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from bitext.errors import UsageError
from bitext.matching.assigning import assign
from bitext.matching.records import Couple, Matching

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bitext.glossary import Glossary
    from bitext.matching.evidence import Weigher
    from bitext.matching.profiles import Reader
    from bitext.matching.records import Profile
    from bitext.model import Document

__all__ = ["MANY", "THRESHOLD", "Weights", "load_weights", "match_documents", "match_profiles", "rivalry"]

#: Which side may hold several versions of one page.
MANY = ("none", "zh", "en")
#: What a couple's strongest rival has where there is none, and what the lead over it may count at most, in log-odds.
_NO_RIVAL, _LEAD = -5.0, 5.0
#: So many times more letters of the other side's language than of its own make a side look reversed.
_REVERSED = 2.0
_MOST = 1 - 1e-6


#: The least probability of a couple unless said: above one half, for in a corpus a wrong couple costs more than a missing one.
THRESHOLD = 0.75


class Weights(NamedTuple):
    """The stages of the model: features → text score; text score and lead over its rivals → log-odds; these → calibrated ones.

    Calibration is a line in the log-odds for those below 0, and one for those above: `level` at 0, `below`, `above` the slopes.
    """

    features: dict[str, float]
    bias: float
    score: float
    lead: float
    last: float
    level: float
    below: float
    above: float

    def calibrate(self, odds: float) -> float:
        """Give the log-odds that texts which the weights had not seen bear out: they rise where the model's do."""
        return self.level + self.below * min(odds, 0.0) + self.above * max(odds, 0.0)


class _Candidate(NamedTuple):
    zh: int
    en: int
    parts: dict[str, float]

    @property
    def score(self) -> float:
        return math.fsum(self.parts.values())


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """Read the fitted weights (`bitext/data/matching_weights.json`, made by tools/fit_matching.py)."""
    made = json.loads((resources.files("bitext.data") / "matching_weights.json").read_text(encoding="utf-8"))
    return Weights(made["features"], *(float(made[name]) for name in Weights._fields[1:]))


def match_documents(
    zh: Iterable[Document],
    en: Iterable[Document],
    *,
    glossary: Glossary | None = None,
    many: str = "none",
    threshold: float = THRESHOLD,
    explain: bool = False,
) -> Matching:
    """Find the couples of documents that translate one another.

    Evidence: words by CC-CEDICT and glossary, numbers, amounts and dates, names in pinyin or Latin letters, the order of
    all that, lengths; links, addresses and publication dates where the pages have them. Each document is held only
    against those that share its rarest words, so time grows with the number of documents, not with its square. The
    order of the documents makes no difference.

    Args:
        zh: the Chinese documents, as `clean` gives them; read once, and their texts are not kept.
        en: the English documents.
        glossary: terms that both sides may hold.
        many: `zh` lets several Chinese documents be versions of one English page, `en` the other way round.
        threshold: the least probability of a couple.
        explain: say what made each probability.

    Raises:
        UsageError: an id occurs twice, an option is unknown, or the two sides are the wrong way round.

    >>> from bitext.model import Block, Document
    >>> chinese = "2023年，长江上的渡轮运送了八百万名乘客，其中一半是游客。票价没有上涨。船长们要求新的码头。"
    >>> english = "In 2023 ferries on the Yangtze carried eight million passengers, half of them tourists. Fares did not rise. The captains demand new docks."
    >>> found = match_documents([Document("a", blocks=(Block("0", "paragraph", chinese),))], [Document("b", blocks=(Block("0", "paragraph", english),))])
    >>> [(c.zh, c.en) for c in found.couples]
    [('a', 'b')]
    """
    from bitext.matching.profiles import read_profiles

    _check(many, threshold)
    return match_profiles(*read_profiles(zh, en, glossary), many=many, threshold=threshold, explain=explain)


def match_profiles(
    chinese: Sequence[Profile],
    english: Sequence[Profile],
    reader: Reader,
    *,
    many: str = "none",
    threshold: float = THRESHOLD,
    explain: bool = False,
) -> Matching:
    """Find the couples of documents of which the profiles are made already, as `match_documents` does.

    Raises:
        UsageError: as `match_documents`.
    """
    from bitext.matching.candidates import find_candidates
    from bitext.matching.evidence import Weigher
    from bitext.matching.spaces import make_space

    _check(many, threshold)
    _check_ids("zh", chinese)
    _check_ids("en", english)
    _check_sides(chinese, english)
    left = sorted((p for p in chinese if p.units), key=lambda p: p.id)
    right = sorted((p for p in english if p.units), key=lambda p: p.id)
    couples: list[Couple] = []
    if left and right:
        space = make_space(left, right, reader)
        weigher = Weigher(space, left, right)
        weighed = _weigh(weigher, find_candidates(space, left, right), left, right)
        couples = _choose(weighed, left, right, many, threshold, weigher if explain else None)
    return _matching(couples, chinese, english)


def _check(many: str, threshold: float) -> None:
    if many not in MANY:
        raise UsageError("many", f"{many!r} is unknown", f"known are: {', '.join(MANY)}")
    if not 0 < threshold < 1:
        raise UsageError("threshold", f"{threshold} is no probability", "write a number between 0 and 1")


def _check_ids(side: str, profiles: Sequence[Profile]) -> None:
    seen: set[str] = set()
    for profile in profiles:
        if profile.id in seen:
            raise UsageError(side, f"two documents have the id {profile.id!r}", "give each its own, or leave one out")
        seen.add(profile.id)


def _check_sides(zh: Sequence[Profile], en: Sequence[Profile]) -> None:
    """Tell sides that are the wrong way round, or in one language."""
    chinese, english = sum(p.zh for p in zh), sum(p.en for p in zh)
    others, right = sum(p.zh for p in en), sum(p.en for p in en)
    wrong_zh = english > _REVERSED * chinese
    wrong_en = others > _REVERSED * right
    if wrong_zh and wrong_en:
        raise UsageError("zh, en", "the sides are the wrong way round", "give the Chinese documents first")
    if wrong_zh or wrong_en:
        side, lang = ("zh", "Chinese") if wrong_zh else ("en", "English")
        raise UsageError(side, f"most of its text is not {lang}", "check which documents are given; the Chinese ones come first")


def _weigh(weigher: Weigher, candidates: Sequence[object], zh: Sequence[Profile], en: Sequence[Profile]) -> list[_Candidate]:
    from bitext.matching.evidence import FEATURES, stated_evidence

    weights = load_weights()
    factors = [weights.features[name] for name in FEATURES]
    found: list[_Candidate] = []
    for number, row in enumerate(candidates):
        for other, values in zip(row.tolist(), weigher.measure(number, row).tolist(), strict=True):  # type: ignore[attr-defined, arg-type]
            parts = {name: value * factor for name, value, factor in zip(FEATURES, values, factors, strict=True)}
            found.append(_Candidate(number, other, {"bias": weights.bias, **parts, **stated_evidence(zh[number], en[other])}))
    return found


def rivalry(scores: Mapping[tuple[int, int], float], many: str = "none") -> dict[tuple[int, int], float]:
    """Give each couple's lead over the best other couple of either document; with `many`, of the documents that may have one only.

    >>> rivalry({(0, 0): 3.0, (0, 1): 1.0, (1, 1): 0.5})
    {(0, 0): 2.0, (0, 1): -2.0, (1, 1): -0.5}
    """
    best: dict[tuple[int, int], list[float]] = {}
    for couple, score in scores.items():
        for side in (0, 1):
            best[side, couple[side]] = sorted([*best.get((side, couple[side]), ()), score], reverse=True)[:2]
    found = {}
    for couple, score in scores.items():
        rivals = [_NO_RIVAL]
        for side in (0, 1):
            if many != ("en", "zh")[side]:
                first, *others = best[side, couple[side]]
                rivals += others if score == first else [first]
        found[couple] = max(-_LEAD, min(_LEAD, score - max(rivals)))
    return found


def _choose(
    weighed: Sequence[_Candidate], zh: Sequence[Profile], en: Sequence[Profile], many: str, threshold: float, weigher: Weigher | None
) -> list[Couple]:
    weights = load_weights()
    candidates = {(c.zh, c.en): c for c in weighed}
    scores = {couple: c.score for couple, c in candidates.items()}
    leads = rivalry(scores, many)
    odds = {couple: weights.calibrate(weights.score * scores[couple] + weights.lead * leads[couple] + weights.last) for couple in scores}
    least = math.log(threshold / (1 - threshold))
    kept = {couple: odd - least for couple, odd in odds.items() if odd >= least}
    chosen = assign({couple: gain + 1e-9 for couple, gain in kept.items()}) if many == "none" else _several(kept, 1 if many == "en" else 0)
    return [_couple(candidates[one], zh, en, odds[one], leads[one], weigher) for one in chosen]


def _several(weights: Mapping[tuple[int, int], float], side: int) -> list[tuple[int, int]]:
    """The best couple of each document of a side, whatever the others have."""
    best: dict[int, tuple[float, tuple[int, int]]] = {}
    for couple, weight in sorted(weights.items()):
        if couple[side] not in best or weight > best[couple[side]][0]:
            best[couple[side]] = weight, couple
    return sorted(couple for _, couple in best.values())


def _couple(
    candidate: _Candidate, zh: Sequence[Profile], en: Sequence[Profile], odds: float, lead: float, weigher: Weigher | None
) -> Couple:
    probability = min(_MOST, 1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))))
    ids = zh[candidate.zh].id, en[candidate.en].id
    if weigher is None:
        return Couple(*ids, round(probability, 6))
    weights = load_weights()
    parts = {name: round(weights.score * value, 3) for name, value in candidate.parts.items() if value and name != "bias"}
    bias = round(weights.score * candidate.parts["bias"] + weights.last, 3)
    raw = weights.score * candidate.score + weights.lead * lead + weights.last
    evidence = {**parts, "rivals": round(weights.lead * lead, 3), "bias": bias, "calibration": round(odds - raw, 3)}
    return Couple(*ids, round(probability, 6), evidence, weigher.shared(candidate.zh, candidate.en))


def _matching(couples: list[Couple], zh: Sequence[Profile], en: Sequence[Profile]) -> Matching:
    places = {p.id: number for number, p in enumerate(zh)}
    coupled = {c.zh for c in couples}, {c.en for c in couples}
    empty = [p.id for p in (*zh, *en) if not p.units]
    warnings = (
        (
            f"{len(empty)} document{' says' if len(empty) == 1 else 's say'} nothing that can be compared: {', '.join(empty[:5])}{'…' if len(empty) > 5 else ''}",
        )
        if empty
        else ()
    )
    return Matching(
        tuple(sorted(couples, key=lambda c: places[c.zh])),
        tuple(p.id for p in zh if p.id not in coupled[0]),
        tuple(p.id for p in en if p.id not in coupled[1]),
        warnings,
    )
