"""The fitted weights, and what they make of a bead's features: scores of the first look and of the second.

The weights are JSON with provenance, made by `tools/fit_alignment.py`; features are named, so that a file that does not fit
the code is found out when it is loaded.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from bitext.alignment.features import FEATURES
from bitext.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from numpy.typing import NDArray

    Table = NDArray[np.float32]

__all__ = ["Weights", "load_weights", "read_weights"]


@dataclass(frozen=True, slots=True)
class Weights:
    """What `tools/fit_alignment.py` fitted.

    `first` weighs the features in the first look. In the second look `shift` and `scale` make them comparable, `mixing`
    holds the layers of a small network, each a matrix and a bias, and `transitions` adds what a kind of bead costs after
    another. `calibration` is the slope and the offset, in log odds, of a bead's probability; `least` what a bead has to
    have above, so that a choice pays.
    """

    first: Table
    shift: Table
    scale: Table
    mixing: tuple[tuple[Table, Table], ...]
    transitions: tuple[tuple[float, ...], ...]
    calibration: tuple[float, float]
    least: tuple[float, float]

    def judge(self, features: Table) -> Table:
        """Score beads in the second look, a row each."""
        values = (features - self.shift) * self.scale
        found = values @ self.mixing[0][0] + self.mixing[0][1]
        if len(self.mixing) == 3:
            (skip, _), (matrix, bias), (out, _) = self.mixing
            found = values @ skip + np.tanh(values @ matrix + bias) @ out
        result: Table = found[:, 0]
        return result


def read_weights(data: Mapping[str, Any], source: str = "weights") -> Weights:
    """Make the weights of their JSON object.

    Raises:
        InputError: it does not fit these features.
    """
    names: Sequence[str] = data["features"]
    if tuple(names) != FEATURES:
        strange = sorted(set(names) ^ set(FEATURES))
        raise InputError(
            source, f"does not fit the features: {', '.join(strange) or 'their order'}", "fit it again: tools/fit_alignment.py"
        )
    layers = tuple((np.array(m, np.float32), np.array(b, np.float32)) for m, b in data["mixing"])
    slope, offset = data["calibration"]
    both, alone = data["least"]
    first, shift, scale = (np.array(data[name], np.float32) for name in ("first", "shift", "scale"))
    return Weights(first, shift, scale, layers, tuple(map(tuple, data["transitions"])), (slope, offset), (both, alone))


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """Read the weights that the package ships, once.

    Raises:
        InputError: the file is missing or does not fit.
    """
    file = resources.files("bitext.alignment") / "weights" / "beads.json"
    try:
        return read_weights(json.loads(file.read_text(encoding="utf-8")), str(file.name))
    except (OSError, ValueError, KeyError) as error:
        raise InputError("beads.json", f"cannot be read ({error})", "install bitext again") from error
