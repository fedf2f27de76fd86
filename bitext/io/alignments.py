r"""Alignments as text: the ladder of indices, lines of JSON.

The ladder is that of hunalign's and Vecalign's kin: `[0, 1]:[0]:0.973` a bead, indices from 0, every sentence exactly once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bitext.io.documents import as_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bitext.alignment import Bead
    from bitext.model import Pair

__all__ = ["as_ladder", "as_pair_json", "pair_object"]


def as_ladder(beads: Iterable[Bead]) -> str:
    r"""Give a line a bead; sentences without counterpart stand alone on theirs.

    >>> from bitext.alignment import Bead
    >>> as_ladder([Bead((0, 1), (0,), 0.9731), Bead((2,), (), 0.5)])
    '[0, 1]:[0]:0.9731\n[2]:[]:0.5\n'
    """
    return "".join(f"{list(bead.zh)}:{list(bead.en)}:{round(bead.probability, 4):g}\n" for bead in beads)


def pair_object(pair: Pair) -> dict[str, Any]:
    """Turn a pair into its JSON object: the record's fields in order, then what `extra` keeps.

    >>> from bitext.model import Pair
    >>> list(pair_object(Pair("0", "雨。", "Rain.", 0.9)))
    ['id', 'zh', 'en', 'score', 'zh_segments', 'en_segments', 'findings']
    """
    made: dict[str, Any] = {
        "id": pair.id,
        "zh": pair.zh,
        "en": pair.en,
        "score": pair.score,
        "zh_segments": list(pair.zh_segments),
        "en_segments": list(pair.en_segments),
        "findings": [{name: getattr(finding, name) for name in type(finding).__slots__} for finding in pair.findings],
    }
    return made | dict(pair.extra)


def as_pair_json(pair: Pair) -> str:
    """Give a pair as one line of JSON."""
    return as_json(pair_object(pair)) + "\n"
