"""The forest over measured candidates: scores, and the waterfall that explains one."""

from __future__ import annotations

import numpy as np

from .jit import at_once, jit
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


_MOST_AT_ONCE = 1000
"""Candidates that are scored at a time, so that little memory is taken."""


def _scores_at_once(
    counts: np.ndarray, measured: np.ndarray, base: float, feature: np.ndarray, threshold: np.ndarray,
    value: np.ndarray,
) -> np.ndarray:  # fmt: skip
    """What :func:`scores_of` gives, of many candidates together: each sum is made in the order of the trees."""
    out = np.full(measured.shape[:2], -1.0)
    there = np.arange(measured.shape[1]) < np.asarray(counts)[:, None]
    every = measured[there]
    parts = range(0, len(every), _MOST_AT_ONCE)
    scores = [
        _scores_of_rows(every[at : at + _MOST_AT_ONCE], base, feature, threshold, value) for at in parts
    ]
    out[there] = np.concatenate([np.zeros(0), *scores])
    return out


def _scores_of_rows(
    rows: np.ndarray, base: float, feature: np.ndarray, threshold: np.ndarray, value: np.ndarray
) -> np.ndarray:
    trees = np.arange(len(feature))
    node = np.zeros((len(rows), len(trees)), dtype=np.int64)
    for _ in range(DEPTH):
        met = np.take_along_axis(rows, feature[trees, node].astype(np.int64), axis=1)
        node = 2 * node + 1 + (met > threshold[trees, node])
    totals = np.cumsum(
        np.column_stack([np.full(len(rows), base), value[trees, node]]), axis=1, dtype=np.float64
    )
    early = totals[:, min(GIVE_UP_AFTER, len(trees))]
    score = 1.0 / (1.0 + np.exp(-np.where(early < GIVE_UP_BELOW, early, totals[:, -1])))
    core = (rows[:, 19] >= 1.0) & (rows[:, 0] >= 1.0) & (rows[:, 12] >= TELLING)
    words = ~core & (rows[:, 6] >= 1.0) & (rows[:, 7] >= 1.0)
    least = np.where(core, SAME_CORE + BESIDE * score, np.where(words, SAME_WORDS + BESIDE * score, 0.0))
    return np.maximum(score, least)


@at_once(_scores_at_once)
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
