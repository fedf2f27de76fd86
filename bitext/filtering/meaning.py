"""Filters by meaning: terms of a glossary, the aligner's own score, and adequacy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bitext.filtering.declaring import Bounds, Filter
from bitext.glossary.verifying import verify_pair

if TYPE_CHECKING:
    from bitext.filtering.sides import Sides

__all__ = ["ADEQUACY", "CONTEXT", "FILTERS", "NEIGHBOUR"]

#: The filters whose scores are made for a whole batch at once: the second and third look at the pairs around, too.
ADEQUACY, CONTEXT, NEIGHBOUR = "adequacy", "context", "neighbour"


def _terms(sides: Sides) -> float:
    return float(len(verify_pair(sides.zh, sides.en, sides.index))) if sides.index is not None else 0.0


def _score(sides: Sides) -> float:
    return sides.pair.score if math.isfinite(sides.pair.score) else 0.0


FILTERS: tuple[Filter, ...] = (
    Filter(
        "terms", "terms", "Terms that lack their translation, and forbidden renderings.", "findings", Bounds(high=0),
        "A corpus that renders a term in several ways teaches all of them.", "`bitext glossary verify`", _terms,
        keeps=(("渝金通上线了。", "Yujintong went online."),), rejects=(("渝金通上线了。", "The platform went online."),), needs="glossary",
    ),
    Filter(
        "pair-score", "meaning", "The score that the pair came with: the aligner's probability.", "0–1", Bounds(low=0.5),
        "Sentences that more likely do not belong together.", "calibrated by `bitext align`, see the alignment page; a pair without a score has 1", _score,
        peers=("OpusFilter WordAlignFilter",),
    ),
    Filter(
        ADEQUACY, "meaning", "Probability that both sides say the same, and all of it.", "0–1", Bounds(low=0.04),
        "A fluent sentence that translates another one, or half of this one.", "bitext.filtering.adequacy; chosen with `context` on documents that no weight has seen, for 99.5% of good news (tools/measure_filtering.py --folds)", None,
        keeps=(("政府宣布了新的经济政策。", "The government announced new economic policies."),),
        rejects=(("渔民们天亮前出海，傍晚带着满船的鱼回到村里。", "Doctors advise the elderly to walk for half an hour every day and drink more water."),),
        peers=("bicleaner dictionary features", "OpusFilter WordAlignFilter", "OpusFilter SentenceEmbeddingFilter", "OpusCleaner LASER"),
    ),
    Filter(
        CONTEXT, "meaning", "Probability that the pair is good, by its adequacy and that of the eight pairs on either side.", "0–1", Bounds(low=0.2),
        "Noise comes in runs: what is doubtful by itself is less credible among bad pairs.", "bitext.filtering.neighbours; a prior estimated as in Saerens, Latinne and Decaestecker (2002), doi:10.1162/089976602753284446", None,
        keeps=(("政府宣布了新的经济政策。", "The government announced new economic policies."),),
        rejects=(("市政府周二宣布，明年将新建三座桥梁，并把老城区的公交线路延长到港口。", "The library was closed for two weeks because of a leaking roof."),),
    ),
    Filter(
        NEIGHBOUR, "meaning", "How much better sides fit those of a pair some places away, added up over the pair and eight on either side.", "log-odds", Bounds(high=6),
        "One line too many in one of two files shifts all that follow against one another.", "bitext.filtering.neighbours; margins as in Artetxe and Schwenk (2019), doi:10.18653/v1/P19-1309", None,
        peers=("OpusFilter SentenceEmbeddingFilter (margin)",),
    ),
)  # fmt: skip
