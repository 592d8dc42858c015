"""Names that stand whole in a longer one, word after word: found by their telling words alone."""

from __future__ import annotations

import numpy as np

from .jit import jit
from .letters import HASH_MASK
from .measure import LIGHT

__all__ = ["LONG", "cores_of_all", "held", "holders_of"]

LONG = 8
"""From so many words on a query may hold a listed name that its other words crowd out of the candidates."""
FEWEST = 2
"""Telling words below which a name says too little to be looked for inside others."""


@jit
def cores_of_all(
    text: np.ndarray, text_at: np.ndarray, word_at: np.ndarray, places: np.ndarray, weighed: np.ndarray
) -> np.ndarray:
    """A hash of 62 bits over the telling words of each name; -1 for a name of fewer than FEWEST."""
    names = len(text_at) - 1
    out = np.full(names, -1, dtype=np.int64)
    for name in range(names):
        form = text[text_at[name] : text_at[name + 1]]
        one, other, words = 5, 3, 0
        for word in range(word_at[name], word_at[name + 1]):
            if weighed[word] > LIGHT:
                one, other = _further(form, int(places[word, 0]), int(places[word, 1]), one, other)
                words += 1
        if words >= FEWEST:
            out[name] = (one << 31) | other
    return out


@jit
def _further(text: np.ndarray, start: int, end: int, one: int, other: int) -> tuple[int, int]:
    for place in range(start, end):
        letter = int(text[place])
        one = (one * 131 + letter + 7) & HASH_MASK
        other = (other * 8191 + letter + 1) & HASH_MASK
    return (one * 131 + 39) & HASH_MASK, (other * 8191 + 33) & HASH_MASK  # as a space


@jit
def held(
    query: np.ndarray, starts: np.ndarray, ends: np.ndarray, count: int, weights: np.ndarray, cores: np.ndarray,
    core_name: np.ndarray, out: np.ndarray,
) -> int:  # fmt: skip
    """The names whose telling words stand in the query one after another, light words apart; gives their number."""
    found = 0
    for first in range(count):
        if weights[first] <= LIGHT:
            continue
        one, other, words = 5, 3, 0
        for word in range(first, count):
            if weights[word] <= LIGHT:
                continue
            one, other = _further(query, int(starts[word]), int(ends[word]), one, other)
            words += 1
            if words < FEWEST:
                continue
            wanted = (one << 31) | other
            place = int(np.searchsorted(cores, wanted))
            while place < len(cores) and cores[place] == wanted and found < len(out):
                out[found] = core_name[place]
                found += 1
                place += 1
    return found


@jit
def holders_of(
    text: np.ndarray, text_at: np.ndarray, word_at: np.ndarray, places: np.ndarray, weighed: np.ndarray,
    cores: np.ndarray, core_name: np.ndarray,
) -> np.ndarray:  # fmt: skip
    """Which of many names are LONG and hold one whose core is given."""
    names = len(text_at) - 1
    out = np.zeros(names, dtype=np.bool_)
    room = np.zeros(1, dtype=np.int64)
    for name in range(names):
        first, last = int(word_at[name]), int(word_at[name + 1])
        if last - first >= LONG:
            form = text[text_at[name] : text_at[name + 1]]
            starts, ends = places[first:last, 0], places[first:last, 1]
            out[name] = (
                held(form, starts, ends, last - first, weighed[first:last], cores, core_name, room) > 0
            )
    return out
