"""Which names can have a hit at all: the others, most of a book, need no closer look."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from licet.screening.build import packed
from licet.screening.engine import COUNTRY_AGREES, REVIEW, ScreeningIndex, holds_the_entry

__all__ = ["promising"]

_PROMISING = 1 / (1 + exp(COUNTRY_AGREES - log(REVIEW / (1 - REVIEW))))
"""The least score of names alone that a country which agrees can lift to a review."""


def promising(
    forms: Sequence[str],
    index: ScreeningIndex,
    scores: NDArray[np.float64],
    measured: NDArray[np.float32],
) -> NDArray[np.bool_]:
    """Which forms can have a hit from review upwards, whatever their country: the others need no closer look."""
    hashes = index.kernel.hashes_of(*packed(forms))
    exact = index.arrays.exact
    equal = np.searchsorted(exact, hashes, "right") > np.searchsorted(exact, hashes, "left")
    held = (holds_the_entry(measured) & (scores >= 0)).any(axis=1)
    worth: NDArray[np.bool_] = (scores.max(axis=1) >= _PROMISING) | held | equal
    return worth
