"""A second look at lines of text: what the first pass thought of a line's surroundings.

Main text hangs together, so the probabilities around a line say what no feature of its own does. A second model
reads them (auto-context, Tu 2008, doi:10.1109/CVPR.2008.4587436); it is fitted on out-of-fold probabilities of the
first, as stacking needs. Blocks of HTML get none: their containers say as much, and it tipped whole short articles over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bitext.maintext.neighbours import RunningSums, after, before, best_run, table, to_nearest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]

__all__ = ["TEXT_SECOND", "second_text"]

#: The columns of `second_text`.
TEXT_SECOND = (
    "p_own", "p_previous", "p_next", "p_mean_1", "p_mean_2", "p_mean_4", "p_mean_8", "p_mean_20", "p_before", "p_after", "p_run", "p_run_share",
    "p_to_run", "p_page", "p_page_tokens", "p_best_near", "p_worst_near", "p_tokens_before", "p_tokens_after", "p_to_sure_back", "p_to_sure_on",
    "p_least", "p_low_share", "p_doubtful_share", "p_low_mean", "p_low_furniture", "p_low_tokens", "p_edges_low", "p_inner_low",
)  # fmt: skip


def _quantile(values: Floats, share: float) -> float:
    """The value below which such a share lies, between neighbours in proportion: what np.quantile gives, at a tenth of its cost."""
    ordered = np.sort(values)
    place = share * (values.size - 1)
    low, high = float(ordered[int(place)]), float(ordered[min(int(place) + 1, values.size - 1)])
    return low + (high - low) * (place - int(place))


def _page(p: Floats, tokens: Floats, furniture: Floats) -> list[float]:
    """What the unlikely blocks of a page are like as a whole: clean text has hardly one that is surely none of it.

    A page of lists or dialogue has many doubtful blocks and no sure ones; a dirty page has sure ones, at its edges
    first, with the words of page furniture in them.
    """
    low = p < 0.45
    edge = max(1, p.size // 10)
    inner = p[edge:-edge] if p.size > 2 * edge else p
    return [
        _quantile(p, 0.05), float((p < 0.1).mean()), float(((p >= 0.1) & low).mean()), float(p[low].mean()) if low.any() else 1.0,
        float((furniture[low] > 0).mean()) if low.any() else -1.0, float(tokens[low].sum() / max(float(tokens.sum()), 1)),
        float((np.concatenate([p[:edge], p[-edge:]]) < 0.2).mean()), float((inner < 0.2).mean()),
    ]  # fmt: skip


def second_text(p: Floats, tokens: Floats, furniture: Floats) -> Floats:
    """Describe each block by the first pass's probabilities around it; columns as TEXT_SECOND.

    Args:
        p: the first pass's probabilities.
        tokens: the blocks' sizes in tokens.
        furniture: how many words of page furniture each holds.
    """
    n = p.size
    mass = p * tokens
    total = max(float(mass.sum()), 1e-3)
    weight = np.sqrt(np.maximum(tokens, 1))
    start, end, best = best_run((p.astype(np.float64) - 0.4) * np.minimum(tokens, 60))
    at = np.arange(n)
    inside = (at >= start) & (at < end)
    away = np.where(inside, 0, np.where(at < start, at - start, at - end + 1))
    running = np.cumsum(mass)
    sums = RunningSums(20, p, p * weight, weight)
    weighted_2, size_2 = sums.mean(2, 1, 3)
    weighted_4, size_4 = sums.mean(4, 1, 3)
    padded = np.zeros(n + 6, p.dtype)
    padded[3:-3] = p
    around = np.stack([padded[i : i + n] for i in (0, 1, 2, 4, 5, 6)])
    (back,), (on,) = to_nearest((p > 0.7)[None, :])
    return table([
        p, before(p), after(p), sums.mean(1, 0, 1), weighted_2 / np.maximum(size_2, 1e-6), weighted_4 / np.maximum(size_4, 1e-6),
        sums.mean(8, 0, 1), sums.mean(20, 0, 1), (running - mass) / total, (total - running) / total,
        inside, np.float32(best) / np.float32(max(float((np.minimum(tokens, 60) * p).sum()), 1e-3)), np.sign(away) * np.log1p(np.abs(away)), p.mean(),
        np.float32(total) / np.float32(max(float(tokens.sum()), 1)), around.max(axis=0), around.min(axis=0), np.log1p(running - mass),
        np.log1p(np.maximum(total - running, 0)), back, on, *_page(p, tokens, furniture),
    ], n)  # fmt: skip
