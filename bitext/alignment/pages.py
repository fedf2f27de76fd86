"""Pages that hold both languages: parted into sentences, aligned, and their glosses given as term pairs.

Two looks: the first is blind to the layout, and what it finds tells how the page is laid out (`layouts`); the second stays
inside the groups of that layout and takes position for evidence (`nearness`).

Aligning costs time and memory in proportion to the sentences (some 2 ms and 70 KB each), and no pair reaches over the border of a
group. So a page with more than `PART` sentences is aligned part by part, cut between groups; what has no border inside (a
text of one language and then one of the other) has to stay under `MOST`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from bitext.alignment.beads import align_sentences
from bitext.alignment.glosses import find_inline_glosses
from bitext.alignment.layouts import LAYOUTS, find_groups, find_rows, name_layout
from bitext.alignment.nearness import judge_brackets, judge_places
from bitext.alignment.pairs import join_beads
from bitext.alignment.pieces import find_pieces, read_page
from bitext.errors import InputError, UsageError
from bitext.model import Finding, Pair
from bitext.words import make_cutter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bitext.alignment.beads import Bead, Prior
    from bitext.alignment.encoders import Encoder
    from bitext.alignment.layouts import Grouping
    from bitext.alignment.pieces import Piece
    from bitext.model import Document, Segment
    from bitext.words import Cutter

__all__ = ["GLOSS", "AlignedPage", "align_page"]

#: The check of the finding that marks a pair of terms.
GLOSS = "gloss"
#: Sentences of both sides from which on a page is cut, and the most that are aligned at once: twice a long novel, 3 GB.
PART, MOST = 8_000, 40_000


@dataclass(frozen=True, slots=True)
class AlignedPage:
    """What came of a page: pairs in order, glosses where they stand, and what has no counterpart.

    `layouts` counts the groups by what they are (`alternating`, `list`, …), most frequent first. `zh_alone` and `en_alone`
    are the sentences without counterpart, page furniture included, of which there are `furniture`.
    """

    pairs: tuple[Pair, ...]
    layouts: tuple[tuple[str, int], ...]
    zh_alone: tuple[Segment, ...]
    en_alone: tuple[Segment, ...]
    furniture: int


def align_page(
    page: str | Document,
    *,
    layout: str = "auto",
    id: str = "",
    terms: Sequence[tuple[str, str]] = (),
    nulls: bool = False,
    encoder: Encoder | None = None,
) -> AlignedPage:
    r"""Align the Chinese and the English of one page.

    Args:
        page: its text, or a document with its blocks.
        layout: one of `LAYOUTS`; `auto` finds out, and lets it change inside the page.
        id: what the ids of the pairs begin with; a document's own id where there is none.
        terms: Chinese terms with English ones that translate them.
        nulls: whether sentences without counterpart are among the pairs, with an empty other side.
        encoder: turns texts into vectors, one more piece of evidence (`bitext.alignment.encoders.load_encoder`).

    Raises:
        InputError: one of the languages is missing, or more than `MOST` sentences stand together that nothing parts.
        UsageError: the layout is unknown.

    >>> page = align_page("山里下雨了。\n\nIt rained in the mountains.\n\n我们在家喝茶。\n\nWe drank tea at home.\n")
    >>> [(p.zh, p.en) for p in page.pairs]
    [('山里下雨了。', 'It rained in the mountains.'), ('我们在家喝茶。', 'We drank tea at home.')]
    >>> page.layouts
    (('alternating', 2),)
    """
    if layout not in LAYOUTS:
        raise UsageError("layout", f"{layout!r} is unknown", f"known are: {', '.join(LAYOUTS)}")
    document = read_page(page) if isinstance(page, str) else page
    name = id or document.id
    cutter = make_cutter(left for left, _ in terms)
    pieces = find_pieces(document, cutter)
    glosses = _gloss_pairs(pieces, cutter)
    if not glosses:
        _check(pieces, name or "page")
    zh, en = ([n for n, p in enumerate(pieces) if p.side == side and not p.furniture] for side in ("zh", "en"))
    align = partial(align_sentences, cutter=cutter, terms=terms, encoder=encoder)
    beads, grouping = _align(pieces, (zh, en), layout, align, name or "page")
    made = _pairs(pieces, zh, en, beads, nulls=nulls)
    if nulls:
        made += [(n, _alone(p)) for n, p in enumerate(pieces) if p.side and p.furniture]
    named = sorted([*made, *glosses], key=lambda one: one[0])
    pairs = tuple(replace(pair, id=f"{name}:{number}" if name else str(number)) for number, (_, pair) in enumerate(named))
    paired = {zh[n] for b in beads if b.en for n in b.zh} | {en[n] for b in beads if b.zh for n in b.en}
    alone = [p for n, p in enumerate(pieces) if p.side and n not in paired]
    zh_alone, en_alone = (tuple(p.segment for p in alone if p.side == side) for side in ("zh", "en"))
    return AlignedPage(pairs, _layouts(pieces, grouping), zh_alone, en_alone, sum(p.furniture for p in alone))


def _check(pieces: Sequence[Piece], source: str) -> None:
    for side, language in (("zh", "Chinese"), ("en", "English")):
        if not any(p.side == side for p in pieces):
            raise InputError(source, f"holds no {language}", "give a page with both languages, or a Chinese and an English file")


def _align(
    pieces: Sequence[Piece], sides: tuple[list[int], list[int]], layout: str, align: Callable[..., list[Bead]], source: str
) -> tuple[list[Bead], Grouping]:
    """Look twice; a page that is one group needs no second look."""
    zh, en = sides
    texts = [pieces[n].text for n in zh], [pieces[n].text for n in en]
    grouping = find_rows(pieces)
    prior = judge_places(pieces, zh, en, grouping, ())
    cuts = _cuts(sides, grouping.groups)
    if _largest(texts, cuts) > MOST:  # too long to look at blindly: paragraphs part it by where they stand
        cuts = _cuts(sides, find_groups(pieces, (), layout).groups)
    beads = _align_parts(texts, cuts, prior, align, source)
    links = [(zh[i], en[j], b.probability / max(len(b.zh), len(b.en))) for b in beads for i in b.zh for j in b.en]
    grouping = find_groups(pieces, links, layout)
    if not zh or not en or not max(grouping.groups):
        return beads, grouping
    prior = judge_places(pieces, zh, en, grouping, links)
    return _align_parts(texts, _cuts(sides, grouping.groups), prior, align, source), grouping


def _cuts(sides: tuple[list[int], list[int]], groups: Sequence[int]) -> list[tuple[int, int]]:
    """Where a page is cut, in sentences of each side: at the first border of groups behind every `PART` sentences."""
    counts = [Counter(groups[n] for n in side) for side in sides]
    found, before, here = [], (0, 0), (0, 0)
    for group in sorted({*counts[0], *counts[1]}):
        if sum(here) - sum(before) >= PART:
            found.append(here)
            before = here
        here = here[0] + counts[0][group], here[1] + counts[1][group]
    return found


def _largest(texts: tuple[list[str], list[str]], cuts: Sequence[tuple[int, int]]) -> int:
    """The sentences of the largest part."""
    return max(k - i + m - j for (i, j), (k, m) in pairwise([(0, 0), *cuts, (len(texts[0]), len(texts[1]))]))


def _align_parts(
    texts: tuple[list[str], list[str]], cuts: Sequence[tuple[int, int]], prior: Prior, align: Callable[..., list[Bead]], source: str
) -> list[Bead]:
    """Align what stands between the cuts, part by part."""
    found: list[Bead] = []
    for (i, j), (k, m) in pairwise([(0, 0), *cuts, (len(texts[0]), len(texts[1]))]):
        if k - i + m - j > MOST and k > i and m > j:
            reason = f"{k - i + m - j:,} sentences stand together that nothing parts, more than the {MOST:,} that are aligned at once"
            raise InputError(source, reason, "cut the page, or give a Chinese and an English file of each part")
        beads = align(texts[0][i:k], texts[1][j:m], prior=_shifted(prior, i, j))
        found += [replace(b, zh=tuple(n + i for n in b.zh), en=tuple(n + j for n in b.en)) for b in beads]
    return found


def _shifted(prior: Prior, zh: int, en: int) -> Prior:
    """The prior of a part that begins at these sentences."""
    return lambda i, k, j, m: prior(i + zh, k + zh, j + en, m + en)


def _pairs(pieces: Sequence[Piece], zh: Sequence[int], en: Sequence[int], beads: Sequence[Bead], *, nulls: bool) -> list[tuple[int, Pair]]:
    """The beads as pairs, each with the number of its first piece; list numbers stay where both sides have them."""
    found = []
    for bead in beads:
        if not nulls and not (bead.zh and bead.en):
            continue
        left, right = [pieces[zh[n]] for n in bead.zh], [pieces[en[n]] for n in bead.en]
        whole = (left[0].skip > 0) == (right[0].skip > 0) if left and right else True
        sides = [[_bare(p) if number or not whole else p.segment for number, p in enumerate(side)] for side in (left, right)]
        number = min([zh[n] for n in bead.zh] + [en[n] for n in bead.en])
        local = replace(bead, zh=tuple(range(len(left))), en=tuple(range(len(right))))
        found.append((number, join_beads([local], *sides, nulls=True)[0]))
    return found


def _alone(piece: Piece) -> Pair:
    """Furniture of the page, which is in no pair: the rules know it, and so it is kept from the aligner."""
    zh, en = (piece.segment.id,) if piece.side == "zh" else (), (piece.segment.id,) if piece.side == "en" else ()
    return Pair("", piece.segment.text if zh else "", piece.segment.text if en else "", 1.0, zh, en)


def _bare(piece: Piece) -> Segment:
    return replace(piece.segment, text=piece.text)


def _gloss_pairs(pieces: Sequence[Piece], cutter: Cutter) -> list[tuple[int, Pair]]:
    """The glosses of a page as pairs, once each, with the number of the piece that holds them; all together say how likely each is."""
    found: dict[tuple[str, str], tuple[int, Piece]] = {}
    for number, piece in enumerate(pieces):
        for gloss in find_inline_glosses(piece.text, cutter):
            found.setdefault((gloss.zh, gloss.en), (number, piece))
    chances = _chances([zh for zh, _ in found], [en for _, en in found], cutter)
    made = []
    for ((zh, en), (number, piece)), chance in zip(found.items(), chances, strict=True):
        side = "en" if piece.side == "en" else "zh"
        finding = Finding(GLOSS, "note", "a term and its gloss in brackets", side, 0, len(en if side == "en" else zh))
        made.append((number, Pair("", zh, en, chance, (piece.segment.id,), (piece.segment.id,), (finding,))))
    return made


def _chances(zh: Sequence[str], en: Sequence[str], cutter: Cutter) -> list[float]:
    """How likely each term and its gloss translate one another, by the aligner: it may join them, or leave both alone."""
    cuts = [(n, n) for n in range(PART // 2, len(zh), PART // 2)]
    beads = _align_parts((list(zh), list(en)), cuts, judge_brackets, partial(align_sentences, cutter=cutter), "")
    joined = {b.zh[0]: b.probability for b in beads if b.zh == b.en and len(b.zh) == 1}
    alone = {b.zh[0]: 1 - b.probability for b in beads if not b.en}
    return [round(joined.get(n, alone.get(n, 0.5)), 4) for n in range(len(zh))]


def _layouts(pieces: Sequence[Piece], grouping: Grouping) -> tuple[tuple[str, int], ...]:
    counts: Counter[str] = Counter()
    for _, members in groupby(zip(pieces, grouping.groups, strict=True), key=lambda one: one[1]):
        counts[name_layout([piece for piece, _ in members])] += 1
    return tuple((name, count) for name, count in counts.most_common() if name)
