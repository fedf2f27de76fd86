"""The fitted weights: what features and transitions count, in clean text and in noise.

The weights are JSON with provenance, made by `tools/fit_alignment.py`; features are named, so that a file that does not fit
the code is found out when it is loaded.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from math import exp, log
from typing import TYPE_CHECKING

import numpy as np

from bitext.alignment.features import FEATURES
from bitext.alignment.likeness import VECTOR_FEATURES
from bitext.alignment.relation import Relation, read_relation
from bitext.alignment.second import ADDED
from bitext.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from numpy.typing import NDArray

    Table = NDArray[np.float64]

__all__ = ["VECTOR_WEIGHTS_FILE", "WEIGHTS_FILE", "Weights", "load_weights", "log_odds", "read_weights", "trust_of"]


#: Where the weights lie: without vectors, and with.
WEIGHTS_FILE = resources.files("bitext.alignment") / "weights" / "beads.json"
VECTOR_WEIGHTS_FILE = resources.files("bitext.alignment") / "weights" / "beads-vectors.json"


@dataclass(frozen=True, slots=True)
class Weights:
    """What `tools/fit_alignment.py` fitted.

    `first` weighs the features in the first look. In the second look a feature counts `clean` + noise · `noise`, and a kind
    of bead after another `follows` + noise · `follows_noise`: a straight line, so that there is no cliff between clean
    texts and dirty ones. `calibration` is slope and offset of a bead's log odds, and what the text's own adds to both. `relation` tells strangers from texts that
    translate one another. `vectors` tells that there are features of vectors among them.
    """

    first: NDArray[np.float32]
    clean: Table
    noise: Table
    follows: Table
    follows_noise: Table
    calibration: tuple[float, float, float, float]
    relation: Relation
    vectors: bool = False

    def judge(self, features: NDArray[np.float32], noise: float) -> list[float]:
        """Score beads in the second look, one for each row of features."""
        found: list[float] = (features @ (self.clean + noise * self.noise)).tolist()
        return found

    def bend(self, chance: float, trust: float) -> float:
        """Bend a probability along the logistic curve that held-out texts gave (Platt scaling, 1999).

        Args:
            chance: of a bead.
            trust: of its text, as `trust_of` gives it.
        """
        slope, offset, more_slope, more_offset = self.calibration
        odds = (slope + trust * more_slope) * log_odds(chance) + offset + trust * more_offset
        return 1 / (1 + exp(-odds))

    def transitions(self, noise: float) -> list[list[float]]:
        """Give what it counts that a kind of bead follows another."""
        found: list[list[float]] = (self.follows + noise * self.follows_noise).tolist()
        return found


def log_odds(chance: float) -> float:
    """Give the log odds of a probability; certainty has an end.

    >>> log_odds(0.5), round(log_odds(1.0), 1)
    (0.0, 13.8)
    """
    chance = min(1 - 1e-6, max(1e-6, chance))
    return log(chance / (1 - chance))


def trust_of(chances: Sequence[float]) -> float:
    """Say how sure the chosen beads of a text are on the whole: the log odds of their mean, within what was fitted.

    A text that is hard throughout is also harder than it seems in each bead. A few beads say little, and count with four of .9.

    Args:
        chances: of the beads with both sides that were chosen.

    >>> round(trust_of([]), 2), trust_of([1.0] * 1000)
    (2.2, 4.5)
    """
    return min(4.5, max(0.0, log_odds((sum(chances) + 4 * 0.9) / (len(chances) + 4))))


def read_weights(data: Mapping[str, Any], source: str = "weights") -> Weights:
    """Make the weights of their JSON object.

    Args:
        data: `features` in a table from name to [first look, clean, noise]; `follows`, `follows_noise`, `calibration`, `relation`.
        source: its name, for messages.

    Raises:
        InputError: it does not fit these features.
    """
    table: Mapping[str, list[float]] = data["features"]
    vectors = VECTOR_FEATURES[0] in table
    features = (*FEATURES, *VECTOR_FEATURES) if vectors else FEATURES
    names = (*features, *ADDED)
    if tuple(table) != names:
        strange = ", ".join(sorted(set(names) ^ set(table))) or "their order"
        raise InputError(source, f"does not fit the features: {strange}", "fit it again: tools/fit_alignment.py")
    columns = np.array([table[name] for name in names], np.float64)
    slope, offset, more_slope, more_offset = data["calibration"]
    follows, follows_noise = (np.array(data[name], np.float64) for name in ("follows", "follows_noise"))
    first, line = columns[: len(features), 0].astype(np.float32), (slope, offset, more_slope, more_offset)
    return Weights(first, columns[:, 1], columns[:, 2], follows, follows_noise, line, read_relation(data["relation"]), vectors)


@lru_cache(maxsize=2)
def load_weights(*, vectors: bool = False) -> Weights:
    """Read the weights that the package ships, once.

    Args:
        vectors: those for texts with vectors.

    Raises:
        InputError: the file is missing or does not fit.

    >>> load_weights().first.shape == (len(FEATURES),)
    True
    """
    file = VECTOR_WEIGHTS_FILE if vectors else WEIGHTS_FILE
    try:
        return read_weights(json.loads(file.read_text(encoding="utf-8")), file.name)
    except (OSError, ValueError, KeyError) as error:
        raise InputError(file.name, f"cannot be read ({error})", "install bitext again") from error
