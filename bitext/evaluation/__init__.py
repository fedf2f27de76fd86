"""How good it is: scores of main text, of alignments, of filters and of translations against what people wrote."""

from __future__ import annotations

from bitext.evaluation.acceptance import Acceptance, score_acceptance
from bitext.evaluation.extraction import f1, macro_scores, page_scores
from bitext.evaluation.ladders import AlignmentScores, calibration_error, find_gaps, parse_ladder, score_alignments

__all__ = [
    "Acceptance",
    "AlignmentScores",
    "calibration_error",
    "f1",
    "find_gaps",
    "macro_scores",
    "page_scores",
    "parse_ladder",
    "score_acceptance",
    "score_alignments",
]
