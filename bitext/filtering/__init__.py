"""Which pairs are good enough for a corpus: each filter a score, kept apart from what score is accepted.

A filter (`bitext.filtering.declaring`) is one declarative unit with its reason, its source, and examples that a test holds it to.
`sides` reads a pair once for all filters; the other modules hold the filters by what they look at; `running` puts them together;
`funnel` counts; `tuning` shows what other bounds would do.
"""

from __future__ import annotations

from bitext.filtering.declaring import Bounds, Filter
from bitext.filtering.running import FILTERS, FilterOptions, Reason, Verdict, choose_filters, filter_pairs

__all__ = ["FILTERS", "Bounds", "Filter", "FilterOptions", "Reason", "Verdict", "choose_filters", "filter_pairs"]
