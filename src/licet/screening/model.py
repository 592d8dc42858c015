"""The score: a small forest of decision trees over the measured features, shipped as numbers.

``model.csv`` holds one line a node: tree, node, feature, threshold, left, right, value; a leaf has no feature.
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

from licet.screening.kernel import FEATURES

__all__ = ["Forest", "forest"]


@dataclass(frozen=True)
class Forest:
    """All trees behind each other. ``feature`` is -1 at a leaf; ``base``: log-odds before any tree."""

    base: float
    roots: NDArray[np.int64]
    feature: NDArray[np.int64]
    threshold: NDArray[np.float64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: NDArray[np.float64]

    @property
    def numbers(self) -> tuple[float, NDArray[np.int64], NDArray[np.int64], NDArray[np.float64],
                               NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:  # fmt: skip
        """The whole forest, as the kernel takes it."""
        return self.base, self.roots, self.feature, self.threshold, self.left, self.right, self.value


@cache
def forest() -> Forest:
    """The shipped forest, read once."""
    text = (files("licet.screening") / "model.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    first = [number for number, row in enumerate(rows) if row["node"] == "0" and row["tree"] != "base"]
    base = next(float(row["value"]) for row in rows if row["tree"] == "base")
    offset = {rows[number]["tree"]: number for number in first}
    nodes = [row for row in rows if row["tree"] != "base"]
    shift = len(rows) - len(nodes)

    def place(row: dict[str, str], side: str) -> int:
        return int(row[side]) + offset[row["tree"]] - shift if row[side] else -1

    return Forest(
        base,
        np.array([number - shift for number in first], dtype=np.int64),
        np.array([FEATURES.index(row["feature"]) if row["feature"] else -1 for row in nodes], dtype=np.int64),
        np.array([float(row["threshold"] or 0) for row in nodes], dtype=np.float64),
        np.array([place(row, "left") for row in nodes], dtype=np.int64),
        np.array([place(row, "right") for row in nodes], dtype=np.int64),
        np.array([float(row["value"]) for row in nodes], dtype=np.float64),
    )
