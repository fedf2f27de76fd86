"""Which sentence translates which: two texts in, pairs with probabilities out.

`align` takes sentences as records or as plain texts and gives `Pair`s; `align_sentences` gives the bare numbers;
`align_page` takes one page that holds both languages.
"""

from __future__ import annotations

from bitext.alignment.beads import Bead, align_sentences
from bitext.alignment.pages import AlignedPage, align_page
from bitext.alignment.pairs import align

__all__ = ["AlignedPage", "Bead", "align", "align_page", "align_sentences"]
