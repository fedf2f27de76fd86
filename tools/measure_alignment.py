"""Measure the aligner with the weights that it ships: strict F1, calibration, on the development sets and on noise of other kinds.

    .venv/bin/python -m tools.measure_alignment            # the sets, and every kind of noise on the clean ones

The weights are fitted on these texts, so expect somewhat less on others: `tools/fit_alignment.py` has figures with texts left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bitext.alignment import align_sentences
from bitext.words import make_cutter
from tools.alignment_data import NOISE, SETS, Gold, Text, make_noisy, read_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bitext.alignment import Bead

__all__ = ["calibration_error", "measure", "strict_f1"]


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


def measure(texts: Iterable[Text]) -> dict[str, tuple[float, float, float]]:
    """Give strict F1, calibration error, and the share that is right of beads above .9, for each kind of text."""
    cutter = make_cutter()
    rows: dict[str, list[tuple[Text, list[Bead]]]] = {}
    for text in texts:
        rows.setdefault(text.kind, []).append((text, align_sentences(text.zh, text.en, cutter=cutter)))
    made = {}
    for kind, done in rows.items():
        cases = [(b.probability, (b.zh, b.en) in set(text.gold)) for text, beads in done for b in beads if b.zh and b.en]
        sure = [right for probability, right in cases if probability > 0.9]
        score = strict_f1([(text.gold, [(b.zh, b.en) for b in beads]) for text, beads in done])
        made[kind] = round(score, 4), round(calibration_error(cases), 4), round(sum(sure) / max(1, len(sure)), 4)
    return made


def main() -> None:
    """Print a line a kind of text."""
    texts = read_texts(SETS)
    clean = [text for text in texts if not text.kind.endswith("-noisy")]
    noisy = [make_noisy(text, kind, clean, seed=1) for kind in NOISE for text in clean]
    for kind, (score, error, sure) in measure([*texts, *noisy]).items():
        print(f"{kind:24} strict F1 {score:.4f}  calibration error {error:.3f}  right above .9 {sure:.3f}")


if __name__ == "__main__":
    main()
