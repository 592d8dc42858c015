"""The forest over measured candidates: scores, and the waterfall that explains one."""

from __future__ import annotations

import numpy as np

from .jit import jit
from .measure import FEATURES

__all__ = [
    "DEPTH",
    "GIVE_UP_AFTER",
    "GIVE_UP_BELOW",
    "SAME_CORE",
    "SAME_WORDS",
    "TELLING",
    "scores_of",
    "waterfall_of",
]

SAME_CORE = 0.92
"""The least score of a name that only lacks legal forms and other light words of the entry's."""
TELLING = 0.25
"""The least weight of the rarest word that met, for such a name."""
SAME_WORDS = 0.5
"""The least score of a name that has the very words of the entry's, in another order: a person must look."""
BESIDE = 0.02
"""How much of the forest's score such a name gets on top, so that the nearest spelling of it stands first."""
GIVE_UP_AFTER, GIVE_UP_BELOW = 60, -5.0
"""After so many trees a candidate below these log-odds is given up: its score is what it is by then."""
DEPTH = 3
"""Steps from the root of a tree to its leaves; every tree is kept as a full one."""


@jit
def scores_of(
    counts: np.ndarray, measured: np.ndarray, base: float, feature: np.ndarray, threshold: np.ndarray,
    value: np.ndarray,
) -> np.ndarray:  # fmt: skip
    """The score of every candidate of every query; -1 where there is none."""
    out = np.full(measured.shape[:2], -1.0)
    for one in range(len(counts)):
        for place in range(counts[one]):
            row = measured[one, place]
            total = base
            for tree in range(len(feature)):
                if tree == GIVE_UP_AFTER and total < GIVE_UP_BELOW:
                    break
                node = 0
                for _ in range(DEPTH):
                    node = 2 * node + 1 + (row[feature[tree, node]] > threshold[tree, node])
                total += value[tree, node]
            score = 1.0 / (1.0 + np.exp(-total))
            if row[19] >= 1.0 and row[0] >= 1.0 and row[12] >= TELLING:
                score = max(score, SAME_CORE + BESIDE * score)
            elif row[6] >= 1.0 and row[7] >= 1.0:
                score = max(score, SAME_WORDS + BESIDE * score)
            out[one, place] = score
    return out


@jit
def waterfall_of(
    measured: np.ndarray, base: float, feature: np.ndarray, threshold: np.ndarray, value: np.ndarray
) -> np.ndarray:
    """What each feature of one candidate moved, in log-odds; the base comes last."""
    moved = np.zeros(len(FEATURES) + 1)
    moved[-1] = base
    for tree in range(len(feature)):
        if tree == GIVE_UP_AFTER and moved.sum() < GIVE_UP_BELOW:
            break
        node = 0
        moved[-1] += value[tree, 0]
        for _ in range(DEPTH):
            which = feature[tree, node]
            below = 2 * node + 1 + (measured[which] > threshold[tree, node])
            moved[which] += value[tree, below] - value[tree, node]
            node = below
    return moved
