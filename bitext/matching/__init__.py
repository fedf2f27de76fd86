"""Which documents translate one another: couples among many documents that have no counterpart, with probabilities.

`read_profiles` turns each document into what can be compared across the two languages; an inverted index proposes
candidates; a logistic model weighs the evidence of each; a one-to-one assignment of the greatest total decides.
"""

from __future__ import annotations

from bitext.matching.coupling import match_documents
from bitext.matching.records import Couple, Matching

__all__ = ["Couple", "Matching", "match_documents"]
