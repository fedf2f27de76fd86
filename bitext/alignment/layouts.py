"""How a page of both languages is laid out: which of its stretches belong together, by where they stand and what is in them.

Where the languages take turns, a page falls into groups: a paragraph and its translation, an entry, a row. The groups are the
cheapest division of the page: joining more than one change of language costs, and so does a border that parts sentences
which a first alignment, blind to the layout, takes for translations. Where one language follows the other as a whole, that
division is the page itself. So the layout may change inside a page, and a paragraph that is missing or an advertisement
between two others moves nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bitext.alignment.pieces import Piece

    #: Numbers of a Chinese and of an English piece, and how likely they translate one another.
    Link = tuple[int, int, float]

__all__ = ["LAYOUTS", "Grouping", "find_groups", "find_rows", "name_layout"]

LAYOUTS = ("auto", "alternating", "blocks", "run-together", "sentences", "list", "table")
#: What a group costs, in linked sentences: one that holds one language, every change of language after the first (on a
#: page whose links are all between neighbours), and a paragraph of both languages that is joined with another.
_ALONE, _CHANGE, _JOINED = 0.3, 2.0, 0.5
_NEVER = 1e9
#: Groups on a page from which its layout is known: fewer say little about how regular it is.
_FEW = 3


@dataclass(frozen=True, slots=True)
class Grouping:
    """The group of each piece, from 0 and never falling, and how regular the page is, from 0 to 1.

    `regular` is the share of the links that are between neighbouring stretches, so far as there are enough groups to tell;
    `even` the share of the groups with both languages that hold one piece of each.
    """

    groups: tuple[int, ...]
    regular: float
    even: float = 0.0


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Pieces of one language in one paragraph, or in a row of a table: their numbers, half-open."""

    side: str
    place: int
    cell: bool
    start: int
    end: int


def find_groups(pieces: Sequence[Piece], links: Iterable[Link] = (), layout: str = "auto") -> Grouping:
    r"""Find which pieces belong together.

    Args:
        pieces: the page, in order.
        links: what a first alignment found.
        layout: one of `LAYOUTS`; any but `auto` says what the page is like, and links matter less.

    >>> from bitext.alignment.pieces import find_pieces, read_page
    >>> page = "下雨了。 It rains.\n\n雪停了。 The snow has stopped."
    >>> find_groups(find_pieces(read_page(page))).groups
    (0, 0, 1, 1)
    """
    stretches = _stretches(pieces)
    if layout == "blocks" or len(stretches) < 2:
        return Grouping((0,) * len(pieces), 0.0)
    owner = {piece: number for number, s in enumerate(stretches) for piece in range(s.start, s.end)}
    runs = [number for number, (_, group) in enumerate(groupby(stretches, key=lambda s: s.side)) for _ in group]
    crossing, near, all_links = [0.0] * len(stretches), 0.0, 0.0
    for zh, en, weight in links:
        first, last = sorted((owner[zh], owner[en]))
        near += weight * (runs[last] - runs[first] == 1)
        all_links += weight
        for number in range(first, last):
            crossing[number] += weight
    regular = near / all_links if all_links else 1.0
    borders = _borders(stretches, crossing, regular, layout)
    groups = _numbered(pieces, stretches, borders)
    return Grouping(groups, regular, _even(pieces, groups)) if len(borders) + 1 >= _FEW else Grouping(groups, 0.0)


def _stretches(pieces: Sequence[Piece]) -> list[_Stretch]:
    numbered = ((number, piece) for number, piece in enumerate(pieces) if piece.side and not piece.furniture)
    found = []
    for (side, place), group in groupby(numbered, key=lambda one: (one[1].side, one[1].place)):
        numbers = [number for number, _ in group]
        found.append(_Stretch(side, place, pieces[numbers[0]].column > 0, numbers[0], numbers[-1] + 1))
    return found


