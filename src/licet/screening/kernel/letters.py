"""Words of a form and what their letters tell: hashes, skeletons of consonants, sets of letters as bits."""

from __future__ import annotations

import numpy as np

from .jit import jit

__all__ = [
    "HASH_MASK",
    "MAX_WORDS",
    "bits",
    "hash_of",
    "hashes_of",
    "is_digit",
    "is_number",
    "is_vowel",
    "letters_of",
    "no_inner_vowel",
    "skeleton",
    "words_of",
]

MAX_WORDS = 20
HASH_MASK = (1 << 31) - 1


@jit
def is_vowel(letter: int) -> bool:
    return letter in (97, 101, 105, 111, 117)


@jit
def is_digit(letter: int) -> bool:
    return 48 <= letter <= 57


@jit
def words_of(text: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> int:
    """Find the words of a form; gives their number, at most MAX_WORDS."""
    count = 0
    place = 0
    size = len(text)
    while place < size and count < MAX_WORDS:
        while place < size and text[place] == 32:
            place += 1
        start = place
        while place < size and text[place] != 32:
            place += 1
        if place > start:
            starts[count] = start
            ends[count] = place
            count += 1
    return count


@jit
def hash_of(text: np.ndarray, start: int, end: int, salt: int) -> int:
    value = salt
    for place in range(start, end):
        value = (value * 131 + int(text[place]) + 7) & HASH_MASK
    return value


@jit
def skeleton(text: np.ndarray, start: int, end: int) -> int:
    """A key that survives dropped inner vowels, doubled letters and neutral spellings; 0 when too short.

    It is odd where the word has three consonants or more.
    """
    value = 17
    kept = 0
    last = 0
    for place in range(start, end):
        letter = int(text[place])
        if letter in (99, 113):
            letter = 107  # c, q: k
        elif letter == 122:
            letter = 115  # z: s
        elif letter == 121:
            letter = 105  # y: i
        elif letter == 119:
            letter = 118  # w: v
        inner = place > start
        if inner and (is_vowel(letter) or letter == last):
            continue
        if letter == 104 and last == 112:
            last = 104  # ph: p, as good as f
            continue
        if letter == 104 and (last in (107, 103)):
            last = 104  # kh, gh: k, g
            continue
        value = (value * 131 + (112 if letter == 102 else letter)) & HASH_MASK
        kept += 1
        last = letter
    return 2 * value + (1 if kept >= 3 else 0) if kept >= 2 else 0


@jit
def letters_of(text: np.ndarray, a: int, b: int) -> int:
    """Which letters and digits a word has, as bits."""
    mask = 0
    for place in range(a, b):
        mask |= 1 << (int(text[place]) - 38) % 59
    return mask


@jit
def bits(mask: int) -> int:
    mask = mask - ((mask >> 1) & 0x0555555555555555)
    mask = (mask & 0x3333333333333333) + ((mask >> 2) & 0x3333333333333333)
    mask = (mask + (mask >> 4)) & 0x0F0F0F0F0F0F0F0F
    mask += mask >> 8
    mask += mask >> 16
    mask += mask >> 32
    return mask & 127


@jit
def no_inner_vowel(text: np.ndarray, start: int, end: int) -> bool:
    for place in range(start + 1, end):
        if is_vowel(int(text[place])):
            return False
    return True


@jit
def is_number(text: np.ndarray, a: int, b: int) -> bool:
    for place in range(a, b):
        if not is_digit(int(text[place])):
            return False
    return b > a


@jit
def hashes_of(text: np.ndarray, text_at: np.ndarray) -> np.ndarray:
    """A hash of 62 bits for each of many forms, the same on every machine: two of 31, so that nothing overflows."""
    names = len(text_at) - 1
    out = np.zeros(names, dtype=np.int64)
    for name in range(names):
        one, other = 5, 3
        for place in range(int(text_at[name]), int(text_at[name + 1])):
            letter = int(text[place])
            one = (one * 131 + letter + 7) & HASH_MASK
            other = (other * 8191 + letter + 1) & HASH_MASK
        out[name] = (one << 31) | other
    return out
