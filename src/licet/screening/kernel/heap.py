"""The best of many, kept in a heap in two arrays."""

from __future__ import annotations

import numpy as np

from .jit import jit

__all__ = ["rise", "sink", "sort"]


@jit
def rise(names: np.ndarray, scores: np.ndarray, place: int, name: int, score: float) -> None:
    """Add to a heap whose least score is at its top."""
    while place > 0 and scores[(place - 1) >> 1] > score:
        above = (place - 1) >> 1
        names[place], scores[place] = names[above], scores[above]
        place = above
    names[place], scores[place] = name, score


@jit
def sink(names: np.ndarray, scores: np.ndarray, size: int, name: int, score: float) -> None:
    """Put a name in the place of the one with the least score."""
    place = 0
    while 2 * place + 1 < size:
        below = 2 * place + 1
        if below + 1 < size and scores[below + 1] < scores[below]:
            below += 1
        if scores[below] >= score:
            break
        names[place], scores[place] = names[below], scores[below]
        place = below
    names[place], scores[place] = name, score


@jit
def sort(names: np.ndarray, scores: np.ndarray, size: int) -> None:
    """Put the greatest first, in place; equal ones in the order of their numbers."""
    for place in range(1, size):
        name, score = names[place], scores[place]
        above = place - 1
        while above >= 0 and (scores[above] < score or (scores[above] == score and names[above] > name)):
            names[above + 1], scores[above + 1] = names[above], scores[above]
            above -= 1
        names[above + 1], scores[above + 1] = name, score