def _borders(stretches: Sequence[_Stretch], crossing: Sequence[float], regular: float, layout: str) -> list[int]:
    """Choose the cheapest borders (dynamic programming over stretches): the numbers of the stretches that begin a group.

    The state is how often the language has changed in the group: not, once, more often.
    """
    sides = Counter(place for place, _ in groupby(stretches, key=lambda s: (s.place, s.side)) for place in place[:1])
    change = 2 * _CHANGE if layout in ("alternating", "sentences") else _CHANGE * regular**2
    fixed = layout in ("run-together", "list", "table")
    costs, ways = [0.0, _NEVER, _NEVER], [[(-1, -1)] * 3]
    for number in range(1, len(stretches)):
        before, here = stretches[number - 1], stretches[number]
        outside = before.place != here.place
        both = outside and (sides[before.place] > 1 or sides[here.place] > 1)
        whole = fixed or (before.cell and here.cell)  # a row of a table is a group
        join_cost = (_NEVER if whole else _JOINED) if both else 0.0
        cut_cost = _NEVER if not outside and (whole or layout == "alternating") else crossing[number - 1]
        cut = min(range(3), key=lambda k: costs[k] + (_ALONE if k == 0 else 0.0))
        made = [costs[cut] + (_ALONE if cut == 0 else 0.0) + cut_cost, _NEVER, _NEVER]
        way = [(cut, number), (-1, -1), (-1, -1)]
        for state in range(3):
            after, more = state, 0.0
            if before.side != here.side:
                after, more = min(2, state + 1), change if state else 0.0
            cost = costs[state] + join_cost + more
            if cost < made[after]:
                made[after], way[after] = cost, (state, -1)
        costs = made
        ways.append(way)
    costs[0] += _ALONE
    state, found = min(range(3), key=lambda k: costs[k]), []
    for number in range(len(stretches) - 1, 0, -1):
        state, border = ways[number][state]
        if border >= 0:
            found.append(border)
    return found[::-1]


def _numbered(pieces: Sequence[Piece], stretches: Sequence[_Stretch], borders: Sequence[int]) -> tuple[int, ...]:
    """The group of each piece; what is on no side goes with what stands before it."""
    begins = {stretches[number].start for number in borders}
    found, group = [], 0
    for number in range(len(pieces)):
        group += number in begins
        found.append(group)
    return tuple(found)


def find_rows(pieces: Sequence[Piece]) -> Grouping:
    """Take only what no alignment need tell for groups: the rows of tables that hold both languages."""
    sides: dict[int, set[str]] = {}
    for piece in pieces:
        if piece.column and piece.side:
            sides.setdefault(piece.place, set()).add(piece.side)
    rows = {place for place, held in sides.items() if len(held) > 1}
    groups, group = [], 0
    for number, piece in enumerate(pieces):
        before = pieces[number - 1].place if number else piece.place
        group += piece.place != before and bool({piece.place, before} & rows)
        groups.append(group)
    return Grouping(tuple(groups), 0.0)


def _even(pieces: Sequence[Piece], groups: Sequence[int]) -> float:
    sides: dict[int, str] = {}
    for piece, group in zip(pieces, groups, strict=True):
        sides[group] = sides.get(group, "") + piece.side
    both = [s for s in sides.values() if "zh" in s and "en" in s]
    return sum(s in ("zhen", "enzh") for s in both) / len(both) if both else 0.0


def name_layout(pieces: Sequence[Piece]) -> str:
    r"""Say what a group of pieces is: one of `LAYOUTS`, or empty where only one language is in it.

    >>> from bitext.alignment.pieces import find_pieces, read_page
    >>> name_layout(find_pieces(read_page("森林覆盖率 forest coverage"))), name_layout(find_pieces(read_page("下雨了。\n\nIt rains.")))
    ('list', 'alternating')
    """
    sided = [piece for piece in pieces if piece.side and not piece.furniture]
    runs = [side for side, _ in groupby(sided, key=lambda piece: piece.side)]
    places = {piece.place for piece in sided}
    if len(runs) < 2:
        return ""
    if len(places) > 1:
        return "alternating" if len(runs) == 2 and len(places) <= _BLOCKS else "blocks"
    if any(piece.column for piece in sided):
        return "table"
    if len(sided) == 2:
        return "list" if any(piece.number for piece in sided) or not any(map(_is_sentence, sided)) else "sentences"
    return "run-together" if len(runs) == 2 else "sentences"


#: A group of more paragraphs than this is one language after the other.
_BLOCKS = 3


def _is_sentence(piece: Piece) -> bool:
    return piece.text.rstrip("\"'”’」』)）")[-1:] in tuple(".!?。！？…")
