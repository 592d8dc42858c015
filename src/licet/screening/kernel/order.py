"""Letters that two names have in common, in order, as bits."""

from __future__ import annotations

import numpy as np

from .jit import jit
from .letters import bits

__all__ = [
    "FIRST_LETTER",
    "LETTERS",
    "MOST_LETTERS",
    "in_common",
    "is_beginning",
    "places_of",
    "same_letters",
    "which",
]

MOST_LETTERS = _BITS = 60
"""Letters of a name that are looked at."""
_FULL = (1 << _BITS) - 1
FIRST_LETTER, LETTERS = 38, 59
"""The first letter that a form may have ("&"), and how many bits say which letters a name has."""


@jit
def places_of(text: np.ndarray, where: np.ndarray) -> int:
    """Where each letter stands in a name without spaces, as bits of its first 60 letters; gives how many."""
    where[:] = 0
    n = 0
    for place in range(len(text)):
        if text[place] != 32 and n < _BITS:
            where[text[place]] |= 1 << n
            n += 1
    return n


@jit
def which(where: np.ndarray) -> int:
    """The letters of a name whose places are given, as bits."""
    mask = 0
    for letter in range(FIRST_LETTER, len(where)):
        if where[letter] != 0:
            mask |= 1 << (letter - FIRST_LETTER) % LETTERS
    return mask


@jit
def in_common(where: np.ndarray, n: int, other: np.ndarray) -> tuple[int, int]:
    """Letters in common, in order, with a name whose places are given, and how many the other has."""
    rest = _FULL
    m = 0
    for place in range(len(other)):
        if other[place] != 32 and m < _BITS:
            hit = rest & where[other[place]]
            rest = ((rest + hit) | (rest - hit)) & _FULL
            m += 1
    missing = rest & ((1 << n) - 1)
    return n - bits(missing), m


@jit
def same_letters(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two names hold the same letters as often, in any order, spaces left out."""
    seen = np.zeros(128, dtype=np.int64)
    for place in range(len(one)):
        seen[one[place]] += 1
    for place in range(len(other)):
        seen[other[place]] -= 1
    for letter in range(33, 128):
        if seen[letter] != 0:
            return False
    return True


@jit
def is_beginning(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether a name, spaces left out, is the beginning of a longer one."""
    i = j = 0
    while i < len(one):
        if one[i] == 32:
            i += 1
            continue
        while j < len(other) and other[j] == 32:
            j += 1
        if j >= len(other) or one[i] != other[j]:
            return False
        i += 1
        j += 1
    return j < len(other)
