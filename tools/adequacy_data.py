"""Good pairs and pairs spoiled in one way each, to fit and measure the adequacy score on.

The good ones are the development sets beside the project (../shared/bench: news of NTREX-128 in both scripts, and gold beads of
chapters, articles and speeches), whose text is never kept. Each bad pair is made of a good one by one kind of noise.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tools.alignment_data import BOILERPLATE, read_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["KINDS", "Sample", "Text", "good_samples", "is_here", "make_samples", "read_pairs"]

NTREX = Path(__file__).resolve().parent.parent.parent / "shared" / "bench" / "ntrex"
#: A side of fewer characters is not cut: Chinese, English.
LONG = (24, 80)

#: Languages that stand where English should.
FOREIGN = ("de", "es", "fr")

Couple = tuple[str, str]
_NUMBER = re.compile(r"(?<![0-9A-Za-z.,])[0-9]{1,4}(?![0-9A-Za-z]|[.,][0-9])")
_ZH_CLAUSES = re.compile("[^，；：]+[，；：]?")
_EN_CLAUSES = re.compile("[^,;:—]+[,;:—]?")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Text:
    """The couples of one document, in order; `kind` is the set, `name` what leaves together in cross-validation.

    `foreign` has the rows in languages that are neither, where there are any.
    """

    kind: str
    name: str
    rows: tuple[Couple, ...]
    foreign: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """A pair: `noise` names what was done to it, empty for a good one."""

    zh: str
    en: str
    kind: str
    name: str
    noise: str = ""


def is_here() -> bool:
    """Tell whether the development sets lie beside the project."""
    return NTREX.is_dir()


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")


def read_pairs() -> list[Text]:
    """Read the good couples: news by document, then the beads of the aligned texts."""
    found, rng = [], random.Random("foreign")
    for script in ("zh-Hans", "zh-Hant"):
        rows: dict[str, list[tuple[str, ...]]] = {}
        columns = [_lines(NTREX / f"{name}.txt") for name in ("docid", script, "en", *FOREIGN)]
        for name, *texts in zip(*columns, strict=True):
            if name.strip() and all(text.strip() for text in texts):
                rows.setdefault(name.strip(), []).append(tuple(text.strip() for text in texts))
        for name, own in rows.items():
            foreign = tuple(rng.choice(row[2:]) for row in own)
            found.append(Text(f"news {script}", name, tuple((row[0], row[1]) for row in own), foreign))
    return found + [
        Text(text.kind, f"{text.kind} {text.name}", _beads(text.zh, text.en, text.gold)) for text in read_texts(("mac-dev", "nonlit-dev"))
    ]


def _beads(zh: Sequence[str], en: Sequence[str], gold: Sequence[tuple[tuple[int, ...], tuple[int, ...]]]) -> tuple[Couple, ...]:
    return tuple((join_zh([zh[k] for k in left]), " ".join(en[k].strip() for k in right)) for left, right in gold if left and right)


def join_zh(texts: Sequence[str]) -> str:
    """Join Chinese sentences."""
    return "".join(text.strip() for text in texts)


def good_samples(texts: Sequence[Text], seed: int = 0) -> list[Sample]:
    """Give the good couples as they are, some neighbours joined, and some without the marks at both ends."""
    rng = random.Random(f"good {seed}")
    found = [Sample(zh, en, text.kind, text.name) for text in texts for zh, en in text.rows]
    for text in texts:
        for one, other in zip(text.rows[::2], text.rows[1::2], strict=False):
            if rng.random() < 0.2:
                found.append(Sample(join_zh([one[0], other[0]]), f"{one[1]} {other[1]}", f"{text.kind} joined", text.name))
            if rng.random() < 0.1:
                found.append(Sample(one[0].rstrip('。！？.!?”’"'), one[1].rstrip('.!?”’"'), f"{text.kind} bare", text.name))
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """Where a bad pair is made: a row of a text, and texts of others."""

    text: Text
    row: int
    others: Sequence[Text]
    rng: random.Random

    def couple(self, away: int = 0) -> Couple | None:
        """The row itself, or one near it."""
        at = self.row + away
        return self.text.rows[at] if 0 <= at < len(self.text.rows) else None

    def stranger(self) -> Couple:
        """A couple of another text."""
        other = self.rng.choice(self.others)
        while other.name == self.text.name:
            other = self.rng.choice(self.others)
        return self.rng.choice(other.rows)


def _cut(text: str, side: int, start: float, end: float) -> str | None:
    """Characters of a text between two shares of its length."""
    if len(text) < LONG[side]:
        return None
    return text[int(len(text) * start) : int(len(text) * end)].strip()


def _at_word(text: str, side: int, share: float, *, end: bool) -> str | None:
    """A text cut at a word; `end` puts the stop back."""
    if len(text) < LONG[side]:
        return None
    at = int(len(text) * share)
    made = text[:at] if side == 0 else text[:at].rsplit(" ", 1)[0]
    return made.rstrip(" ,，、;；:：") + (("。", ".")[side] if end else "")


def _without_clause(text: str, side: int, rng: random.Random) -> str | None:
    """A text without one of its clauses, a fifth of it or more."""
    clauses = (_ZH_CLAUSES, _EN_CLAUSES)[side].findall(text)
    big = [n for n, clause in enumerate(clauses) if len(clause) >= len(text) / 5]
    if len(clauses) < 2 or not big:
        return None
    gone = rng.choice(big)
    return "".join(clause for n, clause in enumerate(clauses) if n != gone).strip()


def _sides(place: Place, change: Callable[[str, int], str | None], side: int) -> Couple | None:
    """A couple with one side changed; none where nothing changes."""
    couple = place.couple()
    assert couple
    made = change(couple[side], side)
    if not made or made == couple[side]:
        return None
    return (made, couple[1]) if side == 0 else (couple[0], made)


def _shuffled(place: Place) -> Couple | None:
    couple = place.couple()
    return (couple[0], place.stranger()[1]) if couple else None


def _shifted(place: Place) -> Couple | None:
    one, other = place.couple(), place.couple(place.rng.choice((1, 1, -1, 2)))
    return (one[0], other[1]) if one and other and one[1] != other[1] else None


def _cut_side(side: int) -> Callable[[Place], Couple | None]:
    return lambda place: _sides(place, lambda text, own: _cut(text, own, 0, 0.5), side)


def _head_gone(place: Place) -> Couple | None:
    return _sides(place, lambda text, side: _cut(text, side, place.rng.choice((0.35, 0.5)), 1), place.rng.randrange(2))


def _truncated(place: Place) -> Couple | None:
    return _sides(place, lambda text, side: _at_word(text, side, 0.7, end=place.rng.random() < 0.5), place.rng.randrange(2))


def _halved(place: Place) -> Couple | None:
    return _sides(place, lambda text, side: _at_word(text, side, place.rng.uniform(0.4, 0.6), end=True), place.rng.randrange(2))


def _clause_gone(place: Place) -> Couple | None:
    return _sides(place, lambda text, side: _without_clause(text, side, place.rng), place.rng.randrange(2))


def _added(side: int, *, before: bool) -> Callable[[Place], Couple | None]:
    def made(place: Place) -> Couple | None:
        other = place.stranger()[side]
        return _sides(place, lambda text, own: _join(*((other, text) if before else (text, other)), own), side)

    return made


def _join(one: str, other: str, side: int) -> str:
    return one + other if side == 0 else f"{one} {other}"


def _neighbour_added(place: Place) -> Couple | None:
    other = place.couple(1)
    side = place.rng.randrange(2)
    return _sides(place, lambda text, own: _join(text, other[own], own), side) if other else None


def _sentence_gone(place: Place) -> Couple | None:
    """Two neighbours on one side, the first or the second alone on the other."""
    one, other = place.couple(), place.couple(1)
    if not one or not other:
        return None
    side, kept = place.rng.randrange(2), place.rng.choice((one, other))
    joined = _join(one[side], other[side], side)
    return (joined, kept[1]) if side == 0 else (kept[0], joined)


def _half_translated(place: Place) -> Couple | None:
    """A side whose second or first half is still in the other language."""
    couple = place.couple()
    if not couple or len(couple[0]) < LONG[0] or len(couple[1]) < LONG[1]:
        return None
    cuts = len(couple[0]) // 2, couple[1].rfind(" ", 0, len(couple[1]) // 2)
    (zh_head, zh_tail), (en_head, en_tail) = ((text[:cut], text[cut:].strip()) for text, cut in zip(couple, cuts, strict=True))
    mixed = place.rng.choice((f"{zh_head}{en_tail}", f"{en_head}{zh_tail}"))
    return (mixed, couple[1]) if place.rng.random() < 0.5 else (couple[0], mixed)


def _renumbered(place: Place) -> Couple | None:
    rng = place.rng

    def change(text: str, _: int) -> str | None:
        found = list(_NUMBER.finditer(text))
        if not found:
            return None
        hit = rng.choice(found)
        return text[: hit.start()] + str(int(hit[0]) + rng.choice((1, 2, 3, 7, 10, 11, 20, 100))) + text[hit.end() :]

    return _sides(place, change, int(rng.random() < 0.7))


def _words_lost(place: Place) -> Couple | None:
    """Two fifths of the English words gone, as of a machine that skips."""
    return (
        _sides(place, lambda text, _: " ".join(w for w in _WORD.findall(text) if place.rng.random() > 0.4), 1) if place.couple() else None
    )


def _words_exchanged(place: Place) -> Couple | None:
    """Two fifths of the English words are those of another sentence."""
    foreign = _WORD.findall(place.stranger()[1])
    return _sides(
        place, lambda text, _: " ".join(place.rng.choice(foreign) if place.rng.random() < 0.4 else w for w in _WORD.findall(text)), 1
    )


def _untranslated(place: Place) -> Couple | None:
    couple = place.couple()
    return couple and ((couple[0], couple[0]) if place.rng.random() < 0.5 else (couple[1], couple[1]))


def _foreign(place: Place) -> Couple | None:
    return (place.text.rows[place.row][0], place.text.foreign[place.row]) if place.text.foreign else None


def _boilerplate(place: Place) -> Couple | None:
    zh, en = ([line for line in BOILERPLATE[lang].replace("\n", "").split("|") if line] for lang in ("zh", "en"))
    return place.rng.choice(zh), place.rng.choice(en)


#: Each kind of noise, and how many of all rows become one.
KINDS: dict[str, tuple[float, Callable[[Place], Couple | None]]] = {
    "shuffled": (0.3, _shuffled),
    "shifted": (0.3, _shifted),
    "cut en": (0.5, _cut_side(1)),
    "cut zh": (0.25, _cut_side(0)),
    "head gone": (0.25, _head_gone),
    "truncated": (0.25, _truncated),
    "halved": (0.3, _halved),
    "clause gone": (0.2, _clause_gone),
    "appended en": (0.4, _added(1, before=False)),
    "appended zh": (0.2, _added(0, before=False)),
    "prepended": (0.1, _added(1, before=True)),
    "prepended zh": (0.1, _added(0, before=True)),
    "neighbour added": (0.2, _neighbour_added),
    "sentence gone": (0.2, _sentence_gone),
    "half translated": (0.15, _half_translated),
    "number": (0.6, _renumbered),
    "words lost": (0.12, _words_lost),
    "words exchanged": (0.12, _words_exchanged),
    "untranslated": (0.05, _untranslated),
    "foreign": (0.15, _foreign),
    "boilerplate": (0.03, _boilerplate),
}


def make_samples(texts: Sequence[Text], seed: int = 0) -> list[Sample]:
    """Give the good samples and the bad ones; with the same seed always the same."""
    found = good_samples(texts, seed)
    for noise, (share, make) in KINDS.items():
        rng = random.Random(f"{noise} {seed}")
        for text in texts:
            others = [other for other in texts if other.kind == text.kind]
            for row in range(len(text.rows)):
                if rng.random() < share and (made := make(Place(text, row, others, rng))):
                    found.append(Sample(*made, text.kind, text.name, noise))
    return found
