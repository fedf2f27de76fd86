"""Candidates as draft concepts, with their evidence in comments: what `glossary add` takes once a person has looked."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bitext.glossary.adding import make_id
from bitext.glossary.model import Concept
from bitext.glossary.searching import spell
from bitext.glossary.sheets import entry_of, write_entry
from bitext.text import INVISIBLE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from bitext.glossary.extracting import Candidate, Example
    from bitext.glossary.model import Ground
    from bitext.glossary.sheets import Entry

__all__ = ["draft_entries", "write_drafts"]

#: Characters of an example that a comment shows on each side.
_SHOWN = 160
_UNSEEN = re.compile(f"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufff0-\uffff{INVISIBLE}\U000e0000-\U000e0fff]+")


def draft_entries(candidates: Iterable[Candidate], *, taken: Collection[str] = (), domain: str = "") -> list[Entry]:
    """Make a draft concept of each candidate; ids are made of the English and numbered where they are taken.

    A name without English gets its pinyin; then the ground says so. Otherwise the ground is `usage`: the corpus writes it.

    Args:
        candidates: what was extracted.
        taken: ids that are not to be used, retired ones too.
        domain: the domain that each gets.

    >>> from bitext.glossary.extracting import Candidate
    >>> entry = draft_entries([Candidate("渝金通", "", 20.0, ("name",))])[0]
    >>> entry.id, entry.texts("en"), entry.text("ground")
    ('yujintong', ('Yujintong',), 'pinyin')
    """
    used, entries = set(taken), []
    for one in candidates:
        english = one.en or spell(one.zh).capitalize()
        ground: Ground = "usage" if one.en else "pinyin"
        stem = make_id(english) or make_id(spell(one.zh)) or "term"
        name, number = stem, 2
        while name in used:
            name, number = f"{stem}-{number}", number + 1
        used.add(name)
        concept = Concept(name, (one.zh,), (english,), domain=domain, ground=ground)
        entries.append(replace(entry_of(concept), above=tuple(_evidence(one))))
    return entries


def write_drafts(entries: Iterable[Entry]) -> str:
    """Write draft blocks in the order given, the best first, a blank line between them.

    >>> from bitext.glossary.extracting import Candidate
    >>> print(write_drafts(draft_entries([Candidate("雨", "rain", 9.5, ("list",), glosses=1)])), end="")
    # score 9.5: glossed in 1 place (list)
    [[concept]]
    id = "rain"
    zh = ["雨"]
    en = ["rain"]
    status = "draft"
    ground = "usage"
    """
    return "\n\n".join(map(write_entry, entries)) + "\n" if entries else ""


def _evidence(one: Candidate) -> list[str]:
    said = []
    if one.glosses:
        ways = ", ".join(way for way in one.ways if way != "aligned")
        said.append(f"glossed in {one.glosses} place{'s' * (one.glosses != 1)} ({ways})")
    if one.both:
        said.append(
            f"{one.both} pairs have both, {one.zh_pairs} the Chinese, {one.en_pairs} the English; "
            f"log-likelihood {one.likelihood:g}, coverage {one.coverage:g}, C-value {one.c_value:g}"
        )
    return [f"# score {one.score:g}: {'; '.join(said)}", *map(_shown, one.examples)]


def _shown(example: Example) -> str:
    sides = [_cut(side) for side in dict.fromkeys((example.zh, example.en)) if side]
    return f"# {_cut(example.place)}: {' = '.join(sides)}"


def _cut(text: str) -> str:
    """A text on one line without what cannot be seen; whatever it holds, it stays inside the comment."""
    plain = _UNSEEN.sub(" ", text[: 4 * _SHOWN]).strip()
    return plain[:_SHOWN] + "…" if len(plain) > _SHOWN else plain
