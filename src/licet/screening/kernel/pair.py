"""How alike two words are."""

from __future__ import annotations

import numpy as np

from .jit import jit
from .letters import bits, is_digit, is_number, letters_of, no_inner_vowel, skeleton

__all__ = ["joined", "pair"]


@jit
def _edits(one: np.ndarray, a: int, b: int, other: np.ndarray, c: int, d: int, spare: np.ndarray) -> int:
    """Edits between two words of at most 31 letters; neighbours swapped count once.

    All of one word at a time, as bits (Hyyro, "A bit-vector algorithm for computing Levenshtein and Damerau
    edit distances", 2003). ``spare``: room for the places of 128 letters, all 0, and left so.
    """
    n = b - a
    full, top = (1 << n) - 1, 1 << (n - 1)
    for place in range(n):
        spare[one[a + place]] |= 1 << place
    more, less, diagonal, before = full, 0, 0, 0
    edits = n
    for place in range(c, d):
        here = int(spare[other[place]])
        swapped = (((full ^ diagonal) & here) << 1) & before
        diagonal = (((here & more) + more) ^ more) | here | less | swapped
        up = less | (full & ~(diagonal | more))
        down = diagonal & more
        if up & top:
            edits += 1
        elif down & top:
            edits -= 1
        up = ((up << 1) | 1) & full
        less = up & diagonal
        more = ((down << 1) & full) | (full & ~(diagonal | up))
        diagonal &= full
        before = here
    for place in range(n):
        spare[one[a + place]] = 0
    return edits


@jit
def pair(
    one: np.ndarray, a: int, b: int, key: int, mask: int, other: np.ndarray, c: int, d: int, other_key: int,
    other_mask: int, spare: np.ndarray,
) -> float:  # fmt: skip
    """How alike a word as asked and a listed one are, 0 to 1; an initial gives 0.55.

    Vowels and endings are dropped by those who ask: a listed word without them is more likely another word.
    ``key``: skeletons, ``mask``: letters.
    """
    n, m = b - a, d - c
    short, long = min(n, m), max(n, m)
    shared = 0
    while shared < short and one[a + shared] == other[c + shared]:
        shared += 1
    if shared == n and n == m:
        return 1.0
    if short == 1:
        return 0.55 if shared == 1 and not is_digit(int(one[a])) else 0.0
    if long > 31 or long > 2 * short + 2 or is_number(one, a, b):
        return 0.0
    alike = 0.0
    if key and key == other_key:
        if no_inner_vowel(one, a, b):
            alike = 0.93 if key & 1 else 0.8
        elif key & 1:
            alike = 0.7
    if shared == short and short >= 4 and (n < m or long - short <= 2):
        alike = max(alike, 0.6 + 0.3 * short / long)
    most = (long + 1) // 3
    if alike < 0.9 and long - short <= min(most, 3) and bits(mask ^ other_mask) <= 2 * most:
        edits = _edits(one, a, b, other, c, d, spare)
        if edits <= most:
            alike = max(alike, 1.0 - 1.25 * edits / long)
            if key & 1 and key == other_key and edits == 1:
                alike = max(alike, 0.93)
    return alike


@jit
def joined(
    text: np.ndarray, a: int, b: int, c: int, d: int, other: np.ndarray, e: int, g: int, buffer: np.ndarray,
    spare: np.ndarray,
) -> float:  # fmt: skip
    """How alike two neighbouring words, written as one, are to a word of the other name."""
    n = (b - a) + (d - c)
    for place in range(b - a):
        buffer[place] = text[a + place]
    for place in range(d - c):
        buffer[b - a + place] = text[c + place]
    alike: float = pair(
        buffer, 0, n, skeleton(buffer, 0, n), letters_of(buffer, 0, n),
        other, e, g, skeleton(other, e, g), letters_of(other, e, g), spare,
    )  # fmt: skip
    return alike
