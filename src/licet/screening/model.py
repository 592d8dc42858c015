"""The score: a small forest of decision trees over the measured features, shipped as numbers.

``model.csv`` holds one line a node: tree, node, feature, threshold, value; a leaf has no feature, and the nodes
below node n are 2n + 1 (the feature is at most the threshold) and 2n + 2.
The sum of the leaves reached, with the base, is a log-odds; its logistic is the score in [0, 1]. Every step
down a tree moves the value, and the moves added up by feature are the waterfall that explains a score.
``tools/fit_screening.py`` fits it and says on which parties.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from licet.screening.kernel import DEPTH, FEATURES

__all__ = ["Forest", "forest"]


@dataclass(frozen=True)
class Forest:
    """All trees as full ones of DEPTH steps: node n stands above 2n + 1 and 2n + 2.

    ``feature`` and ``threshold``: shape (trees, inner nodes); above the threshold the way goes right.
    ``value``: (trees, nodes), log-odds; ``base``: log-odds before any tree.
    """

    base: float
    feature: NDArray[np.uint8]
    threshold: NDArray[np.float32]
    value: NDArray[np.float32]

    @property
    def numbers(self) -> tuple[float, NDArray[np.uint8], NDArray[np.float32], NDArray[np.float32]]:
        """The whole forest, as the kernel takes it."""
        return self.base, self.feature, self.threshold, self.value


@cache
def forest() -> Forest:
    """The shipped forest, read once."""
    text = (files("licet.screening") / "model.csv").read_text("utf-8")
    _, *lines = csv.reader(text.splitlines())
    rows = [line for line in lines if line[0] != "base"]
    base = next(float(line[4]) for line in lines if line[0] == "base")
    trees = 1 + max(int(row[0]) for row in rows)
    inner = 2**DEPTH - 1
    feature = np.zeros((trees, inner), dtype=np.uint8)
    threshold = np.full((trees, inner), np.inf, dtype=np.float32)
    value = np.full((trees, 2 * inner + 1), np.nan, dtype=np.float32)
    places = {name: place for place, name in enumerate(FEATURES)}
    for written, number, name, limit, moved in rows:
        tree, node = int(written), int(number)
        value[tree, node] = float(moved)
        if name:
            feature[tree, node] = places[name]
            threshold[tree, node] = float(limit)
    for node in range(1, 2 * inner + 1):  # below a leaf that comes early, its value goes on
        early = np.isnan(value[:, node])
        value[early, node] = value[early, (node - 1) // 2]
    return Forest(base, feature, threshold, value)
